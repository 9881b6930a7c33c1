//! The detector traits: a detector is fitted to history and then votes on one sample after the other.

use std::fmt::Debug;
use std::sync::Arc;

use seismo_series::Interval;
use serde_json::{Map, Value};

use crate::{Calendar, Evidence, Repeats};

/// The season that a query requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// No season.
    Off,
    /// Found from the history alone.
    Auto,
    /// A period in samples, at least 2.
    Samples(usize),
}

/// The inputs of a fit besides the samples.
#[derive(Debug, Clone)]
pub struct Context {
    /// The distance between samples.
    pub interval: Interval,
    /// Grid index of the first sample of the history; it gives the phase of a season an absolute meaning.
    pub first: i64,
    /// The requested season.
    pub season: Season,
    /// Seed for all randomness in a fit: fixed for a series and a block, so that every fit can be repeated.
    pub seed: u64,
    /// The wall clock and holidays.
    pub calendar: Arc<Calendar>,
    /// Whether recurring incidents become ordinary.
    pub repeats: Repeats,
}

/// The expected value, and how far from it is ordinary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// The expected value, in the unit of the series, computed before the value was known.
    pub value: f64,
    /// One standard deviation of ordinary values around it, in the unit of the series, at least 0.
    pub sigma: f64,
}

/// The vote of a fitted detector on one sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vote {
    /// Confidence: 0 below the detector's own threshold, then rising with the evidence to at most 1. NaN abstains: the
    /// sample is a gap, or the detector has not seen enough samples.
    pub confidence: f32,
    /// The expected value, if the detector can give one without having seen the value.
    pub expectation: Option<Expectation>,
    /// Which of its statistics spoke, for a detector with several.
    pub evidence: Evidence,
}

impl Vote {
    /// An abstention.
    pub const ABSTAIN: Self = Self::new(f32::NAN, None);

    /// The vote of a detector with one statistic.
    pub const fn new(confidence: f32, expectation: Option<Expectation>) -> Self {
        Self { confidence, expectation, evidence: Evidence::NONE }
    }

    /// Whether it is a vote and not an abstention.
    pub fn counts(self) -> bool {
        !self.confidence.is_nan()
    }
}

/// Why a detector cannot be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// Too few observed samples.
    #[error("needs {needed} samples of history, has {found}")]
    ShortHistory {
        /// Number of observed samples that the detector needs.
        needed: usize,
        /// Number of observed samples found.
        found: usize,
    },
    /// The detector's model cannot be used.
    #[error("its model cannot be used: {reason}")]
    Model {
        /// What is wrong with the model.
        reason: String,
    },
}

/// An algorithm with its parameters, not yet fitted.
///
/// # Laws
/// They apply to every detector and are tested by `cargo test --release --workspace laws`: a vote at sample `t` depends
/// only on the history and on samples up to `t`; scoring in one call or in many gives the same votes; `observe` and
/// then `score` gives the votes that `score` over both would have given last; a gap (NaN) abstains and is never read as
/// a number.
pub trait Detector: Send + Sync + Debug {
    /// The name in queries, fields and metrics: `snake_case`, never changed.
    fn id(&self) -> &'static str;

    /// Number of observed samples of history that a fit needs.
    fn minimum_history(&self) -> usize;

    /// The parameters in force, by name.
    fn parameters(&self) -> Map<String, Value>;

    /// Whether it learns from every sample, so that a fit to a history equals following it. Then a growing history
    /// needs no new fit.
    fn follows(&self) -> bool {
        false
    }

    /// Whether its votes distinguish several statistics: see [`Vote::evidence`].
    fn explains(&self) -> bool {
        false
    }

    /// Fits to `history`: `n` samples, ascending time, NaN = gap, the last one directly before the first to be scored.
    ///
    /// # Errors
    /// [`Unfit`] when the history is too short or a model cannot be used.
    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit>;
}

/// A detector that has been fitted and follows a series sample by sample.
pub trait Fitted: Send + Sync + Debug {
    /// Moves past the next `n` samples without voting: cheaper than [`Fitted::score`] if votes are expensive.
    fn observe(&mut self, values: &[f64]);

    /// Moves past the next `n` samples and appends `n` votes to `votes`.
    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>);

    /// An independent copy; immutable parts may be shared.
    fn clone_box(&self) -> Box<dyn Fitted>;

    /// Approximate memory held by this copy alone, in bytes.
    fn bytes(&self) -> usize;

    /// The number of observed samples seen and needed, while it has seen too few to vote.
    fn learning(&self) -> Option<(usize, usize)> {
        None
    }

    /// The season in use, in samples, if one was requested and found.
    fn season(&self) -> Option<usize> {
        None
    }
}

impl Clone for Box<dyn Fitted> {
    fn clone(&self) -> Self {
        self.clone_box()
    }
}

/// The confidence of a member whose statistic stands at `ratio` times its own threshold: 0 below 1, [`AT_THRESHOLD`] at
/// 1, then rising towards 1 as `1 - (1 - AT_THRESHOLD) * exp(-steepness * (ratio - 1))`. Monotone, never above 1.
///
/// At its own threshold a member votes the ensemble's default threshold, so that four members that are only just
/// convinced make an anomaly that is only just one.
pub fn confidence_above(ratio: f64, steepness: f64) -> f32 {
    if ratio.is_nan() {
        return f32::NAN;
    }
    if ratio < 1.0 { 0.0 } else { (1.0 - (1.0 - AT_THRESHOLD) * (-steepness * (ratio - 1.0)).exp()) as f32 }
}

/// The confidence of a member exactly at its own threshold.
const AT_THRESHOLD: f64 = 0.6;
