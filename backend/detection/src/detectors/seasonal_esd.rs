//! Seasonal hybrid ESD: subtracts the season, then tests whether the newest residual is an outlier among the residuals
//! before it.
//!
//! Hochenbaum, Vallis, Kejariwal: Automatic Anomaly Detection in the Cloud Via Statistical Learning, 2017,
//! <https://arxiv.org/abs/1704.07706>; the test is Rosner's generalised extreme Studentized deviate: Percentage Points
//! for a Generalized ESD Many-Outlier Procedure, 1983, <https://doi.org/10.1080/00401706.1983.10487848>, with median
//! and median absolute deviation for mean and standard deviation; the season is that of STL: Cleveland et al., 1990.
//!
//! The season is fitted only to the history, once per block, and repeated from there. The newest residual is tested
//! within a window that ends with it, so no later sample is used.
//!
//! # Not supported
//! A season that changes within a block, and more than one season.

use std::sync::Arc;

use serde_json::{Map, Value};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::robust::{MAD_TO_SIGMA, ScaleFloor, mad_sorted, median_sorted, usable};
use super::season::{Repeating, trim_leading_gaps};
use super::sliding::SlidingOrder;
use crate::{
    Context, Cost, Detector, DetectorInfo, Expectation, Fitted, ParameterInfo, ParameterKind, Parameters,
    Reference, Unfit, Vote, confidence_above,
};

/// Steepness of the confidence above the critical value: .88 at 5 sigma, .95 at 6, for 240 residuals. Higher:
/// confidence rises faster.
const STEEPNESS: f64 = 3.5;

/// Smallest number of residuals to test.
const LEAST_RESIDUALS: usize = 25;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "seasonal_esd",
        name: "Seasonal ESD",
        summary: "Subtracts the season and tests whether the newest residual is an outlier of the window that ends \
                  with it. Finds values that are unusual for the time of day.",
        reference: Reference {
            title: "Hochenbaum, Vallis, Kejariwal: Automatic Anomaly Detection in the Cloud Via Statistical Learning, 2017",
            url: "https://arxiv.org/abs/1704.07706",
        },
        cost: Cost::Low,
        nanoseconds_per_sample: 950,
        minimum_history: 2 * LEAST_RESIDUALS,
        parameters: vec![
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                default: 240.0,
                minimum: 50.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "Number of residuals, including the newest, that are tested together.",
            },
            ParameterInfo {
                name: "max_anomalies",
                kind: ParameterKind::Integer,
                default: 10.0,
                minimum: 1.0,
                maximum: 20.0,
                unit: "samples",
                summary: "Largest number of outliers of a window.",
            },
            ParameterInfo {
                name: "alpha",
                kind: ParameterKind::Number,
                default: 0.05,
                minimum: 0.000_001,
                maximum: 0.5,
                unit: "",
                summary: "Significance level of the test; smaller values find less.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct SeasonalEsd {
    given: Parameters,
    window: usize,
    max_anomalies: usize,
    critical: Arc<[f64]>,
}

impl SeasonalEsd {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        let (window, alpha) = (given.integer("window"), given.number("alpha"));
        let critical = (0..window).map(|others| critical_value(others, alpha)).collect();
        Self { given: given.clone(), window, max_anomalies: given.integer("max_anomalies"), critical }
    }
}

/// Rosner's critical value for the most extreme of `others + 1` residuals. It depends only on that number, so one table
/// serves every removal in every window.
fn critical_value(others: usize, alpha: f64) -> f64 {
    if others < LEAST_RESIDUALS / 2 {
        return f64::INFINITY;
    }
    let others = others as f64;
    let p = 1.0 - alpha / (2.0 * (others + 1.0));
    let t = StudentsT::new(0.0, 1.0, others - 1.0).map_or(f64::INFINITY, |student| student.inverse_cdf(p));
    others * t / ((others - 1.0 + t * t) * (others + 1.0)).sqrt()
}

impl Detector for SeasonalEsd {
    fn id(&self) -> &'static str {
        "seasonal_esd"
    }

    fn minimum_history(&self) -> usize {
        2 * LEAST_RESIDUALS
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let history: Vec<f64> = history.iter().map(|value| usable(*value)).collect();
        let found = history.iter().filter(|value| !value.is_nan()).count();
        if found < self.minimum_history() {
            return Err(Unfit::ShortHistory { needed: self.minimum_history(), found });
        }
        let seen = trim_leading_gaps(&history);
        let mut season = Repeating::fit(seen, context)?;
        let residuals: Vec<f64> = seen.iter().map(|value| value - season.next()).collect();
        let mut fitted = Residuals {
            season,
            test: Test {
                floor: ScaleFloor::of(&residuals),
                critical: Arc::clone(&self.critical),
                max_anomalies: self.max_anomalies,
            },
            window: SlidingOrder::new(self.window - 1),
        };
        for residual in &residuals[residuals.len().saturating_sub(self.window - 1)..] {
            fitted.window.push(*residual);
        }
        Ok(Box::new(fitted))
    }
}

