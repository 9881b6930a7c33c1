//! The laws that every detector and every ensemble keeps, checked through blocks and cache as in a query.
//!
//! Each law is a function of an ensemble and a [`Case`]. If the law is broken, it returns at which sample and how.
//! Tests run them over cases drawn by [`cases`].

use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;
use seismo_series::{Grid, GridRange, Interval, Labels};

use crate::{
    Blocks, Calendar, Context, Ensemble, GapPolicy, Knowledge, Repeats, Scored, Scores, Season, Timeline,
    ValueRange, Windows,
};

/// A series, a history and the range shown.
#[derive(Debug, Clone)]
pub struct Case {
    /// `n` samples, ascending, NaN = gap, the first at grid index `first`.
    pub values: Vec<f64>,
    /// Grid index of the first sample.
    pub first: i64,
    /// Samples in a history.
    pub history: usize,
    /// The range shown, by position in `values`.
    pub shown: Range<usize>,
    /// The requested season.
    pub season: Season,
    /// The knowledge of the operator.
    pub knowledge: Arc<Knowledge>,
    /// Positions at which more samples have settled, ascending: the refreshes of a cache.
    pub refreshes: Vec<usize>,
}

/// A law.
pub type Law = fn(&Arc<Ensemble>, &Case) -> Result<(), String>;

/// Every law, by name.
pub const LAWS: [(&str, Law); 7] = [
    ("no_hindsight", no_hindsight),
    ("no_zoom_effects", no_zoom_effects),
    ("cold_equals_warm", cold_equals_warm),
    ("batch_equals_streaming", batch_equals_streaming),
    ("gaps_are_gaps", gaps_are_gaps),
    ("scale_and_shift", scale_and_shift),
    ("order_of_members", order_of_members),
];

/// The laws that hold with any knowledge of the operator.
pub const INFORMED_LAWS: [(&str, Law); 4] = [
    ("no_hindsight", no_hindsight),
    ("no_zoom_effects", no_zoom_effects),
    ("cold_equals_warm", cold_equals_warm),
    ("order_of_members", order_of_members),
];

/// The score at `t` does not depend on samples after `t`.
pub fn no_hindsight(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let then = case.scored(ensemble, &case.values[..case.shown.end], case.shown.clone());
    let mut later = case.values.clone();
    for (at, value) in later[case.shown.end..].iter_mut().enumerate() {
        // Gaps and huge values, which change the scores of any detector that looks ahead.
        *value = if at % 3 == 1 { f64::NAN } else { 1e3 + at as f64 };
    }
    let now = case.scored(ensemble, &later, case.shown.start..later.len());
    same_bits("later samples changed the score", &then, &now)
}

/// The score at `t` does not depend on the range in which it is shown.
pub fn no_zoom_effects(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let wide = case.scored(ensemble, &case.values, 0..case.values.len());
    let middle = case.shown.start + case.shown.len() / 2;
    for shown in [case.shown.clone(), middle..case.shown.end, middle..middle + 1] {
        let narrow = case.scored(ensemble, &case.values, shown);
        same_bits("the range changed the score", &narrow, &wide)?;
    }
    Ok(())
}

/// A timeline that is filled and queried in steps answers like one that is queried once.
pub fn cold_equals_warm(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let mut warm = case.timeline(ensemble);
    let mut settled = 0;
    for (turn, refresh) in case.refreshes.iter().chain([&case.values.len()]).enumerate() {
        warm.settle(case.first + settled as i64, &case.values[settled..*refresh]);
        settled = *refresh;
        // Samples that have not settled may still change, so the last one gets another value here.
        let reach = (settled + 7).min(case.values.len());
        let mut tail = case.values[settled..reach].to_vec();
        if let Some(last) = tail.last_mut() {
            *last += 3.5;
        }
        let from = if turn % 2 == 0 { reach.saturating_sub(20) } else { case.shown.start.min(reach) };
        let range = GridRange { from: case.first + from as i64, to: case.first + reach as i64 };
        // Samples that arrive in parts are followed before the others are there.
        warm.advance(case.first + case.shown.start as i64);
        let answer = warm.score(range, &tail);
        let cold = |range: GridRange| {
            let mut cold = case.timeline(ensemble);
            cold.settle(case.first, &case.values[..settled]);
            cold.score(range, &tail)
        };
        same_answer("the cache", &answer, &cold(range))?;
        // A query for the past ends earlier than what has been scored.
        let past = GridRange { from: range.from, to: range.to - 1 - (turn as i64 * 5) % 19 };
        if !past.is_empty() {
            same_answer("an end further back, and the cache,", &warm.score(past, &tail), &cold(past))?;
        }
    }
    Ok(())
}

