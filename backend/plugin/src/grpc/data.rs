//! Queries: each on its own, so that an invalid or failing one does not affect the others.

use std::panic::AssertUnwindSafe;

use arrow::error::ArrowError;
use futures_util::FutureExt;
use futures_util::future::join_all;
use grafana_plugin_sdk::pluginv2::data_server::Data;
use grafana_plugin_sdk::pluginv2::{DataQuery, DataResponse, QueryDataRequest, QueryDataResponse};
use seismo_sources::ForwardedHeaders;
use tonic::{Request, Response, Status};

use super::origin::Origin;
use crate::PluginError;
use crate::frame::{self, Frame};
use crate::grafana_query;
use crate::live::Offer;
use crate::service::Service;
use crate::settings;
use seismo_engine::{DataSource, EngineError, QueryRequest, panic_text};
use seismo_query::Query;

#[tonic::async_trait]
impl Data for Service {
    async fn query_data(
        &self,
        request: Request<QueryDataRequest>,
    ) -> Result<Response<QueryDataResponse>, Status> {
        let QueryDataRequest { plugin_context, headers, queries } = request.into_inner();
        let origin = Origin::of(plugin_context.as_ref(), &headers);
        let origin = &origin;
        let headers = ForwardedHeaders::from_request(&headers);
        let answers = queries.into_iter().map(|query| {
            let (context, headers) = (plugin_context.as_ref(), headers.clone());
            async move {
                let ref_id = query.ref_id.clone();
                let data_source = settings::data_source(context);
                let answer = AssertUnwindSafe(self.answer(query, data_source, origin, headers));
                let answer = answer.catch_unwind().await.unwrap_or_else(|panic| {
                    self.engine().telemetry().panics.inc();
                    Err(PluginError::failed(panic_text(panic.as_ref())))
                });
                (ref_id.clone(), self.response(&ref_id, answer).await)
            }
        });
        Ok(Response::new(QueryDataResponse { responses: join_all(answers).await.into_iter().collect() }))
    }
}

impl Service {
    /// The answer as Grafana receives it. Frames are encoded on the pool.
    async fn response(&self, ref_id: &str, answer: Result<Vec<Frame>, PluginError>) -> DataResponse {
        let encoded = match answer {
            Ok(frames) => self.encoded(ref_id, frames).await,
            Err(error) => Err(error),
        };
        match encoded {
            Ok(frames) => DataResponse { frames, status: 200, ..DataResponse::default() },
            Err(error) => DataResponse {
                error: error.to_string(),
                status: i32::from(error.status()),
                ..DataResponse::default()
            },
        }
    }

    async fn encoded(&self, ref_id: &str, frames: Vec<Frame>) -> Result<Vec<Vec<u8>>, PluginError> {
        let ref_id = ref_id.to_owned();
        let encode = move |frame: Frame| frame.into_arrow(&ref_id);
        let encoded = self.engine().pool().map(frames, encode).await?;
        let failed = |error: ArrowError| PluginError::failed(error.to_string());
        encoded.into_iter().map(|frame| frame.map_err(failed)).collect()
    }

    async fn answer(
        &self,
        query: DataQuery,
        data_source: Result<DataSource, PluginError>,
        origin: &Origin,
        headers: ForwardedHeaders,
    ) -> Result<Vec<Frame>, PluginError> {
        let telemetry = self.telemetry();
        let parsed =
            data_source.and_then(|data_source| Ok((data_source, grafana_query::parse(&query.json)?)));
        let output = parsed.as_ref().map_or("unknown", |(_, query)| query.output.id());
        let timer = telemetry.query_seconds.with_label_values(&[output]).start_timer();
        let answer = match parsed {
            Ok((data_source, parsed)) => {
                self.answer_parsed(parsed, &query, &data_source, origin.from_alert, headers).await
            }
            Err(error) => Err(error),
        };
        let seconds = timer.stop_and_record();
        telemetry.queries.with_label_values(&[output, outcome(&answer)]).inc();
        if origin.from_alert {
            telemetry.alert_queries.with_label_values(&[outcome(&answer)]).inc();
        }
        told(&query.ref_id, output, origin, seconds, &answer);
        answer
    }

    async fn answer_parsed(
        &self,
        parsed: Query,
        query: &DataQuery,
        data_source: &DataSource,
        from_alert: bool,
        headers: ForwardedHeaders,
    ) -> Result<Vec<Frame>, PluginError> {
        let range = query
            .time_range
            .ok_or_else(|| PluginError::field("time range", "is missing from the request: choose one"))?;
        let asked = QueryRequest {
            from_ms: range.from_epoch_ms,
            to_ms: range.to_epoch_ms,
            max_rows: usize::try_from(query.max_data_points).unwrap_or(0),
            from_alert,
            now_ms: self.clock().now_ms(),
        };
        let live = Offer::of(&parsed, &query.json, data_source, from_alert)?;
        let mut frames = frame::answer(
            self.engine(),
            parsed,
            asked,
            data_source,
            self.connections().source(data_source)?,
            headers,
        )
        .await?;
        live.write(&mut frames);
        Ok(frames)
    }
}

/// The outcome of a query, for the counter.
const fn outcome<T>(answer: &Result<T, PluginError>) -> &'static str {
    match answer {
        Ok(_) => "ok",
        Err(error) if error.status() == 500 => "failed",
        Err(PluginError::Engine(EngineError::Source(_))) => "source",
        Err(_) => "refused",
    }
}

/// Logs a query: which one, of which data source and rule, and its outcome.
fn told(ref_id: &str, output: &str, origin: &Origin, seconds: f64, answer: &Result<Vec<Frame>, PluginError>) {
    let Origin { datasource, datasource_uid, rule, rule_uid, .. } = origin;
    let (rule, rule_uid) = (rule.as_deref(), rule_uid.as_deref());
    match answer {
        Ok(frames) => tracing::debug!(
            ref_id,
            output,
            datasource,
            datasource_uid,
            rule,
            rule_uid,
            frames = frames.len(),
            seconds,
            "Answered a query."
        ),
        Err(error) if error.is_downstream() => tracing::warn!(
            ref_id, output, datasource, datasource_uid, rule, rule_uid, seconds, %error, "A query has no answer."
        ),
        Err(error) => tracing::error!(
            ref_id, output, datasource, datasource_uid, rule, rule_uid, seconds, %error, "A query failed."
        ),
    }
}
