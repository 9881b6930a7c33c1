// Builds the page of the bench as a user gets it: production React, one bundle.
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

import { packagePath } from '../../vite.grafana';

const page = resolve(import.meta.dirname, 'page');

/** Grafana has these at hand. A page without them asks for its icons again at each first draw. */
const ASSETS: Array<[from: string, to: string]> = [
  [packagePath('@grafana/ui/dist/public/img/icons'), 'public/build/img/icons'],
  [packagePath('@fontsource/inter/files/inter-latin-400-normal.woff2'), 'public/fonts/inter/Inter-Regular.woff2'],
  [packagePath('@fontsource/inter/files/inter-latin-500-normal.woff2'), 'public/fonts/inter/Inter-Medium.woff2'],
];

function assets(): Plugin {
  return {
    name: 'seismo-bench-assets',
    writeBundle({ dir }) {
      ASSETS.forEach(([from, to]) => cpSync(from, resolve(dir!, to), { recursive: true }));
    },
  };
}

export default defineConfig({
  root: page,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [assets()],
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
