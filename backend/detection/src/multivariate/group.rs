//! A group of metrics over time: absolute blocks, fits, scores.
//!
//! The score at `t` is a function of the samples of the metrics in [block(t) - H, t], as for a single series. Those
//! samples also determine which metrics a fit knows: a later metric takes part from the next fit on.

use std::collections::BTreeMap;
use std::sync::Arc;

use seismo_series::{GridRange, Labels};

use super::dense::{Dense, LEAST_ROWS};
use crate::{Blocks, MemberState, Scored, Scores, Unfit, within};

/// Number of rows at which a growing history is first fitted again; then at every power of two until half of the
/// history is there.
const FIRST_FIT: usize = LEAST_ROWS;

/// The samples of the metrics of one entity.
#[derive(Debug)]
pub struct Group {
    blocks: Blocks,
    first: i64,
    metrics: BTreeMap<Labels, Vec<f64>>,
    unlearnt: Vec<GridRange>,
}

/// Fits of a group that will not change, by block and by the end of their history.
#[derive(Debug, Default)]
pub struct GroupFits(BTreeMap<(i64, i64), Arc<Fit>>);

type Fit = Result<Dense, Unfit>;

/// The scored rows of a range.
#[derive(Debug)]
pub struct GroupScored {
    /// As for a series. A value is the error of the row: about 1 is normal, 0 means it could not be scored, NaN is a
    /// gap. There are no votes and no expected values, and the state of one member.
    pub scored: Scored,
    /// For each metric, by its labels, its share of the error in each row: they add up to 1. NaN if it is missing or
    /// not known yet.
    pub contributions: BTreeMap<Labels, Vec<f32>>,
}

impl Group {
    /// A group of metrics. The samples of each (ascending, NaN = gap) start at grid index `first` and have to reach
    /// back to [`Blocks::needed_from`] of the scored range; beyond their ends there are gaps. No fit uses `unlearnt`
    /// (ascending, not touching).
    pub const fn new(
        blocks: Blocks,
        first: i64,
        metrics: BTreeMap<Labels, Vec<f64>>,
        unlearnt: Vec<GridRange>,
    ) -> Self {
        Self { blocks, first, metrics, unlearnt }
    }

    /// Scores the rows of `range`. Takes fits to rows before `settled_to` from `fits`, and adds new ones to it.
    pub fn score(&self, range: GridRange, settled_to: i64, fits: &mut GroupFits) -> GroupScored {
        let nothing = || vec![f32::NAN; range.len()];
        let mut out = GroupScored {
            scored: Scored {
                first: range.from,
                values: vec![f64::NAN; range.len()],
                scores: Scores {
                    score: nothing(),
                    expected: vec![f64::NAN; range.len()],
                    sigma: vec![f64::NAN; range.len()],
                    ..Scores::default()
                },
                members: Vec::new(),
                season: None,
                block_from: range.from,
                observed: 0,
            },
            contributions: self.metrics.keys().map(|labels| (labels.clone(), nothing())).collect(),
        };
        if range.is_empty() {
            return out;
        }
        for block in self.blocks.block_of(range.from)..=self.blocks.block_of(range.to - 1) {
            let part = self.blocks.range(block).intersect(range);
            out.scored.block_from = self.blocks.range(block).from;
            for (end, part) in self.fits_of(block, part) {
                let fit = self.fit(block, end, settled_to, fits);
                self.score_part(&fit, part, &mut out);
                out.scored.members = vec![state(&fit)];
            }
        }
        let seen = GridRange { from: self.blocks.needed_from(range.to - 1), to: range.to };
        out.scored.observed = (seen.from..seen.to).filter(|index| self.is_observed(*index)).count();
        out
    }

