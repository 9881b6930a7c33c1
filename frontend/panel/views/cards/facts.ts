/** The facts on a card: the current state of a series, and its anomalies in the range. Pure. */
import type { SeverityScheme } from '../../../contract/types';
import type { SeverityLevel } from '../../../shared/contract';
import { asSeverityLevel } from '../../../shared/severity';
import { eventAt } from '../../events/within';
import { isScored, schemeOf, type Column, type Peak, type SeveritySeries } from '../../model';
import type { Standing } from '../../standing';

export interface CardFacts {
  scheme: SeverityScheme;
  standing: Standing;
  /** The newest row with a value; null if there is none. */
  now: { timeMs: number; value: number; score: number | null; level: SeverityLevel | null } | null;
  /** The deviation from the expected value, as a share of it; null if that is meaningless. */
  change: number | null;
  /** Anomalous rows of the visible levels, and their events; null if the series is not scored. */
  happened: { events: number; rows: number } | null;
  /** The most severe of them. */
  worst: Peak | null;
}

/** The facts, restricted to the visible levels. */
export function factsOf(series: SeveritySeries, visible: ReadonlySet<SeverityLevel>): CardFacts {
  const { verdict, values, times } = series;
  const row = newestRow(values);
  const value = values[row] ?? null;
  const expected = verdict?.expected?.[row] ?? null;
  const level = asSeverityLevel(verdict?.severity[row]);
  return {
    scheme: schemeOf(series),
    standing: series.standing,
    now:
      value === null
        ? null
        : { timeMs: times[row]!, value, score: verdict?.score[row] ?? null, level: level !== null && visible.has(level) ? level : null },
    change: value !== null && expected !== null && expected !== 0 ? (value - expected) / Math.abs(expected) : null,
    ...marksIn(series, visible),
  };
}

function newestRow(values: Column): number {
  let row = values.length - 1;
  while (row >= 0 && values[row] === null) {
    row -= 1;
  }
  return row;
}

function marksIn(series: SeveritySeries, visible: ReadonlySet<SeverityLevel>): Pick<CardFacts, 'happened' | 'worst'> {
  if (!isScored(series)) {
    return { happened: null, worst: null };
  }
  let rows = 0;
  const events = new Set<number | null>();
  let worst: Peak | null = null;
  for (const level of visible) {
    const { times, scores } = series.verdict.marks[level];
    rows += times.length;
    times.forEach((timeMs, i) => {
      events.add(eventAt(series, timeMs));
      const score = scores[i]!;
      if (!worst || level > worst.level || (level === worst.level && score > worst.score)) {
        worst = { level, score, timeMs };
      }
    });
  }
  events.delete(null);
  return { happened: { events: events.size, rows }, worst };
}
