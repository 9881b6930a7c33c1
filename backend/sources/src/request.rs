//! The input and the output of a fetch.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use seismo_series::{Grid, GridRange, Labels, Series};
use serde::Serialize;

use crate::{LeftOut, Secret, SourceQuery};

/// Headers of the incoming request that are forwarded if `oauthPassThru` is set, in lower case: those that Grafana's
/// own data sources forward for OAuth (`Authorization` and `X-ID-Token`).
const FORWARDED: [&str; 2] = ["authorization", "x-id-token"];

/// What to do when a query gives more series than `max_series`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverCap {
    /// Keep the first `max_series` by labels and report it in `Fetched::total_series` and a notice. For panels.
    Truncate,
    /// Answer with [`crate::SourceError::TooManySeries`]. For alerts, which must never miss a series silently.
    Refuse,
}

/// The caller's identity: headers that are forwarded to the server if the settings have `oauthPassThru`. `Debug` shows
/// only names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ForwardedHeaders(Vec<(String, Secret)>);

impl ForwardedHeaders {
    /// Takes `Authorization` and `X-ID-Token` from a request's headers, in any case and with or without the `http_`
    /// that Grafana puts before some; ignores the rest.
    pub fn from_request<N: AsRef<str>, V: AsRef<str>>(headers: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut kept: Vec<(String, Secret)> = Vec::new();
        for (name, value) in headers {
            let name = name.as_ref().to_ascii_lowercase();
            let name = name.strip_prefix("http_").unwrap_or(&name);
            if FORWARDED.contains(&name) && !kept.iter().any(|(known, _)| known == name) {
                kept.push((name.to_owned(), Secret::new(value.as_ref())));
            }
        }
        kept.sort_by(|a, b| a.0.cmp(&b.0));
        Self(kept)
    }

    /// Names in lower case, and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for ForwardedHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// One request to a source.
#[derive(Debug, Clone)]
pub struct FetchRequest {
    /// The query.
    pub query: SourceQuery,
    /// The grid of the detection interval.
    pub grid: Grid,
    /// Which instants, by index.
    pub range: GridRange,
    /// The present: milliseconds since 1970. Intervals that are not over by then are left out.
    pub now_ms: i64,
    /// Largest number of series of an answer, at least 1.
    pub max_series: usize,
    /// Largest number of samples read, and of grid instants held over all series.
    pub max_samples: u64,
    /// What to do beyond `max_series`.
    pub over_cap: OverCap,
    /// If given, only these series: others are skipped and do not count towards the cap of series.
    pub only: Option<Arc<BTreeSet<Labels>>>,
    /// The caller's identity.
    pub headers: ForwardedHeaders,
}

impl FetchRequest {
    /// The part of the requested range before the index `end`; empty rather than reversed.
    pub(crate) fn complete_until(&self, end: i64) -> GridRange {
        GridRange { from: self.range.from, to: self.range.to.min(end).max(self.range.from) }
    }
}

/// Samples or series that were left out of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dropped {
    /// What: `samples`, `series`.
    pub what: String,
    /// How many, at least 1.
    pub count: u64,
    /// Why: `infinite`, `not on the grid`.
    pub why: String,
}

/// The answer to a [`FetchRequest`].
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The series in the order of their labels, at most `max_series`, each over exactly `range`.
    pub series: Vec<Series>,
    /// The part of the requested range whose intervals were over at `now_ms`.
    pub range: GridRange,
    /// Number of series that the query gives, kept or not.
    pub total_series: usize,
    /// Problems that did not stop the answer: warnings of the server, series beyond the cap.
    pub notices: Vec<String>,
    /// Samples that were left out.
    pub left_out: LeftOut,
    /// Series that were left out.
    pub dropped: Vec<Dropped>,
    /// Number of samples from the server, without gaps and left-out ones.
    pub samples: u64,
    /// The query text after filling variables.
    pub executed: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_identity_of_the_caller_is_forwarded_and_never_printed() {
        let headers = ForwardedHeaders::from_request([
            ("http_X-Id-Token", "id-secret"),
            ("Authorization", "Bearer oauth-secret"),
            ("Cookie", "session"),
            ("FromAlert", "true"),
        ]);
        let names: Vec<_> = headers.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["authorization", "x-id-token"]);
        assert_eq!(format!("{headers:?}"), r#"["authorization", "x-id-token"]"#);
    }
}
