/** Updates the counts of a frame as rows arrive, change and leave. */
import type { SeismoMeta, SeismoCounts } from '../../shared/contract';

import type { Rows } from './rows';

const LEVELS = ['low', 'medium', 'high', 'critical'] as const;

/** The change of a frame. */
export interface Change {
  before: Rows;
  after: Rows;
  /** Rows up to here were counted before, including those thinned away. */
  countedToMs: number;
}

/**
 * The counts after the change. They are exact for a frame that was not thinned. A thinned frame has all anomalous rows,
 * and rows that were thinned away are assumed to have been scored.
 */
export function recount(counts: SeismoCounts, meta: SeismoMeta, change: Change): SeismoCounts {
  const { before, after, countedToMs } = change;
  const next = { ...counts };
  const known = new Map(before.times.map((time, row) => [time, row]));
  const first = after.times[0] ?? Infinity;
  let gone = 0;
  before.times.forEach((time, row) => {
    if (time < first) {
      gone += 1;
      count(next, meta, before, row, -1);
    }
  });
  after.times.forEach((time, row) => {
    const was = known.get(time);
    if (was !== undefined) {
      count(next, meta, before, was, -1);
      count(next, meta, after, row, 1);
    } else if (time > countedToMs) {
      count(next, meta, after, row, 1);
    } else {
      countLevel(next, after.severity[row], 1);
    }
  });
  const thinned = thinnedAway(meta, before.times[0], first, gone);
  return { ...next, points: next.points - thinned, scored: Math.max(0, next.scored - thinned) };
}

/** Number of rows that left without having been in the frame: the instants that left, less the rows that did. */
function thinnedAway(meta: SeismoMeta, before: number | undefined, first: number, gone: number): number {
  if (!meta.thinned || before === undefined || !Number.isFinite(first) || first <= before) {
    return 0;
  }
  return Math.max(0, Math.round((first - before) / meta.intervalMs) - gone);
}

function count(counts: SeismoCounts, meta: SeismoMeta, rows: Rows, row: number, by: 1 | -1): void {
  counts.points += by;
  if (typeof rows.value[row] !== 'number') {
    counts.gaps += by;
  } else if (isExcluded(meta, rows.times[row]!)) {
    counts.excluded = (counts.excluded ?? 0) + by;
  }
  if (typeof rows.severity[row] === 'number') {
    counts.scored += by;
  }
  countLevel(counts, rows.severity[row], by);
}

function countLevel(counts: SeismoCounts, severity: number | null | undefined, by: 1 | -1): void {
  const level = LEVELS[(severity ?? 0) - 1];
  if (level) {
    counts.anomalies += by;
    counts[level] += by;
  }
}

/** Whether windows exclude the time: a flag is true only if every window there says so. */
function isExcluded(meta: SeismoMeta, time: number): boolean {
  return (meta.excluded ?? []).some(({ fromMs, toMs, report }) => !report && fromMs <= time && time < toMs);
}
