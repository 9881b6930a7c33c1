/**
 * Causes of events, as in `cause_of` of `backend/detection`; `tests/contract/causes.json` keeps the two in agreement.
 * Pure.
 */
import type { NamedCause, SeismoEvent } from './contract';

/** On which side of the expected value a value is; `both` if unknown. */
export type Side = 'above' | 'below' | 'both';

export function sideOf(value: number | null | undefined, expected: number | null | undefined): Side {
  if (typeof value !== 'number' || typeof expected !== 'number' || value === expected) {
    return 'both';
  }
  return value > expected ? 'above' : 'below';
}

/**
 * The measurement of the statistic behind a cause, as the contract defines `causeSamples` and `causeSize`; null if
 * unknown.
 */
export interface Measure {
  samples: number | null;
  size: number | null;
}

/** An anomalous row: its score, its cause if known, and the measurement. */
export interface CausedRow extends Measure {
  score: number;
  cause: NamedCause | null;
}

/**
 * The cause of an event, from all of its anomalous rows, at least one. The measurement is that of the peak, if it has
 * this cause.
 */
export function toldOf(rows: CausedRow[]): Required<Pick<SeismoEvent, 'cause' | 'causeSamples' | 'causeSize'>> {
  const cause = causeOf(rows);
  const peak = rows.reduce((best, row) => (row.score > best.score ? row : best));
  const { samples, size } = cause !== null && peak.cause === cause ? peak : { samples: null, size: null };
  return { cause: cause ?? 'none', causeSamples: samples, causeSize: size };
}

/**
 * The cause of an event, from all of its anomalous rows, ascending by time: the cause with the highest total score; on
 * a tie, that of the row with the highest score, the first on a tie. Null if no row has a cause.
 */
export function causeOf(rows: Array<Pick<CausedRow, 'score' | 'cause'>>): NamedCause | null {
  const told = new Map<NamedCause, { cause: NamedCause; sum: number; highest: number; peak: number }>();
  rows.forEach(({ score, cause }, peak) => {
    if (cause === null) {
      return;
    }
    const known = told.get(cause);
    if (!known) {
      told.set(cause, { cause, sum: score, highest: score, peak });
      return;
    }
    known.sum += score;
    if (score > known.highest) {
      known.highest = score;
      known.peak = peak;
    }
  });
  const [most] = [...told.values()].sort((a, b) => b.sum - a.sum || b.highest - a.highest || a.peak - b.peak);
  return most?.cause ?? null;
}
