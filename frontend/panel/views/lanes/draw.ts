/** Paints lanes on a canvas: only visible ones, and only their anomalous buckets and spans. */
import { SEVERITY_LEVELS } from '../../../contract/limits';
import type { SeverityLevel } from '../../../shared/contract';
import { severityColor, severityGroup, severityShape } from '../../../shared/severity';
import { addShape } from '../../draw/shapes';
import { schemeOf, type SeveritySeries } from '../../model';

import { cellsOf, seenOf } from './cells';
import { endsOf, type Grid } from './grid';
import { spansOf } from './spans';

export interface LanesPaint {
  isDark: boolean;
  /** The panel's background. */
  background: string;
  /** Background of a scored stretch, and of one that was not scored. */
  track: string;
  unscored: string;
  /** Lines across a gap. */
  hatch: string;
  visible: ReadonlySet<SeverityLevel>;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Share of a lane's height that a level fills, so that more severe levels are higher even without colours. */
const FILLS: Record<SeverityLevel, number> = { 1: 0.4, 2: 0.6, 3: 0.8, 4: 1 };
/** Space between lanes (CSS pixels). */
const BETWEEN = 3;
/** Smallest room for a recognisable shape (CSS pixels). */
const SHAPE_FROM = { width: 9, height: 12 };
const HATCH_STEP = 5;

/** The x of a time in the box. */
export function xAt({ fromMs, toMs }: Pick<Grid, 'fromMs' | 'toMs'>, { left, width }: Pick<Box, 'left' | 'width'>, timeMs: number): number {
  return left + ((timeMs - fromMs) / Math.max(1, toMs - fromMs)) * width;
}

/** The time at an x in the box, clamped to the range. */
export function timeAt({ fromMs, toMs }: Pick<Grid, 'fromMs' | 'toMs'>, { left, width }: Pick<Box, 'left' | 'width'>, x: number): number {
  const share = Math.min(1, Math.max(0, (x - left) / Math.max(1, width)));
  return fromMs + share * (toMs - fromMs);
}

/** Draws one lane: its background, then its anomalous buckets in one batch per level. */
export function drawLane(context: CanvasRenderingContext2D, series: SeveritySeries, grid: Grid, lane: Box, paint: LanesPaint): void {
  const box = { ...lane, top: lane.top + BETWEEN / 2, height: lane.height - BETWEEN };
  drawSpans(context, series, grid, box, paint);
  drawCells(context, series, grid, box, paint);
}

function drawSpans(context: CanvasRenderingContext2D, series: SeveritySeries, grid: Grid, box: Box, paint: LanesPaint): void {
  for (const { kind, fromMs, toMs } of spansOf(series)) {
    const left = Math.max(box.left, xAt(grid, box, fromMs));
    const right = Math.min(box.left + box.width, xAt(grid, box, toMs));
    if (right <= left) {
      continue;
    }
    const part = { left, top: box.top, width: right - left, height: box.height };
    if (kind === 'gap') {
      hatch(context, part, paint.hatch, false);
    } else if (kind === 'excluded') {
      context.fillStyle = paint.unscored;
      context.fillRect(part.left, part.top, part.width, part.height);
      hatch(context, part, paint.background, true);
    } else {
      context.fillStyle = kind === 'scored' ? paint.track : paint.unscored;
      context.fillRect(part.left, part.top, part.width, part.height);
    }
  }
}

function drawCells(context: CanvasRenderingContext2D, series: SeveritySeries, grid: Grid, box: Box, paint: LanesPaint): void {
  const scheme = schemeOf(series);
  const parts: Record<SeverityLevel, Box[]> = { 1: [], 2: [], 3: [], 4: [] };
  for (const cell of cellsOf(series, grid)) {
    const seen = seenOf(cell, paint.visible);
    if (seen) {
      const face = severityGroup(scheme, seen.worst).face;
      parts[face].push(cellBox(grid, box, cell.bucket, FILLS[face]));
    }
  }
  for (const level of SEVERITY_LEVELS) {
    const boxes = parts[level];
    if (boxes.length === 0) {
      continue;
    }
    context.fillStyle = severityColor(level, paint.isDark, scheme);
    context.beginPath();
    boxes.forEach(({ left, top, width, height }) => context.rect(left, top, width, height));
    context.fill();
    context.fillStyle = paint.background;
    context.beginPath();
    boxes.filter(({ width, height }) => width >= SHAPE_FROM.width && height >= SHAPE_FROM.height).forEach((one) => {
      const radius = Math.min(one.width, one.height) * 0.28;
      addShape(context, severityShape(level, scheme), one.left + one.width / 2, one.top + one.height / 2, radius);
    });
    context.fill();
  }
}

/** On the lane's bottom, at least two pixels wide, with one pixel of space to the next. */
function cellBox(grid: Grid, box: Box, bucket: number, fills: number): Box {
  const [fromMs, toMs] = endsOf(grid, bucket);
  const left = xAt(grid, box, fromMs);
  const width = Math.max(2, xAt(grid, box, toMs) - left - 1);
  const height = Math.round(box.height * fills);
  return { left, top: box.top + box.height - height, width, height };
}

function hatch(context: CanvasRenderingContext2D, { left, top, width, height }: Box, color: string, falling: boolean): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  // Aligned to the canvas, so that adjacent stretches match.
  for (let x = Math.floor((left - height) / HATCH_STEP) * HATCH_STEP; x < left + width; x += HATCH_STEP) {
    context.moveTo(x, falling ? top : top + height);
    context.lineTo(x + height, falling ? top + height : top);
  }
  context.stroke();
  context.restore();
}
