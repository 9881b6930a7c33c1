//! Rolling z-score: how many standard deviations a value lies from the mean of the samples before it.
//!
//! Shewhart's control chart over a moving window: Montgomery, Introduction to Statistical Quality Control, chapter 6.
//! The window of 100 samples and the limit of 3 sigma are the usual ones for service metrics.
//!
//! # Not supported
//! Seasons, and a level that moves much within one window: both widen the band.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::robust::{ScaleFloor, standard_deviation};
use crate::{
    Context, Cost, Detector, DetectorInfo, Expectation, Fitted, ParameterInfo, ParameterKind, Parameters,
    Reference, Unfit, Vote, confidence_above,
};

/// Steepness of the confidence above the limit: .85 at 4 sigma, .95 at 5, .98 at 6, for a limit of 3. Higher:
/// confidence rises faster.
const STEEPNESS: f64 = 3.0;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "z_score",
        name: "Z-score",
        summary: "Compares each value with the mean and standard deviation of the samples before it. Finds spikes, dips \
                  and the start of level shifts.",
        reference: Reference {
            title: "Montgomery: Introduction to Statistical Quality Control, 8th edition, 2019",
            url: "https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc32.htm",
        },
        cost: Cost::Low,
        nanoseconds_per_sample: 150,
        minimum_history: 0,
        parameters: vec![
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                default: 100.0,
                minimum: 8.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "Number of samples that a value is compared with.",
            },
            ParameterInfo {
                name: "sigma",
                kind: ParameterKind::Number,
                default: 3.0,
                minimum: 0.5,
                maximum: 20.0,
                unit: "sigma",
                summary: "Number of standard deviations above which it votes.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct ZScore {
    given: Parameters,
    window: usize,
    sigma: f64,
}

impl ZScore {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self { given: given.clone(), window: given.integer("window"), sigma: given.number("sigma") }
    }
}

impl Detector for ZScore {
    fn id(&self) -> &'static str {
        "z_score"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], _: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let mut fitted = Rolling {
            window: self.window,
            sigma: self.sigma,
            floor: ScaleFloor::of(history),
            before: VecDeque::with_capacity(self.window),
        };
        fitted.observe(history);
        Ok(Box::new(fitted))
    }
}

/// The samples before the next one, including gaps.
#[derive(Debug, Clone)]
struct Rolling {
    window: usize,
    sigma: f64,
    floor: ScaleFloor,
    before: VecDeque<f64>,
}

impl Rolling {
    fn push(&mut self, value: f64) {
        if self.before.len() == self.window {
            self.before.pop_front();
        }
        self.before.push_back(value);
    }

    /// Votes once a quarter of the window has been observed.
    fn vote(&self, value: f64) -> Vote {
        let (mut count, mut sum) = (0.0, 0.0);
        for seen in self.before.iter().filter(|seen| !seen.is_nan()) {
            count += 1.0;
            sum += seen;
        }
        let mean = sum / count;
        if value.is_nan() || count < (self.window / 4) as f64 || !mean.is_finite() {
            return Vote::ABSTAIN;
        }
        let square: f64 =
            self.before.iter().filter(|seen| !seen.is_nan()).map(|seen| (seen - mean).powi(2)).sum();
        // Squares of very small and very large deviations leave the range of floating point numbers.
        let sigma =
            if square.is_normal() { (square / count).sqrt() } else { standard_deviation(&self.before) };
        let z = self.floor.ratio((value - mean).abs(), sigma, value);
        let expectation = sigma.is_finite().then_some(Expectation { value: mean, sigma });
        Vote::new(confidence_above(z / self.sigma, STEEPNESS), expectation)
    }
}

impl Fitted for Rolling {
    fn observe(&mut self, values: &[f64]) {
        for value in &values[values.len().saturating_sub(self.window)..] {
            self.push(*value);
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        for value in values {
            votes.push(self.vote(*value));
            self.push(*value);
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.before.capacity() * 8
    }

    fn learning(&self) -> Option<(usize, usize)> {
        let found = self.before.iter().filter(|seen| !seen.is_nan()).count();
        let needed = (self.window / 4).max(1);
        (found < needed).then_some((found, needed))
    }
}
