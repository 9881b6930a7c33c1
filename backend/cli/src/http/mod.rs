//! The HTTP paths of Grafana that the workbench page requests, answered by the plugin.

mod datasource;
mod failure;
mod guard;
mod live;
mod page;
mod query;

use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{any, get, post};
use axum::{Json, Router, middleware};
use serde_json::json;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::datasource::{DataSource, Draft, PLUGIN_ID};
use crate::host::Host;
use failure::Failure;
use live::Channels;

/// Largest request body, in bytes. The plugin's gRPC server refuses larger ones as well (tonic's default).
const BODY_LIMIT: usize = 4 << 20;

/// The state of one run of `seismo try`.
#[derive(Debug)]
pub struct Session {
    host: Arc<Host>,
    /// Never held across an await.
    source: RwLock<Arc<DataSource>>,
    clock: Clock,
    live: Arc<Channels>,
}

impl Session {
    /// A session over a running plugin and one data source.
    pub fn new(host: impl Into<Arc<Host>>, source: DataSource, clock: Clock) -> Self {
        Self { host: host.into(), source: RwLock::new(Arc::new(source)), clock, live: Arc::default() }
    }

    fn source(&self) -> Arc<DataSource> {
        Arc::clone(&self.source.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the settings until the session ends.
    fn save(&self, draft: Draft) -> Arc<DataSource> {
        let mut source = self.source.write().unwrap_or_else(PoisonError::into_inner);
        *source = Arc::new(source.with(draft));
        Arc::clone(&source)
    }
}

/// Serves the page and its paths until the future is dropped. On a loopback address, requests from a page of another
/// origin or with a forged name are refused.
///
/// # Errors
/// The system's error if the listener's address is unavailable, or accepting fails for good.
pub async fn serve(listener: TcpListener, session: Session) -> io::Result<()> {
    let mut router = router(Arc::new(session));
    if listener.local_addr()?.ip().is_loopback() {
        router = router.layer(middleware::from_fn(guard::loopback_only));
    }
    axum::serve(listener, router).await
}

fn router(session: Arc<Session>) -> Router {
    Router::new()
        .route("/api/workbench", get(workbench))
        .route("/api/ds/query", post(query::query))
        .route("/api/datasources/uid/{uid}/health", get(datasource::health).post(datasource::save_and_test))
        .route("/api/datasources/uid/{uid}/resources/{*path}", any(datasource::resource))
        .route("/api/live/ds/{uid}/{*path}", post(live::live))
        .route("/api/{*path}", any(unknown))
        .route("/metrics", get(metrics))
        // The path as in Grafana, so that a Prometheus is configured the same for both.
        .route(&format!("/metrics/plugins/{PLUGIN_ID}"), get(metrics))
        .fallback(get(page::page))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(session)
}

async fn workbench(State(session): State<Arc<Session>>) -> impl IntoResponse {
    Json(json!({
        "datasource": session.source().public(),
        "now": session.clock.at_ms,
        "version": env!("CARGO_PKG_VERSION"),
    }))
}

async fn metrics(State(session): State<Arc<Session>>) -> Result<impl IntoResponse, Failure> {
    let text = session.host.client()?.metrics(&session.source()).await?;
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}

async fn unknown(uri: axum::http::Uri) -> Failure {
    Failure::not_found(format!("{} is not a path of the workbench", uri.path()))
}
