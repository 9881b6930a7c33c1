//! The data source of the session, which Grafana would keep in its database.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use grafana_plugin_sdk::pluginv2;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::args::{Secret, Try};

/// The plugin's id in Grafana.
pub const PLUGIN_ID: &str = "seismo-anomaly-datasource";

/// Settings as Grafana stores them. Secrets stay in this process: neither [`DataSource::public`] nor `Debug` shows
/// them.
#[derive(Debug, Clone, Default)]
pub struct DataSource {
    /// The uid, as used in URLs.
    pub uid: String,
    /// The display name.
    pub name: String,
    /// The address of the server; empty for the sample fleet.
    pub url: String,
    /// The user of the database, not of Grafana.
    pub user: String,
    /// The database, in Grafana's older field.
    pub database: String,
    /// Whether requests carry the user and password of basic authentication.
    pub basic_auth: bool,
    /// User of basic authentication.
    pub basic_auth_user: String,
    /// `kind` and the other settings of the contract.
    pub json_data: Map<String, Value>,
    /// Secrets by name (`token`, `basicAuthPassword`).
    pub secrets: Secrets,
    /// Increases with each save, so that the plugin notices new settings.
    pub revision: i64,
}

/// Secrets by name. `Debug` shows only the names.
#[derive(Clone, Default)]
pub struct Secrets(BTreeMap<String, String>);

/// Settings as the config editor posts them. Absent fields stay unchanged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Draft {
    name: Option<String>,
    url: Option<String>,
    user: Option<String>,
    database: Option<String>,
    basic_auth: Option<bool>,
    basic_auth_user: Option<String>,
    json_data: Option<Map<String, Value>>,
    secure_json_data: Secrets,
    secure_json_fields: BTreeMap<String, bool>,
}

/// The part of a [`DataSource`] that the browser may see.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Public<'a> {
    uid: &'a str,
    name: &'a str,
    r#type: &'static str,
    url: &'a str,
    user: &'a str,
    database: &'a str,
    basic_auth: bool,
    basic_auth_user: &'a str,
    json_data: &'a Map<String, Value>,
    secure_json_fields: BTreeMap<&'a str, bool>,
}

impl DataSource {
    /// The data source of the command line; the sample fleet by default.
    pub fn from_options(options: &Try) -> Self {
        let mut secrets = Secrets::default();
        let (kind, url, json_data) = if let Some(url) = &options.prometheus {
            ("prometheus", url.as_str(), json!({ "kind": "prometheus" }))
        } else if let Some(url) = &options.influxdb {
            if let Some(token) = &options.token {
                secrets.0.insert("token".to_owned(), Secret::expose(token).to_owned());
            }
            let language = if options.asks_flux() { "Flux" } else { "InfluxQL" };
            let mut json_data = json!({ "kind": "influxdb", "version": language });
            for (key, value) in [
                ("dbName", &options.database),
                ("organization", &options.org),
                ("defaultBucket", &options.bucket),
            ] {
                if let Some(value) = value {
                    json_data[key] = value.as_str().into();
                }
            }
            ("influxdb", url.as_str(), json_data)
        } else {
            ("sample", "", json!({ "kind": "sample", "fleet": options.fleet.setting() }))
        };
        let name = match kind {
            "prometheus" => "Prometheus",
            "influxdb" => "InfluxDB",
            _ => "Sample fleet",
        };
        Self {
            uid: kind.to_owned(),
            name: name.to_owned(),
            url: url.to_owned(),
            json_data: match json_data {
                Value::Object(map) => map,
                _ => Map::new(),
            },
            secrets,
            revision: 1,
            ..Self::default()
        }
    }

    /// The same data source with the draft applied: a secret is replaced if the draft has one, and removed if
    /// `secureJsonFields` says that it is no longer set.
    pub fn with(&self, draft: Draft) -> Self {
        let mut secrets = self.secrets.clone();
        secrets.0.retain(|name, _| draft.secure_json_fields.get(name) != Some(&false));
        secrets.0.extend(draft.secure_json_data.0.into_iter().filter(|(_, value)| !value.is_empty()));
        Self {
            uid: self.uid.clone(),
            name: draft.name.unwrap_or_else(|| self.name.clone()),
            url: draft.url.unwrap_or_else(|| self.url.clone()),
            user: draft.user.unwrap_or_else(|| self.user.clone()),
            database: draft.database.unwrap_or_else(|| self.database.clone()),
            basic_auth: draft.basic_auth.unwrap_or(self.basic_auth),
            basic_auth_user: draft.basic_auth_user.unwrap_or_else(|| self.basic_auth_user.clone()),
            json_data: draft.json_data.unwrap_or_else(|| self.json_data.clone()),
            secrets,
            revision: self.revision + 1,
        }
    }

