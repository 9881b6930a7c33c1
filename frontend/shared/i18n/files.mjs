// Locale files: a tree of names in a file, `a.b.c` and its text here.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The texts of a file by their keys; empty if there is no file. */
export function readTexts(path) {
  return existsSync(path) ? flatten(JSON.parse(readFileSync(path, 'utf8'))) : new Map();
}

export function writeTexts(path, texts) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(nest(texts), null, 2)}\n`);
}

function flatten(tree, prefix = '') {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[prefix + name, value]] : [...flatten(value, `${prefix}${name}.`)]
    )
  );
}

function nest(texts) {
  const tree = {};
  for (const [key, text] of texts) {
    const names = key.split('.');
    const last = names.pop();
    let branch = tree;
    for (const name of names) {
      branch = branch[name] ??= {};
    }
    branch[last] = text;
  }
  return tree;
}
