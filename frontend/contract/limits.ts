// Written by `make contract` from the Rust that these stand in: change them there.

/** The version of the frames. */
export const CONTRACT_VERSION = 1;

/** The newest version of a query. */
export const QUERY_VERSION = 1;

/** The field that holds the number of a cause, which is its place in `CAUSES`. */
export const CAUSE_FIELD = 'cause';

/** The fields beside it: the measurement of the cause's statistic. */
export const MEASURE_FIELD = { samples: 'cause_samples', size: 'cause_size' } as const;

/** Prefix of the field of a detector's confidence. */
export const DETECTOR_PREFIX = 'score_';

/** Prefix of the field of a metric's contribution. */
export const METRIC_PREFIX = 'contribution_';

/** Variables whose value follows the zoom, so no query may contain them. */
export const ZOOM_VARIABLES = ['__range', '__range_s', '__range_ms', '__from', '__to'] as const;

/** Grafana's own fields in a query. */
export const GRAFANA_FIELDS = ['refId', 'datasource', 'datasourceId', 'hide', 'key', 'queryType', 'intervalMs', 'maxDataPoints', 'queryCachingTTL', 'timeRange', 'resultAssertions'] as const;

/** Fields that Grafana copies into a new query; they have no effect. */
export const PLANTED_FIELDS = ['instant', 'range', 'expression', 'interval', 'legendFormat', 'editorMode', 'exemplar', 'format', 'intervalFactor', 'utcOffsetSec', 'scopes', 'adhocFilters'] as const;

/** Why a point is unusual, by the number in the field `cause`. `range` is no statistic. */
export const CAUSES = ['none', 'spike', 'season', 'level_shift', 'drift', 'variance_up', 'variance_down', 'local', 'record', 'range', 'flat'] as const;

/** On which side a point can be anomalous. */
export const DIRECTIONS = ['above', 'below', 'both'] as const;

/** How a missing sample is read. */
export const GAP_POLICIES = ['skip', 'zero', 'previous'] as const;

/** How long a score is held. */
export const HOLDS = ['event', 'row'] as const;

/** The query languages of InfluxDB. */
export const INFLUX_LANGUAGES = ['influxql', 'flux'] as const;

/** Outputs of a query. */
export const OUTPUTS = ['panel', 'score', 'severity', 'value', 'expected', 'deviation', 'lower', 'upper', 'cause', 'cause_samples', 'cause_size', 'since', 'age', 'events'] as const;

/** Outputs of groups. */
export const OUTPUTS_OF_GROUPS = ['panel', 'score', 'severity', 'value', 'since', 'events'] as const;

/** Outputs with one number per row, as an alert rule needs it. */
export const OUTPUTS_OF_ALERTS = ['score', 'severity', 'value', 'expected', 'deviation', 'lower', 'upper', 'cause', 'cause_samples', 'cause_size', 'since', 'age'] as const;

/** Named sets of detectors. */
export const PRESETS = ['auto', 'classic'] as const;

/** Treatment of recurring incidents. */
export const REPEATS = ['alarm', 'accept'] as const;

/** Naming schemes of the severity levels. */
export const SEVERITY_SCHEMES = ['four_level', 'three_level'] as const;

/** The severities of an anomalous row; 0 is none. */
export const SEVERITY_LEVELS = [1, 2, 3, 4] as const;

/** The detector whose scores say how rare a point is, and the preset with only this detector. */
export const AUTO = 'auto';

/** Preset of a query without one. */
export const ABSENT_PRESET = 'classic';

/** Smallest score of an anomalous point. */
export const DEFAULT_THRESHOLD = 0.6;

/** Accepted false alarms per week and series. */
export const DEFAULT_BUDGET = 1;

/** The shortest detection interval. */
export const SHORTEST_INTERVAL_MS = 1000;

/** The longest detection interval. */
export const LONGEST_INTERVAL_MS = 86400000;

/** The shortest history, in intervals. */
export const SHORTEST_HISTORY_INTERVALS = 100;

/** The longest history. */
export const LONGEST_HISTORY_DAYS = 400;

/** The history `auto`: pairs of an interval in ms and the days from it on; never below the shortest. */
export const DEFAULT_HISTORY_DAYS = [[0, 7], [300000, 28], [3600000, 90]] as const;

/** The shortest season, in samples. */
export const SHORTEST_SEASON_SAMPLES = 2;

/** Largest delay of late data. */
export const LONGEST_OFFSET_MS = 86400000;

/** Largest number of excluded windows of a query. */
export const MOST_WINDOWS = 100;

/** The longest excluded window. */
export const LONGEST_WINDOW_DAYS = 31;

/** The largest iCalendar text. */
export const MOST_CALENDAR_BYTES = 262144;

/** Largest number of labels that name an entity. */
export const MOST_LABELS = 16;

/** In seconds. */
export const DEFAULT_TIMEOUT = 30;

/** Largest number of series of an answer. */
export const DEFAULT_MAX_SERIES = 200;

/** How long samples may still change. */
export const DEFAULT_SETTLE = '10m';

/** Largest number of samples of an answer. */
export const DEFAULT_MAX_SAMPLES = 50000000;

/** Largest number of calendars of a data source. */
export const MOST_CALENDARS = 50;

/** Half the width of the band `lower..upper`, in sigmas. */
export const BAND_SIGMAS = 3;

/** Largest deviation in sigmas, on either side. */
export const MOST_SIGMAS = 1000;

/** Anomalous rows that are at most this many rows apart are one event. */
export const EVENT_JOIN_ROWS = 2;

/** The score of a point that is as rare as the budget allows. */
export const BUDGET_SCORE = 0.6;

/** Smallest score with a cause. */
export const LEAST_TOLD_SCORE = 0.3;

/** Largest number of metrics of a group that an event names. */
export const MOST_BLAMED_METRICS = 3;

/** Smallest share of the error of a metric that an event names. */
export const LEAST_BLAMED_SHARE = 0.1;

/** Names of the fields of a panel frame, in their order. */
export const FIELD = { time: 'time', value: 'value', expected: 'expected', lower: 'lower', upper: 'upper', score: 'score', severity: 'severity' } as const;

/** Names of the fields of the events frame, in their order. */
export const EVENT_FIELD = { time: 'time', timeEnd: 'timeEnd', severity: 'severity', score: 'score', value: 'value', expected: 'expected', deviation: 'deviation', alarmsPerWeek: 'alarmsPerWeek', series: 'series', text: 'text', tags: 'tags' } as const;
