import { describe, expect, it } from 'vitest';

import { isDense, traceBars } from './bars';
import { pixelColumns } from './thin';

const up = { from: 0, at: 100, factor: -1 };
const columnsOf = (times: number[], rowsAPixel: number, step = 1) =>
  pixelColumns(times, { from: 0, at: 0.5 / rowsAPixel - 0.5, factor: 1 / rowsAPixel }, step);
const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

/** The strokes from top to bottom. */
function bars(cells: Array<number | null>, rowsAPixel: number): Array<[x: number, top: number, bottom: number]> {
  const drawn: Array<[number, number, number]> = [];
  let from: [number, number] = [0, 0];
  const pen = {
    moveTo: (x: number, y: number) => void (from = [x, y]),
    lineTo: (_: number, y: number) => void drawn.push([from[0], from[1], y]),
  };
  traceBars(pen, columnsOf(rows(cells.length), rowsAPixel), up, cells, { over: 0, aside: 0 });
  return drawn;
}

describe('rows are dense', () => {
  it.each<[string, number[], number, number, boolean]>([
    ['where several share each pixel', rows(40), 4, 1, true],
    ['not where most have one of their own', rows(40), 1.5, 1, false],
    ['not where a pixel has none', [...rows(40), ...rows(40).map((row) => row + 80)], 4, 1, false],
    ['not where columns are wider than a pixel', rows(40), 4, 2, false],
    ['not where there is none', [], 4, 1, false],
  ])('%s', (_, times, rowsAPixel, step, dense) => {
    expect(isDense(columnsOf(times, rowsAPixel, step))).toBe(dense);
  });
});

describe('a dense line', () => {
  it('reaches from the highest to the lowest of each pixel', () => {
    expect(bars([5, 9, 1, 5, 5, 2, 8, 5], 4)).toEqual([[0, 91, 99], [1, 92, 98]]);
  });

  it('is whole between pixels that have no height in common', () => {
    expect(bars([1, 2, 8, 9, 4, 4], 2)).toEqual([[0, 98, 99], [1, 91, 98], [2, 92, 96]]);
  });

  it('is not whole across a gap, wherever in a pixel that is', () => {
    expect(bars([1, 1, null, 9, 1, 1], 2)).toEqual([[0, 99, 99], [1, 91, 91], [2, 91, 99]]);
    expect(bars([1, 1, 9, null, 1, 1], 2)).toEqual([[0, 99, 99], [1, 91, 99], [2, 99, 99]]);
    expect(bars([1, 1, 1, null, null, 9, 9, 9, 9], 9)).toEqual([[0, 99, 99], [0, 91, 91]]);
  });

  it('loses no extreme', () => {
    const cells = rows(997).map((row) => Math.round(40 * Math.sin(row * row)));
    const drawn = bars(cells, 7);
    cells.forEach((cell, row) => {
      const [, top, bottom] = drawn[Math.floor(row / 7)]!;
      expect([top <= 100 - cell, bottom >= 100 - cell]).toEqual([true, true]);
    });
  });
});
