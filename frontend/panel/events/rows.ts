/** The events of all series as rows of one list. Pure. */
import type { Field } from '@grafana/data';

import type { SeverityScheme } from '../../contract/types';
import type { SeismoEvent, SeverityLevel } from '../../shared/contract';
import { rowAt } from '../fields';
import { isScored, type ScoredSeries, type SeveritySeries, type Verdict } from '../model';

import { joinedEvents } from './joined';

export interface EventRow {
  /** Stable across refreshes. */
  key: string;
  name: string;
  /** Null if the event came in a list of its own. */
  series: ScoredSeries | null;
  scheme: SeverityScheme;
  severity: SeverityLevel;
  fromMs: number;
  toMs: number;
  /** The event may still continue. */
  open: boolean;
  /** From the beginning of the first row to the end of the last; null if the length of a row is unknown. */
  durationMs: number | null;
  score: number | null;
  value: number | null;
  expected: number | null;
  /** Half the width of the band at the peak, in the value's unit; null if unknown. */
  spread: number | null;
  /** The facts about the peak; a list's own sentence takes precedence. */
  told: Pick<SeismoEvent, 'deviation' | 'cause' | 'causeSamples' | 'causeSize' | 'alarmsPerWeek' | 'metrics'> & { text?: string };
  /** The field with the unit and links, and the row of the peak in it. */
  field: Field;
  row: number | null;
}

const rowsOfSeries = new WeakMap<SeveritySeries, EventRow[]>();

/** The events of these levels, in the order of the series. */
export function listEvents(all: SeveritySeries[], reported: EventRow[] | null, visible: ReadonlySet<SeverityLevel>): EventRow[] {
  return [...all.filter(isScored).map(eventsOf), reported ?? []].flatMap((rows) => rows.filter(({ severity }) => visible.has(severity)));
}

/** The events of a series, ascending; computed once per answer. */
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
    // The next row could still join it, because it would be at most two rows after the last anomalous one.
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

/** The band is cut at the ends of the possible values; its other side still has its full width. */
function spreadAt({ expected, lower, upper }: Verdict, row: number | null): number | null {
  const [middle, low, high] = [expected, lower, upper].map((column) => (row === null ? null : column?.[row]) ?? NaN) as [number, number, number];
  const spread = Math.max(high - middle, middle - low);
  return Number.isFinite(spread) ? spread : null;
}

/** Rows shown before and after an event; milliseconds if the length of a row is unknown. */
const AROUND = { rows: 30, ms: 15 * 60_000 };

/** A range that shows the event with its surroundings. */
export function rangeAround({ fromMs, toMs, durationMs }: Pick<EventRow, 'fromMs' | 'toMs' | 'durationMs'>): { from: number; to: number } {
  const rowMs = durationMs === null ? 0 : durationMs - (toMs - fromMs);
  const margin = Math.max(2 * (toMs - fromMs), rowMs > 0 ? AROUND.rows * rowMs : AROUND.ms);
  return { from: fromMs - margin, to: toMs + margin };
}
