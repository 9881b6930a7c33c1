// Which Grafana the front end is built and tested with: the packages of 12.3, or with GRAFANA=13 those of 13.2.
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const ROOT = import.meta.dirname;
/** The folder that has the packages of each in its `node_modules`. */
const FOLDERS: Record<string, string> = { 12: ROOT, 13: resolve(ROOT, 'frontend/grafana13') };

/** The major version that was asked for. */
export const grafana = process.env.GRAFANA || '12';
const folder = FOLDERS[grafana];
if (folder === undefined) {
  throw new Error(`GRAFANA is ${grafana}; it can be ${Object.keys(FOLDERS).join(' or ')}`);
}

/** Where a package of that Grafana lies, or a file of it. */
export function packagePath(path: string): string {
  return resolve(folder!, 'node_modules', path);
}

/** Where a build goes: what is shipped into its folder, and what is built only for tests beside their logs. */
export function outFolder(path: string): string {
  return grafana === '12' ? resolve(ROOT, path) : resolve(ROOT, `tests/.run/grafana${grafana}`, path);
}

/** Looks up the packages that our sources import in that Grafana's folder; what it lacks is found above it, in the root. */
export function grafanaPackages(): Plugin {
  return {
    name: 'seismo-grafana-packages',
    enforce: 'pre',
    resolveId(source, importer, options) {
      const ours = importer !== undefined && !importer.includes('/node_modules/');
      // A package is asked for by its name: not by a path, a scheme (`node:fs`) or a module that Vite makes up.
      if (!ours || !/^[@\w][^:]*$/.test(source)) {
        return null;
      }
      return this.resolve(source, resolve(folder!, 'package.json'), { ...options, skipSelf: true });
    },
  };
}
