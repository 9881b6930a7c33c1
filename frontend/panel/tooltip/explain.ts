/** What is known of one row: the facts of the tooltip. */
import { BAND_SIGMAS, type SeverityLevel } from '../../shared/contract';
import { asSeverityLevel } from '../../shared/severity';
import type { SeveritySeries, Vote } from '../model';

export interface Explanation {
  timeMs: number;
  value: number | null;
  expected: number | null;
  band: [number, number] | null;
  /** Value minus expected, in the value's unit. */
  deviation: number | null;
  /** The deviation in sigmas; null where the band has no width. */
  sigmas: number | null;
  score: number | null;
  level: SeverityLevel | null;
  votes: Array<{ detector: Vote['detector']; confidence: number | null }>;
}

/** The facts of a row of a series. */
export function explain(series: SeveritySeries, row: number): Explanation {
  const { verdict } = series;
  const value = series.values[row] ?? null;
  const expected = verdict?.expected?.[row] ?? null;
  const lower = verdict?.lower?.[row] ?? null;
  const upper = verdict?.upper?.[row] ?? null;
  const deviation = value !== null && expected !== null ? value - expected : null;
  // Where the values that can be end, so does the band; its other side still has its whole width.
  const reach = lower !== null && upper !== null && expected !== null ? Math.max(upper - expected, expected - lower) : 0;
  const sigma = reach / BAND_SIGMAS;
  return {
    timeMs: series.times[row]!,
    value,
    expected,
    band: lower !== null && upper !== null ? [lower, upper] : null,
    deviation,
    sigmas: deviation !== null && sigma > 0 ? deviation / sigma : null,
    score: verdict?.score[row] ?? null,
    level: asSeverityLevel(verdict?.severity[row]),
    votes: (verdict?.votes ?? []).map(({ detector, confidence }) => ({
      detector,
      confidence: confidence?.[row] ?? null,
    })),
  };
}
