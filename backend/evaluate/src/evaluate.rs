//! Scores the series of a folder on several cores, and evaluates them.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use seismo_detection::{Catalogue, DetectionSpec};

use crate::cool_down::CoolDown;
use crate::dataset::{Dataset, Entry, Record};
use crate::metrics::Item;
use crate::run::{Run, Runner};
use crate::{EvaluateError, scores_out, together};

/// The input of an evaluation.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// The series.
    pub entries: &'a [Entry],
    /// The available detectors.
    pub catalogue: &'a Catalogue,
    /// The `detection` of a query; the interval is that of each series.
    pub spec: &'a DetectionSpec,
    /// The folder for scores. If given, whole files are scored; otherwise no row after the last judged one.
    pub scores_out: Option<&'a Path>,
    /// Number of series scored at once, at least 1.
    pub threads: usize,
}

/// The result of an evaluation.
#[derive(Debug)]
pub struct Outcome {
    /// The judged rows of each series, in the order of the entries.
    pub items: Vec<Item>,
    /// Time of one core for scoring.
    pub took: Duration,
    /// Number of scored samples, including gaps.
    pub points: usize,
}

impl Outcome {
    /// Microseconds of one core per sample, fits included.
    pub fn microseconds_a_point(&self) -> f64 {
        self.took.as_secs_f64() * 1e6 / self.points.max(1) as f64
    }
}

/// Scores every series.
///
/// # Errors
/// The first error in the order of the entries: of a file, or an invalid detection.
pub fn evaluate(job: Job<'_>) -> Result<Outcome, EvaluateError> {
    let one = |entry: &Entry| -> Result<(Item, Duration, usize), EvaluateError> {
        let record = job.dataset.load(entry)?;
        let to = if job.scores_out.is_some() { record.len() } else { record.judged_to() };
        let Run { scores, took, points } = score(job.spec, job.catalogue, &record, to)?;
        let alert = CoolDown::DEFAULT.apply(&scores, entry.interval);
        if let Some(folder) = job.scores_out {
            scores_out::write(folder, entry, &scores, &alert)?;
        }
        Ok((Item::new(&record, &scores, &alert), took, points))
    };
    let mut outcome = Outcome { items: Vec::new(), took: Duration::ZERO, points: 0 };
    for done in on_cores(job.entries, job.threads, one) {
        let (item, took, points) = done?;
        outcome.items.push(item);
        outcome.took += took;
        outcome.points += points;
    }
    Ok(outcome)
}

/// Scores a record from its first fed row up to `to`: its single column, or all of its columns as one.
///
/// # Errors
/// If the detection is invalid.
pub fn score(
    spec: &DetectionSpec,
    catalogue: &Catalogue,
    record: &Record,
    to: usize,
) -> Result<Run, EvaluateError> {
    let fed = record.fed_from()..to;
    if record.columns.len() > 1 {
        return together::run(spec, record, fed);
    }
    Ok(Runner::new(spec, catalogue, &record.entry)?.run(record, 0, fed))
}

/// Applies `f` to every item on `threads` cores; the results are in the order of the items.
pub fn on_cores<T: Sync, R: Send>(items: &[T], threads: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                while let Some((at, item)) = take(items, &next) {
                    let result = f(item);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn take<'a, T>(items: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
}
