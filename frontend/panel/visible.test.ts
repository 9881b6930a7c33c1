import { describe, expect, it } from 'vitest';

import { toggled, visibleLevels } from './visible';

describe('the levels that are drawn', () => {
  it.each([
    ['all by default', 'four_level', 1, [], [1, 2, 3, 4]],
    ['from the minimum up', 'four_level', 3, [], [3, 4]],
    ['without those whose badge is off', 'four_level', 1, ['medium'], [1, 3, 4]],
    ['both levels of a warning at once', 'three_level', 1, ['warning'], [1, 4]],
    ['one level of a warning, where the minimum splits it', 'three_level', 3, [], [3, 4]],
    ['none, where all badges are off', 'three_level', 1, ['info', 'warning', 'critical'], []],
  ] as const)('are %s', (_, scheme, minimum, hidden, levels) => {
    expect([...visibleLevels(scheme, minimum, new Set(hidden))]).toEqual(levels);
  });
});

describe('a toggled set', () => {
  it('loses what it had and gains what it lacked', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
    expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
  });

  it('leaves the given one alone', () => {
    const before = new Set(['a']);
    toggled(before, 'a');
    expect([...before]).toEqual(['a']);
  });
});
