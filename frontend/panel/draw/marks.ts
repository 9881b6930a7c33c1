/** What is drawn over and under uPlot's own lines. Each function walks anomalous rows alone, never all rows. */
import { SEVERITY_LEVELS } from '../../contract/limits';
import type { SeverityLevel } from '../../shared/contract';
import { severityColor, severityShape } from '../../shared/severity';
import type { Verdict } from '../model';

import { addShape, SHAPE_RADIUS } from './shapes';
import type { View } from './view';

/** How severity is painted: the theme and what the badges and options leave visible. */
export interface Paint {
  isDark: boolean;
  /** The panel's background, around points, so that they stand apart from lines. */
  background: string;
  visible: ReadonlySet<SeverityLevel>;
}

/** Narrower marks would be lost on a wide screen (CSS pixels). */
const NARROWEST = 3;

/** In a lower plot, points shrink with it (CSS pixels). */
const FULL_SIZE_FROM = 100;

/** Anomalous points on the value line, in one batch a level, the gravest on top. */
export function drawPoints(u: View, verdict: Verdict, paint: Paint): void {
  clipped(u, (context, ratio) => {
    const scale = Math.min(1, Math.max(0.7, u.bbox.height / ratio / FULL_SIZE_FROM)) * ratio;
    const [top, bottom] = [u.bbox.top, u.bbox.top + u.bbox.height];
    context.lineWidth = 1.5 * scale;
    context.strokeStyle = paint.background;
    for (const level of SEVERITY_LEVELS) {
      const { times, values } = verdict.marks[level];
      if (!paint.visible.has(level) || times.length === 0) {
        continue;
      }
      context.beginPath();
      times.forEach((time, i) => {
        const x = u.valToPos(time, 'x', true);
        // Beyond the user's own limits a point stands at the edge: no anomaly is out of sight.
        const y = Math.max(top, Math.min(u.valToPos(values[i]!, 'y', true), bottom));
        addShape(context, severityShape(level, verdict.scheme), x, y, SHAPE_RADIUS[level] * scale);
      });
      context.fillStyle = severityColor(level, paint.isDark, verdict.scheme);
      context.stroke();
      context.fill();
    }
  });
}

/** Events as shaded spans of time with a solid edge at the top. */
export function drawRegions(u: View, verdict: Verdict, paint: Paint): void {
  const half = halfInterval(verdict);
  clipped(u, (context, ratio) => {
    for (const event of verdict.events) {
      if (!paint.visible.has(event.severity)) {
        continue;
      }
      const [left, width] = span(u, event.fromMs - half, event.toMs + half, ratio);
      context.fillStyle = severityColor(event.severity, paint.isDark, verdict.scheme);
      context.globalAlpha = paint.isDark ? 0.16 : 0.12;
      context.fillRect(left, u.bbox.top, width, u.bbox.height);
      context.globalAlpha = 1;
      context.fillRect(left, u.bbox.top, width, 2 * ratio);
    }
  });
}

/** Whether rows stand closer than their columns are wide. */
export function isCrowded(u: View, { meta }: Verdict): boolean {
  const ratio = globalThis.devicePixelRatio || 1;
  return meta !== null && u.valToPos(meta.intervalMs, 'x', true) - u.valToPos(0, 'x', true) < NARROWEST * ratio;
}

/** The score of anomalous rows as coloured columns, in one batch a level. */
export function drawScoreColumns(u: View, verdict: Verdict, paint: Paint): void {
  const half = halfInterval(verdict);
  clipped(u, (context, ratio) => {
    const floor = u.valToPos(0, 'score', true);
    for (const level of SEVERITY_LEVELS) {
      const { times, scores } = verdict.marks[level];
      if (!paint.visible.has(level) || times.length === 0) {
        continue;
      }
      context.beginPath();
      times.forEach((time, i) => {
        const [left, width] = span(u, time - half, time + half, ratio);
        const top = u.valToPos(scores[i]!, 'score', true);
        context.rect(left, top, width, floor - top);
      });
      context.fillStyle = severityColor(level, paint.isDark, verdict.scheme);
      context.fill();
    }
  });
}

/** The threshold across the score strip: a dashed line, and where asked for a tint above it. */
export function drawThreshold(u: View, threshold: number, look: { line: string; shade: string | null }): void {
  clipped(u, (context, ratio) => {
    const { left, width } = u.bbox;
    const y = Math.round(u.valToPos(threshold, 'score', true));
    if (look.shade !== null) {
      context.fillStyle = look.shade;
      context.fillRect(left, u.bbox.top, width, y - u.bbox.top);
    }
    context.strokeStyle = look.line;
    context.lineWidth = ratio;
    context.setLineDash([5 * ratio, 4 * ratio]);
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.stroke();
  });
}

/** Draws within a view alone. */
export function clipped(u: View, draw: (context: CanvasRenderingContext2D, pixelRatio: number) => void): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(left, top, width, height);
  u.ctx.clip();
  draw(u.ctx, globalThis.devicePixelRatio || 1);
  u.ctx.restore();
}

function span(u: View, fromMs: number, toMs: number, ratio: number): [left: number, width: number] {
  const from = u.valToPos(fromMs, 'x', true);
  const to = u.valToPos(toMs, 'x', true);
  const missing = Math.max(0, NARROWEST * ratio - (to - from));
  return [from - missing / 2, to - from + missing];
}

function halfInterval(verdict: Verdict): number {
  return (verdict.meta?.intervalMs ?? 0) / 2;
}
