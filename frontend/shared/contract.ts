/** Reads the metadata of frames. `make contract` writes the names and types from Rust. */
import { CAUSES, DETECTOR_PREFIX, METRIC_PREFIX } from '../contract/limits';
import type * as Written from '../contract/types';
import { isRecord } from './json';

/** Fields that a frame of an older version lacks. */
type Since<T, Later extends keyof T> = Omit<T, Later> & Partial<Pick<T, Later>>;

export type SeverityLevel = Written.SeismoEvent['severity'];
export type NamedCause = Exclude<Written.Cause, 'none'>;
export type SeismoCounts = Since<Written.SeismoCounts, 'excluded'>;
export type SeismoEvent = Since<
  Written.SeismoEvent,
  'deviation' | 'cause' | 'causeSamples' | 'causeSize' | 'statistics' | 'alarmsPerWeek' | 'phaseMs'
>;
export type SeismoMeta = Since<Omit<Written.SeismoMeta, 'counts' | 'events'>, 'budget' | 'excluded' | 'learning'> & {
  counts: SeismoCounts;
  events: SeismoEvent[];
};

/** The detector's id in a field name such as `score_z_score`; null for other fields. */
export function detectorOfField(fieldName: string): string | null {
  return fieldName.startsWith(DETECTOR_PREFIX) && fieldName.length > DETECTOR_PREFIX.length
    ? fieldName.slice(DETECTOR_PREFIX.length)
    : null;
}

/** The cause for a number in the field `cause`; null for 0, gaps and unknown numbers. */
export function asCause(value: unknown): NamedCause | null {
  const cause = typeof value === 'number' ? CAUSES[value] : undefined;
  return cause === undefined || cause === 'none' ? null : cause;
}

/** The cause of an event or statistic; null for `none`, and for names that this version does not know. */
export function namedCause(name: string | null | undefined): NamedCause | null {
  return asCause(CAUSES.findIndex((known) => known === name));
}

/** The metric in a field name such as `contribution_cpu`; null for other fields. */
export function metricOfField(fieldName: string): string | null {
  return fieldName.startsWith(METRIC_PREFIX) ? fieldName.slice(METRIC_PREFIX.length) : null;
}

/** The field name of a detector's confidence. */
export function fieldOfDetector(detectorId: string): string {
  return DETECTOR_PREFIX + detectorId;
}

/** The metadata of a frame; null if it has none, like the frames of other data sources. */
export function seismoMetaOf(custom: unknown): SeismoMeta | null {
  const seismo = isRecord(custom) ? custom.seismo : undefined;
  return isRecord(seismo) && typeof seismo.contractVersion === 'number' ? (seismo as unknown as SeismoMeta) : null;
}

/** The metadata of an events frame; null for every other frame. */
export function eventsMetaOf(custom: unknown): Written.SeismoEventsMeta | null {
  const events = isRecord(custom) ? custom.seismoEvents : undefined;
  return isRecord(events) && typeof events.contractVersion === 'number' ? (events as unknown as Written.SeismoEventsMeta) : null;
}
