import { describe, expect, it } from 'vitest';

import type { LaneBucket } from '../../options';

import { bucketAt, endsOf, gridOf } from './grid';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (hour: number, minute = 0) => Date.UTC(2025, 5, 2, hour, minute);

describe('the buckets of lanes', () => {
  it.each<[string, number, number, LaneBucket, number, number]>([
    ['six hours in a wide panel', 6 * HOUR, 1000, 'auto', MINUTE, 5 * MINUTE],
    ['six hours in a narrow panel', 6 * HOUR, 120, 'auto', MINUTE, 30 * MINUTE],
    ['a range that is shorter than its buckets could be: a row', 10 * MINUTE, 1000, 'auto', MINUTE, MINUTE],
    ['rows of an odd length', 10 * MINUTE, 1000, 'auto', 90_000, 2 * MINUTE],
    ['thirty days', 30 * DAY, 1000, 'auto', MINUTE, 12 * HOUR],
    ['a chosen bucket', 6 * HOUR, 1000, '1h', MINUTE, HOUR],
    ['a chosen bucket that nobody could see', 30 * DAY, 1000, '5m', MINUTE, 12 * HOUR],
    ['a chosen bucket that is shorter than a row', 6 * HOUR, 1000, '1m', 5 * MINUTE, 5 * MINUTE],
    ['years', 4000 * DAY, 100, 'auto', DAY, 364 * DAY],
    ['no width at all', HOUR, 0, 'auto', 0, 12 * HOUR],
  ])('fit %s', (_, lengthMs, width, bucket, rowMs, expected) => {
    expect(gridOf({ fromMs: at(0), toMs: at(0) + lengthMs }, width, bucket, rowMs).bucketMs).toBe(expected);
  });

  it('stand still while the range moves', () => {
    const grids = [3, 4].map((minute) => gridOf({ fromMs: at(8, minute), toMs: at(14, minute) }, 1000, 'auto', MINUTE));
    expect(grids.map(({ firstMs }) => firstMs)).toEqual([at(8), at(8)]);
    expect(grids.map(({ count }) => count)).toEqual([73, 73]);
  });

  it('begin with the day of the zone', () => {
    const { firstMs } = gridOf({ fromMs: at(3), toMs: at(3) + 20 * DAY }, 200, '1d', MINUTE, 2 * HOUR);
    expect(firstMs).toBe(at(-2));
  });

  it('hold the times of the range, and no others', () => {
    const grid = gridOf({ fromMs: at(8, 3), toMs: at(10) }, 30, '1h', MINUTE);
    expect([at(8, 2), at(8, 3), at(8, 59), at(9), at(10), at(10, 1)].map((time) => bucketAt(grid, time))).toEqual([null, 0, 0, 1, 2, null]);
    expect([endsOf(grid, 0), endsOf(grid, 1)]).toEqual([
      [at(8, 3), at(9)],
      [at(9), at(10)],
    ]);
  });
});
