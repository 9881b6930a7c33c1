import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { CAUSES } from '../contract/limits';
import type { Side } from '../shared/causes';
import { namedCause } from '../shared/contract';

import { causeWord } from './words';

type Words = Record<Side, string>;

const { words } = JSON.parse(readFileSync('tests/contract/causes.json', 'utf8')) as {
  words: Array<{ number: number; id: string; en: Words; de: Words }>;
};
const texts = (language: string) =>
  (JSON.parse(readFileSync(`frontend/panel/locales/${language}/seismo-severity-panel.json`, 'utf8')) as { panel: { cause: Record<string, string> } }).panel.cause;
const SIDES: Side[] = ['both', 'above', 'below'];

describe('the word of a cause', () => {
  it('stands in the shared table, in the order of its number', () => {
    expect(words.map(({ number, id }) => [number, id])).toEqual(CAUSES.map((id, number) => [number, id]));
  });

  it.each(words)('is what the backend says: $id', ({ id, en, de }) => {
    const cause = namedCause(id);
    for (const side of cause ? SIDES : []) {
      expect(causeWord(cause!, side)).toBe(en[side]);
      const key = Object.entries(texts('en-US')).find(([, text]) => text === en[side])?.[0];
      expect(texts('de-DE')[key!]).toBe(de[side]);
    }
  });
});
