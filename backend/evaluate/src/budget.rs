//! False alarms: requested and measured.
//!
//! Files are fed whole. Alarms are counted as in [`crate::metrics::alerts`], over all rows outside of labelled events
//! (including the rows before and after in which an alarm is not false) after a warm-up: the first 15 % of a file or
//! its first 7 days, whichever is less.

use seismo_detection::{Catalogue, DetectionSpec};
use seismo_series::Interval;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::EvaluateError;
use crate::dataset::{Dataset, Entry, Record};
use crate::evaluate::{on_cores, score};
use crate::metrics::alerts::{self, covered, events};

/// The counts of one set.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Measured {
    /// The set.
    pub set: String,
    /// The budget: largest accepted number of false alarms per series-week.
    pub asked: f64,
    /// Number of false alarms.
    pub alarms: u64,
    /// Weeks of rows, over all series.
    pub series_weeks: f64,
    /// False alarms per series-week.
    pub measured: f64,
    /// Lower end of the exact 95 % interval of a Poisson count, per series-week.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
    /// Whether the budget is kept.
    pub policy: Keeps,
}

/// Whether a budget is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Keeps {
    /// At most the budget, and at least a quarter of it.
    Ok,
    /// More than the budget.
    Over,
    /// Less than a quarter of the budget.
    Under,
    /// The interval spans more than a factor of 2.
    #[serde(rename = "not decidable")]
    NotDecidable,
}

/// Counts false alarms by set for a budget, in false alarms per series-week.
///
/// # Errors
/// [`EvaluateError`] of the data or the detection.
pub fn measure(
    dataset: &Dataset,
    entries: &[Entry],
    catalogue: &Catalogue,
    spec: &DetectionSpec,
    asked: f64,
    threads: usize,
) -> Result<Vec<Measured>, EvaluateError> {
    let threshold = spec.threshold();
    let one = |entry: &Entry| -> Result<(u64, f64), EvaluateError> {
        let mut record = dataset.load(entry)?;
        record.entry.warmup_from = 0;
        let scores = score(spec, catalogue, &record, record.len())?.scores;
        Ok(false_alarms(&record, &scores, threshold))
    };
    let mut sets: Vec<(String, u64, f64)> = Vec::new();
    for (entry, counted) in entries.iter().zip(on_cores(entries, threads, one)) {
        let (alarms, weeks) = counted?;
        match sets.iter_mut().find(|(set, ..)| *set == entry.set) {
            Some(set) => (set.1, set.2) = (set.1 + alarms, set.2 + weeks),
            None => sets.push((entry.set.clone(), alarms, weeks)),
        }
    }
    Ok(sets.into_iter().map(|(set, alarms, weeks)| Measured::new(set, asked, alarms, weeks)).collect())
}

/// The number of false alarms of a series, and the number of weeks in which they were counted.
fn false_alarms(record: &Record, scores: &[f64], threshold: f64) -> (u64, f64) {
    let from = warm_up(record.len(), record.entry.interval);
    let covered = covered(&events(&record.label, 0), record.len(), record.entry.is_nab());
    let outside = covered[from..].iter().filter(|covered| !**covered).count();
    let weeks = outside as f64 * record.entry.interval.ms() as f64 / WEEK_MS;
    (alerts::false_alarms(scores, threshold, from, &covered) as u64, weeks)
}

/// Milliseconds of a week.
const WEEK_MS: f64 = 604_800_000.0;

fn warm_up(rows: usize, interval: Interval) -> usize {
    let week = (WEEK_MS / interval.ms() as f64).ceil() as usize;
    ((rows as f64 * 0.15).ceil() as usize).min(week)
}

impl Measured {
    fn new(set: String, asked: f64, alarms: u64, series_weeks: f64) -> Self {
        let (from, to) = poisson_interval(alarms);
        let measured = alarms as f64 / series_weeks;
        let policy = if to > 2.0 * from {
            Keeps::NotDecidable
        } else if measured > asked {
            Keeps::Over
        } else if measured < asked / 4.0 {
            Keeps::Under
        } else {
            Keeps::Ok
        };
        let (from, to) = (from / series_weeks, to / series_weeks);
        Self { set, asked, alarms, series_weeks, measured, from, to, policy }
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { set, asked, alarms, series_weeks, measured, from, to, policy } = self;
        write!(
            f,
            "asked {asked:5.2} a week  {set:8} measured {measured:6.3} [{from:.3}, {to:.3}]  {alarms:5} alarms in \
             {series_weeks:7.1} series-weeks  {policy}"
        )
    }
}

impl std::fmt::Display for Keeps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok",
            Self::Over => "over",
            Self::Under => "under",
            Self::NotDecidable => "not decidable",
        })
    }
}

/// The exact 95 % interval of the mean of a Poisson count. Garwood: Fiducial Limits for the Poisson Distribution, 1936.
pub(crate) fn poisson_interval(count: u64) -> (f64, f64) {
    let quantile = |share: f64, freedom: u64| {
        ChiSquared::new(freedom as f64).map_or(f64::NAN, |distribution| distribution.inverse_cdf(share) / 2.0)
    };
    let from = if count == 0 { 0.0 } else { quantile(0.025, 2 * count) };
    (from, quantile(0.975, 2 * count + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_count_is_the_tabulated_one() {
        for (count, from, to) in
            [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.3639, 121.6271)]
        {
            let found = poisson_interval(count);
            assert!((found.0 - from).abs() < 1e-3 && (found.1 - to).abs() < 1e-3, "{count}: {found:?}");
        }
        let many = poisson_interval(100_000);
        assert!((many.0 - 99_381.2).abs() < 1.0 && (many.1 - 100_621.8).abs() < 1.0, "{many:?}");
    }

    #[test]
    fn a_budget_is_kept_between_a_quarter_of_it_and_itself() {
        for (alarms, weeks, want) in [
            (100, 100.0, Keeps::Ok),
            (100, 399.0, Keeps::Ok),
            (100, 401.0, Keeps::Under),
            (100, 99.0, Keeps::Over),
            (20, 1.0, Keeps::NotDecidable),
            (0, 1000.0, Keeps::NotDecidable),
        ] {
            let measured = Measured::new("made".into(), 1.0, alarms, weeks);
            assert_eq!(measured.policy, want, "{measured}");
        }
    }

    #[test]
    fn the_warm_up_is_the_shorter_of_a_share_and_a_week() {
        assert_eq!(warm_up(1_000, Interval::MINUTE), 150);
        assert_eq!(warm_up(299_053, Interval::MINUTE), 10_080);
        assert_eq!(warm_up(0, Interval::MINUTE), 0);
    }
}
