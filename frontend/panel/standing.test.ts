import { describe, expect, it } from 'vitest';

import type { SeismoMeta } from '../shared/contract';

import { readSeverity } from './fields';
import { minute, MINUTE_MS, plainFrame, seismoFrame } from './testing/frames';
import { standingText } from './words';

type Numbers = Array<number | null>;

/** A series with these values, as the answer to a query. */
function answer(name: string, value: Numbers, meta: Partial<SeismoMeta> = {}, refId = 'A') {
  const zeros = value.map((one) => (one === null ? null : 0));
  return { ...seismoFrame({ name, value, score: zeros, severity: zeros }, meta), refId };
}

const standings = (...frames: ReturnType<typeof seismoFrame>[]) => {
  const read = readSeverity(frames);
  return read.kind === 'data' ? read.series.map(({ standing }) => standing) : [];
};

const learning = { seen: 5, needed: 60, leftMs: 55 * MINUTE_MS };
const full: Numbers = [1, 1, 1, 1, 1, 1];

describe('a series', () => {
  it.each<[string, ReturnType<typeof seismoFrame>[], object]>([
    ['is known where its newest row is scored', [answer('a', full, { learning: null })], { kind: 'known' }],
    ['is known where an older frame does not say', [answer('a', full)], { kind: 'known' }],
    ['is learnt for as long as its frame says so', [answer('a', full, { learning })], { kind: 'learning', ...learning }],
    ['is there with three gaps at its end', [answer('a', [1, 1, null, null, null])], { kind: 'known' }],
    ['is gone with four', [answer('a', [1, 1, null, null, null, null])], { kind: 'gone', lastMs: minute(1) }],
    ['is gone where its rows end before those of its query', [answer('a', [1, 1]), answer('b', full)], { kind: 'gone', lastMs: minute(1) }],
    ['is there where another query has later rows', [answer('a', [1, 1]), answer('b', full, {}, 'B')], { kind: 'known' }],
    ['is gone rather than learnt', [answer('a', [1, null, null, null, null], { learning })], { kind: 'gone', lastMs: minute(0) }],
    ['is gone without any sample', [answer('a', [null, null])], { kind: 'gone', lastMs: null }],
    ['of a longer interval is there', [answer('a', [1, 1, null, null, null, null], { intervalMs: 5 * MINUTE_MS })], { kind: 'known' }],
    ['of another data source is as it is', [plainFrame([1, null, null, null, null, null])], { kind: 'known' }],
  ])('%s', (_, frames, standing) => {
    expect(standings(...frames)[0]).toEqual(standing);
  });
});

describe('in words', () => {
  it.each([
    [{ kind: 'known' } as const, null],
    [{ kind: 'learning', ...learning } as const, 'Learning: 5 of 60 samples, 55 min left'],
    [{ kind: 'gone', lastMs: minute(5) } as const, 'Gone: last sample 14:05'],
    [{ kind: 'gone', lastMs: null } as const, 'No sample in this range'],
  ])('%o', (standing, text) => {
    expect(standingText(standing, 3_600_000, 'utc')).toBe(text);
  });
});
