import { describe, expect, it } from 'vitest';

import type { SeverityLevel } from '../../../shared/contract';
import { readSeverity } from '../../fields';
import type { SeveritySeries } from '../../model';
import { minute, MINUTE_MS, plainFrame, seismoFrame } from '../../testing/frames';

import { cellsOf, laneOf, seenOf } from './cells';
import { gridOf } from './grid';
import { kindIn, spansOf } from './spans';

function seriesOf(frame: ReturnType<typeof seismoFrame>): SeveritySeries {
  const read = readSeverity([frame]);
  if (read.kind !== 'data') {
    throw new Error(`expected data, got the problem ${read.kind}`);
  }
  return read.series[0]!;
}

const ALL: ReadonlySet<SeverityLevel> = new Set([1, 2, 3, 4]);
const rows = { value: [1, 9, 9, 9, null, 1, 9], score: [0, 0.62, 0.95, 0.93, null, null, 0.7], severity: [0, 1, 4, 4, null, null, 2] };
// Two rows per bucket: rows 0 and 1, 2 and 3, and so on.
const grid = gridOf({ fromMs: minute(0), toMs: minute(8) }, 36, 'auto', MINUTE_MS);

describe('the cells of a lane', () => {
  const series = seriesOf(seismoFrame(rows));
  const cells = cellsOf(series, grid);

  it('are the buckets with anomalies, ascending', () => {
    expect(grid.bucketMs).toBe(2 * MINUTE_MS);
    expect(cells.map(({ bucket }) => bucket)).toEqual([0, 1, 3]);
  });

  it('are gathered once an answer and grid', () => {
    expect(cellsOf(series, { ...grid })).toBe(cells);
    expect(cellsOf(series, { ...grid, bucketMs: MINUTE_MS })).not.toBe(cells);
  });

  it('say how bad it was, when it was worst, and which events it was part of', () => {
    expect(cells.map((cell) => seenOf(cell, ALL))).toEqual([
      { worst: 1, rows: 1, events: new Set([0]), peakScore: 0.62, peakMs: minute(1) },
      { worst: 4, rows: 2, events: new Set([0]), peakScore: 0.95, peakMs: minute(2) },
      { worst: 2, rows: 1, events: new Set([1]), peakScore: 0.7, peakMs: minute(6) },
    ]);
  });

  it('leave out what is not drawn', () => {
    expect(cells.map((cell) => seenOf(cell, new Set([2]))?.worst ?? null)).toEqual([null, null, 2]);
    const mixed = cellsOf(series, { ...grid, bucketMs: 8 * MINUTE_MS });
    expect(mixed.map((cell) => seenOf(cell, new Set([1, 2])))).toEqual([{ worst: 2, rows: 2, events: new Set([0, 1]), peakScore: 0.7, peakMs: minute(6) }]);
  });

  it('make up the lane', () => {
    expect(laneOf(cells, ALL)).toEqual({ worst: 4, rows: 4, events: new Set([0, 1]), peakScore: 0.95, peakMs: minute(2) });
    expect(laneOf(cells, new Set())).toBeNull();
    expect(laneOf([], ALL)).toBeNull();
  });

  it('leave out what is beyond the range', () => {
    expect(cellsOf(series, { ...grid, fromMs: minute(3), toMs: minute(5) }).map(({ bucket }) => bucket)).toEqual([1]);
  });

  it('are none in a series without scores', () => {
    expect(cellsOf(seriesOf(plainFrame([1, 2])), grid)).toEqual([]);
  });
});

describe('the stretches of a lane', () => {
  const spans = (frame: ReturnType<typeof seismoFrame>) =>
    spansOf(seriesOf(frame)).map(({ kind, fromMs, toMs }) => [kind, (fromMs - minute(0)) / MINUTE_MS, (toMs - minute(0)) / MINUTE_MS]);

  it('reach from the middle between rows to the middle between rows', () => {
    expect(spans(seismoFrame(rows))).toEqual([
      ['scored', -0.5, 3.5],
      ['gap', 3.5, 4.5],
      ['unscored', 4.5, 5.5],
      ['scored', 5.5, 6.5],
    ]);
  });

  it('are followed by windows that are not reported', () => {
    const excluded = [
      { fromMs: minute(1), toMs: minute(2), report: false, learn: true },
      { fromMs: minute(2), toMs: minute(3), report: true, learn: false },
    ];
    expect(spans(seismoFrame({ value: [1], score: [0], severity: [0] }, { excluded }))).toEqual([
      ['scored', -0.5, 0.5],
      ['excluded', 1, 2],
    ]);
  });

  it('are unscored where nothing has a score', () => {
    expect(spans(plainFrame([1, 2]))).toEqual([['unscored', -0.5, 1.5]]);
  });

  it.each([
    ['scored', 0, 1],
    ['gap', 3.6, 4.4],
    ['scored', 3, 4.4],
    ['unscored', 4, 5],
    ['gap', 20, 30],
  ])('say of a bucket that it is %s', (kind, from, to) => {
    const all = spansOf(seriesOf(seismoFrame(rows)));
    expect(kindIn(all, minute(0) + from * MINUTE_MS, minute(0) + to * MINUTE_MS)).toBe(kind);
  });
});
