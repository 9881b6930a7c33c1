//! The `detection` part of a query, as it is written, and parsed.

use schemars::JsonSchema;
use seismo_series::{
    Interval, LONGEST_PATH, LONGEST_PROBLEM, LONGEST_VALUE, parse_duration_ms, quoted, short,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::knowledge::{
    ExcludedSpec, GapPolicy, HolidaysSpec, MinimumDeviationSpec, Repeats, ValueRangeSpec,
};
use crate::policy::{AlertPolicy, Budget};
use crate::{AlarmBudget, DAY_MS, Direction, Preset, Season, SeverityScheme, TogetherSpec};

/// What a query asks of detection. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Detection")]
pub struct DetectionSpec {
    /// Default members, weights and threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// Detectors that replace the preset's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub ensemble: Option<Vec<MemberSpec>>,
    /// A point is anomalous if its score is at least this: above 0, at most 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 1.0), extend("exclusiveMinimum" = 0))]
    pub threshold: Option<f64>,
    /// Accepted false alarms per week and series. Only for presets whose scores say how rare a point is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub budget: Option<f64>,
    /// Whether recurring incidents become ordinary. Only for presets whose scores say how rare a point is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
    /// On which side of the expected value a point can be anomalous.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The detection interval: a duration, or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<String>,
    /// The history: a duration, or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<String>,
    /// The season: `auto`, `off`, a duration, or a number of samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub season: Option<SeasonSpec>,
    /// Names of the severity levels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<SeverityScheme>,
    /// Smallest deviation that can be anomalous.
    #[serde(rename = "minimumDeviation", skip_serializing_if = "Option::is_none")]
    pub minimum_deviation: Option<MinimumDeviationSpec>,
    /// The possible values.
    #[serde(rename = "valueRange", skip_serializing_if = "Option::is_none")]
    pub value_range: Option<ValueRangeSpec>,
    /// Windows that are not reported, or not learnt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<ExcludedSpec>,
    /// Days that count as Sundays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holidays: Option<HolidaysSpec>,
    /// How late data may arrive: a duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// How a missing sample is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<GapPolicy>,
    /// Which series are metrics of one entity and scored as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<TogetherSpec>,
}

/// A season as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a season is \"auto\", \"off\", a duration such as \"24h\", or a whole number of samples"
)]
#[schemars(rename = "Season")]
pub enum SeasonSpec {
    /// A number of samples.
    Samples(u32),
    /// `auto`, `off`, or a duration.
    Text(String),
}

/// A member as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EnsembleMember")]
pub struct MemberSpec {
    /// The detector's id.
    pub detector: String,
    /// Its weight, above 0.
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub weight: f64,
    /// Its parameters; those left out have their defaults.
    #[serde(default)]
    pub parameters: Map<String, Value>,
}

/// The detector whose scores say how rare a point is, and the preset of the same name.
pub const AUTO: &str = "auto";

/// Why a `detection` is invalid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SpecError {
    /// A field has an invalid value.
    #[error("detection.{field}: {value} is invalid: {right}")]
    Field {
        /// The field, as a path below `detection`.
        field: String,
        /// The value as written.
        value: String,
        /// What would be valid.
        right: String,
    },
}

impl SpecError {
    /// The error of a field, by its path below `detection`, with its value and what would be valid; each is truncated
    /// if it is too long for a message.
    pub fn field(field: impl Into<String>, value: impl std::fmt::Display, right: impl Into<String>) -> Self {
        Self::Field {
            field: short(&field.into(), LONGEST_PATH),
            value: short(&value.to_string(), LONGEST_VALUE),
            right: short(&right.into(), LONGEST_PROBLEM),
        }
    }
}

/// The lengths of time that a query works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// The detection interval.
    pub interval: Interval,
    /// The history in ms, at least 100 intervals.
    pub history_ms: i64,
    /// The season.
    pub season: Season,
}

/// The shortest detection interval, in milliseconds.
pub const SHORTEST_INTERVAL_MS: i64 = 1_000;

/// The longest detection interval, in milliseconds.
pub const LONGEST_INTERVAL_MS: i64 = DAY_MS;

/// The longest history, in days.
pub const LONGEST_HISTORY_DAYS: i64 = 400;

/// The shortest history, in intervals.
pub const SHORTEST_HISTORY: i64 = 100;

/// The shortest season, in samples.
pub const SHORTEST_SEASON: i64 = 2;

/// Default history: pairs of an interval in milliseconds and the days of history from that interval on, but at least
/// [`SHORTEST_HISTORY`]. That gives enough samples for a fit at every interval, and a bounded fetch.
pub const DEFAULT_HISTORY_DAYS: [(i64, i64); 3] = [(0, 7), (300_000, 28), (3_600_000, 90)];

