//! The output of a query, and how long a score is held.

use schemars::JsonSchema;
use serde::Deserialize;
use strum::{EnumIter, IntoStaticStr};

/// What a frame is for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Output {
    /// Everything, to be drawn.
    #[default]
    Panel,
    /// The score alone, 0..1.
    Score,
    /// The severity alone, 0..4.
    Severity,
    /// The value alone.
    Value,
    /// The expected value alone.
    Expected,
    /// The deviation from the expected value, in sigmas.
    Deviation,
    /// The lower end of the band.
    Lower,
    /// The upper end of the band.
    Upper,
    /// The number of the open event's cause.
    Cause,
    /// How many samples the statistic looks at that the cause is told by.
    CauseSamples,
    /// What that statistic says of them.
    CauseSize,
    /// Minutes since the open event began.
    Since,
    /// Minutes since the last sample.
    Age,
    /// The runs of anomalous rows of all series, as a list.
    Events,
}

impl Output {
    /// The outputs of a group of series scored as one. A group has no expected value and no cause, and it is not a
    /// series that can stop.
    pub const OF_GROUPS: [Self; 6] =
        [Self::Panel, Self::Score, Self::Severity, Self::Value, Self::Since, Self::Events];

    /// The name in queries, frames and metrics.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// Whether it is one number per row for each series, as an alert rule needs it.
    pub const fn is_number(self) -> bool {
        !matches!(self, Self::Panel | Self::Events)
    }
}

/// What the outputs `score` and `severity` say of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Within an open event, the worst of the event so far.
    Event,
    /// The row's own.
    Row,
}
