//! `meta.custom`: metadata of a frame. These types are the contract; `make contract` writes them for the front end.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use seismo_detection::{Cause, Direction, Severity, SeverityScheme};
use seismo_query::knowledge::Window;
use seismo_sources::Dropped;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// `meta.custom` of any frame.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Custom {
    /// Of a panel frame, and of a frame without fields that has a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seismo: Option<Seismo>,
    /// Of an events frame.
    #[serde(rename = "seismoEvents", skip_serializing_if = "Option::is_none")]
    pub events: Option<SeismoEventsMeta>,
}

impl Custom {
    /// Of a panel frame.
    pub(super) fn explained(meta: SeismoMeta) -> Self {
        Self { seismo: Some(Seismo::Explained(Box::new(meta))), events: None }
    }

    /// Adds the channel of new rows.
    pub(crate) fn go_on(&mut self, live: SeismoLive) {
        match &mut self.seismo {
            Some(Seismo::Explained(meta)) => meta.live = Some(live),
            _ => self.seismo = Some(Seismo::Awaited { live }),
        }
    }
}

/// `meta.custom.seismo`.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Seismo {
    /// Information about scoring.
    Explained(Box<SeismoMeta>),
    /// No rows yet, but a stream of new rows.
    Awaited {
        /// Channel of new rows.
        live: SeismoLive,
    },
}

/// `meta.custom.seismo` of a panel frame: information about scoring.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoMeta {
    /// The version of the frames.
    pub contract_version: u32,
    /// The algorithm, with the version that changes whenever scores do.
    pub algorithm: &'static str,
    /// The preset of the query; `together` for a group.
    pub preset: &'static str,
    /// A row is anomalous if its score is at least this.
    pub threshold: f64,
    /// Accepted false alarms per week and series; null if scores do not say how rare a point is.
    pub budget: Option<f64>,
    /// Names of the severity levels.
    pub severity_scheme: SeverityScheme,
    /// On which side of the expected value a point can be anomalous.
    pub direction: Direction,
    /// An IANA name.
    pub timezone: String,
    /// The detection interval.
    pub interval_ms: i64,
    /// The requested history.
    pub history_ms: i64,
    /// Length of time covered by observed samples.
    pub history_used_ms: i64,
    /// Start of the block of the newest row.
    pub block_start_ms: i64,
    /// Null if off.
    pub season: Option<SeismoSeason>,
    /// Present if several metrics are scored as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<SeismoTogether>,
    /// The members.
    pub detectors: Vec<SeismoDetector>,
    /// Over all rows of the range, before thinning.
    pub counts: SeismoCounts,
    /// Over all rows of the range, before thinning; only the newest if there are many.
    pub events: Vec<SeismoEvent>,
    /// The windows of the query that touch the range.
    pub excluded: Vec<Window>,
    /// Null if the newest row is scored.
    pub learning: Option<SeismoLearning>,
    /// Channel of new rows. Only on the first frame of a live query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<SeismoLive>,
    /// Null if no row is left out.
    pub thinned: Option<SeismoThinned>,
    /// What was left out.
    pub dropped: Vec<Dropped>,
}

/// The season in use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoSeason {
    /// Whether it was found in the history or set by the query.
    pub mode: SeasonMode,
    /// The length in samples.
    pub samples: usize,
}

/// Where a season comes from.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeasonMode {
    /// Found in the history.
    Auto,
    /// Set by the query.
    Fixed,
}

/// Several metrics that are scored as one.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoTogether {
    /// The labels in which they agree.
    pub by: Vec<String>,
    /// Their names.
    pub metrics: Vec<String>,
}

/// A member of the ensemble.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoDetector {
    /// The name in queries and fields.
    pub id: String,
    /// The name for people.
    pub name: &'static str,
    /// Its weight in the score.
    pub weight: f64,
    /// The parameters in force, by name.
    pub parameters: Map<String, Value>,
    /// Whether it votes.
    pub state: DetectorState,
    /// Why it does not vote; null if it votes.
    pub reason: Option<String>,
}

