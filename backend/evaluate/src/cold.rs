//! New series: how soon a detection is useful, and its false alarms until then.
//!
//! The series are synthetic: several kinds of noise, with and without a daily season, at several intervals, all from
//! fixed seeds. Each has 300 samples and one spike of 8 standard deviations of its noise between its 60th and its
//! 100th.

use std::f64::consts::TAU;

use seismo_detection::{Catalogue, DetectionSpec, alarm_starts};
use seismo_series::{Interval, Random};
use strum::IntoEnumIterator;

use crate::EvaluateError;
use crate::dataset::{Entry, Record};
use crate::evaluate::{on_cores, score};
use crate::made::{Noise, seed_of};
use crate::metrics::alerts::{covered, false_alarms};
use crate::random::normal;

/// Number of samples of a series.
const SAMPLES: usize = 300;
/// Index of the first sample that may be reported.
const LEARNING: usize = 60;
/// Index of the last sample at which a spike is planted.
const LATEST: usize = 100;
/// Size of a spike, in standard deviations of the noise.
const SPIKE: f64 = 8.0;
/// Number of series of each kind.
const SEEDS: u64 = 40;
/// Amplitude of a season (middle to top), in standard deviations of the noise.
const SEASON: f64 = 3.0;
/// Share of spikes that must be found.
pub const WANTED: f64 = 0.8;

/// One kind of series.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kind {
    noise: Noise,
    seasonal: bool,
    interval: Interval,
    seed: u64,
}

/// The counts for the series of one interval, or of one noise.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Counted {
    /// What these series have in common.
    pub what: String,
    /// Number of series, which is also the number of spikes.
    pub series: usize,
    /// Number of spikes that score at least the threshold.
    pub found: usize,
    /// Number of alarms before anything may be reported.
    pub early: usize,
    /// Number of later alarms that are on no spike.
    pub false_alarms: usize,
    /// Weeks of samples from the 60th on.
    pub series_weeks: f64,
}

impl Counted {
    /// The share of spikes found.
    pub fn share(&self) -> f64 {
        self.found as f64 / self.series.max(1) as f64
    }

    /// False alarms per series-week.
    pub fn false_per_week(&self) -> f64 {
        self.false_alarms as f64 / self.series_weeks.max(1e-9)
    }

    /// Whether enough spikes are found, nothing is reported too early, and there are at most `budget` false alarms per
    /// series-week.
    pub fn passes(&self, budget: f64) -> bool {
        self.share() >= WANTED && self.early == 0 && self.false_per_week() <= budget
    }
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:24} {:4} of {:4} spikes found ({:5.1} %)  {} alarms before sample {LEARNING}  {:.3} false alarms a \
             series-week ({} in {:.1})",
            self.what,
            self.found,
            self.series,
            100.0 * self.share(),
            self.early,
            self.false_per_week(),
            self.false_alarms,
            self.series_weeks,
        )
    }
}

/// Counts over synthetic new series: all of them first, then by interval, by noise and by season.
///
/// # Errors
/// If the detection is invalid.
pub fn cold(
    catalogue: &Catalogue,
    spec: &DetectionSpec,
    threads: usize,
) -> Result<Vec<Counted>, EvaluateError> {
    let threshold = spec.threshold();
    let kinds = kinds();
    let counts = on_cores(&kinds, threads, |kind| -> Result<Counted, EvaluateError> {
        let (record, spike) = kind.record();
        let scores = score(spec, catalogue, &record, SAMPLES)?.scores;
        Ok(count(&scores, spike, threshold, kind.interval))
    });
    let counts: Vec<(Kind, Counted)> = kinds
        .iter()
        .copied()
        .zip(counts)
        .map(|(kind, count)| Ok((kind, count?)))
        .collect::<Result<_, EvaluateError>>()?;
    let sum = |what: String, takes: &dyn Fn(&Kind) -> bool| {
        let mut sum = Counted { what, series: 0, found: 0, early: 0, false_alarms: 0, series_weeks: 0.0 };
        for (_, count) in counts.iter().filter(|(kind, _)| takes(kind)) {
            sum.series += 1;
            sum.found += count.found;
            sum.early += count.early;
            sum.false_alarms += count.false_alarms;
            sum.series_weeks += count.series_weeks;
        }
        sum
    };
    let mut out = vec![sum("all".to_owned(), &|_| true)];
    for interval in intervals() {
        out.push(sum(format!("interval {interval}"), &|kind| kind.interval == interval));
    }
    for noise in Noise::iter() {
        out.push(sum(format!("noise {noise:?}"), &|kind| kind.noise == noise));
    }
    for (seasonal, what) in [(true, "with a daily season"), (false, "without a season")] {
        out.push(sum(what.to_owned(), &|kind| kind.seasonal == seasonal));
    }
    Ok(out)
}

