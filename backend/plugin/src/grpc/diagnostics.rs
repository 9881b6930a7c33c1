//! Health and metrics.

use grafana_plugin_sdk::pluginv2::check_health_response::HealthStatus;
use grafana_plugin_sdk::pluginv2::collect_metrics_response::Payload;
use grafana_plugin_sdk::pluginv2::diagnostics_server::Diagnostics;
use grafana_plugin_sdk::pluginv2::{
    CheckHealthRequest, CheckHealthResponse, CollectMetricsRequest, CollectMetricsResponse,
};
use seismo_sources::{ForwardedHeaders, Health, SourceError, SourceSettings};
use serde_json::json;
use tonic::{Request, Response, Status};

use crate::PluginError;
use crate::service::Service;
use crate::settings;
use seismo_engine::{DataSource, EngineError};
use seismo_query::knowledge;

#[tonic::async_trait]
impl Diagnostics for Service {
    async fn check_health(
        &self,
        request: Request<CheckHealthRequest>,
    ) -> Result<Response<CheckHealthResponse>, Status> {
        let CheckHealthRequest { plugin_context, headers } = request.into_inner();
        let data_source = settings::data_source(plugin_context.as_ref());
        let headers = ForwardedHeaders::from_request(&headers);
        let settings = data_source.as_ref().ok().map(|data_source| data_source.settings.clone());
        let (status, message, details) = match self.health(data_source, headers).await {
            Ok(health) => (HealthStatus::Ok, format!("{}.", health.message()), json!(health)),
            Err(error) => {
                let (fact, hint) = told(&error, settings.as_ref());
                // A data source that is not set up yet is not wrong.
                let unset =
                    matches!(error, PluginError::Engine(EngineError::Source(SourceError::NoAddress { .. })));
                let status = if unset { HealthStatus::Unknown } else { HealthStatus::Error };
                (status, fact, json!({ "status": error.status(), "hint": hint }))
            }
        };
        let (status, json_details) = (status.into(), details.to_string().into_bytes());
        Ok(Response::new(CheckHealthResponse { status, message, json_details }))
    }

    async fn collect_metrics(
        &self,
        _request: Request<CollectMetricsRequest>,
    ) -> Result<Response<CollectMetricsResponse>, Status> {
        let text = self.metrics().encode().map_err(|error| Status::internal(error.to_string()))?;
        Ok(Response::new(CollectMetricsResponse { metrics: Some(Payload { prometheus: text }) }))
    }
}

/// What happened, and what to do about it in the settings. Without advice, only what happened.
fn told(error: &PluginError, settings: Option<&SourceSettings>) -> (String, Option<String>) {
    match (error, settings) {
        (PluginError::Engine(EngineError::Source(error)), Some(settings)) => match error.hint(settings) {
            Some(hint) => (error.fact(), Some(hint)),
            None => (error.to_string(), None),
        },
        _ => (error.to_string(), None),
    }
}

impl Service {
    /// Parses the calendars, and sends a real request to the source.
    async fn health(
        &self,
        data_source: Result<DataSource, PluginError>,
        headers: ForwardedHeaders,
    ) -> Result<Health, PluginError> {
        let data_source = data_source?;
        knowledge::check_calendars(&data_source.settings.calendars)?;
        Ok(self.connections().source_for(&data_source, headers)?.health().await?)
    }
}
