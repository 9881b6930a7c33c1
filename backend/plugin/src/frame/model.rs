//! A frame type of our own. The SDK's (0.5) cannot carry what the contract needs: its Arrow writer loses the labels of
//! a field that has a config, and its value mappings have a type that Grafana does not know.

use seismo_explain::Notice;
use seismo_series::Labels;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::meta::Custom;
use crate::contract::{TIME_SERIES, TIME_SERIES_VERSION};

/// The config key of the name that Grafana shows for a field by default.
pub const DISPLAY_NAME: &str = "displayNameFromDS";

/// A table of columns of equal length.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The display name.
    pub name: String,
    /// The columns.
    pub fields: Vec<Field>,
    /// `meta.custom`.
    pub custom: Custom,
    /// Problems that did not stop the answer.
    pub notices: Vec<Notice>,
    /// The query text as sent to the source.
    pub executed: String,
    /// Whether the rows are for a table, rather than for drawing.
    pub tabular: bool,
    /// Whether it is one number over time, as Grafana's data plane defines it; recording rules need it.
    pub time_series: bool,
}

/// Grafana's `meta` of a frame.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameMeta<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<&'a Custom>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notices: &'a [Notice],
    #[serde(skip_serializing_if = "str::is_empty")]
    executed_query_string: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    type_version: Option<[u32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_visualisation_type: Option<&'static str>,
}

/// One column.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// The name, if it is not one of the contract's own.
    pub other_name: Option<String>,
    /// The labels of the series.
    pub labels: Labels,
    /// Grafana's `FieldConfig`.
    pub config: Map<String, Value>,
    /// The cells.
    pub values: Values,
}

/// The cells of a column.
#[derive(Debug, Clone)]
pub enum Values {
    /// Milliseconds since 1970, never null.
    Time(Vec<i64>),
    /// Milliseconds since 1970.
    TimeOrNull(Vec<Option<i64>>),
    /// Numbers; NaN is null.
    Number(Vec<f64>),
    /// Texts, never null.
    Text(Vec<String>),
}

impl Field {
    /// A time column without labels.
    pub fn time(name: &'static str, ms: Vec<i64>) -> Self {
        Self::plain(name, Values::Time(ms))
    }

    /// A column without labels.
    pub fn plain(name: &'static str, values: Values) -> Self {
        Self { name, other_name: None, labels: Labels::new(), config: Map::new(), values }
    }

    /// A column of numbers with the labels of its series; NaN is null.
    pub fn number(name: &'static str, labels: &Labels, values: Vec<f64>) -> Self {
        Self { labels: labels.clone(), ..Self::plain(name, Values::Number(values)) }
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.other_name.as_deref().unwrap_or(self.name)
    }

    /// Sets the display name: the name of its series, and a word for the quantity.
    #[must_use]
    pub fn called(self, series: &str, word: &str) -> Self {
        self.with(DISPLAY_NAME, format!("{series} {word}"))
    }

    /// Sets an entry of the config.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.config.insert(key.to_owned(), value.into());
        self
    }
}

impl Frame {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.fields.first().map_or(0, |field| match &field.values {
            Values::Time(ms) => ms.len(),
            Values::TimeOrNull(ms) => ms.len(),
            Values::Text(words) => words.len(),
            Values::Number(values) => values.len(),
        })
    }

    /// Grafana's `meta`; `None` if it would be empty.
    pub fn meta(&self) -> Option<FrameMeta<'_>> {
        let custom = Some(&self.custom).filter(|custom| custom.seismo.is_some() || custom.events.is_some());
        let told = custom.is_some() || !self.notices.is_empty() || !self.executed.is_empty();
        (told || self.time_series || self.tabular).then_some(FrameMeta {
            custom,
            notices: &self.notices,
            executed_query_string: &self.executed,
            r#type: self.time_series.then_some(TIME_SERIES),
            type_version: self.time_series.then_some(TIME_SERIES_VERSION),
            preferred_visualisation_type: self.tabular.then_some("table"),
        })
    }

    /// The frame as Grafana's `DataFrameJSON`, as its front end receives it.
    pub fn to_json(&self) -> Value {
        let field = |field: &Field| {
            let (kind, info) = match field.values {
                Values::Time(_) => ("time", json!({ "frame": "time.Time", "nullable": false })),
                Values::TimeOrNull(_) => ("time", json!({ "frame": "time.Time", "nullable": true })),
                Values::Number(_) => ("number", json!({ "frame": "float64", "nullable": true })),
                Values::Text(_) => ("string", json!({ "frame": "string", "nullable": false })),
            };
            let mut schema = json!({ "name": field.name(), "type": kind, "typeInfo": info });
            if !field.labels.is_empty() {
                schema["labels"] = json!(field.labels);
            }
            if !field.config.is_empty() {
                schema["config"] = Value::Object(field.config.clone());
            }
            schema
        };
        let values = |field: &Field| match &field.values {
            Values::Time(ms) => json!(ms),
            Values::TimeOrNull(ms) => json!(ms),
            Values::Text(words) => json!(words),
            // JSON has no NaN: serde_json writes null, which means a gap.
            Values::Number(values) => json!(values),
        };
        let mut schema =
            json!({ "name": self.name, "fields": self.fields.iter().map(field).collect::<Vec<_>>() });
        if let Some(meta) = self.meta() {
            schema["meta"] = json!(meta);
        }
        json!({ "schema": schema, "data": { "values": self.fields.iter().map(values).collect::<Vec<_>>() } })
    }
}
