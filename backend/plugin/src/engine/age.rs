//! How long ago a series had its last sample: also of one that is gone, so that a rule can see it.

use std::sync::Arc;

use seismo_detection::Timeline;
use seismo_series::{GridRange, Labels};

use super::Pool;
use super::gather::Gathered;
use super::score::{Scoring, finished, named};
use crate::PluginError;
use crate::cache::Entry;
use crate::frame::{Frame, Notice, minutes, number_frame};
use crate::plan::Plan;
use crate::telemetry::Telemetry;

/// The frames of all series with a sample in the history before the end of the range, in the order of the labels.
///
/// # Errors
/// [`PluginError::Failed`] when a part of it panics.
pub(super) async fn age(
    pool: &Pool,
    telemetry: &Telemetry,
    scoring: Scoring,
    entry: &mut Entry,
) -> Result<Vec<Frame>, PluginError> {
    let Scoring { plan, gathered, budget } = scoring;
    let Gathered { range, series, notices, executed, .. } = gathered;
    let found = series.len();
    let series = named(&plan, series);
    let shared = (Arc::clone(&plan), executed.clone());
    let done = pool
        .map(series, move |(name, (labels, timeline, tail))| {
            let (plan, executed) = &shared;
            let frame = frame(plan, range, (&name, &labels), &timeline, &tail, executed);
            (labels, timeline, frame)
        })
        .await
        .inspect_err(|_| telemetry.panics.inc())?;
    let (mut frames, mut held) = (Vec::with_capacity(found), 0);
    for (labels, timeline, frame) in done {
        held += timeline.bytes();
        if held <= budget {
            entry.put(labels, timeline);
        }
        frames.extend(frame);
    }
    if held > budget {
        entry.reset();
    }
    entry.trim(plan.gathered.from, plan.gathered.from);
    let notices: Vec<_> = notices.into_iter().map(Notice::warning).collect();
    let answered = GridRange { from: plan.range.from, to: range.to };
    Ok(finished(&plan, answered, executed, notices, frames, Vec::new(), found))
}

/// A row for each instant of the range at which the series had had a sample within the history. `range`: the history and the range.
fn frame(
    plan: &Plan,
    range: GridRange,
    (name, labels): (&str, &Labels),
    timeline: &Timeline,
    tail: &[f64],
    executed: &str,
) -> Option<Frame> {
    let history = plan.grid.samples_in(plan.history.history_ms);
    let mut last = None;
    let (mut time, mut numbers) = (Vec::new(), Vec::new());
    for (index, value) in (range.from..).zip(timeline.samples(range, tail)) {
        if !value.is_nan() {
            last = Some(index);
        }
        let rows = last.map(|last| index - last).filter(|rows| *rows < history);
        if let Some(rows) = rows.filter(|_| index >= plan.range.from) {
            time.push(plan.grid.instant_ms(index));
            numbers.push(minutes(plan, rows));
        }
    }
    (!time.is_empty()).then(|| number_frame(plan, name, labels, (time, numbers), executed))
}
