/** Whether anything is known of a series as it is now: it may still be learnt, or be gone. Pure. */

import type { SeismoLearning } from '../contract/types';
import type { SeveritySeries } from './model';

export type Standing =
  | { kind: 'known' }
  /** Its newest row has too few samples before it to be scored. */
  | ({ kind: 'learning' } & SeismoLearning)
  /** It has no sample any more; `lastMs` is that of the last one in the range, null where it has none. */
  | { kind: 'gone'; lastMs: number | null };

export const KNOWN: Standing = { kind: 'known' };

/** A series without a sample in so many intervals before the end is gone. */
const GONE_AFTER_INTERVALS = 3;

type Read = Pick<SeveritySeries, 'refId' | 'times' | 'values' | 'verdict'>;

/** How each series stands, in their order. A query's newest row is its end: other queries may be asked for later data. */
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
