// Written by `make contract` from schema.json: change the types in Rust.

/**
 * On which side of the expected value a point can be anomalous.
 */
export type Direction = 'above' | 'below' | 'both';
/**
 * How a missing sample is read.
 */
export type GapPolicy = 'skip' | 'zero' | 'previous';
/**
 * A named set of members, weights and threshold.
 */
export type Preset = 'auto' | 'classic';
/**
 * Treatment of incidents that recur at no fixed time. What recurs at the same time of day or week is ordinary either
 * way.
 */
export type Repeats = 'alarm' | 'accept';
/**
 * A season as it is written.
 */
export type Season = number | string;
/**
 * Naming scheme of the severity scale.
 */
export type SeverityScheme = 'four_level' | 'three_level';
/**
 * How long the outputs `score` and `severity` are held within an event.
 */
export type Hold = 'event' | 'row';
/**
 * Form of the answer.
 */
export type Output =
  | 'panel'
  | 'score'
  | 'severity'
  | 'value'
  | 'expected'
  | 'deviation'
  | 'lower'
  | 'upper'
  | 'cause'
  | 'cause_samples'
  | 'cause_size'
  | 'since'
  | 'age'
  | 'events';
/**
 * Query for a source.
 */
export type SeismoSource =
  | {
      /**
       * One PromQL expression.
       */
      expr: string;
      kind: 'prometheus';
      /**
       * Grafana's `{{label}}` template; empty = labels.
       */
      legend?: string;
    }
  | {
      kind: 'influxdb';
      /**
       * The language of `query`.
       */
      language: InfluxLanguage;
      /**
       * Grafana's `{{label}}` template; empty = labels.
       */
      legend?: string;
      /**
       * The query with its variables.
       */
      query: string;
    }
  | {
      kind: 'sample';
      /**
       * Grafana's `{{label}}` template; empty = labels.
       */
      legend?: string;
      /**
       * Anchored regular expression on the metric; empty = all.
       */
      metric?: string;
      /**
       * Anchored regular expression on the service; empty = all.
       */
      service?: string;
    };
/**
 * The query languages of InfluxDB.
 */
export type InfluxLanguage = 'influxql' | 'flux';
/**
 * Whether a member votes.
 */
export type DetectorState = 'voting' | 'learning' | 'dropped';
/**
 * A kind of departure from what was expected.
 */
export type Cause = 'none' | 'spike' | 'season' | 'level_shift' | 'drift' | 'variance_up' | 'variance_down' | 'local' | 'record' | 'range' | 'flat';
/**
 * Where a season comes from.
 */
export type SeasonMode = 'auto' | 'fixed';

/**
 * Stored queries and the metadata of frames. Written by `make contract`.
 */
export interface Contract {
  query?: StoredQuery;
  seismo?: SeismoMeta;
  seismoEvents?: SeismoEventsMeta;
}
/**
 * A query as a dashboard stores it, without Grafana's own fields.
 */
export interface StoredQuery {
  /**
   * Detection settings.
   */
  detection?: Detection;
  /**
   * How long `score` and `severity` are held within an event; absent means `event` for alert rules, else `row`.
   */
  hold?: Hold;
  /**
   * Whether rows after the answer are streamed.
   */
  live?: boolean;
  /**
   * Form of the answer.
   */
  output?: Output;
  /**
   * Query for the source.
   */
  source: SeismoSource;
  /**
   * An IANA name; absent means UTC.
   */
  timezone?: string;
  /**
   * Version of the query; absent means 1.
   */
  version?: number;
}
/**
 * What a query asks of detection. Everything may be left out.
 */
export interface Detection {
  /**
   * Accepted false alarms per week and series. Only for presets whose scores say how rare a point is.
   */
  budget?: number;
  /**
   * On which side of the expected value a point can be anomalous.
   */
  direction?: Direction;
  /**
   * Detectors that replace the preset's.
   *
   * @minItems 1
   */
  ensemble?: EnsembleMember[];
  /**
   * Windows that are not reported, or not learnt.
   */
  excluded?: ExcludedWindow[];
  /**
   * How a missing sample is read.
   */
  gaps?: GapPolicy;
  /**
   * The history: a duration, or `auto`.
   */
  history?: string;
  /**
   * Days that count as Sundays.
   */
  holidays?: Holidays;
  /**
   * The detection interval: a duration, or `auto`.
   */
  interval?: string;
  /**
   * Smallest deviation that can be anomalous.
   */
  minimumDeviation?: MinimumDeviation;
  /**
   * How late data may arrive: a duration.
   */
  offset?: string;
  /**
   * Default members, weights and threshold.
   */
  preset?: Preset;
  /**
   * Whether recurring incidents become ordinary. Only for presets whose scores say how rare a point is.
   */
  repeats?: Repeats;
  /**
   * The season: `auto`, `off`, a duration, or a number of samples.
   */
  season?: Season;
  /**
   * Names of the severity levels.
   */
  severity?: SeverityScheme;
  /**
   * A point is anomalous if its score is at least this: above 0, at most 1.
   */
  threshold?: number;
  /**
   * Which series are metrics of one entity and scored as one.
   */
  together?: Together;
  /**
   * The possible values.
   */
  valueRange?: ValueRange;
}
/**
 * A member as it is written.
 */
