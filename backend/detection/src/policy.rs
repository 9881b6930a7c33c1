//! From a score to a severity: threshold, direction, budget, and what operators know of values.

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
    /// On which side of what was expected a value is; both where that is unknown, and where it is neither.
    pub fn of(value: f64, expected: f64) -> Self {
        match value.partial_cmp(&expected) {
            Some(Ordering::Greater) => Self::Above,
            Some(Ordering::Less) => Self::Below,
            _ => Self::Both,
        }
    }
}

/// Turns a score into what is shown and its severity. Another policy refits nothing and fetches nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlertPolicy {
    /// A point is anomalous where its score is at least this: above 0, at most 1.
    pub threshold: f64,
    /// The side that counts.
    pub direction: Direction,
    /// How levels are read.
    pub scheme: SeverityScheme,
    /// How many alarms a week may be false, where the scores of the members say how rare a point is.
    pub budget: Option<Budget>,
    /// What is too small to matter.
    pub minimum: MinimumDeviation,
    /// The values that can be.
    pub range: ValueRange,
}

/// The alarm budget that is asked for, and the one that scores are made with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// What the query asks for.
    pub asked: AlarmBudget,
    /// What the members score with: moving the one that is asked for refits nothing.
    pub kept: AlarmBudget,
}

/// What a point scores at most that is too near to the expected value to matter, as a part of the threshold. The smaller of
/// this and the point's own score counts, so that a higher score never becomes a lower one than its neighbour's.
const SPARED: f64 = 0.999;

impl AlertPolicy {
    /// An expectation that can be.
    pub fn possible(&self, expectation: Expectation) -> Expectation {
        Expectation { value: self.range.clip(expectation.value), ..expectation }
    }

    /// The score of a point that is unusual and yet no anomaly: at most just below the threshold.
    pub fn spared(&self, score: f64) -> f64 {
        score.min(SPARED * self.threshold)
    }

    /// The score that is shown, and its level: 0 and none on the side that does not count, 1 for a value that cannot be, and
    /// below the threshold where the deviation is too small to matter. `score` is 0..1 or NaN.
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
