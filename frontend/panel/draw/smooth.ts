/** A line that mostly runs smoothly, as what was expected does: a point a column of pixels, however many rows share it. */
import type { Column } from '../model';

import { forRuns } from './runs';
import { StraightPen } from './straight';
import type { Pen, PixelColumns } from './thin';
import type { Linear } from './view';

/** Lowest and highest of a column of pixels that are closer than this are one point (canvas pixels). */
const ONE_POINT = 0.5;

/** Draws a column of numbers, not snapped to whole pixels, without the points on straight stretches. */
export function traceSmooth(pen: Pen, columns: PixelColumns, y: Linear, cells: Column): void {
  const line = new SmoothLine(pen);
  const { from, at, factor } = y;
  forRuns(
    columns,
    cells,
    (column, { low, high }) => line.through(columns.x[column]!, at + (high - from) * factor, at + (low - from) * factor),
    () => line.end()
  );
  line.end();
}

class SmoothLine {
  private readonly pen: StraightPen;
  private points = 0;
  private lastX = 0;
  private lastY = 0;

  constructor(pen: Pen) {
    this.pen = new StraightPen(pen);
  }

  through(x: number, top: number, bottom: number): void {
    if (bottom - top < ONE_POINT) {
      this.point(x, (top + bottom) / 2);
      return;
    }
    const falls = Math.abs(top - this.lastY) < Math.abs(bottom - this.lastY);
    this.point(x, falls ? top : bottom);
    this.point(x, falls ? bottom : top);
  }

  end(): void {
    if (this.points === 1) {
      // A row between two gaps would have no length and not be seen.
      this.pen.lineTo(this.lastX + 1, this.lastY);
    }
    this.pen.done();
    this.points = 0;
  }

  private point(x: number, y: number): void {
    if (this.points === 0) {
      this.pen.moveTo(x, y);
    } else {
      this.pen.lineTo(x, y);
    }
    this.points++;
    this.lastX = x;
    this.lastY = y;
  }
}
