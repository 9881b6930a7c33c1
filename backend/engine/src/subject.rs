//! A series, or a group of series, after scoring, and the trait that shapes it.

use seismo_detection::{Judged, Learning, MemberState};
use seismo_explain::Metric;
use seismo_series::Labels;
use seismo_sources::Dropped;

use crate::{Numbers, Plan};

/// A series, or a group of series scored as one, with all rows of the range.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Its display name.
    pub name: &'a str,
    /// Its labels; for a group those that name it.
    pub labels: &'a Labels,
    /// The rows.
    pub judged: &'a Judged,
    /// Information about the scoring.
    pub provenance: &'a Provenance,
    /// For a group, its metrics with their shares of the error.
    pub metrics: Option<&'a [Metric]>,
    /// The query text as sent to the source.
    pub executed: &'a str,
    /// Counts of left-out samples.
    pub dropped: &'a [Dropped],
}

/// Information about the scoring, beside the rows.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// For each member, whether it votes at the end of the range.
    pub members: Vec<MemberState>,
    /// The season in use, in samples.
    pub season: Option<usize>,
    /// Grid index at which the last block starts.
    pub block_from: i64,
    /// Number of samples that the last score could use.
    pub observed: usize,
}

impl Provenance {
    /// The progress of a series whose newest row has no score. `None` if it has one, if it is a gap and a member votes,
    /// or if no member will ever vote.
    pub fn learning(&self, plan: &Plan, judged: &Judged) -> Option<Learning> {
        let newest = judged.rows.last().filter(|newest| newest.severity.is_none())?;
        let history = usize::try_from(plan.detection.history_samples()).unwrap_or(usize::MAX);
        let votes = self.members.contains(&MemberState::Voting);
        Learning::of(&self.members, self.observed, history).filter(|_| !(votes && newest.value.is_nan()))
    }
}

/// Makes the parts of an answer. It is called on the pool for each series or group, as soon as it is scored.
pub trait Shape: Send + Sync + 'static {
    /// The part for one series or group.
    type Part: Send + 'static;

    /// Shapes all rows: for the outputs `panel` and `events`.
    fn rows(&self, plan: &Plan, subject: &Subject<'_>) -> Self::Part;

    /// Shapes one number per row: for all other outputs. `name` and `labels` as in [`Subject`].
    fn numbers(
        &self,
        plan: &Plan,
        name: &str,
        labels: &Labels,
        numbers: Numbers,
        executed: &str,
    ) -> Self::Part;
}
