import { describe, expect, it } from 'vitest';

import { traceSmooth } from './smooth';
import { pixelColumns } from './thin';

const up = { from: 0, at: 100, factor: -1 };

function smooth(cells: Array<number | null>, rowsAPixel = 1) {
  const drawn: Array<[move: 'M' | 'L', x: number, y: number]> = [];
  const pen = { moveTo: (x: number, y: number) => void drawn.push(['M', x + 0, y]), lineTo: (x: number, y: number) => void drawn.push(['L', x + 0, y]) };
  const columns = pixelColumns(cells.map((_, row) => row), { from: 0, at: 0.5 / rowsAPixel - 0.5, factor: 1 / rowsAPixel }, 1);
  traceSmooth(pen, columns, up, cells);
  return drawn;
}

describe('a smooth line', () => {
  it('has its ends and its turns', () => {
    expect(smooth([1, 2, 3, 4, 3, 2])).toEqual([['M', 0, 99], ['L', 3, 96], ['L', 5, 98]]);
  });

  it('is in the middle of rows that share a pixel and hardly differ', () => {
    expect(smooth([1, 1.2, 2, 2.2], 2)).toEqual([['M', 0, 98.9], ['L', 1, 97.9]]);
  });

  it('loses no extreme where they differ', () => {
    expect(smooth([1, 1, 9, 5], 2)).toEqual([['M', 0, 99], ['L', 1, 95], ['L', 1, 91]]);
  });

  it('ends at a gap, and is seen where a row stands alone', () => {
    expect(smooth([1, null, 5, 5, null, null, 3])).toEqual([['M', 0, 99], ['L', 1, 99], ['M', 2, 95], ['L', 3, 95], ['M', 6, 97], ['L', 7, 97]]);
    expect(smooth([null, null])).toEqual([]);
    expect(smooth([])).toEqual([]);
  });

  it('is the same of many rows as of few', () => {
    const many = Array.from({ length: 4000 }, (_, row) => 30 + 20 * Math.sin(row / 700));
    const drawn = smooth(many, 40);
    for (const [, x, y] of drawn) {
      expect(Math.abs(100 - many[Math.min(3999, x * 40 + 20)]! - y)).toBeLessThan(1);
    }
    expect(drawn.length).toBeGreaterThan(5);
  });
});
