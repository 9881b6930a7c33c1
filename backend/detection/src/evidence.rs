//! Why a point is unusual: the kinds of departure that statistics look for, and how strongly each spoke.

use serde::Serialize;

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

    /// The name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Spike => "spike",
            Self::Season => "unusual for the time",
            Self::LevelShift => "level shift",
            Self::Drift => "drift",
            Self::VarianceUp => "more variance",
            Self::VarianceDown => "less variance",
            Self::Local => "unlike its neighbours",
            Self::Record => "beyond all seen",
            Self::Range => "outside of the valid range",
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
