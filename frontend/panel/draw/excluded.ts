/** The windows that the query excludes, hatched behind the values. */
import type { SeismoMeta } from '../../shared/contract';

import type { View } from './view';

type Window = NonNullable<SeismoMeta['excluded']>[number];

/** How the hatch looks: as many words as there is room for are written on top. */
export interface Hatch {
  line: string;
  text: string;
  font: string;
  /** From the longest to the shortest. */
  words: (window: Window) => string[];
}

/** Between two lines of the hatch (CSS pixels). */
const STEP = 8;

/** Windows that do not report or do not learn. */
export function drawExcluded(u: View, windows: Window[], hatch: Hatch): void {
  if (windows.length === 0) {
    return;
  }
  const ratio = globalThis.devicePixelRatio || 1;
  const { left, top, width, height } = u.bbox;
  for (const window of windows) {
    const from = Math.max(left, u.valToPos(window.fromMs, 'x', true));
    const to = Math.min(left + width, u.valToPos(window.toMs, 'x', true));
    if (to - from < ratio) {
      continue;
    }
    const { ctx: context } = u;
    context.save();
    context.beginPath();
    context.rect(from, top, to - from, height);
    context.clip();
    context.strokeStyle = hatch.line;
    context.lineWidth = ratio;
    context.beginPath();
    // On a grid that is fixed to the plot, so that neighbouring windows share their lines.
    const step = STEP * ratio;
    for (let x = Math.floor((from - height) / step) * step; x < to; x += step) {
      context.moveTo(x, top + height);
      context.lineTo(x + height, top);
    }
    context.stroke();
    label(context, hatch, window, { from, to, top, ratio });
    context.restore();
  }
}

function label(
  context: CanvasRenderingContext2D,
  hatch: Hatch,
  window: Window,
  { from, to, top, ratio }: { from: number; to: number; top: number; ratio: number }
): void {
  context.font = hatch.font;
  const words = hatch.words(window).find((text) => context.measureText(text).width + 8 * ratio <= to - from);
  if (words !== undefined) {
    context.fillStyle = hatch.text;
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.fillText(words, from + 4 * ratio, top + 4 * ratio);
  }
}
