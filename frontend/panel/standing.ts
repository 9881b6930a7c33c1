/** Whether the current state of a series is known: it may be learning, or gone. Pure. */

import type { SeismoLearning } from '../contract/types';
import type { SeveritySeries } from './model';

export type Standing =
  | { kind: 'known' }
  /** Too few samples precede its newest row for a score. */
  | ({ kind: 'learning' } & SeismoLearning)
  /** It has no samples any more; `lastMs` is the last one in the range, null if there is none. */
  | { kind: 'gone'; lastMs: number | null };

export const KNOWN: Standing = { kind: 'known' };

/** Number of intervals without a sample before the end after which a series is gone. */
const GONE_AFTER_INTERVALS = 3;

type Read = Pick<SeveritySeries, 'refId' | 'times' | 'values' | 'verdict'>;

/**
 * The standing of each series, in order. The newest row of its own query counts as the end, because other queries may
 * have later data.
 */
export function standingsOf(all: Read[]): Standing[] {
  const ends = new Map<string, number>();
  for (const { refId, times } of all) {
    ends.set(refId, Math.max(ends.get(refId) ?? -Infinity, times[times.length - 1] ?? -Infinity));
  }
  return all.map((series) => standingOf(series, ends.get(series.refId)!));
}

function standingOf({ times, values, verdict }: Read, endMs: number): Standing {
  const meta = verdict?.meta;
  if (!meta) {
    return KNOWN;
  }
  let row = values.length - 1;
  while (row >= 0 && values[row] === null) {
    row -= 1;
  }
  const lastMs = row < 0 ? null : times[row]!;
  if (lastMs === null || endMs - lastMs > GONE_AFTER_INTERVALS * meta.intervalMs) {
    return { kind: 'gone', lastMs };
  }
  return meta.learning ? { kind: 'learning', ...meta.learning } : KNOWN;
}