impl DetectionSpec {
    /// The preset.
    pub fn preset(&self) -> Preset {
        self.preset.unwrap_or_default()
    }

    /// The requested members.
    pub fn members(&self) -> Vec<MemberSpec> {
        self.ensemble.clone().unwrap_or_else(|| self.preset().members())
    }

    /// The requested threshold, or the preset's own; not checked.
    pub fn threshold(&self) -> f64 {
        self.threshold.unwrap_or(self.preset().threshold())
    }

    /// Whether the members' scores say how rare a point is.
    pub(crate) fn tells_rarity(&self) -> bool {
        self.members().iter().all(|member| member.detector == AUTO)
    }

    /// The policy of the query, for series with this detection interval.
    ///
    /// # Errors
    /// If the threshold is not above 0 and at most 1, or the budget is invalid.
    pub fn policy(&self, interval: Interval) -> Result<AlertPolicy, SpecError> {
        let threshold = self.threshold();
        if !(threshold > 0.0 && threshold <= 1.0) {
            return Err(SpecError::field(
                "threshold",
                threshold,
                "write a number above 0 and at most 1, such as 0.6",
            ));
        }
        let direction = self.direction.unwrap_or_default();
        Ok(AlertPolicy {
            threshold,
            direction,
            scheme: self.severity.unwrap_or_default(),
            budget: self.budget(interval)?,
            minimum: self.minimum_deviation()?,
            range: self.values()?,
        })
    }

    /// The alarm budget; `None` if the members' scores do not say how rare a point is.
    fn budget(&self, interval: Interval) -> Result<Option<Budget>, SpecError> {
        let rare = self.tells_rarity();
        let kept = AlarmBudget::default_of(interval);
        let Some(asked) = self.budget else { return Ok(rare.then_some(Budget { asked: kept, kept })) };
        if !rare {
            let right = "only the preset \"auto\" takes a budget; the score of other members is a weighted confidence: \
                         set detection.threshold instead";
            return Err(SpecError::field("budget", asked, right));
        }
        let asked = AlarmBudget::new(asked, interval).ok_or_else(|| {
            let most = AlarmBudget::samples_per_week(interval);
            let right = format!(
                "write a number of alarms a week above 0 and below {most}, the samples that a series has in a week at an \
                 interval of {interval}"
            );
            SpecError::field("budget", asked, right)
        })?;
        Ok(Some(Budget { asked, kept }))
    }

    /// Interval, history and season. `default_interval` is the data source's own, never derived from the range shown.
    ///
    /// # Errors
    /// If a duration cannot be parsed or is out of bounds.
    pub fn history(&self, default_interval: Interval) -> Result<History, SpecError> {
        let interval = match self.interval.as_deref().map(str::trim) {
            None | Some("" | "auto") => default_interval,
            Some(text) => text
                .parse()
                .map_err(|error| SpecError::field("interval", quoted(text), format!("{error}")))?,
        };
        if !(SHORTEST_INTERVAL_MS..=LONGEST_INTERVAL_MS).contains(&interval.ms()) {
            return Err(SpecError::field(
                "interval",
                interval,
                "write a duration from 1s to 1d, or \"auto\"",
            ));
        }
        let history_ms = match self.history.as_deref().map(str::trim) {
            None | Some("" | "auto") => default_history_ms(interval),
            Some(text) => parse_duration_ms(text)
                .map_err(|error| SpecError::field("history", quoted(text), format!("{error}")))?,
        };
        if history_ms < SHORTEST_HISTORY * interval.ms() || history_ms > LONGEST_HISTORY_DAYS * DAY_MS {
            let right = format!(
                "write a duration of at least {SHORTEST_HISTORY} intervals ({}) and at most {LONGEST_HISTORY_DAYS}d, or \"auto\"",
                seismo_series::format_duration_ms(SHORTEST_HISTORY * interval.ms())
            );
            return Err(SpecError::field("history", seismo_series::format_duration_ms(history_ms), right));
        }
        let season = self.season(interval, history_ms)?;
        Ok(History { interval, history_ms, season })
    }

