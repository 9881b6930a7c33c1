/** The facts about one row, for the tooltip. */
import { BUDGET_SCORE, LEAST_BLAMED_SHARE, LEAST_TOLD_SCORE, MOST_BLAMED_METRICS } from '../../contract/limits';
import { sideOf, type Measure, type Side } from '../../shared/causes';
import { asCause, namedCause, type NamedCause, type SeismoEvent, type SeverityLevel } from '../../shared/contract';
import { deviationOf } from '../../shared/deviation';
import { asSeverityLevel } from '../../shared/severity';
import type { SeveritySeries, Verdict, Vote } from '../model';

export interface Explanation {
  timeMs: number;
  value: number | null;
  expected: number | null;
  band: [number, number] | null;
  /** Value minus expected, in the value's unit. */
  deviation: number | null;
  /** The deviation in sigmas; null without an expected value. */
  sigmas: number | null;
  score: number | null;
  level: SeverityLevel | null;
  votes: Array<{ detector: Vote['detector']; confidence: number | null }>;
  /** Why the row is anomalous; null for an ordinary one. */
  anomaly: Anomaly | null;
  /** The value is outside the possible range of the query, so it has no expected value. */
  impossible: boolean;
  /** The windows of the query that contain the row; null if there are none. */
  excluded: { report: boolean; learn: boolean } | null;
  /** Whether the row is rarer than the budget; null if the frame says more, or has no budget. */
  budget: { alarmsPerWeek: number; rarer: boolean } | null;
}

/** Why a row is anomalous. */
export interface Anomaly {
  cause: NamedCause | null;
  /** The measurement of the statistic behind the cause. */
  measure: Measure;
  /** On which side of the expected value the value is. */
  side: Side;
  /** The zone whose wall clock daily and weekly seasons follow; null if the frame has none. */
  zone: string | null;
  /** For metrics scored as one: those with the largest shares of the error, the largest first. */
  metrics: Array<{ metric: string; share: number }>;
  /** The event of the row; null if the frame lists none. */
  event: EventFacts | null;
}

/** The facts about the peak of an event. */
export interface EventFacts {
  peakMs: number;
  side: Side;
  alarmsPerWeek: number | null;
  /** Strongest first. */
  statistics: Array<{ cause: NamedCause; score: number }>;
}

/** Largest number of statistics, so that they can be read at a glance. */
const MOST_STATISTICS = 3;

/** The facts of a row of a series. */
export function explain(series: SeveritySeries, row: number): Explanation {
  const { verdict } = series;
  const value = series.values[row] ?? null;
  const level = asSeverityLevel(verdict?.severity[row]);
  const timeMs = series.times[row]!;
  const score = verdict?.score[row] ?? null;
  const anomaly = verdict && level !== null ? anomalyOf(verdict, row, timeMs, value) : null;
  const impossible = asCause(verdict?.cause?.[row]) === 'range';
  const excluded = verdict ? windowAt(verdict, timeMs) : null;
  const told = impossible || excluded?.report === false || typeof anomaly?.event?.alarmsPerWeek === 'number';
  return {
    timeMs,
    value,
    ...expectationOf(verdict, row, value),
    score,
    level,
    votes: (verdict?.votes ?? []).map(({ detector, confidence }) => ({
      detector,
      confidence: confidence?.[row] ?? null,
    })),
    anomaly,
    impossible,
    excluded,
    budget: told ? null : budgetOf(verdict, score),
  };
}

function expectationOf(verdict: Verdict | null, row: number, value: number | null): Pick<Explanation, 'expected' | 'band' | 'deviation' | 'sigmas'> {
  const expected = verdict?.expected?.[row] ?? null;
  const lower = verdict?.lower?.[row] ?? null;
  const upper = verdict?.upper?.[row] ?? null;
  const band: [number, number] | null = lower !== null && upper !== null ? [lower, upper] : null;
  const deviation = value !== null && expected !== null ? value - expected : null;
  const sigmas = deviationOf(value ?? NaN, expected ?? NaN, lower ?? NaN, upper ?? NaN);
  return { expected, band, deviation, sigmas };
}

/** The flags of the windows at a time: a flag is true only if every window there says so. */
function windowAt({ meta }: Verdict, timeMs: number): Explanation['excluded'] {
  const windows = (meta?.excluded ?? []).filter(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
  return windows.length === 0
    ? null
    : { report: windows.every(({ report }) => report), learn: windows.every(({ learn }) => learn) };
}

function budgetOf(verdict: Verdict | null, score: number | null): Explanation['budget'] {
  const alarmsPerWeek = verdict?.meta?.budget;
  return typeof alarmsPerWeek === 'number' && score !== null ? { alarmsPerWeek, rarer: score >= BUDGET_SCORE } : null;
}

function anomalyOf(verdict: Verdict, row: number, timeMs: number, value: number | null): Anomaly {
  const { cause, contributions, events, expected, meta } = verdict;
  const event = events.find(({ fromMs, toMs }) => fromMs <= timeMs && timeMs <= toMs);
  return {
    cause: cause ? asCause(cause[row]) : namedCause(event?.cause),
    measure: cause ? measureAt(verdict, row) : { samples: event?.causeSamples ?? null, size: event?.causeSize ?? null },
    side: sideOf(value, expected?.[row]),
    zone: meta?.timezone ?? null,
    metrics: contributions
      .map(({ metric, share }) => ({ metric, share: share[row] ?? 0 }))
      .filter(({ share }) => share >= LEAST_BLAMED_SHARE)
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST_BLAMED_METRICS),
    event: event ? eventFacts(event) : null,
  };
}

function measureAt({ causeSamples, causeSize }: Verdict, row: number): Measure {
  return { samples: causeSamples?.[row] ?? null, size: causeSize?.[row] ?? null };
}

/** The facts about an event's peak; frames of older versions have fewer. */
function eventFacts({ peakMs, value, expected, alarmsPerWeek, statistics }: SeismoEvent): EventFacts {
  const named = Object.entries(statistics ?? {}).flatMap(([name, score]) => {
    const cause = namedCause(name);
    return cause && score >= LEAST_TOLD_SCORE ? [{ cause, score }] : [];
  });
  return {
    peakMs,
    side: sideOf(value, expected),
    alarmsPerWeek: alarmsPerWeek ?? null,
    statistics: named.sort((a, b) => b.score - a.score).slice(0, MOST_STATISTICS),
  };
}
