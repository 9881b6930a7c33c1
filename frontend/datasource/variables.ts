/**
 * Dashboard variables. The backend fills those that depend on time or on an interval from the detection interval.
 * Filled here, they would depend on the panel's width and zoom, and so would the score.
 */
import type { ScopedVars } from '@grafana/data';
import { getTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import { ZOOM_VARIABLES } from '../contract/limits';
import type { Detection, SeismoSource } from '../contract/types';
import type { SeismoQuery } from './types';

type VariableValue = string | string[];
type Format = (value: VariableValue, variable: VariableInfo) => string;

/** The part of Grafana's variable model that is read: whether it can have several values. */
interface VariableInfo {
  multi?: boolean;
  includeAll?: boolean;
}

/** The part of Grafana's template service that is needed. */
export type Replacer = Pick<TemplateSrv, 'replace'>;

const RESERVED_NAMES = [
  '__interval_ms',
  '__interval',
  '__rate_interval_ms',
  '__rate_interval',
  ...ZOOM_VARIABLES,
  '__timeFilter',
  'timeFilter',
  'v\\.(?:windowPeriod|timeRangeStart|timeRangeStop)',
].join('|');
const RESERVED = new RegExp(`(\\$(?:${RESERVED_NAMES})(?!\\w)|\\$\\{(?:${RESERVED_NAMES})(?:[.:][^}]*)?\\}|\\[\\[(?:${RESERVED_NAMES})(?::\\w+)?\\]\\])`);

/** The names of the dashboard's variables. */
export function variableNames(): string[] {
  return getTemplateSrv().getVariables().map(({ name }) => name);
}

/** Fills every variable of a text except the reserved ones, which stay as they are. */
export function fill(text: string, replacer: Replacer, scopedVars: ScopedVars, format?: Format): string {
  return text
    .split(RESERVED)
    .map((piece, index) => (index % 2 === 1 ? piece : replacer.replace(piece, scopedVars, format)))
    .join('');
}

/** Fills the variables of a query for the backend. */
export function fillQuery(query: SeismoQuery, replacer: Replacer, scopedVars: ScopedVars): SeismoQuery {
  const filled = { ...query, source: fillSource(query.source, replacer, scopedVars) };
  if (query.detection) {
    filled.detection = fillDetection(query.detection, (text) => fill(text, replacer, scopedVars));
  }
  return filled;
}

function fillSource(source: SeismoSource, replacer: Replacer, scopedVars: ScopedVars): SeismoSource {
  const plain = (text: string) => fill(text, replacer, scopedVars);
  const legend = source.legend === undefined ? {} : { legend: plain(source.legend) };
  switch (source.kind) {
    case 'prometheus':
      return { ...source, ...legend, expr: fill(source.expr, replacer, scopedVars, promqlFormat) };
    case 'influxdb':
      return { ...source, ...legend, query: fill(source.query, replacer, scopedVars, influxFormat) };
    case 'sample':
      return {
        ...source,
        ...legend,
        metric: fill(source.metric ?? '', replacer, scopedVars, regexFormat),
        service: fill(source.service ?? '', replacer, scopedVars, regexFormat),
      };
  }
}

function fillDetection(detection: Detection, plain: (text: string) => string): Detection {
  const filled = { ...detection };
  if (filled.interval) {
    filled.interval = plain(filled.interval);
  }
  if (filled.history) {
    filled.history = plain(filled.history);
  }
  if (typeof filled.season === 'string') {
    filled.season = plain(filled.season);
  }
  if (filled.offset) {
    filled.offset = plain(filled.offset);
  }
  if (filled.holidays?.calendar) {
    filled.holidays = { calendar: plain(filled.holidays.calendar) };
  }
  if (filled.excluded) {
    filled.excluded = filled.excluded.map((window) => ({ ...window, from: plain(window.from), to: plain(window.to) }));
  }
  return filled;
}

/**
 * PromQL: a variable with one value may be a label's value or a part of the expression, so only its backslashes are
 * doubled, as in Grafana's own Prometheus data source. One with several values is a regular expression within quotes.
 */
const promqlFormat: Format = (value, variable) =>
  isSingle(variable) && typeof value === 'string'
    ? value.replaceAll('\\', '\\\\')
    : anyOf(value, (one) => escapeRegex(one).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));

/**
 * InfluxQL and Flux: a variable with one value is inserted as it is; several become a regular expression between
 * slashes.
 */
const influxFormat: Format = (value, variable) =>
  isSingle(variable) && typeof value === 'string'
    ? value
    : anyOf(value, (one) => escapeRegex(one).replaceAll('/', '\\/'));

/** The sample fleet's fields are regular expressions: a value matches only itself. */
const regexFormat: Format = (value) => anyOf(value, escapeRegex);

function isSingle(variable: VariableInfo): boolean {
  return !variable.multi && !variable.includeAll;
}

function anyOf(value: VariableValue, escape: (one: string) => string): string {
  const values = (Array.isArray(value) ? value : [value]).map((one) => escape(String(one)));
  return values.length === 1 ? (values[0] ?? '') : `(${values.join('|')})`;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
