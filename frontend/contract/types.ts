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
export type Preset = 'classic' | 'auto';
/**
 * What becomes of something unusual that happens again and again at no set time. What recurs at the same time of day or week
 * is ordinary either way.
 */
export type Repeats = 'alarm' | 'accept';
/**
 * A season as it is written.
 */
export type Season = number | string;
/**
 * The names that people read the scale by.
 */
export type SeverityScheme = 'four_level' | 'three_level';
/**
 * What the outputs `score` and `severity` say of a row.
 */
export type Hold = 'event' | 'row';
/**
 * What a frame is for.
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
 * What to ask a source.
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
 * What Seismo stores and tells. Written by `make contract`.
 */
export interface Contract {
  query?: StoredQuery;
  seismo?: SeismoMeta;
  seismoEvents?: SeismoEventsMeta;
}
/**
 * A query as a dashboard holds it, without what Grafana keeps beside it.
 */
export interface StoredQuery {
  /**
   * How to look at the answer.
   */
  detection?: Detection;
  /**
   * What the outputs `score` and `severity` say within an event; absent means `event` for alert rules, and `row` otherwise.
   */
  hold?: Hold;
  /**
   * Whether rows that come after the answer are streamed.
   */
  live?: boolean;
  /**
   * What to make of it.
   */
  output?: Output;
  /**
   * What to ask the source.
   */
  source: SeismoSource;
  /**
   * An IANA name; absent means UTC.
   */
  timezone?: string;
  /**
   * The version of the query; absent means 1.
   */
  version?: number;
}
/**
 * What a query asks of detection. Everything may be left out.
 */
export interface Detection {
  /**
   * Alarms a week and series that may be false, for a preset whose scores say how rare a point is.
   */
  budget?: number;
  /**
   * On which side of the expected value a point can be anomalous.
   */
  direction?: Direction;
  /**
   * Members instead of the preset's.
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
   * What is too small to matter.
   */
  minimumDeviation?: MinimumDeviation;
  /**
   * How late data may arrive: a duration.
   */
  offset?: string;
  /**
   * Which members with which weights and threshold, if nothing else is said.
   */
  preset?: Preset;
  /**
   * Whether what happens again and again becomes ordinary, for a preset whose scores say how rare a point is.
   */
  repeats?: Repeats;
  /**
   * The season: `auto`, `off`, a duration, or a number of samples.
   */
  season?: Season;
  /**
   * How levels are read.
   */
  severity?: SeverityScheme;
  /**
   * A point is anomalous where its score is at least this: above 0, at most 1.
   */
  threshold?: number;
  /**
   * Which series are metrics of one thing, and scored as one.
   */
  together?: Together;
  /**
   * The values that can be.
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
   * A name.
   */
  calendar?: string;
  /**
   * iCalendar.
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
   * The labels whose values name one thing; none = all series are of one thing.
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
   * The highest one.
   */
  maximum?: number;
  /**
   * The lowest one.
   */
  minimum?: number;
}
/**
 * `meta.custom.seismo` of a panel frame: how the scores of its rows came about.
 */
export interface SeismoMeta {
  /**
   * The algorithm, with the version that changes whenever scores do.
   */
  algorithm: string;
  /**
   * When the block of the newest row starts.
   */
  blockStartMs: number;
  /**
   * Alarms a week and series that may be false; null where scores do not say how rare a point is.
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
   * Over all rows of the range, before thinning; the newest where there are many.
   */
  events: SeismoEvent[];
  /**
   * The windows of the query that touch the range.
   */
  excluded: SeismoWindow[];
  /**
   * The history that was asked for.
   */
  historyMs: number;
  /**
   * The samples that were observed in it, as a length of time.
   */
  historyUsedMs: number;
  /**
   * The detection interval.
   */
  intervalMs: number;
  /**
   * Null where the newest row is scored.
   */
  learning: SeismoLearning | null;
  /**
   * Where the rows to come are, of a live query; on its first frame.
   */
  live?: SeismoLive;
  /**
   * The preset of the query; `together` for a group.
   */
  preset: string;
  /**
   * Null when off.
   */
  season: SeismoSeason | null;
  /**
   * How levels are read.
   */
  severityScheme: SeverityScheme;
  /**
   * Null when every row is there.
   */
  thinned: SeismoThinned | null;
  /**
   * A row is anomalous where its score is at least this.
   */
  threshold: number;
  /**
   * An IANA name.
   */
  timezone: string;
  /**
   * Where several metrics are scored as one.
   */
  together?: SeismoTogether;
}
/**
 * How many rows are what.
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
   * Rows that have a value and lie in windows that are not reported.
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
   * Why it does not vote; null where it does.
   */
  reason: string | null;
  /**
   * Whether it votes.
   */
  state: DetectorState;
  /**
   * Its part of the score.
   */
  weight: number;
}
/**
 * Something that was left out of an answer.
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
   * How often ordinary samples would raise an alarm at the peak's score; null without a budget.
   */
  alarmsPerWeek: number | null;
  /**
   * The cause of most of its anomalous rows; null where no member tells its statistics apart.
   */
  cause: Cause | null;
  /**
   * How many samples the statistic of the cause looks at; null where it is not told, or another one spoke at the peak.
   */
  causeSamples: number | null;
  /**
   * What it says of them. Of a value alone its deviation in sigmas, of a shift or drift the mean in its own sigmas, both with
   * their sign; of more or less variance how many times the usual the scatter is. Null likewise, and of a flat line.
   */
  causeSize: number | null;
  /**
   * The distance of the two in sigmas, with its sign; null where it is not known.
   */
  deviation: number | null;
  /**
   * What was expected there; null where nothing was.
   */
  expected: number | null;
  /**
   * The first anomalous row.
   */
  fromMs: number;
  /**
   * Of metrics that are scored as one: those with the largest shares of the error.
   */
  metrics?: SeismoShare[];
  /**
   * The row that has it, the first of equals.
   */
  peakMs: number;
  /**
   * The highest score.
   */
  peakScore: number;
  /**
   * The time of day of the peak on the wall clock of the query's zone.
   */
  phaseMs: number;
  /**
   * How many rows are anomalous.
   */
  points: number;
  /**
   * The worst severity.
   */
  severity: 1 | 2 | 3 | 4;
  /**
   * The score that each statistic alone would give the peak; null where no member tells its statistics apart.
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
 * A window of the query.
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
 * How far a series has been learnt whose newest row is not scored yet.
 */
export interface SeismoLearning {
  /**
   * How long it takes if none is missing.
   */
  leftMs: number;
  /**
   * Samples that are needed.
   */
  needed: number;
  /**
   * Samples that have been seen.
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
   * Found from the history, or given by the query.
   */
  mode: SeasonMode;
  /**
   * The length in samples.
   */
  samples: number;
}
/**
 * How many rows are shown.
 */
export interface SeismoThinned {
  /**
   * All rows.
   */
  from: number;
  /**
   * Those that are shown.
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
 * `meta.custom.seismoEvents` of an events frame: what reads the list as annotations has to know.
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
   * Anomalous rows that are at most so many rows apart are one event.
   */
  joinRows: number;
  /**
   * The newest complete row of the range; null where it has none.
   */
  newestMs: number | null;
  /**
   * How levels are read.
   */
  severityScheme: SeverityScheme;
  /**
   * An IANA name.
   */
  timezone: string;
}
