/** The order of the list. Pure. */
import type { EventRow } from '../../events/rows';

export const SORTABLE = ['start', 'duration', 'severity', 'series', 'score'] as const;
export type SortKey = (typeof SORTABLE)[number];

export interface Sorting {
  key: SortKey;
  descending: boolean;
}

export const LATEST_FIRST: Sorting = { key: 'start', descending: true };

const VALUES: Record<Exclude<SortKey, 'series'>, (row: EventRow) => number> = {
  start: ({ fromMs }) => fromMs,
  // An open event may become the longest.
  duration: ({ open, durationMs }) => (open ? Number.MAX_VALUE : durationMs ?? 0),
  severity: ({ severity, score }) => severity + (score ?? 0) / 2,
  score: ({ score }) => score ?? -1,
};

/** The rows in order; on a tie, the latest first. Does not change the given list. */
export function sorted(rows: EventRow[], { key, descending }: Sorting): EventRow[] {
  const byName = new Intl.Collator(undefined, { numeric: true });
  const sign = descending ? -1 : 1;
  const compare = (a: EventRow, b: EventRow) =>
    key === 'series' ? byName.compare(a.name, b.name) : VALUES[key](a) - VALUES[key](b);
  return [...rows].sort((a, b) => sign * compare(a, b) || b.fromMs - a.fromMs);
}

/**
 * Choosing the same column again reverses the order. Another column starts with its most useful order: names from A,
 * all else from the top.
 */
export function nextSorting(now: Sorting, key: SortKey): Sorting {
  return now.key === key ? { key, descending: !now.descending } : { key, descending: key !== 'series' };
}
