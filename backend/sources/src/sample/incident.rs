//! The incidents of a series.

use seismo_series::Labels;
use strum::{EnumCount, VariantArray};

/// The kinds of incident. Their lengths and sizes depend on the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumCount, VariantArray)]
pub enum IncidentKind {
    /// Values far above, for minutes.
    Spike,
    /// All values moved up or down, mostly for hours.
    LevelShift,
    /// No values.
    MissingData,
    /// Values far below, for minutes.
    Dip,
    /// One constant value, away from the expected one.
    FlatLine,
    /// Far stronger noise.
    VarianceChange,
}

impl IncidentKind {
    /// The kinds that are visible in samples: all but missing data.
    pub const SEEN: [Self; 5] =
        [Self::Spike, Self::LevelShift, Self::Dip, Self::FlatLine, Self::VarianceChange];

    /// The display name, such as `level shift`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spike => "spike",
            Self::Dip => "dip",
            Self::LevelShift => "level shift",
            Self::FlatLine => "flat line",
            Self::VarianceChange => "variance change",
            Self::MissingData => "missing data",
        }
    }
}

/// An incident of one series: the instants `from_ms <= t < to_ms`, milliseconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// The labels of the series.
    pub labels: Labels,
    /// What happens.
    pub kind: IncidentKind,
    /// The first instant.
    pub from_ms: i64,
    /// The end, excluded.
    pub to_ms: i64,
    /// The size in standard deviations of the series' noise at that time, negative if values fall; for
    /// [`IncidentKind::FlatLine`] that of its start; for [`IncidentKind::VarianceChange`] the factor on the noise; 0
    /// for [`IncidentKind::MissingData`].
    pub sigmas: f64,
}

/// An incident of a known series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene {
    pub(super) kind: IncidentKind,
    pub(super) from_ms: i64,
    pub(super) to_ms: i64,
    pub(super) sigmas: f64,
}

impl Scene {
    /// The incident of a series with these labels.
    pub(super) fn of(self, labels: Labels) -> Incident {
        let Self { kind, from_ms, to_ms, sigmas } = self;
        Incident { labels, kind, from_ms, to_ms, sigmas }
    }

    /// A size with its sign: if both are possible, `up` decides.
    pub(super) const fn signed(kind: IncidentKind, size: f64, up: bool) -> f64 {
        match kind {
            IncidentKind::Spike | IncidentKind::VarianceChange => size,
            IncidentKind::Dip => -size,
            IncidentKind::LevelShift | IncidentKind::FlatLine => {
                if up {
                    size
                } else {
                    -size
                }
            }
            IncidentKind::MissingData => 0.0,
        }
    }
}
