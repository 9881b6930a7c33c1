import { describe, expect, it } from 'vitest';

import { seeded } from '../../tests/bench/page/random';

import { extentOf, forRowsAboveZero, isColumn, join, joinRun, newReach, type Reach } from './levels';
import type { Column } from './model';

/** Numbers, zeros and gaps in spans of any length. */
function randomColumn(random: () => number, rows: number): Column {
  const column: Column = [];
  while (column.length < rows) {
    const [kind, length] = [random(), 1 + Math.floor(random() * 60)];
    for (let i = 0; i < length && column.length < rows; i++) {
      column.push(kind < 0.2 ? null : kind < 0.5 ? 0 : Math.round((random() - 0.5) * 1000));
    }
  }
  return column;
}

function scanned(column: Column, first: number, end: number): Reach {
  const numbers = column.slice(first, end).filter((cell) => cell !== null);
  return { low: Math.min(...numbers), high: Math.max(...numbers), gap: numbers.length < end - first };
}

describe('the levels of a column', () => {
  it('say of any rows what a scan of them says', () => {
    const random = seeded(11);
    for (const rows of [0, 1, 15, 16, 17, 255, 256, 257, 4096, 5000]) {
      const column = randomColumn(random, rows);
      for (let turn = 0; turn < 60; turn++) {
        const ends = [random(), random()].map((share) => Math.round(share * rows)).sort((a, b) => a - b);
        const [first, end] = turn === 0 ? [0, rows] : (ends as [number, number]);
        const reach = { low: Infinity, high: -Infinity, gap: false };
        join(reach, column, first, end);
        expect({ rows, first, end, ...reach }).toEqual({ rows, first, end, ...scanned(column, first, end) });
      }
    }
  });

  it('pass over what is no row, however many there are', () => {
    const cells = Array.from({ length: 500 }, (_, row) => (row % 100 === 0 ? row : undefined));
    const reach = newReach();
    expect([joinRun(reach, cells, 50, 450), reach.low, reach.high]).toEqual([450, 100, 400]);
  });

  it('find the next gap', () => {
    const cells = Array.from({ length: 500 }, (_, row) => (row === 123 ? null : row));
    const reach = newReach();
    expect([joinRun(reach, cells, 10, 400), reach.low, reach.high]).toEqual([123, 10, 122]);
    expect([joinRun(reach, cells, 124, 400), reach.low, reach.high]).toEqual([400, 124, 399]);
    expect([joinRun(reach, cells, 123, 400), reach.low]).toEqual([123, Infinity]);
  });

  it('find every row above zero', () => {
    const random = seeded(12);
    for (const rows of [0, 1, 16, 33, 1000]) {
      const column = randomColumn(random, rows);
      const found: Array<[number, number]> = [];
      forRowsAboveZero(column, (row, cell) => found.push([row, cell]));
      expect(found).toEqual(column.flatMap((cell, row) => (cell !== null && cell > 0 ? [[row, cell]] : [])));
    }
  });

  it('give the ends of several columns together, and none where all are gaps', () => {
    expect(extentOf([[1, null, 5], null, undefined, [-2, 3, 4]])).toEqual([-2, 5]);
    expect(extentOf([[1, null, 5], [-2, 3, 4]], 1, 2)).toEqual([3, 3]);
    expect(extentOf([[null, null], null])).toBeNull();
  });
});

describe('a column', () => {
  const long = Array.from({ length: 100 }, (_, row) => row);

  it.each<[string, unknown[], boolean]>([
    ['numbers', [1, 2], true],
    ['numbers and gaps', [1, null, 2], true],
    ['nothing', [], true],
    ['what is not a number', [1, NaN], false],
    ['infinity', [1, -Infinity], false],
    ['nothing at a row', [1, undefined], false],
    ['text', [1, '2'], false],
    ['truths', [true, false], false],
    ['many numbers', long, true],
    ['many numbers but for the last', [...long, 'a'], false],
  ])('of %s', (_, values, is) => {
    expect(isColumn(values)).toBe(is);
    expect(isColumn(values)).toBe(is);
  });
});
