/** A line that mostly runs smoothly, as what was expected does: a point a column of pixels, however many rows share it. */
import { joinRun, newReach } from '../levels';
import type { Column } from '../model';

import { StraightPen } from './straight';
import type { Pen, PixelColumns } from './thin';
import type { Linear } from './view';

/** Lowest and highest of a column of pixels that are closer than this are one point (canvas pixels). */
const ONE_POINT = 0.5;

/** Draws a column of numbers, not snapped to whole pixels, without the points on straight stretches. */
export function traceSmooth(to: Pen, { count, x, start }: PixelColumns, { from, at, factor }: Linear, cells: Column): void {
  const pen = new StraightPen(to);
  const reach = newReach();
  let points = 0;
  let [lastX, lastY] = [0, 0];
  const point = (column: number, y: number) => {
    lastX = x[column]!;
    lastY = y;
    if (points++ === 0) {
      pen.moveTo(lastX, y);
    } else {
      pen.lineTo(lastX, y);
    }
  };
  const end = () => {
    if (points === 1) {
      // A row between two gaps would have no length and not be seen.
      pen.lineTo(lastX + 1, lastY);
    }
    points = 0;
  };
  for (let column = 0; column < count; column++) {
    const next = start[column + 1]!;
    for (let row = start[column]!; row < next; row++) {
      row = joinRun(reach, cells, row, next);
      if (reach.low <= reach.high) {
        const top = at + (reach.high - from) * factor;
        const bottom = at + (reach.low - from) * factor;
        if (bottom - top < ONE_POINT) {
          point(column, (top + bottom) / 2);
        } else {
          const falls = Math.abs(top - lastY) < Math.abs(bottom - lastY);
          point(column, falls ? top : bottom);
          point(column, falls ? bottom : top);
        }
      }
      if (row < next) {
        end();
      }
    }
  }
  end();
  pen.done();
}
