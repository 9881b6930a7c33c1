import type { DataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { readSeverity } from '../fields';
import { minute, plainFrame, seismoFrame } from '../testing/frames';

import { spokenFilter, spokenSummary } from './spoken';
import { summarise, type Summary } from './summary';

function summaryOf(...frames: DataFrame[]): Summary {
  const read = readSeverity(frames);
  return summarise(read.kind === 'data' ? read.series : []);
}

const spoken = (summary: Summary, scheme: 'four_level' | 'three_level' = 'four_level') =>
  spokenSummary(summary, scheme, 3_600_000, 'utc');

const a = seismoFrame({ name: 'a', value: [1, 9, null, 9], score: [0, 0.95, null, 0.65], severity: [0, 4, null, 1] });
const b = seismoFrame({ name: 'b', value: [1, 2, 9], score: [0, 0, 0.97], severity: [0, 0, 4] }, { threshold: 0.8 });
const calm = seismoFrame({ name: 'calm', value: [1, 2], score: [0, 0], severity: [0, 0] });

describe('the summary', () => {
  it('adds up all series', () => {
    expect(summaryOf(a, b, calm)).toMatchObject({
      series: 3,
      affected: 2,
      counts: { anomalies: 3, scored: 8, gaps: 1, low: 1, critical: 2 },
      rate: 3 / 8,
    });
  });

  it('names the worst: the gravest level, then the highest score', () => {
    expect(summaryOf(a, b).worst).toEqual({ level: 4, score: 0.97, timeMs: minute(2), series: 'b' });
  });

  it('has both ends of differing thresholds', () => {
    expect(summaryOf(a, b).threshold).toEqual([0.6, 0.8]);
  });

  it('has no rate and no threshold without scores, and does not divide by zero', () => {
    expect(summaryOf(plainFrame([1]))).toMatchObject({ rate: null, threshold: null, worst: null });
    expect(summaryOf(seismoFrame({ value: [null], score: [null], severity: [null] })).rate).toBeNull();
    expect(summaryOf()).toMatchObject({ series: 0, rate: null });
  });
});

describe('the spoken summary', () => {
  it.each([
    ['several anomalies', summaryOf(a, b, calm), '3 anomalies in 2 series, worst critical at 14:02 in b'],
    [
      'one anomaly',
      summaryOf(seismoFrame({ value: [9], score: [0.65], severity: [1] })),
      '1 anomaly in 1 series, worst low at 14:00',
    ],
    ['none', summaryOf(calm), 'No anomalies in 1 series'],
    ['no scores', summaryOf(plainFrame([1])), '1 series without scores'],
  ])('says %s', (_, summary, text) => {
    expect(spoken(summary)).toBe(text);
  });

  it('uses the names of the scheme', () => {
    const warning = summaryOf(seismoFrame({ value: [9], score: [0.75], severity: [2] }, { severityScheme: 'three_level' }));
    expect(spoken(warning, 'three_level')).toBe('1 anomaly in 1 series, worst warning at 14:00');
  });
});

describe('the spoken filter', () => {
  it.each<[string, Parameters<typeof spokenFilter>, string]>([
    ['nothing but the views where all is shown', [['timeline'], 'four_level', new Set([1, 2, 3, 4]), 0], 'Timeline'],
    ['the severities that are shown, the gravest first', [['lanes', 'events'], 'four_level', new Set([3, 4]), 0], 'Swim lanes, Events; shown: critical, high'],
    ['the names of the scheme', [['cards'], 'three_level', new Set([2, 3, 4]), 0], 'Cards; shown: critical, warning'],
    ['that none is shown', [['timeline'], 'four_level', new Set(), 0], 'Timeline; no severity is shown'],
    ['how many series are hidden', [['timeline'], 'four_level', new Set([1, 2, 3, 4]), 2], 'Timeline; 2 series hidden'],
  ])('says %s', (_, given, text) => {
    expect(spokenFilter(...given)).toBe(text);
  });
});
