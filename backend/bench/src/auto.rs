//! `auto` as the plugin runs it: the same preset, timelines and calls.

use std::hint::black_box;
use std::sync::Arc;

use seismo_detection::{
    Blocks, Catalogue, Context, DetectionSpec, Ensemble, Fitted, History, Repeats, Scored, Timeline,
};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::json;

use crate::Failure;
use crate::turns::{Took, timed};

/// The detection of a new query on a source with one sample per minute.
pub(crate) struct Auto {
    ensemble: Arc<Ensemble>,
    history: History,
}

impl Auto {
    pub(crate) fn new() -> Result<Self, Failure> {
        let spec: DetectionSpec = serde_json::from_value(json!({ "preset": "auto" }))?;
        let history = spec.history(Interval::MINUTE)?;
        Ok(Self { ensemble: Arc::new(Catalogue::standard().ensemble(&spec.members())?), history })
    }

    /// Number of samples in a history.
    pub(crate) fn history(&self) -> usize {
        self.blocks(0).history()
    }

    /// The detector, fitted to `history`.
    pub(crate) fn fitted(&self, history: &[f64]) -> Result<Box<dyn Fitted>, Failure> {
        let context = Context {
            interval: self.history.interval,
            first: 0,
            season: self.history.season,
            seed: 0,
            calendar: Arc::default(),
            repeats: Repeats::default(),
        };
        let member = self.ensemble.members().first().ok_or("the preset has no member")?;
        Ok(member.detector.fit(history, &context)?)
    }

    /// The time for `values`, one per call, after the samples seen.
    pub(crate) fn stream(&self, fitted: &dyn Fitted, values: &[f64]) -> Result<Took, Failure> {
        let mut fitted = fitted.clone_box();
        let mut votes = Vec::with_capacity(values.len());
        let ((), took) = timed(|| {
            for value in values {
                fitted.score(std::slice::from_ref(value), &mut votes);
            }
        });
        let voted = votes.iter().filter(|vote| vote.counts()).count();
        check(voted, values.len())?;
        Ok(took)
    }

    /// The time for a series from cold, all of it scored. It begins `into` a block.
    pub(crate) fn cold(&self, values: &[f64], into: usize) -> Result<Took, Failure> {
        let blocks = self.blocks(0);
        let from = blocks.range(0).from + into as i64;
        let (scored, took) = timed(|| self.score(blocks, from, values));
        check(voted(&scored), values.len() - LEARNING)?;
        Ok(took)
    }

    /// The time for `values`, with one query for each as it arrives, after `history`.
    pub(crate) fn ask(&self, history: &[f64], values: &[f64]) -> Result<Took, Failure> {
        let blocks = self.blocks(0);
        let mut timeline = Timeline::new(blocks, Arc::clone(&self.ensemble), self.history.season);
        let first = blocks.range(0).to - history.len() as i64;
        timeline.settle(first, history);
        let mut at = first + history.len() as i64;
        black_box(timeline.score(GridRange { from: at - 1, to: at }, &[]));
        let (voted, took) = timed(|| {
            let ask = |value: &f64| {
                timeline.settle(at, std::slice::from_ref(value));
                let scored = timeline.score(GridRange { from: at, to: at + 1 }, &[]);
                at += 1;
                voted(&scored)
            };
            values.iter().map(ask).sum::<usize>()
        });
        check(voted, values.len())?;
        Ok(took)
    }

    /// Number of scored samples of the series number `at`, from cold.
    pub(crate) fn one_of_fleet(&self, at: usize, values: &[f64]) -> usize {
        voted(&self.score(self.blocks(at), START, values))
    }

    fn score(&self, blocks: Blocks, from: i64, values: &[f64]) -> Scored {
        let mut timeline = Timeline::new(blocks, Arc::clone(&self.ensemble), self.history.season);
        timeline.settle(from, values);
        timeline.score(GridRange { from, to: from + values.len() as i64 }, &[])
    }

    fn blocks(&self, at: usize) -> Blocks {
        let labels: Labels = [("series", at.to_string())].into_iter().collect();
        Blocks::new(Grid::new(self.history.interval), self.history.history_ms, &labels)
    }
}

/// Number of samples of a series before it is scored.
pub(crate) const LEARNING: usize = 60;
/// 2026-01-01T00:00:00Z, in minutes.
const START: i64 = 29_453_760;

fn voted(scored: &Scored) -> usize {
    scored.scores.score.iter().filter(|score| !score.is_nan()).count()
}

/// Fails if not all samples were scored, because then the time is meaningless.
pub(crate) fn check(voted: usize, expected: usize) -> Result<(), Failure> {
    if voted == expected {
        return Ok(());
    }
    Err(format!("{voted} samples have a score, {expected} should").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::series;

    #[test]
    fn every_way_scores_every_sample_that_is_not_learnt_on() {
        let auto = Auto::new().unwrap();
        let values = series(3_000, 42);
        let fitted = auto.fitted(&values[..1_000]).unwrap();
        assert!(auto.stream(fitted.as_ref(), &values[1_000..]).unwrap().processor > 0.0);
        assert!(auto.ask(&values[..1_000], &values[1_000..1_010]).unwrap().processor > 0.0);
        for into in [0, auto.history() - 1_500] {
            assert!(auto.cold(&values, into).unwrap().processor > 0.0);
        }
        assert_eq!(auto.one_of_fleet(7, &values[..1_440]), 1_440 - LEARNING);
    }

    #[test]
    fn what_does_not_score_is_an_error() {
        let auto = Auto::new().unwrap();
        let error = auto.cold(&[f64::NAN; 100], 0).unwrap_err().to_string();
        assert_eq!(error, "0 samples have a score, 40 should");
    }
}