/// The generalised ESD test.
#[derive(Debug, Clone)]
struct Test {
    floor: ScaleFloor,
    critical: Arc<[f64]>,
    max_anomalies: usize,
}

impl Test {
    /// The confidence for the residual at `newest`, which belongs to `value`.
    fn confidence(&self, sorted: &[f64], newest: usize, value: f64) -> f32 {
        let (mut low, mut high) = (0, sorted.len());
        let mut removed = None;
        let mut outlying = None;
        for _ in 0..self.max_anomalies.min(sorted.len() / 2) {
            let rest = &sorted[low..high];
            let median = median_sorted(rest);
            let sigma = MAD_TO_SIGMA * mad_sorted(rest, median);
            let (below, above) = (median - rest[0], rest[rest.len() - 1] - median);
            let deviation = below.max(above);
            let ratio = self.floor.ratio(deviation, sigma, value) / self.critical[rest.len() - 1];
            let taken = if above >= below { high - 1 } else { low };
            if taken == newest {
                removed = Some(ratio);
            }
            if ratio > 1.0 {
                // Everything removed so far is an outlier.
                outlying = removed.or(outlying);
            }
            if above >= below { high -= 1 } else { low += 1 }
        }
        outlying.map_or(0.0, |ratio: f64| confidence_above(ratio.max(1.0), STEEPNESS))
    }
}

/// The residuals among which the next one is tested.
#[derive(Debug, Clone)]
struct Residuals {
    season: Repeating,
    test: Test,
    /// The newest residuals, one less than are tested together, including gaps.
    window: SlidingOrder,
}

impl Residuals {
    fn next_residual(&mut self, value: f64) -> f64 {
        value - self.season.next()
    }

    fn vote(&mut self, value: f64, residual: f64) -> Vote {
        let sorted = self.window.sorted();
        if value.is_nan() || sorted.len() + 1 < LEAST_RESIDUALS {
            return Vote::ABSTAIN;
        }
        let median = median_sorted(sorted);
        let sigma = MAD_TO_SIGMA * mad_sorted(sorted, median);
        let expectation = Expectation { value: value - residual + median, sigma };
        let at = sorted.partition_point(|other| other.total_cmp(&residual).is_lt());
        let from_end = at.min(sorted.len() - at);
        let confidence = if from_end < self.test.max_anomalies {
            self.window.along_with(residual, |sorted, at| self.test.confidence(sorted, at, value))
        } else {
            // Each removal takes the lowest or the highest residual, so deeper ones are not reached.
            0.0
        };
        Vote::new(confidence, Some(expectation))
    }
}

impl Fitted for Residuals {
    fn observe(&mut self, values: &[f64]) {
        // Only the newest residuals matter, so older ones are not sorted in.
        let skipped = values.len().saturating_sub(self.window.length());
        self.season.skip(skipped);
        for value in &values[skipped..] {
            let residual = self.next_residual(usable(*value));
            self.window.push(residual);
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        for value in values.iter().map(|value| usable(*value)) {
            let residual = self.next_residual(value);
            votes.push(self.vote(value, residual));
            self.window.push(residual);
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.window.bytes() + self.season.bytes()
    }

    fn learning(&self) -> Option<(usize, usize)> {
        let (found, needed) = (self.window.sorted().len(), LEAST_RESIDUALS - 1);
        (found < needed).then_some((found, needed))
    }

    fn season(&self) -> Option<usize> {
        self.season.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_are_those_of_rosners_table() {
        // Rosner 1983, table 3, alpha .05: n = 25 (2.82, then 2.80), 50 (3.13), 100 (3.38), 500 (3.86).
        for (n, want) in [(25, 2.82), (24, 2.80), (50, 3.13), (100, 3.38), (500, 3.86)] {
            assert!(
                (critical_value(n - 1, 0.05) - want).abs() < 0.006,
                "{n}: {}",
                critical_value(n - 1, 0.05)
            );
        }
    }
}
