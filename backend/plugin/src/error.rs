//! Why a query or a call has no answer, and the matching HTTP status.

use seismo_detection::SpecError;
use seismo_engine::EngineError;
use seismo_query::QueryError;
use seismo_sources::SourceError;

/// The reason why there is no answer. The text names the field, the value found, and what would be right.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PluginError {
    /// The query has no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The path does not exist, or not with this method.
    #[error("{0}")]
    NotFound(String),
    /// The caller may not do this.
    #[error("{0}")]
    Forbidden(String),
}

impl PluginError {
    /// The error of an invalid field. Path and problem are truncated if they are too long for a message.
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        QueryError::field(field, problem).into()
    }

    /// A part of the plugin failed.
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        EngineError::Failed(what.into()).into()
    }

    /// The matching HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Engine(EngineError::Source(error)) => error.status(),
            Self::Engine(EngineError::Failed(_)) => 500,
            Self::Engine(_) => 400,
            Self::NotFound(_) => 404,
            Self::Forbidden(_) => 403,
        }
    }

    /// Whether the cause lies in the query, the settings or the source rather than in the plugin.
    pub const fn is_downstream(&self) -> bool {
        match self {
            Self::Engine(EngineError::Source(error)) => error.is_downstream(),
            Self::Engine(EngineError::Failed(_)) => false,
            _ => true,
        }
    }
}

impl From<QueryError> for PluginError {
    fn from(error: QueryError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<SpecError> for PluginError {
    fn from(error: SpecError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<SourceError> for PluginError {
    fn from(error: SourceError) -> Self {
        EngineError::from(error).into()
    }
}
