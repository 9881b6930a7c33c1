// Builds the page of the bench as a user gets it: production React, one bundle.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const page = resolve(import.meta.dirname, 'page');

export default defineConfig({
  root: page,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  // Everyone who asks for uPlot, also inside @grafana/ui, gets one that the bench can ask where a point stands.
  resolve: { alias: [{ find: /^uplot$/, replacement: resolve(page, 'uplot.ts') }] },
  build: {
    outDir: resolve(import.meta.dirname, '../.run/bench-page'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 8000,
    rollupOptions: {
      // `"use client"` speaks to servers that render; a bundle for the browser has none.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
});
