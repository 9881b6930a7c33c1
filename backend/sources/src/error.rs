//! The errors between a query and its series, and whose fault they are.

use seismo_series::{LONGEST_PROBLEM, short};

use crate::{InfluxLanguage, SourceKind};

/// What stands between this machine and a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The host's name cannot be resolved.
    Name,
    /// The server wants a client certificate.
    ClientCertificate,
    /// The server's certificate is not trusted.
    ServerCertificate,
    /// The server does not speak TLS.
    NoTls,
    /// Nothing listens at the port.
    NobodyListens,
    /// The host does not answer at all.
    Silence,
    /// There is no route to the host.
    NoRoute,
    /// The connection broke off, or the causes name no other obstacle.
    BrokenOff,
}

/// Why a source gave no answer. The text names the field or address, what was found, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A field of the data source's settings is invalid.
    #[error("data source setting {field}: {problem}")]
    Settings {
        /// The name of the field in `jsonData`, `secureJsonData` or beside them.
        field: String,
        /// The problem, and what would be right.
        problem: String,
    },
    /// The data source has no address yet.
    #[error("No address: {}", address_advice(variable.as_deref()))]
    NoAddress {
        /// The environment variable that a provisioned data source takes its address from.
        variable: Option<String>,
    },
    /// The query is written for another kind of source.
    #[error(
        "source.kind is \"{query}\", but this data source is of kind \"{source_kind}\": choose the data source that fits, or write the query anew"
    )]
    OtherKind {
        /// The kind in the query.
        query: SourceKind,
        /// The kind of the data source.
        source_kind: SourceKind,
    },
    /// A field of the query is invalid.
    #[error("source.{field}: {problem}")]
    Query {
        /// The field in the query's `source`.
        field: &'static str,
        /// The problem, and what would be right.
        problem: String,
    },
    /// Two series have the same labels.
    #[error(
        "the query gives two series with the labels {labels}: keep the labels or tags that tell them apart, or aggregate them into one"
    )]
    SameLabels {
        /// Their labels.
        labels: String,
    },
    /// More series than allowed, and the caller wants all or none.
    #[error(
        "the query gives {total} series, more than the {cap} that maxSeries allows: narrow the query, or raise maxSeries in the data source's settings"
    )]
    TooManySeries {
        /// Number of series on the server.
        total: usize,
        /// Largest number of series allowed.
        cap: usize,
    },
    /// More samples than allowed.
    #[error(
        "the query needs more than the {cap} samples that maxSamples allows (at least {found}): narrow the query, shorten the history, lengthen the interval, or raise maxSamples in the data source's settings"
    )]
    TooManySamples {
        /// Number of samples counted when reading stopped.
        found: u64,
        /// Largest number of samples allowed.
        cap: u64,
    },
    /// The answer is longer than the limit.
    #[error(
        "the answer of {server} is longer than {cap} bytes, the most that is read for one query: narrow the query, shorten the history or lengthen the interval"
    )]
    TooManyBytes {
        /// The server's address, without credentials.
        server: String,
        /// The limit, in bytes.
        cap: u64,
    },
    /// There was no connection, or it broke off.
    #[error("{}. Check the URL, and that the server runs and answers from Grafana's machine", self.fact())]
    Unreachable {
        /// The server's address, without credentials.
        server: String,
        /// The whole chain of causes.
        problem: String,
        /// The obstacle that these causes name.
        obstacle: Obstacle,
    },
    /// The server did not finish its answer in time.
    #[error(
        "{}: narrow the query, shorten the history, or raise the timeout in the data source's settings",
        self.fact()
    )]
    Timeout {
        /// The server's address, without credentials.
        server: String,
        /// The time limit.
        seconds: f64,
    },
    /// The server answered with an HTTP error.
    #[error("{}{hint}", self.fact())]
    Refused {
        /// The server's address, without credentials.
        server: String,
        /// The server's HTTP status.
        status: u16,
        /// The server's message.
        text: String,
        /// What to do about it; starts with a separator, empty if the server's message is enough.
        hint: &'static str,
    },
    /// The server answered with an error: a query that it cannot run, a database that it does not have.
    #[error("{server} reports: {text}")]
    Reported {
        /// The server's address, without credentials.
        server: String,
        /// The server's message.
        text: String,
    },
    /// The server's version speaks another language of InfluxDB.
    #[error("{server} is InfluxDB {version}, and has no answer in {}: {problem}", language.name())]
    OtherLanguage {
        /// The server's address, without credentials.
        server: String,
        /// Its version.
        version: String,
        /// The language that the settings choose.
        language: InfluxLanguage,
        /// The server's message.
        problem: String,
    },
    /// The server redirects the request, and following would be wrong.
    #[error("{server} redirects to {target}: {problem}")]
    Redirected {
        /// The server's address, without credentials.
        server: String,
        /// The target of the redirect.
        target: String,
        /// Why it is not followed, and what to do.
        problem: &'static str,
    },
    /// The answer arrived, but cannot be parsed.
    #[error("the answer of {server} cannot be read: {problem}")]
    Answer {
        /// The server's address, without credentials.
        server: String,
        /// The problem.
        problem: String,
    },
    /// The answer is a web page: a login page, a proxy, or the address of a user interface.
    #[error(
        "the answer of {server} cannot be read: it is a web page, not {format}: check that the URL is that of the API, and \
         that no login page lies in between"
    )]
    WebPage {
        /// The server's address, without credentials.
        server: String,
        /// The expected format.
        format: &'static str,
    },
    /// The samples are not on the grid of the detection interval.
    #[error(
        "{found} of {samples} samples do not lie on the {interval} grid (such as {example_ms} ms since 1970): {advice}"
    )]
    OffGrid {
        /// Number of samples off the grid.
        found: u64,
        /// Number of samples.
        samples: u64,
        /// The detection interval.
        interval: seismo_series::Interval,
        /// The instant of one of them: milliseconds since 1970.
        example_ms: i64,
        /// What the query must contain instead.
        advice: &'static str,
    },
    /// A fault of this program.
    #[error("reading the answer failed inside Seismo: {problem}. Please report this")]
    Internal {
        /// A description.
        problem: String,
    },
}

