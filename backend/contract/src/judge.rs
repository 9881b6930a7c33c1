//! Parses and plans a query as the plugin does, without sending a request to any source.

use std::collections::HashMap;

use seismo_detection::{Catalogue, SpecError};
use seismo_engine::{EngineError, Plan, QueryRequest};
use seismo_plugin::grafana_query;
use seismo_query::QueryError;
use seismo_sources::{GrafanaSettings, SourceError, SourceSettings};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A query, the settings of its data source, and its invalid fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows; empty for generated ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// `jsonData` of the data source.
    pub settings: Value,
    /// The query.
    pub query: Value,
    /// The paths of the invalid fields; none if the query is accepted.
    pub wrong: Vec<String>,
}

/// Every detector of the plugin.
pub(crate) fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::standard();
    seismo_models::register(&mut catalogue);
    catalogue
}

/// The path of the first invalid field, as the plugin finds it; `None` if the query is accepted.
///
/// # Panics
/// If the query fails for another reason than a field: no case should.
pub fn judge(query: &Value, settings: &Value) -> Option<String> {
    plan(query, settings).err().map(|error| match error {
        EngineError::Query(QueryError::Field { field, .. }) => field,
        EngineError::Query(QueryError::Detection(SpecError::Field { field, .. })) => {
            format!("detection.{field}")
        }
        EngineError::Source(SourceError::OtherKind { .. }) => "source.kind".to_owned(),
        EngineError::Source(SourceError::Query { field, .. }) => format!("source.{field}"),
        EngineError::Source(SourceError::Settings { field, .. }) => field,
        other => panic!("{query}: {other}"),
    })
}

fn plan(query: &Value, settings: &Value) -> Result<Plan, EngineError> {
    let mut settings = SourceSettings::parse(&GrafanaSettings {
        url: "http://localhost:9090",
        user: "",
        database: "",
        basic_auth_enabled: false,
        basic_auth_user: "",
        json_data: settings,
        secure_json_data: &HashMap::new(),
    })?;
    // The cost limit of a query does not belong to a single field.
    settings.max_samples = u64::MAX;
    let query = grafana_query::parse(query.to_string().as_bytes())?;
    // A short range, so that no query is too much work.
    let to_ms = 1_750_000_000_000;
    let asked =
        QueryRequest { from_ms: to_ms - 60_000, to_ms, max_rows: 0, from_alert: false, now_ms: to_ms };
    Plan::new(query, &settings, &catalogue(), asked)
}
