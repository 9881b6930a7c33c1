import { defineConfig } from 'vitest/config';

import { grafanaPackages } from './vite.grafana';

export default defineConfig({
  plugins: [grafanaPackages()],
  test: {
    environment: 'jsdom',
    include: ['frontend/**/*.test.{ts,tsx}'],
    setupFiles: ['frontend/shared/testing/setup.ts'],
    restoreMocks: true,
    // One page for all files, which setup.ts keeps clean: most of the time would go into loading @grafana/ui for each.
    isolate: false,
    poolOptions: { forks: { singleFork: true } },
    // A bound for what hangs, not a promise: a busy machine types slowly.
    testTimeout: 60_000,
    // i18next advertises itself at each start.
    onConsoleLog: (log) => !log.includes('i18next is made possible'),
    env: { TZ: 'UTC' },
    // @grafana/* ship ES modules that import packages in ways Node alone refuses; Vite resolves them as a browser build does.
    server: { deps: { inline: [/@grafana\//] } },
  },
});
