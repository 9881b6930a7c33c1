import { describe, expect, it } from 'vitest';

import type { SeismoMeta } from '../../shared/contract';
import { readSeverity } from '../fields';
import { MINUTE_MS, seismoFrame } from '../testing/frames';

import { durationText, historyText, provenanceOf, seasonText } from './provenance';

const DAY = 24 * 60 * MINUTE_MS;

function linesOf(meta: Partial<SeismoMeta>): Record<string, string> {
  const read = readSeverity([seismoFrame({ value: [1], score: [0], severity: [0] }, meta)]);
  const given = read.kind === 'data' ? read.series[0]?.verdict?.meta : null;
  return Object.fromEntries(provenanceOf(given!).map(({ label, text }) => [label, text]));
}

describe('where a score comes from', () => {
  it('is told line by line', () => {
    expect(linesOf({ preset: 'auto', algorithm: 'auto-2', budget: 1, season: { mode: 'auto', samples: 1440 }, historyUsedMs: 5.5 * DAY })).toEqual({
      Season: 'daily (1440 samples)',
      'History used': '5.5 d of 7 d',
      Interval: '1 min',
      Method: 'auto (auto-2)',
      'False alarms allowed': 'about once a week',
      Threshold: '60 %',
    });
  });

  it.each<[string, Partial<SeismoMeta>, object]>([
    ['names the preset', { preset: 'classic' }, { Method: 'classic (classic-1)' }],
    ['names the side that is watched', { direction: 'above' }, { Threshold: '60 %, only above the expected value' }],
    ['says how many rows are drawn', { thinned: { from: 43200, to: 1000 } }, { 'Rows drawn': '1,000 of 43,200, including every anomaly' }],
  ])('%s', (_, meta, lines) => {
    expect(linesOf(meta)).toMatchObject(lines);
  });

  it('has no budget where scores do not say how rare a point is', () => {
    expect(linesOf({ budget: null })).not.toHaveProperty('False alarms allowed');
  });
});

describe('a season', () => {
  it.each<[SeismoMeta['season'], number, string]>([
    [null, MINUTE_MS, 'none'],
    [{ mode: 'auto', samples: 1440 }, MINUTE_MS, 'daily (1440 samples)'],
    [{ mode: 'fixed', samples: 168 }, 60 * MINUTE_MS, 'weekly (168 samples), as asked'],
    [{ mode: 'auto', samples: 60 }, MINUTE_MS, 'hourly (60 samples)'],
    [{ mode: 'fixed', samples: 24 }, MINUTE_MS, 'every 24 min (24 samples), as asked'],
    [{ mode: 'auto', samples: 1 }, DAY, 'daily (1 sample)'],
  ])('%o of samples of %i ms is %s', (season, intervalMs, text) => {
    expect(seasonText({ season, intervalMs })).toBe(text);
  });
});

describe('the history', () => {
  it.each([
    [7 * DAY, 7 * DAY, '7 d'],
    [13 * DAY, 7 * DAY, '13 d'],
    [5.5 * DAY, 7 * DAY, '5.5 d of 7 d'],
    [0, 7 * DAY, '0 ms of 7 d'],
    [7 * DAY - MINUTE_MS, 7 * DAY, '7 d'],
  ])('of %i ms where %i ms were asked for is %s', (historyUsedMs, historyMs, text) => {
    expect(historyText({ historyUsedMs, historyMs })).toBe(text);
  });
});

it.each([
  [7 * DAY, '7 d'],
  [36 * 60 * MINUTE_MS, '1.5 d'],
  [90 * MINUTE_MS, '1.5 h'],
  [15_000, '15 s'],
  [250, '250 ms'],
])('%i ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
