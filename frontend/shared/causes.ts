/** Causes of events, as `cause_of` in `backend/detection` tells them; `tests/contract/causes.json` ties the two. Pure. */
import type { NamedCause, SeismoEvent } from './contract';

/** On which side of what was expected a value is; `both` where nobody knows. */
export type Side = 'above' | 'below' | 'both';

export function sideOf(value: number | null | undefined, expected: number | null | undefined): Side {
  if (typeof value !== 'number' || typeof expected !== 'number' || value === expected) {
    return 'both';
  }
  return value > expected ? 'above' : 'below';
}

/** What the statistic behind a cause measured, as the contract says it of `causeSamples` and `causeSize`; null where it is not told. */
export interface Measure {
  samples: number | null;
  size: number | null;
}

/** An anomalous row: its score, why it is one where that is told, and what the statistic measured. */
export interface CausedRow extends Measure {
  score: number;
  cause: NamedCause | null;
}

/** What an event says of its cause, from all of its anomalous rows, at least one. The measure is that of the peak, where it has this cause. */
export function toldOf(rows: CausedRow[]): Required<Pick<SeismoEvent, 'cause' | 'causeSamples' | 'causeSize'>> {
  const cause = causeOf(rows);
  const peak = rows.reduce((best, row) => (row.score > best.score ? row : best));
  const { samples, size } = cause !== null && peak.cause === cause ? peak : { samples: null, size: null };
  return { cause: cause ?? 'none', causeSamples: samples, causeSize: size };
}

/**
 * Why an event is one, from all of its anomalous rows, ascending by time: the cause with the most score; of equals, that of the
 * row with the highest score, the first of equals. Null where no row tells a cause.
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
