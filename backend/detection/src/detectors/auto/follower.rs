//! Follows a series sample by sample. A fit is the same: it follows the history.

use serde_json::{Map, Value};

use super::super::robust::usable;
use super::model::Point;
use super::tuning::LEARNING;
use super::{Auto, ID, Weights};
use crate::{CalendarCursor, Context, DAY_MS, Detector, Evidence, Fitted, Parameters, Season, Unfit, Vote};

/// The score below which no evidence is made for a row.
pub const WORTH_TELLING: f64 = 0.3;

/// The time of a sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instant {
    /// Its grid index.
    pub(super) index: i64,
    /// Its position in the day, or in the season that was given; 0..1.
    pub(super) period: f64,
    /// Its position in the week; 0..1.
    pub(super) week: f64,
    /// The day of the week, 0 is Monday; a holiday counts as Sunday.
    pub(super) weekday: u8,
    /// Whether the day is a holiday.
    pub(super) holiday: bool,
}

/// The detector. It has no fit of its own.
#[derive(Debug)]
pub(super) struct Detecting {
    given: Parameters,
    weights: Weights,
}

impl Detecting {
    /// Makes it from its parameters and the weights of its statistics.
    pub(super) fn new(given: &Parameters, weights: Weights) -> Self {
        Self { given: given.clone(), weights }
    }
}

impl Detector for Detecting {
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
        let mut follower = Follower::new(context, self.weights);
        follower.observe(history);
        Ok(Box::new(follower))
    }
}

/// Follows one series.
#[derive(Debug, Clone)]
struct Follower {
    auto: Auto,
    cursor: CalendarCursor,
    season: Season,
    interval_ms: i64,
    /// Grid index of the next sample.
    next: i64,
}

impl Follower {
    fn new(context: &Context, weights: Weights) -> Self {
        Self {
            auto: Auto::new(context, weights),
            cursor: context.calendar.cursor(),
            season: context.season,
            interval_ms: context.interval.ms(),
            next: context.first,
        }
    }

    /// Takes the next sample; returns `None` for a gap.
    fn step(&mut self, value: f64) -> Option<Point> {
        let index = self.next;
        self.next += 1;
        let value = usable(value);
        if value.is_nan() {
            return None;
        }
        let at = self.instant(index);
        Some(self.auto.step(value, at))
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

    /// Takes the next samples, and votes on each if `votes` is given. This is one function for both cases, so that the
    /// compiler inlines `step` only here.
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

    fn vote(&self, point: &Point) -> Vote {
        let expectation = Auto::expectation(point);
        let expectation = expectation.value.is_finite().then_some(expectation);
        if self.auto.seen() <= LEARNING {
            return Vote::new(f32::NAN, expectation);
        }
        let score = self.auto.score(point);
        let evidence = if score < WORTH_TELLING { Evidence::NONE } else { self.auto.evidence(point) };
        Vote { confidence: score as f32, expectation, evidence }
    }
}

impl Fitted for Follower {
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
        size_of::<Self>() + self.auto.bytes()
    }

    fn season(&self) -> Option<usize> {
        match self.season {
            Season::Off => None,
            Season::Samples(samples) => Some(samples),
            Season::Auto => usize::try_from(DAY_MS / self.interval_ms).ok().filter(|samples| *samples > 1),
        }
    }

    fn learning(&self) -> Option<(usize, usize)> {
        let seen = self.auto.seen();
        (seen < LEARNING).then_some((seen as usize, LEARNING as usize))
    }
}
