/** Annotations as dashboards store them: converts stored ones to ones that can run. Pure. */
import type { AnnotationQuery } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { InfluxLanguage } from '../../contract/types';
import { newQuery } from '../defaults';
import { importQuery, migrateQuery } from '../migrations';
import type { SeismoQuery, SourceKind } from '../types';

export interface SeismoAnnotation extends AnnotationQuery<SeismoQuery> {
  /** Names of severities, separated by commas; variables are filled. Empty for all. */
  severities?: string;
}

/** The query of a new annotation. */
interface Fresh {
  kind: SourceKind;
  language: InfluxLanguage;
  timezone: string;
}

const ANNOTATION_REF_ID = 'Anno';

/**
 * The annotation with a query that this data source can parse. An annotation that already has one is returned as the
 * same object, because Grafana saves any other object.
 */
export function prepareAnnotation(stored: SeismoAnnotation, fresh: Fresh): SeismoAnnotation {
  const spec = specOf(stored);
  const target = asSeismoQuery(spec ?? stored.target);
  if (target) {
    const prepared = asEvents(target);
    return prepared === target ? stored : withTarget(stored, prepared);
  }
  // From another data source, or new: Prometheus stored its expression in the annotation itself.
  const foreign = { ...stored, ...stored.target, ...spec } as unknown as DataQuery;
  const start = hasText(foreign)
    ? importQuery({ ...foreign, refId: ANNOTATION_REF_ID }, fresh.kind, fresh.timezone)
    : { ...newQuery(fresh.kind, fresh.timezone, fresh.language), refId: ANNOTATION_REF_ID };
  return withTarget(stored, { ...start, output: 'events' });
}

/** The query of an annotation; undefined if it has none. */
export function annotationQuery(annotation: SeismoAnnotation): SeismoQuery | undefined {
  const target = asSeismoQuery(specOf(annotation) ?? annotation.target);
  return target && { ...asEvents(target), refId: ANNOTATION_REF_ID };
}

/**
 * The same query with the output `events`. A query of a newer version stays unchanged: the backend's refusal names the
 * version.
 */
function asEvents(query: SeismoQuery): SeismoQuery {
  const migrated = migrateQuery(query);
  if (migrated.state === 'newer' || (migrated.query === query && query.output === 'events')) {
    return query;
  }
  return { ...migrated.query, output: 'events' };
}

function withTarget(stored: SeismoAnnotation, target: SeismoQuery): SeismoAnnotation {
  const changed = { ...stored, target };
  // Dashboards of the newer schema also store the query here, and Grafana's editor reads it here.
  return specOf(stored) ? { ...changed, query: { ...stored.query, spec: target } } : changed;
}

function specOf(annotation: SeismoAnnotation): Record<string, unknown> | undefined {
  const spec: unknown = (annotation.query as { spec?: unknown } | undefined)?.spec;
  return typeof spec === 'object' && spec !== null ? (spec as Record<string, unknown>) : undefined;
}

function asSeismoQuery(query: unknown): SeismoQuery | undefined {
  const kind = (query as SeismoQuery | undefined)?.source?.kind;
  return typeof kind === 'string' ? (query as SeismoQuery) : undefined;
}

function hasText(query: DataQuery): boolean {
  const { expr, query: text } = query as unknown as Record<string, unknown>;
  return typeof expr === 'string' || typeof text === 'string';
}
