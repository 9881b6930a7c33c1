//! From a score to a severity: threshold, direction, budget, and the operator's knowledge of values.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AlarmBudget, Expectation, MinimumDeviation, Severity, SeverityScheme, ValueRange, deviation};

/// On which side of the expected value a point can be anomalous.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Only above.
    Above,
    /// Only below.
    Below,
    /// On either side.
    #[default]
    Both,
}

impl Direction {
    /// On which side of the expected value a value is; both if unknown or equal.
    pub fn of(value: f64, expected: f64) -> Self {
        match value.partial_cmp(&expected) {
            Some(Ordering::Greater) => Self::Above,
            Some(Ordering::Less) => Self::Below,
            _ => Self::Both,
        }
    }
}

/// Turns a score into the displayed score and its severity. Changing the policy refits and fetches nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlertPolicy {
    /// A point is anomalous if its score is at least this: above 0, at most 1.
    pub threshold: f64,
    /// The side that counts.
    pub direction: Direction,
    /// How levels are read.
    pub scheme: SeverityScheme,
    /// How many alarms a week may be false, if the members' scores say how rare a point is.
    pub budget: Option<Budget>,
    /// The smallest deviation that matters.
    pub minimum: MinimumDeviation,
    /// The possible values.
    pub range: ValueRange,
}

/// The requested alarm budget, and the one that scores are computed with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// The budget of the query.
    pub asked: AlarmBudget,
    /// The budget of the members' scores: changing the requested one refits nothing.
    pub kept: AlarmBudget,
}

/// Highest score of a point that is too near to the expected value to matter, as a share of the threshold. The smaller
/// of this and the point's own score counts, so that a higher score never becomes lower than its neighbour's.
const SPARED: f64 = 0.999;

impl AlertPolicy {
    /// The expected value clipped to the possible values.
    pub fn possible(&self, expectation: Expectation) -> Expectation {
        Expectation { value: self.range.clip(expectation.value), ..expectation }
    }

    /// The score of a point that is unusual but no anomaly: at most just below the threshold.
    pub fn spared(&self, score: f64) -> f64 {
        score.min(SPARED * self.threshold)
    }

    /// The displayed score and its severity: 0 and none on the side that does not count, 1 for an impossible value, and
    /// below the threshold if the deviation is too small to matter. `score` is 0..1 or NaN.
    pub fn of(&self, value: f64, score: f64, expectation: Option<Expectation>) -> (f64, Severity) {
        let score = self.budget.map_or(score, |budget| budget.asked.convert(score, &budget.kept));
        if !self.range.contains(value) {
            return (1.0, self.scheme.level(1.0, self.threshold, f64::NAN));
        }
        let above = expectation.map(|expected| value - expected.value);
        let aside = match self.direction {
            Direction::Both => false,
            Direction::Above => above.is_some_and(|difference| difference < 0.0),
            Direction::Below => above.is_some_and(|difference| difference > 0.0),
        };
        let spared = expectation.is_some_and(|expected| self.minimum.spares(value, expected.value));
        let score = match score {
            score if score.is_nan() => score,
            _ if aside => 0.0,
            score if spared => self.spared(score),
            score => score,
        };
        let sigmas =
            expectation.map_or(f64::NAN, |expected| deviation(value, expected.value, expected.sigma));
        (score, self.scheme.level(score, self.threshold, sigmas))
    }
}
