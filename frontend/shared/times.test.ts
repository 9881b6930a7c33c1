import { expect, it } from 'vitest';

import { firstFrom } from './times';

it.each([
  ['the row of a time', [10, 20, 30], 20, 1],
  ['the next row where a time has none', [10, 20, 30], 11, 1],
  ['the first of equal times', [10, 20, 20, 30], 20, 1],
  ['the first row before all', [10, 20], -Infinity, 0],
  ['the end behind all', [10, 20], 21, 2],
  ['the end of nothing', [], 5, 0],
])('finds %s', (_, times, fromMs, row) => {
  expect(firstFrom(times, fromMs)).toBe(row);
});
