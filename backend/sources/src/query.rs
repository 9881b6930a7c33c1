//! The `source` part of a query.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use strum::{Display, EnumString, VariantNames};

/// The kinds of source, named as in the contract.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    VariantNames,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum SourceKind {
    /// Prometheus, and all that speak its HTTP API: VictoriaMetrics, Mimir, Thanos.
    Prometheus,
    /// InfluxDB, queried in InfluxQL or Flux.
    InfluxDb,
    /// The embedded fleet of synthetic services.
    Sample,
}

/// The query languages of InfluxDB.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    VariantNames,
)]
#[serde(rename_all = "lowercase")]
pub enum InfluxLanguage {
    /// InfluxDB 1.x, and the compatible endpoints of later versions.
    #[default]
    #[strum(serialize = "InfluxQL")]
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

/// Query for a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, JsonSchema)]
#[schemars(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
#[schemars(rename = "SeismoSource")]
pub enum SourceQuery {
    /// Queries a server with Prometheus' HTTP API.
    Prometheus {
        /// One PromQL expression.
        expr: String,
        /// Grafana's `{{label}}` template; empty = labels.
        #[schemars(default)]
        legend: String,
    },
    /// Queries an InfluxDB.
    #[schemars(rename = "influxdb")]
    Influx {
        /// The language of `query`.
        language: InfluxLanguage,
        /// The query with its variables.
        query: String,
        /// Grafana's `{{label}}` template; empty = labels.
        #[schemars(default)]
        legend: String,
    },
    /// Queries the embedded fleet.
    Sample {
        /// Anchored regular expression on the metric; empty = all.
        #[schemars(default)]
        metric: String,
        /// Anchored regular expression on the service; empty = all.
        #[schemars(default)]
        service: String,
        /// Grafana's `{{label}}` template; empty = labels.
        #[schemars(default)]
        legend: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prometheus {
    expr: String,
    #[serde(default)]
    legend: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Influx {
    language: InfluxLanguage,
    query: String,
    #[serde(default)]
    legend: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    #[serde(default)]
    metric: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    legend: String,
}

impl SourceQuery {
    /// Parses the fields beside `kind` in a query's `source`. The caller parses the kind first: if serde chose the
    /// variant while reading, no error could name the field.
    ///
    /// # Errors
    /// Those of `fields`, also for a field that is unknown or missing.
    pub fn of_kind<'de, D: Deserializer<'de>>(kind: SourceKind, fields: D) -> Result<Self, D::Error> {
        Ok(match kind {
            SourceKind::Prometheus => {
                let Prometheus { expr, legend } = Deserialize::deserialize(fields)?;
                Self::Prometheus { expr, legend }
            }
            SourceKind::InfluxDb => {
                let Influx { language, query, legend } = Deserialize::deserialize(fields)?;
                Self::Influx { language, query, legend }
            }
            SourceKind::Sample => {
                let Sample { metric, service, legend } = Deserialize::deserialize(fields)?;
                Self::Sample { metric, service, legend }
            }
        })
    }

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

    /// The query text as it was written, with unfilled variables, so that it is the same at each refresh.
    pub fn text(&self) -> String {
        match self {
            Self::Prometheus { expr: text, .. } | Self::Influx { query: text, .. } => text.clone(),
            Self::Sample { metric, service, .. } => {
                let [metric, service] = [metric, service].map(|text| or_all(text));
                format!("{{__name__=~\"{metric}\", service=~\"{service}\"}}")
            }
        }
    }
}

/// A regular expression; an empty one matches all.
pub(crate) fn or_all(pattern: &str) -> &str {
    if pattern.is_empty() { ".*" } else { pattern }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    use InfluxLanguage::{Flux, InfluxQl};
    use SourceKind::{InfluxDb, Prometheus, Sample};

    #[test]
    fn queries_are_read_as_the_contract_writes_them() {
        for (kind, json, legend, text) in [
            (Prometheus, json!({ "expr": "up", "legend": "{{job}}" }), "{{job}}", "up"),
            (Prometheus, json!({ "expr": " rate(a[$__interval])" }), "", " rate(a[$__interval])"),
            (
                InfluxDb,
                json!({ "language": "influxql", "query": "q $timeFilter", "legend": "" }),
                "",
                "q $timeFilter",
            ),
            (InfluxDb, json!({ "language": "flux", "query": "q" }), "", "q"),
            (Sample, json!({}), "", r#"{__name__=~".*", service=~".*"}"#),
            (
                Sample,
                json!({ "metric": "a", "service": "b", "legend": "c" }),
                "c",
                r#"{__name__=~"a", service=~"b"}"#,
            ),
        ] {
            let query = SourceQuery::of_kind(kind, &json).unwrap();
            assert_eq!(
                (query.kind(), query.legend(), query.text()),
                (kind, legend, text.to_owned()),
                "{json}"
            );
            if let SourceQuery::Influx { language, .. } = query {
                assert_eq!(language, if json["language"] == "flux" { Flux } else { InfluxQl });
            }
        }
    }

    #[test]
    fn what_the_contract_does_not_know_is_named() {
        for (kind, json, part) in [
            (Prometheus, json!({ "expr": "up", "step": "1m" }), "step"),
            (Prometheus, json!({}), "expr"),
            (InfluxDb, json!({ "language": "sql", "query": "q" }), "sql"),
            (Sample, json!({ "expr": "up" }), "expr"),
        ] {
            let error = SourceQuery::of_kind::<&Value>(kind, &json).unwrap_err().to_string();
            assert!(error.contains(part), "{json}: {error}");
        }
    }
}
