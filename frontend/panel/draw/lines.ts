/** Lines, bands and areas on a canvas, thinned to its pixels. */
import type { TimeRange } from '@grafana/data';
import type uPlot from 'uplot';

import { firstFrom } from '../../shared/times';
import { extentOf } from '../levels';
import type { Column } from '../model';

import { isDense, traceBars } from './bars';
import { traceSmooth } from './smooth';
import { StraightPen } from './straight';
import { pixelColumns, traceBand, traceLine, type PixelColumns } from './thin';
import { linear, type Linear, type View } from './view';

/** Of a line that is not of what was, but of what was expected (CSS pixels). */
const DASH = [4, 4];

/** So many columns of pixels are in one piece of an area. */
const PIECE = 16;

/** Where the rows of a line stand: sideways alike for all lines of a plot, upwards as the scale has it. */
export interface Place {
  columns: PixelColumns;
  y: Linear;
}

/** uPlot's own lines with fewer points, and without a clip at each gap. `_width` is how uPlot is told of another width. */
export const valueLine: uPlot.Series.PathBuilder = (u, place) => {
  const { columns, y } = placeOf(u, u.data[0] as number[], valuesOf(u));
  const cells = u.data[place]!;
  const ratio = globalThis.devicePixelRatio || 1;
  const width = u.series[place]!.width ?? 1;
  const paths: uPlot.Series.Paths & { _width: number } = { stroke: new Path2D(), fill: null, clip: null, flags: 0, _width: width };
  const stroke = paths.stroke as Path2D;
  // In an overlay, the rows of other series may be what stands dense.
  if (width > 0 && isDense(columns) && isWhole(cells)) {
    paths._width = 1 / ratio;
    // uPlot itself moves a line of one pixel to the middle of it.
    traceBars(stroke, columns, y, cells, { over: (width * ratio) / 2, aside: 0 });
  } else {
    traceLine(stroke, columns, y, cells);
  }
  if (hasFill(u, place)) {
    paths.fill = new Path2D();
    traceBand(paths.fill, columns, y, 0, cells);
  }
  return paths;
};

function isWhole(cells: ArrayLike<number | null | undefined>): cells is Column {
  return !Array.prototype.includes.call(cells, undefined);
}

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
  return extentOf(columns.map((column) => column || null), first, end);
}

/** Draws a column as a fine line. */
export function strokeColumn({ ctx: context }: View, { columns, y }: Place, column: Column, color: string): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const dense = isDense(columns);
  context.beginPath();
  if (dense) {
    traceBars(context, columns, y, column, { over: ratio / 2, aside: 0.5 });
  } else {
    traceLine(context, columns, y, column);
  }
  context.strokeStyle = color;
  context.lineWidth = dense ? 1 : ratio;
  context.setLineDash([]);
  context.stroke();
}

/** Draws a column that mostly runs smoothly as a dashed line. */
export function dashColumn({ ctx: context }: View, { columns, y }: Place, column: Column, color: string): void {
  const ratio = globalThis.devicePixelRatio || 1;
  context.beginPath();
  traceSmooth(context, columns, y, column);
  context.strokeStyle = color;
  context.lineWidth = ratio;
  context.setLineDash(DASH.map((length) => length * ratio));
  context.stroke();
}

/** Fills what lies between two columns that mostly run smoothly. */
export function fillBetween({ ctx: context }: View, { columns, y }: Place, lower: Column, upper: Column, color: string): void {
  context.beginPath();
  const pen = new StraightPen(context);
  traceBand(pen, columns, y, lower, upper);
  pen.done();
  context.fillStyle = color;
  context.fill();
}

/**
 * Fills what lies between zero and a column that goes up and down. A browser without a graphics card paints a long outline
 * slowly: at each height it looks at all of the edges there. Pieces meet where a pixel begins, so that nobody sees where.
 */
export function fillFromZero({ ctx: context }: View, { columns, y }: Place, column: Column, color: string): void {
  context.fillStyle = color;
  for (let first = 0; first < columns.count; first += PIECE) {
    context.beginPath();
    traceBand(context, pieceOf(columns, first), y, 0, column);
    context.fill();
  }
}

/** Ends with the column of pixels with which the next piece begins. */
function pieceOf({ count, step, x, start }: PixelColumns, first: number): PixelColumns {
  const end = Math.min(count, first + PIECE + 1);
  return { count: end - first, step, x: x.subarray(first, end), start: start.subarray(first, end + 1) };
}
