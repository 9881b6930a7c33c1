//! Two-sided tabular CUSUM: whether the samples have lain to one side of their level for too long.
//!
//! Page: Continuous Inspection Schemes, 1954, <https://doi.org/10.1093/biomet/41.1-2.100>; in the tabular form with `k` and
//! `h`: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3, <https://www.itl.nist.gov/div898/handbook/pmc/section3/
//! pmc323.htm>. Level and deviation are the median and the median absolute deviation of a moving window, in units of which
//! the sums run; one value counts for at most 4 sigma, so that a lone spike is no shift; and the unit widens by what
//! neighbours of the history are alike.
//!
//! An alarm lasts while a sum is above `h`, and for its time the level stands still. After `relearn` observed samples of it
//! the new level is taken for the usual one: the baseline moves by the difference, and the sums start from 0.
//!
//! The season of the history is taken off first.
//!
//! # Not supported
//! A swing that is faster than the window and no season: it widens the unit until little is found.

use serde_json::{Map, Value};

use super::baseline::{Baseline, newest};
use super::chart::{Chart, Charted, residuals};
use super::robust::{FARTHEST, median_sorted};
use crate::{
    Context, Cost, Detector, DetectorInfo, Expectation, Fitted, ParameterInfo, ParameterKind, Parameters,
    Reference, Unfit,
};

/// How fast confidence nears 1 beyond `h`: .82 at [`MOST_SUM`], where the sums end, for the shift that `k` is meant for; .96
/// for one twice as large.
const POWER: f64 = 2.0;

/// The sums stop at this many times `h`, so that an alarm ends soon after the shift: with the default `k` and `h`, at most
/// 8 samples.
const MOST_SUM: f64 = 1.5;

/// One value counts for at most this many standard deviations: three in a row make an alarm, one does not.
const MOST_UNITS: f64 = 4.0;

/// What a mean counts that looks back as far as the sums do, about `h / k` samples.
const LAMBDA: f64 = 0.1;

/// What people are told.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "cusum",
        name: "CUSUM",
        summary: "Adds up how far the samples lie to one side of their level. Finds level shifts, also small ones, and \
                  takes the new level for the usual one after a while.",
        reference: Reference {
            title: "Page: Continuous Inspection Schemes, 1954",
            url: "https://doi.org/10.1093/biomet/41.1-2.100",
        },
        cost: Cost::Low,
        // Fits included, for a history of 10,080 samples.
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
                summary: "What each sample may lie off for nothing: half of the smallest shift to be found.",
            },
            ParameterInfo {
                name: "h",
                kind: ParameterKind::Number,
                // The handbook's 4 or 5 is wrong once in 170 or 470 samples; 8 is once in about 10,000, a week at one
                // minute: Siegmund's approximation, Sequential Analysis, 1985.
                default: 8.0,
                minimum: 1.0,
                maximum: 100.0,
                unit: "sigma",
                summary: "From which sum on it votes.",
            },
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                // Eight hours at one minute: longer makes the level surer, shorter lets it follow slow drifts.
                default: 480.0,
                minimum: 32.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "How many samples make the level.",
            },
            ParameterInfo {
                name: "relearn",
                kind: ParameterKind::Integer,
                // An hour at one minute: long enough for an alert rule that waits 5 or 30 minutes.
                default: 60.0,
                minimum: 8.0,
                maximum: 2000.0,
                unit: "samples",
                summary: "After how many samples a new level is taken for the usual one.",
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
    /// With these parameters.
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

/// Sums that follow a series.
#[derive(Debug)]
struct Sums {
    /// Of the samples less `moved`, so that a shift moves the level and keeps what is known of the spread.
    baseline: Baseline,
    moved: f64,
    /// In standard deviations of the baseline.
    unit: f64,
    k: f64,
    h: f64,
    above: Side,
    below: Side,
    /// The samples of the alarm that lasts, less `moved`.
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
    /// Takes the level of the alarm for the usual one. Its samples count from now on, so that a new spread is learnt too.
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

/// The sum of what lies off to one side.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    sum: f64,
    /// How far the samples lay off in all since the sum was last 0, and how many they were.
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

    /// How far the sum goes towards `h`, and once it is there, times the mean shift by the one that `k` is meant for.
    fn ratio(&self, k: f64, h: f64) -> f64 {
        let reached = self.sum / h;
        if reached < 1.0 { reached } else { reached * (self.total / self.count / (2.0 * k)).max(1.0) }
    }
}

impl Clone for Sums {
    /// With room for as long an alarm: a copy that had to grow would allocate where samples are scored.
    fn clone(&self) -> Self {
        let mut alarming = Vec::with_capacity(self.relearn);
        alarming.extend_from_slice(&self.alarming);
        Self { baseline: self.baseline.clone(), alarming, ..*self }
    }
}
