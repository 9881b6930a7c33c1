import { describe, expect, it } from 'vitest';

import type { SeismoEvent, SeismoMeta } from '../../shared/contract';
import { readSeverity } from '../fields';
import { minute, plainFrame, seismoEvent, seismoFrame, type FrameRows } from '../testing/frames';

import { explain, type Explanation } from './explain';

function rowOf(rows: FrameRows, row = 0, meta: Partial<SeismoMeta> | null = {}): Explanation {
  const read = readSeverity([seismoFrame(rows, meta)]);
  if (read.kind !== 'data') {
    throw new Error(read.kind);
  }
  return explain(read.series[0]!, row);
}

describe('a row', () => {
  it('is explained by its deviation in units and in sigmas of the band', () => {
    const facts = rowOf({ value: [14], expected: [10], lower: [7], upper: [13], score: [0.93], severity: [4] }, 0, { events: [] });
    expect(facts).toEqual({
      timeMs: minute(0),
      value: 14,
      expected: 10,
      band: [7, 13],
      deviation: 4,
      sigmas: 4,
      score: 0.93,
      level: 4,
      votes: [{ detector: expect.objectContaining({ name: 'Z-score' }), confidence: 0.93 }],
      anomaly: { cause: null, measure: { samples: null, size: null }, side: 'above', zone: 'UTC', metrics: [], event: null },
      impossible: false,
      excluded: null,
      budget: null,
    });
  });

  it.each<[string, FrameRows, Partial<Explanation>]>([
    [
      'of a band without width deviates by the most there is',
      { value: [14], expected: [10], lower: [10], upper: [10], score: [0], severity: [0] },
      { deviation: 4, sigmas: 1000 },
    ],
    [
      'a band that ends where values do is measured on its other side',
      { value: [14], expected: [10], lower: [9], upper: [13], score: [0], severity: [0] },
      { band: [9, 13], deviation: 4, sigmas: 4 },
    ],
    [
      'without an expectation there is no deviation',
      { value: [14], expected: [null], lower: [null], upper: [null], score: [0], severity: [0] },
      { expected: null, band: null, deviation: null, sigmas: null },
    ],
    [
      'a gap has an expectation, and nothing else',
      { value: [null], expected: [10], score: [null], severity: [null] },
      { value: null, expected: 10, deviation: null, score: null, level: null },
    ],
    ['an ordinary row has no level', { value: [1], score: [0.2], severity: [0] }, { score: 0.2, level: null }],
    [
      'a silent detector has no confidence',
      { value: [1], score: [0], severity: [0], votes: { z_score: [null] } },
      { votes: [{ detector: expect.anything(), confidence: null }] },
    ],
  ])('%s', (_, rows, facts) => {
    expect(rowOf(rows)).toMatchObject(facts);
  });

  it('of another data source is its value alone', () => {
    const read = readSeverity([plainFrame([7])]);
    expect(read.kind === 'data' && explain(read.series[0]!, 0)).toMatchObject({ value: 7, score: null, votes: [] });
  });
});

describe('excluded windows', () => {
  const window = (from: number, to: number, report: boolean, learn: boolean) => ({ fromMs: minute(from), toMs: minute(to), report, learn });
  it.each<[string, ReturnType<typeof window>[], number, Explanation['excluded']]>([
    ['hold from their start', [window(1, 2, false, true)], 1, { report: false, learn: true }],
    ['end before their end', [window(1, 2, false, true)], 2, null],
    ['that overlap: each flag holds where none denies it', [window(0, 2, true, false), window(1, 3, false, true)], 1, { report: false, learn: false }],
  ])('%s', (_, excluded, row, flags) => {
    expect(rowOf({ value: [1, 1, 1], score: [0, 0, 0], severity: [0, 0, 0] }, row, { excluded }).excluded).toEqual(flags);
  });
});

describe('the budget', () => {
  const rows: FrameRows = { value: [1, 9, null, 99], score: [0.59, 0.6, null, 1], severity: [0, 1, null, 4], cause: [0, 1, 0, 9] };
  it.each<[string, number, Partial<SeismoMeta>, Explanation['budget']]>([
    ['is not reached by a row below .6', 0, { budget: 2 }, { alarmsPerWeek: 2, rarer: false }],
    ['is reached from .6 on', 1, { budget: 2 }, { alarmsPerWeek: 2, rarer: true }],
    ['says nothing of a gap', 2, { budget: 2 }, null],
    ['says nothing of an impossible value', 3, { budget: 2 }, null],
    ['says nothing where there is none', 1, { budget: null }, null],
    ['says nothing where older frames have none', 1, { budget: undefined }, null],
    ['says nothing where the event says more', 1, { budget: 2, events: [seismoEvent(1)] }, null],
    ['says nothing in a window that is not reported', 0, { budget: 2, excluded: [{ fromMs: minute(0), toMs: minute(1), report: false, learn: true }] }, null],
  ])('%s', (_, row, meta, budget) => {
    expect(rowOf(rows, row, meta).budget).toEqual(budget);
  });
});

