/** The alert condition of an output. Pure. */
import { DEFAULT_THRESHOLD } from '../../contract/limits';
import type { Detection, Output, SeverityScheme } from '../../contract/types';
import { MINUTE_MS } from '../duration';
import type { SeismoQuery } from '../types';

/** The outputs for a condition: how bad an event is, or for how long a series has been gone. */
export type Judged = 'score' | 'severity' | 'age';

/** High and critical; with three levels, warning and critical. */
const SEVERE: Record<SeverityScheme, number> = { four_level: 3, three_level: 2 };
/** Number of missing samples after which a series counts as gone. */
const MISSED = 10;
const DAY_MINUTES = 24 * 60;

/** The smallest number of the output `severity` that is a severe anomaly. */
export function severeFrom(detection: Detection | undefined): number {
  return SEVERE[detection?.severity ?? 'four_level'];
}

/** Minutes without a sample after which a series counts as gone; the interval is in milliseconds. */
export function goneAfter(interval: number): number {
  return Math.ceil((MISSED * interval) / MINUTE_MS);
}

/** The output for the condition of a rule from this query. */
export function judgedOutput(output: Output | undefined): Judged {
  return output === 'severity' || output === 'age' ? output : 'score';
}

/** The condition as a threshold expression. */
export function conditionOf({ detection, output, hold }: SeismoQuery, interval: number): Record<string, unknown> {
  switch (judgedOutput(output)) {
    case 'age': {
      const from = goneAfter(interval);
      // A series that has been gone for more than a day is gone for good, and was reported.
      return { evaluator: { type: 'within_range_included', params: [from, Math.max(DAY_MINUTES, 3 * from)] } };
    }
    case 'severity':
      return { evaluator: { type: 'gte', params: [severeFrom(detection)] } };
    case 'score': {
      const threshold = detection?.threshold ?? DEFAULT_THRESHOLD;
      const evaluator = { type: 'gte', params: [threshold] };
      // A held score falls when the event is over, and needs no second threshold. The score of single rows flaps
      // without it.
      return hold === 'row' ? { evaluator, unloadEvaluator: { type: 'lt', params: [recovered(threshold)] } } : { evaluator };
    }
  }
}

/** A tenth below, which for the preset `auto` means ten times as often. */
function recovered(threshold: number): number {
  return Number(Math.max(threshold - 0.1, threshold / 2).toFixed(3));
}
