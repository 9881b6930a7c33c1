/** Columns side by side, as uPlot reads them. */
import type { AlignedData } from 'uplot';

import type { Column, ScoredSeries, SeveritySeries } from '../model';

/** A cell without a row of its own: uPlot draws the line across it, while null breaks the line. */
type Joined = Array<number | null | undefined>;

/** Where each series' rows stand on the time axis that all share. */
export interface SharedAxis {
  times: number[];
  /** For each series the place of each row; null where its times are the shared ones. */
  places: Array<number[] | null>;
}

/** The value plot of one series: value, expected, lower, upper. */
export function alignValues(series: SeveritySeries): AlignedData {
  const { times, values, verdict } = series;
  const none = (): Column => new Array<number | null>(times.length).fill(null);
  return [times, values, verdict?.expected ?? none(), verdict?.lower ?? none(), verdict?.upper ?? none()];
}

/** The score strip of one series: the score, then each detector's confidence. */
export function alignScores(series: ScoredSeries, withDetectors: boolean): AlignedData {
  const votes = withDetectors ? series.verdict.votes.flatMap(({ confidence }) => (confidence ? [confidence] : [])) : [];
  return [series.times, series.verdict.score, ...votes];
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

/** All values in one plot, then expected, lower and upper of the one in focus. */
export function alignOverlay(all: SeveritySeries[], axis: SharedAxis, focus: SeveritySeries | null): AlignedData {
  const { times, places } = axis;
  const focused = focus ? all.indexOf(focus) : -1;
  const ofFocus = (column: Column | null | undefined): Joined =>
    column && focused >= 0
      ? place(column, places[focused] ?? null, times.length)
      : new Array<null>(times.length).fill(null);
  return [
    times,
    ...all.map((series, i) => place(series.values, places[i] ?? null, times.length)),
    ofFocus(focus?.verdict?.expected),
    ofFocus(focus?.verdict?.lower),
    ofFocus(focus?.verdict?.upper),
  ] as AlignedData;
}

function sameTimes(a: number[], b: number[]): boolean {
  return a === b || (a.length === b.length && a.every((time, i) => time === b[i]));
}
