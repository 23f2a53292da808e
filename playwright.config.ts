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
  // For what hangs. A slow machine opens a lesson in ten seconds and judges it in fifteen, and a test is a story of several steps.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: [['list'], ['json', { outputFile: '.cache/replayground/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    trace: 'off',
    viewport: { width: 1440, height: 900 },
    // What moves is waited for, and a colour on its way from one to another is neither. Tests about motion ask for it.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findChromium(), args: [...chromiumFlags] },
  },
  // The built site, since that is what people get: its policy, its workers and its relative addresses are under test too.
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
});
