//! The editors' requests beside queries: HTTP calls over gRPC.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use seismo_detection::Preset;
use seismo_sources::ForwardedHeaders;
use serde_json::{Value, json};

use crate::PluginError;
use crate::service::Service;
use seismo_engine::DataSource;
use strum::IntoEnumIterator;

/// A call.
#[derive(Debug)]
pub struct Call<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path below `resources/`.
    pub path: &'a str,
    /// The URL with its query string.
    pub url: &'a str,
    /// The body.
    pub body: &'a [u8],
    /// The caller's role in the organisation; empty if there is none.
    pub role: &'a str,
    /// The data source, or why its settings cannot be read.
    pub data_source: Result<DataSource, PluginError>,
    /// The caller's identity.
    pub headers: ForwardedHeaders,
}

/// Answers a call.
///
/// # Errors
/// [`PluginError`] with the matching status.
pub async fn call(service: &Service, call: Call<'_>) -> Result<Value, PluginError> {
    let arguments = arguments(call.url);
    let argument = |name: &str| arguments.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let path = call.path.trim_matches('/');
    match (call.method, path) {
        ("GET", "detectors") => Ok(json!(service.engine().catalogue().detectors().collect::<Vec<_>>())),
        ("GET", "presets") => Ok(json!(Preset::iter().map(Preset::info).collect::<Vec<_>>())),
        ("GET", "model-info") => Ok(json!(seismo_models::info())),
        ("GET", "metrics-names") => {
            let source = service.connections().source_for(&call.data_source?, call.headers)?;
            Ok(json!(source.metric_names(argument("match").unwrap_or_default()).await?))
        }
        ("GET", "labels") => {
            let source = service.connections().source_for(&call.data_source?, call.headers)?;
            Ok(json!(source.labels(argument("metric")).await?))
        }
        ("GET", "label-values") => {
            let label = argument("label").ok_or_else(|| {
                PluginError::field("label", "is missing: write label-values?label=data_source")
            })?;
            let source = service.connections().source_for(&call.data_source?, call.headers)?;
            Ok(json!(source.label_values(label, argument("metric")).await?))
        }
        ("POST", "detect") => {
            // Scoring posted points needs no data source; only calendars by name do.
            let calendars =
                call.data_source.map(|data_source| data_source.settings.calendars).unwrap_or_default();
            Ok(service.engine().detect(&calendars, call.body).await?)
        }
        ("POST", "cache/clear") => {
            check_role(call.role)?;
            Ok(json!({ "cleared": service.engine().cache().clear(&call.data_source?.identity) }))
        }
        (method, path) => Err(PluginError::NotFound(format!(
            "there is no {method} {path}: there are GET detectors, presets, model-info, metrics-names, labels, label-values and \
             POST detect, cache/clear"
        ))),
    }
}

/// Checks whether the caller may change what others see or wait for: Grafana's own server lets everybody call who may
/// query.
fn check_role(role: &str) -> Result<(), PluginError> {
    if ["Editor", "Admin"].contains(&role) {
        return Ok(());
    }
    let role = if role.is_empty() { "no role".to_owned() } else { format!("the role {role}") };
    Err(PluginError::Forbidden(format!(
        "clearing the cache needs the role Editor or Admin, and this user has {role}: ask an editor"
    )))
}

/// The arguments of a URL's query string; of two with one name the later one counts.
fn arguments(url: &str) -> HashMap<String, String> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let (_, query) = url.split_once('?').unwrap_or_default();
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    };
    query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_decoded() {
        let found = arguments("label-values?label=a%20b&metric=x+y%2Bz&empty=&&flag");
        for (name, value) in [("label", "a b"), ("metric", "x y+z"), ("empty", ""), ("flag", "")] {
            assert_eq!(found[name], value, "{name}");
        }
        assert!(arguments("labels").is_empty());
    }
}
