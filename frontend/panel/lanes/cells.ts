/** What happened in each bucket of a series: gathered once an answer and grid from its anomalous rows alone. Pure. */
import { SEVERITY_LEVELS, type SeverityLevel } from '../../shared/contract';
import type { SeveritySeries } from '../model';

import { bucketAt, type Grid } from './grid';

interface AtLevel {
  count: number;
  peakScore: number;
  peakMs: number;
}

/** A bucket with at least one anomalous row. */
export interface Cell {
  bucket: number;
  levels: Partial<Record<SeverityLevel, AtLevel>>;
}

/** A cell as far as it is visible. */
export interface Seen {
  worst: SeverityLevel;
  count: number;
  /** Of the rows of the worst level. */
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

function gather({ verdict }: SeveritySeries, grid: Grid): Cell[] {
  const byBucket = new Map<number, Cell>();
  for (const level of SEVERITY_LEVELS) {
    const { times, scores } = verdict?.marks[level] ?? { times: [], scores: [] };
    times.forEach((timeMs, i) => {
      const bucket = bucketAt(grid, timeMs);
      if (bucket !== null) {
        const cell = byBucket.get(bucket) ?? { bucket, levels: {} };
        byBucket.set(bucket, cell);
        cell.levels[level] = added(cell.levels[level], scores[i]!, timeMs);
      }
    });
  }
  return [...byBucket.values()].sort((a, b) => a.bucket - b.bucket);
}

function added(sofar: AtLevel | undefined, score: number, timeMs: number): AtLevel {
  if (!sofar) {
    return { count: 1, peakScore: score, peakMs: timeMs };
  }
  const graver = score > sofar.peakScore;
  return { count: sofar.count + 1, peakScore: graver ? score : sofar.peakScore, peakMs: graver ? timeMs : sofar.peakMs };
}

/** The cell without the levels that are not drawn; null where none is left. */
export function seenOf(cell: Cell, visible: ReadonlySet<SeverityLevel>): Seen | null {
  return SEVERITY_LEVELS.reduce<Seen | null>((seen, level) => {
    const at = visible.has(level) ? cell.levels[level] : undefined;
    return at ? { worst: level, count: (seen?.count ?? 0) + at.count, peakScore: at.peakScore, peakMs: at.peakMs } : seen;
  }, null);
}

/** The whole lane in one: for its label. */
export function laneOf(cells: Cell[], visible: ReadonlySet<SeverityLevel>): Seen | null {
  return cells.reduce<Seen | null>((lane, cell) => {
    const seen = seenOf(cell, visible);
    if (!seen || !lane) {
      return seen ?? lane;
    }
    const graver = seen.worst > lane.worst || (seen.worst === lane.worst && seen.peakScore > lane.peakScore) ? seen : lane;
    return { ...graver, count: lane.count + seen.count };
  }, null);
}
