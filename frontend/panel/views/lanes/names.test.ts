import { describe, expect, it } from 'vitest';

import { namesWidth, shortNames } from './names';

const measure = (text: string) => text.length * 7;
const named = (...names: string[]) => names.map((name) => ({ name }));

describe('the names of lanes', () => {
  it.each<[string, string[], number, string[]]>([
    ['as they are where they fit', ['up{job="a"}', 'up{job="b"}'], 300, ['up{job="a"}', 'up{job="b"}']],
    ['without what all begin and end with', ['up{job="api"}', 'up{job="db"}'], 60, ['api', 'db']],
    ['with whole words', ['web-1 production', 'web-2 production'], 60, ['web-1', 'web-2']],
    ['with the end of a brace that begins in them', ['cpu{a="1"}', 'mem{a="1"}'], 60, ['cpu{a="1"}', 'mem{a="1"}']],
    ['as it is where there is one', ['up{job="api", instance="somewhere"}'], 60, ['up{job="api", instance="somewhere"}']],
    ['as they are where nothing else is left', ['same name', 'same name'], 20, ['same name', 'same name']],
    ['none at all', [], 60, []],
  ])('are %s', (_, names, width, expected) => {
    expect(names.map(shortNames(named(...names), width, measure))).toEqual(expected);
  });

  it.each([
    ['the longest needs', 1000, ['a', 'four'], 66],
    ['a third of a narrow panel', 200, ['a much longer name', 'another'], 70],
    ['no more than a wide panel gives', 1600, ['x'.repeat(90), 'y'], 220],
    ['an icon, without any', 1000, [], 38],
  ])('are as wide as %s', (_, panelWidth, names, width) => {
    expect(namesWidth(named(...names), panelWidth, measure)).toBe(width);
  });

  it('have room for the icon of a series of which nothing is known', () => {
    const learnt = [{ name: 'four', standing: { kind: 'learning' as const } }];
    expect(namesWidth(learnt, 1000, measure)).toBe(66 + 18);
  });
});
