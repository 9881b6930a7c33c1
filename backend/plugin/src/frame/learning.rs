//! Whether a series is still too new to be scored, and for how long.

use seismo_detection::{Judged, Learning, MemberState};
use seismo_engine::{Plan, Provenance};

use super::meta::SeismoLearning;

/// The learning state of a series whose newest row has no score. `None` if it has one, if it is a gap and a member
/// votes, or if no member will ever vote.
pub(super) fn learning(plan: &Plan, judged: &Judged, provenance: &Provenance) -> Option<SeismoLearning> {
    let newest = judged.rows.last().filter(|newest| newest.severity.is_none())?;
    let history = usize::try_from(plan.detection.history_samples()).unwrap_or(usize::MAX);
    let votes = provenance.members.contains(&MemberState::Voting);
    let Learning { seen, needed } = Learning::of(&provenance.members, provenance.observed, history)
        .filter(|_| !(votes && newest.value.is_nan()))?;
    let left = i64::try_from(needed - seen).unwrap_or(i64::MAX);
    let left_ms = left.saturating_mul(plan.detection.history.interval.ms());
    Some(SeismoLearning { seen, needed, left_ms })
}
