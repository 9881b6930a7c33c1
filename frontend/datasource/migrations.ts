/** Stored queries of other versions, and queries of other data sources. Pure: text in, query out. */
import type { DataQuery } from '@grafana/schema';

import { PLANTED_FIELDS, QUERY_VERSION } from '../contract/limits';
import { newQuery } from './defaults';
import type { SeismoQuery, SourceKind } from './types';

export type Migrated =
  | { state: 'current'; query: SeismoQuery }
  /** Made by a newer Seismo: left as it is, for anything written here could lose what it says. */
  | { state: 'newer'; query: SeismoQuery; version: number };

/** Brings a stored query to the current version; a query without a version is of version 1. */
export function migrateQuery(stored: SeismoQuery): Migrated {
  const version = stored.version ?? 1;
  if (version > QUERY_VERSION) {
    return { state: 'newer', query: stored, version };
  }
  return { state: 'current', query: stored.version === version ? stored : { ...stored, version } };
}

/**
 * The query without Grafana's planted fields: what it copies from its default data source into a new query, `instant` and `range` on
 * the alerting page, the others where a panel changes its data source. They are there as `undefined`, which is not stored: the alerting page lays what
 * an editor writes over what it has, and would keep a field that is merely absent.
 */
export function withoutPlanted(query: SeismoQuery): SeismoQuery {
  const planted = PLANTED_FIELDS.filter((field) => field in query);
  return planted.length === 0 ? query : { ...query, ...Object.fromEntries(planted.map((field) => [field, undefined])) };
}

/** What of another data source's query can be kept: the expression or text it asks for. */
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

/** Flux pipes its tables onwards, InfluxQL has no such sign. */
function isFlux(query: string): boolean {
  return query.includes('|>');
}

function legendOf(foreign: DataQuery): string {
  const legend = textOf(foreign, 'legendFormat');
  // Grafana's own word for "choose a name for me", which is what an empty legend says here.
  return legend === '__auto' ? '' : legend;
}

function textOf(query: DataQuery, field: string): string {
  const value = (query as unknown as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
}
