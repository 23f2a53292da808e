import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,scripts,tests,lessons,bench}/**/*.test.{ts,tsx}'],
    allowOnly: false,
    // A test that boots servers on a busy machine is slow, and still finite.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
