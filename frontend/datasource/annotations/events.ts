/** Converts the backend's list of events to Grafana's annotations. Pure. */
import type { AnnotationEvent, AnnotationEventMappings, DataFrame, Field } from '@grafana/data';

import { EVENT_FIELD } from '../../contract/limits';
import type { SeismoEventsMeta } from '../../contract/types';
import { eventsMetaOf } from '../../shared/contract';
import { asSeverityLevel, severityGroup } from '../../shared/severity';
import { mapped } from './mappings';

/** Texts that select every severity; some are those of Grafana's variables for "all". */
const ALL = new Set(['', 'all', '$__all', '.*']);

/** The names of severities in a text such as `high, critical`; null for all. */
export function wantedSeverities(text: string | undefined): Set<string> | null {
  const names = (text ?? '')
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return names.some((name) => !ALL.has(name)) ? new Set(names.filter((name) => !ALL.has(name))) : null;
}

/** Which events to draw, and how. */
interface Choice {
  /** Names of severities; null for all. */
  wanted: Set<string> | null;
  mappings?: AnnotationEventMappings;
}

/** The annotations of an answer, in its order. */
export function annotationEvents(frames: DataFrame[], choice: Choice): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const meta = eventsMetaOf(frame.meta?.custom);
    return meta ? eventsOf(frame, meta, choice) : [];
  });
}

function eventsOf(frame: DataFrame, meta: SeismoEventsMeta, { wanted, mappings }: Choice): AnnotationEvent[] {
  const cells = (name: string) => (frame.fields.find((field: Field) => field.name === name)?.values ?? []) as unknown[];
  const [ends, levels, series, texts, tags] = [
    EVENT_FIELD.timeEnd,
    EVENT_FIELD.severity,
    EVENT_FIELD.series,
    EVENT_FIELD.text,
    EVENT_FIELD.tags,
  ].map(cells) as [unknown[], unknown[], unknown[], unknown[], unknown[]];
  return cells(EVENT_FIELD.time).flatMap((time, row) => {
    const level = asSeverityLevel(levels[row]);
    if (typeof time !== 'number' || level === null) {
      return [];
    }
    const { name } = severityGroup(meta.severityScheme, level);
    if (wanted && !wanted.has(name)) {
      return [];
    }
    // An open event is drawn up to the newest checked row.
    const end = ends[row] ?? meta.newestMs;
    const timeEnd = typeof end === 'number' && end > time ? end : time;
    const event = {
      time,
      timeEnd,
      title: `${textOf(series[row])}: ${name}`,
      text: textOf(texts[row]),
      tags: textOf(tags[row]).split(',').filter(Boolean),
    };
    return mapped(event, mappings, (field) => cells(field)[row]) ?? [];
  });
}

function textOf(cell: unknown): string {
  return typeof cell === 'string' ? cell : '';
}
