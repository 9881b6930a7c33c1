// Writes types.ts from schema.json, or says whether it is up to date: node frontend/contract/types.mjs [--write]
import { readFileSync, writeFileSync } from 'node:fs';
import { URL } from 'node:url';

import { compile } from 'json-schema-to-typescript';

const schema = JSON.parse(readFileSync(new URL('schema.json', import.meta.url), 'utf8'));
const types = new URL('types.ts', import.meta.url);

/** A reference with its own description keeps the name of its type in a separate part. */
function apart(part) {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) {
    return Array.isArray(part) ? part.map(apart) : part;
  }
  const { $ref, ...rest } = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, apart(value)]));
  return $ref === undefined ? rest : { ...rest, allOf: [{ $ref }] };
}

const text = await compile(apart(schema), 'Contract', {
  bannerComment: '// Written by `make contract` from schema.json: change the types in Rust.',
  // Validation checks the length of a list; as a type, a bound would be a union of that many tuples.
  ignoreMinAndMaxItems: true,
  additionalProperties: false,
  style: { singleQuote: true, printWidth: 160 },
});

if (process.argv.includes('--write')) {
  writeFileSync(types, text);
} else if (readFileSync(types, 'utf8') !== text) {
  console.error('frontend/contract/types.ts is not what schema.json says: run `make contract`');
  process.exitCode = 1;
}
