//! A query as a dashboard stores it, parsed field by field. Each query is parsed on its own: an invalid one does not
//! affect its neighbours.

use schemars::{JsonSchema, Schema, json_schema};
use seismo_detection::DetectionSpec;
use seismo_sources::{SourceKind, SourceQuery};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::output::{Hold, Output};
use crate::read::{read, read_with, shown};
use crate::{QueryError, knowledge};

/// The newest supported version of a query.
pub const QUERY_VERSION: u64 = 1;

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The query for the source.
    pub source: SourceQuery,
    /// The detection settings.
    pub detection: DetectionSpec,
    /// The output.
    pub output: Output,
    /// How long scores and severities are held within an event; `None` if the caller's default applies.
    pub hold: Option<Hold>,
    /// An IANA time zone name.
    pub timezone: String,
    /// Whether rows after the answer are streamed. No score depends on it.
    pub live: bool,
}

/// A query as a dashboard stores it, without Grafana's own fields.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = describe_version)]
pub struct StoredQuery {
    /// Query for the source.
    #[schemars(with = "SourceQuery")]
    source: Value,
    /// Detection settings.
    #[serde(default)]
    detection: DetectionSpec,
    /// Form of the answer.
    #[serde(default)]
    output: Output,
    /// How long `score` and `severity` are held within an event; absent means `event` for alert rules, else `row`.
    #[serde(default)]
    hold: Option<Hold>,
    /// An IANA name; absent means UTC.
    #[serde(default)]
    timezone: String,
    /// Whether rows after the answer are streamed.
    #[serde(default)]
    live: bool,
}

/// The version is parsed before everything else, so it is not a field of [`StoredQuery`].
fn describe_version(schema: &mut Schema) {
    let version = json_schema!({
        "description": "Version of the query; absent means 1.",
        "type": "integer",
        "minimum": 1,
        "maximum": QUERY_VERSION
    });
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("version".to_owned(), version.into());
    }
}

/// The field that decides how the other fields of `source` are parsed.
#[derive(Deserialize)]
struct Tag {
    kind: SourceKind,
}

impl Query {
    /// Parses a query.
    ///
    /// # Errors
    /// [`QueryError`] names the field by its full path, its value, and what would be right.
    pub fn parse(query: Value) -> Result<Self, QueryError> {
        let Value::Object(mut fields) = query else {
            return Err(QueryError::field("query", format!("{} is not an object", shown(&query))));
        };
        migrate(&mut fields)?;
        let stored: StoredQuery = read(&Value::Object(fields), "query")?;
        let timezone = match stored.timezone.trim() {
            "" => "UTC",
            name => knowledge::time_zone(name).map(|_| name)?,
        };
        Ok(Self {
            timezone: timezone.to_owned(),
            source: source(stored.source)?,
            detection: stored.detection,
            output: stored.output,
            hold: stored.hold,
            live: stored.live,
        })
    }
}

fn source(mut value: Value) -> Result<SourceQuery, QueryError> {
    let Tag { kind } = read_with(&value, "source", true, |fields| Tag::deserialize(fields))?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("kind");
    }
    read_with(&value, "source", true, |fields| SourceQuery::of_kind(kind, fields))
}

