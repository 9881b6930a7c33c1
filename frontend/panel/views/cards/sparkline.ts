/** A sparkline in a few pixels: one stroke, then its anomalous points in one batch per level. */
import { SEVERITY_LEVELS } from '../../../contract/limits';
import type { SeverityLevel } from '../../../shared/contract';
import { severityColor, severityShape } from '../../../shared/severity';
import { addShape } from '../../draw/shapes';
import type { SeveritySeries } from '../../model';

export interface SparklinePaint {
  line: string;
  isDark: boolean;
  background: string;
  visible: ReadonlySet<SeverityLevel>;
}

/** The lowest and highest value of a column of pixels. */
export interface Column {
  x: number;
  low: number;
  high: number;
}

/** Margin around the line, so that points are not cut off (CSS pixels). */
const MARGIN = 4;
/** Radius of points, smaller than in a plot (CSS pixels). */
const RADIUS: Record<SeverityLevel, number> = { 1: 2.2, 2: 3, 3: 3.6, 4: 4.2 };

/** At most one entry per pixel column, with every extreme; null where a gap interrupts the line. */
export function columnsOf({ times, values }: Pick<SeveritySeries, 'times' | 'values'>, range: { fromMs: number; toMs: number }, width: number): Array<Column | null> {
  const columns: Array<Column | null> = [];
  const perMs = width / Math.max(1, range.toMs - range.fromMs);
  values.forEach((value, row) => {
    const last = columns[columns.length - 1];
    if (value === null) {
      if (last) {
        columns.push(null);
      }
      return;
    }
    const x = Math.round((times[row]! - range.fromMs) * perMs);
    if (last && last.x === x) {
      last.low = Math.min(last.low, value);
      last.high = Math.max(last.high, value);
    } else {
      columns.push({ x, low: value, high: value });
    }
  });
  return columns;
}

/** Draws within a box of this size. */
export function drawSparkline(
  context: CanvasRenderingContext2D,
  series: SeveritySeries,
  range: { fromMs: number; toMs: number },
  size: { width: number; height: number },
  paint: SparklinePaint
): void {
  const width = Math.max(1, size.width - 2 * MARGIN);
  const height = Math.max(1, size.height - 2 * MARGIN);
  const columns = columnsOf(series, range, width);
  const drawn = columns.filter((column) => column !== null);
  const low = Math.min(...drawn.map((column) => column.low));
  const high = Math.max(...drawn.map((column) => column.high));
  // A constant value is drawn in the middle.
  const yOf = (value: number) => MARGIN + (high > low ? (1 - (value - low) / (high - low)) * height : height / 2);
  strokeColumns(context, columns, yOf, paint.line);
  const xOf = (timeMs: number) => MARGIN + ((timeMs - range.fromMs) / Math.max(1, range.toMs - range.fromMs)) * width;
  drawMarks(context, series, xOf, yOf, paint);
}

function strokeColumns(context: CanvasRenderingContext2D, columns: Array<Column | null>, yOf: (value: number) => number, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.beginPath();
  let pen = false;
  for (const column of columns) {
    if (!column) {
      pen = false;
      continue;
    }
    const x = MARGIN + column.x;
    if (!pen) {
      // A point without neighbours is drawn as a dot.
      context.moveTo(x - 0.5, yOf(column.high));
    }
    context.lineTo(x, yOf(column.high));
    context.lineTo(x, yOf(column.low));
    pen = true;
  }
  context.stroke();
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { verdict }: SeveritySeries,
  xOf: (timeMs: number) => number,
  yOf: (value: number) => number,
  { visible, background, isDark }: SparklinePaint
): void {
  for (const level of SEVERITY_LEVELS) {
    const marks = verdict?.marks[level];
    if (!verdict || !marks || !visible.has(level) || marks.times.length === 0) {
      continue;
    }
    context.beginPath();
    marks.times.forEach((timeMs, i) => addShape(context, severityShape(level, verdict.scheme), xOf(timeMs), yOf(marks.values[i]!), RADIUS[level]));
    context.strokeStyle = background;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = severityColor(level, isDark, verdict.scheme);
    context.fill();
  }
}
