//! Why a query has no answer: whose fault it is, and what to do.

use seismo_detection::SpecError;
use seismo_query::QueryError;
use seismo_sources::SourceError;

/// The reason why there is no answer. The text names the field, the value found, and what would be right.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// A field of the query is invalid.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The source has no answer.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// More samples than allowed, known before they are fetched.
    #[error(
        "the query needs {needed} samples ({series} series x {each} samples of range and history), more than the \
         {allowed} that maxSamples allows: {RELIEF}"
    )]
    TooManySamples {
        /// Number of samples of all series.
        needed: u64,
        /// Number of series.
        series: u64,
        /// Number of samples per series.
        each: u64,
        /// Largest number of samples allowed.
        allowed: u64,
    },
    /// More work than allowed, known before it is done.
    #[error(
        "scoring {points} points with {detectors} takes about {seconds} s on one core, more than the {allowed} s that \
         one query may take: {RELIEF}, or leave out the most costly detector ({costly})"
    )]
    TooMuchWork {
        /// Number of points to score.
        points: u64,
        /// The names of the members.
        detectors: String,
        /// The estimate, in seconds.
        seconds: u64,
        /// Largest estimate allowed, in seconds.
        allowed: u64,
        /// The member with the highest cost.
        costly: String,
    },
    /// A part of the program failed. Other queries are not affected.
    #[error(
        "a part of the plugin failed on this query ({0}): nothing else is affected; see the plugin's log"
    )]
    Failed(String),
}

/// Advice on how to make a query smaller.
const RELIEF: &str = "choose a shorter range, a longer detection interval, a shorter history or fewer series";

impl EngineError {
    /// The error of an invalid field.
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        QueryError::field(field, problem).into()
    }
}

impl From<SpecError> for EngineError {
    fn from(error: SpecError) -> Self {
        QueryError::from(error).into()
    }
}
