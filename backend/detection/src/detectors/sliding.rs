//! The newest samples of a series in sorted order, for moving medians.
//!
//! Finding the place of a new sample takes `O(log n)` comparisons. Making room moves the values between it and the one
//! that leaves: one run of memory, which is cheaper than any tree for the windows used here. Nothing is allocated once
//! the window is full.

use std::collections::VecDeque;

/// The newest samples including gaps, and those that are no gap in ascending order.
#[derive(Debug)]
pub(crate) struct SlidingOrder {
    newest: VecDeque<f64>,
    sorted: Vec<f64>,
    length: usize,
}

impl SlidingOrder {
    /// No samples yet; `length`, at least 1, is the number kept.
    pub(crate) fn new(length: usize) -> Self {
        // One more is sorted in temporarily by `along_with`.
        Self { newest: VecDeque::with_capacity(length), sorted: Vec::with_capacity(length + 1), length }
    }

    /// Largest number of samples kept.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// The kept samples that are no gap, ascending.
    pub(crate) fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// Adds the newest sample (NaN = gap); the oldest leaves when there are too many.
    pub(crate) fn push(&mut self, value: f64) {
        let full = self.newest.len() == self.length;
        let oldest = if full { self.newest.pop_front() } else { None }.filter(|oldest| !oldest.is_nan());
        self.newest.push_back(value);
        match (oldest.map(|oldest| self.place(oldest)), (!value.is_nan()).then(|| self.place(value))) {
            (Some(from), Some(to)) if from < to => {
                self.sorted.copy_within(from + 1..to, from);
                self.sorted[to - 1] = value;
            }
            (Some(from), Some(to)) => {
                self.sorted.copy_within(to..from, to + 1);
                self.sorted[to] = value;
            }
            (Some(from), None) => {
                self.sorted.remove(from);
            }
            (None, Some(to)) => self.sorted.insert(to, value),
            (None, None) => {}
        }
    }

    /// Calls `look` with the sorted samples, `value` (no gap) temporarily among them, and its position; returns the
    /// result.
    pub(crate) fn along_with<T>(&mut self, value: f64, look: impl FnOnce(&[f64], usize) -> T) -> T {
        let at = self.place(value);
        self.sorted.insert(at, value);
        let seen = look(&self.sorted, at);
        self.sorted.remove(at);
        seen
    }

    /// Approximate memory held, in bytes.
    pub(crate) const fn bytes(&self) -> usize {
        size_of::<Self>() + 16 * self.length
    }

    fn place(&self, value: f64) -> usize {
        self.sorted.partition_point(|other| other.total_cmp(&value).is_lt())
    }
}

impl Clone for SlidingOrder {
    /// Keeps the capacity, so that scoring with the clone does not allocate.
    fn clone(&self) -> Self {
        let mut copy = Self::new(self.length);
        copy.newest.extend(&self.newest);
        copy.sorted.extend_from_slice(&self.sorted);
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    #[test]
    fn the_order_is_that_of_sorting_the_newest_samples_anew() {
        let mut random = Random::new(42);
        for length in [1, 2, 3, 10, 33] {
            let mut order = SlidingOrder::new(length);
            let mut seen: Vec<f64> = Vec::new();
            for _ in 0..400 {
                let value =
                    if random.below(5) == 0 { f64::NAN } else { (random.unit() * 12.0).floor() - 6.0 };
                order.push(value);
                seen.push(value);
                let newest = seen[seen.len().saturating_sub(length)..].iter().copied();
                let mut plain: Vec<f64> = newest.filter(|value| !value.is_nan()).collect();
                plain.sort_by(f64::total_cmp);
                assert_eq!(order.sorted(), plain);
                order.along_with(0.5, |sorted, at| assert!(sorted[at] == 0.5 && sorted.is_sorted()));
                assert_eq!(order.sorted(), plain);
            }
        }
    }
}
