//! Grafana's plugin protocol. The traits are those that the SDK generates; its own layer on top (0.5) is left out, since
//! there a user's role that it does not know fails the whole request, headers with their tokens are logged at debug, and
//! requests above 4 MiB are refused.

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

use crate::service::Service;
use controller::Controller;

/// The most bytes of a request: Grafana's own limit for what a browser may send is far below.
const MAX_REQUEST_BYTES: usize = 64 << 20;

/// The name by which go-plugin asks whether a plugin is well.
const GO_PLUGIN: &str = "plugin";

/// How long running queries may take to finish once the end is wanted: go-plugin kills after two seconds, and a busy
/// machine needs some of them for the rest.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until the host asks for the end or `shutdown` is done, whichever comes first. Then nothing new is taken in, live
/// streams end, and queries that run have [`GRACE`] to finish.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let (mut reporter, health) = tonic_health::server::health_reporter();
    reporter.set_service_status(GO_PLUGIN, ServingStatus::Serving).await;
    reporter.set_serving::<DataServer<Service>>().await;
    reporter.set_serving::<DiagnosticsServer<Service>>().await;
    reporter.set_serving::<ResourceServer<Service>>().await;
    reporter.set_serving::<StreamServer<Service>>().await;
    let (controller, live) = (Controller::default(), Arc::clone(service.live()));
    let (tell, told) = oneshot::channel();
    let over = {
        let controller = controller.clone();
        async move {
            tokio::select! {
                () = controller.asked() => tracing::info!("The host asks for the end."),
                () = shutdown => {}
            }
            // They would never end by themselves.
            live.close();
            // Nobody listens where the server has failed.
            let _ = tell.send(());
        }
    };
    let serving = Server::builder()
        .add_service(health)
        .add_service(controller)
        .add_service(DataServer::new(service.clone()).max_decoding_message_size(MAX_REQUEST_BYTES))
        .add_service(DiagnosticsServer::new(service.clone()).max_decoding_message_size(MAX_REQUEST_BYTES))
        .add_service(StreamServer::new(service.clone()).max_decoding_message_size(MAX_REQUEST_BYTES))
        .add_service(ResourceServer::new(service).max_decoding_message_size(MAX_REQUEST_BYTES))
        .serve_with_incoming_shutdown(TcpIncoming::from_listener(listener, true, None)?, over);
    tokio::select! {
        served = serving => served?,
        () = grace(told) => tracing::warn!("Some queries were not finished in time and are given up."),
    }
    Ok(())
}

/// Over when the time to finish is; never where the end is not wanted.
async fn grace(told: oneshot::Receiver<()>) {
    match told.await {
        Ok(()) => tokio::time::sleep(GRACE).await,
        Err(_) => std::future::pending().await,
    }
}
