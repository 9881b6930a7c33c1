// The file that goes with each bundle: the packages in it, each with its licence. Vite writes it; this makes sure that none is missing.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const FILE = 'THIRD_PARTY_LICENSES.txt';
/** Licences that give everything away: their packages may come without a text. */
const WITHOUT_TEXT = ['CC0-1.0'];

/** Writes the licences of what is bundled, and fails a build that bundles a package without one. */
export function thirdPartyLicenses(): Plugin {
  return {
    name: 'seismo-third-party-licenses',
    config: () => ({ build: { license: { fileName: FILE } } }),
    generateBundle: {
      // After Vite has written the file.
      order: 'post',
      handler(_options, bundle) {
        const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
        const written = bundle[FILE];
        const sections = (written?.type === 'asset' ? String(written.source) : '').split(/^## /m);
        const missing = [...new Set(modules.flatMap(packageOf))].filter((name) => !sections.some((section) => isLicenceOf(name, section)));
        if (missing.length > 0) {
          this.error(`${FILE} lacks the licence of ${missing.join(', ')}`);
        }
      },
    },
  };
}

/** Name and version of the package that a module comes from, as Vite writes them; none for a module of our own. */
function packageOf(id: string): string[] {
  const folder = /^(?!\0).*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
  if (folder === undefined) {
    return [];
  }
  const { name, version } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
  return [`${name} - ${version}`];
}

function isLicenceOf(name: string, section: string): boolean {
  const [title = '', ...text] = section.split('\n');
  return title.split(' (')[0] === name && (text.join('').trim() !== '' || WITHOUT_TEXT.some((licence) => title.endsWith(`(${licence})`)));
}
