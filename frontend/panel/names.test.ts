import { describe, expect, it } from 'vitest';

import { tellApart, type Named } from './names';

const of = (refId: string | undefined, name: string, labels?: Record<string, string>): Named => ({ name, refId, labels });

describe('the names of series', () => {
  it.each<[string, Named[], string[]]>([
    ['stay where they differ', [of('A', 'cart'), of('B', 'login')], ['cart', 'login']],
    ['have their query where two queries say the same', [of('A', 'cart'), of('A', 'login'), of('B', 'cart')], ['A: cart', 'login', 'B: cart']],
    [
      'have the labels that differ where one query says the same twice',
      [of('A', 'api', { instance: 'a', job: 'x' }), of('A', 'api', { instance: 'b', job: 'x' }), of('A', 'web', { instance: 'a' })],
      ['api (instance="a")', 'api (instance="b")', 'web'],
    ],
    [
      'have both where it needs both',
      [of('A', 'api', { instance: 'a' }), of('A', 'api', { instance: 'b' }), of('B', 'api', { instance: 'a' })],
      ['A: api (instance="a")', 'A: api (instance="b")', 'B: api'],
    ],
    ['say which label is missing', [of('A', 'api', {}), of('A', 'api', { 'a"b': 'x"\n,}' })], ['api (a"b="")', 'api (a"b="x\\"\\n,}")']],
    ['are numbered where nothing tells them apart', [of('A', 'up'), of('A', 'up'), of('A', 'up (2)')], ['up', 'up (3)', 'up (2)']],
    ['of frames without a query are numbered too', [of(undefined, 'up'), of(undefined, 'up')], ['up', 'up (2)']],
    ['of nothing are none', [], []],
  ])('%s', (_, series, names) => {
    expect(tellApart(series)).toEqual(names);
  });

  it('are right and quick for 200 series of one name in each of five queries', () => {
    const series = ['A', 'B', 'C', 'D', 'E'].flatMap((refId) => Array.from({ length: 200 }, (_, pod) => of(refId, 'same', { pod: `${pod}`, job: 'x' })));
    const names = tellApart(series);
    expect(new Set(names).size).toBe(1_000);
    expect([names[0], names[999]]).toEqual(['A: same (pod="0")', 'E: same (pod="199")']);
  });
});
