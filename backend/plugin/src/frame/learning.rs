//! Whether a series is still too new to be scored, and for how long.

use seismo_detection::Learning;
use serde_json::{Value, json};

use super::explain::Background;
use super::judge::Judged;
use crate::plan::Plan;

/// What is told of a series whose newest row has no score: null where it has one, where it is a gap and a member votes, and where
/// no member will ever vote.
pub(super) fn learning(plan: &Plan, judged: &Judged, background: &Background) -> Value {
    let Some(newest) = judged.rows.last().filter(|newest| newest.severity.is_none()) else {
        return Value::Null;
    };
    let history = usize::try_from(plan.grid.samples_in(plan.history.history_ms)).unwrap_or(usize::MAX);
    let votes = background.members.contains(&seismo_detection::MemberState::Voting);
    let told = Learning::of(&background.members, background.observed, history)
        .filter(|_| !(votes && newest.value.is_nan()));
    told.map_or(Value::Null, |Learning { seen, needed }| {
        let left = i64::try_from(needed - seen).unwrap_or(i64::MAX);
        json!({ "seen": seen, "needed": needed, "leftMs": left.saturating_mul(plan.history.interval.ms()) })
    })
}
