//! `gpx_seismo`: the plugin's process. Reads its environment, does the handshake with Grafana, and serves until it is
//! asked to end.

use std::process::ExitCode;
use std::sync::Arc;

use grafana_plugin_sdk::backend;
use seismo_plugin::config::Config;
use seismo_plugin::ending;
use seismo_plugin::grpc::serve;
use seismo_plugin::service::Service;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::prelude::*;

fn main() -> ExitCode {
    let (config, problem) = match Config::read(|name| std::env::var(name).ok()) {
        Ok(config) => (config, None),
        Err(error) => (Config::default(), Some(error)),
    };
    tracing_subscriber::registry()
        .with(backend::layer())
        .with(EnvFilter::new(config.log.directives()))
        .init();
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "A part of the plugin failed.")));
    if let Some(error) = problem {
        tracing::error!(%error, "A setting cannot be used: the defaults are.");
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "The plugin cannot begin.");
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(run(config));
    // Computations that still run have had their time.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "The plugin cannot go on.");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let end_is_wanted = ending::wanted()?;
    let listener = backend::initialize().await?;
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        cores = config.cores,
        cache_bytes = config.cache_bytes,
        "Seismo serves."
    );
    serve(listener, Service::new(config), Arc::default(), end_is_wanted).await
}
