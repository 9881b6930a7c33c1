import { toDataFrame, type DataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../duration';
import { linePath, scaleOf } from './line';
import { roundRate, summarise } from './summary';

function frame(name: string, peaks: number[], notices: string[] = []): DataFrame {
  const events = peaks.map((peakScore, i) => ({ fromMs: i, toMs: i, points: 1, peakScore, peakMs: i, severity: 1, value: 1, expected: null }));
  const seismo = { contractVersion: 1, severityScheme: 'four_level', counts: { anomalies: 2 * peaks.length }, events };
  return toDataFrame({
    name,
    fields: [
      { name: 'time', values: [0, 1] },
      { name: 'value', values: [1, null] },
    ],
    meta: { custom: { seismo }, notices: notices.map((text) => ({ severity: 'info', text })) },
  });
}

describe('the summary', () => {
  it('adds up anomalies and events, and says how many per week and series has', () => {
    const found = summarise([frame('a', [0.7]), frame('b', [0.65, 0.9]), frame('c', [])], 24 * HOUR_MS);
    expect(found).toMatchObject({ anomalies: 6, events: 3, perWeek: 7 });
    expect(found.series.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
    expect(found.series[0]?.values).toEqual([1, null]);
  });

  it.each<[string, DataFrame[]]>([
    ['no frame', []],
    ['a frame without fields', [toDataFrame({ fields: [], meta: { notices: [{ severity: 'info', text: 'nothing' }] } })]],
    ['frames of others', [toDataFrame({ fields: [{ name: 'time', values: [1] }, { name: 'value', values: [1] }] })]],
  ])('has no rate for %s', (_name, frames) => {
    expect(summarise(frames, HOUR_MS)).toMatchObject({ anomalies: 0, events: 0, perWeek: null, series: [] });
  });

  it('says each notice once', () => {
    expect(summarise([frame('a', [], ['short']), frame('b', [], ['short', 'more'])], HOUR_MS).notices).toEqual(['short', 'more']);
  });

  it.each([
    [0, '0'],
    [0.01, '<0.1'],
    [0.14, '0.1'],
    [2.34, '2.3'],
    [9.97, '10'],
    [28, '28'],
    [123.4, '123'],
  ])('a rate of %s is %s', (rate, text) => expect(roundRate(rate)).toBe(text));
});

describe('the line', () => {
  const range = { fromMs: 0, toMs: 100 };

  it.each<[string, number[], Array<number | null>, string]>([
    ['goes from low to high', [0, 100], [0, 10], 'M0.00 100.00L100.00 0.00'],
    ['breaks at a gap', [0, 50, 75, 100], [0, null, 10, 0], 'M0.00 100.00M75.00 0.00L100.00 100.00'],
    ['lies in the middle where nothing changes', [0, 100], [5, 5], 'M0.00 50.00L100.00 50.00'],
    ['is nothing of gaps alone', [0, 100], [null, null], ''],
    ['is nothing of nothing', [], [], ''],
    ['stays within its range', [-50, 200], [0, 1], 'M0.00 100.00L100.00 0.00'],
  ])('%s', (_name, times, values, path) => {
    expect(linePath(times, values, scaleOf(range, values))).toBe(path);
  });
});
