/** The line of a sparkline. Pure. */

/** The box of the line: x from 0 to 100, y from 0 (top) to 100. */
export const SIDE = 100;

export interface Scale {
  x: (time: number) => number;
  y: (value: number) => number;
}

/** Maps times of the range and the values to the box; a constant series is drawn in its middle. */
export function scaleOf(range: { fromMs: number; toMs: number }, values: ReadonlyArray<number | null>): Scale {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value !== null) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const width = range.toMs - range.fromMs || 1;
  const height = high - low;
  return {
    x: (time) => within(((time - range.fromMs) / width) * SIDE),
    y: (value) => (height > 0 ? within(SIDE - ((value - low) / height) * SIDE) : SIDE / 2),
  };
}

/** The path of a line that breaks at each gap. */
export function linePath(times: readonly number[], values: ReadonlyArray<number | null>, { x, y }: Scale): string {
  let path = '';
  let isBroken = true;
  values.forEach((value, i) => {
    if (value === null) {
      isBroken = true;
      return;
    }
    path += `${isBroken ? 'M' : 'L'}${x(times[i] ?? 0).toFixed(2)} ${y(value).toFixed(2)}`;
    isBroken = false;
  });
  return path;
}

function within(place: number): number {
  return Math.min(SIDE, Math.max(0, place));
}
