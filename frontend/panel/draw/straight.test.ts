import { describe, expect, it } from 'vitest';

import { seeded } from '../../../tests/bench/page/random';

import { StraightPen } from './straight';

type Point = [x: number, y: number];

function straightened(points: Point[]): Point[] {
  const drawn: Point[] = [];
  const keep = (x: number, y: number) => void drawn.push([x, y]);
  const pen = new StraightPen({ moveTo: keep, lineTo: keep });
  points.forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.done();
  return drawn;
}

/** How far a point is above or below a line. */
function distance([x, y]: Point, line: Point[]): number {
  const at = line.findIndex(([to]) => to >= x);
  const [[fromX, fromY], [toX, toY]] = [line[Math.max(0, at - 1)]!, line[at]!];
  return Math.abs(toX === fromX ? y - toY : y - fromY - ((toY - fromY) * (x - fromX)) / (toX - fromX));
}

describe('a line without points that nobody sees', () => {
  it.each<[string, Point[], Point[]]>([
    ['has the ends of a straight line', [[0, 0], [1, 1], [2, 2], [3, 3]], [[0, 0], [3, 3]]],
    ['has every turn', [[0, 0], [1, 5], [2, 0], [3, 5]], [[0, 0], [1, 5], [2, 0], [3, 5]]],
    ['has the turn back', [[0, 0], [1, 0], [2, 0], [1, 0.1], [0, 0.1]], [[0, 0], [2, 0], [0, 0.1]]],
    ['has what is upright', [[0, 0], [0, 5], [1, 5], [1, 9]], [[0, 0], [0, 5], [1, 5], [1, 9]]],
    ['is a point where there is one', [[3, 4]], [[3, 4]]],
    ['is nothing where there is none', [], []],
  ])('%s', (_, points, kept) => {
    expect(straightened(points)).toEqual(kept);
  });

  it('passes every point within a fraction of a pixel', () => {
    const random = seeded(7);
    for (const roughness of [0, 0.1, 1, 20]) {
      const points = Array.from({ length: 500 }, (_, x): Point => [x, 50 * Math.sin(x / 40) + roughness * random()]);
      const line = straightened(points);
      points.forEach((point) => expect(distance(point, line)).toBeLessThan(0.41));
    }
  });

  it('has few points where the line is smooth', () => {
    expect(straightened(Array.from({ length: 1000 }, (_, x): Point => [x, 40 * Math.sin(x / 150)])).length).toBeLessThan(60);
  });
});