impl SourceError {
    /// What happened, without advice where the text ends with some.
    pub fn fact(&self) -> String {
        match self {
            Self::Unreachable { server, problem, .. } => format!("{server} cannot be reached: {problem}"),
            Self::Timeout { server, seconds } => {
                format!("{server} did not finish its answer within {seconds} s")
            }
            Self::Refused { server, status, text, .. } => format!("{server} answered {status}: {text}"),
            other => other.to_string(),
        }
    }

    /// Whether the cause lies outside of the plugin: the server, the network, the settings or the query. This is
    /// Grafana's meaning of a downstream error, which does not count against the plugin.
    pub const fn is_downstream(&self) -> bool {
        !matches!(self, Self::Internal { .. })
    }

    /// The HTTP status that fits: 400, 401, 403, 404, 429, 500 (only for [`SourceError::Internal`]), 502 or 504.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Settings { .. }
            | Self::NoAddress { .. }
            | Self::OtherKind { .. }
            | Self::Query { .. }
            | Self::SameLabels { .. }
            | Self::TooManySeries { .. }
            | Self::TooManySamples { .. }
            | Self::TooManyBytes { .. }
            | Self::Reported { .. }
            | Self::OtherLanguage { .. }
            | Self::OffGrid { .. } => 400,
            Self::Refused { status, .. } => match status {
                400 | 422 => 400,
                401 | 403 | 404 | 429 | 504 => *status,
                _ => 502,
            },
            Self::Unreachable { .. }
            | Self::Redirected { .. }
            | Self::Answer { .. }
            | Self::WebPage { .. } => 502,
            Self::Timeout { .. } => 504,
            Self::Internal { .. } => 500,
        }
    }

    /// The error of an invalid field of the settings. The problem is truncated if it is too long for a message.
    pub(crate) fn settings(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Settings { field: field.into(), problem: short(&problem.into(), LONGEST_PROBLEM) }
    }

    /// The error of an invalid field of the query. The problem is truncated if it is too long for a message.
    pub(crate) fn query(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Query { field, problem: short(&problem.into(), LONGEST_PROBLEM) }
    }
}

/// Advice on how to give a data source an address.
fn address_advice(variable: Option<&str>) -> String {
    match variable {
        Some(variable) => format!(
            "set {variable} in the environment of the Grafana server and start it again, or write the URL in the data \
             source's settings"
        ),
        None => "write the URL in the data source's settings, such as http://localhost:9090".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_of_the_server_becomes_one_that_grafana_understands() {
        for (theirs, ours) in [
            (400, 400),
            (422, 400),
            (401, 401),
            (403, 403),
            (404, 404),
            (429, 429),
            (500, 502),
            (503, 502),
            (504, 504),
            (418, 502),
        ] {
            let error = SourceError::Refused {
                server: "http://a".into(),
                status: theirs,
                text: "no".into(),
                hint: "",
            };
            assert_eq!(error.status(), ours, "{theirs}");
            assert!(error.is_downstream());
        }
        let internal = SourceError::Internal { problem: "x".into() };
        assert_eq!((internal.status(), internal.is_downstream()), (500, false));
    }
}
