import { describe, expect, it } from 'vitest';

import { keysIn, problemsOf } from './languages.mjs';

const original = new Map([
  ['a.days_one', 'once a day'],
  ['a.days_other', 'once in {{count}} days'],
  ['a.title', 'Anomalies of {{name}}'],
  ['a.unit', '{{value}} %'],
  ['a.word', 'Score'],
]);
const german: Record<string, string> = {
  'a.days_one': 'einmal am Tag',
  'a.days_other': 'einmal in {{count}} Tagen',
  'a.title': 'Anomalien von {{name}}',
  'a.unit': '{{value}} %',
  'a.word': 'Score',
};

function check(change: Record<string, string | undefined> = {}, same: string[] = ['Score']): string[] {
  const texts = Object.entries({ ...german, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return problemsOf({ language: 'de-DE', original, translated: new Map(texts), maySayTheSame: (text) => same.includes(text) });
}

describe('a translation', () => {
  it('that is complete has no problem', () => {
    expect(check()).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['misses a text', { 'a.title': undefined }, '"a.title" has no translation of "Anomalies of {{name}}"'],
    ['misses a plural form', { 'a.days_one': undefined }, '"a.days_one" has no translation of "once a day"'],
    ['has a text too many', { 'a.more': 'Mehr' }, '"a.more" is used nowhere'],
    ['has a plural form that its language has not', { 'a.days_few': 'x' }, '"a.days_few" is used nowhere'],
    ['is empty', { 'a.title': ' ' }, '"a.title" is empty'],
    ['loses a value', { 'a.title': 'Anomalien' }, '"a.title" fills in nothing, the original {{name}}'],
    ['misspells a value', { 'a.title': 'Anomalien von {{nam}}' }, '"a.title" fills in {{nam}}, the original {{name}}'],
    ['is English', { 'a.title': 'Anomalies of {{name}}' }, '"a.title" is still English: "Anomalies of {{name}}"; same.json lists what may stay'],
  ])('that %s is told', (_name, change, problem) => {
    expect(check(change)).toEqual([problem]);
  });

  it('may keep only the words that are listed', () => {
    expect(check({}, [])).toEqual(['"a.word" is still English: "Score"; same.json lists what may stay']);
  });
});

describe('the keys of a language', () => {
  it.each([
    ['de-DE', ['a.days_one', 'a.days_other']],
    ['ja-JP', ['a.days_other']],
    ['pl-PL', ['a.days_few', 'a.days_many', 'a.days_one', 'a.days_other']],
  ])('%s has its own plural forms', (language, forms) => {
    const keys = keysIn(language, original);
    expect(keys.filter((key) => key.startsWith('a.days')).sort()).toEqual(forms);
    expect(keys).toContain('a.title');
  });
});
