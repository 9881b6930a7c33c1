//! Follows a series sample by sample, for detectors that learn from each: a fit is the history, followed.

use std::fmt::Debug;
use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::robust::usable;
use crate::{
    CalendarCursor, Context, DAY_MS, Detector, Evidence, Expectation, Fitted, Parameters, Season, Unfit, Vote,
};

/// Below this score nobody asks why.
const WORTH_TELLING: f64 = 0.3;

/// When a sample is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instant {
    /// Its grid index.
    pub(super) index: i64,
    /// Where it lies in the day, or in the season that was given; 0..1.
    pub(super) period: f64,
    /// Where it lies in the week; 0..1.
    pub(super) week: f64,
    /// The day of the week, 0 is Monday; a holiday counts as Sunday.
    pub(super) weekday: u8,
    /// Whether the day is a holiday.
    pub(super) holiday: bool,
}

/// What learns a series as it goes.
pub(super) trait Learner: Clone + Send + Sync + Debug + 'static {
    /// The name of its detector in queries.
    const ID: &'static str;
    /// Samples before a series is scored.
    const LEARNING: u64;
    /// What it says of one sample.
    type Point;

    /// Nothing has been seen of the series yet.
    fn new(context: &Context) -> Self;

    /// Samples seen.
    fn seen(&self) -> u64;

    /// Looks at a finite sample, and then learns it.
    fn step(&mut self, value: f64, at: Instant) -> Self::Point;

    /// Where the sample was expected.
    fn expectation(point: &Self::Point) -> Expectation;

    /// Its score, 0..1, under the default budget.
    fn score(&self, point: &Self::Point) -> f64;

    /// Why it is unusual.
    fn evidence(&self, point: &Self::Point) -> Evidence;

    /// Memory beside the struct itself, in bytes.
    fn bytes(&self) -> usize;
}

/// A detector that is a learner and has no fit of its own.
#[derive(Debug)]
pub(super) struct Streamed<L> {
    given: Parameters,
    learner: PhantomData<L>,
}

impl<L> Streamed<L> {
    /// With these parameters.
    pub(super) fn new(given: &Parameters) -> Self {
        Self { given: given.clone(), learner: PhantomData }
    }
}

impl<L: Learner> Detector for Streamed<L> {
    fn id(&self) -> &'static str {
        L::ID
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
        let mut follower = Follower::<L>::new(context);
        follower.observe(history);
        Ok(Box::new(follower))
    }
}

/// Follows one series.
#[derive(Debug, Clone)]
struct Follower<L> {
    learner: L,
    cursor: CalendarCursor,
    season: Season,
    interval_ms: i64,
    /// Grid index of the next sample.
    next: i64,
}

impl<L: Learner> Follower<L> {
    fn new(context: &Context) -> Self {
        Self {
            learner: L::new(context),
            cursor: context.calendar.cursor(),
            season: context.season,
            interval_ms: context.interval.ms(),
            next: context.first,
        }
    }

    /// Takes the next sample; `None` for a gap.
    fn step(&mut self, value: f64) -> Option<L::Point> {
        let index = self.next;
        self.next += 1;
        let value = usable(value);
        if value.is_nan() {
            return None;
        }
        let at = self.instant(index);
        Some(self.learner.step(value, at))
    }

    fn instant(&mut self, index: i64) -> Instant {
        let moment = self.cursor.moment(index.saturating_mul(self.interval_ms));
        let day = moment.ms_of_day as f64 / DAY_MS as f64;
        let week = (f64::from(moment.weekday) + day) / 7.0;
        let period = match self.season {
            Season::Samples(samples) => index.rem_euclid(samples as i64) as f64 / samples as f64,
            Season::Auto | Season::Off => day,
        };
        Instant { index, period, week, weekday: moment.weekday, holiday: moment.holiday }
    }

    /// Takes the next samples, and votes on each where anybody asks. In one place for both, so that a step becomes a part of it.
    fn take(&mut self, values: &[f64], mut votes: Option<&mut Vec<Vote>>) {
        if let Some(votes) = &mut votes {
            votes.reserve(values.len());
        }
        for value in values {
            let point = self.step(*value);
            if let Some(votes) = &mut votes {
                votes.push(point.map_or(Vote::ABSTAIN, |point| self.vote(&point)));
            }
        }
    }

    fn vote(&self, point: &L::Point) -> Vote {
        let expectation = L::expectation(point);
        let expectation = expectation.value.is_finite().then_some(expectation);
        if self.learner.seen() <= L::LEARNING {
            return Vote::new(f32::NAN, expectation);
        }
        let score = self.learner.score(point);
        let evidence = if score < WORTH_TELLING { Evidence::NONE } else { self.learner.evidence(point) };
        Vote { confidence: score as f32, expectation, evidence }
    }
}

impl<L: Learner> Fitted for Follower<L> {
    fn observe(&mut self, values: &[f64]) {
        self.take(values, None);
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        self.take(values, Some(votes));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.learner.bytes()
    }

    fn season(&self) -> Option<usize> {
        match self.season {
            Season::Off => None,
            Season::Samples(samples) => Some(samples),
            Season::Auto => usize::try_from(DAY_MS / self.interval_ms).ok().filter(|samples| *samples > 1),
        }
    }

    fn learning(&self) -> Option<(usize, usize)> {
        let seen = self.learner.seen();
        (seen < L::LEARNING).then_some((seen as usize, L::LEARNING as usize))
    }
}
