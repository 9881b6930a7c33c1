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
      events: 2,
      byLevel: { 1: 0, 2: 0, 3: 0, 4: 2 },
      rows: 3,
      rate: 3 / 8,
      learning: null,
      gone: 0,
      known: true,
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

describe('what is not known', () => {
  const minutes = (leftMs: number) => ({ learning: { seen: 5, needed: 60, leftMs: leftMs * 60_000 } });
  const learnt = (name: string, left: number) => seismoFrame({ name, value: [1, 1], score: [null, null], severity: [null, null] }, minutes(left));
  const gone = seismoFrame({ name: 'gone', value: [1, null, null, null, null], score: [0, null, null, null, null], severity: [0, null, null, null, null] });

  it('is counted: series that are learnt, until the last of them is scored', () => {
    expect(summaryOf(calm, learnt('x', 20), learnt('y', 55))).toMatchObject({ learning: { count: 2, of: 3, leftMs: 55 * 60_000 }, known: true });
  });

  it('is everything where nothing is scored', () => {
    expect(summaryOf(learnt('x', 20))).toMatchObject({ events: 0, known: false });
    expect(spoken(summaryOf(learnt('x', 55), learnt('y', 20)))).toBe('Learning: 2 of 2 series, 55 min left');
  });

  it('is said after what is', () => {
    expect(spoken(summaryOf(calm, gone, learnt('x', 55)))).toBe('No events in 3 series; Learning: 1 of 3 series, 55 min left; 1 series gone');
  });

  it('are events that a list leaves out, and they are counted', () => {
    const many = seismoFrame({ value: [9], score: [0.95], severity: [4] }, { dropped: [{ what: 'events', count: 41, why: 'long' }, { what: 'samples', count: 3, why: 'infinite' }] });
    expect(summaryOf(many).events).toBe(42);
  });
});

describe('the spoken summary', () => {
  it.each([
    ['several events', summaryOf(a, b, calm), '2 events (3 rows) in 2 series, worst critical at 14:02 in b'],
    [
      'one event',
      summaryOf(seismoFrame({ value: [9], score: [0.65], severity: [1] })),
      '1 event (1 row) in 1 series, worst low at 14:00',
    ],
    ['none', summaryOf(calm), 'No events in 1 series'],
    ['no scores', summaryOf(plainFrame([1])), '1 series without scores'],
  ])('says %s', (_, summary, text) => {
    expect(spoken(summary)).toBe(text);
  });

  it('uses the names of the scheme', () => {
    const warning = summaryOf(seismoFrame({ value: [9], score: [0.75], severity: [2] }, { severityScheme: 'three_level' }));
    expect(spoken(warning, 'three_level')).toBe('1 event (1 row) in 1 series, worst warning at 14:00');
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
