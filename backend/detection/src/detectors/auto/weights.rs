//! The share of alarms that each statistic may raise.

use super::statistics::STATISTICS;

/// The alarm shares, in any unit: a statistic of weight 0 raises none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights(pub [f64; STATISTICS]);

impl Weights {
    /// The names of the statistics, in their order.
    pub const NAMES: [&'static str; STATISTICS] =
        ["spike", "season", "level shift", "drift", "more variance", "less variance"];

    /// Equal weights.
    pub const EQUAL: Self = Self([1.0; STATISTICS]);

    /// The weights of the preset.
    pub const SHIPPED: Self = Self([1.0, 1.0, 1.0, 0.7, 0.5, 0.3]);

    /// Their sum.
    pub(super) fn sum(self) -> f64 {
        self.0.iter().sum()
    }
}
