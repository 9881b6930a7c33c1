import { describe, expect, it } from 'vitest';

import { readSeverity } from '../../fields';
import type { SeveritySeries } from '../../model';
import { minute, plainFrame, seismoFrame } from '../../testing/frames';

import { factsOf } from './facts';
import { cardGrid } from './grid';
import { cardLabel, changeText, stateText } from './label';
import { columnsOf } from './sparkline';

function seriesOf(frame: ReturnType<typeof seismoFrame>): SeveritySeries {
  const read = readSeverity([frame]);
  if (read.kind !== 'data') {
    throw new Error(`expected data, got the problem ${read.kind}`);
  }
  return read.series[0]!;
}

describe('the facts of a card', () => {
  const series = seriesOf(
    seismoFrame({ value: [10, 20, 30, null], score: [0, 0.65, 0.95, null], severity: [0, 1, 4, null], expected: [10, 10, 20, 20] })
  );

  it('are of the newest row that has a value, and of the range', () => {
    expect(factsOf(series, new Set([1, 2, 3, 4]))).toEqual({
      scheme: 'four_level',
      standing: { kind: 'known' },
      now: { timeMs: minute(2), value: 30, score: 0.95, level: 4 },
      change: 0.5,
      happened: { events: 1, rows: 2 },
      worst: { level: 4, score: 0.95, timeMs: minute(2) },
    });
  });

  it('leave out severities that are not drawn', () => {
    expect(factsOf(series, new Set([1]))).toMatchObject({ now: { level: null, score: 0.95 }, happened: { events: 1, rows: 1 }, worst: { level: 1 } });
  });

  it.each([
    ['gaps alone', seismoFrame({ value: [null], score: [null], severity: [null] }), { now: null, change: null, happened: { events: 0, rows: 0 } }],
    ['no scores', plainFrame([7]), { now: { value: 7, score: null }, change: null, happened: null, worst: null }],
    ['an expectation of 0', seismoFrame({ value: [7], score: [0], severity: [0], expected: [0] }), { change: null }],
    ['an expectation below 0', seismoFrame({ value: [-5], score: [0], severity: [0], expected: [-10] }), { change: 0.5 }],
  ])('of a series with %s', (_, frame, facts) => {
    expect(factsOf(seriesOf(frame), new Set([1, 2, 3, 4]))).toMatchObject(facts);
  });
});

describe('a card of a series of which nothing is known now', () => {
  const said = (frame: ReturnType<typeof seismoFrame>) => {
    const facts = factsOf(seriesOf(frame), new Set([1, 2, 3, 4]));
    return cardLabel('api', facts, '7', stateText(facts, 3_600_000, 'utc'));
  };
  const learning = { seen: 5, needed: 60, leftMs: 55 * 60_000 };

  it('says that it is learnt, and not that nothing happened', () => {
    expect(said(seismoFrame({ value: [7], score: [null], severity: [null], expected: [null] }, { learning }))).toBe('api: 7, Learning, 55 min left');
  });

  it('says that it is gone, and since when', () => {
    const gone = seismoFrame({ value: [7, null, null, null, null], score: [0, null, null, null, null], severity: [0, null, null, null, null] });
    expect(said(gone)).toContain('api: 7, Last sample 14:00');
    expect(said(gone)).not.toContain('Normal');
  });
});

describe('the grid of cards', () => {
  it.each([
    ['as many as fit', 24, 1100, { columns: 5, rows: 5, width: 210 }],
    ['no more columns than cards', 2, 1100, { columns: 2, rows: 1, width: 420 }],
    ['one, where not even one fits', 3, 120, { columns: 1, rows: 3, width: 104 }],
    ['none', 0, 500, { columns: 1, rows: 0, width: 420 }],
    ['no width', 3, 0, { columns: 1, rows: 3, width: 0 }],
  ])('has %s', (_, count, width, grid) => {
    expect(cardGrid(count, width)).toEqual(grid);
  });
});

describe('the change of a card', () => {
  it.each([
    [null, ''],
    [0.124, '+12 %'],
    [-4.5, '−450 %'],
    [0.0001, '±0 %'],
    [0, '±0 %'],
  ])('%s is "%s"', (change, text) => {
    expect(changeText(change)).toBe(text);
  });
});

describe('the columns of a sparkline', () => {
  const columns = (values: Array<number | null>, width: number) =>
    columnsOf({ times: values.map((_, row) => row), values }, { fromMs: 0, toMs: 10 }, width);

  it('hold the lowest and the highest of each pixel', () => {
    expect(columns([5, 1, 9, 4, 4], 2)).toEqual([
      { x: 0, low: 1, high: 9 },
      { x: 1, low: 4, high: 4 },
    ]);
  });

  it('are parted by gaps, however long', () => {
    expect(columns([null, 1, null, null, 2], 10)).toEqual([{ x: 1, low: 1, high: 1 }, null, { x: 4, low: 2, high: 2 }]);
  });

  it('are none without values', () => {
    expect([columns([], 10), columns([null], 10)]).toEqual([[], []]);
  });
});