    /// The part that the browser may see: names of secrets, never their values.
    pub fn public(&self) -> Public<'_> {
        Public {
            uid: &self.uid,
            name: &self.name,
            r#type: PLUGIN_ID,
            url: &self.url,
            user: &self.user,
            database: &self.database,
            basic_auth: self.basic_auth,
            basic_auth_user: &self.basic_auth_user,
            json_data: &self.json_data,
            secure_json_fields: self.secrets.0.keys().map(|name| (name.as_str(), true)).collect(),
        }
    }

    /// The context that Grafana sends with each call.
    pub fn context(&self) -> pluginv2::PluginContext {
        pluginv2::PluginContext {
            org_id: 1,
            plugin_id: PLUGIN_ID.to_owned(),
            user: Some(pluginv2::User {
                login: "seismo".to_owned(),
                name: "seismo try".to_owned(),
                email: String::new(),
                role: "Admin".to_owned(),
            }),
            app_instance_settings: None,
            data_source_instance_settings: Some(pluginv2::DataSourceInstanceSettings {
                id: 1,
                uid: self.uid.clone(),
                name: self.name.clone(),
                url: self.url.clone(),
                user: self.user.clone(),
                database: self.database.clone(),
                basic_auth_enabled: self.basic_auth,
                basic_auth_user: self.basic_auth_user.clone(),
                json_data: Value::Object(self.json_data.clone()).to_string().into_bytes(),
                decrypted_secure_json_data: HashMap::from_iter(self.secrets.0.clone()),
                last_updated_ms: self.revision,
            }),
        }
    }
}

impl Try {
    /// Whether an InfluxDB is queried in Flux: if an organization or a bucket is given.
    pub fn asks_flux(&self) -> bool {
        self.org.is_some() || self.bucket.is_some()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<'de> Deserialize<'de> for Secrets {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::{Arguments, Command};

    fn source(line: &str) -> DataSource {
        let arguments = Arguments::try_parse_from(line.split_whitespace().collect::<Vec<_>>()).expect(line);
        let Command::Try(options) = arguments.command else { panic!("{line} tries nothing") };
        DataSource::from_options(&options)
    }

    #[test]
    fn the_options_become_the_settings_of_the_contract() {
        for (line, url, json_data) in [
            ("seismo try", "", json!({ "kind": "sample", "fleet": "on-call" })),
            ("seismo try --fleet dense", "", json!({ "kind": "sample", "fleet": "dense" })),
            ("seismo try --prometheus http://p:9090", "http://p:9090", json!({ "kind": "prometheus" })),
            (
                "seismo try --influxdb http://i --database telegraf",
                "http://i",
                json!({ "kind": "influxdb", "version": "InfluxQL", "dbName": "telegraf" }),
            ),
            (
                "seismo try --influxdb http://i --org o --bucket b",
                "http://i",
                json!({ "kind": "influxdb", "version": "Flux", "organization": "o", "defaultBucket": "b" }),
            ),
        ] {
            let source = source(line);
            assert_eq!((source.url.as_str(), Value::Object(source.json_data)), (url, json_data), "{line}");
        }
    }

    #[test]
    fn a_draft_replaces_what_it_names_and_leaves_the_rest() {
        let before = source("seismo try --influxdb http://i --org o --token first");
        let after = before.with(
            serde_json::from_value(
                json!({ "url": "http://j", "secureJsonData": { "password": "second", "x": "" } }),
            )
            .expect("a draft"),
        );
        assert_eq!(after.url, "http://j");
        assert_eq!(after.json_data, before.json_data);
        assert_eq!(after.secrets.0.keys().collect::<Vec<_>>(), ["password", "token"]);
        assert!(after.revision > before.revision, "the plugin must see that the settings changed");
        let reset = after.with(
            serde_json::from_value(json!({ "secureJsonFields": { "token": false } })).expect("a draft"),
        );
        assert_eq!(reset.secrets.0.keys().collect::<Vec<_>>(), ["password"]);
    }

    #[test]
    fn secrets_are_shown_neither_to_the_browser_nor_in_debug_output() {
        let source = source("seismo try --influxdb http://i --org o --token hush");
        let shown = serde_json::to_value(source.public()).expect("JSON");
        assert_eq!(shown["secureJsonFields"], json!({ "token": true }));
        assert!(!shown.to_string().contains("hush") && !format!("{source:?}").contains("hush"));
        let sent = source.context().data_source_instance_settings.expect("settings");
        assert_eq!(sent.decrypted_secure_json_data["token"], "hush");
    }
}
