//! A query as a dashboard holds it, understood field by field. Each query is read on its own: a wrong one never takes its
//! neighbours along.

use seismo_detection::DetectionSpec;
use seismo_sources::SourceQuery;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::contract::{GRAFANA_FIELDS, QUERY_VERSION};
pub use crate::output::{Hold, Output};
use crate::{PluginError, knowledge};

/// A query, understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What to ask the source.
    pub source: SourceQuery,
    /// How to look at the answer.
    pub detection: DetectionSpec,
    /// What to make of it.
    pub output: Output,
    /// What scores and severities say within an event; `None` where who asks decides.
    pub hold: Option<Hold>,
    /// An IANA time zone name.
    pub timezone: String,
    /// Whether what comes after the answer is to be streamed. No score depends on it.
    pub live: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    source: SourceQuery,
    #[serde(default)]
    detection: DetectionSpec,
    #[serde(default)]
    output: Output,
    #[serde(default)]
    hold: Option<Hold>,
    #[serde(default)]
    timezone: String,
    #[serde(default)]
    live: bool,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// [`PluginError`] names the field by its full path, its value, and what would be right.
    pub fn parse(json: &[u8]) -> Result<Self, PluginError> {
        let value: Value = serde_json::from_slice(json)
            .map_err(|error| PluginError::field("query", format!("is no JSON: {error}")))?;
        let Value::Object(mut fields) = value else {
            return Err(PluginError::field("query", format!("{} is no object", shown(&value))));
        };
        migrate(&mut fields)?;
        without_grafanas(&mut fields);
        let wire: Wire = from_value(&Value::Object(fields))?;
        let timezone = match wire.timezone.trim() {
            "" => "UTC",
            name => knowledge::time_zone(name).map(|_| name)?,
        };
        Ok(Self {
            timezone: timezone.to_owned(),
            source: wire.source,
            detection: wire.detection,
            output: wire.output,
            hold: wire.hold,
            live: wire.live,
        })
    }
}

/// Takes away what is Grafana's own business. An empty `expr` comes from the default query of a Prometheus data source.
pub(crate) fn without_grafanas(fields: &mut Map<String, Value>) {
    for own in GRAFANA_FIELDS {
        fields.remove(own);
    }
    if fields.get("expr").is_some_and(|expr| expr.as_str() == Some("")) {
        fields.remove("expr");
    }
}

/// Brings a query of an older version up to the newest, and takes the version away.
fn migrate(fields: &mut Map<String, Value>) -> Result<(), PluginError> {
    match fields.remove("version") {
        None | Some(Value::Null) => Ok(()),
        Some(version) => match version.as_u64() {
            Some(QUERY_VERSION) => Ok(()),
            Some(newer) if newer > QUERY_VERSION => {
                let problem = format!(
                    "{newer} is newer than this plugin, which reads versions up to {QUERY_VERSION}: update the plugin"
                );
                Err(PluginError::field("version", problem))
            }
            _ => Err(PluginError::field(
                "version",
                format!("{} is no version: write {QUERY_VERSION}", shown(&version)),
            )),
        },
    }
}

/// Reads a JSON value into a type, with errors that name the path and the value.
///
/// # Errors
/// [`PluginError::Field`].
pub(crate) fn from_value<T: for<'de> Deserialize<'de>>(value: &Value) -> Result<T, PluginError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let mut path = error.path().to_string();
        let mut problem = error.inner().to_string();
        // serde names an unknown field in its text only; the path ends at the object that holds it, or at the field.
        let unknown = problem.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
        if let Some((name, right)) = unknown {
            let parent = path.strip_suffix(name).and_then(|parent| parent.strip_suffix('.'));
            let parent = parent.unwrap_or(&path);
            path = if parent == "." || parent == name { name.to_owned() } else { format!("{parent}.{name}") };
            problem = format!("unknown field{right}");
        }
        let problem = short(&problem, LONGEST_PROBLEM);
        match at(value, &path) {
            Some(found) if !found.is_object() => {
                let problem = format!("{} is not possible: {problem}", shown(found));
                PluginError::field(short(&path, LONGEST_PATH), problem)
            }
            _ if path == "." => PluginError::field("query", problem),
            _ => PluginError::field(short(&path, LONGEST_PATH), problem),
        }
    })
}

