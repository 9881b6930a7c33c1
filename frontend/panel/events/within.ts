/** Which events anomalous rows belong to. Pure. */
import type { ScoredSeries } from '../model';

import { eventsOf } from './rows';

/** The place of the event that a row lies in; null where the list of events does not reach so far back. */
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
