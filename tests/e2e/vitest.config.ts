// `npm run e2e`: the built programs in a real browser.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    environment: 'node',
    include: ['tests/e2e/**/*.test.ts'],
    globalSetup: 'tests/e2e/setup/global.ts',
    // One browser and one server at a time: what is tested is the page, not the machine.
    fileParallelism: false,
    // Bounds for what hangs, not promises: a busy machine draws slowly.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { TZ: 'UTC' },
  },
});
