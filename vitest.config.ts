import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'jsdom',
    include: ['frontend/**/*.test.{ts,tsx}'],
    setupFiles: ['frontend/shared/testing/setup.ts'],
    restoreMocks: true,
    // i18next advertises itself at each start.
    onConsoleLog: (log) => !log.includes('i18next is made possible'),
    env: { TZ: 'UTC' },
    // @grafana/* ship ES modules that import packages in ways Node alone refuses; Vite resolves them as a browser build does.
    server: { deps: { inline: [/@grafana\//] } },
  },
});
