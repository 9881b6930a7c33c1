// Reads the texts in the code: `t(key, text)` and `<Trans i18nKey>text</Trans>`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The texts of a room by their keys, sorted; unreadable ones are added to `problems`. */
export function textsOf(folder, room, problems) {
  const complain = (source, node, why) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    problems.push(`${source.fileName}:${line + 1}: ${why}`);
  };
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
