/** A rectangle of a canvas in which times and numbers have their places: the values of a plot, or the strip under them. */
import type uPlot from 'uplot';

/** What marks need of a plot, so that they can stand in its strip as well. */
export type View = Pick<uPlot, 'ctx' | 'bbox' | 'valToPos'>;

/** How numbers become pixels of a canvas: `at + (number - from) * factor`. */
export interface Linear {
  from: number;
  at: number;
  factor: number;
}

/** Between the values and the strip, and between the strip and the labels of time (CSS pixels). */
const ABOVE = 14;
const BELOW = 4;
/** Of a strip's height, what is beside its plot: the gap above it, and the labels of time (CSS pixels). */
const AROUND = 29;
/** The score's scale ends above 1, so that the highest score does not touch the edge. */
const TOP_SCORE = 1.04;

/** How far the lines of time reach down from the values, through a strip of this height; without one, they are short. */
export function tickSize(stripHeight: number): number {
  return stripHeight > AROUND ? ABOVE + stripHeight - AROUND + BELOW : BELOW;
}

/** The strip of a plot whose ticks are of `tickSize`; null where it has none. Only the scales `x` and `score` have a place in it. */
export function stripOf(u: uPlot): View | null {
  const ratio = globalThis.devicePixelRatio || 1;
  const height = ((u.axes[0]?.ticks?.size ?? 0) - ABOVE - BELOW) * ratio;
  if (height <= 0) {
    return null;
  }
  const bbox = { ...u.bbox, top: u.bbox.top + u.bbox.height + ABOVE * ratio, height };
  return {
    ctx: u.ctx,
    bbox,
    valToPos: (value, scale, canvasPixels) =>
      scale === 'x' ? u.valToPos(value, scale, canvasPixels) : bbox.top + bbox.height * (1 - value / TOP_SCORE),
  };
}

/** The way from a scale's numbers to canvas pixels between two of them, for loops over many rows. */
export function linear(view: View, scale: string, from: number, to: number): Linear {
  const at = view.valToPos(from, scale, true);
  return { from, at, factor: to === from ? 0 : (view.valToPos(to, scale, true) - at) / (to - from) };
}

/** Lets the pointer work, and the cursor's line reach, down to the end of the strip. Called when a plot has its size. */
export function coverStrip(u: uPlot): void {
  const strip = stripOf(u);
  if (strip) {
    const ratio = globalThis.devicePixelRatio || 1;
    u.over.style.height = `${(strip.bbox.top + strip.bbox.height - u.bbox.top) / ratio}px`;
    // The element of the axis lies over the strip, and would take the pointer from it.
    u.over.style.zIndex = '1';
  }
}
