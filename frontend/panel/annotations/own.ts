/** Annotations that were made of our events stand over their own series alone. Pure. */
import type { Labels } from '@grafana/data';

import { SEVERITY_SCHEMES } from '../../contract/limits';
import { severityGroups } from '../../shared/severity';
import type { SeveritySeries } from '../model';

const DATA_SOURCE = 'seismo-anomaly-datasource';
const SEVERITIES = new Set<string>(SEVERITY_SCHEMES.flatMap(severityGroups).map(({ name }) => name));

/** The series that an annotation is of. */
export interface Subject {
  labels: Labels;
  /** What the annotation calls it: another query may have another legend. */
  name: string;
}

/**
 * The series of an annotation that was made of one of our events: its first tag is a severity, others are labels. Null where
 * it was not, or where it names no series. `source` is the dashboard's annotation that it came from, where Grafana tells.
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
 * The annotations, each with the ids of the series that it stands over: those with exactly its labels. A calculation drops the
 * name of its metric, so several may have them; where one of these is called as the annotation says, it is that one.
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

/** Those that stand over at least one of these series; the given list where all do. */
export function over<T extends Annotated>(all: T[], series: Array<Pick<SeveritySeries, 'id'>>): T[] {
  const found = all.filter((annotation) => annotation.over === null || series.some(({ id }) => annotation.over!.has(id)));
  return found.length === all.length ? all : found;
}

/** Labels as they stand in tags, where a comma parts two of them. A label without a value is none. */
function keyOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => [name, value.replaceAll(',', ';').trim()] as const);
  return JSON.stringify(pairs.filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1)));
}
