//! Why a point is unusual: the kinds of departure that statistics look for, and how strongly each spoke.

use serde::Serialize;

use crate::Direction;

/// A kind of departure from what was expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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
}

impl Cause {
    /// Every cause that a statistic looks for, in the order of [`Evidence::strengths`].
    pub const STATISTICS: [Self; 8] = [
        Self::Spike,
        Self::Season,
        Self::LevelShift,
        Self::Drift,
        Self::VarianceUp,
        Self::VarianceDown,
        Self::Local,
        Self::Record,
    ];

    /// The name in frames.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Spike => "spike",
            Self::Season => "season",
            Self::LevelShift => "level_shift",
            Self::Drift => "drift",
            Self::VarianceUp => "variance_up",
            Self::VarianceDown => "variance_down",
            Self::Local => "local",
            Self::Record => "record",
            Self::Range => "range",
        }
    }

    /// The word for people: the same in charts, lists, annotations and alerts. `side` is that of the value, seen from what was
    /// expected; [`Direction::Both`] where nobody knows it.
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
        }
    }
}

/// Which statistic won at a sample, and how strongly each spoke.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The statistic that won.
    pub cause: Cause,
    /// For each of [`Cause::STATISTICS`] the score that it alone would give, in steps of 1/250: 0..=250.
    pub strengths: [u8; Cause::STATISTICS.len()],
}

impl Evidence {
    /// A detector with one statistic has nothing to tell apart.
    pub const NONE: Self = Self { cause: Cause::None, strengths: [0; Cause::STATISTICS.len()] };

    /// A score, 0..1, in the steps of [`Evidence::strengths`].
    pub fn step(score: f64) -> u8 {
        (score.clamp(0.0, 1.0) * STEPS).round() as u8
    }

    /// The score, 0..1, of the statistic at `at` of [`Cause::STATISTICS`].
    pub fn strength(&self, at: usize) -> f64 {
        f64::from(self.strengths[at]) / STEPS
    }
}

/// Steps of a strength between 0 and 1.
const STEPS: f64 = 250.0;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn both_sides_of_the_contract_say_the_same_words() {
        let table: Value = serde_json::from_str(include_str!("../../../tests/contract/causes.json")).unwrap();
        let all = [Cause::None].into_iter().chain(Cause::STATISTICS).chain([Cause::Range]);
        let told = all.map(|cause| {
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
}
