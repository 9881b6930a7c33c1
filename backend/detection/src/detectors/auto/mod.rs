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

use serde_json::{Map, Value};

use super::robust::usable;
use crate::{
    AlarmBudget, CalendarCursor, Cause, Context, Cost, DAY_MS, Detector, DetectorInfo, Evidence, Expectation,
    Fitted, Parameters, Reference, Season, Unfit, Vote, deviation,
};
use experts::{Phase, Seasons};
use model::{Model, Point};
use tuning::{DECADE_ABOVE, DECADE_BELOW, LEARNING, ONCE_A_WEEK, PACE_FAST, PACE_SAMPLES, PACE_SLOW};

/// What people are told.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "auto",
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

/// The detector.
#[derive(Debug)]
pub struct Auto {
    given: Parameters,
}

impl Auto {
    /// With these parameters.
    pub fn new(given: &Parameters) -> Self {
        Self { given: given.clone() }
    }
}

impl Detector for Auto {
    fn id(&self) -> &'static str {
        "auto"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn follows(&self) -> bool {
        true
    }

    fn explains(&self) -> bool {
        true
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let mut follower = Follower::new(context);
        follower.observe(history);
        Ok(Box::new(follower))
    }
}

/// Follows one series.
#[derive(Debug, Clone)]
struct Follower {
    model: Model,
    cursor: CalendarCursor,
    season: Season,
    interval_ms: i64,
    /// Grid index of the next sample.
    next: i64,
    budget: AlarmBudget,
    /// What the sample rate takes from a level.
    pace: f64,
}

impl Follower {
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
            cursor: context.calendar.cursor(),
            season: context.season,
            interval_ms: context.interval.ms(),
            next: context.first,
            budget: AlarmBudget::default_of(context.interval),
            pace: rate * if rate < 0.0 { PACE_SLOW } else { PACE_FAST },
        }
    }

    /// Takes the next sample; `None` for a gap.
    fn step(&mut self, value: f64) -> Option<Point> {
        let index = self.next;
        self.next += 1;
        let value = usable(value);
        if value.is_nan() {
            return None;
        }
        let phase = self.phase(index);
        Some(self.model.step(value, phase))
    }

    fn phase(&mut self, index: i64) -> Phase {
        let moment = self.cursor.moment(index.saturating_mul(self.interval_ms));
        let day = moment.ms_of_day as f64 / DAY_MS as f64;
        let week = (f64::from(moment.weekday) + day) / 7.0;
        let period = match self.season {
            Season::Samples(samples) => index.rem_euclid(samples as i64) as f64 / samples as f64,
            Season::Auto | Season::Off => day,
        };
        Phase { period, week, ordinary: !moment.holiday }
    }

    /// The score, 0..1, of a level under the default budget.
    fn score_of(&self, level: f64) -> f64 {
        let above = level - self.pace - ONCE_A_WEEK;
        self.budget.score_at(above / if above < 0.0 { DECADE_BELOW } else { DECADE_ABOVE })
    }

    fn vote(&self, value: f64, point: &Point) -> Vote {
        let expectation = Expectation { value: point.expected, sigma: MEAN_TO_SIGMA * point.spread };
        let expectation = expectation.value.is_finite().then_some(expectation);
        if self.model.seen() <= LEARNING {
            return Vote::new(f32::NAN, expectation);
        }
        let score = self.score_of(point.level);
        let evidence = if score < WORTH_TELLING { Evidence::NONE } else { self.evidence(value, point) };
        Vote { confidence: score as f32, expectation, evidence }
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
}

/// The standard deviation of a normal law, in mean absolute deviations: the square root of pi/2.
const MEAN_TO_SIGMA: f64 = 1.253_314_137_315_500_3;
/// Below this score nobody asks why.
const WORTH_TELLING: f64 = 0.3;

impl Fitted for Follower {
    fn observe(&mut self, values: &[f64]) {
        for value in values {
            self.step(*value);
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.reserve(values.len());
        for value in values {
            let vote = self.step(*value).map_or(Vote::ABSTAIN, |point| self.vote(*value, &point));
            votes.push(vote);
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.model.bytes()
    }

    fn season(&self) -> Option<usize> {
        match self.season {
            Season::Off => None,
            Season::Samples(samples) => Some(samples),
            Season::Auto => usize::try_from(DAY_MS / self.interval_ms).ok().filter(|samples| *samples > 1),
        }
    }

    fn learning(&self) -> Option<(usize, usize)> {
        let seen = self.model.seen();
        (seen < LEARNING).then_some((seen as usize, LEARNING as usize))
    }
}
