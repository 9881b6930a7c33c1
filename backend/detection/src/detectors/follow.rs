//! Follows a series window by window, for detectors that judge each window by its shape alone.

use std::fmt::Debug;
use std::sync::Arc;

use super::robust::{Limit, confidence_by_order, usable};
use super::windows::Newest;
use crate::{Fitted, Vote};

/// How fast confidence nears 1 beyond the limit: .9 as far above as the limit lies above the median, .956 at twice that.
const POWER: f64 = 2.0;

/// What has been learnt of the windows of a history.
pub(crate) trait Judge: Send + Sync + Debug + 'static {
    /// What a judgement writes to, so that it allocates nothing.
    type Scratch: Clone + Send + Sync + Debug + 'static;

    /// Samples in a window, at least 1.
    fn length(&self) -> usize;

    /// How unusual `window` is, of [`Judge::length`] samples, NaN = gap; `None` where it cannot be described.
    fn unusual(&self, window: &[f64], scratch: &mut Self::Scratch) -> Option<f64>;

    /// Memory held, with that of `scratch`, in bytes, about.
    fn bytes(&self, scratch: &Self::Scratch) -> usize;
}

/// A series that is followed: the samples that make the next window.
#[derive(Debug)]
pub(crate) struct Follow<J: Judge> {
    judge: Arc<(J, Limit)>,
    newest: Newest,
    scratch: J::Scratch,
}

impl<J: Judge> Follow<J> {
    /// From the end of `history` (`n` samples, NaN = gap) on; a window votes where it is more unusual than `limit`.
    pub(crate) fn new(judge: J, limit: Limit, scratch: J::Scratch, history: &[f64]) -> Self {
        let newest = Newest::new(judge.length());
        let mut fitted = Self { judge: Arc::new((judge, limit)), newest, scratch };
        fitted.observe(history);
        fitted
    }

    fn step(&mut self, value: f64) -> Vote {
        self.newest.push(value);
        let (judge, limit) = self.judge.as_ref();
        match self.newest.window().and_then(|window| judge.unusual(window, &mut self.scratch)) {
            Some(unusual) => Vote::new(confidence_by_order(limit.ratio(unusual), POWER), None),
            None => Vote::ABSTAIN,
        }
    }
}

impl<J: Judge> Clone for Follow<J> {
    /// The judge never changes and is shared.
    fn clone(&self) -> Self {
        Self { judge: Arc::clone(&self.judge), newest: self.newest.clone(), scratch: self.scratch.clone() }
    }
}

impl<J: Judge> Fitted for Follow<J> {
    fn observe(&mut self, values: &[f64]) {
        for value in &values[values.len().saturating_sub(self.judge.0.length())..] {
            self.newest.push(usable(*value));
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.extend(values.iter().map(|value| self.step(usable(*value))));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.newest.bytes() + self.judge.0.bytes(&self.scratch)
    }
}