export interface EnsembleMember {
  /**
   * The detector's id.
   */
  detector: string;
  /**
   * Its parameters; those left out have their defaults.
   */
  parameters?: {
    [k: string]: unknown;
  };
  /**
   * Its weight, above 0.
   */
  weight: number;
}
/**
 * A window as it is written.
 */
export interface ExcludedWindow {
  /**
   * An instant of RFC 3339, in the window.
   */
  from: string;
  /**
   * Whether the window is learnt.
   */
  learn?: boolean;
  /**
   * Whether anomalies in the window are reported.
   */
  report?: boolean;
  /**
   * An instant of RFC 3339, after the window.
   */
  to: string;
}
/**
 * A calendar of holidays: its text, or its name in the data source's settings.
 */
export interface Holidays {
  /**
   * Name of a calendar in the data source's settings.
   */
  calendar?: string;
  /**
   * iCalendar text.
   */
  ics?: string;
}
/**
 * How far from the expected value a point must lie to matter, as it is written.
 */
export interface MinimumDeviation {
  /**
   * In the unit of the series, at least 0.
   */
  absolute?: number;
  /**
   * As a share of the expected value's size, at least 0.
   */
  relative?: number;
}
/**
 * `detection.together` as it is written.
 */
export interface Together {
  /**
   * Labels whose values name one entity; empty = all series form one entity.
   *
   * @maxItems 16
   */
  by: string[];
}
/**
 * The values that a series can have, as they are written.
 */
export interface ValueRange {
  /**
   * The highest possible value.
   */
  maximum?: number;
  /**
   * The lowest possible value.
   */
  minimum?: number;
}
/**
 * `meta.custom.seismo` of a panel frame: information about scoring.
 */
export interface SeismoMeta {
  /**
   * The algorithm, with the version that changes whenever scores do.
   */
  algorithm: string;
  /**
   * Start of the block of the newest row.
   */
  blockStartMs: number;
  /**
   * Accepted false alarms per week and series; null if scores do not say how rare a point is.
   */
  budget: number | null;
  /**
   * The version of the frames.
   */
  contractVersion: number;
  /**
   * Over all rows of the range, before thinning.
   */
  counts: SeismoCounts;
  /**
   * The members.
   */
  detectors: SeismoDetector[];
  /**
   * On which side of the expected value a point can be anomalous.
   */
  direction: Direction;
  /**
   * What was left out.
   */
  dropped: Dropped[];
  /**
   * Over all rows of the range, before thinning; only the newest if there are many.
   */
  events: SeismoEvent[];
  /**
   * The windows of the query that touch the range.
   */
  excluded: SeismoWindow[];
  /**
   * The requested history.
   */
  historyMs: number;
  /**
   * Length of time covered by observed samples.
   */
  historyUsedMs: number;
  /**
   * The detection interval.
   */
  intervalMs: number;
  /**
   * Null if the newest row is scored.
   */
  learning: SeismoLearning | null;
  /**
   * Channel of new rows. Only on the first frame of a live query.
   */
  live?: SeismoLive;
  /**
   * The preset of the query; `together` for a group.
   */
  preset: string;
  /**
   * Null if off.
   */
  season: SeismoSeason | null;
  /**
   * Names of the severity levels.
   */
  severityScheme: SeverityScheme;
  /**
   * Null if no row is left out.
   */
  thinned: SeismoThinned | null;
  /**
   * A row is anomalous if its score is at least this.
   */
  threshold: number;
  /**
   * An IANA name.
   */
  timezone: string;
  /**
   * Present if several metrics are scored as one.
   */
  together?: SeismoTogether;
}
/**
 * Row counts.
 */
export interface SeismoCounts {
  /**
   * Anomalous rows.
   */
  anomalies: number;
  /**
   * Those of severity 4.
   */
  critical: number;
  /**
   * Rows with a value in windows that are not reported.
   */
  excluded: number;
  /**
   * Rows without a value.
   */
  gaps: number;
  /**
   * Those of severity 3.
   */
  high: number;
  /**
   * Those of severity 1.
   */
  low: number;
  /**
   * Those of severity 2.
   */
  medium: number;
  /**
   * All rows.
   */
  points: number;
  /**
   * Rows with a score.
   */
  scored: number;
}
/**
 * A member of the ensemble.
 */
