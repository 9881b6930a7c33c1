//! Why a query is invalid: which field, its value, and what would be right.

use seismo_detection::SpecError;
use seismo_series::{LONGEST_PATH, LONGEST_PROBLEM, short};

/// Why a query, or another JSON document read by [`crate::read()`], is invalid.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A field is invalid.
    #[error("{field}: {problem}")]
    Field {
        /// The path of the field from the top of the document.
        field: String,
        /// The problem, and what would be right.
        problem: String,
    },
    /// The `detection` part of a query is invalid.
    #[error(transparent)]
    Detection(#[from] SpecError),
}

impl QueryError {
    /// The error of an invalid field. Path and problem are truncated if they are too long for a message.
    pub fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field {
            field: short(&field.into(), LONGEST_PATH),
            problem: short(&problem.into(), LONGEST_PROBLEM),
        }
    }
}
