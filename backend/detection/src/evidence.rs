//! Why a point is unusual: the kinds of departure that statistics look for, how strong each was, and its measurement.

use schemars::JsonSchema;
use serde::Serialize;
use strum::{EnumIter, IntoStaticStr};

use crate::{Direction, MOST_SIGMAS};

/// A kind of departure from what was expected.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    JsonSchema,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[repr(u8)]
pub enum Cause {
    /// No statistic says more than the others.
    #[default]
    None = 0,
    /// One value far from its neighbours.
    Spike = 1,
    /// A value far from what is usual at this time of day or week.
    Season = 2,
    /// The level of the last ten samples or so has moved.
    LevelShift = 3,
    /// The level has moved slowly.
    Drift = 4,
    /// Values scatter more than they did.
    VarianceUp = 5,
    /// Values scatter less than they did, or not at all.
    VarianceDown = 6,
    /// A value far from the level around it.
    Local = 7,
    /// Beyond everything seen so far.
    Record = 8,
    /// Outside of the range that the operator calls valid.
    Range = 9,
    /// One value, or a short cycle of values, repeats.
    Flat = 10,
}

impl Cause {
    /// Every cause that a statistic looks for, in the order of [`Evidence::strengths`].
    pub const STATISTICS: [Self; 9] = [
        Self::Spike,
        Self::Season,
        Self::LevelShift,
        Self::Drift,
        Self::VarianceUp,
        Self::VarianceDown,
        Self::Local,
        Self::Record,
        Self::Flat,
    ];

    /// The name in frames.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The display name: the same in charts, lists, annotations and alerts. `side` is that of the value relative to the
    /// expected value; [`Direction::Both`] if unknown.
    pub const fn word(self, side: Direction) -> &'static str {
        match (self, side) {
            (Self::None, _) => "None",
            (Self::Spike, Direction::Above) => "Spike",
            (Self::Spike, Direction::Below) => "Sudden drop",
            (Self::Spike, Direction::Both) => "Spike or drop",
            (Self::Season, _) => "Unusual for the time",
            (Self::LevelShift, _) => "Level shift",
            (Self::Drift, _) => "Drift",
            (Self::VarianceUp, _) => "More variance",
            (Self::VarianceDown, _) => "Less variance",
            (Self::Local, _) => "Unlike the values around it",
            (Self::Record, Direction::Above) => "Higher than ever seen",
            (Self::Record, Direction::Below) => "Lower than ever seen",
            (Self::Record, Direction::Both) => "Beyond all seen",
            (Self::Range, _) => "Outside of the valid range",
            (Self::Flat, _) => "Flat line",
        }
    }
}

/// Which statistic won at a sample, how strong each was, and the measurement of the winner.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// The statistic that won.
    pub cause: Cause,
    /// For each of [`Cause::STATISTICS`], the score that it alone would give, in steps of 1/250: 0..=250.
    pub strengths: [u8; Cause::STATISTICS.len()],
    /// How many samples the winning statistic covers: 1 for the value alone; for [`Cause::Flat`], how many samples one
    /// value or a short cycle has been repeating for. 0 = unknown.
    pub samples: u16,
    /// Its measurement. For a value alone, the signed deviation in sigmas; for [`Cause::LevelShift`] and
    /// [`Cause::Drift`], the signed mean of those samples in the mean's own sigmas; for [`Cause::VarianceUp`] and
    /// [`Cause::VarianceDown`], their scatter as a multiple of the usual. NaN = unknown, as for [`Cause::Flat`].
    pub size: f32,
}

/// The measurement of the statistic that spoke: see [`Evidence::samples`] and [`Evidence::size`].
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Number of samples it covers; 0 = unknown.
    pub samples: u16,
    /// Its size, three decimals between -[`MOST_SIGMAS`] and [`MOST_SIGMAS`]; NaN = unknown.
    pub size: f64,
}

impl Measure {
    /// No measurement.
    pub const NONE: Self = Self { samples: 0, size: f64::NAN };

