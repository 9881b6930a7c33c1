//! Why a query or a call has no answer: whose fault it is, and what to do.

use seismo_detection::SpecError;
use seismo_series::{LONGEST_PATH, LONGEST_PROBLEM, short};
use seismo_sources::SourceError;

/// Why there is no answer. The text names the field, what was found, and what would be right.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PluginError {
    /// A field of the query, of a posted body or of the call cannot be used.
    #[error("{field}: {problem}")]
    Field {
        /// The field, as a path from the top of what was sent.
        field: String,
        /// What is wrong with it, and what would be right.
        problem: String,
    },
    /// The `detection` part of a query cannot be used.
    #[error(transparent)]
    Detection(#[from] SpecError),
    /// The source has no answer.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// More samples than allowed, known before they are fetched.
    #[error(
        "the query needs {needed} samples ({series} series x {each} samples of range and history), more than the \
         {allowed} that maxSamples allows: {RELIEF}"
    )]
    TooManySamples {
        /// Samples of all series.
        needed: u64,
        /// How many series.
        series: u64,
        /// Samples of one series.
        each: u64,
        /// How many are allowed.
        allowed: u64,
    },
    /// More work than allowed, known before it is done.
    #[error(
        "scoring {points} points with {detectors} takes about {seconds} s on one core, more than the {allowed} s that \
         one query may take: {RELIEF}, or leave out the most costly detector ({costly})"
    )]
    TooMuchWork {
        /// Points to be scored.
        points: u64,
        /// The members.
        detectors: String,
        /// The estimate, in seconds.
        seconds: u64,
        /// How much is allowed, in seconds.
        allowed: u64,
        /// The member with the highest cost.
        costly: String,
    },
    /// There is nothing under this path, or not with this method.
    #[error("{0}")]
    NotFound(String),
    /// The caller may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// A part of the plugin failed. The others go on.
    #[error(
        "a part of the plugin failed while it worked on this ({0}): nothing else is affected; the plugin's log says more"
    )]
    Failed(String),
}

/// What makes a query smaller.
const RELIEF: &str = "choose a shorter range, a longer detection interval, a shorter history or fewer series";

impl PluginError {
    /// A field that cannot be used. Its path and what is said of it are cut where they are longer than a message can bear.
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field {
            field: short(&field.into(), LONGEST_PATH),
            problem: short(&problem.into(), LONGEST_PROBLEM),
        }
    }

    /// The HTTP status that fits.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Field { .. }
            | Self::Detection(_)
            | Self::TooManySamples { .. }
            | Self::TooMuchWork { .. } => 400,
            Self::NotFound(_) => 404,
            Self::Forbidden(_) => 403,
            Self::Source(error) => error.status(),
            Self::Failed(_) => 500,
        }
    }

    /// Whether the cause lies in the query, the settings or the source rather than in the plugin.
    pub const fn is_downstream(&self) -> bool {
        match self {
            Self::Source(error) => error.is_downstream(),
            Self::Failed(_) => false,
            _ => true,
        }
    }
}
