/** The events of all series as rows of one list. Pure. */
import type { Field } from '@grafana/data';

import type { SeverityScheme } from '../../contract/types';
import type { SeismoEvent, SeverityLevel } from '../../shared/contract';
import { rowAt } from '../fields';
import { isScored, type ScoredSeries, type SeveritySeries, type Verdict } from '../model';

import { joinedEvents } from './joined';

export interface EventRow {
  /** Stays the same from one refresh to the next. */
  key: string;
  name: string;
  /** Null where the event came in a list of its own. */
  series: ScoredSeries | null;
  scheme: SeverityScheme;
  severity: SeverityLevel;
  fromMs: number;
  toMs: number;
  /** It may still go on. */
  open: boolean;
  /** From the beginning of the first row to the end of the last; null where nobody knows how long a row is. */
  durationMs: number | null;
  score: number | null;
  value: number | null;
  expected: number | null;
  /** Half the width of the band there, in the value's unit; null where nobody knows. */
  spread: number | null;
  /** What is told of the peak; the sentence of a list that has one goes before. */
  told: Pick<SeismoEvent, 'deviation' | 'cause' | 'causeSamples' | 'causeSize' | 'alarmsPerWeek' | 'metrics'> & { text?: string };
  /** Whose unit and links hold, and the row of the peak in it. */
  field: Field;
  row: number | null;
}

const rowsOfSeries = new WeakMap<SeveritySeries, EventRow[]>();

/** The events of these levels, in the order of the series. */
export function listEvents(all: SeveritySeries[], reported: EventRow[] | null, visible: ReadonlySet<SeverityLevel>): EventRow[] {
  return [...all.filter(isScored).map(eventsOf), reported ?? []].flatMap((rows) => rows.filter(({ severity }) => visible.has(severity)));
}

/** The events of a series, ascending; made once an answer. */
export function eventsOf(series: ScoredSeries): EventRow[] {
  const known = rowsOfSeries.get(series);
  if (known) {
    return known;
  }
  const events = series.verdict.meta ? series.verdict.events : joinedEvents(series);
  const rows = events.map((event) => rowOf(series, event));
  rowsOfSeries.set(series, rows);
  return rows;
}

function rowOf(series: ScoredSeries, event: SeismoEvent): EventRow {
  const { fromMs, toMs, severity, peakScore, value, expected } = event;
  const interval = series.verdict.meta?.intervalMs ?? null;
  const newest = series.times[series.times.length - 1] ?? 0;
  const row = rowAt(series, event.peakMs);
  return {
    key: `${series.id} ${fromMs}`,
    name: series.name,
    series,
    scheme: series.verdict.scheme,
    severity,
    fromMs,
    toMs,
    // The next row would still join it, for it would be at most two rows after the last anomalous one.
    open: interval !== null && newest - toMs <= interval,
    durationMs: interval === null ? null : toMs - fromMs + interval,
    score: peakScore,
    value,
    expected,
    spread: spreadAt(series.verdict, row),
    told: event,
    field: series.field,
    row,
  };
}

/** Where the values that can be end, so does the band; its other side still has its whole width. */
function spreadAt({ expected, lower, upper }: Verdict, row: number | null): number | null {
  const [middle, low, high] = [expected, lower, upper].map((column) => (row === null ? null : column?.[row]) ?? NaN) as [number, number, number];
  const spread = Math.max(high - middle, middle - low);
  return Number.isFinite(spread) ? spread : null;
}

/** Before and after an event, so many rows are shown; where nobody knows how long a row is, so many milliseconds. */
const AROUND = { rows: 30, ms: 15 * 60_000 };

/** A range that shows the event with what was before and after. */
export function rangeAround({ fromMs, toMs, durationMs }: Pick<EventRow, 'fromMs' | 'toMs' | 'durationMs'>): { from: number; to: number } {
  const rowMs = durationMs === null ? 0 : durationMs - (toMs - fromMs);
  const margin = Math.max(2 * (toMs - fromMs), rowMs > 0 ? AROUND.rows * rowMs : AROUND.ms);
  return { from: fromMs - margin, to: toMs + margin };
}
