//! The age of the newest sample, for each series with a sample in the history.

use std::sync::Arc;

use seismo_detection::Timeline;
use seismo_explain::Notice;
use seismo_series::GridRange;

use crate::cache::Entry;
use crate::gather::Gathered;
use crate::numbers::minutes;
use crate::score::{Scoring, finished, named};
use crate::{Answer, EngineError, EngineTelemetry, Numbers, Plan, Pool, Shape};

/// The ages of all series with a sample in the history before the end of the range, in the order of the labels.
///
/// # Errors
/// [`EngineError::Failed`] if a job panics.
pub(crate) async fn age<S: Shape>(
    pool: &Pool,
    telemetry: &EngineTelemetry,
    scoring: Scoring<S>,
    entry: &mut Entry,
) -> Result<Answer<S::Part>, EngineError> {
    let Scoring { plan, gathered, budget, shape } = scoring;
    let Gathered { range, series, notices, executed, .. } = gathered;
    let found = series.len();
    let series = named(&plan, series);
    let shared = (Arc::clone(&plan), executed.clone());
    let done = pool
        .map(series, move |(name, (labels, timeline, tail))| {
            let (plan, executed) = &shared;
            let part = ages(plan, range, &timeline, &tail)
                .map(|ages| shape.numbers(plan, &name, &labels, ages, executed));
            (labels, timeline, part)
        })
        .await
        .inspect_err(|_| telemetry.panics.inc())?;
    let (mut parts, mut held) = (Vec::with_capacity(found), 0);
    for (labels, timeline, part) in done {
        held += timeline.bytes();
        if held <= budget {
            entry.put(labels, timeline);
        }
        parts.extend(part);
    }
    if held > budget {
        entry.reset();
    }
    entry.trim(plan.gathered.from, plan.gathered.from);
    let notices: Vec<_> = notices.into_iter().map(Notice::warning).collect();
    let answered = GridRange { from: plan.range.from, to: range.to };
    Ok(finished(plan, answered, executed, notices, parts, found))
}

/// One row for each instant of the range at which the series had a sample within the history before. `range`: the
/// history and the range.
fn ages(plan: &Plan, range: GridRange, timeline: &Timeline, tail: &[f64]) -> Option<Numbers> {
    let history = plan.detection.history_samples();
    let mut last = None;
    let (mut time_ms, mut values) = (Vec::new(), Vec::new());
    for (index, value) in (range.from..).zip(timeline.samples(range, tail)) {
        if !value.is_nan() {
            last = Some(index);
        }
        let rows = last.map(|last| index - last).filter(|rows| *rows < history);
        if let Some(rows) = rows.filter(|_| index >= plan.range.from) {
            time_ms.push(plan.detection.grid.instant_ms(index));
            values.push(minutes(plan, rows));
        }
    }
    (!time_ms.is_empty()).then_some(Numbers { time_ms, values })
}
