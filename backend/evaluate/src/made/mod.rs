//! Synthetic series from fixed seeds: ordinary ones of many kinds, and incidents to plant in them.

mod incident;
mod kind;
mod noise;

use seismo_series::Interval;

use crate::dataset::{Entry, Record};

pub use incident::{Form, Planted};
pub use kind::Kind;
pub use noise::Noise;

/// Samples of a week at one minute.
pub(crate) const WEEK: usize = 10_080;
/// Number of weeks of a series at one minute; all but the first are judged.
pub(crate) const WEEKS: usize = 5;

/// A series of one kind.
#[derive(Debug, Clone)]
pub struct Made {
    /// The kind.
    pub kind: Kind,
    /// Distinguishes it from others of its kind.
    pub seed: u64,
    /// The distance between samples.
    pub interval: Interval,
    /// The first sample, in intervals since 1970: a midnight of a Monday.
    pub first: i64,
    /// `n` samples.
    pub values: Vec<f64>,
    /// The standard deviation of the noise at each sample; 0 without noise.
    pub sigma: Vec<f64>,
}

impl Made {
    /// The series as a file would hold it; `what` names the folder, and `label` has `n` rows.
    pub fn record(self, what: &str, label: Vec<bool>) -> Record {
        let Self { kind, seed, interval, first, values, .. } = self;
        let samples = values.len();
        let entry = Entry {
            set: what.to_owned(),
            file: format!("{what}/{kind:?}-{interval}-{seed}.csv"),
            interval,
            half: None,
            points: Some(samples),
            dims: None,
            warmup_from: 0,
            score_from: Some(0),
            score_to: Some(samples),
            alias: 0,
        };
        let times_ms = (first..).map(|index| index * interval.ms()).take(samples).collect();
        Record { entry, times_ms, columns: vec![values], label, windows: Vec::new() }
    }
}

/// FNV-1a of a text, as a seed.
pub(crate) fn seed_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
