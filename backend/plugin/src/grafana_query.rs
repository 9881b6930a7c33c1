//! A query as Grafana sends it, with Grafana's own fields beside those of the query.

use seismo_query::{Query, QueryError};
use serde_json::{Map, Value};

use crate::contract::{GRAFANA_FIELDS, PLANTED_FIELDS};

/// Parses a query.
///
/// # Errors
/// [`QueryError`] names the field by its full path, its value, and what would be right.
pub fn parse(json: &[u8]) -> Result<Query, QueryError> {
    let mut query: Value = serde_json::from_slice(json)
        .map_err(|error| QueryError::field("query", format!("is not valid JSON: {error}")))?;
    if let Value::Object(fields) = &mut query {
        without_grafanas(fields);
    }
    Query::parse(query)
}

/// Removes Grafana's own fields. An empty `expr` comes from the default query of a Prometheus data source.
pub(crate) fn without_grafanas(fields: &mut Map<String, Value>) {
    for own in GRAFANA_FIELDS.iter().chain(&PLANTED_FIELDS) {
        fields.remove(*own);
    }
    if fields.get("expr").is_some_and(|expr| expr.is_null() || expr.as_str() == Some("")) {
        fields.remove("expr");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(query: &Value) -> Result<Query, QueryError> {
        super::parse(query.to_string().as_bytes())
    }

    #[test]
    fn what_is_no_json_is_said_to_be_none() {
        let error = super::parse(b"{").unwrap_err().to_string();
        assert!(error.starts_with("query: is not valid JSON"), "{error}");
    }

    #[test]
    fn what_grafana_plants_into_a_query_is_let_through() {
        let mut planted = json!({ "source": { "kind": "sample" }, "output": "score" });
        let plain = parse(&planted).unwrap();
        for (name, value) in [
            ("instant", json!(true)),
            ("range", json!(false)),
            ("expression", json!("A")),
            ("interval", json!("")),
            ("legendFormat", json!("__auto")),
            ("editorMode", json!("code")),
            ("exemplar", json!(false)),
            ("format", json!("time_series")),
            ("intervalFactor", json!(2)),
            ("utcOffsetSec", json!(3600)),
            ("scopes", json!([])),
            ("adhocFilters", json!([{ "key": "job", "operator": "=", "value": "x" }])),
            ("expr", json!("")),
            ("intervalMs", json!(1000)),
            ("maxDataPoints", json!(43200)),
            ("hide", json!(false)),
            ("datasource", json!({ "type": "seismo", "uid": "x" })),
        ] {
            planted[name] = value;
        }
        assert_eq!(parse(&planted).unwrap(), plain);
        planted["expr"] = Value::Null;
        assert_eq!(parse(&planted).unwrap(), plain);
        planted["source"]["instant"] = json!(true);
        assert!(parse(&planted).unwrap_err().to_string().starts_with("source.instant: true"));
    }
}
