/** Orders series: those with problems first, and none moves while nothing changes. Pure. */
import type { SeverityLevel } from '../shared/contract';

import { eventsOf, type EventRow } from './events/rows';
import { isScored, type ScoredSeries, type SeveritySeries } from './model';
import type { SeriesOrder } from './options';

/** The rank of a series. */
export interface Rank {
  /** The severity of its worst open event; 0 without one. */
  open: SeverityLevel | 0;
  /** The highest score of that event when it reached this severity; without an open event, that of the newest event. */
  score: number;
  /** The start of that event; without an open event, the end of the newest one; null without events. */
  latestMs: number | null;
}

export type Ranks = ReadonlyMap<string, Rank>;

const NO_EVENT: Rank = { open: 0, score: 0, latestMs: null };

/**
 * The rank of each series by its events of these levels. `before`: the ranks of the last answer. The score of an open
 * event changes with every row; while the severity stays, the first score counts.
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

/** The rank by rows of these levels that belong to more severe events. */
function rankOfRows({ verdict }: ScoredSeries, levels: ReadonlySet<SeverityLevel>): Rank {
  const latest = [...levels].flatMap((level) => verdict.marks[level].times.at(-1) ?? []);
  return latest.length > 0 ? { open: 0, score: 0, latestMs: Math.max(...latest) } : NO_EVENT;
}

function gravestOf(events: EventRow[]): EventRow | null {
  const weight = ({ severity, score }: EventRow) => severity + (score ?? 0) / 2;
  return events.reduce<EventRow | null>((sofar, one) => (sofar && weight(sofar) >= weight(one) ? sofar : one), null);
}

/** The series in this order; does not change the given list. */
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

/** At most `most` series: the first of "worst first", in their original order. */
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
