//! Health and metrics.

use grafana_plugin_sdk::pluginv2::check_health_response::HealthStatus;
use grafana_plugin_sdk::pluginv2::collect_metrics_response::Payload;
use grafana_plugin_sdk::pluginv2::diagnostics_server::Diagnostics;
use grafana_plugin_sdk::pluginv2::{
    CheckHealthRequest, CheckHealthResponse, CollectMetricsRequest, CollectMetricsResponse,
};
use seismo_sources::{ForwardedHeaders, Health};
use serde_json::json;
use tonic::{Request, Response, Status};

use crate::service::Service;
use crate::settings::Instance;
use crate::{PluginError, knowledge};

#[tonic::async_trait]
impl Diagnostics for Service {
    async fn check_health(
        &self,
        request: Request<CheckHealthRequest>,
    ) -> Result<Response<CheckHealthResponse>, Status> {
        let CheckHealthRequest { plugin_context, headers } = request.into_inner();
        let instance = Instance::read(plugin_context.as_ref());
        let headers = ForwardedHeaders::from_request(&headers);
        let (status, message, details) = match self.health(instance, headers).await {
            Ok(health) => (HealthStatus::Ok, format!("{}.", health.message), json!(health)),
            Err(error) => (HealthStatus::Error, error.to_string(), json!({ "status": error.status() })),
        };
        let (status, json_details) = (status.into(), details.to_string().into_bytes());
        Ok(Response::new(CheckHealthResponse { status, message, json_details }))
    }

    async fn collect_metrics(
        &self,
        _request: Request<CollectMetricsRequest>,
    ) -> Result<Response<CollectMetricsResponse>, Status> {
        let text = self.engine().telemetry().encode().map_err(|error| Status::internal(error.to_string()))?;
        Ok(Response::new(CollectMetricsResponse { metrics: Some(Payload { prometheus: text }) }))
    }
}

impl Service {
    /// Reads the calendars, and really asks the source.
    async fn health(
        &self,
        instance: Result<Instance, PluginError>,
        headers: ForwardedHeaders,
    ) -> Result<Health, PluginError> {
        let instance = instance?;
        knowledge::check_calendars(&instance.settings.calendars)?;
        Ok(self.source_for(&instance, headers)?.health().await?)
    }
}
