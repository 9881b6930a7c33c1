//! The same series under other names. A name decides, for example, where blocks begin; it should have little effect.

use crate::dataset::Entry;
use crate::report::mean;
use crate::{EvaluateError, Job, Report, evaluate};

/// How the numbers of a set change with the names of its series.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Named {
    /// The set.
    pub set: String,
    /// Number of names of each series, including its own.
    pub names: usize,
    /// Recall at the threshold.
    pub recall: Moves,
    /// False alarms per series-week at the threshold.
    pub false_per_week: Moves,
    /// Mean recall at .5, 1, 2, 4 and 8 false alarms per series-week.
    #[serde(rename = "rAUC")]
    pub mean_recall: Moves,
}

/// A number over all names.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Moves {
    /// The smallest.
    pub least: f64,
    /// The mean.
    pub mean: f64,
    /// The largest.
    pub most: f64,
}

impl Moves {
    fn of(numbers: &[f64]) -> Self {
        Self {
            least: numbers.iter().copied().fold(f64::INFINITY, f64::min),
            mean: mean(numbers).unwrap_or(f64::NAN),
            most: numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

/// Scores every series under its own name and `others` more, and evaluates each set at a threshold.
///
/// # Errors
/// The first error: of a file, or an invalid detection.
pub fn names(job: Job<'_>, others: u32, threshold: f64) -> Result<Vec<Named>, EvaluateError> {
    let mut reports = Vec::new();
    for alias in 0..=others {
        let entries: Vec<Entry> = job.entries.iter().cloned().map(|entry| Entry { alias, ..entry }).collect();
        let outcome = evaluate(Job { entries: &entries, ..job })?;
        reports.push(Report::new(outcome.items, threshold));
    }
    let sets = reports.first().map(|report| report.0.as_slice()).unwrap_or_default();
    let of_set = |(at, (set, _)): (usize, &(String, _))| {
        let number = |number: fn(&crate::SetReport) -> f64| {
            Moves::of(&reports.iter().map(|report| number(&report.0[at].1)).collect::<Vec<_>>())
        };
        Named {
            set: set.clone(),
            names: reports.len(),
            recall: number(|report| report.at_threshold.recall),
            false_per_week: number(|report| report.at_threshold.false_per_week),
            mean_recall: number(|report| report.mean_recall),
        }
    };
    Ok(sets.iter().enumerate().map(of_set).collect())
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:8} {} names  recall {}  false alarms a series-week {}  rAUC {}",
            self.set, self.names, self.recall, self.false_per_week, self.mean_recall
        )
    }
}

impl std::fmt::Display for Moves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3}..{:.3} (mean {:.3})", self.least, self.most, self.mean)
    }
}