/// Samples get the same scores in one batch, one by one, or after others that were only observed.
pub fn batch_equals_streaming(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let (history, values) = case.values.split_at(case.history);
    let context = Context {
        interval: Interval::MINUTE,
        first: case.first,
        season: case.season,
        seed: case.first.unsigned_abs(),
        calendar: Arc::clone(&case.knowledge.calendar),
        repeats: case.knowledge.repeats,
    };
    let fitted = ensemble.fit(history, case.history, &context);
    let scored = |observed: usize, part: usize| {
        let (mut state, mut scores) = (fitted.clone(), Scores::new(ensemble.members().len()));
        state.observe(&values[..observed]);
        values[observed..].chunks(part).for_each(|values| state.score(values, &mut scores));
        let values = values[observed..].to_vec();
        Scored {
            first: observed as i64,
            values,
            scores,
            members: state.states(),
            season: None,
            block_from: 0,
            observed,
        }
    };
    let whole = scored(0, values.len());
    same_bits("coming one by one changed the score", &scored(0, 1), &whole)?;
    same_bits("coming in parts changed the score", &scored(0, 37), &whole)?;
    same_bits("being observed first changed the score", &scored(values.len() / 3, values.len()), &whole)
}

/// No detector scores a gap; a missing sample is not a number that happens to be 0.
pub fn gaps_are_gaps(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let mut values = case.values.clone();
    for at in (case.shown.start..case.shown.end).filter(|at| at % 11 < 3) {
        values[at] = f64::NAN;
    }
    let scored = case.scored(ensemble, &values, case.shown.clone());
    for (at, value) in scored.values.iter().enumerate() {
        let voted = scored.scores.votes.iter().any(|votes| !votes[at].is_nan());
        if value.is_nan() && (voted || !scored.scores.score[at].is_nan()) {
            return Err(format!("the gap at {} was scored", scored.first + at as i64));
        }
    }
    // Zero is far from these samples, so a detector that reads a gap as 0 does not survive a shift.
    let far: Vec<f64> = values.iter().map(|value| value + 4096.0).collect();
    nearly_same("gaps looked like zeros", &scored, &case.scored(ensemble, &far, case.shown.clone()))
}

/// Units do not matter: neither the size of a unit nor its zero changes a score. A binary scale is exact; a shift
/// rounds, so one sample in a hundred may fall on the other side of a threshold.
pub fn scale_and_shift(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let plain = case.scored(ensemble, &case.values, case.shown.clone());
    for (factor, offset) in [(1024.0, 0.0), (1.0 / 4096.0, 0.0), (1.0, 512.0)] {
        let moved: Vec<f64> = case.values.iter().map(|value| value * factor + offset).collect();
        let moved = case.scored(ensemble, &moved, case.shown.clone());
        nearly_same(&format!("x {factor} + {offset} changed the score"), &plain, &moved)?;
    }
    Ok(())
}

/// The order of the members does not matter.
pub fn order_of_members(ensemble: &Arc<Ensemble>, case: &Case) -> Result<(), String> {
    let reversed = Arc::new(Ensemble::new(ensemble.members().iter().rev().cloned().collect()));
    let plain = case.scored(ensemble, &case.values, case.shown.clone());
    let mut turned = case.scored(&reversed, &case.values, case.shown.clone());
    turned.scores.votes.reverse();
    if plain.scores.votes.iter().flatten().map(|vote| vote.to_bits()).ne(turned
        .scores
        .votes
        .iter()
        .flatten()
        .map(|vote| vote.to_bits()))
    {
        return Err("the order of the members changed a vote".to_owned());
    }
    nearly_same("the order of the members changed the score", &plain, &turned)
}

impl Case {
    fn timeline(&self, ensemble: &Arc<Ensemble>) -> Timeline {
        let grid = Grid::new(Interval::MINUTE);
        let labels: Labels = [("series", "law")].into_iter().collect();
        let history_ms = self.history as i64 * grid.interval().ms();
        Timeline::new(Blocks::new(grid, history_ms, &labels), Arc::clone(ensemble), self.season)
            .knowing(Arc::clone(&self.knowledge))
    }

    fn scored(&self, ensemble: &Arc<Ensemble>, values: &[f64], shown: Range<usize>) -> Scored {
        let mut timeline = self.timeline(ensemble);
        timeline.settle(self.first, values);
        timeline.score(
            GridRange { from: self.first + shown.start as i64, to: self.first + shown.end as i64 },
            &[],
        )
    }
}

/// Whether two answers for one range are the same, bit for bit, including the states of the members.
fn same_answer(what: &str, one: &Scored, other: &Scored) -> Result<(), String> {
    same_bits(&format!("{what} changed the score"), one, other)?;
    let told = |scored: &Scored| (scored.members.clone(), scored.season, scored.block_from, scored.observed);
    if told(one) == told(other) {
        return Ok(());
    }
    Err(format!("{what} changed what is told of the members: {:?} for {:?}", told(one), told(other)))
}

