//! Whom a query asks.

use seismo_sources::{ForwardedHeaders, SourceSettings};

/// One data source at one state of its settings. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSource {
    /// What tells it from every other data source, and from itself before a change.
    pub identity: SourceIdentity,
    /// Its settings.
    pub settings: SourceSettings,
}

/// What tells a data source from every other one, and from itself before its settings were changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceIdentity {
    /// The organisation: a uid is unique within it only.
    pub org: i64,
    /// The uid.
    pub uid: String,
    /// When the settings were last changed, in milliseconds since 1970.
    pub updated_ms: i64,
}

impl DataSource {
    /// The identity that is sent on to the source, out of that of a caller: nobody's where the settings do not ask for it. What
    /// matters of a caller is this alone.
    pub fn caller(&self, headers: ForwardedHeaders) -> ForwardedHeaders {
        if self.settings.http.oauth_pass_thru { headers } else { ForwardedHeaders::default() }
    }
}