    /// Number of samples the statistic covers; `None` if unknown.
    pub fn told_samples(self) -> Option<f64> {
        (self.samples > 0).then(|| f64::from(self.samples))
    }

    /// The size of the measurement; `None` if unknown.
    pub fn told_size(self) -> Option<f64> {
        (!self.size.is_nan()).then_some(self.size)
    }
}

impl Default for Measure {
    fn default() -> Self {
        Self::NONE
    }
}

// Two unknown sizes are equal.
impl PartialEq for Measure {
    fn eq(&self, other: &Self) -> bool {
        (self.samples, self.size.to_bits()) == (other.samples, other.size.to_bits())
    }
}

impl Eq for Measure {}

impl Default for Evidence {
    fn default() -> Self {
        Self::NONE
    }
}

impl PartialEq for Evidence {
    fn eq(&self, other: &Self) -> bool {
        let parts = |one: &Self| (one.cause, one.strengths, one.samples, one.size.to_bits());
        parts(self) == parts(other)
    }
}

impl Eq for Evidence {}

impl Evidence {
    /// The evidence of a detector with one statistic.
    pub const NONE: Self =
        Self { cause: Cause::None, strengths: [0; Cause::STATISTICS.len()], samples: 0, size: f32::NAN };

    /// The measurement of the winning statistic.
    pub fn measure(&self) -> Measure {
        let size = (f64::from(self.size) * MEASURE_STEPS).round() / MEASURE_STEPS;
        Measure { samples: self.samples, size: size.clamp(-MOST_SIGMAS, MOST_SIGMAS) }
    }

    /// A score, 0..1, in the steps of [`Evidence::strengths`].
    pub fn step(score: f64) -> u8 {
        (score.clamp(0.0, 1.0) * STEPS).round() as u8
    }

    /// The score, 0..1, of the statistic at `at` of [`Cause::STATISTICS`].
    pub fn strength(&self, at: usize) -> f64 {
        f64::from(self.strengths[at]) / STEPS
    }
}

/// Steps of a size between 0 and 1: three decimals, fewer than 32 bits hold for a size within its bounds.
const MEASURE_STEPS: f64 = 1e3;

/// Steps of a strength between 0 and 1.
const STEPS: f64 = 250.0;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use strum::IntoEnumIterator;

    #[test]
    fn both_sides_of_the_contract_say_the_same_words() {
        let table: Value = serde_json::from_str(include_str!("../../../tests/contract/causes.json")).unwrap();
        let told = Cause::iter().map(|cause| {
            let words = json!({
                "both": cause.word(Direction::Both),
                "above": cause.word(Direction::Above),
                "below": cause.word(Direction::Below),
            });
            (json!(cause as u8), json!(cause.id()), words)
        });
        let rows = table["words"].as_array().unwrap().iter();
        let wanted = rows.map(|row| (row["number"].clone(), row["id"].clone(), row["en"].clone()));
        assert!(told.eq(wanted));
    }

    #[test]
    fn a_statistic_of_its_own_has_every_cause_but_none_and_range() {
        let own = Cause::iter().filter(|cause| !matches!(cause, Cause::None | Cause::Range));
        assert!(own.eq(Cause::STATISTICS));
    }

    #[test]
    fn a_measure_has_bounds_as_a_deviation_has_and_what_is_not_told_stays_so() {
        for (size, want) in [(4.2, 4.2), (-4.2, -4.2), (1e30, 1e3), (f32::NEG_INFINITY, -1e3)] {
            let evidence = Evidence { samples: 20, size, ..Evidence::NONE };
            assert_eq!(evidence.measure(), Measure { samples: 20, size: want });
        }
        assert_eq!(Evidence::default().measure(), Measure::NONE);
        assert_eq!(Evidence::NONE, Evidence::default());
        assert_ne!(Evidence { size: 1.0, ..Evidence::NONE }, Evidence::NONE);
    }
}
