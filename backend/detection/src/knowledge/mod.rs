//! The knowledge of operators: as it is written, and ready for arithmetic.
//!
//! Knowledge acts in two places. Before the ensemble, in a [`crate::Timeline`]: gaps are read as the operator says,
//! impossible values and windows that are not to be learnt look like gaps, and a fit gets the setting for repeats.
//! After the ensemble, in a [`crate::AlertPolicy`]: a deviation that is too small is no anomaly, and an impossible
//! value is one.

mod gaps;
mod passing;
mod repeats;
mod spec;
mod windows;

use std::sync::Arc;

use crate::Calendar;

pub use gaps::GapPolicy;
pub(crate) use passing::Passing;
pub use repeats::Repeats;
pub use spec::{ExcludedSpec, HolidaysSpec, LONGEST_OFFSET_MS, MinimumDeviationSpec, ValueRangeSpec};
pub use windows::{Windows, within};

/// The knowledge that changes scores. The default is none: every sample is learnt, a gap is a gap, and days are UTC
/// days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Knowledge {
    /// The wall clock and holidays.
    pub calendar: Arc<Calendar>,
    /// The possible values; others are not learnt.
    pub range: ValueRange,
    /// Windows that are not to be learnt.
    pub unlearnt: Windows,
    /// How a missing sample is read.
    pub gaps: GapPolicy,
    /// Whether recurring incidents become ordinary.
    pub repeats: Repeats,
}

/// The values that a series can have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueRange {
    minimum: f64,
    maximum: f64,
}

impl ValueRange {
    /// Every value.
    pub const ANY: Self = Self { minimum: f64::NEG_INFINITY, maximum: f64::INFINITY };

    /// From `minimum` to `maximum`, both included; `None` unless the first is at most the second.
    pub fn new(minimum: f64, maximum: f64) -> Option<Self> {
        // 0 and -0 are the same bound, so they get the same bits.
        (minimum <= maximum).then_some(Self { minimum: minimum + 0.0, maximum: maximum + 0.0 })
    }

    /// Whether a value is possible. A gap (NaN) is no value, and so not outside.
    pub fn contains(self, value: f64) -> bool {
        !(value < self.minimum || value > self.maximum)
    }

    /// The nearest possible value; NaN stays NaN.
    pub fn clip(self, value: f64) -> f64 {
        value.clamp(self.minimum, self.maximum)
    }
}

impl Default for ValueRange {
    fn default() -> Self {
        Self::ANY
    }
}

// Neither end is ever NaN.
impl Eq for ValueRange {}

impl std::hash::Hash for ValueRange {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.minimum.to_bits(), self.maximum.to_bits()).hash(state);
    }
}

/// How far from the expected value a point must lie to matter. The default: any distance matters.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MinimumDeviation {
    /// In the unit of the series, at least 0.
    pub absolute: f64,
    /// As a share of the expected value's size, at least 0.
    pub relative: f64,
}

impl MinimumDeviation {
    /// Whether `value` is too near to `expected` to matter: below either bound.
    pub fn spares(self, value: f64, expected: f64) -> bool {
        let deviation = (value - expected).abs();
        deviation < self.absolute || deviation < self.relative * expected.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_ends_and_says_nothing_of_gaps() {
        let range = ValueRange::new(-1.0, 3.0).unwrap();
        for (value, inside, clipped) in
            [(-1.0, true, -1.0), (3.0, true, 3.0), (-1.1, false, -1.0), (1e308, false, 3.0), (0.5, true, 0.5)]
        {
            assert_eq!((range.contains(value), range.clip(value)), (inside, clipped), "{value}");
        }
        assert!(range.contains(f64::NAN) && range.clip(f64::NAN).is_nan());
        assert!(ValueRange::ANY.contains(-1e300));
        assert_eq!(ValueRange::new(1.0, 0.0), None);
        assert_eq!(ValueRange::new(f64::NAN, 0.0), None);
    }

    #[test]
    fn a_deviation_below_either_bound_is_spared() {
        for (absolute, relative, value, expected, spared) in [
            (0.0, 0.0, 1.0, 1.0, false),
            (5.0, 0.0, 104.9, 100.0, true),
            (5.0, 0.0, 95.0, 100.0, false),
            (0.0, 0.1, 109.0, 100.0, true),
            (0.0, 0.1, 111.0, 100.0, false),
            (5.0, 0.1, 108.0, 100.0, true),
            (5.0, 0.1, -108.0, -100.0, true),
            (5.0, 0.1, -112.0, -100.0, false),
            (0.0, 0.1, 0.001, 0.0, false),
            (1.0, 1.0, f64::NAN, 1.0, false),
        ] {
            let minimum = MinimumDeviation { absolute, relative };
            assert_eq!(minimum.spares(value, expected), spared, "{minimum:?} {value} {expected}");
        }
    }
}
