/** The query and the settings as they are stored. `make contract` writes the types of the query from Rust. */
import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { Detection, SeismoSource, StoredQuery } from '../contract/types';

export type SourceKind = SeismoSource['kind'];
export type PrometheusSource = Extract<SeismoSource, { kind: 'prometheus' }>;
export type InfluxSource = Extract<SeismoSource, { kind: 'influxdb' }>;
export type SampleSource = Extract<SeismoSource, { kind: 'sample' }>;

/** The optional knowledge of a series. */
export type Knowledge = Pick<Detection, 'minimumDeviation' | 'valueRange' | 'excluded' | 'holidays' | 'offset' | 'gaps'>;

export interface SeismoQuery extends DataQuery, StoredQuery {}

export interface SeismoJsonData extends DataSourceJsonData {
  kind?: SourceKind;
  /** The environment variable that a provisioned address comes from, named in the message about a missing address. */
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
  /** The script of incidents in the sample fleet; absent means `on-call`. */
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

/** The data source's kind; Prometheus if the settings name none, as in a new data source. */
export function kindOf(jsonData: SeismoJsonData): SourceKind {
  return jsonData.kind ?? 'prometheus';
}
