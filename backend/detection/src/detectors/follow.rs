//! Follows a series window by window, for detectors that judge each window only by its shape.

use std::fmt::Debug;
use std::sync::Arc;

use super::robust::{Limit, confidence_by_order, usable};
use super::windows::Newest;
use crate::{Fitted, Vote};

/// Exponent of the confidence beyond the limit: .9 at twice the limit's distance from the median, .956 at three times.
const POWER: f64 = 2.0;

/// The fitted state that judges windows.
pub(crate) trait Judge: Send + Sync + Debug + 'static {
    /// Buffers of a judgement, so that it does not allocate.
    type Scratch: Clone + Send + Sync + Debug + 'static;

    /// Samples in a window, at least 1.
    fn length(&self) -> usize;

    /// How unusual `window` is, with [`Judge::length`] samples, NaN = gap; `None` if it cannot be described.
    fn unusual(&self, window: &[f64], scratch: &mut Self::Scratch) -> Option<f64>;

    /// Approximate memory held, including that of `scratch`, in bytes.
    fn bytes(&self, scratch: &Self::Scratch) -> usize;
}

/// Follows a series and keeps the samples of the next window.
#[derive(Debug)]
pub(crate) struct Follow<J: Judge> {
    judge: Arc<(J, Limit)>,
    newest: Newest,
    scratch: J::Scratch,
}

impl<J: Judge> Follow<J> {
    /// Starts at the end of `history` (`n` samples, NaN = gap). A window gets a vote above 0 if it is more unusual than
    /// `limit`.
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
    /// Shares the judge, which never changes.
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
