/** Whether the canvas shows every anomalous row: pixels are read back where each of them stands. */
import type uPlot from 'uplot';

import { FIELD } from '../../../frontend/contract/limits';
import { stripOf, type View } from '../../../frontend/panel/draw/view';
import type { SeverityLevel } from '../../../frontend/shared/contract';
import { asSeverityLevel, severityColor } from '../../../frontend/shared/severity';

import type { Slice } from './frames';
import { chartsIn } from './uplot';

export interface MarkCheck {
  anomalies: number;
  /** Their point is under that of a graver one, which was seen. */
  covered: number;
  /** What is missing, one line each. */
  wrong: string[];
}

interface Mark {
  level: SeverityLevel;
  /** Canvas pixels. */
  x: number;
  y: number;
  scoreY: number | null;
  text: string;
}

type Pixels = Pick<ImageData, 'data' | 'width' | 'height'>;

/** A point's radius and its outline (CSS pixels): what is nearer to a graver point may be under it. */
const REACH = 8;
/** A channel may differ by this much: edges are smoothed, and the score's own shade lies over its columns. */
const TOLERANCE = 44;

const COLORS = ([1, 2, 3, 4] as const).map((level) => channels(severityColor(level, true)));

/** Looks for the mark of each anomalous row, in the values and in the score strip. */
export function checkMarks(stage: HTMLElement, slices: Slice[]): MarkCheck {
  const found: MarkCheck = { anomalies: 0, covered: 0, wrong: [] };
  for (const slice of slices) {
    const charts = chartsIn(plotOf(stage, slice.name));
    if (charts.length === 1) {
      checkSeries(charts[0]!, slice, found);
    } else {
      found.wrong.push(`${charts.length} plots for ${slice.name}`);
    }
  }
  return found;
}

/** The panel puts the worst series first, so its plots are found by name. */
function plotOf(stage: HTMLElement, name: string): Element | null {
  return stage.querySelector(`[role="application"] [title="${name}"]`)?.closest('[role="application"]') ?? null;
}

function checkSeries(values: uPlot, slice: Slice, found: MarkCheck): void {
  const strip = stripOf(values);
  if (!strip) {
    found.wrong.push(`no score strip for ${slice.name}`);
    return;
  }
  const marks = marksOf(values, strip, slice);
  const pixels = pixelsOf(values);
  const floor = strip.valToPos(0, 'score', true);
  found.anomalies += marks.length;
  for (const mark of marks) {
    if (!isPainted(pixels, mark)) {
      if (isCovered(mark, marks)) {
        found.covered++;
      } else {
        found.wrong.push(`no point of level ${mark.level}: ${mark.text}`);
      }
    }
    // Where columns share pixels, the gravest is to be seen.
    const gravest = Math.max(...marks.filter(({ x }) => Math.abs(x - mark.x) <= 1).map(({ level }) => level)) as SeverityLevel;
    if (!isColumn(pixels, mark, gravest, floor)) {
      found.wrong.push(`no column of level ${gravest}: ${mark.text}`);
    }
  }
}

function marksOf(values: uPlot, strip: View, { name, times, columns }: Slice): Mark[] {
  return times.flatMap((time, row) => {
    const level = asSeverityLevel(columns[FIELD.severity]![row]);
    const value = columns[FIELD.value]![row] ?? null;
    const score = columns[FIELD.score]![row] ?? null;
    return level === null || value === null || score === null
      ? []
      : [
          {
            level,
            x: values.valToPos(time, 'x', true),
            y: values.valToPos(value, 'y', true),
            scoreY: strip.valToPos(score, 'score', true),
            text: `${name} ${new Date(time).toISOString()}`,
          },
        ];
  });
}

/** The level's colour at the middle of the point, or beside it where the point's outline is jagged. */
function isPainted(pixels: Pixels, { level, x, y }: Mark): boolean {
  const [left, top] = [Math.round(x), Math.round(y)];
  return [-1, 0, 1].some((dy) => [-1, 0, 1].some((dx) => levelAt(pixels, left + dx, top + dy) === level));
}

function isCovered(mark: Mark, marks: Mark[]): boolean {
  const reach = REACH * devicePixelRatio;
  return marks.some((other) => other.level > mark.level && Math.hypot(other.x - mark.x, other.y - mark.y) <= reach);
}

function isColumn(pixels: Pixels, { x, scoreY }: Mark, level: SeverityLevel, floor: number): boolean {
  for (let y = Math.round(scoreY ?? floor); y <= floor; y++) {
    if ([-1, 0, 1].some((dx) => levelAt(pixels, Math.floor(x) + dx, y) === level)) {
      return true;
    }
  }
  return false;
}

/** The level whose colour a pixel has; null where it has none of them. */
function levelAt({ data, width, height }: Pixels, x: number, y: number): SeverityLevel | null {
  if (x < 0 || y < 0 || x >= width || y >= height) {
    return null;
  }
  const at = 4 * (y * width + x);
  const distances = COLORS.map((color) => Math.max(...color.map((channel, i) => Math.abs(channel - data[at + i]!))));
  const least = Math.min(...distances);
  return least <= TOLERANCE ? ((distances.indexOf(least) + 1) as SeverityLevel) : null;
}

function pixelsOf(chart: uPlot): Pixels {
  const { width, height } = chart.ctx.canvas;
  return chart.ctx.getImageData(0, 0, width, height);
}

function channels(hex: string): [number, number, number] {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
