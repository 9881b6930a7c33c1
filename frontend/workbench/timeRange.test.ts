import { describe, expect, it } from 'vitest';

import { moved, rangeTexts, resolveRange, zoomedOut } from './timeRange';

const NOW = Date.UTC(2026, 10, 21, 12, 30);
const HOUR = 3_600_000;

describe('resolveRange', () => {
  it.each([
    ['relative to the clock it is given', 'now-6h', 'now', 'UTC', NOW - 6 * HOUR, NOW],
    ['milliseconds', '1000', '2000', 'UTC', 1000, 2000],
    ['a day begins in its own zone', 'now/d', 'now', 'Asia/Tokyo', Date.UTC(2026, 10, 20, 15), NOW],
    ['a day ends at its last millisecond', 'now/d', 'now/d', 'UTC', Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 22) - 1],
  ])('%s', (_name, from, to, zone, start, end) => {
    const range = resolveRange(from, to, zone, NOW);
    expect([range.from.valueOf(), range.to.valueOf()]).toEqual([start, end]);
    expect(rangeTexts(range.raw)).toEqual({ from, to });
  });

  it('moves by half its length and zooms out around its centre', () => {
    const range = resolveRange('1000', '2000', 'UTC', NOW);
    expect(moved(range, -1)).toEqual({ from: '500', to: '1500' });
    expect(moved(range, 1)).toEqual({ from: '1500', to: '2500' });
    expect(zoomedOut(range)).toEqual({ from: '500', to: '2500' });
  });
});
