//! Two-sided tabular CUSUM: whether the samples have been on one side of their level for too long.
//!
//! Page: Continuous Inspection Schemes, 1954, <https://doi.org/10.1093/biomet/41.1-2.100>; in the tabular form with `k`
//! and `h`: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3,
//! <https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc323.htm>. Level and deviation are the median and the
//! median absolute deviation of a moving window. The sums run in units of that deviation. One value counts for at most
//! 4 sigma, so that a single spike is no shift. The unit widens if neighbouring samples of the history are correlated.
//!
//! An alarm lasts while a sum is above `h`; the level stands still for that time. After `relearn` observed samples the
//! new level is accepted as the usual one: the baseline moves by the difference, and the sums start from 0.
//!
//! The season of the history is subtracted first.
//!
//! # Not supported
//! A swing that is faster than the window and no season: it widens the unit until hardly anything is found.

use serde_json::{Map, Value};

use super::baseline::{Baseline, newest};
use super::chart::{Chart, Charted, residuals};
use super::robust::{FARTHEST, median_sorted};
use crate::{
    Context, Cost, Detector, DetectorInfo, Expectation, Fitted, ParameterInfo, ParameterKind, Parameters,
    Reference, Unfit,
};

/// Exponent of the confidence beyond `h`. At [`MOST_SUM`], where the sums end, confidence is .82 for the shift that `k`
/// is meant for, and .96 for one twice as large.
const POWER: f64 = 2.0;

/// Largest sum, as a multiple of `h`, so that an alarm ends soon after the shift: with the default `k` and `h`, after
/// at most 8 samples. Higher: alarms end later.
const MOST_SUM: f64 = 1.5;

/// Largest number of standard deviations that one value counts: three in a row make an alarm, one does not.
const MOST_UNITS: f64 = 4.0;

/// Rate of an EWMA that covers as many samples as the sums do, about `h / k`.
const LAMBDA: f64 = 0.1;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "cusum",
        name: "CUSUM",
        summary: "Adds up how far the samples lie to one side of their level. Finds level shifts, also small ones, and \
                  accepts a new level after a while.",
        reference: Reference {
            title: "Page: Continuous Inspection Schemes, 1954",
            url: "https://doi.org/10.1093/biomet/41.1-2.100",
        },
        cost: Cost::Low,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 900,
        minimum_history: 0,
        parameters: vec![
            ParameterInfo {
                name: "k",
                kind: ParameterKind::Number,
                // The handbook: half of the shift to be found, which is usually 1 sigma.
                default: 0.5,
                minimum: 0.05,
                maximum: 3.0,
                unit: "sigma",
                summary: "Deviation per sample that does not count: half of the smallest shift to be found.",
            },
            ParameterInfo {
                name: "h",
                kind: ParameterKind::Number,
                // The handbook's 4 or 5 gives one false alarm in 170 or 470 samples; 8 gives one in about 10,000, a
                // week at one minute: Siegmund's approximation, Sequential Analysis, 1985.
                default: 8.0,
                minimum: 1.0,
                maximum: 100.0,
                unit: "sigma",
                summary: "Sum above which it votes.",
            },
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                // Eight hours at one minute. Longer makes the level more certain, shorter lets it follow slow drifts.
                default: 480.0,
                minimum: 32.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "Number of samples that make the level.",
            },
            ParameterInfo {
                name: "relearn",
                kind: ParameterKind::Integer,
                // An hour at one minute: long enough for an alert rule that waits 5 or 30 minutes.
                default: 60.0,
                minimum: 8.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "Number of samples after which a new level is accepted as usual.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct Cusum {
    given: Parameters,
    k: f64,
    h: f64,
    window: usize,
    relearn: usize,
}

impl Cusum {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self {
            given: given.clone(),
            k: given.number("k"),
            h: given.number("h"),
            window: given.integer("window"),
            relearn: given.integer("relearn"),
        }
    }
}

