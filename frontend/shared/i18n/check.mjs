// Compares the texts in the code (`t(key, text)` and `<Trans i18nKey>text</Trans>`) with the locale files, one for each
// room, and fails on a key that is missing, unused, or says something else. `--write` brings the files up to date.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const ROOMS = {
  datasource: 'seismo-anomaly-datasource',
  panel: 'seismo-severity-panel',
  workbench: 'seismo-workbench',
};

const problems = [];

for (const [room, id] of Object.entries(ROOMS)) {
  const path = `frontend/${room}/locales/en-US/${id}.json`;
  const inCode = textsOf(`frontend/${room}`, room);
  if (process.argv.includes('--write')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(nest(inCode), null, 2)}\n`);
  }
  const inFile = existsSync(path) ? flatten(JSON.parse(readFileSync(path, 'utf8'))) : new Map();
  for (const [key, text] of inCode) {
    if (!inFile.has(key)) {
      problems.push(`${path}: "${key}" is used in the code but missing`);
    } else if (inFile.get(key) !== text) {
      problems.push(`${path}: "${key}" says "${inFile.get(key)}", the code says "${text}"`);
    }
  }
  for (const key of inFile.keys()) {
    if (!inCode.has(key)) {
      problems.push(`${path}: "${key}" is used nowhere`);
    }
  }
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\nRun "npm run i18n:write" to bring the files up to date.\n`);
  process.exit(1);
}

function textsOf(folder, room) {
  const texts = new Map();
  for (const file of sources(folder)) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const visit = (node) => {
      for (const [key, text] of textsAt(node, (why) => complain(source, node, why))) {
        if (!key.startsWith(`${room}.`)) {
          complain(source, node, `"${key}" has to start with "${room}."`);
        } else if (texts.has(key) && texts.get(key) !== text) {
          complain(source, node, `"${key}" has two texts: "${texts.get(key)}" and "${text}"`);
        }
        texts.set(key, text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'dist' ? [] : sources(path);
    }
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function textsAt(node, complainHere) {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
    return textsOfCall(node.arguments, complainHere);
  }
  const isTrans = ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'Trans';
  return isTrans ? textsOfTrans(node, complainHere) : [];
}

function textsOfCall([key, text, values], complainHere) {
  if (!key || !text || !ts.isStringLiteralLike(key) || !ts.isStringLiteralLike(text)) {
    complainHere('t() needs a literal key and a literal text');
    return [];
  }
  const plural = values && ts.isObjectLiteralExpression(values) ? literals(values) : new Map();
  if (!plural.has('count')) {
    return [[key.text, text.text]];
  }
  // i18next chooses by number: `defaultValue_one` beside the text for all other numbers.
  return [
    [`${key.text}_one`, plural.get('defaultValue_one') ?? text.text],
    [`${key.text}_other`, plural.get('defaultValue_other') ?? text.text],
  ];
}

function literals(object) {
  return new Map(
    object.properties.map((property) => {
      const value = property.initializer;
      return [property.name?.getText(), value && ts.isStringLiteralLike(value) ? value.text : undefined];
    })
  );
}

function textsOfTrans(node, complainHere) {
  const attribute = node.openingElement.attributes.properties.find((one) => one.name?.getText() === 'i18nKey');
  const key = attribute?.initializer;
  const children = node.children.map((child) => childText(child));
  if (!key || !ts.isStringLiteralLike(key) || children.includes(null)) {
    complainHere('<Trans> needs a literal i18nKey and plain text with {{ values }}');
    return [];
  }
  return [[key.text, children.join('').replace(/\s*\n\s*/g, ' ').trim()]];
}

function childText(child) {
  if (ts.isJsxText(child)) {
    return child.text;
  }
  const object = ts.isJsxExpression(child) ? child.expression : undefined;
  if (object && ts.isStringLiteralLike(object)) {
    return object.text;
  }
  const name = object && ts.isObjectLiteralExpression(object) ? object.properties[0]?.name?.getText() : undefined;
  return name === undefined ? null : `{{${name}}}`;
}

function complain(source, node, why) {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  problems.push(`${source.fileName}:${line + 1}: ${why}`);
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
