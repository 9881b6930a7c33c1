//! Grafana's calls to a plugin, over gRPC.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

use grafana_plugin_sdk::pluginv2::data_client::DataClient;
use grafana_plugin_sdk::pluginv2::diagnostics_client::DiagnosticsClient;
use grafana_plugin_sdk::pluginv2::resource_client::ResourceClient;
use grafana_plugin_sdk::pluginv2::{self, check_health_response::HealthStatus};
use serde_json::Value;
use tonic::codec::ProstCodec;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};

use super::frames::Frame;
use crate::Error;
use crate::datasource::DataSource;

/// A connection to a running plugin; cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    channel: Channel,
}

/// One query of a request.
#[derive(Debug, Clone)]
pub struct Query {
    /// The id of the query in its request.
    pub ref_id: String,
    /// The query as the dashboard stores it.
    pub json: Value,
    /// Start of the time range, milliseconds since 1970.
    pub from_ms: i64,
    /// End of the time range, milliseconds since 1970.
    pub to_ms: i64,
    /// The step that fits the panel's width, in milliseconds.
    pub interval_ms: i64,
    /// Number of points that the panel can draw.
    pub max_data_points: i64,
}

/// The answer to one query.
#[derive(Debug, Clone)]
pub struct Answer {
    /// One frame per series.
    pub frames: Vec<Frame>,
    /// The error, if there are no frames.
    pub error: Option<String>,
    /// The matching HTTP status.
    pub status: u16,
}

/// The answer to a health check.
#[derive(Debug, Clone)]
pub struct Health {
    /// Whether the data source works.
    pub ok: bool,
    /// `OK`, `ERROR` or `UNKNOWN`.
    pub status: &'static str,
    /// A sentence for people.
    pub message: String,
    /// Details; null if the plugin sends none.
    pub details: Value,
}

/// A resource call: an HTTP request over gRPC.
#[derive(Debug, Clone, Default)]
pub struct ResourceCall {
    /// The HTTP method.
    pub method: String,
    /// The path without a leading slash.
    pub path: String,
    /// The query string without the question mark, still encoded.
    pub query: Option<String>,
    /// The body's media type.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// The answer to a resource call.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// The HTTP status.
    pub status: u16,
    /// The body's media type.
    pub content_type: Option<String>,
    /// The body, all parts joined.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects to the plugin's gRPC server.
    ///
    /// # Errors
    /// [`Error::Connect`] if nothing listens there.
    pub async fn connect(address: SocketAddr) -> Result<Self, Error> {
        let failed = |source| Error::Connect { address, source };
        let endpoint = Endpoint::from_shared(format!("http://{address}")).map_err(failed)?;
        // Grafana's client lets its window grow with the connection's speed, too.
        let endpoint = endpoint.connect_timeout(Duration::from_secs(10)).http2_adaptive_window(true);
        let channel = endpoint.connect().await.map_err(failed)?;
        Ok(Self { channel })
    }

    /// The connection, for another service of the plugin.
    pub(super) fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Runs queries; each has its own answer, by `ref_id`.
    ///
    /// # Errors
    /// [`Error::Call`] if the request failed as a whole, [`Error::Frame`] and related errors if an answer cannot be
    /// parsed.
    pub async fn query(
        &self,
        source: &DataSource,
        queries: Vec<Query>,
    ) -> Result<BTreeMap<String, Answer>, Error> {
        Self::read(self.send(source, queries).await?)
    }

