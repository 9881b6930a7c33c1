/**
 * Lines of many rows with few points. Rows that share a column of pixels become its highest and its lowest point, so
 * that no extreme is lost and no more is drawn than can be seen. Null ends a line; undefined is passed over.
 */
import { joinRun, MANY_ROWS, newReach, type Reach } from '../levels';

import type { Linear } from './view';

type Cell = number | null | undefined;
export type Pen = Pick<Path2D, 'moveTo' | 'lineTo'>;

/** Columns of pixels that have rows. All lines over the same times share them. */
export interface PixelColumns {
  count: number;
  /** How many pixels wide each is. */
  step: number;
  /** Where each stands on the canvas. */
  x: Float64Array;
  /** The first row of each; one more at the end. */
  start: Uint32Array;
}

/** Shares the rows out among columns of pixels that are `step` wide. */
export function pixelColumns(times: ArrayLike<number>, x: Linear, step: number): PixelColumns {
  const columns = { count: 0, step, x: new Float64Array(times.length), start: new Uint32Array(times.length + 1) };
  let here = NaN;
  for (let row = 0; row < times.length; row++) {
    const there = Math.round((x.at + (times[row]! - x.from) * x.factor) / step) * step;
    if (there !== here) {
      here = there;
      columns.x[columns.count] = here;
      columns.start[columns.count++] = row;
    }
  }
  columns.start[columns.count] = times.length;
  return columns;
}

/** Draws a column of numbers as lines. */
export function traceLine(pen: Pen, columns: PixelColumns, y: Linear, cells: ArrayLike<Cell>): void {
  const line = new Line(pen, y);
  for (let column = 0; column < columns.count; column++) {
    const end = columns.start[column + 1]!;
    line.x = columns.x[column]!;
    for (let row = columns.start[column]!; row < end; row++) {
      const cell = cells[row];
      if (cell === null) {
        line.end();
      } else if (cell !== undefined) {
        line.add(cell);
      }
    }
    line.flush();
  }
  line.end();
}

/** Draws what lies between two columns of numbers, or a number and a column, to be filled. A gap in either is a gap. */
export function traceBand(pen: Pen, columns: PixelColumns, y: Linear, lower: ArrayLike<Cell> | number, upper: ArrayLike<Cell>): void {
  const band = new Band(pen, y);
  const [below, above] = [newReach(), newReach()];
  for (let column = 0; column < columns.count; column++) {
    const first = columns.start[column]!;
    const end = columns.start[column + 1]!;
    band.x = columns.x[column]!;
    if (end - first >= MANY_ROWS && isWhole(below, lower, first, end) && isWhole(above, upper, first, end)) {
      band.add(below.low, above.high);
    } else {
      band.addRows(lower, upper, first, end);
    }
    band.flush();
  }
  band.end();
}

/** Whether none of these rows is a gap; their lowest and highest are then in the reach. */
function isWhole(reach: Reach, edge: ArrayLike<Cell> | number, first: number, end: number): boolean {
  if (typeof edge === 'number') {
    reach.low = edge;
    return true;
  }
  return joinRun(reach, edge, first, end) === end;
}

class Line {
  x = 0;
  /** Points since the last gap, and whether this column of pixels has one to come. */
  private points = 0;
  private open = false;
  private low = 0;
  private high = 0;
  /** Whether the highest number of this column of pixels came after the lowest. */
  private rises = false;
  private readonly last: [x: number, y: number] = [0, 0];

  constructor(
    private readonly pen: Pen,
    private readonly y: Linear
  ) {}

  add(number: number): void {
    if (!this.open) {
      this.open = true;
      this.low = this.high = number;
      this.rises = false;
    } else if (number > this.high) {
      this.high = number;
      this.rises = true;
    } else if (number < this.low) {
      this.low = number;
      this.rises = false;
    }
  }

  flush(): void {
    if (!this.open) {
      return;
    }
    this.open = false;
    const { from, at, factor } = this.y;
    const top = Math.round(at + (this.high - from) * factor);
    const bottom = Math.round(at + (this.low - from) * factor);
    this.point(this.rises ? bottom : top);
    if (top !== bottom) {
      this.point(this.rises ? top : bottom);
    }
  }

  end(): void {
    this.flush();
    if (this.points === 1) {
      // A row between two gaps would have no length and not be seen.
      this.pen.lineTo(this.last[0] + 1, this.last[1]);
    }
    this.points = 0;
  }

  private point(y: number): void {
    if (this.points === 0) {
      this.pen.moveTo(this.x, y);
    } else {
      this.pen.lineTo(this.x, y);
    }
    this.points++;
    this.last[0] = this.x;
    this.last[1] = y;
  }
}

class Band {
  x = 0;
  private open = false;
  private low = 0;
  private high = 0;
  /** Columns of pixels since the last gap, whose bottoms are the way back: x, y, x, y... */
  private readonly back: number[] = [];

  constructor(
    private readonly pen: Pen,
    private readonly y: Linear
  ) {}

  addRows(lower: ArrayLike<Cell> | number, upper: ArrayLike<Cell>, first: number, end: number): void {
    for (let row = first; row < end; row++) {
      const low = typeof lower === 'number' ? lower : lower[row];
      const high = upper[row];
      if (typeof low === 'number' && typeof high === 'number') {
        this.add(low, high);
      } else {
        this.end();
      }
    }
  }

  add(low: number, high: number): void {
    this.low = this.open && this.low < low ? this.low : low;
    this.high = this.open && this.high > high ? this.high : high;
    this.open = true;
  }

  flush(): void {
    if (!this.open) {
      return;
    }
    this.open = false;
    const { from, at, factor } = this.y;
    const top = at + (this.high - from) * factor;
    if (this.back.length === 0) {
      this.pen.moveTo(this.x, top);
    } else {
      this.pen.lineTo(this.x, top);
    }
    this.back.push(this.x, at + (this.low - from) * factor);
  }

  end(): void {
    this.flush();
    for (let last = this.back.length - 2; last >= 0; last -= 2) {
      this.pen.lineTo(this.back[last]!, this.back[last + 1]!);
    }
    this.back.length = 0;
  }
}
