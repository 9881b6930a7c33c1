//! `auto`: learns what is usual for a series as it goes, and says how rare each sample is.
//!
//! One pass, the same sample by sample and in one go. A mixture of experts forecasts the next value from the level, the time
//! of day and week, and the newest samples ([`experts`]); several statistics say how the sample differs from that
//! ([`model`]); a histogram with a generalised Pareto tail says how rare each of them is ([`tail`]: peaks over threshold
//! as in Siffer, Fouque, Termier and Largouet: Anomaly Detection in Streams with Extreme Value Theory, KDD 2017); the rarest
//! counts, and what the rate of false alarms at that level is on labelled data makes it a score.
//!
//! After a level shift the alarm lasts while the new level is rare, and the new level becomes the usual one as the slow level
//! and the profiles reach it: within twelve hours at one minute (`tests/auto.rs`).
//!
//! # Not supported
//! Several series as one.

mod experts;
mod model;
mod profile;
mod tail;
mod tuning;

use std::sync::Arc;

use super::robust::MEAN_TO_SIGMA;
use super::stream::{Instant, Learner, Streamed};
use crate::{
    AlarmBudget, Cause, Context, Cost, DAY_MS, Detector, DetectorInfo, Evidence, Expectation, Parameters,
    Reference, Season, deviation,
};
use experts::{Phase, Seasons};
use model::{Model, Point};
use tuning::{DECADE_ABOVE, DECADE_BELOW, LEARNING, ONCE_A_WEEK, PACE_FAST, PACE_SAMPLES, PACE_SLOW};

/// What people are told.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: Auto::ID,
        name: "Auto",
        summary: "Learns what is usual by time of day and week, and says how rare each sample is: spikes, dips, level shifts, \
                  drifts, more or less scatter, flat lines, records. Its score follows the alarm budget.",
        reference: Reference {
            title: "Siffer, Fouque, Termier, Largouet: Anomaly Detection in Streams with Extreme Value Theory, KDD 2017",
            url: "https://doi.org/10.1145/3097983.3098144",
        },
        cost: Cost::Low,
        nanoseconds_per_sample: 800,
        minimum_history: 0,
        parameters: Vec::new(),
    }
}

/// The detector with these parameters.
pub(crate) fn detector(given: &Parameters) -> Arc<dyn Detector> {
    Arc::new(Streamed::<Auto>::new(given))
}

/// Learns one series and scores it.
#[derive(Debug, Clone)]
struct Auto {
    model: Model,
    budget: AlarmBudget,
    /// What the sample rate takes from a level.
    pace: f64,
}

impl Auto {
    /// The score, 0..1, of a level under the default budget.
    fn score_of(&self, level: f64) -> f64 {
        let above = level - self.pace - ONCE_A_WEEK;
        self.budget.score_at(above / if above < 0.0 { DECADE_BELOW } else { DECADE_ABOVE })
    }
}

impl Learner for Auto {
    const ID: &'static str = "auto";
    const LEARNING: u64 = LEARNING;
    type Point = Point;

    fn new(context: &Context) -> Self {
        let day = DAY_MS as f64 / context.interval.ms() as f64;
        let seasons = match context.season {
            Season::Off => Seasons::none(),
            Season::Auto => Seasons::of_week(day, 7.0 * day),
            Season::Samples(samples) => Seasons::of_period(samples as f64),
        };
        let rate = (AlarmBudget::samples_per_week(context.interval) / PACE_SAMPLES).log10();
        Self {
            model: Model::new(seasons),
            budget: AlarmBudget::default_of(context.interval),
            pace: rate * if rate < 0.0 { PACE_SLOW } else { PACE_FAST },
        }
    }

    fn seen(&self) -> u64 {
        self.model.seen()
    }

    fn step(&mut self, value: f64, at: Instant) -> Point {
        self.model.step(value, Phase { period: at.period, week: at.week, ordinary: !at.holiday })
    }

    fn expectation(point: &Point) -> Expectation {
        Expectation { value: point.expected, sigma: MEAN_TO_SIGMA * point.spread }
    }

    fn score(&self, point: &Point) -> f64 {
        self.score_of(point.level)
    }

    fn evidence(&self, value: f64, point: &Point) -> Evidence {
        let levels = &point.levels;
        let most = |at: &[usize]| at.iter().map(|at| levels[*at]).fold(0.0, f64::max);
        let of_cause = |cause: Cause| match cause {
            Cause::Spike => most(&[model::NEW, model::NEAR, model::SHARP]),
            Cause::Season => levels[model::USUAL],
            Cause::Local => levels[model::AROUND],
            Cause::LevelShift => most(&[model::MOVED, model::BIASED]),
            Cause::Drift => levels[model::DRIFTED],
            Cause::VarianceUp => levels[model::WILD],
            Cause::VarianceDown => levels[model::CALM],
            Cause::Record => levels[model::BEYOND],
            Cause::None | Cause::Range | Cause::Flat => 0.0,
        };
        let all = Cause::STATISTICS.map(of_cause);
        let strongest = (0..all.len()).reduce(|best, at| if all[at] > all[best] { at } else { best });
        let whole = all.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        // What the series itself is used to changes all of them alike.
        let strengths = all.map(|level| Evidence::step(self.score_of(level * point.level / whole)));
        let cause = strongest.map_or(Cause::None, |at| Cause::STATISTICS[at]);
        let (samples, size) = match cause {
            Cause::Spike | Cause::Season | Cause::Local | Cause::Record => {
                (1, deviation(value, point.expected, MEAN_TO_SIGMA * point.spread) as f32)
            }
            _ => (0, f32::NAN),
        };
        Evidence { cause, strengths, samples, size }
    }

    fn bytes(&self) -> usize {
        self.model.bytes()
    }
}
