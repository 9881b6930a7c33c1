//! A fake plugin: its gRPC server runs in the test, its process is a shell script that does the handshake.

use std::collections::HashMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Command;
use std::sync::{Arc, Mutex};

use arrow::array::{ArrayRef, Float64Array, RecordBatch, TimestampMillisecondArray};
use arrow::datatypes::{Field, Schema};
use arrow::ipc::writer::FileWriter;
use futures_util::stream;
use grafana_plugin_sdk::pluginv2::data_server::{Data, DataServer};
use grafana_plugin_sdk::pluginv2::diagnostics_server::{Diagnostics, DiagnosticsServer};
use grafana_plugin_sdk::pluginv2::resource_server::{Resource, ResourceServer};
use grafana_plugin_sdk::pluginv2::stream_server::{Stream, StreamServer};
use grafana_plugin_sdk::pluginv2::subscribe_stream_response::Status as Subscribed;
use grafana_plugin_sdk::pluginv2::{self as wire, check_health_response::HealthStatus};
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tonic::{Request, Response, Status};

/// A folder of one test's files, removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A shell script in place of the plugin's binary. Another process writes it: a file that this process has open for
    /// writing, or has just passed to a fork of another test, cannot be executed.
    pub(crate) fn script(&self, text: &str) -> PathBuf {
        let path = self.path("plugin");
        let text = format!("#!/bin/sh\ncd '{}'\n{text}\n", self.0.display());
        let status = Command::new("sh")
            .args(["-c", "printf %s \"$1\" > \"$0\" && chmod 755 \"$0\""])
            .arg(&path)
            .arg(text)
            .status();
        assert!(status.is_ok_and(|status| status.success()), "{} was not written", path.display());
        path
    }

    /// A script that does the handshake for the server at `address` and then waits for its end.
    pub(crate) fn plugin_at(&self, address: SocketAddr) -> PathBuf {
        self.script(&format!("echo $$ > pid; env > env; echo '1|2|tcp|{address}|grpc'; exec sleep 600"))
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The server. Query `refId` decides the answer: `A` two frames, `BAD` an error, `LOST` none, `TORN` no Arrow file.
#[derive(Clone, Default)]
pub(crate) struct Fake {
    /// The settings in the last call.
    pub(crate) seen: Arc<Mutex<Option<wire::DataSourceInstanceSettings>>>,
    /// The queries of the last request.
    pub(crate) queries: Arc<Mutex<Vec<wire::DataQuery>>>,
    /// The messages of live streams, sent to each running one.
    pub(crate) live: Live,
}

/// The sending end of the live streams.
#[derive(Clone)]
pub(crate) struct Live(pub(crate) broadcast::Sender<String>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::Sender::new(16))
    }
}

impl Fake {
    /// Serves on a free port until the test's runtime ends.
    pub(crate) async fn serve(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let incoming = stream::unfold(listener, |listener| async move {
            Some((listener.accept().await.map(|(socket, _)| socket), listener))
        });
        let server = tonic::transport::Server::builder()
            .add_service(DataServer::new(self.clone()))
            .add_service(DiagnosticsServer::new(self.clone()))
            .add_service(StreamServer::new(self.clone()))
            .add_service(ResourceServer::new(self.clone()));
        tokio::spawn(server.serve_with_incoming(incoming));
        address
    }

    fn note(&self, context: Option<wire::PluginContext>) -> wire::DataSourceInstanceSettings {
        let settings = context.and_then(|context| context.data_source_instance_settings).expect("settings");
        *self.seen.lock().expect("no panic") = Some(settings.clone());
        settings
    }
}

/// Times and values of one series, with the metadata of the contract.
fn frame(name: &str, points: u64, anomalies: u64) -> Vec<u8> {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(TimestampMillisecondArray::from(vec![60_000, 120_000])),
        Arc::new(Float64Array::from(vec![Some(1.5), None])),
    ];
    let fields: Vec<_> = ["time", "value"]
        .iter()
        .zip(&columns)
        .map(|(name, column)| Field::new(*name, column.data_type().clone(), *name == "value"))
        .collect();
    let meta =
        format!(r#"{{"custom":{{"seismo":{{"counts":{{"points":{points},"anomalies":{anomalies}}}}}}}}}"#);
    let metadata = HashMap::from([("name".to_owned(), name.to_owned()), ("meta".to_owned(), meta)]);
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    let mut writer = FileWriter::try_new(Vec::new(), &schema).expect("a writer");
    writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns).expect("a batch")).expect("bytes");
    writer.into_inner().expect("a file")
}

