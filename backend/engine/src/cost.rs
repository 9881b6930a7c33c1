//! Estimates the work of a query before any of it is done.

use seismo_detection::{Catalogue, MemberSpec};

use crate::EngineError;

/// Largest estimated scoring time of one query, in seconds of one core. Half of Grafana's default time limit for a
/// query goes to the source; two cores or more share the rest.
pub const MAX_SCORING_SECONDS: u64 = 120;

/// Cost of one metric of a group at each fit, in nanoseconds: the highest value measured with 2 to 64 metrics.
const MEMBER_FIT_NANOSECONDS: u64 = 10_000_000;
/// Cost of one metric of a group at each sample, in nanoseconds: likewise.
const MEMBER_NANOSECONDS: u64 = 300;

/// The estimated cost of a query per series, and its limits.
#[derive(Debug, Clone, PartialEq)]
pub struct CostEstimate {
    /// Nanoseconds for one sample, over all members.
    pub nanoseconds: u64,
    /// The names of the members.
    pub detectors: String,
    /// The member with the highest cost.
    pub costly: String,
    /// Largest number of samples that may be fetched.
    pub max_samples: u64,
}

impl CostEstimate {
    /// The cost of these members.
    pub fn of(members: &[MemberSpec], catalogue: &Catalogue, max_samples: u64) -> Self {
        let infos: Vec<_> = members.iter().filter_map(|member| catalogue.get(&member.detector)).collect();
        let names: Vec<_> = infos.iter().map(|info| info.name).collect();
        let costly =
            infos.iter().max_by_key(|info| info.nanoseconds_per_sample).map_or("none", |info| info.name);
        Self {
            nanoseconds: infos.iter().map(|info| u64::from(info.nanoseconds_per_sample)).sum(),
            detectors: names.join(", "),
            costly: costly.to_owned(),
            max_samples,
        }
    }

    /// The cost if samples are read but not scored.
    pub(crate) fn idle(self) -> Self {
        Self { nanoseconds: 0, ..self }
    }

    /// The cost if series are scored together, with fits of `history` samples each.
    pub(crate) fn together(self, history: i64) -> Self {
        let fit = MEMBER_FIT_NANOSECONDS / history.unsigned_abs().max(1);
        let name = "Dense autoencoder over metrics";
        Self {
            nanoseconds: fit + MEMBER_NANOSECONDS,
            detectors: name.to_owned(),
            costly: name.to_owned(),
            ..self
        }
    }
}

/// Checks whether this many points may be scored.
pub fn check_scoring(cost: &CostEstimate, points: u64) -> Result<(), EngineError> {
    let seconds = points.saturating_mul(cost.nanoseconds) / 1_000_000_000;
    if seconds <= MAX_SCORING_SECONDS {
        return Ok(());
    }
    let (detectors, costly) = (cost.detectors.clone(), cost.costly.clone());
    Err(EngineError::TooMuchWork { points, detectors, seconds, allowed: MAX_SCORING_SECONDS, costly })
}
