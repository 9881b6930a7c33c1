//! A series, or a group of series, after scoring, and what is made of it.

use seismo_detection::{Judged, MemberState};
use seismo_explain::Metric;
use seismo_series::Labels;
use seismo_sources::Dropped;

use crate::{Numbers, Plan};

/// A series, or a group of series that are scored as one, with all rows of the range.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The name that people know it by.
    pub name: &'a str,
    /// The labels; of a group those that name it.
    pub labels: &'a Labels,
    /// The rows.
    pub judged: &'a Judged,
    /// How the scores came about.
    pub provenance: &'a Provenance,
    /// Of a group, its metrics with their shares of the error.
    pub metrics: Option<&'a [Metric]>,
    /// The query as the source was asked.
    pub executed: &'a str,
    /// What was left out.
    pub dropped: &'a [Dropped],
}

/// How scores came about, beside the rows.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// For each member, whether it votes at the end of the range.
    pub members: Vec<MemberState>,
    /// The season in use, in samples.
    pub season: Option<usize>,
    /// Grid index at which the last block starts.
    pub block_from: i64,
    /// Samples that the last score could look at.
    pub observed: usize,
}

/// What an answer is made of: called on the pool for each series or group, as soon as it is scored.
pub trait Shape: Send + Sync + 'static {
    /// What is made of one series or group.
    type Part: Send + 'static;

    /// Of all its rows: for the outputs `panel` and `events`.
    fn rows(&self, plan: &Plan, subject: &Subject<'_>) -> Self::Part;

    /// Of one number a row: for all other outputs. `name` and `labels` as those of a [`Subject`].
    fn numbers(
        &self,
        plan: &Plan,
        name: &str,
        labels: &Labels,
        numbers: Numbers,
        executed: &str,
    ) -> Self::Part;
}
