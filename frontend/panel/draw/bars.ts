/**
 * A line of so many rows that it fills the pixels between its lowest and its highest: an upright stroke a column of pixels,
 * which a browser paints a dozen times as fast as a line that goes up and down in each.
 */
import type { Column } from '../model';

import { forRuns } from './runs';
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
export function traceBars(pen: Pen, columns: PixelColumns, y: Linear, cells: Column, { over, aside }: { over: number; aside: number }): void {
  const { from, at, factor } = y;
  // Where the line was in the column before; nowhere after a gap.
  let joined = false;
  let [lastTop, lastBottom] = [0, 0];
  forRuns(
    columns,
    cells,
    (column, { low, high }) => {
      const x = columns.x[column]! + aside;
      const top = Math.round(at + (high - from) * factor);
      const bottom = Math.round(at + (low - from) * factor);
      pen.moveTo(x, (joined && lastBottom < top ? lastBottom : top) - over);
      pen.lineTo(x, (joined && lastTop > bottom ? lastTop : bottom) + over);
      joined = true;
      lastTop = top;
      lastBottom = bottom;
    },
    () => {
      joined = false;
    }
  );
}
