//! A data source as Grafana describes it with every request.

use grafana_plugin_sdk::pluginv2::PluginContext;
use seismo_engine::{DataSource, SourceIdentity};
use seismo_sources::{GrafanaSettings, SourceSettings};
use serde_json::Value;

use crate::PluginError;

/// Reads the context of a request. It ignores the user: a user without a role, or with an unknown one, is Grafana's
/// concern.
///
/// # Errors
/// [`PluginError`] names the setting, its value, and what would be right.
pub fn data_source(context: Option<&PluginContext>) -> Result<DataSource, PluginError> {
    let missing = || {
        PluginError::field("data source", "is missing from the request: save the data source, then try again")
    };
    let context = context.ok_or_else(missing)?;
    let grafana = context.data_source_instance_settings.as_ref().ok_or_else(missing)?;
    let json_data: Value = match grafana.json_data.as_slice() {
        [] => Value::Null,
        json => serde_json::from_slice(json)
            .map_err(|error| PluginError::field("jsonData", format!("is not valid JSON: {error}")))?,
    };
    let settings = SourceSettings::parse(&GrafanaSettings {
        url: &grafana.url,
        user: &grafana.user,
        database: &grafana.database,
        basic_auth_enabled: grafana.basic_auth_enabled,
        basic_auth_user: &grafana.basic_auth_user,
        json_data: &json_data,
        secure_json_data: &grafana.decrypted_secure_json_data,
    })?;
    let identity =
        SourceIdentity { org: context.org_id, uid: grafana.uid.clone(), updated_ms: grafana.last_updated_ms };
    Ok(DataSource { identity, settings })
}
