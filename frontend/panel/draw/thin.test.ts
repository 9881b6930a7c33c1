import { describe, expect, it } from 'vitest';

import { pixelColumns, traceBand, traceLine, type PixelColumns } from './thin';

type Point = [move: 'M' | 'L', x: number, y: number];

/** One pixel up for one more; a row a pixel, or as many rows a pixel as are given. */
const up = { from: 0, at: 100, factor: -1 };
const columnsOf = (rows: number, rowsAPixel = 1, step = 1) =>
  pixelColumns(
    Array.from({ length: rows }, (_, row) => row),
    { from: 0, at: 0.5 / rowsAPixel - 0.5, factor: 1 / rowsAPixel },
    step
  );

/** Zero is zero, from whichever side it was rounded. */
function pen() {
  const points: Point[] = [];
  return {
    points,
    moveTo: (x: number, y: number) => void points.push(['M', x + 0, y]),
    lineTo: (x: number, y: number) => void points.push(['L', x + 0, y]),
  };
}

function line(columns: PixelColumns, cells: Array<number | null | undefined>): Point[] {
  const drawn = pen();
  traceLine(drawn, columns, up, cells);
  return drawn.points;
}

describe('a line', () => {
  it('goes through every row where each has a pixel', () => {
    expect(line(columnsOf(3), [1, 2, 3])).toEqual([['M', 0, 99], ['L', 1, 98], ['L', 2, 97]]);
  });

  it('keeps lowest and highest of a pixel, in the order in which they came', () => {
    expect(line(columnsOf(8, 4), [5, 9, 1, 5, 5, 1, 9, 5])).toEqual([['M', 0, 91], ['L', 0, 99], ['L', 1, 99], ['L', 1, 91]]);
  });

  it('ends at a gap, and begins anew after it', () => {
    expect(line(columnsOf(4), [1, null, 3, 4])).toEqual([['M', 0, 99], ['L', 1, 99], ['M', 2, 97], ['L', 3, 96]]);
  });

  it('passes over what has no row of its own', () => {
    expect(line(columnsOf(3), [1, undefined, 3])).toEqual([['M', 0, 99], ['L', 2, 97]]);
  });

  it.each<[string, Array<number | null>]>([
    ['nothing', []],
    ['gaps', [null, null]],
  ])('is none of %s', (_, cells) => {
    expect(line(columnsOf(cells.length), cells)).toEqual([]);
  });

  it('is seen where a row stands alone between gaps', () => {
    expect(line(columnsOf(3), [null, 5, null])).toHaveLength(2);
  });

  it('loses no extreme, however many rows share a pixel', () => {
    const cells = Array.from({ length: 1000 }, (_, row) => Math.round(40 * Math.sin(row * row)));
    const ys = new Set(line(columnsOf(1000, 50, 2), cells).map(([, , y]) => y));
    expect([ys.has(100 - Math.max(...cells)), ys.has(100 - Math.min(...cells))]).toEqual([true, true]);
  });
});

describe('a band', () => {
  it('goes out along the upper edge and back along the lower', () => {
    const drawn = pen();
    traceBand(drawn, columnsOf(2), up, [1, 2], [5, 6]);
    expect(drawn.points).toEqual([['M', 0, 95], ['L', 1, 94], ['L', 1, 98], ['L', 0, 99]]);
  });

  it('is as wide as the widest row of a pixel', () => {
    const drawn = pen();
    traceBand(drawn, columnsOf(4, 4), up, [3, 1, 3, 3], [5, 5, 9, 5]);
    expect(drawn.points).toEqual([['M', 0, 91], ['L', 0, 99]]);
  });

  it('has a gap where either edge has one', () => {
    const drawn = pen();
    traceBand(drawn, columnsOf(5), up, [1, 1, null, 1, 1], [2, null, 2, 2, 2]);
    expect(drawn.points.filter(([move]) => move === 'M').map(([, x]) => x)).toEqual([0, 3]);
  });

  it('reaches down to a number', () => {
    const drawn = pen();
    traceBand(drawn, columnsOf(1), up, 0, [7]);
    expect(drawn.points).toEqual([['M', 0, 93], ['L', 0, 100]]);
  });

  it('is the same of many rows a pixel as of each of them', () => {
    const rows = Array.from({ length: 2000 }, (_, row) => row);
    const lower = rows.map((row) => (row === 777 ? null : Math.round(20 * Math.sin(row * row)) - 40));
    const upper = rows.map((row) => Math.round(20 * Math.cos(row * row)) + 40);
    const drawn = pen();
    traceBand(drawn, columnsOf(2000, 100), up, lower, upper);
    for (const column of rows.slice(0, 20)) {
      const some = rows.slice(column * 100, (column + 1) * 100).filter((row) => lower[row] !== null);
      const [low, high] = [Math.min(...some.map((row) => lower[row]!)), Math.max(...some.map((row) => upper[row]!))];
      const ys = drawn.points.filter(([, x]) => x === column).map(([, , y]) => y);
      expect([Math.min(...ys), Math.max(...ys)]).toEqual([100 - high, 100 - low]);
    }
  });
});
