import { describe, expect, it } from 'vitest';

import { chosenLevels, levelsFrom, toggled, visibleLevels } from './visible';

describe('the levels that are drawn', () => {
  it.each([
    ['all by default', 'four_level', 1, [], [1, 2, 3, 4]],
    ['from the minimum up', 'four_level', 3, [], [3, 4]],
    ['without those whose badge is off', 'four_level', 1, ['medium'], [1, 3, 4]],
    ['both levels of a warning at once', 'three_level', 1, ['warning'], [1, 4]],
    ['one level of a warning, where the minimum splits it', 'three_level', 3, [], [3, 4]],
    ['none, where all badges are off', 'three_level', 1, ['info', 'warning', 'critical'], []],
  ] as const)('are %s', (_, scheme, minimum, hidden, levels) => {
    const from = levelsFrom(minimum, chosenLevels('').levels);
    expect([...visibleLevels(scheme, from, new Set(hidden))]).toEqual(levels);
  });
});

describe('the severities of the option', () => {
  it.each<[string, string, number[], string[]]>([
    ['nothing means all', '', [1, 2, 3, 4], []],
    ['names', 'high, critical', [3, 4], []],
    ['names of the three-level scheme', 'Warning', [2, 3], []],
    ['a variable as a glob or for expressions', '{high,critical}|(low)', [3, 4, 1], []],
    ['all values of a variable', '$__all', [1, 2, 3, 4], []],
    ['All beside a name', 'All,low', [1, 2, 3, 4], []],
    ['a name that nobody knows, beside one', 'fatal,low', [1], ['fatal']],
    ['names that nobody knows mean all', '$severity', [1, 2, 3, 4], ['$severity']],
  ])('%s', (_, text, levels, unknown) => {
    const chosen = chosenLevels(text);
    expect([...chosen.levels].sort()).toEqual([...levels].sort());
    expect(chosen.unknown).toEqual(unknown);
  });

  it('are held below by the minimum', () => {
    expect([...levelsFrom(3, chosenLevels('low,high').levels)]).toEqual([3]);
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
