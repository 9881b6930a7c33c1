/**
 * The panel frame and the events frame, as DESIGN.md states them. The other side is `backend/plugin/src/contract.rs`; the
 * golden files in `tests/contract/` tie the two together.
 */

/** The newest contract version that this front end reads. */
export const CONTRACT_VERSION = 1;

/** Field names of a panel frame, in the order in which they stand. */
export const FIELD = {
  time: 'time',
  value: 'value',
  expected: 'expected',
  lower: 'lower',
  upper: 'upper',
  score: 'score',
  severity: 'severity',
} as const;

/** Field names of the events frame, in the order in which they stand. */
export const EVENT_FIELD = {
  time: 'time',
  timeEnd: 'timeEnd',
  severity: 'severity',
  score: 'score',
  value: 'value',
  expected: 'expected',
  deviation: 'deviation',
  alarmsPerWeek: 'alarmsPerWeek',
  series: 'series',
  text: 'text',
  tags: 'tags',
} as const;

/** Behind the detectors, where a member tells its statistics apart: a number from 0, at that place of `CAUSES`. */
export const CAUSE_FIELD = 'cause';

/** The last two fields, beside the cause: what the statistic that spoke measured, null where it is not told. Older frames have none. */
export const MEASURE_FIELD = { samples: 'cause_samples', size: 'cause_size' } as const;

/** Why a point is unusual, by the number in the field `cause`. `range` is no statistic: the value is impossible. */
export const CAUSES = [
  'none',
  'spike',
  'season',
  'level_shift',
  'drift',
  'variance_up',
  'variance_down',
  'local',
  'record',
  'range',
  'flat',
] as const;
type Cause = (typeof CAUSES)[number];
export type NamedCause = Exclude<Cause, 'none'>;

const DETECTOR_PREFIX = 'score_';
const METRIC_PREFIX = 'contribution_';

/** Half the width of the band in sigmas: `lower..upper` is the expected value -+ 3 sigma. */
export const BAND_SIGMAS = 3;

/** Anomalous rows that are at most so many rows apart are one event. */
export const EVENT_JOIN_ROWS = 2;

export const SEVERITY_SCHEMES = ['four_level', 'three_level'] as const;
export type SeverityScheme = (typeof SEVERITY_SCHEMES)[number];

/** The severities of an anomalous row. 0 stands for "not anomalous". */
export const SEVERITY_LEVELS = [1, 2, 3, 4] as const;
export type SeverityLevel = (typeof SEVERITY_LEVELS)[number];

export interface SeismoDetector {
  id: string;
  name: string;
  weight: number;
  parameters: Record<string, unknown>;
  /** `learning`: too few samples of this series yet, so no score. */
  state: 'voting' | 'learning' | 'dropped';
  /** Null where it votes. */
  reason: string | null;
}

/** Over all rows of the range, before thinning. */
export interface SeismoCounts {
  points: number;
  scored: number;
  gaps: number;
  /** Rows that have a value and lie in windows that are not reported; absent in older frames. */
  excluded?: number;
  anomalies: number;
  low: number;
  medium: number;
  high: number;
  critical: number;
}

/** Anomalous rows that are at most two rows apart. */
export interface SeismoEvent {
  fromMs: number;
  toMs: number;
  points: number;
  peakScore: number;
  peakMs: number;
  severity: SeverityLevel;
  value: number;
  expected: number | null;
  /** In sigmas, with its sign. This and what follows, but for the cause, is of the peak; all of it is absent in older frames. */
  deviation?: number | null;
  /** Of most of its anomalous rows; null where no member tells its statistics apart. */
  cause?: Cause | null;
  /** How many samples the statistic of the cause looks at; null where it is not told, or another one spoke at the peak. */
  causeSamples?: number | null;
  /**
   * What it says of them. Of a value alone its deviation in sigmas, of a shift or drift the mean in its own sigmas, both with their
   * sign; of more or less variance how many times the usual the scatter is. Null likewise, and of a flat line.
   */
  causeSize?: number | null;
  /** The score that each statistic alone would give; null where no member tells its statistics apart. */
  statistics?: Record<string, number> | null;
  /** How often ordinary samples would raise an alarm at the peak's score; null without a budget. */
  alarmsPerWeek?: number | null;
  /** The time of day on the wall clock of the query's zone, in milliseconds. */
  phaseMs?: number;
  /** Of metrics that are scored as one: those with the largest shares of the error, 0..1. */
  metrics?: Array<{ name: string; contribution: number }>;
}

