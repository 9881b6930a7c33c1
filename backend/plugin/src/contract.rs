//! The names of the contract. `make contract` writes them into `frontend/contract/limits.ts`.

/// The version of the frames.
pub const CONTRACT_VERSION: u32 = 1;

/// Fields of a panel frame, in this order; one field per detector follows.
pub mod field {
    /// The time of the row.
    pub const TIME: &str = "time";
    /// The measured value.
    pub const VALUE: &str = "value";
    /// The expected value.
    pub const EXPECTED: &str = "expected";
    /// The lower end of the band.
    pub const LOWER: &str = "lower";
    /// The upper end of the band.
    pub const UPPER: &str = "upper";
    /// The score, 0..1.
    pub const SCORE: &str = "score";
    /// The severity, 0..4.
    pub const SEVERITY: &str = "severity";

    /// The number of the statistic that spoke, 0 (none) .. 10, if a detector distinguishes them. The next two belong to
    /// it.
    pub const CAUSE: &str = "cause";
    /// How many samples that statistic covers.
    pub const CAUSE_SAMPLES: &str = "cause_samples";
    /// Its measurement: in its own sigmas, or as a multiple of the usual.
    pub const CAUSE_SIZE: &str = "cause_size";

    /// The end of an event, null while it is open. This field and the following ones are in the events frame.
    pub const TIME_END: &str = "timeEnd";
    /// The distance from the expected value, in sigmas.
    pub const DEVIATION: &str = "deviation";
    /// How often a week ordinary samples would raise an alarm at this score.
    pub const ALARMS_PER_WEEK: &str = "alarmsPerWeek";
    /// The legend of the series.
    pub const SERIES: &str = "series";
    /// The reason, in a sentence.
    pub const TEXT: &str = "text";
    /// Severity, cause and labels, separated by commas.
    pub const TAGS: &str = "tags";

    /// The name of the field with one metric's share of a group's error, 0..1.
    pub fn of_metric(name: &str) -> String {
        format!("contribution_{name}")
    }

    /// The name of the field with one detector's confidence, 0..1.
    pub fn of_detector(id: &str) -> String {
        format!("score_{id}")
    }
}

/// The name of the events frame.
pub const EVENTS: &str = "events";

/// The time field of an alert frame.
pub const ALERT_TIME: &str = "Time";

/// The header that marks an alert evaluation.
pub const FROM_ALERT: &str = "FromAlert";

/// The headers that name the rule of an alert evaluation.
pub const RULE_UID: &str = "X-Rule-Uid";
/// See [`RULE_UID`].
pub const RULE_NAME: &str = "X-Rule-Name";

/// `meta.type` and `meta.typeVersion` of an alert frame, as Grafana's data plane defines them.
pub const TIME_SERIES: &str = "timeseries-multi";
/// See [`TIME_SERIES`].
pub const TIME_SERIES_VERSION: [u32; 2] = [0, 1];

/// Top-level fields of a query that belong to Grafana.
pub const GRAFANA_FIELDS: [&str; 11] = [
    "refId",
    "datasource",
    "datasourceId",
    "hide",
    "key",
    "queryType",
    "intervalMs",
    "maxDataPoints",
    "queryCachingTTL",
    "timeRange",
    "resultAssertions",
];

/// Fields that Grafana copies into a new query from a different default data source.
pub const PLANTED_FIELDS: [&str; 12] = [
    "instant",
    "range",
    "expression",
    "interval",
    "legendFormat",
    "editorMode",
    "exemplar",
    "format",
    "intervalFactor",
    "utcOffsetSec",
    "scopes",
    "adhocFilters",
];
