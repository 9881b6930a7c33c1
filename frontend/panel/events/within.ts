/** Finds the event of an anomalous row. Pure. */
import type { ScoredSeries } from '../model';

import { eventsOf } from './rows';

/** The index of the event that contains a row; null if the list of events does not reach so far back. */
export function eventAt(series: ScoredSeries, timeMs: number): number | null {
  const events = eventsOf(series);
  let low = 0;
  let high = events.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { fromMs, toMs } = events[middle]!;
    if (fromMs <= timeMs && timeMs <= toMs) {
      return middle;
    }
    if (toMs < timeMs) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return null;
}
