//! Messages about an answer as a whole.

use serde::Serialize;

/// A problem that did not stop the answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// Its severity.
    pub severity: NoticeSeverity,
    /// One or two sentences for a person.
    pub text: String,
}

/// The severity of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeSeverity {
    /// Information only.
    Info,
    /// The answer has less than was requested.
    Warning,
}

impl Notice {
    /// A notice for information.
    pub fn info(text: impl Into<String>) -> Self {
        Self { severity: NoticeSeverity::Info, text: text.into() }
    }

    /// A notice that the answer has less than was requested.
    pub fn warning(text: impl Into<String>) -> Self {
        Self { severity: NoticeSeverity::Warning, text: text.into() }
    }
}
