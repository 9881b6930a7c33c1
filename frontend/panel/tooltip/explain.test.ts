import { describe, expect, it } from 'vitest';

import { readSeverity } from '../fields';
import { minute, plainFrame, seismoFrame, type FrameRows } from '../testing/frames';

import { explain, type Explanation } from './explain';

function rowOf(rows: FrameRows, row = 0): Explanation {
  const read = readSeverity([seismoFrame(rows)], 1);
  if (read.kind !== 'data') {
    throw new Error(read.kind);
  }
  return explain(read.series[0]!, row);
}

describe('a row', () => {
  it('is explained by its deviation in units and in sigmas of the band', () => {
    const facts = rowOf({ value: [14], expected: [10], lower: [7], upper: [13], score: [0.93], severity: [4] });
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
    });
  });

  it.each<[string, FrameRows, Partial<Explanation>]>([
    [
      'a band without width has no sigmas',
      { value: [14], expected: [10], lower: [10], upper: [10], score: [0], severity: [0] },
      { deviation: 4, sigmas: null },
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
    const read = readSeverity([plainFrame([7])], 1);
    expect(read.kind === 'data' && explain(read.series[0]!, 0)).toMatchObject({ value: 7, score: null, votes: [] });
  });
});
