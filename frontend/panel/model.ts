/** The data that the panel draws, read once from the frames by `fields.ts`. */
import type { Field } from '@grafana/data';

import type { SeismoDetector, SeverityScheme } from '../contract/types';
import type { SeismoEvent, SeismoMeta, SeverityLevel, SeismoCounts } from '../shared/contract';

import type { EventRow } from './events/rows';
import type { Standing } from './standing';

/** One column: one number per row, null for a gap. */
export type Column = Array<number | null>;

/** Anomalous rows of one level, column by column. */
export interface Marks {
  times: number[];
  values: number[];
  scores: number[];
}

/** A detector's confidence, 0..1 per row; null if the detector was dropped and has no column. */
export interface Vote {
  detector: Pick<SeismoDetector, 'id' | 'name' | 'weight' | 'state' | 'reason'>;
  confidence: Column | null;
}

/** The worst moment of a series. */
export interface Peak {
  level: SeverityLevel;
  score: number;
  timeMs: number;
}

/** The verdict on a series; the frames of other data sources have none. */
export interface Verdict {
  meta: SeismoMeta | null;
  scheme: SeverityScheme;
  threshold: number | null;
  expected: Column | null;
  lower: Column | null;
  upper: Column | null;
  score: Column;
  severity: Column;
  /** Numbers of `CAUSES`; null if no member distinguishes its statistics. */
  cause: Column | null;
  /** The measurement of the statistic behind each cause; null if unknown, as in older frames. */
  causeSamples: Column | null;
  causeSize: Column | null;
  /** If several metrics are scored as one, the share of the error of each, 0..1 per row. */
  contributions: Array<{ metric: string; share: Column }>;
  votes: Vote[];
  marks: Record<SeverityLevel, Marks>;
  events: SeismoEvent[];
  counts: SeismoCounts;
  worst: Peak | null;
}

/** One value over time. `times` ascends, in ms; every column has a row for each time. */
export interface SeveritySeries {
  /** Stable across refreshes. */
  id: string;
  name: string;
  /** The refId of its query. */
  refId: string;
  field: Field;
  times: number[];
  values: Column;
  /** The row of the frame for each row; null if they are the same. */
  order: number[] | null;
  /** Lowest and highest number among value, expected, lower and upper; null if all are gaps. */
  extent: [number, number] | null;
  verdict: Verdict | null;
  standing: Standing;
}

/** Why a frame cannot be drawn. */
export type Problem =
  | { kind: 'no-data' }
  /** `candidate` is a field that looks like times, but has another type; null if there is none. */
  | { kind: 'no-time'; frame: string; candidate: string | null }
  | { kind: 'no-number'; frame: string }
  /** The user has hidden all series of the chart. */
  | { kind: 'hidden'; count: number }
  | { kind: 'newer-contract'; version: number };

/** Everything drawable in an answer. */
export interface SeverityData {
  kind: 'data';
  series: SeveritySeries[];
  /** Events that came in a list of their own; null if no frame lists events. */
  reported: EventRow[] | null;
  /** The scheme that all series share; four levels if they differ. */
  scheme: SeverityScheme;
  /** Frames that were left out, with one reason each. */
  skipped: Problem[];
}

/** A series that has a verdict. */
export type ScoredSeries = SeveritySeries & { verdict: Verdict };

/** Whether the series comes with scores. */
export function isScored(series: SeveritySeries): series is ScoredSeries {
  return series.verdict !== null;
}

/** The scheme of a series' severities; a default without a verdict, because then there are none to name. */
export function schemeOf({ verdict }: Pick<SeveritySeries, 'verdict'>): SeverityScheme {
  return verdict?.scheme ?? 'four_level';
}
