// Compares the texts in the code with the locale files, one per room and language. Fails on a key that is missing,
// unused, or has a different text, and on a translation that does not match its original. `--write` updates the English
// files, and removes unused keys from the others: translating is a person's work.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { textsOf } from './code.mjs';
import { readTexts, writeTexts } from './files.mjs';
import { keysIn, problemsOf } from './languages.mjs';

const ROOMS = {
  datasource: 'seismo-anomaly-datasource',
  panel: 'seismo-severity-panel',
  workbench: 'seismo-workbench',
};
const ORIGINAL = 'en-US';
/** The files that tell Grafana which languages a plugin supports. */
const MANIFESTS = ['plugin.json', 'frontend/panel/plugin.json'];
/** Texts that are the same in a language as in English, with the reason. */
const SAME = JSON.parse(readFileSync('frontend/shared/i18n/same.json', 'utf8'));

const isWriting = process.argv.includes('--write');
const problems = [];
const languages = languagesOf(MANIFESTS[0]);
const sameUsed = new Set();

for (const path of MANIFESTS) {
  if (languagesOf(path).join() !== languages.join()) {
    problems.push(`${path}: "languages" differ from those of ${MANIFESTS[0]}`);
  }
}
for (const [room, id] of Object.entries(ROOMS)) {
  const folders = readdirSync(`frontend/${room}/locales`).sort();
  if (folders.join() !== [...languages].sort().join()) {
    problems.push(`frontend/${room}/locales: has ${folders.join(', ')}; plugin.json names ${languages.join(', ')}`);
  }
  const original = checkOriginal(`frontend/${room}/locales/${ORIGINAL}/${id}.json`, textsOf(`frontend/${room}`, room, problems));
  for (const language of languages.filter((one) => one !== ORIGINAL)) {
    checkTranslation(language, `frontend/${room}/locales/${language}/${id}.json`, original);
  }
}
for (const [language, texts] of Object.entries(SAME)) {
  const idle = Object.keys(texts).filter((text) => !sameUsed.has(`${language} ${text}`));
  problems.push(...idle.map((text) => `frontend/shared/i18n/same.json: ${language} says something else for "${text}" by now`));
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\nRun "npm run i18n:write" to bring the English files up to date.\n`);
  process.exit(1);
}

function languagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).languages;
}

/** Compares the English file with the code; returns the texts in the code. */
function checkOriginal(path, inCode) {
  if (isWriting) {
    writeTexts(path, inCode);
  }
  const inFile = readTexts(path);
  for (const [key, text] of inCode) {
    if (!inFile.has(key)) {
      problems.push(`${path}: "${key}" is used in the code but missing`);
    } else if (inFile.get(key) !== text) {
      problems.push(`${path}: "${key}" says "${inFile.get(key)}", the code says "${text}"`);
    }
  }
  problems.push(...[...inFile.keys()].filter((key) => !inCode.has(key)).map((key) => `${path}: "${key}" is used nowhere`));
  return inCode;
}

function checkTranslation(language, path, original) {
  if (!existsSync(path)) {
    problems.push(`${path}: is missing`);
    return;
  }
  const translated = readTexts(path);
  if (isWriting) {
    const wanted = keysIn(language, original);
    writeTexts(path, new Map(wanted.filter((key) => translated.has(key)).map((key) => [key, translated.get(key)])));
  }
  const same = (text) => {
    sameUsed.add(`${language} ${text}`);
    return text in (SAME[language] ?? {});
  };
  problems.push(...problemsOf({ language, original, translated: readTexts(path), maySayTheSame: same }).map((why) => `${path}: ${why}`));
}
