/** What a new query says, and what the contract means by `auto`. */
import { DAY_MS, HOUR_MS, MINUTE_MS, parseDuration } from './duration';
import { DEFAULT_BUDGET } from './preset/budget';
import { QUERY_VERSION, type Detection, type Knowledge, type SeismoQuery, type SeismoSource, type SourceKind } from './types';

export const DEFAULT_THRESHOLD = 0.6;
/** Seconds. */
export const DEFAULT_TIMEOUT = 30;
export const DEFAULT_MAX_SERIES = 200;
export const DEFAULT_SETTLE = '10m';
export const DEFAULT_MAX_SAMPLES = 50_000_000;
/** What a stored query means that names no preset: it was saved before there was another. */
export const ABSENT_PRESET = 'classic';
export const NEW_PRESET = 'auto';

const NEW_SOURCE: Record<SourceKind, SeismoSource> = {
  prometheus: { kind: 'prometheus', expr: '', legend: '' },
  influxdb: { kind: 'influxdb', language: 'influxql', query: '', legend: '' },
  sample: { kind: 'sample', metric: '', service: '', legend: '' },
};

/** The detection of a new query: every choice is written down, so that a later default never changes a score. */
const NEW_DETECTION: Required<Omit<Detection, 'ensemble' | 'together' | keyof Knowledge>> = {
  preset: NEW_PRESET,
  budget: DEFAULT_BUDGET,
  threshold: DEFAULT_THRESHOLD,
  repeats: 'alarm',
  direction: 'both',
  interval: 'auto',
  history: 'auto',
  season: 'auto',
  severity: 'four_level',
};

/** A new query for a data source of this kind, without its `refId`. */
export function newQuery(kind: SourceKind, timezone: string, language: 'influxql' | 'flux' = 'influxql') {
  const fresh = NEW_SOURCE[kind];
  const source = fresh.kind === 'influxdb' ? { ...fresh, language } : { ...fresh };
  return {
    version: QUERY_VERSION,
    timezone,
    source,
    detection: { ...NEW_DETECTION },
    output: 'panel',
  } satisfies Omit<SeismoQuery, 'refId'>;
}

/** The detection interval in milliseconds; null where a text is no duration. */
export function intervalMs(detection: Detection, timeInterval: string | undefined): number | null {
  const written = detection.interval ?? 'auto';
  if (written !== 'auto') {
    return parseDuration(written);
  }
  return timeInterval ? parseDuration(timeInterval) : MINUTE_MS;
}

/** The history in milliseconds; null where a text is no duration. */
export function historyMs(detection: Detection, timeInterval: string | undefined): number | null {
  const written = detection.history ?? 'auto';
  if (written !== 'auto') {
    return parseDuration(written);
  }
  const interval = intervalMs(detection, timeInterval);
  return interval === null ? null : defaultHistoryMs(interval);
}

function defaultHistoryMs(interval: number): number {
  if (interval < 5 * MINUTE_MS) {
    return 7 * DAY_MS;
  }
  return interval < HOUR_MS ? 28 * DAY_MS : 90 * DAY_MS;
}
