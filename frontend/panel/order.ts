/** Who comes first among series: those in trouble, and nobody jumps while nothing changes. Pure. */
import type { SeverityLevel } from '../shared/contract';

import { eventsOf, type EventRow } from './events/rows';
import { isScored, type ScoredSeries, type SeveritySeries } from './model';
import type { SeriesOrder } from './options';

/** Where a series stands among the others. */
export interface Rank {
  /** The severity of its gravest open event; 0 where none is open. */
  open: SeverityLevel | 0;
  /** The highest score of that event as it was when the event came to this severity; of the newest event where none is open. */
  score: number;
  /** When that event began, or where none is open, when the newest one ended; null where there is none. */
  latestMs: number | null;
}

export type Ranks = ReadonlyMap<string, Rank>;

const NO_EVENT: Rank = { open: 0, score: 0, latestMs: null };

/**
 * The rank of each series by its events of these levels. `before`: the ranks of the last answer. The score of an open event
 * changes with every row; for as long as the severity stays, the one that was first seen counts.
 */
export function ranksOf(all: SeveritySeries[], levels: ReadonlySet<SeverityLevel>, before: Ranks = new Map()): Ranks {
  return new Map(
    all.map((series) => {
      const rank = isScored(series) ? rankOf(series, levels) : NO_EVENT;
      const last = before.get(series.id);
      return [series.id, last && rank.open > 0 && last.open === rank.open ? last : rank];
    })
  );
}

function rankOf(series: ScoredSeries, levels: ReadonlySet<SeverityLevel>): Rank {
  const events = eventsOf(series).filter(({ severity }) => levels.has(severity));
  const gravest = gravestOf(events.filter(({ open }) => open));
  if (gravest) {
    return { open: gravest.severity, score: gravest.score ?? 0, latestMs: gravest.fromMs };
  }
  const newest = events.reduce<EventRow | null>((sofar, one) => (sofar && sofar.toMs >= one.toMs ? sofar : one), null);
  return newest ? { open: 0, score: newest.score ?? 0, latestMs: newest.toMs } : rankOfRows(series, levels);
}

/** Of rows of these levels that are part of graver events. */
function rankOfRows({ verdict }: ScoredSeries, levels: ReadonlySet<SeverityLevel>): Rank {
  const latest = [...levels].flatMap((level) => verdict.marks[level].times.at(-1) ?? []);
  return latest.length > 0 ? { open: 0, score: 0, latestMs: Math.max(...latest) } : NO_EVENT;
}

function gravestOf(events: EventRow[]): EventRow | null {
  const weight = ({ severity, score }: EventRow) => severity + (score ?? 0) / 2;
  return events.reduce<EventRow | null>((sofar, one) => (sofar && weight(sofar) >= weight(one) ? sofar : one), null);
}

/** The series in this order; the given list stays as it is. */
export function inOrder(series: SeveritySeries[], order: SeriesOrder, ranks: Ranks): SeveritySeries[] {
  switch (order) {
    case 'query':
      return series;
    case 'worst':
      return worstFirst(series, ranks);
    case 'name':
      return [...series].sort(byName());
  }
}

/** Open events first, by severity and then by score; then the newest events; then by name. */
function worstFirst(series: SeveritySeries[], ranks: Ranks): SeveritySeries[] {
  const named = byName();
  const rank = ({ id }: SeveritySeries) => ranks.get(id) ?? NO_EVENT;
  return [...series].sort((a, b) => compareRanks(rank(a), rank(b)) || named(a, b));
}

function compareRanks(a: Rank, b: Rank): number {
  const byTime = (b.latestMs ?? -Number.MAX_VALUE) - (a.latestMs ?? -Number.MAX_VALUE);
  const byScore = b.score - a.score;
  return b.open - a.open || (a.open > 0 ? byScore || byTime : byTime || byScore);
}

/** At most so many: the first of "worst first", in the order in which they came. */
export function worstOf(series: SeveritySeries[], most: number, ranks: Ranks): SeveritySeries[] {
  if (series.length <= most) {
    return series;
  }
  const kept = new Set(worstFirst(series, ranks).slice(0, most));
  return series.filter((one) => kept.has(one));
}

function byName(): (a: SeveritySeries, b: SeveritySeries) => number {
  const collator = new Intl.Collator(undefined, { numeric: true });
  return (a, b) => collator.compare(a.name, b.name);
}
