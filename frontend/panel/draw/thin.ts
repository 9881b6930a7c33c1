/**
 * Lines of many rows with few points. Rows that share a column of pixels become its highest and its lowest point, so
 * that no extreme is lost and no more is drawn than can be seen. Null ends a line; undefined is passed over.
 */
import type { Linear } from './view';

type Cell = number | null | undefined;
export type Pen = Pick<Path2D, 'moveTo' | 'lineTo'>;

/** Rows of a plot, and where they stand on the canvas. */
export interface Rows {
  times: ArrayLike<number>;
  /** First and last row, both drawn. */
  first: number;
  last: number;
  x: Linear;
  y: Linear;
  /** Width of a column of pixels; 1 where nothing is given. */
  step?: number;
}

/** Draws a column of numbers as lines. */
export function traceLine(pen: Pen, { times, first, last, x, y, step = 1 }: Rows, cells: ArrayLike<Cell>): void {
  const line = new Line(pen);
  for (let row = first; row <= last; row++) {
    const cell = cells[row];
    if (cell === null) {
      line.end();
    } else if (cell !== undefined) {
      line.add(pixel(times[row]!, x, step), Math.round(y.at + (cell - y.from) * y.factor));
    }
  }
  line.end();
}

/** Draws what lies between two columns of numbers, or a number and a column, to be filled. A gap in either is a gap. */
export function traceBand(
  pen: Pen,
  { times, first, last, x, y, step = 1 }: Rows,
  lower: ArrayLike<Cell> | number,
  upper: ArrayLike<Cell>
): void {
  const band = new Band(pen);
  for (let row = first; row <= last; row++) {
    const low = typeof lower === 'number' ? lower : lower[row];
    const high = upper[row];
    if (typeof low === 'number' && typeof high === 'number') {
      const [top, bottom] = [y.at + (high - y.from) * y.factor, y.at + (low - y.from) * y.factor];
      band.add(pixel(times[row]!, x, step), top, bottom);
    } else {
      band.end();
    }
  }
  band.end();
}

function pixel(time: number, x: Linear, step: number): number {
  return Math.round((x.at + (time - x.from) * x.factor) / step) * step;
}

class Line {
  /** Points since the last gap. */
  private points = 0;
  private x = NaN;
  private top = 0;
  private bottom = 0;
  /** Whether the highest point of this column of pixels came after the lowest. */
  private rises = false;

  constructor(private readonly pen: Pen) {}

  add(x: number, y: number): void {
    if (x !== this.x) {
      this.flush();
      this.x = x;
      this.top = this.bottom = y;
      this.rises = false;
    } else if (y < this.top) {
      this.top = y;
      this.rises = true;
    } else if (y > this.bottom) {
      this.bottom = y;
      this.rises = false;
    }
  }

  end(): void {
    this.flush();
    if (this.points === 1) {
      // A row between two gaps would have no length and not be seen.
      this.pen.moveTo(this.x - 1, this.top);
      this.pen.lineTo(this.x + 1, this.top);
    }
    this.points = 0;
    this.x = NaN;
  }

  private flush(): void {
    if (Number.isNaN(this.x)) {
      return;
    }
    this.point(this.rises ? this.bottom : this.top);
    if (this.top !== this.bottom) {
      this.point(this.rises ? this.top : this.bottom);
    }
  }

  private point(y: number): void {
    if (this.points === 0) {
      this.pen.moveTo(this.x, y);
    } else {
      this.pen.lineTo(this.x, y);
    }
    this.points++;
  }
}

class Band {
  private x = NaN;
  private top = 0;
  private bottom = 0;
  /** Columns of pixels since the last gap, whose bottoms are the way back. */
  private readonly back: Array<[x: number, bottom: number]> = [];

  constructor(private readonly pen: Pen) {}

  add(x: number, top: number, bottom: number): void {
    if (x === this.x) {
      this.top = Math.min(this.top, top);
      this.bottom = Math.max(this.bottom, bottom);
    } else {
      this.flush();
      this.x = x;
      this.top = top;
      this.bottom = bottom;
    }
  }

  end(): void {
    this.flush();
    for (let at = this.back.length - 1; at >= 0; at--) {
      this.pen.lineTo(...this.back[at]!);
    }
    this.back.length = 0;
    this.x = NaN;
  }

  private flush(): void {
    if (Number.isNaN(this.x)) {
      return;
    }
    if (this.back.length === 0) {
      this.pen.moveTo(this.x, this.top);
    } else {
      this.pen.lineTo(this.x, this.top);
    }
    this.back.push([this.x, this.bottom]);
  }
}
