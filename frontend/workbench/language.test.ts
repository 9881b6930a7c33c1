import { describe, expect, it } from 'vitest';

import { asLanguage, languageOf } from './language';

describe('asLanguage', () => {
  it.each([
    ['de-DE', 'de-DE'],
    ['de', 'de-DE'],
    ['de-AT', 'de-DE'],
    ['DE', 'de-DE'],
    ['en-GB', 'en-US'],
    ['fr', null],
    ['', null],
    ['deutsch', null],
    [null, null],
  ])('%s is %s', (name, expected) => {
    expect(asLanguage(name)).toBe(expected);
  });
});

describe('languageOf', () => {
  it.each([
    ['the address decides', 'en-US', ['de-DE'], 'en-US'],
    ['the browser decides where the address is silent', null, ['de-CH', 'en'], 'de-DE'],
    ['the first that has texts', null, ['fr-FR', 'en-GB', 'de'], 'en-US'],
    ['English where none has', null, ['fr-FR'], 'en-US'],
    ['English where the browser says nothing', null, [], 'en-US'],
  ] as const)('%s', (_name, asked, preferred, expected) => {
    expect(languageOf(asked, preferred)).toBe(expected);
  });
});
