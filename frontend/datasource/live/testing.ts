/** Frames and messages for the tests of this room. */
import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';

import { seismoMetaOf, type SeismoEvent, type SeismoMeta, type SeverityLevel, type SeismoCounts } from '../../shared/contract';

import type { LiveMessage } from './message';

export const MINUTE = 60_000;

export interface Row {
  /** In minutes. */
  at: number;
  value: number | null;
  score: number | null;
  severity: number | null;
}

/** A row with occasional spikes and gaps. */
function rowAt(at: number): Row {
  const dice = ((at * 2_654_435_761) >>> 0) / 2 ** 32;
  if (dice < 0.1) {
    return { at, value: null, score: null, severity: null };
  }
  const severity = dice > 0.7 ? 1 + (at % 4) : 0;
  return { at, value: at * 10, score: severity > 0 ? 0.5 + severity / 10 + (at % 7) / 1_000 : 0.1, severity };
}

export function rowsBetween(from: number, to: number): Row[] {
  return Array.from({ length: to - from + 1 }, (_, i) => rowAt(from + i));
}

/** A panel frame as the backend makes it: counts and events are over `all`, which may be more rows than are shown. */
export function frameOf(rows: Row[], service = 'a', all: Row[] = rows): DataFrame {
  const column = (name: string, values: Array<number | null>, type = FieldType.number) => ({
    name,
    type,
    values,
    ...(type === FieldType.time ? {} : { labels: { service } }),
  });
  const frame = createDataFrame({
    name: service,
    refId: 'A',
    fields: [
      column('time', rows.map(({ at }) => at * MINUTE), FieldType.time),
      column('value', rows.map(({ value }) => value)),
      column('expected', rows.map(() => 1)),
      column('lower', rows.map(() => 0)),
      column('upper', rows.map(() => 2)),
      column('score', rows.map(({ score }) => score)),
      column('severity', rows.map(({ severity }) => severity)),
    ],
  });
  const thinned = rows.length < all.length ? { from: all.length, to: rows.length } : null;
  const seismo = {
    contractVersion: 1,
    intervalMs: MINUTE,
    severityScheme: 'four_level',
    detectors: [],
    counts: countsOf(all),
    events: eventsOf(all),
    thinned,
    dropped: [],
    excluded: [],
  } as unknown as SeismoMeta;
  return { ...frame, meta: { custom: { seismo } } };
}

export function messageOf(rows: Row[], looked: Row[], afterMs: number | null, service = 'a'): LiveMessage {
  const frame = frameOf(rows, service, looked);
  return {
    frames: [{ ...frame, refId: undefined }],
    fromMs: looked[0]!.at * MINUTE,
    toMs: looked.at(-1)!.at * MINUTE,
    afterMs,
    error: null,
    stale: false,
  };
}

export function seismoOf(frame: DataFrame): SeismoMeta {
  return seismoMetaOf(frame.meta?.custom)!;
}

/** A simple count. */
export function countsOf(rows: Row[]): SeismoCounts {
  const level = (severity: number) => rows.filter((row) => row.severity === severity).length;
  const [low, medium, high, critical] = [level(1), level(2), level(3), level(4)];
  return {
    points: rows.length,
    scored: rows.filter(({ severity }) => severity !== null).length,
    gaps: rows.filter(({ value }) => value === null).length,
    excluded: 0,
    anomalies: low + medium + high + critical,
    low,
    medium,
    high,
    critical,
  };
}

/** Joined as in the backend: anomalous rows that are at most two rows apart. */
export function eventsOf(rows: Row[]): SeismoEvent[] {
  const events: SeismoEvent[] = [];
  for (const { at, value, score, severity } of rows) {
    if (!severity || value === null || score === null) {
      continue;
    }
    const last = events.at(-1);
    if (last && at * MINUTE - last.toMs <= 2 * MINUTE) {
      Object.assign(last, { toMs: at * MINUTE, points: last.points + 1, severity: Math.max(last.severity, severity) });
      if (score > last.peakScore) {
        Object.assign(last, peakOf(at, value, score));
      }
    } else {
      events.push({
        fromMs: at * MINUTE,
        toMs: at * MINUTE,
        points: 1,
        severity: severity as SeverityLevel,
        ...peakOf(at, value, score),
      });
    }
  }
  return events;
}

function peakOf(at: number, value: number, peakScore: number) {
  return { peakMs: at * MINUTE, peakScore, value, expected: 1, phaseMs: at, alarmsPerWeek: at / 7 };
}
