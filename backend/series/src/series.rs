//! Evenly spaced samples with labels.

use crate::{Grid, GridRange, Labels};

/// One series on the absolute grid: `values[i]` is the sample at index `first + i`; NaN is a gap.
#[derive(Debug, Clone)]
pub struct Series {
    /// The labels, which identify the series.
    pub labels: Labels,
    /// The grid that the samples lie on.
    pub grid: Grid,
    /// Grid index of `values[0]`.
    pub first: i64,
    /// `n` samples, ascending time, NaN = gap, never larger than [`Series::LARGEST`].
    pub values: Vec<f64>,
}

impl Series {
    /// Largest size of a sample, in either direction. Larger ones are treated as infinite, because sums of them would
    /// overflow.
    pub const LARGEST: f64 = 1e300;

    /// An empty series of `range.len()` gaps.
    pub fn gaps(labels: Labels, grid: Grid, range: GridRange) -> Self {
        Self { labels, grid, first: range.from, values: vec![f64::NAN; range.len()] }
    }

    /// The indices that the samples cover.
    pub fn range(&self) -> GridRange {
        GridRange { from: self.first, to: self.first + self.values.len() as i64 }
    }

    /// Stores a sample. One that lies outside of the range, or is larger than [`Series::LARGEST`], is left out and
    /// `false` returned. Of two samples at one index the later call wins.
    pub fn put(&mut self, index: i64, value: f64) -> bool {
        let slot = index
            .checked_sub(self.first)
            .and_then(|at| usize::try_from(at).ok())
            .and_then(|at| self.values.get_mut(at));
        match slot {
            Some(slot) if value.is_nan() || value.abs() <= Self::LARGEST => {
                *slot = value;
                true
            }
            _ => false,
        }
    }

    /// Number of samples that are no gap.
    pub fn observed(&self) -> usize {
        self.values.iter().filter(|value| !value.is_nan()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Interval;

    #[test]
    fn samples_outside_of_the_range_and_infinite_ones_are_left_out() {
        let range = GridRange { from: 10, to: 13 };
        let mut series = Series::gaps(Labels::new(), Grid::new(Interval::MINUTE), range);
        assert!(series.put(10, 1.0));
        assert!(series.put(12, 2.0));
        assert!(series.put(12, 3.0));
        for (index, value) in [(9, 1.0), (13, 1.0), (i64::MIN + 20, 1.0), (11, f64::INFINITY), (11, -2e300)] {
            assert!(!series.put(index, value), "{index} {value}");
        }
        assert_eq!(series.observed(), 2);
        assert_eq!(series.values[2], 3.0);
        assert_eq!(series.range(), range);
    }
}