describe('an anomalous row', () => {
  const rows: FrameRows = { value: [14, 15, 9], score: [0.93, 0.7, 0.1], severity: [4, 1, 0] };
  const event = seismoEvent(0, { toMs: minute(1) });

  it('has its own cause, and the rarity and the three strongest statistics of its event', () => {
    expect(rowOf({ ...rows, cause: [3, 1, 0] }, 1, { events: [event], timezone: 'Europe/Berlin' }).anomaly).toEqual({
      cause: 'spike',
      measure: { samples: null, size: null },
      side: 'above',
      zone: 'Europe/Berlin',
      metrics: [],
      event: {
        peakMs: minute(0),
        side: 'above',
        alarmsPerWeek: 0.2,
        statistics: [
          { cause: 'level_shift', score: 0.93 },
          { cause: 'season', score: 0.88 },
          { cause: 'drift', score: 0.5 },
        ],
      },
    });
  });

  it.each<[string, Partial<SeismoEvent>, Partial<FrameRows>, object]>([
    ['takes the cause of its event where the field is gone', {}, {}, { cause: 'level_shift' }],
    ['takes what was measured along', { causeSamples: 20, causeSize: 4.2 }, {}, { measure: { samples: 20, size: 4.2 } }],
    ['has what was measured at its own row', { causeSamples: 20, causeSize: 4.2 }, { cause: [4, 0, 0], measure: { samples: [30, null, null], size: [5, null, null] } }, { measure: { samples: 30, size: 5 } }],
    ['is told nothing where the field says none', {}, { cause: [0, 0, 0] }, { cause: null }],
    ['is told nothing by a number that has no name', {}, { cause: [77, 0, 0] }, { cause: null }],
    ['has no statistics where none is told apart', { cause: null, statistics: null }, {}, { cause: null, event: { statistics: [] } }],
    ['lists no statistic below 0.3, and none that it does not know', { statistics: { spike: 0.29, omen: 0.9 } }, {}, { event: { statistics: [] } }],
    ['has no rarity without a budget', { alarmsPerWeek: null }, {}, { event: { alarmsPerWeek: null } }],
    ['may be so rare that it never happens', { alarmsPerWeek: 0 }, {}, { event: { alarmsPerWeek: 0 } }],
    ['knows as little as an older frame', { cause: undefined, statistics: undefined, alarmsPerWeek: undefined }, {}, { cause: null, event: { alarmsPerWeek: null, statistics: [] } }],
  ])('%s', (_name, change, columns, facts) => {
    expect(rowOf({ ...rows, ...columns }, 0, { events: [{ ...event, ...change }] }).anomaly).toMatchObject(facts);
  });

  it('of metrics that are scored as one names the three that are most to blame', () => {
    const contributions = { cpu: [0.2, 1], memory: [0.5, null], disk: [0.09, null], load: [0.11, null], queue: [0.1, null] };
    const together = { ...rows, value: [3, 2], score: [0.93, 0.7], severity: [4, 1], contributions };
    expect(rowOf(together, 0).anomaly?.metrics).toEqual([
      { metric: 'memory', share: 0.5 },
      { metric: 'cpu', share: 0.2 },
      { metric: 'load', share: 0.11 },
    ]);
    expect(rowOf(together, 1).anomaly?.metrics).toEqual([{ metric: 'cpu', share: 1 }]);
  });

  it.each<[string, number, Partial<SeismoMeta> | null, object | null]>([
    ['is none where the row is ordinary, in an event or not', 2, { events: [{ ...event, toMs: minute(2) }] }, null],
    ['stands alone where no event is listed for it', 1, { events: [seismoEvent(0)] }, { event: null }],
    ['has no zone where the frame explains nothing', 0, null, { zone: null, event: null }],
  ])('%s', (_name, row, meta, anomaly) => {
    const facts = rowOf(rows, row, meta).anomaly;
    expect(facts).toEqual(anomaly === null ? null : expect.objectContaining(anomaly));
  });
});
