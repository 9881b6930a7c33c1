//! What a reader should know of an answer as a whole.

use serde::Serialize;

/// A trouble that did not stop the answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// How bad.
    pub severity: NoticeSeverity,
    /// One or two sentences for a person.
    pub text: String,
}

/// How bad a trouble is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeSeverity {
    /// Good to know.
    Info,
    /// Less was answered than was asked for.
    Warning,
}

impl Notice {
    /// Good to know.
    pub fn info(text: impl Into<String>) -> Self {
        Self { severity: NoticeSeverity::Info, text: text.into() }
    }

    /// Less was answered than was asked for.
    pub fn warning(text: impl Into<String>) -> Self {
        Self { severity: NoticeSeverity::Warning, text: text.into() }
    }
}
