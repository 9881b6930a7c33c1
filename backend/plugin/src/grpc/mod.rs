//! Grafana's plugin protocol. It uses the traits that the SDK generates, but not the SDK's own layer (0.5). There, a
//! user's unknown role fails the whole request, headers with their tokens are logged at debug level, and requests above
//! 4 MiB are refused.

mod controller;
mod data;
mod diagnostics;
mod origin;
mod resource;
mod stream;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use grafana_plugin_sdk::pluginv2::data_server::DataServer;
use grafana_plugin_sdk::pluginv2::diagnostics_server::DiagnosticsServer;
use grafana_plugin_sdk::pluginv2::resource_server::ResourceServer;
use grafana_plugin_sdk::pluginv2::stream_server::StreamServer;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_health::ServingStatus;

use crate::live::Hub;
use crate::service::Service;
use controller::Controller;
use stream::Streams;

/// Largest size of a request, in bytes: Grafana's own limit for browsers is far below.
const MAX_REQUEST_BYTES: usize = 64 << 20;

/// The service name in go-plugin's health check.
const GO_PLUGIN: &str = "plugin";

/// Time that running queries have to finish once the end is requested: go-plugin kills after two seconds, and a busy
/// machine needs some of them for the rest.
const GRACE: Duration = Duration::from_secs(1);

/// Serves, with `live` for the live streams, until the host asks for the end or `shutdown` completes, whichever comes
/// first. Then it accepts nothing new, ends live streams, and gives running queries [`GRACE`] to finish.
///
/// # Errors
/// If the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    live: Arc<Hub>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let (mut reporter, health) = tonic_health::server::health_reporter();
    reporter.set_service_status(GO_PLUGIN, ServingStatus::Serving).await;
    reporter.set_serving::<DataServer<Service>>().await;
    reporter.set_serving::<DiagnosticsServer<Service>>().await;
    reporter.set_serving::<ResourceServer<Service>>().await;
    reporter.set_serving::<StreamServer<Streams>>().await;
    let controller = Controller::default();
    let streams = Streams { service: service.clone(), live: Arc::clone(&live) };
    let (tell, told) = oneshot::channel();
    let over = {
        let controller = controller.clone();
        async move {
            tokio::select! {
                () = controller.asked() => tracing::info!("The host asks for the end."),
                () = shutdown => {}
            }
            // Live streams never end by themselves.
            live.close();
            // Nothing listens if the server has failed.
            let _ = tell.send(());
        }
    };
    let serving = Server::builder()
        .add_service(health)
        .add_service(controller)
        .add_service(DataServer::new(service.clone()).max_decoding_message_size(MAX_REQUEST_BYTES))
        .add_service(DiagnosticsServer::new(service.clone()).max_decoding_message_size(MAX_REQUEST_BYTES))
        .add_service(StreamServer::new(streams).max_decoding_message_size(MAX_REQUEST_BYTES))
        .add_service(ResourceServer::new(service).max_decoding_message_size(MAX_REQUEST_BYTES))
        .serve_with_incoming_shutdown(TcpIncoming::from_listener(listener, true, None)?, over);
    tokio::select! {
        served = serving => served?,
        () = grace(told) => tracing::warn!("Some queries were not finished in time and are given up."),
    }
    Ok(())
}

/// Completes when the time to finish is over; never if the end is not requested.
async fn grace(told: oneshot::Receiver<()>) {
    match told.await {
        Ok(()) => tokio::time::sleep(GRACE).await,
        Err(_) => std::future::pending().await,
    }
}