impl Detector for Cusum {
    fn id(&self) -> &'static str {
        "cusum"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let (season, residuals) = residuals(history, context)?;
        let sums = Sums {
            baseline: Baseline::new(&residuals, self.window),
            moved: 0.0,
            unit: Baseline::widening(&residuals, self.window, LAMBDA) * season.optimism(residuals.len()),
            k: self.k,
            h: self.h,
            above: Side::default(),
            below: Side::default(),
            alarming: Vec::with_capacity(self.relearn),
            relearn: self.relearn,
        };
        // Two windows and the longest alarm that may stand at their end.
        let newest = newest(&residuals, 2 * self.window + self.relearn);
        Ok(Box::new(Charted::new(season, sums, newest)))
    }
}

/// The two sums of a series.
#[derive(Debug)]
struct Sums {
    /// The window of samples less `moved`: a shift moves the level and keeps the known spread.
    baseline: Baseline,
    moved: f64,
    /// The unit of the sums, in standard deviations of the baseline.
    unit: f64,
    k: f64,
    h: f64,
    above: Side,
    below: Side,
    /// The samples of the current alarm, less `moved`.
    alarming: Vec<f64>,
    relearn: usize,
}

impl Chart for Sums {
    const POWER: f64 = POWER;

    fn step(&mut self, residual: f64) -> Option<(Expectation, f64)> {
        let moved = residual - self.moved;
        let Some(expected) = self.baseline.expectation().filter(|_| !residual.is_nan()) else {
            self.baseline.push(moved);
            return None;
        };
        let units = self.baseline.units(moved, expected) / self.unit;
        self.above.add(units, self.k, self.h);
        self.below.add(-units, self.k, self.h);
        let ratio = self.above.ratio(self.k, self.h).max(self.below.ratio(self.k, self.h));
        let expectation = Expectation { value: expected.value + self.moved, ..expected };
        if ratio < 1.0 {
            self.alarming.clear();
            self.baseline.push(moved);
        } else {
            self.alarming.push(moved);
            if self.alarming.len() == self.relearn {
                self.relearn_from(expected.value);
            }
        }
        Some((expectation, ratio))
    }

    fn learning(&self) -> Option<(usize, usize)> {
        self.baseline.learning()
    }

    fn bytes(&self) -> usize {
        self.baseline.bytes() + 8 * self.relearn
    }
}

impl Sums {
    /// Accepts the level of the alarm as the usual one. Its samples count from now on, so that a new spread is learnt
    /// too.
    fn relearn_from(&mut self, level: f64) {
        let mut sorted = self.alarming.clone();
        sorted.sort_by(f64::total_cmp);
        let shift = median_sorted(&sorted) - level;
        self.moved += shift;
        for value in self.alarming.drain(..) {
            self.baseline.push(value - shift);
        }
        (self.above, self.below) = (Side::default(), Side::default());
    }
}

/// The sum of the deviations to one side.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    sum: f64,
    /// The total deviation since the sum was last 0, and its number of samples.
    total: f64,
    count: f64,
}

impl Side {
    fn add(&mut self, units: f64, k: f64, h: f64) {
        self.sum = (self.sum + units.clamp(-MOST_UNITS, MOST_UNITS) - k).clamp(0.0, MOST_SUM * h);
        if self.sum > 0.0 {
            self.total += units.clamp(-FARTHEST, FARTHEST);
            self.count += 1.0;
        } else {
            *self = Self::default();
        }
    }

    /// The sum as a ratio to `h`; from 1 on, multiplied by the mean shift relative to the one that `k` is meant for.
    fn ratio(&self, k: f64, h: f64) -> f64 {
        let reached = self.sum / h;
        if reached < 1.0 { reached } else { reached * (self.total / self.count / (2.0 * k)).max(1.0) }
    }
}

impl Clone for Sums {
    /// Keeps the capacity, so that scoring with the clone does not allocate.
    fn clone(&self) -> Self {
        let mut alarming = Vec::with_capacity(self.relearn);
        alarming.extend_from_slice(&self.alarming);
        Self { baseline: self.baseline.clone(), alarming, ..*self }
    }
}
