/** Draws annotations that come from our events only over their own series. Pure. */
import type { Labels } from '@grafana/data';

import { SEVERITY_SCHEMES } from '../../contract/limits';
import { severityGroups } from '../../shared/severity';
import type { SeveritySeries } from '../model';

const DATA_SOURCE = 'seismo-anomaly-datasource';
const SEVERITIES = new Set<string>(SEVERITY_SCHEMES.flatMap(severityGroups).map(({ name }) => name));

/** The series of an annotation. */
export interface Subject {
  labels: Labels;
  /** Its name in the annotation: another query may have another legend. */
  name: string;
}

/**
 * The series of an annotation that comes from one of our events: its first tag is a severity, others are labels. Null
 * if it does not, or names no series. `source` is the dashboard's annotation that it came from, if Grafana reports it.
 */
export function subjectOf({ title, tags }: { title: string; tags: string[] }, source: unknown): Subject | null {
  const [severity = ''] = tags;
  const type = dataSourceOf(source);
  if (!SEVERITIES.has(severity) || (type !== null && type !== DATA_SOURCE)) {
    return null;
  }
  const pairs = tags.flatMap((tag) => {
    const at = tag.indexOf('=');
    return at > 0 ? [[tag.slice(0, at), tag.slice(at + 1)] as const] : [];
  });
  return pairs.length > 0 ? { labels: Object.fromEntries(pairs), name: title.replace(`: ${severity}`, '') } : null;
}

function dataSourceOf(source: unknown): string | null {
  const type = (source as { datasource?: { type?: unknown } } | null | undefined)?.datasource?.type;
  return typeof type === 'string' ? type : null;
}

interface Annotated {
  subject: Subject | null;
  over: ReadonlySet<string> | null;
}

/**
 * The annotations, each with the ids of its series: those with exactly its labels. A calculation drops the name of its
 * metric, so several series may have the same labels; if one of these has the annotation's name, it is that one.
 */
export function placed<T extends Annotated>(all: T[], series: Array<Pick<SeveritySeries, 'id' | 'name' | 'field'>>): T[] {
  if (all.every(({ subject }) => subject === null)) {
    return all;
  }
  const byLabels = new Map<string, typeof series>();
  for (const one of series) {
    const key = keyOf(one.field.labels ?? {});
    byLabels.set(key, [...(byLabels.get(key) ?? []), one]);
  }
  return all.map((annotation) => {
    if (!annotation.subject) {
      return annotation;
    }
    const { labels, name } = annotation.subject;
    const alike = byLabels.get(keyOf(labels)) ?? [];
    const named = alike.filter((one) => one.name === name);
    return { ...annotation, over: new Set((named.length > 0 ? named : alike).map(({ id }) => id)) };
  });
}

/** The annotations of at least one of these series; returns the given list if that is all of them. */
export function over<T extends Annotated>(all: T[], series: Array<Pick<SeveritySeries, 'id'>>): T[] {
  const found = all.filter((annotation) => annotation.over === null || series.some(({ id }) => annotation.over!.has(id)));
  return found.length === all.length ? all : found;
}

/** Labels as tags, which separate them by commas. A label without a value is ignored. */
function keyOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => [name, value.replaceAll(',', ';').trim()] as const);
  return JSON.stringify(pairs.filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1)));
}