export interface SeismoDetector {
  /**
   * The name in queries and fields.
   */
  id: string;
  /**
   * The name for people.
   */
  name: string;
  /**
   * The parameters in force, by name.
   */
  parameters: {
    [k: string]: unknown;
  };
  /**
   * Why it does not vote; null if it votes.
   */
  reason: string | null;
  /**
   * Whether it votes.
   */
  state: DetectorState;
  /**
   * Its weight in the score.
   */
  weight: number;
}
/**
 * Samples or series that were left out of an answer.
 */
export interface Dropped {
  /**
   * How many, at least 1.
   */
  count: number;
  /**
   * What: `samples`, `series`.
   */
  what: string;
  /**
   * Why: `infinite`, `not on the grid`.
   */
  why: string;
}
/**
 * Anomalous rows that are at most two rows apart.
 */
export interface SeismoEvent {
  /**
   * How many times a week ordinary samples would raise an alarm at the peak's score; null without a budget.
   */
  alarmsPerWeek: number | null;
  /**
   * Most frequent cause of its anomalous rows, weighted by score; null if no member distinguishes causes.
   */
  cause: Cause | null;
  /**
   * Number of samples the cause's statistic covers; null if unknown, or if another statistic spoke at the peak.
   */
  causeSamples: number | null;
  /**
   * Its measurement. For a value alone: deviation in sigmas. For a shift or drift: the mean in its own sigmas. Both
   * signed. For variance: multiple of the usual scatter. Null likewise, and for a flat line.
   */
  causeSize: number | null;
  /**
   * Signed distance of value and expected value in sigmas; null if unknown.
   */
  deviation: number | null;
  /**
   * Expected value at the peak; null if there is none.
   */
  expected: number | null;
  /**
   * The first anomalous row.
   */
  fromMs: number;
  /**
   * For metrics that are scored as one: those with the largest shares of the error.
   */
  metrics?: SeismoShare[];
  /**
   * The row with the highest score; the first of several.
   */
  peakMs: number;
  /**
   * The highest score.
   */
  peakScore: number;
  /**
   * Time of day of the peak, in the query's time zone.
   */
  phaseMs: number;
  /**
   * Number of anomalous rows.
   */
  points: number;
  /**
   * The worst severity.
   */
  severity: 1 | 2 | 3 | 4;
  /**
   * Score that each statistic alone would give the peak; null if no member distinguishes causes.
   */
  statistics: {
    [k: string]: number;
  } | null;
  /**
   * The last anomalous row.
   */
  toMs: number;
  /**
   * The value of the peak.
   */
  value: number;
}
/**
 * A metric's share of the error of its group.
 */
export interface SeismoShare {
  /**
   * Its share, 0..1.
   */
  contribution: number;
  /**
   * The metric.
   */
  name: string;
}
/**
 * A window of the query, with its times resolved.
 */
export interface SeismoWindow {
  /**
   * The first instant in the window.
   */
  fromMs: number;
  /**
   * Whether the window is learnt.
   */
  learn: boolean;
  /**
   * Whether anomalies in the window are reported.
   */
  report: boolean;
  /**
   * The first instant after the window.
   */
  toMs: number;
}
/**
 * Progress of a series that is not scored yet.
 */
export interface SeismoLearning {
  /**
   * Remaining time if no sample is missing.
   */
  leftMs: number;
  /**
   * Number of samples needed.
   */
  needed: number;
  /**
   * Number of samples seen.
   */
  seen: number;
}
/**
 * The stream of a live query.
 */
export interface SeismoLive {
  /**
   * The path of its channel: 64 hexadecimal digits.
   */
  path: string;
}
/**
 * The season in use.
 */
export interface SeismoSeason {
  /**
   * Whether it was found in the history or set by the query.
   */
  mode: SeasonMode;
  /**
   * The length in samples.
   */
  samples: number;
}
/**
 * Number of rows before and after thinning.
 */
export interface SeismoThinned {
  /**
   * All rows.
   */
  from: number;
  /**
   * Rows that are shown.
   */
  to: number;
}
/**
 * Several metrics that are scored as one.
 */
export interface SeismoTogether {
  /**
   * The labels in which they agree.
   */
  by: string[];
  /**
   * Their names.
   */
  metrics: string[];
}
/**
 * `meta.custom.seismoEvents` of an events frame: what a reader of the list as annotations needs.
 */
export interface SeismoEventsMeta {
  /**
   * The version of the frames.
   */
  contractVersion: number;
  /**
   * The detection interval.
   */
  intervalMs: number;
  /**
   * Anomalous rows that are at most this many rows apart are one event.
   */
  joinRows: number;
  /**
   * The newest complete row of the range; null if it has none.
   */
  newestMs: number | null;
  /**
   * Names of the severity levels.
   */
  severityScheme: SeverityScheme;
  /**
   * An IANA name.
   */
  timezone: string;
}