fn count(scores: &[f64], spike: usize, threshold: f64, interval: Interval) -> Counted {
    let rows = scores.len();
    let covered = covered(&[(spike, spike)], rows, false);
    Counted {
        what: String::new(),
        series: 1,
        found: usize::from(scores[spike] >= threshold),
        early: alarm_starts(scores[..LEARNING].iter().copied(), threshold).len(),
        false_alarms: false_alarms(scores, threshold, LEARNING, &covered),
        series_weeks: (rows - LEARNING) as f64 * interval.ms() as f64 / 604_800_000.0,
    }
}

fn intervals() -> impl Iterator<Item = Interval> {
    [60_000, 300_000, 3_600_000].into_iter().filter_map(Interval::from_ms)
}

fn kinds() -> Vec<Kind> {
    let mut out = Vec::new();
    for interval in intervals() {
        for noise in Noise::iter() {
            for seasonal in [false, true] {
                out.extend((0..SEEDS).map(|seed| Kind { noise, seasonal, interval, seed }));
            }
        }
    }
    out
}

impl Kind {
    /// A series of this kind, and the row of its spike.
    fn record(self) -> (Record, usize) {
        let Self { noise, seasonal, interval, seed } = self;
        let name = format!("cold/{noise:?}-{seasonal}-{interval}-{seed}.csv");
        // No two series share their noise.
        let mut random = Random::new(seed_of(&name));
        let level = 20.0 + 200.0 * random.unit();
        let scale = 0.5 + 4.5 * random.unit();
        let spike = LEARNING + random.below(LATEST - LEARNING + 1);
        let side = if random.unit() < 0.5 { -1.0 } else { 1.0 };
        // Somewhere in 2024, so that blocks and days begin anywhere.
        let first = 1_704_067_200_000 / interval.ms()
            + random.below((31_536_000_000 / interval.ms()) as usize) as i64;
        let times_ms: Vec<i64> = (0..SAMPLES as i64).map(|row| (first + row) * interval.ms()).collect();
        let mut before = normal(&mut random);
        let values = (0..SAMPLES).map(|row| {
            before = noise.next(&mut random, before);
            let phase = times_ms[row] as f64 / 86_400_000.0;
            let season = if seasonal { SEASON * (TAU * phase).sin() } else { 0.0 };
            let spike = if row == spike { side * SPIKE } else { 0.0 };
            level + scale * (season + before + spike)
        });
        let values = values.collect();
        let entry = Entry {
            set: "cold".to_owned(),
            file: name,
            interval,
            half: None,
            points: Some(SAMPLES),
            dims: None,
            warmup_from: 0,
            score_from: Some(LEARNING),
            score_to: Some(SAMPLES),
            alias: 0,
        };
        let label = (0..SAMPLES).map(|row| row == spike).collect();
        (Record { entry, times_ms, columns: vec![values], label, windows: Vec::new() }, spike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_repeatable_and_differ() {
        let kinds = kinds();
        let (one, spike) = kinds[0].record();
        assert_eq!(kinds[0].record().0.columns, one.columns);
        assert_ne!(kinds[1].record().0.columns, one.columns);
        assert!((LEARNING..=LATEST).contains(&spike) && one.label[spike]);
        assert_eq!((one.len(), kinds.len()), (SAMPLES, 1440));
    }

    #[test]
    fn alarms_are_told_apart_by_where_they_are() {
        let mut scores = vec![0.0; SAMPLES];
        for row in [30, 80, 200] {
            scores[row] = 0.9;
        }
        let counted = count(&scores, 80, 0.6, Interval::MINUTE);
        assert_eq!((counted.found, counted.early, counted.false_alarms), (1, 1, 1));
        assert!(!counted.passes(1000.0));
        let missed = count(&scores, 70, 0.6, Interval::MINUTE);
        // Ten samples late is no false alarm, but does not count as found either.
        assert_eq!((missed.found, missed.false_alarms), (0, 1));
    }
}
