//! The path of a query: a hash that only the backend computes, so that nobody can put another query on a path.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::PluginError;
use crate::grafana_query::without_grafanas;
use seismo_engine::SourceIdentity;

/// Fields of a query that change no row, besides Grafana's own.
const OWN_FIELDS: [&str; 2] = ["version", "live"];

/// The path of a query (as JSON) to a data source: 64 hex digits. It depends on everything that a row depends on, but
/// not on the range, the caller or the layout of the JSON.
///
/// # Errors
/// [`PluginError`] if the query is not a JSON object.
pub fn path(identity: &SourceIdentity, query: &[u8]) -> Result<String, PluginError> {
    let value = serde_json::from_slice(query)
        .map_err(|error| PluginError::field("query", format!("is not valid JSON: {error}")))?;
    let Value::Object(mut fields) = value else {
        return Err(PluginError::field("query", "is not an object"));
    };
    without_grafanas(&mut fields);
    for own in OWN_FIELDS {
        fields.remove(own);
    }
    let mut text = String::new();
    let SourceIdentity { org, uid, updated_ms } = identity;
    // Lengths come before texts, so that no two different inputs are written the same.
    let _ = write!(text, "{org} {updated_ms} {} {uid}", uid.len());
    write_canonical(&Value::Object(fields), &mut text);
    Ok(Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

/// Writes a value so that equal ones are written the same: keys in order, 1 as 1.0.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            let _ = write!(out, "{{{}", sorted.len());
            for (key, value) in sorted {
                let _ = write!(out, " {} {key}", key.len());
                write_canonical(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            let _ = write!(out, "[{}", items.len());
            items.iter().for_each(|item| write_canonical(item, out));
            out.push(']');
        }
        Value::String(text) => {
            let _ = write!(out, "s{} {text}", text.len());
        }
        Value::Number(number) => {
            let _ = write!(out, "n{:?} ", number.as_f64().unwrap_or(f64::NAN));
        }
        Value::Bool(true) => out.push('t'),
        Value::Bool(false) => out.push('f'),
        Value::Null => out.push('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(uid: &str, updated_ms: i64, query: &Value) -> String {
        path(&SourceIdentity { org: 1, uid: uid.into(), updated_ms }, query.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_path_follows_what_rows_follow_and_nothing_else() {
        let query = json!({
            "refId": "A", "version": 1, "live": true, "hide": false, "intervalMs": 1000, "maxDataPoints": 300,
            "source": { "kind": "prometheus", "expr": "up", "legend": "{{job}}" }, "detection": { "threshold": 1 },
        });
        let same = of("x", 1, &query);
        assert!(same.len() == 64 && same.bytes().all(|byte| byte.is_ascii_hexdigit()), "{same}");
        let with = |name: &str, value: Value| {
            let mut other = query.clone();
            other[name] = value;
            other
        };
        for equal in [
            with("refId", json!("B")),
            with("maxDataPoints", json!(7)),
            with("version", Value::Null),
            with("editorMode", json!("code")),
            with("expr", json!("")),
            with("live", json!(false)),
            with("detection", json!({ "threshold": 1.0 })),
        ] {
            assert_eq!(of("x", 1, &equal), same, "{equal}");
        }
        for other in [
            with("timezone", json!("Europe/Berlin")),
            with("detection", json!({ "threshold": 0.5 })),
            with("detection", json!({ "threshold": "1" })),
            with("source", json!({ "kind": "prometheus", "expr": "up{}", "legend": "{{job}}" })),
            with("source", json!({ "kind": "prometheus", "expr": "up", "legend": "" })),
            with("output", json!("score")),
        ] {
            assert_ne!(of("x", 1, &other), same, "{other}");
        }
        assert_ne!(of("y", 1, &query), same, "another data source");
        assert_ne!(of("x", 2, &query), same, "other settings");
        let other_org = SourceIdentity { org: 2, uid: "x".into(), updated_ms: 1 };
        assert_ne!(path(&other_org, query.to_string().as_bytes()).unwrap(), same, "another organisation");
    }

    #[test]
    fn values_that_could_be_written_alike_are_told_apart() {
        let all = [
            json!({ "a": "b" }),
            json!({ "a": ["b"] }),
            json!({ "a": { "b": null } }),
            json!({ "a b": "" }),
            json!({ "a": "b 1 c" }),
            json!({ "a": "b", "c": "" }),
            json!({ "a": [1, 2] }),
            json!({ "a": [12] }),
            json!({ "a": [[1], [2]] }),
            json!({}),
        ];
        let mut paths: Vec<_> = all.iter().map(|query| of("x", 1, query)).collect();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), all.len());
    }

    #[test]
    fn what_is_no_query_has_no_path() {
        let identity = SourceIdentity { org: 1, uid: "x".into(), updated_ms: 1 };
        for query in ["", "{", "[]", "null", "\"text\""] {
            assert!(path(&identity, query.as_bytes()).is_err(), "{query}");
        }
    }
}
