/** Converts stored queries of other versions, and queries of other data sources. Pure. */
import type { DataQuery } from '@grafana/schema';

import { PLANTED_FIELDS, QUERY_VERSION } from '../contract/limits';
import { newQuery } from './defaults';
import type { SeismoQuery, SourceKind } from './types';

export type Migrated =
  | { state: 'current'; query: SeismoQuery }
  /** Made by a newer Seismo: left unchanged, because writing it here could lose fields. */
  | { state: 'newer'; query: SeismoQuery; version: number };

/** Converts a stored query to the current version; a query without a version has version 1. */
export function migrateQuery(stored: SeismoQuery): Migrated {
  const version = stored.version ?? 1;
  if (version > QUERY_VERSION) {
    return { state: 'newer', query: stored, version };
  }
  return { state: 'current', query: stored.version === version ? stored : { ...stored, version } };
}

/**
 * The query without Grafana's planted fields, which it copies from its default data source into a new query: `instant`
 * and `range` on the alerting page, the others when a panel changes its data source. They are set to `undefined`, which
 * is not stored: the alerting page merges what an editor writes into its own query, and would keep a field that is
 * merely absent.
 */
export function withoutPlanted(query: SeismoQuery): SeismoQuery {
  const planted = PLANTED_FIELDS.filter((field) => field in query);
  return planted.length === 0 ? query : { ...query, ...Object.fromEntries(planted.map((field) => [field, undefined])) };
}

/** The part of another data source's query that can be kept: its expression or text. */
export function importQuery(foreign: DataQuery, kind: SourceKind, timezone: string): SeismoQuery {
  const fresh = newQuery(kind, timezone);
  const { refId, hide } = foreign;
  const base = { ...fresh, refId, ...(hide === undefined ? {} : { hide }) };
  const { source } = fresh;
  if (source.kind === 'prometheus') {
    return { ...base, source: { ...source, expr: textOf(foreign, 'expr'), legend: legendOf(foreign) } };
  }
  if (source.kind === 'influxdb') {
    const query = textOf(foreign, 'query');
    return { ...base, source: { ...source, query, language: isFlux(query) ? 'flux' : 'influxql' } };
  }
  return base;
}

/** Flux has the pipe operator, InfluxQL does not. */
function isFlux(query: string): boolean {
  return query.includes('|>');
}

function legendOf(foreign: DataQuery): string {
  const legend = textOf(foreign, 'legendFormat');
  // `__auto` is Grafana's word for an automatic name, which is an empty legend here.
  return legend === '__auto' ? '' : legend;
}

function textOf(query: DataQuery, field: string): string {
  const value = (query as unknown as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
}
