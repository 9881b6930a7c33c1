// How a plugin is built that Grafana loads: one AMD module beside its plugin.json, pictures, translations and licences.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin, Rollup, UserConfig } from 'vite';

import { grafanaPackages, outFolder } from './vite.grafana';
import { thirdPartyLicenses } from './vite.licenses';

export interface Target {
  /** Holds `module.ts`, `img` and `locales`. */
  folder: string;
  pluginJson: string;
  out: string;
}

// What Grafana 12.3 and later hand to every plugin (its sharedDependenciesMap): one copy of each for the whole page.
// @grafana/i18n, @grafana/schema and @grafana/plugin-ui are not among them, so they are bundled.
const external = [
  /^@emotion\/(css|react)$/,
  /^@grafana\/(data|runtime|ui)(\/unstable)?$/,
  /^react(-dom)?$/,
  /^react\/jsx(-dev)?-runtime$/,
  /^react-(redux|router|router-dom|inlinesvg)$/,
  /^rxjs(\/operators)?$/,
  /^slate(-plain-serializer|-react)?$/,
  'd3',
  'i18next',
  'jquery',
  'lodash',
  'moment',
  'prismjs',
  'redux',
];

/** `"use client"` speaks to servers that render; a bundle for the browser has none. */
function warnOfMore(warning: Rollup.RollupLog, warn: (log: Rollup.RollupLog) => void) {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') {
    warn(warning);
  }
}

function pluginFiles(target: Target, out: string): Plugin {
  return {
    name: 'seismo-plugin-files',
    writeBundle() {
      const version = JSON.parse(readFileSync('package.json', 'utf8')).version;
      const epoch = process.env.SOURCE_DATE_EPOCH;
      const built = epoch ? new Date(Number(epoch) * 1000) : new Date();
      const text = readFileSync(target.pluginJson, 'utf8')
        .replaceAll('%VERSION%', version)
        .replaceAll('%TODAY%', built.toISOString().slice(0, 10));
      mkdirSync(out, { recursive: true });
      writeFileSync(resolve(out, 'plugin.json'), text);
      cpSync(resolve(target.folder, 'img'), resolve(out, 'img'), { recursive: true });
      cpSync(resolve(target.folder, 'locales'), resolve(out, 'locales'), { recursive: true });
    },
  };
}

/** The build of one plugin. */
export function pluginBuild(target: Target): UserConfig {
  const out = outFolder(target.out);
  return {
    plugins: [grafanaPackages(), thirdPartyLicenses(), pluginFiles(target, out)],
    publicDir: false,
    build: {
      outDir: out,
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: false,
      sourcemap: true,
      target: 'es2022',
      rollupOptions: {
        input: resolve(target.folder, 'module.ts'),
        external,
        onwarn: warnOfMore,
        preserveEntrySignatures: 'strict',
        output: { format: 'amd', entryFileNames: 'module.js', inlineDynamicImports: true, interop: 'auto' },
      },
    },
  };
}
