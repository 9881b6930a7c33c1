//! `auto`'s next version: what has happened before does not become ordinary by having happened.
//!
//! One pass, the same sample by sample and in one go. A line, the course of a day and that of a week say what comes next
//! ([`expectation`], [`seasons`]); [`spread`] says how far ordinary samples lie from it. A few [`statistics`] say how the sample
//! differs, and for each of them and each side the peaks of its own past say how many runs a week reach such a value ([`peaks`]),
//! so that a level is a rate of alarms of this very series. What is far off on one side for several rows is an [`incident`]: as
//! long as it lasts nothing is learnt of it, and then all is as it was before. What comes again at the same time of day or week is
//! ordinary ([`remembered`]); so is what comes too often.
//!
//! A new level is accepted after some hours: 4¼, sooner where it is nearer than 16 sigmas or the series is young, and after twenty
//! samples where the series goes wherever it likes.
//!
//! It does not stand in for `auto` yet: [`register`] adds it where it is measured.
//!
//! # Not supported
//! Several series as one.

mod expectation;
mod incident;
mod line;
mod model;
mod peaks;
mod profile;
mod remembered;
mod seasons;
mod spread;
mod statistics;
mod stuck;
mod tuning;

use std::sync::Arc;

use serde_json::{Map, Value};

use super::robust::usable;
use crate::{
    AlarmBudget, CalendarCursor, Catalogue, Cause, Context, Cost, DAY_MS, Detector, DetectorInfo, Evidence,
    Expectation, Fitted, Parameters, Reference, Season, Unfit, Vote,
};
use model::{Model, Point};
use seasons::{Phase, Seasons};
use statistics::{CALM, NEW, SHIFTED, SLID, USUAL, WILD};
use tuning::LEARNING;

/// Its name in queries.
pub const ID: &str = "auto_2";

/// Adds it to a catalogue.
pub fn register(catalogue: &mut Catalogue) {
    let info = DetectorInfo {
        id: ID,
        name: "Auto, next version",
        summary: "Learns what is usual by time of day and week, and says how often the series itself reaches what a sample shows. \
                  An incident does not become ordinary by lasting or by coming again. Its score follows the alarm budget.",
        reference: Reference {
            title: "Coles: An Introduction to Statistical Modeling of Extreme Values, 2001",
            url: "https://doi.org/10.1007/978-1-4471-3675-0",
        },
        cost: Cost::Low,
        nanoseconds_per_sample: 500,
        minimum_history: 0,
        parameters: Vec::new(),
    };
    catalogue.add(info, |given| Arc::new(Auto { given: given.clone() }));
}

/// The detector.
#[derive(Debug)]
struct Auto {
    given: Parameters,
}

impl Detector for Auto {
    fn id(&self) -> &'static str {
        ID
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
}

impl Follower {
    fn new(context: &Context) -> Self {
        let day = DAY_MS as f64 / context.interval.ms() as f64;
        let seasons = match context.season {
            Season::Off => Seasons::none(day),
            Season::Auto => Seasons::of_week(day, 7.0 * day),
            Season::Samples(samples) => Seasons::of_period(samples as f64),
        };
        Self {
            model: Model::new(seasons, AlarmBudget::samples_per_week(context.interval), false),
            cursor: context.calendar.cursor(),
            season: context.season,
            interval_ms: context.interval.ms(),
            next: context.first,
            budget: AlarmBudget::default_of(context.interval),
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
        // Squares have to be numbers.
        Some(self.model.step(value.clamp(-LARGEST, LARGEST), phase, index))
    }

    fn phase(&mut self, index: i64) -> Phase {
        let moment = self.cursor.moment(index.saturating_mul(self.interval_ms));
        let day = moment.ms_of_day as f64 / DAY_MS as f64;
        let week = (f64::from(moment.weekday) + day) / 7.0;
        let period = match self.season {
            Season::Samples(samples) => index.rem_euclid(samples as i64) as f64 / samples as f64,
            Season::Auto | Season::Off => day,
        };
        Phase { period, week, kind: usize::from(moment.weekday.saturating_sub(4)), ordinary: !moment.holiday }
    }

    /// The score, 0..1, of a level under the default budget.
    fn score_of(&self, level: f64) -> f64 {
        self.budget.score_at(level + self.budget.per_week().log10())
    }

    fn vote(&self, point: &Point) -> Vote {
        let expectation = Expectation { value: point.expected, sigma: point.sigma };
        let expectation = expectation.value.is_finite().then_some(expectation);
        if self.model.seen() <= LEARNING {
            return Vote::new(f32::NAN, expectation);
        }
        let score = self.score_of(point.level);
        let evidence = if score < WORTH_TELLING { Evidence::NONE } else { self.evidence(point) };
        Vote { confidence: score as f32, expectation, evidence }
    }

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
}

/// What each statistic looks for, in their order.
const CAUSES: [Cause; statistics::STATISTICS] =
    [Cause::Spike, Cause::Season, Cause::LevelShift, Cause::Drift, Cause::VarianceUp, Cause::VarianceDown];
/// Values beyond this are all alike.
const LARGEST: f64 = 1e100;
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
            let vote = self.step(*value).map_or(Vote::ABSTAIN, |point| self.vote(&point));
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
