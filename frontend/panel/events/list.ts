/** The events of all series as one list. Pure. */
import type { SeismoEvent, SeverityLevel } from '../../shared/contract';
import { isScored, type ScoredSeries, type SeveritySeries } from '../model';

export interface ListedEvent {
  series: ScoredSeries;
  event: SeismoEvent;
}

/** More than anybody reads; the latest are kept. */
const MOST_EVENTS = 100;

/** The events of these levels, the latest first. */
export function listEvents(all: SeveritySeries[], visible: ReadonlySet<SeverityLevel>): ListedEvent[] {
  const events = all
    .filter(isScored)
    .flatMap((series) => series.verdict.events.filter(({ severity }) => visible.has(severity)).map((event) => ({ series, event })));
  return events.sort((a, b) => b.event.peakMs - a.event.peakMs).slice(0, MOST_EVENTS);
}