/** How far a series has been learnt whose newest row is not scored yet. */
export interface SeismoLearning {
  /** Samples that have been seen, and that are needed. */
  seen: number;
  needed: number;
  /** How long it takes if none is missing. */
  leftMs: number;
}

/** `meta.custom.seismo` of a panel frame. */
export interface SeismoMeta {
  contractVersion: number;
  algorithm: string;
  preset: string;
  threshold: number;
  /** Alarms a week and series that may be false; null where scores do not say how rare a point is, absent in older frames. */
  budget?: number | null;
  severityScheme: SeverityScheme;
  direction: 'above' | 'below' | 'both';
  timezone: string;
  intervalMs: number;
  historyMs: number;
  historyUsedMs: number;
  blockStartMs: number;
  season: { mode: string; samples: number } | null;
  /** Where several metrics are scored as one: the labels in which they agree, and their names. */
  together?: { by: string[]; metrics: string[] };
  detectors: SeismoDetector[];
  counts: SeismoCounts;
  events: SeismoEvent[];
  /** The windows of the query that touch the range; absent in older frames. */
  excluded?: Array<{ fromMs: number; toMs: number; report: boolean; learn: boolean }>;
  /** Null where the newest row is scored; absent in older frames. */
  learning?: SeismoLearning | null;
  /** Where the rows to come are, of a live query; on its first frame. */
  live?: { path: string };
  thinned: { from: number; to: number } | null;
  dropped: Array<{ what: string; count: number; why: string }>;
}

/** `meta.custom.seismoEvents` of an events frame. */
export interface SeismoEventsMeta {
  contractVersion: number;
  severityScheme: SeverityScheme;
  timezone: string;
  intervalMs: number;
  /** Anomalous rows that are at most so many rows apart are one event. */
  joinRows: number;
  /** The newest complete row of the range; null where it has none. */
  newestMs: number | null;
}

/** The detector's id behind a field name such as `score_z_score`; null for every other field. */
export function detectorOfField(fieldName: string): string | null {
  return fieldName.startsWith(DETECTOR_PREFIX) && fieldName.length > DETECTOR_PREFIX.length
    ? fieldName.slice(DETECTOR_PREFIX.length)
    : null;
}

/** The cause behind a number in the field `cause`; null for 0, gaps and everything that names none. */
export function asCause(value: unknown): NamedCause | null {
  const cause = typeof value === 'number' ? CAUSES[value] : undefined;
  return cause === undefined || cause === 'none' ? null : cause;
}

/** The cause of an event or statistic; null for `none`, and for names that this version does not know. */
export function namedCause(name: string | null | undefined): NamedCause | null {
  return asCause(CAUSES.findIndex((known) => known === name));
}

/** The metric behind a field name such as `contribution_cpu`; null for every other field. */
export function metricOfField(fieldName: string): string | null {
  return fieldName.startsWith(METRIC_PREFIX) ? fieldName.slice(METRIC_PREFIX.length) : null;
}

/** The field name of a detector's confidence. */
export function fieldOfDetector(detectorId: string): string {
  return DETECTOR_PREFIX + detectorId;
}

/** The explanation a frame carries; null where it carries none, as the frames of other data sources do. */
export function seismoMetaOf(custom: unknown): SeismoMeta | null {
  const seismo = isRecord(custom) ? custom.seismo : undefined;
  return isRecord(seismo) && typeof seismo.contractVersion === 'number' ? (seismo as unknown as SeismoMeta) : null;
}

/** What an events frame says of itself; null for every other frame. */
export function eventsMetaOf(custom: unknown): SeismoEventsMeta | null {
  const events = isRecord(custom) ? custom.seismoEvents : undefined;
  return isRecord(events) && typeof events.contractVersion === 'number' ? (events as unknown as SeismoEventsMeta) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