/// Whether a member votes.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DetectorState {
    /// Votes.
    Voting,
    /// Too few samples of this series yet.
    Learning,
    /// Cannot vote.
    Dropped,
}

/// Row counts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoCounts {
    /// All rows.
    pub points: usize,
    /// Rows with a score.
    pub scored: usize,
    /// Rows without a value.
    pub gaps: usize,
    /// Rows with a value in windows that are not reported.
    pub excluded: usize,
    /// Anomalous rows.
    pub anomalies: usize,
    /// Those of severity 1.
    pub low: usize,
    /// Those of severity 2.
    pub medium: usize,
    /// Those of severity 3.
    pub high: usize,
    /// Those of severity 4.
    pub critical: usize,
}

/// Anomalous rows that are at most two rows apart.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoEvent {
    /// The first anomalous row.
    pub from_ms: i64,
    /// The last anomalous row.
    pub to_ms: i64,
    /// Number of anomalous rows.
    pub points: usize,
    /// The highest score.
    pub peak_score: f64,
    /// The row with the highest score; the first of several.
    pub peak_ms: i64,
    /// The worst severity.
    #[schemars(schema_with = "levels")]
    #[serde(serialize_with = "as_number")]
    pub severity: Severity,
    /// The value of the peak.
    pub value: f64,
    /// Expected value at the peak; null if there is none.
    pub expected: Option<f64>,
    /// Signed distance of value and expected value in sigmas; null if unknown.
    pub deviation: Option<f64>,
    /// Most frequent cause of its anomalous rows, weighted by score; null if no member distinguishes causes.
    pub cause: Option<Cause>,
    /// Number of samples the cause's statistic covers; null if unknown, or if another statistic spoke at the peak.
    pub cause_samples: Option<f64>,
    /// Its measurement. For a value alone: deviation in sigmas. For a shift or drift: the mean in its own sigmas. Both
    /// signed. For variance: multiple of the usual scatter. Null likewise, and for a flat line.
    pub cause_size: Option<f64>,
    /// Score that each statistic alone would give the peak; null if no member distinguishes causes.
    pub statistics: Option<BTreeMap<Cause, f64>>,
    /// How many times a week ordinary samples would raise an alarm at the peak's score; null without a budget.
    pub alarms_per_week: Option<f64>,
    /// Time of day of the peak, in the query's time zone.
    pub phase_ms: i64,
    /// For metrics that are scored as one: those with the largest shares of the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Vec<SeismoShare>>,
}

/// A metric's share of the error of its group.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoShare {
    /// The metric.
    pub name: String,
    /// Its share, 0..1.
    pub contribution: f64,
}

/// Progress of a series that is not scored yet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoLearning {
    /// Number of samples seen.
    pub seen: usize,
    /// Number of samples needed.
    pub needed: usize,
    /// Remaining time if no sample is missing.
    pub left_ms: i64,
}

/// The stream of a live query.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoLive {
    /// The path of its channel: 64 hexadecimal digits.
    pub path: String,
}

/// Number of rows before and after thinning.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoThinned {
    /// All rows.
    pub from: usize,
    /// Rows that are shown.
    pub to: usize,
}

/// `meta.custom.seismoEvents` of an events frame: what a reader of the list as annotations needs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoEventsMeta {
    /// The version of the frames.
    pub contract_version: u32,
    /// Names of the severity levels.
    pub severity_scheme: SeverityScheme,
    /// An IANA name.
    pub timezone: String,
    /// The detection interval.
    pub interval_ms: i64,
    /// Anomalous rows that are at most this many rows apart are one event.
    pub join_rows: i64,
    /// The newest complete row of the range; null if it has none.
    pub newest_ms: Option<i64>,
}

/// The severities of an anomalous row.
pub const LEVELS: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

fn levels(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "enum": LEVELS.map(Severity::number) })
}

fn as_number<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(severity.number())
}
