//! The output of a query, and how long a score is held.

use schemars::JsonSchema;
use serde::Deserialize;
use strum::{EnumIter, IntoStaticStr};

/// Form of the answer.
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
    /// Number of samples that the cause's statistic covers.
    CauseSamples,
    /// Measurement of that statistic.
    CauseSize,
    /// Minutes since the open event began.
    Since,
    /// Minutes since the last sample.
    Age,
    /// All events of all series, as a list.
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

/// How long the outputs `score` and `severity` are held within an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Within an open event, a row has the worst of the event so far.
    Event,
    /// Each row has its own.
    Row,
}
