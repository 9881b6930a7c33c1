//! EWMA control chart: whether the exponentially weighted moving average of the newest samples has left its limits.
//!
//! Roberts: Control Chart Tests Based on Geometric Moving Averages, 1959; formulas and choice of `lambda` and `L`:
//! NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4,
//! <https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc324.htm>. The limits are those of the steady state,
//! `L sigma sqrt(lambda / (2 - lambda))`.
//!
//! Three things differ from the textbook, because metrics are not machined parts. Center and deviation are the median
//! and the median absolute deviation of a moving window, so a new level is the usual one after half a window. One value
//! counts for at most 6 sigma, so that the echo of a spike is short. The limits widen if neighbouring samples of the
//! history are correlated.
//!
//! The season of the history is subtracted first.
//!
//! # Not supported
//! A swing that is faster than the window and no season: it widens the limits until hardly anything is found.

use serde_json::{Map, Value};

use super::baseline::{Baseline, MOST_UNITS, mean_spread, newest};
use super::chart::{Chart, Charted, residuals};
use crate::{
    Context, Cost, Detector, DetectorInfo, Expectation, Fitted, ParameterInfo, ParameterKind, Parameters,
    Reference, Unfit,
};

/// Exponent of the confidence beyond the limit: .85 at 4/3 of the limit, .93 at 5/3, .99 at 10/3. An exponential as in
/// the z-score would reach 1 so fast that large deviations could not be told apart.
const POWER: f64 = 3.4;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "ewma",
        name: "EWMA chart",
        summary: "Follows the exponentially weighted mean of the newest samples and votes if it leaves its control \
                  limits. Finds small shifts that single values hide.",
        reference: Reference {
            title: "Roberts: Control Chart Tests Based on Geometric Moving Averages, 1959",
            url: "https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc324.htm",
        },
        cost: Cost::Low,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 900,
        minimum_history: 0,
        parameters: vec![
            ParameterInfo {
                name: "lambda",
                kind: ParameterKind::Number,
                // The handbook: usually between .2 and .3.
                default: 0.2,
                minimum: 0.01,
                maximum: 1.0,
                unit: "",
                summary: "Weight of the newest sample in the mean; smaller values find smaller shifts.",
            },
            ParameterInfo {
                name: "limit",
                kind: ParameterKind::Number,
                // The handbook's L.
                default: 3.0,
                minimum: 0.5,
                maximum: 20.0,
                unit: "sigma",
                summary: "Number of standard deviations of the mean above which it votes.",
            },
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                // Eight hours at one minute: a new level is usual after four.
                default: 480.0,
                minimum: 32.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "Number of samples of the center line. A new level is accepted as usual after half as many.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct Ewma {
    given: Parameters,
    lambda: f64,
    limit: f64,
    window: usize,
}

impl Ewma {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self {
            given: given.clone(),
            lambda: given.number("lambda"),
            limit: given.number("limit"),
            window: given.integer("window"),
        }
    }
}

impl Detector for Ewma {
    fn id(&self) -> &'static str {
        "ewma"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let (season, residuals) = residuals(history, context)?;
        let widening = Baseline::widening(&residuals, self.window, self.lambda);
        let chart = Mean {
            baseline: Baseline::new(&residuals, self.window),
            lambda: self.lambda,
            unit: widening * season.optimism(residuals.len()),
            limit: self.limit * mean_spread(self.lambda),
            mean: 0.0,
        };
        // Samples older than two windows affect neither the center nor the mean.
        Ok(Box::new(Charted::new(season, chart, newest(&residuals, 2 * self.window))))
    }
}

/// The EWMA of the newest residuals.
#[derive(Debug, Clone)]
struct Mean {
    baseline: Baseline,
    lambda: f64,
    /// The unit, in standard deviations of the baseline.
    unit: f64,
    /// The limit, in units.
    limit: f64,
    /// The EWMA, in units above the center.
    mean: f64,
}

impl Chart for Mean {
    const POWER: f64 = POWER;

    fn step(&mut self, residual: f64) -> Option<(Expectation, f64)> {
        let expectation = self.baseline.expectation().filter(|_| !residual.is_nan());
        let found = expectation.map(|expected| {
            let units = (self.baseline.units(residual, expected) / self.unit).clamp(-MOST_UNITS, MOST_UNITS);
            self.mean += self.lambda * (units - self.mean);
            (expected, self.mean.abs() / self.limit)
        });
        self.baseline.push(residual);
        found
    }

    fn learning(&self) -> Option<(usize, usize)> {
        self.baseline.learning()
    }

    fn bytes(&self) -> usize {
        self.baseline.bytes()
    }
}
