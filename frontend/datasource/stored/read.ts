/** A stored query, read as the backend reads it. The contract's types say which fields there are; this says how each is read. */
import { t } from '@grafana/i18n';

import { GRAFANA_FIELDS, PLANTED_FIELDS } from '../../contract/limits';
import type { Detection, EnsembleMember, ExcludedWindow, Holidays, MinimumDeviation, StoredQuery, Together, ValueRange } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import { isRecord } from '../../shared/json';
import type { Problem } from '../problem';
import type { InfluxSource, PrometheusSource, SampleSource, SeismoQuery, SourceKind } from '../types';
import { absentOr, anyObject, flag, listOf, number, objectOf, optional, required, season, text, type Right, type Shape, type Unreadable } from './shape';

export interface Stored {
  /** What of the query can be read. */
  query: SeismoQuery;
  /** Why it is not all of it. */
  problems: Problem[];
}

const MEMBER = objectOf<EnsembleMember>({ detector: required(text, ''), weight: required(number, 0), parameters: absentOr(anyObject) });
const WINDOW = objectOf<ExcludedWindow>({ from: required(text, ''), to: required(text, ''), report: absentOr(flag), learn: absentOr(flag) });

const DETECTION = objectOf<Detection>({
  preset: optional(text),
  ensemble: optional(listOf(MEMBER)),
  threshold: optional(number),
  budget: optional(number),
  repeats: optional(text),
  direction: optional(text),
  interval: optional(text),
  history: optional(text),
  season: optional(season),
  severity: optional(text),
  minimumDeviation: optional(objectOf<MinimumDeviation>({ absolute: optional(number), relative: optional(number) })),
  valueRange: optional(objectOf<ValueRange>({ minimum: optional(number), maximum: optional(number) })),
  excluded: absentOr(listOf(WINDOW)),
  holidays: optional(objectOf<Holidays>({ ics: optional(text), calendar: optional(text) })),
  offset: optional(text),
  gaps: optional(text),
  together: optional(objectOf<Together>({ by: required(listOf(text), []) })),
});

const SOURCES: Record<SourceKind, Shape> = {
  prometheus: objectOf<PrometheusSource>({ kind: required(text, ''), expr: required(text, ''), legend: absentOr(text) }),
  influxdb: objectOf<InfluxSource>({ kind: required(text, ''), language: required(text, 'influxql'), query: required(text, ''), legend: absentOr(text) }),
  sample: objectOf<SampleSource>({ kind: required(text, ''), metric: absentOr(text), service: absentOr(text), legend: absentOr(text) }),
};

/** A source of a kind that there is not is left as it is: that the data source is of another kind says more. */
const SOURCE: Shape = (value, path, tell) => {
  const kind = isRecord(value) ? value.kind : undefined;
  if (typeof kind !== 'string') {
    return objectOf<{ kind: string }>({ kind: required(text, '') })(isRecord(value) ? { kind } : value, path, tell);
  }
  return Object.hasOwn(SOURCES, kind) ? SOURCES[kind as SourceKind](value, path, tell) : value;
};

const QUERY = objectOf<StoredQuery>({
  version: optional(number),
  timezone: absentOr(text),
  source: required(SOURCE, null),
  detection: absentOr(DETECTION),
  output: absentOr(text),
  hold: optional(text),
  live: absentOr(flag),
});

/** Reads a query. Fields of Grafana's own stay as they are. */
export function readStored(stored: SeismoQuery): Stored {
  const problems: Problem[] = [];
  const { own, fields } = apart(stored);
  const query = QUERY(fields, '', (unreadable) => problems.push({ field: unreadable.field, message: messageOf(unreadable) }));
  return { query: { ...own, ...(query as StoredQuery) } as SeismoQuery, problems };
}

/** What is Grafana's, and what is the query. An `expr` that says nothing comes from the default query of a Prometheus data source. */
function apart(stored: SeismoQuery): { own: Record<string, unknown>; fields: Record<string, unknown> } {
  const own: Record<string, unknown> = {};
  const fields: Record<string, unknown> = { ...stored };
  const isEmptyExpr = fields.expr === null || fields.expr === '';
  for (const name of [...GRAFANA_FIELDS, ...PLANTED_FIELDS, ...(isEmptyExpr ? ['expr'] : [])].filter((one) => one in fields)) {
    own[name] = fields[name];
    delete fields[name];
  }
  return { own, fields };
}

/** More of a value than this says no more. */
const MOST_SHOWN = 60;

function messageOf(unreadable: Unreadable): string {
  const { field } = unreadable;
  switch (unreadable.why) {
    case 'type':
      return t('datasource.problem.unreadable', 'Field {{field}}: {{value}} is not possible; write {{right}}', {
        field,
        value: JSON.stringify(unreadable.value).slice(0, MOST_SHOWN),
        right: wordsFor(unreadable.right),
        ...verbatim,
      });
    case 'unknown':
      return t('datasource.problem.unknownField', 'Field {{field}}: there is no such field; possible: {{right}}', {
        field,
        right: unreadable.known.join(', '),
        ...verbatim,
      });
    case 'missing':
      return t('datasource.problem.missingField', 'Field {{field}}: "{{name}}" is missing; it is required', { field, name: unreadable.name, ...verbatim });
  }
}

function wordsFor(right: Right): string {
  switch (right) {
    case 'text':
      return t('datasource.problem.right.text', 'a text');
    case 'number':
      return t('datasource.problem.right.number', 'a number');
    case 'flag':
      return t('datasource.problem.right.flag', 'true or false');
    case 'list':
      return t('datasource.problem.right.list', 'a list');
    case 'object':
      return t('datasource.problem.right.object', 'an object');
    case 'season':
      return t('datasource.problem.right.season', 'auto, off, a duration such as 24h, or a whole number of samples');
  }
}
