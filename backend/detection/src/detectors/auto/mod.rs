//! `auto`: learns what is usual for a series as it goes, and scores how often the series itself reaches such a sample.
//! An incident does not become ordinary by lasting.
//!
//! It needs one pass, with the same result sample by sample and in one batch. A line, a daily and a weekly profile
//! forecast the next value ([`expectation`], [`seasons`]); [`spread`] is how far ordinary samples lie from it. A few
//! [`statistics`] measure how the sample differs. For each statistic and each side, the past peaks of the series say
//! how many runs a week reach such a value ([`peaks`]), so that a level is an alarm rate of this very series. Rows that
//! are far off on one side are an [`incident`]: nothing is learnt from it while it lasts, and then the state from
//! before it is restored. Nothing is counted while values jump about far off ([`storm`]). What recurs at the same time
//! of day or week is ordinary ([`remembered`]), and so is what occurs too often.
//!
//! A new level is accepted after 4¼ hours; sooner if it is nearer than 8 sigmas or the series is young, and after
//! twenty samples if values stay wherever they go.
//!
//! # Not supported
//! Several series as one.

mod expectation;
mod follower;
mod incident;
mod line;
mod model;
mod number;
mod peaks;
mod profile;
mod remembered;
mod seasons;
mod spread;
mod statistics;
mod storm;
mod stuck;
mod tuning;
mod weights;

use std::sync::Arc;

use crate::{
    AlarmBudget, Cause, Context, Cost, DAY_MS, Detector, DetectorInfo, Evidence, Expectation, Parameters,
    Reference, Repeats, Season,
};
pub use follower::WORTH_TELLING;
use follower::{Detecting, Instant};
use model::{Model, Point};
use seasons::{Phase, Seasons};
use statistics::{CALM, NEW, SHIFTED, SLID, USUAL, WILD};
pub use weights::Weights;

/// The id of the detector in queries.
const ID: &str = "auto";

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: ID,
        name: "Auto",
        summary: "Learns what is usual by time of day and week, and scores how rarely the series itself reaches such a \
                  value. Incidents do not become ordinary by lasting or recurring. The score follows the alarm budget.",
        reference: Reference {
            title: "Coles: An Introduction to Statistical Modeling of Extreme Values, 2001",
            url: "https://doi.org/10.1007/978-1-4471-3675-0",
        },
        cost: Cost::Low,
        nanoseconds_per_sample: 300,
        minimum_history: 0,
        parameters: Vec::new(),
    }
}

/// Makes the detector from its parameters, with weights of its statistics other than the preset's; for a
/// [`crate::Catalogue`].
pub fn weighing(weights: Weights) -> impl Fn(&Parameters) -> Arc<dyn Detector> + Send + Sync {
    move |given| Arc::new(Detecting::new(given, weights))
}

/// Learns one series and scores it.
#[derive(Debug, Clone)]
struct Auto {
    model: Model,
    budget: AlarmBudget,
    /// The decimal logarithm of its alarms a week.
    decades: f64,
}

impl Auto {
    /// A model that has not seen any sample yet.
    fn new(context: &Context, weights: Weights) -> Self {
        let day = DAY_MS as f64 / context.interval.ms() as f64;
        let seasons = match context.season {
            Season::Off => Seasons::none(day),
            Season::Auto => Seasons::of_week(day, 7.0 * day),
            Season::Samples(samples) => Seasons::of_period(samples as f64),
        };
        let budget = AlarmBudget::default_of(context.interval);
        Self {
            decades: number::log10(budget.per_week()),
            budget,
            model: Model::new(
                seasons,
                AlarmBudget::samples_per_week(context.interval),
                context.repeats == Repeats::Accept,
                weights,
            ),
        }
    }

    /// Number of samples seen.
    const fn seen(&self) -> u64 {
        self.model.seen()
    }

    /// Scores a finite sample, and then learns it.
    #[inline]
    fn step(&mut self, value: f64, at: Instant) -> Point {
        let kind = usize::from(at.weekday.saturating_sub(4));
        let phase = Phase { period: at.period, week: at.week, kind, ordinary: !at.holiday };
        // Squares have to be numbers.
        let near = value.clamp(-LARGEST, LARGEST);
        let mut point = self.model.step(near, phase, at.index);
        if near != value && point.expected == near {
            point.expected = value;
        }
        point
    }

    /// The expected value of the sample and its sigma.
    const fn expectation(point: &Point) -> Expectation {
        Expectation { value: point.expected, sigma: point.sigma }
    }

    /// The score of a sample, 0..1, under the default budget.
    fn score(&self, point: &Point) -> f64 {
        self.score_of(point.level)
    }

    /// The score of a level, which is in decades rarer than one alarm a week.
    fn score_of(&self, level: f64) -> f64 {
        self.budget.score_at(level + self.decades)
    }

    /// The cause of a sample, the strength of each statistic, and the measurement of the strongest.
    fn evidence(&self, point: &Point) -> Evidence {
        let of_cause = |cause: Cause| match cause {
            Cause::Spike => point.levels[NEW],
            Cause::Season => point.levels[USUAL],
            Cause::LevelShift => point.levels[SHIFTED],
            Cause::Drift => point.levels[SLID],
            Cause::VarianceUp => point.levels[WILD],
            Cause::VarianceDown => point.levels[CALM],
            Cause::Flat => point.stuck,
            Cause::Local | Cause::Record | Cause::None | Cause::Range => f64::NEG_INFINITY,
        };
        let strengths = Cause::STATISTICS.map(|cause| Evidence::step(self.score_of(of_cause(cause))));
        let (strongest, samples) = point.strongest();
        if point.stuck > point.levels[strongest] {
            let samples = point.stuck_samples.min(f64::from(u16::MAX)) as u16;
            return Evidence { cause: Cause::Flat, strengths, samples, size: f32::NAN };
        }
        let size = self.model.size(strongest, point) as f32;
        Evidence { cause: CAUSES[strongest], strengths, samples, size }
    }

    /// Memory outside the struct itself, in bytes.
    fn bytes(&self) -> usize {
        self.model.bytes()
    }
}

/// The cause that each statistic stands for, in the order of statistics.
const CAUSES: [Cause; statistics::STATISTICS] =
    [Cause::Spike, Cause::Season, Cause::LevelShift, Cause::Drift, Cause::VarianceUp, Cause::VarianceDown];
/// Values are clamped to this size, so that their squares stay finite.
const LARGEST: f64 = 1e100;
