/**
 * A line of so many rows that it fills the pixels between its lowest and its highest: an upright stroke a column of pixels,
 * which a browser paints a dozen times as fast as a line that goes up and down in each.
 */
import { joinRun, newReach } from '../levels';
import type { Column } from '../model';

import type { Pen, PixelColumns } from './thin';
import type { Linear } from './view';

/** So many rows share a column that a line goes up and down in nearly each. */
const ROWS_A_COLUMN = 2;

/** Whether rows stand so close: in each column of pixels, and on the mean several. */
export function isDense({ count, x, start, step }: PixelColumns): boolean {
  return step === 1 && count > 1 && x[count - 1]! - x[0]! === count - 1 && start[count]! >= ROWS_A_COLUMN * count;
}

/**
 * Draws a column of numbers as strokes of one pixel, `over` longer on both ends: half of the line's width. Neighbours touch,
 * unless a gap is between them. `aside` moves a stroke from the edge of its pixel to the middle.
 */
export function traceBars(
  pen: Pen,
  { count, x, start }: PixelColumns,
  { from, at, factor }: Linear,
  cells: Column,
  { over, aside }: { over: number; aside: number }
): void {
  // Where the line was in the column before; nowhere after a gap.
  let joined = false;
  const reach = newReach();
  let [beforeTop, beforeBottom] = [0, 0];
  for (let column = 0; column < count; column++) {
    const end = start[column + 1]!;
    let row = start[column]!;
    while (row < end) {
      row = joinRun(reach, cells, row, end);
      if (reach.low <= reach.high) {
        const top = Math.round(at + (reach.high - from) * factor);
        const bottom = Math.round(at + (reach.low - from) * factor);
        pen.moveTo(x[column]! + aside, (joined && beforeBottom < top ? beforeBottom : top) - over);
        pen.lineTo(x[column]! + aside, (joined && beforeTop > bottom ? beforeTop : bottom) + over);
        beforeTop = top;
        beforeBottom = bottom;
        joined = true;
      }
      if (row < end) {
        joined = false;
        row++;
      }
    }
  }
}
