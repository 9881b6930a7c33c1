//! `POST /api/ds/query`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Session;
use super::failure::Failure;
use crate::Error;
use crate::clock::Clock;
use crate::datasource::DataSource;
use crate::host::{Answer, Frame, Query};

/// Grafana's defaults for missing fields of a query.
const DEFAULT_INTERVAL_MS: i64 = 1000;
const DEFAULT_MAX_DATA_POINTS: i64 = 100;

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    queries: Vec<Value>,
    from: End,
    to: End,
}

/// One end of the time range: Grafana's front end sends milliseconds as a text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum End {
    Ms(i64),
    Text(String),
}

#[derive(Debug, Serialize)]
struct Results {
    results: BTreeMap<String, Outcome>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_source: Option<&'static str>,
    status: u16,
    frames: Vec<Frame>,
}

pub(super) async fn query(
    State(session): State<Arc<Session>>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<impl IntoResponse, Failure> {
    let Json(request) = request?;
    let source = session.source();
    let queries = request.queries(session.clock, &source)?;
    let answers = session.host.client()?.query(&source, queries).await?;
    // Grafana answers 400 as soon as one query failed; its front end still reads the others.
    let failed = answers.values().any(|answer| answer.error.is_some());
    let status = if failed { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let results = answers.into_iter().map(|(ref_id, answer)| (ref_id, answer.into())).collect();
    Ok((status, Json(Results { results })))
}

impl Request {
    fn queries(self, clock: Clock, source: &DataSource) -> Result<Vec<Query>, Failure> {
        let (from_ms, to_ms) = (self.from.resolve("from", clock)?, self.to.resolve("to", clock)?);
        if from_ms >= to_ms {
            return Err(Error::Range { from_ms, to_ms }.into());
        }
        if self.queries.is_empty() {
            return Err(Failure::bad_request("queries is empty: send at least one"));
        }
        let read = |json: Value| {
            if !json.is_object() {
                return Err(Failure::bad_request(format!("{json} is not a query: write an object")));
            }
            match json["datasource"]["uid"].as_str() {
                Some(uid) if uid != source.uid => Err(Failure::not_found(format!(
                    "data source {uid:?} not found: this one is {:?}",
                    source.uid
                ))),
                _ => Ok(Query {
                    ref_id: json["refId"].as_str().unwrap_or("A").to_owned(),
                    interval_ms: json["intervalMs"].as_i64().unwrap_or(DEFAULT_INTERVAL_MS),
                    max_data_points: json["maxDataPoints"].as_i64().unwrap_or(DEFAULT_MAX_DATA_POINTS),
                    from_ms,
                    to_ms,
                    json,
                }),
            }
        };
        self.queries.into_iter().map(read).collect()
    }
}

impl End {
    fn resolve(&self, what: &'static str, clock: Clock) -> Result<i64, Error> {
        match self {
            Self::Ms(ms) => clock.resolve(what, &ms.to_string()),
            Self::Text(text) => clock.resolve(what, text),
        }
    }
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self {
            // The plugin's SDK does not report whose fault an error is; Grafana then assumes the plugin's.
            error_source: answer.error.as_ref().map(|_| "plugin"),
            error: answer.error,
            status: answer.status,
            frames: answer.frames,
        }
    }
}
