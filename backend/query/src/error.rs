//! Why a query cannot be used: which field, what it holds, and what would be right.

use seismo_detection::SpecError;
use seismo_series::{LONGEST_PATH, LONGEST_PROBLEM, short};

/// Why a query, or another JSON document that is read by [`crate::read()`], cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A field cannot be used.
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
}

impl QueryError {
    /// A field that cannot be used. Its path and what is said of it are cut where they are longer than a message can bear.
    pub fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field {
            field: short(&field.into(), LONGEST_PATH),
            problem: short(&problem.into(), LONGEST_PROBLEM),
        }
    }
}
