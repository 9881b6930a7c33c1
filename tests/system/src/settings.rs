//! Data source settings as Grafana would pass them.

use std::collections::HashMap;
use std::sync::Arc;

use seismo_series::{Grid, Interval};
use seismo_sources::{
    FetchRequest, ForwardedHeaders, GrafanaSettings, OverCap, Source, SourceQuery, SourceSettings, connect,
};
use serde_json::Value;

/// Builds settings from the contract's field names.
#[derive(Debug, Clone)]
pub struct Settings {
    url: String,
    basic_auth: Option<String>,
    user: String,
    json_data: Value,
    secure_json_data: HashMap<String, String>,
}

impl Settings {
    /// The settings of a server of this kind, with `jsonData` beside it.
    pub fn new(kind: &str, url: &str, mut json_data: Value) -> Self {
        json_data["kind"] = Value::from(kind);
        Self {
            url: url.to_owned(),
            basic_auth: None,
            user: String::new(),
            json_data,
            secure_json_data: HashMap::new(),
        }
    }

    /// Adds a secret.
    #[must_use]
    pub fn secret(mut self, key: &str, value: &str) -> Self {
        self.secure_json_data.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Adds basic authentication.
    #[must_use]
    pub fn basic_auth(mut self, user: &str, password: &str) -> Self {
        self.basic_auth = Some(user.to_owned());
        self.secret("basicAuthPassword", password)
    }

    /// Adds InfluxQL's own user.
    #[must_use]
    pub fn login(mut self, user: &str, password: &str) -> Self {
        self.user = user.to_owned();
        self.secret("password", password)
    }

    /// The source that these settings describe.
    ///
    /// # Panics
    /// If the settings are invalid.
    pub fn connect(&self) -> Arc<dyn Source> {
        SourceSettings::parse(&GrafanaSettings {
            url: &self.url,
            user: &self.user,
            database: "",
            basic_auth_enabled: self.basic_auth.is_some(),
            basic_auth_user: self.basic_auth.as_deref().unwrap_or(""),
            json_data: &self.json_data,
            secure_json_data: &self.secure_json_data,
        })
        .and_then(|settings| connect(&settings))
        .unwrap_or_else(|error| panic!("{error}"))
    }
}

/// A request for every series of `query` at the instants from `from_ms` to `to_ms`, long after those were over.
///
/// # Panics
/// If the interval is not at least 1 ms.
pub fn question(query: SourceQuery, interval_ms: i64, from_ms: i64, to_ms: i64) -> FetchRequest {
    let interval =
        Interval::from_ms(interval_ms).unwrap_or_else(|| panic!("{interval_ms} ms is no interval"));
    let grid = Grid::new(interval);
    FetchRequest {
        query,
        grid,
        range: grid.between(from_ms, to_ms),
        now_ms: to_ms + 86_400_000,
        max_series: 1_000,
        max_samples: 50_000_000,
        over_cap: OverCap::Refuse,
        only: None,
        headers: ForwardedHeaders::default(),
    }
}
