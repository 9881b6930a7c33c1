/** Reads what frames say of themselves. Names and types are those that `make contract` writes from Rust. */
import { CAUSES, DETECTOR_PREFIX, METRIC_PREFIX } from '../contract/limits';
import type * as Written from '../contract/types';

/** What a frame of an older version lacks. */
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
export function eventsMetaOf(custom: unknown): Written.SeismoEventsMeta | null {
  const events = isRecord(custom) ? custom.seismoEvents : undefined;
  return isRecord(events) && typeof events.contractVersion === 'number' ? (events as unknown as Written.SeismoEventsMeta) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
