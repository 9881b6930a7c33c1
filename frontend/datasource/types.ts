/** The query and the settings as they are stored, in the words of DESIGN.md's contract. */
import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { SeverityScheme } from '../shared/contract';

/** The newest query version that this front end writes and reads. */
export const QUERY_VERSION = 1;

export type SourceKind = SeismoSource['kind'];

export interface PrometheusSource {
  kind: 'prometheus';
  /** One PromQL expression. */
  expr: string;
  /** Grafana's `{{label}}` template; empty shows the labels. */
  legend?: string;
}

export interface InfluxSource {
  kind: 'influxdb';
  language: InfluxLanguage;
  query: string;
  legend?: string;
}

export type InfluxLanguage = 'influxql' | 'flux';

export interface SampleSource {
  kind: 'sample';
  /** An anchored regular expression; empty selects all. */
  metric: string;
  /** An anchored regular expression; empty selects all. */
  service: string;
  legend?: string;
}

export type SeismoSource = PrometheusSource | InfluxSource | SampleSource;

export type Direction = 'both' | 'above' | 'below';

/** It goes on raising alarms, or counts as ordinary after a few times. */
export const REPEATS = ['alarm', 'accept'] as const;
export type Repeats = (typeof REPEATS)[number];

export interface EnsembleMember {
  detector: string;
  weight: number;
  parameters?: Record<string, unknown>;
}

export interface Detection extends Knowledge {
  preset?: string;
  /** Above 0, at most 1. */
  threshold?: number;
  /** Alarms a week and series that may be false; only where the scores say how rare a point is. */
  budget?: number;
  /** What becomes of what happens again and again at no set time; only where a budget can be. Absent means `alarm`. */
  repeats?: Repeats;
  direction?: Direction;
  /** A duration or `auto`. */
  interval?: string;
  /** A duration or `auto`. */
  history?: string;
  /** `auto`, `off`, a duration, or a whole number of samples; absent means the preset's own. */
  season?: string | number;
  severity?: SeverityScheme;
  ensemble?: EnsembleMember[];
  /** Series that agree in these labels are metrics of one thing, and scored as one. */
  together?: { by: string[] };
}

/** What people know of a series; nothing of it is needed. */
export interface Knowledge {
  minimumDeviation?: MinimumDeviation;
  valueRange?: ValueRange;
  /** At most 100. */
  excluded?: ExcludedWindow[];
  holidays?: Holidays;
  /** A duration, at most a day. */
  offset?: string;
  gaps?: GapPolicy;
}

/** A point nearer to the expected value than either is never anomalous. */
export interface MinimumDeviation {
  /** In the unit of the series, at least 0. */
  absolute?: number;
  /** As a share of the expected value, at least 0. */
  relative?: number;
}

/** A value outside cannot be. */
export interface ValueRange {
  minimum?: number;
  maximum?: number;
}

export interface ExcludedWindow {
  /** RFC 3339, in the window. */
  from: string;
  /** RFC 3339, after the window; at most 31 days later. */
  to: string;
  report?: boolean;
  learn?: boolean;
}

/** One of the two. */
export interface Holidays {
  /** iCalendar. */
  ics?: string;
  /** The name of a calendar in the data source's settings. */
  calendar?: string;
}

export type GapPolicy = 'skip' | 'zero' | 'previous';

export const OUTPUTS = [
  'panel',
  'score',
  'severity',
  'value',
  'expected',
  'deviation',
  'lower',
  'upper',
  'cause',
  'cause_samples',
  'cause_size',
  'since',
  'age',
  'events',
] as const;
export type Output = (typeof OUTPUTS)[number];

/** What a row within an open event says: how bad the event has been so far, or its own score. */
export const HOLDS = ['event', 'row'] as const;
export type Hold = (typeof HOLDS)[number];

export interface SeismoQuery extends DataQuery {
  version?: number;
  /** An IANA name. */
  timezone?: string;
  source: SeismoSource;
  detection?: Detection;
  output?: Output;
  /** Of the outputs `score` and `severity`; absent means `event` for alert rules, and `row` otherwise. */
  hold?: Hold;
  /** Whether rows that come after the answer are streamed. */
  live?: boolean;
}

export interface SeismoJsonData extends DataSourceJsonData {
  kind?: SourceKind;
  /** The environment variable that a provisioned address is taken from, for the message that there is none. */
  urlVariable?: string;
  /** The scrape interval, a duration. */
  timeInterval?: string;
  httpMethod?: 'POST' | 'GET';
  /** Seconds. */
  timeout?: number;
  maxSeries?: number;
  /** A duration. */
  settle?: string;
  maxSamples?: number;
  version?: 'InfluxQL' | 'Flux';
  dbName?: string;
  organization?: string;
  defaultBucket?: string;
  /** What goes wrong in the sample fleet; absent means `on-call`. */
  fleet?: 'on-call' | 'dense';
  tlsAuth?: boolean;
  tlsAuthWithCACert?: boolean;
  tlsSkipVerify?: boolean;
  serverName?: string;
  oauthPassThru?: boolean;
  /** Calendars of holidays, at most 50. */
  calendars?: HolidayCalendar[];
}

export interface HolidayCalendar {
  name: string;
  /** iCalendar. */
  ics: string;
}

export interface SeismoSecureJsonData {
  basicAuthPassword?: string;
  /** InfluxQL. */
  password?: string;
  /** Flux. */
  token?: string;
}

/** The data source's kind; Prometheus where the settings name none, which is what a new data source offers first. */
export function kindOf(jsonData: SeismoJsonData): SourceKind {
  return jsonData.kind ?? 'prometheus';
}