    /// Asks queries, and returns the encoded answers.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub async fn send(
        &self,
        source: &DataSource,
        queries: Vec<Query>,
    ) -> Result<pluginv2::QueryDataResponse, Error> {
        let request = pluginv2::QueryDataRequest {
            plugin_context: Some(source.context()),
            headers: HashMap::new(),
            queries: queries.into_iter().map(wire_query).collect(),
        };
        let answer = DataClient::new(self.channel.clone())
            .max_decoding_message_size(usize::MAX)
            .query_data(request)
            .await;
        answer.map(tonic::Response::into_inner).map_err(Error::call("the queries"))
    }

    /// Decodes the answers of [`Client::send`], by `refId`.
    ///
    /// # Errors
    /// If a frame cannot be read.
    pub fn read(response: pluginv2::QueryDataResponse) -> Result<BTreeMap<String, Answer>, Error> {
        response
            .responses
            .into_iter()
            .map(|(ref_id, response)| read_answer(&ref_id, response).map(|answer| (ref_id, answer)))
            .collect()
    }

    /// Checks whether the data source works.
    ///
    /// # Errors
    /// [`Error::Call`] if the call failed; a data source that does not work is not an error.
    pub async fn check_health(&self, source: &DataSource) -> Result<Health, Error> {
        let request =
            pluginv2::CheckHealthRequest { plugin_context: Some(source.context()), headers: HashMap::new() };
        let response = DiagnosticsClient::new(self.channel.clone())
            .check_health(request)
            .await
            .map_err(Error::call("the health check"))?
            .into_inner();
        let status = HealthStatus::try_from(response.status).unwrap_or(HealthStatus::Unknown);
        Ok(Health {
            ok: status == HealthStatus::Ok,
            status: status.as_str_name(),
            message: response.message,
            details: serde_json::from_slice(&response.json_details).unwrap_or(Value::Null),
        })
    }

    /// Calls a resource.
    ///
    /// # Errors
    /// [`Error::Call`] if the call failed; an HTTP error is not an error here.
    pub async fn call_resource(&self, source: &DataSource, call: ResourceCall) -> Result<Resource, Error> {
        let url = match &call.query {
            Some(query) => format!("{}?{query}", call.path),
            None => call.path.clone(),
        };
        let content_type = call
            .content_type
            .map(|value| ("content-type".to_owned(), pluginv2::StringList { values: vec![value] }));
        let request = pluginv2::CallResourceRequest {
            plugin_context: Some(source.context()),
            path: call.path,
            method: call.method,
            url,
            headers: content_type.into_iter().collect(),
            body: call.body.into(),
        };
        let mut parts = ResourceClient::new(self.channel.clone())
            .max_decoding_message_size(usize::MAX)
            .call_resource(request)
            .await
            .map_err(Error::call("the resource"))?
            .into_inner();
        let mut resource = Resource::default();
        // The first part has the status and the headers; each further part continues the body.
        while let Some(part) = parts.message().await.map_err(Error::call("the resource"))? {
            if resource.status == 0 {
                resource.status = u16::try_from(part.code).unwrap_or(502);
                resource.content_type = part
                    .headers
                    .into_iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                    .and_then(|(_, list)| list.values.into_iter().next());
            }
            resource.body.extend_from_slice(&part.body);
        }
        Ok(resource)
    }

    /// The plugin's metrics in Prometheus' text format.
    ///
    /// # Errors
    /// [`Error::Call`] if the call failed.
    pub async fn metrics(&self, source: &DataSource) -> Result<Vec<u8>, Error> {
        let request = pluginv2::CollectMetricsRequest { plugin_context: Some(source.context()) };
        let response = DiagnosticsClient::new(self.channel.clone())
            .max_decoding_message_size(usize::MAX)
            .collect_metrics(request)
            .await
            .map_err(Error::call("the metrics"))?
            .into_inner();
        Ok(response.metrics.map(|payload| payload.prometheus).unwrap_or_default())
    }

    /// Asks the plugin to end, as go-plugin's client does; both messages are empty.
    ///
    /// # Errors
    /// [`Error::Call`] if the plugin does not know the call, or is gone.
    pub async fn shut_down(&self) -> Result<(), Error> {
        let mut grpc = tonic::client::Grpc::new(self.channel.clone());
        let path = PathAndQuery::from_static("/plugin.GRPCController/Shutdown");
        let answer = match grpc.ready().await {
            Ok(()) => grpc.unary(tonic::Request::new(()), path, ProstCodec::<(), ()>::default()).await,
            Err(gone) => Err(tonic::Status::unavailable(gone.to_string())),
        };
        answer.map(tonic::Response::into_inner).map_err(Error::call("the end"))
    }
}

fn wire_query(query: Query) -> pluginv2::DataQuery {
    let query_type = query.json["queryType"].as_str().unwrap_or_default().to_owned();
    pluginv2::DataQuery {
        ref_id: query.ref_id,
        max_data_points: query.max_data_points,
        interval_ms: query.interval_ms,
        time_range: Some(pluginv2::TimeRange { from_epoch_ms: query.from_ms, to_epoch_ms: query.to_ms }),
        json: query.json.to_string().into_bytes(),
        query_type,
    }
}

fn read_answer(ref_id: &str, response: pluginv2::DataResponse) -> Result<Answer, Error> {
    let frames =
        response.frames.into_iter().map(|bytes| Frame::read(ref_id, bytes)).collect::<Result<_, _>>()?;
    let error = Some(response.error).filter(|error| !error.is_empty());
    // 0 means unset: Grafana then uses 200, or 500 with an error.
    let status = match u16::try_from(response.status) {
        Ok(status) if status > 0 => status,
        _ if error.is_some() => 500,
        _ => 200,
    };
    Ok(Answer { frames, error, status })
}
