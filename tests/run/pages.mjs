// Makes the README.md that each plugin's page in Grafana shows, with its pictures, in dist/.
//
// Grafana (12.3) has a tab "Screenshots" for published plugins alone, so README.md is where a plugin that is installed by
// hand shows its pictures. Its page takes addresses that begin with a dot or a slash, relative to Grafana's own root, and
// drops every other one that is not a whole URL.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const PICTURES = 'tests/e2e/pictures';

page('dist', readFileSync('README.md', 'utf8'));
page('dist/panel', introduction('dist/panel'));

/** The panel comes with the data source, whose page says the rest. */
function introduction(folder) {
  const { name, info } = readJson(join(folder, 'plugin.json'));
  const { id: parent, name: parentName } = readJson('dist/plugin.json');
  return `# ${name}\n\n${info.description}. It comes with the data source [${parentName}](./plugins/${parent}).\n`;
}

function page(folder, text) {
  const { id, info } = readJson(join(folder, 'plugin.json'));
  mkdirSync(join(folder, 'img'), { recursive: true });
  const shown = new Set();
  const show = (alt, path) => {
    const file = basename(path);
    shown.add(file);
    copyFileSync(join(PICTURES, file), join(folder, 'img', file));
    return `![${alt}](./public/plugins/${id}/img/${file})`;
  };
  const body = text
    .replace(/!\[([^\]]*)\]\(([^)]+)\)/g, (_, alt, path) => show(alt, path))
    // A file of the repository has no place in Grafana.
    .replace(/(?<!!)\[([^\]]+)\]\((?![a-z]+:|#|\.\/plugins\/)[^)]*\)/g, '$1');
  const more = info.screenshots.filter(({ path }) => !shown.has(basename(path)));
  const pictures = more.map(({ name, path }) => `\n${show(name, path)}\n\n*${name}*\n`);
  writeFileSync(join(folder, 'README.md'), [body, more.length > 0 ? '\n## Pictures\n' : '', ...pictures].join(''));
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