/// The value at a path such as `detection.ensemble[0].weight`.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split(['.', '[']).filter(|step| !step.is_empty()).try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.trim_end_matches(']').parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// The most characters of an error message that quote a value, a path, and what is wrong.
const LONGEST_VALUE: usize = 80;
const LONGEST_PATH: usize = 120;
const LONGEST_PROBLEM: usize = 400;

/// A value for an error message.
fn shown(value: &Value) -> String {
    short(&value.to_string(), LONGEST_VALUE)
}

/// A text of at most `longest` characters, and a mark where there was more.
fn short(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(json: &Value) -> Result<Query, PluginError> {
        Query::parse(json.to_string().as_bytes())
    }

    #[test]
    fn the_contracts_own_example_is_read() {
        let query = parse(&json!({
            "refId": "A", "version": 1, "timezone": "Europe/Berlin",
            "datasource": { "uid": "x", "type": "seismo" }, "hide": false, "intervalMs": 1000, "maxDataPoints": 300,
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
            (with("treshold", json!(0.5)), vec!["treshold: 0.5", "expected one of", "detection"]),
            (with("detection", json!({ "treshold": 0.5 })), vec!["detection.treshold: 0.5", "threshold"]),
            (with("detection", json!({ "threshold": "high" })), vec!["detection.threshold: \"high\"", "f64"]),
            (with("detection", json!({ "season": true })), vec!["detection.season: true", "auto"]),
            (with("detection", json!({ "direction": "up" })), vec!["detection.direction: \"up\"", "above"]),
            (with("detection", json!({ "preset": "magic" })), vec!["detection.preset", "classic"]),
            (
                with("detection", json!({ "ensemble": [{ "detector": "z_score", "weight": "much" }] })),
                vec!["detection.ensemble[0].weight: \"much\"", "f64"],
            ),
            (
                with("detection", json!({ "ensemble": [{ "detector": "z_score", "weigth": 1 }] })),
                vec!["detection.ensemble[0].weigth: 1", "weight"],
            ),
            (with("output", json!("graph")), vec!["output: \"graph\"", "deviation"]),
            (with("hold", json!("week")), vec!["hold: \"week\"", "event", "row"]),
            (with("expr", json!("up")), vec!["expr: \"up\"", "source"]),
            (with("timezone", json!("Mars/Olympus")), vec!["timezone: \"Mars/Olympus\"", "Europe/Berlin"]),
            (with("timezone", json!(1)), vec!["timezone: 1", "string"]),
            (with("live", json!("yes")), vec!["live: \"yes\"", "boolean"]),
            (with("version", json!(2)), vec!["version: 2", "update the plugin"]),
            (with("version", json!("1")), vec!["version: \"1\"", "write 1"]),
            (
                with("source", json!({ "kind": "sample", "expr": "up" })),
                vec!["source.expr: \"up\"", "metric"],
            ),
            (with("source", json!({ "kind": "graphite" })), vec!["source", "graphite", "prometheus"]),
            (with("source", json!({ "kind": "prometheus" })), vec!["source", "expr"]),
            (json!({}), vec!["missing field `source`"]),
            (json!([]), vec!["query: [] is no object"]),
        ] {
            let error = parse(&query).unwrap_err();
            assert_eq!(error.status(), 400);
            let text = error.to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{query}: {text}");
        }
        assert!(Query::parse(b"{").unwrap_err().to_string().contains("no JSON"));
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
            ("expr", json!("")),
            ("intervalMs", json!(1000)),
            ("maxDataPoints", json!(43200)),
            ("hide", json!(false)),
            ("datasource", json!({ "type": "seismo", "uid": "x" })),
        ] {
            planted[name] = value;
        }
        assert_eq!(parse(&planted).unwrap(), plain);
        planted["source"]["instant"] = json!(true);
        assert!(parse(&planted).unwrap_err().to_string().starts_with("source.instant: true"));
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
        for output in Output::ALL {
            let query = parse(&json!({ "source": { "kind": "sample" }, "output": output.id() })).unwrap();
            assert_eq!((query.output, query.hold), (output, None));
        }
        for (hold, want) in [("event", Hold::Event), ("row", Hold::Row)] {
            let query = parse(&json!({ "source": { "kind": "sample" }, "hold": hold })).unwrap();
            assert_eq!(query.hold, Some(want));
        }
    }
}
