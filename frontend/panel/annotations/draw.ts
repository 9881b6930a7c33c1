/** Annotations on the canvas: dashed lines, shaded spans, and a mark under the plot. */
import type { View } from '../draw/view';

import type { Annotation } from './read';

/** Opacity of the shade of a span. */
const SHADE = 0.1;
/** Number of lines per pixel up to which each has its full colour. */
const SPARSE = 0.05;
/** Height of the mark under the plot (CSS pixels). */
const MARK_HEIGHT = 7;

/**
 * Draws one batch per colour, and one line per pixel, so that a thousand annotations are cheap. `marks`: draw those
 * under the plot.
 */
export function drawAnnotations(u: View, all: Annotation[], marks: boolean): void {
  if (all.length === 0) {
    return;
  }
  const ratio = globalThis.devicePixelRatio || 1;
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(left, top, width, height + MARK_HEIGHT * ratio);
  u.ctx.clip();
  for (const [color, some] of byColor(all)) {
    drawSome(u, some, color, ratio, marks);
  }
  u.ctx.restore();
}

function drawSome(u: View, some: Annotation[], color: string, ratio: number, marks: boolean): void {
  const { top, width, height } = u.bbox;
  const { ctx: context } = u;
  const lines = new Set<number>();
  context.fillStyle = color;
  for (const { timeMs, endMs } of some) {
    const from = Math.round(u.valToPos(timeMs, 'x', true));
    lines.add(from);
    if (endMs !== null) {
      const to = Math.round(u.valToPos(endMs, 'x', true));
      lines.add(to);
      context.globalAlpha = SHADE;
      context.fillRect(from, top, to - from, height);
      context.globalAlpha = 1;
      if (marks) {
        context.fillRect(from, top + height, to - from, 3 * ratio);
      }
    }
  }
  context.strokeStyle = color;
  context.lineWidth = ratio;
  context.setLineDash([3 * ratio, 3 * ratio]);
  context.globalAlpha = opacityOf(lines.size / (width / ratio));
  context.beginPath();
  for (const x of lines) {
    context.moveTo(x, top);
    context.lineTo(x, top + height);
  }
  context.stroke();
  context.globalAlpha = 1;
  if (marks) {
    context.beginPath();
    const half = 4 * ratio;
    for (const x of lines) {
      context.moveTo(x, top + height);
      context.lineTo(x + half, top + height + MARK_HEIGHT * ratio);
      context.lineTo(x - half, top + height + MARK_HEIGHT * ratio);
      context.closePath();
    }
    context.fill();
  }
}

/** The opacity of lines: where they are dense, they fade, so that the values stay visible. */
function opacityOf(linesAPixel: number): number {
  return Math.max(0.15, Math.min(1, SPARSE / linesAPixel));
}

function byColor(all: Annotation[]): Map<string, Annotation[]> {
  const groups = new Map<string, Annotation[]>();
  for (const one of all) {
    const group = groups.get(one.color);
    if (group) {
      group.push(one);
    } else {
      groups.set(one.color, [one]);
    }
  }
  return groups;
}
