//! Hampel identifier: how many robust standard deviations a value lies from the median of the samples before it.
//!
//! Davies, Gather: The Identification of Multiple Outliers, 1993, <https://doi.org/10.1080/01621459.1993.10476339>:
//! median and median absolute deviation hardly move even if nearly half of the window is outliers. If more than half of
//! a window is equal, as in series that are mostly zero, the plain standard deviation is used instead: then a value
//! that occurs in one sample of ten is no outlier, and one that occurs in one of a hundred is.
//!
//! # Not supported
//! Seasons, and a level that moves much within one window: both widen the band.

use serde_json::{Map, Value};

use super::baseline::{Baseline, newest};
use super::robust::{confidence_by_order, usable};
use crate::{
    Context, Cost, Detector, DetectorInfo, Fitted, ParameterInfo, ParameterKind, Parameters, Reference,
    Unfit, Vote,
};

/// Exponent of the confidence beyond the limit: .85 at 4/3 of the limit, .93 at 5/3, .99 at 10/3. An exponential as in
/// the z-score would reach 1 so fast that large deviations could not be told apart.
const POWER: f64 = 3.4;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "hampel",
        name: "Hampel identifier",
        summary: "Compares each value with the median and the median absolute deviation of the samples before it. Finds \
                  spikes and dips even if there are many.",
        reference: Reference {
            title: "Davies, Gather: The Identification of Multiple Outliers, 1993",
            url: "https://doi.org/10.1080/01621459.1993.10476339",
        },
        cost: Cost::Low,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 120,
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
                // The usual limit of the identifier and of the control chart.
                default: 3.0,
                minimum: 0.5,
                maximum: 20.0,
                unit: "sigma",
                summary: "Number of robust standard deviations above which it votes.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct Hampel {
    given: Parameters,
    window: usize,
    sigma: f64,
}

impl Hampel {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self { given: given.clone(), window: given.integer("window"), sigma: given.number("sigma") }
    }
}

impl Detector for Hampel {
    fn id(&self) -> &'static str {
        "hampel"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], _: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let mut fitted = Identifier { baseline: Baseline::new(history, self.window), sigma: self.sigma };
        fitted.observe(history);
        Ok(Box::new(fitted))
    }
}

/// An identifier that follows a series.
#[derive(Debug, Clone)]
struct Identifier {
    baseline: Baseline,
    sigma: f64,
}

impl Identifier {
    fn vote(&self, value: f64) -> Vote {
        let Some(expected) = self.baseline.expectation().filter(|_| !value.is_nan()) else {
            return Vote::ABSTAIN;
        };
        let sigmas = self.baseline.units(value, expected).abs();
        Vote::new(confidence_by_order(sigmas / self.sigma, POWER), Some(expected))
    }
}

impl Fitted for Identifier {
    fn observe(&mut self, values: &[f64]) {
        for value in newest(values, self.baseline.window()) {
            self.baseline.push(usable(*value));
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        for value in values.iter().map(|value| usable(*value)) {
            votes.push(self.vote(value));
            self.baseline.push(value);
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.baseline.bytes()
    }

    fn learning(&self) -> Option<(usize, usize)> {
        self.baseline.learning()
    }
}
