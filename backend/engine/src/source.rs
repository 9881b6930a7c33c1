//! The data source of a query.

use seismo_sources::{ForwardedHeaders, SourceSettings};

/// One data source at one state of its settings. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSource {
    /// Its identity, which changes with its settings.
    pub identity: SourceIdentity,
    /// Its settings.
    pub settings: SourceSettings,
}

/// Distinguishes a data source from every other one, and from itself before its settings were changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceIdentity {
    /// The organisation: a uid is unique only within it.
    pub org: i64,
    /// The uid.
    pub uid: String,
    /// When the settings were last changed, in milliseconds since 1970.
    pub updated_ms: i64,
}

impl DataSource {
    /// The part of a caller's identity that is forwarded to the source: none unless the settings ask for it. Nothing
    /// else of a caller matters.
    pub fn caller(&self, headers: ForwardedHeaders) -> ForwardedHeaders {
        if self.settings.http.oauth_pass_thru { headers } else { ForwardedHeaders::default() }
    }
}