    fn season(&self, interval: Interval, history_ms: i64) -> Result<Season, SpecError> {
        const RIGHT: &str =
            "write \"auto\", \"off\", a duration such as \"24h\", or a whole number of samples";
        let samples = match &self.season {
            None => return Ok(self.preset().season()),
            Some(SeasonSpec::Samples(samples)) => i64::from(*samples),
            Some(SeasonSpec::Text(text)) => match text.trim() {
                "auto" => return Ok(Season::Auto),
                "off" => return Ok(Season::Off),
                other => {
                    let ms = parse_duration_ms(other)
                        .map_err(|_| SpecError::field("season", quoted(other), RIGHT))?;
                    if ms % interval.ms() != 0 {
                        let right =
                            format!("write a whole number of intervals, and the interval is {interval}");
                        return Err(SpecError::field("season", quoted(other), right));
                    }
                    ms / interval.ms()
                }
            },
        };
        if samples < SHORTEST_SEASON {
            return Err(SpecError::field(
                "season",
                samples,
                format!("a season is at least {SHORTEST_SEASON} samples long"),
            ));
        }
        let longest = history_ms / interval.ms() / 2;
        if samples > longest {
            let right = format!(
                "a season must fit twice into the history: at most {longest} samples, or a longer history"
            );
            return Err(SpecError::field("season", format!("{samples} samples"), right));
        }
        Ok(Season::Samples(samples as usize))
    }
}

fn default_history_ms(interval: Interval) -> i64 {
    let reached = DEFAULT_HISTORY_DAYS.iter().rev().find(|(from_ms, _)| *from_ms <= interval.ms());
    reached.map_or(0, |(_, days)| days * DAY_MS).max(SHORTEST_HISTORY * interval.ms())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn spec(json: Value) -> DetectionSpec {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn an_empty_detection_is_the_classic_one() {
        let spec = spec(json!({}));
        let policy = spec.policy(Interval::MINUTE).unwrap();
        assert_eq!((policy.threshold, policy.direction), (0.6, Direction::Both));
        let weights: Vec<_> =
            spec.members().into_iter().map(|member| (member.detector, member.weight)).collect();
        assert_eq!(weights.len(), 4);
        assert!((weights.iter().map(|(_, weight)| weight).sum::<f64>() - 1.0).abs() < 1e-12);
        let history = spec.history(Interval::MINUTE).unwrap();
        assert_eq!(
            history,
            History { interval: Interval::MINUTE, history_ms: 7 * DAY_MS, season: Season::Samples(24) }
        );
    }

    #[test]
    fn the_default_history_follows_from_the_interval_alone() {
        for (interval, days) in
            [("15s", 7), ("4m", 7), ("5m", 28), ("59m", 28), ("1h", 90), ("21h", 90), ("22h", 0), ("1d", 100)]
        {
            let history = spec(json!({ "interval": interval })).history(Interval::MINUTE).unwrap();
            let least = SHORTEST_HISTORY * history.interval.ms();
            assert_eq!(history.history_ms, least.max(days * DAY_MS), "{interval}");
        }
    }

    #[test]
    fn seasons_are_read_in_every_form() {
        for (season, want) in [
            (json!("auto"), Season::Auto),
            (json!("off"), Season::Off),
            (json!("24h"), Season::Samples(1440)),
            (json!(24), Season::Samples(24)),
        ] {
            let history = spec(json!({ "season": season })).history(Interval::MINUTE).unwrap();
            assert_eq!(history.season, want, "{season}");
        }
    }

    #[test]
    fn what_is_not_possible_is_named_with_what_would_be_right() {
        for (json, field, right) in [
            (json!({ "interval": "0s" }), "detection.interval", "1ms"),
            (json!({ "interval": "10ms" }), "detection.interval", "1s"),
            (json!({ "interval": "2d" }), "detection.interval", "1d"),
            (json!({ "interval": "5 minutes" }), "detection.interval", "5m"),
            (json!({ "history": "10y" }), "detection.history", "400d"),
            (json!({ "history": "10m" }), "detection.history", "1h40m"),
            (json!({ "season": "sometimes" }), "detection.season", "auto"),
            (json!({ "season": 1 }), "detection.season", "2 samples"),
            (json!({ "season": "90s" }), "detection.season", "1m"),
            (json!({ "season": "7d" }), "detection.season", "twice"),
        ] {
            let error = spec(json.clone()).history(Interval::MINUTE).unwrap_err().to_string();
            assert!(error.contains(field) && error.contains(right), "{json}: {error}");
        }
        for threshold in [0.0, -1.0, 1.1] {
            let error =
                spec(json!({ "threshold": threshold })).policy(Interval::MINUTE).unwrap_err().to_string();
            assert!(error.contains("detection.threshold") && error.contains("above 0"), "{error}");
        }
        let nan = DetectionSpec { threshold: Some(f64::NAN), ..DetectionSpec::default() };
        assert!(nan.policy(Interval::MINUTE).is_err());
    }

    #[test]
    fn an_unknown_field_is_named() {
        let error =
            serde_json::from_value::<DetectionSpec>(json!({ "treshold": 0.5 })).unwrap_err().to_string();
        assert!(error.contains("treshold") && error.contains("threshold"), "{error}");
    }
}
