//! The task of a stream: asks the engine at the end of each interval.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use seismo_series::Grid;
use seismo_sources::ForwardedHeaders;

use super::hub::{Hub, Stream};
use super::window::Look;
use crate::PluginError;
use crate::frame::{self, Frame};
use crate::service::Service;
use seismo_engine::{DataSource, Plan, QueryRequest, panic_text};
use seismo_query::Query;

/// Largest number of instants that a tick checks, whatever the settle window is. A later sample appears with the next
/// query.
const MOST_INSTANTS: i64 = 300;

/// Pause after a failure of the source, in ms: doubled with each consecutive failure.
const FIRST_REST_MS: i64 = 1_000;
/// Largest pause, in ms.
const LONGEST_REST_MS: i64 = 60_000;

/// The queries of one stream.
#[derive(Debug)]
pub(super) struct Poll {
    path: String,
    query: Query,
    data_source: DataSource,
    service: Service,
    grid: Grid,
    /// The delay of late data, in ms.
    offset_ms: i64,
    /// Number of instants that may still change.
    unsettled: i64,
}

impl Poll {
    /// Plans a stream.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub(super) fn new(
        path: &str,
        query: Query,
        data_source: DataSource,
        service: Service,
    ) -> Result<Self, PluginError> {
        let now_ms = service.clock().now_ms();
        let asked =
            QueryRequest { from_ms: now_ms - 1, to_ms: now_ms, max_rows: 0, from_alert: false, now_ms };
        let plan = Plan::new(query.clone(), &data_source.settings, service.engine().catalogue(), asked)?;
        let unsettled =
            plan.detection.grid.samples_in(data_source.settings.settle_ms).clamp(1, MOST_INSTANTS);
        let (grid, offset_ms) = (plan.detection.grid, plan.offset_ms);
        Ok(Self { path: path.to_owned(), query, data_source, service, grid, offset_ms, unsettled })
    }

    /// Asks until `stream` has no viewer, and takes it out of `hub`.
    pub(super) async fn run(self, hub: Arc<Hub>, stream: Arc<Stream>) {
        let telemetry = Arc::clone(self.service.telemetry());
        tracing::debug!(
            path = self.path,
            datasource_uid = self.data_source.identity.uid,
            "A live stream begins."
        );
        // The last requested instant, and the number of consecutive failures.
        let (mut reached, mut failures) = (None, 0);
        loop {
            let now_ms = self.service.clock().now_ms();
            let last = self.grid.floor(now_ms - self.offset_ms);
            // A clock that stands still brings nothing new.
            if failures > 0 || reached != Some(last) {
                // The semaphore is never closed.
                let turn = hub.turns().acquire().await;
                let answer = self.ask(now_ms, reached, last).await;
                drop(turn);
                let outcome = if answer.is_ok() { "ok" } else { "failed" };
                telemetry.live_ticks.with_label_values(&[outcome]).inc();
                match answer {
                    Ok(frames) => {
                        (reached, failures) = (Some(last), 0);
                        stream.show(Look::new(frames));
                    }
                    Err(error) => {
                        failures += 1;
                        tracing::warn!(path = self.path, datasource_uid = self.data_source.identity.uid, %error, failures, "A live stream has no new rows.");
                        stream.fail(&error.to_string());
                    }
                }
            }
            let next = self.next(now_ms, last, failures);
            let deserted = tokio::select! {
                biased;
                () = stream.deserted() => true,
                () = self.service.clock().until(next) => false,
            };
            if deserted && hub.end(&self.path, &stream) {
                break;
            }
        }
        telemetry.live_streams.dec();
        tracing::debug!(
            path = self.path,
            datasource_uid = self.data_source.identity.uid,
            "A live stream ends: nobody listens."
        );
    }

    /// The time of the next query: the end of the next interval, or the end of a pause.
    fn next(&self, now_ms: i64, last: i64, failures: u32) -> i64 {
        match failures.checked_sub(1) {
            None => self.grid.instant_ms(last + 1).saturating_add(self.offset_ms),
            Some(before) => now_ms + FIRST_REST_MS.saturating_mul(1 << before.min(30)).min(LONGEST_REST_MS),
        }
    }

    /// The rows up to the instant `last`: those that may still change, and those after `reached`.
    async fn ask(&self, now_ms: i64, reached: Option<i64>, last: i64) -> Result<Vec<Frame>, PluginError> {
        // If the clock was set back, the range must still not end before it starts.
        let first = (reached.unwrap_or(last).min(last) - self.unsettled).max(last - MOST_INSTANTS);
        let from_ms = self.grid.instant_ms(first);
        let asked = QueryRequest { from_ms, to_ms: now_ms, max_rows: 0, from_alert: false, now_ms };
        let source = self.service.connections().source(&self.data_source)?;
        let (query, headers) = (self.query.clone(), ForwardedHeaders::default());
        let engine = self.service.engine();
        let answer =
            AssertUnwindSafe(frame::answer(engine, query, asked, &self.data_source, source, headers));
        answer.catch_unwind().await.unwrap_or_else(|panic| {
            engine.telemetry().panics.inc();
            Err(PluginError::failed(panic_text(panic.as_ref())))
        })
    }
}
