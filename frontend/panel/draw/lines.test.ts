import { describe, expect, it } from 'vitest';

import { fillFromZero } from './lines';
import { pixelColumns } from './thin';
import type { View } from './view';

type Corner = [x: number, y: number];

const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

/** The outlines that are filled one by one, of rows that are two pixels apart; zero stands at the height of 100. */
function fills(cells: Array<number | null>): Corner[][] {
  const filled: Corner[][] = [];
  let outline: Corner[] = [];
  const point = (x: number, y: number) => void outline.push([x, y]);
  const ctx = { beginPath: () => void (outline = []), moveTo: point, lineTo: point, fill: () => void filled.push(outline) };
  const columns = pixelColumns(rows(cells.length), { from: 0, at: 0, factor: 2 }, 1);
  fillFromZero({ ctx } as unknown as View, { columns, y: { from: 0, at: 100, factor: -1 } }, cells, 'grey');
  return filled;
}

const ends = (outline: Corner[]) => outline.filter(([, y]) => y < 100);

describe('an area from zero', () => {
  it('is filled in pieces that begin where the one before ends', () => {
    const pieces = fills(rows(40).map((row) => 1 + (row % 7))).map(ends);
    expect(pieces.map((piece) => piece.length)).toEqual([17, 17, 8]);
    expect(pieces.slice(1).map((piece) => piece[0])).toEqual(pieces.slice(0, -1).map((piece) => piece.at(-1)));
  });

  it('reaches each of its rows', () => {
    const reached = new Set(fills(rows(40).map((row) => 1 + row)).flat().map(([x, y]) => `${x} ${y}`));
    expect(rows(40).every((row) => reached.has(`${2 * row} ${99 - row}`))).toBe(true);
  });

  it('has no part across a gap', () => {
    const [first, second] = fills(rows(20).map((row) => (row === 16 ? null : 5)));
    expect([ends(first!).at(-1), ends(second!)[0]]).toEqual([[30, 95], [34, 95]]);
  });
});
