//! Accuracy metrics from the literature.

pub mod alerts;
pub mod nab;
mod quantile;
pub mod vus;

use crate::dataset::{NAB, Record};

/// The judged rows of a series, with their scores and labels.
#[derive(Debug, Clone)]
pub struct Item {
    /// The set of the series.
    pub set: String,
    /// The distance between rows, in seconds.
    pub interval_s: f64,
    /// `n` scores, 0..1, NaN = not scored.
    pub score: Vec<f64>,
    /// `n` scores at which a new alarm may start: see [`crate::CoolDown`].
    pub alert: Vec<f64>,
    /// Whether each row is labelled an anomaly.
    pub label: Vec<bool>,
    /// The first row that is judged.
    pub start: usize,
    /// First and last row of NAB's windows.
    pub windows: Vec<(usize, usize)>,
    /// First and last row of the labelled events that end within the judged rows.
    pub events: Vec<(usize, usize)>,
}

impl Item {
    /// The judged rows of a record. `score` and `alert` have a value for each row of the file.
    pub fn new(record: &Record, score: &[f64], alert: &[f64]) -> Self {
        let rows = record.fed_from()..record.judged_to();
        let start = match record.entry.score_from {
            Some(from) => from - rows.start,
            None => nab::probation(record.len()),
        };
        let label = record.label[rows.clone()].to_vec();
        Self {
            set: record.entry.set.clone(),
            interval_s: record.entry.interval.ms() as f64 / 1000.0,
            score: score[rows.clone()].to_vec(),
            alert: alert[rows].to_vec(),
            events: alerts::events(&label, start),
            label,
            start,
            windows: record.windows.clone(),
        }
    }

    /// Whether NAB's own rules apply.
    pub fn is_nab(&self) -> bool {
        self.set == NAB
    }

    /// Whether an event lies within the judged rows.
    pub fn has_event(&self) -> bool {
        self.label[self.start..].contains(&true)
    }
}

/// A number rounded to this many decimals.
pub fn rounded(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
}
