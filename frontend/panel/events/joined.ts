/**
 * Joins anomalous rows into events, for frames that have lost their list of events, for example in a transformation.
 * Pure.
 */
import { EVENT_JOIN_ROWS, SEVERITY_LEVELS } from '../../contract/limits';
import { toldOf, type CausedRow } from '../../shared/causes';
import { asCause, type SeismoEvent } from '../../shared/contract';
import type { ScoredSeries } from '../model';

/** The events of a series, ascending. */
export function joinedEvents({ times, verdict }: ScoredSeries): SeismoEvent[] {
  const marks = SEVERITY_LEVELS.flatMap((level) =>
    verdict.marks[level].times.map((timeMs, i) => ({ level, timeMs, value: verdict.marks[level].values[i]!, score: verdict.marks[level].scores[i]! }))
  ).sort((a, b) => a.timeMs - b.timeMs);
  const rows = new Map(times.map((timeMs, row) => [timeMs, row]));
  const events: SeismoEvent[] = [];
  const caused: CausedRow[][] = [];
  for (const { level, timeMs, value, score } of marks) {
    const last = events[events.length - 1];
    const at = rows.get(timeMs)!;
    const row: CausedRow = {
      score,
      cause: asCause(verdict.cause?.[at]),
      samples: verdict.causeSamples?.[at] ?? null,
      size: verdict.causeSize?.[at] ?? null,
    };
    const expected = verdict.expected?.[at] ?? null;
    if (!last || at - rows.get(last.toMs)! > EVENT_JOIN_ROWS) {
      events.push({ fromMs: timeMs, toMs: timeMs, points: 1, peakScore: score, peakMs: timeMs, severity: level, value, expected });
      caused.push([row]);
      continue;
    }
    caused.at(-1)!.push(row);
    last.toMs = timeMs;
    last.points += 1;
    if (score > last.peakScore) {
      Object.assign(last, { peakScore: score, peakMs: timeMs, value, expected });
    }
    last.severity = level > last.severity ? level : last.severity;
  }
  return verdict.cause ? events.map((event, i) => ({ ...event, ...toldOf(caused[i]!) })) : events;
}
