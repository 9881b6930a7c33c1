//! The `source` part of a query: what to ask, in the words of the contract.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kinds of source, named as in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Prometheus, and all that speak its HTTP API: VictoriaMetrics, Mimir, Thanos.
    Prometheus,
    /// InfluxDB, asked in InfluxQL or Flux.
    InfluxDb,
    /// The embedded fleet of made-up services.
    Sample,
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prometheus => "prometheus",
            Self::InfluxDb => "influxdb",
            Self::Sample => "sample",
        })
    }
}

/// The query languages of InfluxDB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InfluxLanguage {
    /// InfluxDB 1.x, and the compatible endpoints of later versions.
    InfluxQl,
    /// InfluxDB 2.x, and 1.8 with Flux switched on.
    Flux,
}

impl InfluxLanguage {
    /// The name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InfluxQl => "InfluxQL",
            Self::Flux => "Flux",
        }
    }
}

/// What to ask a source. The tag is `kind`; unknown fields are errors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum SourceQuery {
    /// Asks a server with Prometheus' HTTP API.
    Prometheus {
        /// One PromQL expression.
        expr: String,
        /// Grafana's `{{label}}` template; empty = labels.
        #[serde(default)]
        legend: String,
    },
    /// Asks InfluxDB.
    #[serde(rename = "influxdb")]
    Influx {
        /// The language of `query`.
        language: InfluxLanguage,
        /// The query, with `$timeFilter` and `$__interval`, or `v.timeRangeStart` and its companions.
        query: String,
        /// Grafana's `{{label}}` template; empty = labels.
        #[serde(default)]
        legend: String,
    },
    /// Asks the embedded fleet.
    Sample {
        /// Anchored regular expression on the metric; empty = all.
        #[serde(default)]
        metric: String,
        /// Anchored regular expression on the service; empty = all.
        #[serde(default)]
        service: String,
        /// Grafana's `{{label}}` template; empty = labels.
        #[serde(default)]
        legend: String,
    },
}

impl SourceQuery {
    /// The kind of source that can answer.
    pub const fn kind(&self) -> SourceKind {
        match self {
            Self::Prometheus { .. } => SourceKind::Prometheus,
            Self::Influx { .. } => SourceKind::InfluxDb,
            Self::Sample { .. } => SourceKind::Sample,
        }
    }

    /// The legend template; empty = labels.
    pub fn legend(&self) -> &str {
        match self {
            Self::Prometheus { legend, .. } | Self::Influx { legend, .. } | Self::Sample { legend, .. } => {
                legend
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_as_the_contract_writes_them() {
        for (json, kind, legend) in [
            (r#"{"kind":"prometheus","expr":"up","legend":"{{job}}"}"#, SourceKind::Prometheus, "{{job}}"),
            (r#"{"kind":"prometheus","expr":"up"}"#, SourceKind::Prometheus, ""),
            (
                r#"{"kind":"influxdb","language":"influxql","query":"q","legend":""}"#,
                SourceKind::InfluxDb,
                "",
            ),
            (r#"{"kind":"influxdb","language":"flux","query":"q"}"#, SourceKind::InfluxDb, ""),
            (r#"{"kind":"sample"}"#, SourceKind::Sample, ""),
            (r#"{"kind":"sample","metric":"a","service":"b","legend":"c"}"#, SourceKind::Sample, "c"),
        ] {
            let query: SourceQuery = serde_json::from_str(json).unwrap();
            assert_eq!((query.kind(), query.legend()), (kind, legend), "{json}");
            let written = serde_json::to_string(&query).unwrap();
            assert_eq!(serde_json::from_str::<SourceQuery>(&written).unwrap(), query);
            assert!(written.starts_with(&format!("{{\"kind\":\"{kind}\"")), "{written}");
        }
    }

    #[test]
    fn what_the_contract_does_not_know_is_named() {
        for (json, part) in [
            (r#"{"kind":"prometheus","expr":"up","step":"1m"}"#, "step"),
            (r#"{"kind":"prometheus"}"#, "expr"),
            (r#"{"kind":"graphite","query":"a"}"#, "graphite"),
            (r#"{"kind":"influxdb","language":"sql","query":"q"}"#, "sql"),
            (r#"{"expr":"up"}"#, "kind"),
            (r#"{"kind":"sample","expr":"up"}"#, "expr"),
        ] {
            let error = serde_json::from_str::<SourceQuery>(json).unwrap_err().to_string();
            assert!(error.contains(part), "{json}: {error}");
        }
    }
}
