/** Updates the events of a frame as rows arrive, change and leave. */
import { EVENT_JOIN_ROWS } from '../../contract/limits';
import { toldOf, type CausedRow } from '../../shared/causes';
import { asCause, type SeismoEvent, type SeverityLevel } from '../../shared/contract';
import { deviationOf } from '../../shared/deviation';
import { firstFrom } from '../../shared/times';

import type { Rows } from './rows';

interface Change {
  /** The rows after the change. */
  rows: Rows;
  /** The oldest row that is new or has changed. */
  changedFromMs: number;
  intervalMs: number;
}

/**
 * The events after the change. Those that no change can reach stay as they are. The others are joined again from the
 * rows; their peaks are explained by `fresh`, the events of the message, or else by `events`. Their cause is that of
 * their rows.
 */
export function rejoin(events: SeismoEvent[], fresh: SeismoEvent[], { rows, changedFromMs, intervalMs }: Change): SeismoEvent[] {
  const joinMs = EVENT_JOIN_ROWS * intervalMs;
  const firstMs = rows.times[0] ?? Infinity;
  const untouched = (event: SeismoEvent) => event.toMs < changedFromMs - joinMs;
  const left = events.filter((event) => untouched(event) && event.toMs >= firstMs);
  const cut = left.filter(({ fromMs }) => fromMs < firstMs);
  const whole = left.filter(({ fromMs }) => fromMs >= firstMs);
  const known = new Map([...events, ...fresh].map((event) => [event.peakMs, event]));
  const joined = (fromMs: number, toMs: number) =>
    groupsOf(rows, fromMs, toMs, joinMs).map((group) => eventOf(rows, group, known));
  const touched = events.find((event) => !untouched(event));
  const rebuiltFrom = Math.max(firstMs, Math.min(changedFromMs, touched?.fromMs ?? Infinity));
  return [...cut.flatMap(({ toMs }) => joined(firstMs, toMs)), ...whole, ...joined(rebuiltFrom, Infinity)];
}

/** The anomalous rows from `fromMs` to `toMs`, both included, grouped by the join rule. */
function groupsOf({ times, severity }: Rows, fromMs: number, toMs: number, joinMs: number): number[][] {
  const groups: number[][] = [];
  let last = -Infinity;
  for (let row = firstFrom(times, fromMs); row < times.length && times[row]! <= toMs; row++) {
    if ((severity[row] ?? 0) < 1) {
      continue;
    }
    const time = times[row]!;
    if (time - last <= joinMs) {
      groups.at(-1)!.push(row);
    } else {
      groups.push([row]);
    }
    last = time;
  }
  return groups;
}

function eventOf(rows: Rows, group: number[], known: Map<number, SeismoEvent>): SeismoEvent {
  const score = (row: number) => rows.score[row] ?? 0;
  const peak = group.reduce((best, row) => (score(row) > score(best) ? row : best));
  const severities = group.map((row) => rows.severity[row] ?? 1);
  const peakMs = rows.times[peak]!;
  return {
    ...(known.get(peakMs) ?? unexplained(rows, peak)),
    fromMs: rows.times[group[0]!]!,
    toMs: rows.times[group.at(-1)!]!,
    points: group.length,
    peakMs,
    peakScore: score(peak),
    severity: Math.max(...severities) as SeverityLevel,
    value: rows.value[peak] ?? 0,
    expected: rows.expected[peak] ?? null,
    ...(rows.cause.length > 0 ? toldOf(group.map((row) => causedRow(rows, row))) : {}),
  };
}

function causedRow({ score, cause, causeSamples, causeSize }: Rows, row: number): CausedRow {
  return { score: score[row] ?? 0, cause: asCause(cause[row]), samples: causeSamples[row] ?? null, size: causeSize[row] ?? null };
}

/** The peak of an event without an explanation, from its row alone. */
function unexplained({ value, expected, lower, upper }: Rows, row: number) {
  const cells = [value[row], expected[row], lower[row], upper[row]];
  const [at, middle, low, high] = cells.map((cell) => cell ?? NaN) as [number, number, number, number];
  return {
    deviation: deviationOf(at, middle, low, high),
    cause: null,
    causeSamples: null,
    causeSize: null,
    statistics: null,
    alarmsPerWeek: null,
  };
}
