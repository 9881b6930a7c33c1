import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { Side } from '../../shared/causes';

import { CAUSE_NUMBERS } from './words';

const { words } = JSON.parse(readFileSync('tests/contract/causes.json', 'utf8')) as { words: Array<{ number: number; en: Record<Side, string> }> };
const within = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);

describe('the causes in a notification', () => {
  it('are called as everywhere else', () => {
    const wanted = words.filter(({ number }) => number > 0).map(({ number, en }) => [number, { both: within(en.both), above: within(en.above), below: within(en.below) }]);
    expect(CAUSE_NUMBERS).toEqual(wanted);
  });
});
