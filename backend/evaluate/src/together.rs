//! Scores the metrics of one file as one, like a query with `together: { by: ["series"] }`.

use std::collections::BTreeMap;
use std::time::Instant;

use seismo_detection::{AlertPolicy, Blocks, DetectionSpec, Group, GroupFits, TogetherSpec, round_score};
use seismo_series::{Grid, GridRange};

use crate::EvaluateError;
use crate::dataset::{Record, place};
use crate::run::{LABEL, Run, labels_of};

/// Scores the rows `fed` of a record with several columns, and feeds no other. Of rows that share a slot the first is
/// fed, and the others share its score, so that the score of a row depends only on rows up to it.
///
/// # Errors
/// If the detection is invalid for series that are scored together.
pub(crate) fn run(
    spec: &DetectionSpec,
    record: &Record,
    fed: std::ops::Range<usize>,
) -> Result<Run, EvaluateError> {
    let together = TogetherSpec { by: vec![LABEL.to_owned()] };
    let spec = DetectionSpec { together: Some(together), ..spec.clone() };
    let Some(together) = spec.together()? else { unreachable!("it has just been set") };
    let history = spec.history(record.entry.interval)?;
    // The score of a group is a confidence, not a rarity.
    let policy = AlertPolicy { budget: None, ..spec.policy(history.interval)? };
    let grid = Grid::new(history.interval);
    let labels: Vec<_> = (0..record.columns.len()).map(|at| labels_of(&record.entry, 2, at)).collect();
    let thing = labels.first().map(|labels| together.thing(labels)).unwrap_or_default();
    together.check(&thing, labels.len(), None)?;
    let blocks = Blocks::new(grid, history.history_ms, &thing);

    let times_ms = &record.times_ms[fed.clone()];
    // Values do not affect which rows are fed.
    let placed = place(grid, times_ms, &vec![0.0; times_ms.len()]);
    let first = placed.fed.first().map_or(0, |(slot, _)| *slot);
    let last = placed.fed.last().map_or(first, |(slot, _)| slot + 1);
    let range = GridRange { from: first, to: last };
    let column = |values: &[f64]| {
        let mut column = vec![f64::NAN; range.len()];
        for (slot, rows) in &placed.fed {
            column[(slot - first) as usize] = rows.first().map_or(f64::NAN, |fed| values[fed.row]);
        }
        column
    };
    let columns = labels.iter().zip(&record.columns);
    let metrics: BTreeMap<_, _> =
        columns.map(|(labels, values)| (together.metric(labels), column(&values[fed.clone()]))).collect();

    let began = Instant::now();
    let group = Group::new(blocks, first, metrics, Vec::new());
    let scored = group.score(range, last, &mut GroupFits::default()).scored;
    let score = |at: usize| policy.of(scored.values[at], round_score(scored.scores.score[at]), None).0;
    let whole: Vec<f64> = (0..range.len()).map(score).collect();
    let took = began.elapsed();
    let mut scores = vec![f64::NAN; record.len()];
    for (row, slot) in placed.slots.iter().enumerate() {
        let at = usize::try_from(slot - first).ok();
        scores[fed.start + row] = at.and_then(|at| whole.get(at)).copied().unwrap_or(f64::NAN);
    }
    Ok(Run { scores, took, points: whole.len() })
}
