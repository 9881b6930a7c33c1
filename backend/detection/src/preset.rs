//! Presets: named ensembles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use strum::{EnumIter, IntoStaticStr};

use crate::{AUTO, MemberSpec, Season};

/// A named set of members, weights and threshold.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Preset {
    /// The detector `auto` alone: its score says how rare a point is, the alarm budget how rare an anomaly must be.
    Auto,
    /// Isolation forest .30, LSTM autoencoder .30, z-score .20, seasonal ESD .20; anomalous from .6.
    #[default]
    Classic,
}

impl Preset {
    /// The name in queries.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The algorithm of the preset and its version, which changes whenever scores do.
    pub const fn algorithm(self) -> &'static str {
        match self {
            Self::Classic => "classic-1",
            Self::Auto => "auto-2",
        }
    }

    /// The entry for editors.
    pub fn info(self) -> PresetInfo {
        let name = match self {
            Self::Classic => "Classic",
            Self::Auto => "Auto",
        };
        let (summary, threshold) = (self.summary(), self.threshold());
        PresetInfo { id: self.id(), name, summary, threshold, ensemble: self.members() }
    }

    /// The description shown to people, in one sentence.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Classic => {
                "Four detectors vote: isolation forest, LSTM autoencoder, z-score and seasonal ESD. A point is anomalous \
                 if the weighted confidence reaches 0.6."
            }
            Self::Auto => {
                "Learns what is usual for each series, by time of day and week, and says how rare each point is. A point is \
                 anomalous if it is rarer than the alarm budget allows."
            }
        }
    }

    /// The default threshold.
    pub const fn threshold(self) -> f64 {
        match self {
            Self::Classic | Self::Auto => 0.6,
        }
    }

    /// The members.
    pub fn members(self) -> Vec<MemberSpec> {
        let members: &[(&str, f64)] = match self {
            Self::Classic => &[
                ("isolation_forest", 0.3),
                ("lstm_autoencoder", 0.3),
                ("z_score", 0.2),
                ("seasonal_esd", 0.2),
            ],
            Self::Auto => &[(AUTO, 1.0)],
        };
        let member = |(detector, weight): &(&str, f64)| MemberSpec {
            detector: (*detector).to_owned(),
            weight: *weight,
            parameters: Map::new(),
        };
        members.iter().map(member).collect()
    }

    /// The default season.
    pub(crate) const fn season(self) -> Season {
        match self {
            Self::Classic => Season::Samples(24),
            Self::Auto => Season::Auto,
        }
    }
}

/// A preset as editors list it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PresetInfo {
    /// The name in queries.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// The description, in one sentence.
    pub summary: &'static str,
    /// The default threshold.
    pub threshold: f64,
    /// The members.
    pub ensemble: Vec<MemberSpec>,
}
