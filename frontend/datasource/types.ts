/** The query and the settings as they are stored. What the query holds is the contract's, which `make contract` writes from Rust. */
import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { Detection, SeismoSource, StoredQuery } from '../contract/types';

export type SourceKind = SeismoSource['kind'];
export type PrometheusSource = Extract<SeismoSource, { kind: 'prometheus' }>;
export type InfluxSource = Extract<SeismoSource, { kind: 'influxdb' }>;
export type SampleSource = Extract<SeismoSource, { kind: 'sample' }>;

/** What people know of a series; nothing of it is needed. */
export type Knowledge = Pick<Detection, 'minimumDeviation' | 'valueRange' | 'excluded' | 'holidays' | 'offset' | 'gaps'>;

export interface SeismoQuery extends DataQuery, StoredQuery {}

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
