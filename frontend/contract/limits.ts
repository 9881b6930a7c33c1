// Written by `make contract` from the Rust that these stand in: change them there.

/** The version of the frames. */
export const CONTRACT_VERSION = 1;

/** The newest version of a query. */
export const QUERY_VERSION = 1;

/** The field that holds the number of a cause, which is its place in `CAUSES`. */
export const CAUSE_FIELD = 'cause';

/** The fields beside it: what the statistic that spoke measured. */
export const MEASURE_FIELD = { samples: 'cause_samples', size: 'cause_size' } as const;

/** What the field of a detector's confidence starts with. */
export const DETECTOR_PREFIX = 'score_';

/** What the field of a metric's contribution starts with. */
export const METRIC_PREFIX = 'contribution_';

/** Variables whose value follows the zoom, so that no query may hold them. */
export const ZOOM_VARIABLES = ['__range', '__range_s', '__range_ms', '__from', '__to'] as const;

/** Fields beside those of a query that are Grafana's own business. */
export const GRAFANA_FIELDS = ['refId', 'datasource', 'datasourceId', 'hide', 'key', 'queryType', 'intervalMs', 'maxDataPoints', 'queryCachingTTL', 'timeRange', 'resultAssertions'] as const;

/** What Grafana plants into a new query; it means nothing here. */
export const PLANTED_FIELDS = ['instant', 'range', 'expression', 'interval', 'legendFormat', 'editorMode', 'exemplar', 'format', 'intervalFactor', 'utcOffsetSec', 'scopes', 'adhocFilters'] as const;

/** Why a point is unusual, by the number in the field `cause`. `range` is no statistic. */
export const CAUSES = ['none', 'spike', 'season', 'level_shift', 'drift', 'variance_up', 'variance_down', 'local', 'record', 'range', 'flat'] as const;

/** On which side a point can be anomalous. */
export const DIRECTIONS = ['above', 'below', 'both'] as const;

/** How a missing sample is read. */
export const GAP_POLICIES = ['skip', 'zero', 'previous'] as const;

/** What a row within an open event says. */
export const HOLDS = ['event', 'row'] as const;

/** The query languages of InfluxDB. */
export const INFLUX_LANGUAGES = ['influxql', 'flux'] as const;

/** What an answer is made of. */
export const OUTPUTS = ['panel', 'score', 'severity', 'value', 'expected', 'deviation', 'lower', 'upper', 'cause', 'cause_samples', 'cause_size', 'since', 'age', 'events'] as const;

/** What series that are scored together have. */
export const OUTPUTS_OF_GROUPS = ['panel', 'score', 'severity', 'value', 'since', 'events'] as const;

/** One number a row, as an alert rule needs it. */
export const OUTPUTS_OF_ALERTS = ['score', 'severity', 'value', 'expected', 'deviation', 'lower', 'upper', 'cause', 'cause_samples', 'cause_size', 'since', 'age'] as const;

/** Named sets of detectors. */
export const PRESETS = ['classic', 'auto'] as const;

/** What becomes of what happens again and again. */
export const REPEATS = ['alarm', 'accept'] as const;

/** How levels are read. */
export const SEVERITY_SCHEMES = ['four_level', 'three_level'] as const;

/** The severities of an anomalous row; 0 is none. */
export const SEVERITY_LEVELS = [1, 2, 3, 4] as const;

/** The detector whose scores say how rare a point is, and the preset of it alone. */
export const AUTO = 'auto';

/** What a query means that names no preset. */
export const ABSENT_PRESET = 'classic';

/** Anomalous from this score on. */
export const DEFAULT_THRESHOLD = 0.6;

/** Alarms a week and series that may be false. */
export const DEFAULT_BUDGET = 1;

/** The shortest detection interval. */
export const SHORTEST_INTERVAL_MS = 1000;

/** The longest detection interval. */
export const LONGEST_INTERVAL_MS = 86400000;

/** The shortest history, in intervals. */
export const SHORTEST_HISTORY_INTERVALS = 100;

/** The longest history. */
export const LONGEST_HISTORY_DAYS = 400;

/** The history `auto`: from an interval of so many milliseconds on, so many days; never less than the shortest. */
export const DEFAULT_HISTORY_DAYS = [[0, 7], [300000, 28], [3600000, 90]] as const;

/** The shortest season, in samples. */
export const SHORTEST_SEASON_SAMPLES = 2;

/** The latest that data may arrive. */
export const LONGEST_OFFSET_MS = 86400000;

/** The most excluded windows of a query. */
export const MOST_WINDOWS = 100;

/** The longest excluded window. */
export const LONGEST_WINDOW_DAYS = 31;

/** The largest iCalendar text. */
export const MOST_CALENDAR_BYTES = 262144;

/** The most labels that name a group. */
export const MOST_LABELS = 16;

/** Seconds. */
export const DEFAULT_TIMEOUT = 30;

/** The most series of an answer. */
export const DEFAULT_MAX_SERIES = 200;

/** How long samples may still change. */
export const DEFAULT_SETTLE = '10m';

/** The most samples of an answer. */
export const DEFAULT_MAX_SAMPLES = 50000000;

/** The most calendars of a data source. */
export const MOST_CALENDARS = 50;

/** Half the width of the band `lower..upper`, in sigmas. */
export const BAND_SIGMAS = 3;

/** Deviations are limited to so many sigmas on either side. */
export const MOST_SIGMAS = 1000;

/** Anomalous rows that are at most so many rows apart are one event. */
export const EVENT_JOIN_ROWS = 2;

/** The score of a point that is as rare as the budget allows. */
export const BUDGET_SCORE = 0.6;

/** Below this score no cause is told. */
export const LEAST_TOLD_SCORE = 0.3;

/** The most metrics of a group that an event names. */
export const MOST_BLAMED_METRICS = 3;

/** The least share of the error of a metric that an event names. */
export const LEAST_BLAMED_SHARE = 0.1;

/** Names of the fields of a panel frame, in their order. */
export const FIELD = { time: 'time', value: 'value', expected: 'expected', lower: 'lower', upper: 'upper', score: 'score', severity: 'severity' } as const;

/** Names of the fields of the events frame, in their order. */
export const EVENT_FIELD = { time: 'time', timeEnd: 'timeEnd', severity: 'severity', score: 'score', value: 'value', expected: 'expected', deviation: 'deviation', alarmsPerWeek: 'alarmsPerWeek', series: 'series', text: 'text', tags: 'tags' } as const;
