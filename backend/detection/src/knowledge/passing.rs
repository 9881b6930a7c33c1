//! Follows a series and skips the windows that are not to be learnt.

use seismo_series::GridRange;

use super::windows::split;
use crate::{FittedEnsemble, MemberState, Scores};

/// An ensemble that has learnt nothing of the windows. Within a window a temporary clone scores and is then discarded,
/// while the ensemble itself moves on as over a gap.
#[derive(Debug, Clone)]
pub(crate) struct Passing {
    learnt: FittedEnsemble,
    /// The clone, from the first sample of a window to its last.
    aside: Option<Box<FittedEnsemble>>,
    /// Grid index of the next sample.
    next: i64,
}

impl Passing {
    /// Follows `ensemble`, whose next sample lies at `next`.
    pub(crate) const fn new(ensemble: FittedEnsemble, next: i64) -> Self {
        Self { learnt: ensemble, aside: None, next }
    }

    /// Moves past the next `n` samples without scoring them. `windows` ascend and do not touch.
    pub(crate) fn observe(&mut self, values: &[f64], windows: &[GridRange]) {
        let from = self.next;
        let over = |window: GridRange| window.to <= from + values.len() as i64;
        self.advance(values, windows, over, FittedEnsemble::observe);
    }

    /// Moves past the next `n` samples and appends their scores.
    pub(crate) fn score(&mut self, values: &[f64], windows: &[GridRange], scores: &mut Scores) {
        self.advance(values, windows, |_| false, |ensemble, part| ensemble.score(part, scores));
    }

    /// The ensemble that scored last.
    pub(crate) fn current(&self) -> &FittedEnsemble {
        self.aside.as_deref().unwrap_or(&self.learnt)
    }

    /// For each member, whether it votes now.
    pub(crate) fn states(&self) -> Vec<MemberState> {
        self.current().states()
    }

    /// Whether the members are those of the first fit and will stay so.
    pub(crate) const fn is_steady(&self) -> bool {
        self.learnt.is_steady()
    }

    /// Approximate memory held, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.learnt.bytes() + self.aside.as_ref().map_or(0, |aside| aside.bytes())
    }

    /// `spared`: whether the clone can be skipped because its scores are not needed.
    fn advance(
        &mut self,
        values: &[f64],
        windows: &[GridRange],
        spared: impl Fn(GridRange) -> bool,
        mut take: impl FnMut(&mut FittedEnsemble, &[f64]),
    ) {
        let from = self.next;
        self.next += values.len() as i64;
        for (part, window) in split(windows, GridRange { from, to: self.next }) {
            let part = &values[(part.from - from) as usize..(part.to - from) as usize];
            let Some(window) = window else {
                self.aside = None;
                take(&mut self.learnt, part);
                continue;
            };
            if spared(window) {
                self.aside = None;
            } else {
                let aside = self.aside.get_or_insert_with(|| Box::new(self.learnt.clone()));
                take(aside, part);
            }
            self.learnt.observe(&vec![f64::NAN; part.len()]);
        }
    }
}
