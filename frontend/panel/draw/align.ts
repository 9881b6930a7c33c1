/** Columns side by side, as uPlot reads them. */
import type { AlignedData } from 'uplot';

import type { Column, SeveritySeries } from '../model';

/** A cell without a row of its own: uPlot draws the line across it, while null breaks the line. */
type Joined = Array<number | null | undefined>;

/** Where each series' rows stand on the time axis that all share. */
export interface SharedAxis {
  times: number[];
  /** For each series the place of each row; null where its times are the shared ones. */
  places: Array<number[] | null>;
}

/** One series: its times and values. */
export function alignValues({ times, values }: SeveritySeries): AlignedData {
  return [times, values];
}

/** The times of all series, each once, in order. */
export function shareAxis(all: SeveritySeries[]): SharedAxis {
  const first = all[0]?.times ?? [];
  if (all.every(({ times }) => sameTimes(times, first))) {
    return { times: first, places: all.map(() => null) };
  }
  const times = [...new Set(all.flatMap((series) => series.times))].sort((a, b) => a - b);
  const placeOf = new Map(times.map((time, place) => [time, place]));
  return { times, places: all.map((series) => series.times.map((time) => placeOf.get(time)!)) };
}

/** A column laid on the shared axis. */
function place(column: Column, places: number[] | null, length: number): Joined {
  if (!places) {
    return column;
  }
  const joined: Joined = new Array<undefined>(length).fill(undefined);
  places.forEach((to, row) => {
    joined[to] = column[row];
  });
  return joined;
}

/** All values in one plot. */
export function alignOverlay(all: SeveritySeries[], { times, places }: SharedAxis): AlignedData {
  return [times, ...all.map((series, i) => place(series.values, places[i] ?? null, times.length))] as AlignedData;
}

function sameTimes(a: number[], b: number[]): boolean {
  return a === b || (a.length === b.length && a.every((time, i) => time === b[i]));
}
