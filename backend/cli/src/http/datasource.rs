//! `/api/datasources/uid/<uid>/...`: health and resources.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::Session;
use super::failure::Failure;
use crate::datasource::{DataSource, Draft};
use crate::host::ResourceCall;

pub(super) async fn health(
    State(session): State<Arc<Session>>,
    Path(uid): Path<String>,
) -> Result<Response, Failure> {
    let source = known(session.source(), &uid)?;
    test(&session, &source).await
}

/// "Save & test": the settings last until the session ends, as if Grafana had stored them.
pub(super) async fn save_and_test(
    State(session): State<Arc<Session>>,
    Path(uid): Path<String>,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<Response, Failure> {
    known(session.source(), &uid)?;
    let Json(draft) = draft?;
    test(&session, &session.save(draft)).await
}

pub(super) async fn resource(
    State(session): State<Arc<Session>>,
    Path((uid, path)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let source = known(session.source(), &uid)?;
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let call = ResourceCall { method: method.to_string(), path, query, content_type, body: body.to_vec() };
    let resource = session.host.client()?.call_resource(&source, call).await?;
    let status = StatusCode::from_u16(resource.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let content_type = resource.content_type.unwrap_or_else(|| "application/json".to_owned());
    Ok((status, [(CONTENT_TYPE, content_type)], resource.body).into_response())
}

async fn test(session: &Session, source: &DataSource) -> Result<Response, Failure> {
    let health = session.host.client()?.check_health(source).await?;
    let mut answer = Map::from_iter([
        ("status".to_owned(), Value::from(health.status)),
        ("message".to_owned(), health.message.into()),
    ]);
    if !health.details.is_null() {
        answer.insert("details".to_owned(), health.details);
    }
    let status = if health.ok { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok((status, Json(answer)).into_response())
}

pub(super) fn known(source: Arc<DataSource>, uid: &str) -> Result<Arc<DataSource>, Failure> {
    if source.uid == uid {
        Ok(source)
    } else {
        Err(Failure::not_found(format!("data source {uid:?} not found: this one is {:?}", source.uid)))
    }
}