/// Whether all of `part` is in `whole`, bit for bit.
fn same_bits(what: &str, part: &Scored, whole: &Scored) -> Result<(), String> {
    let offset = (part.first - whole.first) as usize;
    for at in 0..part.values.len() {
        let (one, other) = (&part.scores, &whole.scores);
        let same = one.score[at].to_bits() == other.score[offset + at].to_bits()
            && one.expected[at].to_bits() == other.expected[offset + at].to_bits()
            && one.sigma[at].to_bits() == other.sigma[offset + at].to_bits()
            && one.votes.iter().zip(&other.votes).all(|(a, b)| a[at].to_bits() == b[offset + at].to_bits());
        if !same {
            let (a, b) = (one.score[at], other.score[offset + at]);
            return Err(format!("{what} at {}: {a} and {b}", part.first + at as i64));
        }
    }
    Ok(())
}

/// Whether all but one in a hundred scores are within a thousandth.
fn nearly_same(what: &str, one: &Scored, other: &Scored) -> Result<(), String> {
    let apart = |at: &usize| {
        let (a, b) = (one.scores.score[*at], other.scores.score[*at]);
        a.is_nan() != b.is_nan() || (a - b).abs() > 1e-3
    };
    let far: Vec<usize> = (0..one.values.len()).filter(apart).collect();
    match far.first() {
        Some(at) if far.len() * 100 > one.values.len() => {
            let (a, b) = (one.scores.score[*at], other.scores.score[*at]);
            Err(format!("{what} at {} of {} samples, first {a} and {b}", far.len(), one.values.len()))
        }
        _ => Ok(()),
    }
}

/// Draws cases: noise on a season and a level that may step, with spikes and gaps, over several blocks, shown in part.
/// Samples are multiples of 1/1024, so that sums and shifts round as little as possible.
pub fn cases() -> impl Strategy<Value = Case> {
    let shape = (0.0..4.0f64, 0.0..6.0f64, prop::bool::ANY, 0.0..0.2f64, any::<u64>());
    let place = (-5_000..5_000i64, 150..260usize, 0.3..0.7f64, 0.3..1.0f64);
    let season = prop_oneof![Just(Season::Off), Just(Season::Auto), Just(Season::Samples(24))];
    (shape, place, season, prop::collection::vec(0.05..1.0f64, 1..5)).prop_map(
        |(shape, place, season, refreshes)| {
            let (first, history, from, part) = place;
            let n = 4 * history;
            let values = draw(n, shape);
            let start = (n as f64 * from) as usize;
            let end = start + ((n - start) as f64 * part) as usize;
            let mut refreshes: Vec<usize> =
                refreshes.into_iter().map(|part| (n as f64 * part) as usize).collect();
            refreshes.sort_unstable();
            let knowledge = Arc::default();
            Case { values, first, history, shown: start..end.max(start + 2), season, knowledge, refreshes }
        },
    )
}

/// Draws cases with every kind of knowledge: windows that are not to be learnt, impossible values, a way to read gaps,
/// a change of the clock and a holiday.
pub fn informed_cases() -> impl Strategy<Value = Case> {
    let windows = prop::collection::vec((0.0..1.0f64, 1..200i64), 0..4);
    let gaps = prop_oneof![Just(GapPolicy::Skip), Just(GapPolicy::Zero), Just(GapPolicy::Previous)];
    let repeats = prop_oneof![Just(Repeats::Alarm), Just(Repeats::Accept)];
    (cases(), windows, gaps, repeats, 40.0..52.0f64, 0.0..1.0f64).prop_map(
        |(mut case, windows, gaps, repeats, minimum, change)| {
            let interval_ms = Interval::MINUTE.ms();
            let n = case.values.len() as f64;
            let at = |part: f64| (case.first + (n * part) as i64) * interval_ms;
            let unlearnt =
                windows.into_iter().map(|(from, length)| (at(from), at(from) + length * interval_ms));
            let calendar =
                Calendar::new(vec![(0, 3_600), (at(change), 7_200)], vec![crate::local_day(at(change))]);
            case.knowledge = Arc::new(Knowledge {
                calendar: Arc::new(calendar),
                // No upper end, because huge values reveal a detector that looks ahead.
                range: ValueRange::new(minimum, f64::INFINITY).unwrap_or_default(),
                unlearnt: Windows::new(unlearnt),
                gaps,
                repeats,
            });
            case
        },
    )
}

fn draw(n: usize, (noise, amplitude, steps, gaps, seed): (f64, f64, bool, f64, u64)) -> Vec<f64> {
    let mut random = seismo_series::Random::new(seed);
    let mut level = 50.0;
    let sample = |at: usize| {
        if steps && random.below(150) == 0 {
            level += 20.0 * random.unit() - 10.0;
        }
        let bell = (0..6).map(|_| random.unit()).sum::<f64>() - 3.0;
        let season = amplitude * (at as f64 * std::f64::consts::TAU / 24.0).sin();
        let spike = if random.below(60) == 0 { 12.0 * noise } else { 0.0 };
        let value = level + season + noise * bell + spike;
        if random.unit() < gaps { f64::NAN } else { (value * 1024.0).round() / 1024.0 }
    };
    (0..n).map(sample).collect()
}
