import type { DataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import type { SeverityLevel } from '../shared/contract';

import { readSeverity } from './fields';
import type { SeveritySeries } from './model';
import { inOrder, ranksOf, worstOf, type Ranks } from './order';
import { plainFrame, seismoFrame } from './testing/frames';

const ALL: ReadonlySet<SeverityLevel> = new Set([1, 2, 3, 4]);

/** A series whose rows have these severities; `score` replaces the usual score of anomalous rows. */
function frame(name: string, severity: number[], score?: number): DataFrame {
  return seismoFrame({ name, value: severity.map(() => 9), severity, score: severity.map((level) => (level > 0 ? (score ?? 0.5 + level / 10) : 0)) });
}

function seriesOf(...frames: DataFrame[]): SeveritySeries[] {
  const read = readSeverity(frames);
  return read.kind === 'data' ? read.series : [];
}

const namesOf = (series: SeveritySeries[]) => series.map(({ name }) => name);
const worst = (series: SeveritySeries[], before?: Ranks, levels = ALL) => {
  const ranks = ranksOf(series, levels, before);
  return { ranks, names: namesOf(inOrder(series, 'worst', ranks)) };
};

const open = frame('web-10', [0, 0, 0, 0, 0, 1]);
const closed = frame('web-9', [0, 4, 0, 0, 0, 0]);
const calm = frame('api', [0, 0, 0, 0, 0, 0]);
const openToo = frame('db', [0, 0, 0, 0, 3, 3]);

describe('series', () => {
  const series = seriesOf(open, calm, closed, openToo);
  it.each([
    ['query', ['web-10', 'api', 'web-9', 'db']],
    ['name', ['api', 'db', 'web-9', 'web-10']],
    ['worst', ['db', 'web-10', 'web-9', 'api']],
  ] as const)('in the order %s', (order, names) => {
    expect(namesOf(inOrder(series, order, ranksOf(series, ALL)))).toEqual(names);
  });

  it('up to a number are the worst, in the order in which they came', () => {
    const names = (most: number) => namesOf(worstOf(series, most, ranksOf(series, ALL)));
    expect([names(2), names(4), names(9)]).toEqual([['web-10', 'db'], ['web-10', 'api', 'web-9', 'db'], ['web-10', 'api', 'web-9', 'db']]);
  });
});

describe('worst first', () => {
  it.each<[string, DataFrame[], string[]]>([
    ['an open event goes before a graver one that is over', [closed, open], ['web-10', 'web-9']],
    ['the graver open event goes first', [open, openToo], ['db', 'web-10']],
    ['of open events alike, the higher score', [frame('a', [0, 0, 4], 0.91), frame('b', [0, 0, 4], 0.99)], ['b', 'a']],
    ['of events that are over, the newest', [frame('a', [4, 0, 0, 0, 0, 0]), frame('b', [0, 0, 1, 0, 0, 0])], ['b', 'a']],
    ['of those that ended together, the higher score', [frame('a', [1, 0, 0, 0]), frame('b', [3, 0, 0, 0])], ['b', 'a']],
    ['those without events come last, by name', [frame('b 10', [0]), frame('b 9', [0]), frame('c', [1, 0, 0, 0])], ['c', 'b 9', 'b 10']],
    ['without scores, by name', [{ ...plainFrame([1]), name: 'z' }, { ...plainFrame([1]), name: 'a' }], ['a', 'z']],
    ['none', [], []],
  ])('%s', (_, frames, names) => {
    const series = seriesOf(...frames);
    expect(worst(series.map((one) => (one.name === 'Value' ? { ...one, name: one.id } : one))).names.map((name) => name.replace(' Value', ''))).toEqual(names);
  });

  it('leaves out the levels that the options leave out', () => {
    expect(worst(seriesOf(open, closed), undefined, new Set([4])).names).toEqual(['web-9', 'web-10']);
    const mixed = frame('web-2', [0, 4, 1, 0, 0, 0]);
    expect(worst(seriesOf(calm, mixed), undefined, new Set([1])).names, 'a row within a graver event').toEqual(['web-2', 'api']);
  });
});

describe('a refresh', () => {
  /** Rows of a continuing outage: its score goes up and down, its severity stays. */
  const during = (rows: number, a: number, b: number) =>
    seriesOf(frame('a', [0, ...Array<number>(rows).fill(4)], a), frame('b', [0, ...Array<number>(rows).fill(4)], b), frame('calm', [0, ...Array<number>(rows).fill(0)]));

  it('moves nobody while the severities stay the same', () => {
    let { ranks, names } = worst(during(1, 0.95, 0.92));
    expect(names).toEqual(['a', 'b', 'calm']);
    for (const [rows, a, b] of [[2, 0.92, 0.99], [3, 0.93, 0.97], [4, 0.99, 0.93]] as const) {
      ({ ranks, names } = worst(during(rows, a, b), ranks));
      expect(names).toEqual(['a', 'b', 'calm']);
    }
  });

  it('moves who becomes graver, and nobody else', () => {
    const first = worst(seriesOf(frame('a', [0, 2]), frame('b', [0, 2], 0.75), frame('c', [0, 2], 0.72)));
    expect(first.names).toEqual(['b', 'c', 'a']);
    const second = worst(seriesOf(frame('a', [0, 2, 4]), frame('b', [0, 2, 2], 0.71), frame('c', [0, 2, 2], 0.79)), first.ranks);
    expect(second.names).toEqual(['a', 'b', 'c']);
  });

  it('moves an event that is over behind those that are open', () => {
    const first = worst(seriesOf(frame('a', [0, 4]), frame('b', [0, 1])));
    const second = worst(seriesOf(frame('a', [0, 4, 0, 0]), frame('b', [0, 1, 1, 1])), first.ranks);
    expect([first.names, second.names]).toEqual([['a', 'b'], ['b', 'a']]);
  });
});
