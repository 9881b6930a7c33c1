//! Notices about the samples and the text of a query: the same from a warm cache as from a cold one.

use std::collections::BTreeSet;

use seismo_series::GridRange;
use seismo_sources::{raw_counter, remarks};

use crate::Plan;
use crate::cache::Entry;
use crate::gather::Gathered;
use seismo_query::Output;

/// Largest number of counters named in a notice.
const NAMED: usize = 3;

/// Adds the notices for its range to `out`.
pub(crate) fn note(plan: &Plan, entry: &Entry, out: &mut Gathered) {
    let range = GridRange { from: plan.range.from, to: out.range.to };
    let left_out = entry.left_out(range);
    out.dropped.extend(left_out.dropped());
    out.notices.extend(left_out.notices());
    out.notices.extend(entry.said().cloned());
    out.notices.extend(remarks(&plan.source));
    // An age does not depend on values.
    if plan.output != Output::Age {
        out.notices.extend(counters(plan, range, out));
    }
}

/// The notice with series that are raw counters.
fn counters(plan: &Plan, range: GridRange, out: &Gathered) -> Option<String> {
    // A gauge may rise for a while, so the history is checked too.
    let from = range.from.saturating_sub(plan.detection.history_samples());
    let whole = GridRange { from, to: range.to };
    let mut names = BTreeSet::new();
    for (labels, timeline, tail) in &out.series {
        names.extend(raw_counter(labels, || timeline.samples(whole, tail)));
    }
    let first = names.first()?;
    let mut named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        named.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    Some(format!(
        "A raw counter is scored ({named}): it only rises, so its level says little, and a restart looks like an \
         anomaly. Write rate({first}[$__rate_interval])."
    ))
}
