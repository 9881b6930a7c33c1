/** Lines, bands and areas on a canvas, thinned to its pixels. */
import type { TimeRange } from '@grafana/data';
import type uPlot from 'uplot';

import type { Column } from '../model';

import { traceBand, traceLine, type Rows } from './thin';
import { linear, type View } from './view';

export interface Stroke {
  color: string;
  /** CSS pixels, as all lengths here. */
  dash?: number[];
}

/** uPlot's own lines with fewer points, and without a clip at each gap. */
export const valueLine: uPlot.Series.PathBuilder = (u, place, first, last) => {
  const times = u.data[0];
  const rows = { times, first, last, x: linear(u, 'x', times[first] ?? 0, times[last] ?? 0), y: valuesOf(u) };
  const stroke = new Path2D();
  traceLine(stroke, rows, u.data[place]!);
  return { stroke, fill: hasFill(u, place) ? areaUnder(u, rows, place) : null, clip: null, flags: 0 };
};

function hasFill(u: uPlot, place: number): boolean {
  const { fill } = u.series[place]!;
  return Boolean(typeof fill === 'function' ? fill(u, place) : fill);
}

function areaUnder(u: uPlot, rows: Rows, place: number): Path2D {
  const fill = new Path2D();
  traceBand(fill, rows, 0, u.data[place]!);
  return fill;
}

/** The way from values to pixels. */
export function valuesOf(u: uPlot): Rows['y'] {
  const { min, max } = u.scales.y!;
  return linear(u, 'y', min ?? 0, max ?? 1);
}

/** The rows of a range and one more at either end, to which lines run; null where there are none. */
export function rowsIn(view: View, times: number[], { from, to }: TimeRange, y: Rows['y']): Rows | null {
  const first = Math.max(0, firstFrom(times, from.valueOf()) - 1);
  const last = Math.min(times.length - 1, firstFrom(times, to.valueOf() + 1));
  return first > last ? null : { times, first, last, x: linear(view, 'x', times[first]!, times[last]!), y };
}

/** Lowest and highest number of some columns within a range; null where there is none. */
export function extentIn(columns: Array<Column | null | undefined | false>, times: number[], { from, to }: TimeRange): [number, number] | null {
  const [first, end] = [firstFrom(times, from.valueOf()), firstFrom(times, to.valueOf() + 1)];
  const ends: [number, number] = [Infinity, -Infinity];
  for (const column of columns) {
    if (column) {
      widen(ends, column, first, end);
    }
  }
  return ends[0] <= ends[1] ? ends : null;
}

function widen(ends: [number, number], column: Column, first: number, end: number): void {
  let [low, high] = ends;
  for (let row = first; row < end; row++) {
    const number = column[row];
    if (typeof number === 'number') {
      low = number < low ? number : low;
      high = number > high ? number : high;
    }
  }
  ends[0] = low;
  ends[1] = high;
}

/** Draws a column as a line. */
export function strokeColumn({ ctx: context }: View, rows: Rows, column: Column, { color, dash = [] }: Stroke): void {
  const ratio = globalThis.devicePixelRatio || 1;
  context.beginPath();
  traceLine(context, rows, column);
  context.strokeStyle = color;
  context.lineWidth = ratio;
  context.setLineDash(dash.map((length) => length * ratio));
  context.stroke();
}

/** Fills what lies between two columns, or a number and a column. */
export function fillBetween({ ctx: context }: View, rows: Rows, lower: Column | number, upper: Column, color: string): void {
  context.beginPath();
  traceBand(context, rows, lower, upper);
  context.fillStyle = color;
  context.fill();
}

/** The first row at or after a time. */
function firstFrom(times: number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
