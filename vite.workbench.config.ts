// Builds the page of `seismo try`: everything in one folder, so that the command line can hold it.
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

import { grafanaPackages, outFolder, packagePath } from './vite.grafana';
import { thirdPartyLicenses } from './vite.licenses';

const root = resolve(import.meta.dirname, 'frontend/workbench');
const fonts = resolve(import.meta.dirname, 'node_modules/@fontsource');
const out = outFolder('frontend/workbench/dist');

// Where @grafana/ui asks for its icons and fonts, relative to the page. The fonts' names are Grafana's.
const assets: Array<[from: string, to: string]> = [
  [packagePath('@grafana/ui/dist/public/img/icons'), 'public/build/img/icons'],
  [`${fonts}/inter/files/inter-latin-400-normal.woff2`, 'public/fonts/inter/Inter-Regular.woff2'],
  [`${fonts}/inter/files/inter-latin-500-normal.woff2`, 'public/fonts/inter/Inter-Medium.woff2'],
  [`${fonts}/inter/LICENSE`, 'public/fonts/inter/LICENSE'],
  [
    `${fonts}/roboto-mono/files/roboto-mono-latin-400-normal.woff2`,
    'public/fonts/roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2',
  ],
  [`${fonts}/roboto-mono/LICENSE`, 'public/fonts/roboto/LICENSE'],
];

function pageAssets(): Plugin {
  return {
    name: 'seismo-page-assets',
    writeBundle({ dir = out }) {
      for (const [from, to] of assets) {
        mkdirSync(dirname(resolve(dir, to)), { recursive: true });
        cpSync(from, resolve(dir, to), { recursive: true });
      }
      // Icons that @grafana/ui asks for and its package lacks.
      cpSync(resolve(root, 'icons'), resolve(dir, 'public/build/img/icons'), { recursive: true });
      cpSync(resolve(root, '../datasource/img/logo.svg'), resolve(dir, 'public/logo.svg'));
    },
  };
}

export default defineConfig({
  root,
  base: './',
  publicDir: false,
  plugins: [grafanaPackages(), thirdPartyLicenses(), pageAssets()],
  // While the page is worked on, a running `seismo try` answers for the rest; `/api` alone would also take `/api.ts`.
  server: { proxy: { '/api/': 'http://127.0.0.1:3030', '/public/': 'http://127.0.0.1:3030' } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      // `"use client"` speaks to servers that render; a bundle for the browser has none.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
});