    /// The parts of `part`, which lies in `block`, that one fit each scores, with the end of its history.
    fn fits_of(&self, block: i64, part: GridRange) -> Vec<(i64, GridRange)> {
        let (start, full) = (self.blocks.range(block).from, self.blocks.history());
        let learnt = |index: &i64| self.is_learnt(*index);
        let mut seen = (start - full as i64..start).filter(learnt).count();
        let mut ends = vec![start];
        if seen < full / 2 {
            for index in (start..part.to).filter(learnt) {
                seen += 1;
                if seen >= FIRST_FIT && seen.is_power_of_two() && seen / 2 < full / 2 {
                    ends.push(index + 1);
                }
            }
        }
        let next = ends.iter().skip(1).chain([&part.to]);
        let parts = ends.iter().zip(next);
        let parts = parts.map(|(end, next)| (*end, GridRange { from: *end, to: *next }.intersect(part)));
        parts.filter(|(_, part)| !part.is_empty()).collect()
    }

    fn fit(&self, block: i64, end: i64, settled_to: i64, fits: &mut GroupFits) -> Arc<Fit> {
        if let Some(fit) = fits.0.get(&(block, end)) {
            return Arc::clone(fit);
        }
        let from = self.blocks.range(block).from - self.blocks.history() as i64;
        let rows: Vec<usize> = (from.max(self.first)..end)
            .filter(|index| self.is_learnt(*index))
            .map(|index| (index - self.first) as usize)
            .collect();
        let metrics: Vec<(&Labels, &[f64])> =
            self.metrics.iter().map(|(labels, values)| (labels, values.as_slice())).collect();
        let fit = Arc::new(Dense::fit(&metrics, &rows, self.blocks.seed(block)));
        if end <= settled_to {
            fits.0.insert((block, end), Arc::clone(&fit));
        }
        fit
    }

    fn score_part(&self, fit: &Fit, part: GridRange, out: &mut GroupScored) {
        let first = out.scored.first;
        let at = |index: i64| (index - first) as usize;
        let Ok(dense) = fit else {
            for index in (part.from..part.to).filter(|index| self.is_observed(*index)) {
                out.scored.values[at(index)] = 0.0;
            }
            return;
        };
        // A metric that the fit knows but that is gone has only gaps.
        let mut shares: BTreeMap<_, _> = out.contributions.iter_mut().collect();
        let mut metrics: Vec<_> =
            dense.metrics().map(|labels| (self.metrics.get(labels), shares.remove(labels))).collect();
        let mut room = dense.room();
        for index in part.from..part.to {
            let row = metrics
                .iter()
                .map(|(column, _)| column.map_or(f64::NAN, |values| self.sample(values, index)));
            let Some(judgement) = dense.judge(row, &mut room) else { continue };
            out.scored.values[at(index)] = judgement.error;
            out.scored.scores.score[at(index)] = judgement.confidence;
            for ((_, shares), share) in metrics.iter_mut().zip(&room.errors) {
                if let Some(shares) = shares {
                    shares[at(index)] = *share;
                }
            }
        }
    }

    fn sample(&self, values: &[f64], index: i64) -> f64 {
        let at = usize::try_from(index - self.first).ok();
        at.and_then(|at| values.get(at)).copied().unwrap_or(f64::NAN)
    }

    /// Whether any metric has a sample there.
    fn is_observed(&self, index: i64) -> bool {
        self.metrics.values().any(|values| !self.sample(values, index).is_nan())
    }

    /// Whether fits may use the samples there.
    fn is_learnt(&self, index: i64) -> bool {
        self.is_observed(index) && !within(&self.unlearnt, index)
    }
}

impl GroupFits {
    /// Drops fits that no score at or after `index` needs.
    pub fn forget_before(&mut self, blocks: &Blocks, index: i64) {
        self.0.retain(|(block, _), _| blocks.range(*block).to > index);
    }

    /// The number of fits.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Approximate memory held, in bytes.
    pub fn bytes(&self) -> usize {
        let bytes = |fit: &Arc<Fit>| 64 + fit.as_ref().as_ref().map_or(0, Dense::bytes);
        self.0.values().map(bytes).sum()
    }
}

fn state(fit: &Fit) -> MemberState {
    match fit {
        Ok(_) => MemberState::Voting,
        Err(Unfit::ShortHistory { needed, found }) => {
            MemberState::Learning { needed: *needed, found: *found }
        }
        Err(unfit) => MemberState::Dropped(unfit.clone()),
    }
}