/// Migrates a query of an older version to the newest, and removes the version.
fn migrate(fields: &mut Map<String, Value>) -> Result<(), QueryError> {
    match fields.remove("version") {
        None | Some(Value::Null) => Ok(()),
        Some(version) => match version.as_u64() {
            Some(QUERY_VERSION) => Ok(()),
            Some(newer) if newer > QUERY_VERSION => {
                let problem = format!(
                    "{newer} is newer than this plugin, which reads versions up to {QUERY_VERSION}: update the plugin"
                );
                Err(QueryError::field("version", problem))
            }
            _ => Err(QueryError::field(
                "version",
                format!("{} is not a valid version: write {QUERY_VERSION}", shown(&version)),
            )),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use strum::IntoEnumIterator;

    fn parse(json: &Value) -> Result<Query, QueryError> {
        Query::parse(json.clone())
    }

    #[test]
    fn the_contracts_own_example_is_read() {
        let query = parse(&json!({
            "version": 1, "timezone": "Europe/Berlin",
            "source": { "kind": "prometheus", "expr": "up", "legend": "{{instance}}" },
            "detection": {
                "preset": "classic", "threshold": 0.6, "direction": "both", "interval": "1m", "history": "7d",
                "season": "auto", "severity": "four_level",
                "ensemble": [ { "detector": "z_score", "weight": 0.2, "parameters": { "window": 100, "sigma": 3 } } ]
            },
            "output": "panel"
        }))
        .unwrap();
        assert_eq!((query.output, query.timezone.as_str()), (Output::Panel, "Europe/Berlin"));
        assert_eq!(query.source.legend(), "{{instance}}");
    }

    #[test]
    fn almost_everything_may_be_left_out() {
        let query = parse(&json!({ "source": { "kind": "sample" } })).unwrap();
        assert_eq!((query.output, query.timezone.as_str()), (Output::Panel, "UTC"));
        assert_eq!(query.detection, DetectionSpec::default());
    }

    #[test]
    fn what_cannot_be_read_is_named_by_path_value_and_what_would_be_right() {
        let with = |field: &str, value: Value| {
            let mut query = json!({ "source": { "kind": "sample" } });
            query[field] = value;
            query
        };
        for (query, parts) in [
            (with("treshold", json!(0.5)), vec!["treshold: 0.5", "write one of", "detection"]),
            (with("detection", json!({ "treshold": 0.5 })), vec!["detection.treshold: 0.5", "threshold"]),
            (
                with("detection", json!({ "threshold": "high" })),
                vec!["detection.threshold: \"high\"", "a number"],
            ),
            (with("detection", json!({ "season": true })), vec!["detection.season: true", "auto"]),
            (with("detection", json!({ "direction": "up" })), vec!["detection.direction: \"up\"", "above"]),
            (with("detection", json!({ "preset": "magic" })), vec!["detection.preset", "classic"]),
            (
                with("detection", json!({ "ensemble": [{ "detector": "z_score", "weight": "much" }] })),
                vec!["detection.ensemble[0].weight: \"much\"", "a number"],
            ),
            (
                with("detection", json!({ "ensemble": [{ "detector": "z_score", "weigth": 1 }] })),
                vec!["detection.ensemble[0].weigth: 1", "weight"],
            ),
            (with("output", json!("graph")), vec!["output: \"graph\"", "deviation"]),
            (with("hold", json!("week")), vec!["hold: \"week\"", "event", "row"]),
            (with("expr", json!("up")), vec!["expr: \"up\"", "source"]),
            (with("timezone", json!("Mars/Olympus")), vec!["timezone: \"Mars/Olympus\"", "Europe/Berlin"]),
            (with("timezone", json!(1)), vec!["timezone: 1", "a text"]),
            (with("live", json!("yes")), vec!["live: \"yes\"", "true or false"]),
            (with("version", json!(2)), vec!["version: 2", "update the plugin"]),
            (with("version", json!("1")), vec!["version: \"1\"", "write 1"]),
            (
                with("source", json!({ "kind": "sample", "expr": "up" })),
                vec!["source.expr: \"up\"", "metric"],
            ),
            (with("source", json!({ "kind": "graphite" })), vec!["source", "graphite", "prometheus"]),
            (with("source", json!({ "kind": "prometheus" })), vec!["source", "expr"]),
            (json!({}), vec!["query: \"source\" is missing"]),
            (json!([]), vec!["query: [] is not an object"]),
        ] {
            let error = parse(&query).unwrap_err();
            let text = error.to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{query}: {text}");
        }
    }

    #[test]
    fn a_wrong_value_of_any_field_of_a_source_is_named() {
        let sources = [
            json!({ "kind": "prometheus", "expr": "up", "legend": "" }),
            json!({ "kind": "influxdb", "language": "flux", "query": "q", "legend": "" }),
            json!({ "kind": "sample", "metric": "", "service": "", "legend": "" }),
        ];
        for right in sources {
            for name in right.as_object().unwrap().keys() {
                for wrong in [json!(5), json!(null), json!(true), json!(["up"]), json!({ "up": null })] {
                    let mut source = right.clone();
                    source[name] = wrong.clone();
                    let text = parse(&json!({ "source": source })).unwrap_err().to_string();
                    let words = match name.as_str() {
                        "kind" => r#"one of "prometheus", "influxdb", "sample""#,
                        "language" => r#"one of "influxql", "flux""#,
                        _ => "a text",
                    };
                    assert_eq!(text, format!("source.{name}: {wrong} is invalid: write {words}"));
                }
            }
        }
    }

    #[test]
    fn nothing_is_read_by_its_position() {
        let with = |field: &str, value: Value| {
            let mut query = json!({ "source": { "kind": "sample" } });
            query[field] = value;
            query
        };
        let detection = |field: &str, value: Value| with("detection", json!({ field: value }));
        for (query, want) in [
            (with("source", json!(["sample", "cpu_percent"])), "source: [\"sample\",\"cpu_percent\"]"),
            (with("source", json!("sample")), "source: \"sample\""),
            (with("detection", json!([])), "detection: []"),
            (with("detection", json!(["classic", null, 0.9])), "detection: [\"classic\",null,0.9]"),
            (detection("ensemble", json!([["z_score", 1.0]])), "detection.ensemble[0]: [\"z_score\",1.0]"),
            (detection("minimumDeviation", json!([5])), "detection.minimumDeviation: [5]"),
            (detection("valueRange", json!([0, 1])), "detection.valueRange: [0,1]"),
            (detection("excluded", json!([["a", "b"]])), "detection.excluded[0]: [\"a\",\"b\"]"),
            (detection("holidays", json!(["x"])), "detection.holidays: [\"x\"]"),
            (detection("together", json!([["instance"]])), "detection.together: [[\"instance\"]]"),
        ] {
            assert_eq!(parse(&query).unwrap_err().to_string(), format!("{want} is invalid: write an object"));
        }
        let outputs =
            Output::iter().map(|output| format!("{:?}", output.id())).collect::<Vec<_>>().join(", ");
        for (query, want) in [
            (with("output", json!({ "score": null })), format!("output: {{\"score\":null}} is invalid: write one of {outputs}")),
            (with("output", json!(5)), format!("output: 5 is invalid: write one of {outputs}")),
            (with("hold", json!({ "row": null })), "hold: {\"row\":null} is invalid: write one of \"event\", \"row\"".to_owned()),
            (
                detection("direction", json!({ "above": null })),
                "detection.direction: {\"above\":null} is invalid: write one of \"above\", \"below\", \"both\"".to_owned(),
            ),
        ] {
            assert_eq!(parse(&query).unwrap_err().to_string(), want);
        }
        let season = parse(&detection("season", json!(["auto"]))).unwrap_err().to_string();
        assert!(season.starts_with("detection.season: [\"auto\"] is invalid: a season is"), "{season}");
    }

    #[test]
    fn no_word_of_an_error_is_one_of_rust() {
        let fields = [
            "source",
            "detection",
            "output",
            "hold",
            "timezone",
            "live",
            "version",
            "unknown",
            "detection.preset",
            "detection.ensemble",
            "detection.threshold",
            "detection.budget",
            "detection.repeats",
            "detection.direction",
            "detection.interval",
            "detection.history",
            "detection.season",
            "detection.severity",
            "detection.minimumDeviation",
            "detection.valueRange",
            "detection.excluded",
            "detection.holidays",
            "detection.offset",
            "detection.gaps",
            "detection.together",
            "detection.unknown",
        ];
        for field in fields {
            for wrong in
                [json!(5), json!(-0.5), json!("x"), json!(["x"]), json!([5]), json!({ "x": 1 }), json!(true)]
            {
                let mut query = json!({ "source": { "kind": "sample" }, "detection": {} });
                match field.split_once('.') {
                    Some((outer, inner)) => query[outer][inner] = wrong,
                    None => query[field] = wrong,
                }
                let Err(error) = parse(&query) else { continue };
                let text = error.to_string();
                assert!(text.starts_with(field), "{text}");
                for word in [
                    "struct",
                    "enum",
                    "variant",
                    "identifier",
                    "string",
                    "map",
                    "sequence",
                    "f64",
                    "u32",
                    "bool",
                    "Spec",
                    "`",
                ] {
                    assert!(!text.contains(word), "{word}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_hundred_unknown_fields_are_one_short_error() {
        let mut query = json!({ "source": { "kind": "sample" } });
        for at in 0..100 {
            query[format!("field_{at:03}_{}", "x".repeat(1_000))] = json!("y".repeat(1_000));
        }
        for wrong in [query.clone(), json!({ "source": { "kind": "sample" }, "detection": query })] {
            let text = parse(&wrong).unwrap_err().to_string();
            assert!(
                text.len() < 800 && text.contains("field_000_xxx") && text.contains("unknown field"),
                "{text}"
            );
        }
    }

    #[test]
    fn every_output_is_read_by_its_name() {
        for output in Output::iter() {
            let query = parse(&json!({ "source": { "kind": "sample" }, "output": output.id() })).unwrap();
            assert_eq!((query.output, query.hold), (output, None));
        }
        for (hold, want) in [("event", Hold::Event), ("row", Hold::Row)] {
            let query = parse(&json!({ "source": { "kind": "sample" }, "hold": hold })).unwrap();
            assert_eq!(query.hold, Some(want));
        }
    }
}
