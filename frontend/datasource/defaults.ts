/** The defaults of a new query, and the values that the contract gives to `auto`. */
import { AUTO, DEFAULT_BUDGET, DEFAULT_HISTORY_DAYS, DEFAULT_THRESHOLD, QUERY_VERSION, SHORTEST_HISTORY_INTERVALS } from '../contract/limits';
import type { Detection, SeismoSource } from '../contract/types';
import { DAY_MS, MINUTE_MS, parseDuration } from './duration';
import type { Knowledge, SeismoQuery, SourceKind } from './types';

export const NEW_PRESET = AUTO;

const NEW_SOURCE: Record<SourceKind, SeismoSource> = {
  prometheus: { kind: 'prometheus', expr: '', legend: '' },
  influxdb: { kind: 'influxdb', language: 'influxql', query: '', legend: '' },
  sample: { kind: 'sample', metric: '', service: '', legend: '' },
};

/** The detection of a new query: every choice is stored, so that a later default never changes a score. */
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

/** The detection interval in milliseconds; null if a text is not a valid duration. */
export function intervalMs(detection: Detection, timeInterval: string | undefined): number | null {
  const written = orAuto(detection.interval);
  if (written !== 'auto') {
    return parseDuration(written);
  }
  // Grafana's own InfluxDB data source writes a lower bound such as `>10s`.
  const own = (timeInterval ?? '').trim().replace(/^>+/, '');
  return own ? parseDuration(own) : MINUTE_MS;
}

/** The history in milliseconds; null if a text is not a valid duration. */
export function historyMs(detection: Detection, timeInterval: string | undefined): number | null {
  const written = orAuto(detection.history);
  if (written !== 'auto') {
    return parseDuration(written);
  }
  const interval = intervalMs(detection, timeInterval);
  return interval === null ? null : defaultHistoryMs(interval);
}

/** A length of time as the backend reads it: surrounding space is ignored, and an empty one is `auto`. */
export function orAuto(written: string | undefined): string {
  return written?.trim() || 'auto';
}

function defaultHistoryMs(interval: number): number {
  const reached = DEFAULT_HISTORY_DAYS.filter(([fromMs]) => fromMs <= interval).map(([, days]) => days * DAY_MS);
  return Math.max(...reached, SHORTEST_HISTORY_INTERVALS * interval);
}
