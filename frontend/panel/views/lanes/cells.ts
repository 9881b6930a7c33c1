/** The anomalies in each bucket of a series, collected once per answer and grid from its anomalous rows alone. Pure. */
import { SEVERITY_LEVELS } from '../../../contract/limits';
import type { SeverityLevel } from '../../../shared/contract';
import { eventAt } from '../../events/within';
import { isScored, type SeveritySeries } from '../../model';

import { bucketAt, type Grid } from './grid';

interface AtLevel {
  rows: number;
  /** The indices of the events that contain the rows. */
  events: Set<number>;
  peakScore: number;
  peakMs: number;
}

/** A bucket with at least one anomalous row. */
export interface Cell {
  bucket: number;
  levels: Partial<Record<SeverityLevel, AtLevel>>;
}

/** The visible part of a cell. */
export interface Seen {
  worst: SeverityLevel;
  rows: number;
  events: ReadonlySet<number>;
  /** Highest score of the rows with the worst level. */
  peakScore: number;
  peakMs: number;
}

const known = new WeakMap<SeveritySeries, { key: string; cells: Cell[] }>();

/** The buckets with anomalies, ascending. */
export function cellsOf(series: SeveritySeries, grid: Grid): Cell[] {
  const key = `${grid.fromMs} ${grid.toMs} ${grid.firstMs} ${grid.bucketMs}`;
  const before = known.get(series);
  if (before?.key === key) {
    return before.cells;
  }
  const cells = gather(series, grid);
  known.set(series, { key, cells });
  return cells;
}

function gather(series: SeveritySeries, grid: Grid): Cell[] {
  if (!isScored(series)) {
    return [];
  }
  const byBucket = new Map<number, Cell>();
  for (const level of SEVERITY_LEVELS) {
    const { times, scores } = series.verdict.marks[level];
    times.forEach((timeMs, i) => {
      const bucket = bucketAt(grid, timeMs);
      if (bucket !== null) {
        const cell = byBucket.get(bucket) ?? { bucket, levels: {} };
        byBucket.set(bucket, cell);
        add(cell, level, scores[i]!, timeMs, eventAt(series, timeMs));
      }
    });
  }
  return [...byBucket.values()].sort((a, b) => a.bucket - b.bucket);
}

function add(cell: Cell, level: SeverityLevel, score: number, timeMs: number, event: number | null): void {
  const at = (cell.levels[level] ??= { rows: 0, events: new Set(), peakScore: -1, peakMs: timeMs });
  at.rows += 1;
  if (event !== null) {
    at.events.add(event);
  }
  if (score > at.peakScore) {
    at.peakScore = score;
    at.peakMs = timeMs;
  }
}

/** The cell without invisible levels; null if none is left. */
export function seenOf(cell: Cell, visible: ReadonlySet<SeverityLevel>): Seen | null {
  return SEVERITY_LEVELS.reduce<Seen | null>((seen, level) => {
    const at = visible.has(level) ? cell.levels[level] : undefined;
    return at ? { ...at, worst: level, rows: (seen?.rows ?? 0) + at.rows, events: new Set([...at.events, ...(seen?.events ?? [])]) } : seen;
  }, null);
}

/** The whole lane as one cell, for its label. */
export function laneOf(cells: Cell[], visible: ReadonlySet<SeverityLevel>): Seen | null {
  const all = cells.flatMap((cell) => seenOf(cell, visible) ?? []);
  const gravest = all.reduce<Seen | null>((sofar, one) => (sofar && !isGraver(one, sofar) ? sofar : one), null);
  return (
    gravest && {
      ...gravest,
      rows: all.reduce((sum, { rows }) => sum + rows, 0),
      events: new Set(all.flatMap(({ events }) => [...events])),
    }
  );
}

function isGraver(a: Seen, b: Seen): boolean {
  return a.worst > b.worst || (a.worst === b.worst && a.peakScore > b.peakScore);
}
