//! `meta.custom`: what a frame says beside its rows. These types are the contract; `make contract` writes them for the front end.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use seismo_detection::{Cause, Direction, Severity, SeverityScheme};
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

    /// Says where the rows to come are.
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
    /// How the scores of the rows came about.
    Explained(Box<SeismoMeta>),
    /// Where there is no row to explain, but a stream of those to come.
    Awaited {
        /// Where they will be.
        live: SeismoLive,
    },
}

/// `meta.custom.seismo` of a panel frame: how the scores of its rows came about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoMeta {
    /// The version of the frames.
    pub contract_version: u32,
    /// The algorithm, with the version that changes whenever scores do.
    pub algorithm: &'static str,
    /// The preset of the query; `together` for a group.
    pub preset: &'static str,
    /// A row is anomalous where its score is at least this.
    pub threshold: f64,
    /// Alarms a week and series that may be false; null where scores do not say how rare a point is.
    pub budget: Option<f64>,
    /// How levels are read.
    pub severity_scheme: SeverityScheme,
    /// On which side of the expected value a point can be anomalous.
    pub direction: Direction,
    /// An IANA name.
    pub timezone: String,
    /// The detection interval.
    pub interval_ms: i64,
    /// The history that was asked for.
    pub history_ms: i64,
    /// The samples that were observed in it, as a length of time.
    pub history_used_ms: i64,
    /// When the block of the newest row starts.
    pub block_start_ms: i64,
    /// Null when off.
    pub season: Option<SeismoSeason>,
    /// Where several metrics are scored as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<SeismoTogether>,
    /// The members.
    pub detectors: Vec<SeismoDetector>,
    /// Over all rows of the range, before thinning.
    pub counts: SeismoCounts,
    /// Over all rows of the range, before thinning; the newest where there are many.
    pub events: Vec<SeismoEvent>,
    /// The windows of the query that touch the range.
    pub excluded: Vec<SeismoWindow>,
    /// Null where the newest row is scored.
    pub learning: Option<SeismoLearning>,
    /// Where the rows to come are, of a live query; on its first frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<SeismoLive>,
    /// Null when every row is there.
    pub thinned: Option<SeismoThinned>,
    /// What was left out.
    pub dropped: Vec<Dropped>,
}

/// The season in use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoSeason {
    /// Found from the history, or given by the query.
    pub mode: SeasonMode,
    /// The length in samples.
    pub samples: usize,
}

/// Where a season comes from.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeasonMode {
    /// Found from the history.
    Auto,
    /// Given by the query.
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
    /// Its part of the score.
    pub weight: f64,
    /// The parameters in force, by name.
    pub parameters: Map<String, Value>,
    /// Whether it votes.
    pub state: DetectorState,
    /// Why it does not vote; null where it does.
    pub reason: Option<String>,
}

/// Whether a member votes.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DetectorState {
    /// It does.
    Voting,
    /// It has seen too few samples of this series yet, so it gives no score.
    Learning,
    /// It cannot.
    Dropped,
}

/// How many rows are what.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoCounts {
    /// All rows.
    pub points: usize,
    /// Rows with a score.
    pub scored: usize,
    /// Rows without a value.
    pub gaps: usize,
    /// Rows that have a value and lie in windows that are not reported.
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
    /// How many rows are anomalous.
    pub points: usize,
    /// The highest score.
    pub peak_score: f64,
    /// The row that has it, the first of equals.
    pub peak_ms: i64,
    /// The worst severity.
    #[schemars(schema_with = "levels")]
    #[serde(serialize_with = "as_number")]
    pub severity: Severity,
    /// The value of the peak.
    pub value: f64,
    /// What was expected there; null where nothing was.
    pub expected: Option<f64>,
    /// The distance of the two in sigmas, with its sign; null where it is not known.
    pub deviation: Option<f64>,
    /// The cause of most of its anomalous rows; null where no member tells its statistics apart.
    pub cause: Option<Cause>,
    /// How many samples the statistic of the cause looks at; null where it is not told, or another one spoke at the peak.
    pub cause_samples: Option<f64>,
    /// What it says of them. Of a value alone its deviation in sigmas, of a shift or drift the mean in its own sigmas, both with
    /// their sign; of more or less variance how many times the usual the scatter is. Null likewise, and of a flat line.
    pub cause_size: Option<f64>,
    /// The score that each statistic alone would give the peak; null where no member tells its statistics apart.
    pub statistics: Option<BTreeMap<Cause, f64>>,
    /// How often ordinary samples would raise an alarm at the peak's score; null without a budget.
    pub alarms_per_week: Option<f64>,
    /// The time of day of the peak on the wall clock of the query's zone.
    pub phase_ms: i64,
    /// Of metrics that are scored as one: those with the largest shares of the error.
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

/// A window of the query.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoWindow {
    /// The first instant in the window.
    pub from_ms: i64,
    /// The first instant after the window.
    pub to_ms: i64,
    /// Whether anomalies in the window are reported.
    pub report: bool,
    /// Whether the window is learnt.
    pub learn: bool,
}

/// How far a series has been learnt whose newest row is not scored yet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoLearning {
    /// Samples that have been seen.
    pub seen: usize,
    /// Samples that are needed.
    pub needed: usize,
    /// How long it takes if none is missing.
    pub left_ms: i64,
}

/// The stream of a live query.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoLive {
    /// The path of its channel: 64 hexadecimal digits.
    pub path: String,
}

/// How many rows are shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeismoThinned {
    /// All rows.
    pub from: usize,
    /// Those that are shown.
    pub to: usize,
}

/// `meta.custom.seismoEvents` of an events frame: what reads the list as annotations has to know.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeismoEventsMeta {
    /// The version of the frames.
    pub contract_version: u32,
    /// How levels are read.
    pub severity_scheme: SeverityScheme,
    /// An IANA name.
    pub timezone: String,
    /// The detection interval.
    pub interval_ms: i64,
    /// Anomalous rows that are at most so many rows apart are one event.
    pub join_rows: i64,
    /// The newest complete row of the range; null where it has none.
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