#[tonic::async_trait]
impl Data for Fake {
    async fn query_data(
        &self,
        request: Request<wire::QueryDataRequest>,
    ) -> Result<Response<wire::QueryDataResponse>, Status> {
        let request = request.into_inner();
        self.note(request.plugin_context);
        let mut responses = HashMap::new();
        for query in &request.queries {
            let response = match query.ref_id.as_str() {
                "LOST" => continue,
                "FAIL" => return Err(Status::internal("the whole request")),
                "BAD" => wire::DataResponse {
                    error: "no such metric".to_owned(),
                    status: 422,
                    ..Default::default()
                },
                "TORN" => wire::DataResponse { frames: vec![b"torn".to_vec()], ..Default::default() },
                _ => wire::DataResponse {
                    frames: vec![frame("one", 360, 2), frame("two", 300, 1)],
                    status: 200,
                    ..Default::default()
                },
            };
            responses.insert(query.ref_id.clone(), response);
        }
        *self.queries.lock().expect("no panic") = request.queries;
        Ok(Response::new(wire::QueryDataResponse { responses }))
    }
}

#[tonic::async_trait]
impl Diagnostics for Fake {
    async fn check_health(
        &self,
        request: Request<wire::CheckHealthRequest>,
    ) -> Result<Response<wire::CheckHealthResponse>, Status> {
        let settings = self.note(request.into_inner().plugin_context);
        let sample = String::from_utf8_lossy(&settings.json_data).contains("sample");
        let (status, message) = if sample {
            (HealthStatus::Ok, "All is well.")
        } else {
            (HealthStatus::Error, "Nobody answers.")
        };
        let json_details = br#"{"series":4}"#.to_vec();
        Ok(Response::new(wire::CheckHealthResponse {
            status: status.into(),
            message: message.to_owned(),
            json_details,
        }))
    }

    async fn collect_metrics(
        &self,
        _: Request<wire::CollectMetricsRequest>,
    ) -> Result<Response<wire::CollectMetricsResponse>, Status> {
        let payload =
            wire::collect_metrics_response::Payload { prometheus: b"seismo_queries_total 1\n".to_vec() };
        Ok(Response::new(wire::CollectMetricsResponse { metrics: Some(payload) }))
    }
}

#[tonic::async_trait]
impl Resource for Fake {
    type CallResourceStream =
        Pin<Box<dyn futures_util::Stream<Item = Result<wire::CallResourceResponse, Status>> + Send>>;

    /// Echoes the call in two parts.
    async fn call_resource(
        &self,
        request: Request<wire::CallResourceRequest>,
    ) -> Result<Response<Self::CallResourceStream>, Status> {
        let call = request.into_inner();
        let first = format!("{} {} {} ", call.method, call.path, call.url);
        let code = if call.path == "missing" { 404 } else { 200 };
        let headers = HashMap::from([(
            "content-type".to_owned(),
            wire::StringList { values: vec!["text/plain".to_owned()] },
        )]);
        let parts = [
            Ok(wire::CallResourceResponse { code, headers, body: first.into() }),
            Ok(wire::CallResourceResponse { code: 200, headers: HashMap::new(), body: call.body }),
        ];
        Ok(Response::new(Box::pin(stream::iter(parts))))
    }
}

#[tonic::async_trait]
impl Stream for Fake {
    /// The path is in the data; `none` means there is none.
    async fn subscribe_stream(
        &self,
        request: Request<wire::SubscribeStreamRequest>,
    ) -> Result<Response<wire::SubscribeStreamResponse>, Status> {
        let request = request.into_inner();
        let status = match request.path.as_str() {
            "none" => Subscribed::NotFound,
            path if path.as_bytes() == request.data => Subscribed::Ok,
            _ => Subscribed::PermissionDenied,
        };
        let data = r#"{"frames":[]}"#.into();
        Ok(Response::new(wire::SubscribeStreamResponse { status: status.into(), data }))
    }

    type RunStreamStream =
        Pin<Box<dyn futures_util::Stream<Item = Result<wire::StreamPacket, Status>> + Send>>;

    /// Sends what [`Live`] sends, until it sends `end`.
    async fn run_stream(
        &self,
        _: Request<wire::RunStreamRequest>,
    ) -> Result<Response<Self::RunStreamStream>, Status> {
        let packets = stream::unfold(self.live.0.subscribe(), |mut receiver| async {
            let text = receiver.recv().await.ok().filter(|text| text != "end")?;
            Some((Ok(wire::StreamPacket { data: text.into() }), receiver))
        });
        Ok(Response::new(Box::pin(packets)))
    }

    async fn publish_stream(
        &self,
        _: Request<wire::PublishStreamRequest>,
    ) -> Result<Response<wire::PublishStreamResponse>, Status> {
        Err(Status::unimplemented("nobody publishes"))
    }
}
