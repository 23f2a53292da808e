import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './scripts/find-chromium.ts';

const port = 4791;

export default defineConfig({
  testDir: 'tests',
  testMatch: '*.e2e.ts',
  forbidOnly: true,
  retries: 0,
  // The pages under test run two servers and an editor each; side by side they would only slow each other down.
  workers: 1,
  // For what hangs. A lesson is judged twice in one test, which takes a slow machine more than a minute.
  timeout: 150_000,
  outputDir: 'test-results',
  reporter: [['list'], ['json', { outputFile: '.cache/replayground/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    trace: 'off',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: findChromium(), args: [...chromiumFlags] },
  },
  // The built site, since that is what people get: its policy, its workers and its relative addresses are under test too.
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
});
