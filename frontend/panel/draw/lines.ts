/** Lines, bands and areas on a canvas, thinned to its pixels. */
import type { TimeRange } from '@grafana/data';
import type uPlot from 'uplot';

import { firstFrom } from '../../shared/times';
import { widen } from '../columns';
import type { Column } from '../model';

import { pixelColumns, traceBand, traceLine, type PixelColumns } from './thin';
import { linear, type Linear, type View } from './view';

export interface Stroke {
  color: string;
  /** CSS pixels, as all lengths here. */
  dash?: number[];
}

/** Where the rows of a line stand: sideways alike for all lines of a plot, upwards as the scale has it. */
export interface Place {
  columns: PixelColumns;
  y: Linear;
}

/** uPlot's own lines with fewer points, and without a clip at each gap. */
export const valueLine: uPlot.Series.PathBuilder = (u, place) => {
  const { columns, y } = placeOf(u, u.data[0] as number[], valuesOf(u));
  const stroke = new Path2D();
  traceLine(stroke, columns, y, u.data[place]!);
  let fill: Path2D | null = null;
  if (hasFill(u, place)) {
    fill = new Path2D();
    traceBand(fill, columns, y, 0, u.data[place]!);
  }
  return { stroke, fill, clip: null, flags: 0 };
};

function hasFill(u: uPlot, place: number): boolean {
  const { fill } = u.series[place]!;
  return Boolean(typeof fill === 'function' ? fill(u, place) : fill);
}

/** The way from values to pixels. */
export function valuesOf(u: uPlot): Linear {
  const { min, max } = u.scales.y!;
  return linear(u, 'y', min ?? 0, max ?? 1);
}

interface Kept {
  key: string;
  columns: PixelColumns;
}

/** What was shared out last for some times, for each width of a column. */
const kept = new WeakMap<ArrayLike<number>, Map<number, Kept>>();

/** Where the rows of a view stand. */
export function placeOf(view: View, times: number[], y: Linear, step = 1): Place {
  const x = linear(view, 'x', times[0] ?? 0, times.at(-1) ?? 0);
  const key = `${x.from} ${x.at} ${x.factor}`;
  const widths = kept.get(times) ?? new Map<number, Kept>();
  let found = widths.get(step);
  if (found?.key !== key) {
    found = { key, columns: pixelColumns(times, x, step) };
    widths.set(step, found);
    kept.set(times, widths);
  }
  return { columns: found.columns, y };
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

/** Draws a column as a line. */
export function strokeColumn({ ctx: context }: View, { columns, y }: Place, column: Column, { color, dash = [] }: Stroke): void {
  const ratio = globalThis.devicePixelRatio || 1;
  context.beginPath();
  traceLine(context, columns, y, column);
  context.strokeStyle = color;
  context.lineWidth = ratio;
  context.setLineDash(dash.map((length) => length * ratio));
  context.stroke();
}

/** Fills what lies between two columns, or a number and a column. */
export function fillBetween({ ctx: context }: View, { columns, y }: Place, lower: Column | number, upper: Column, color: string): void {
  context.beginPath();
  traceBand(context, columns, y, lower, upper);
  context.fillStyle = color;
  context.fill();
}
