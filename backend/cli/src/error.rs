//! Errors, worded so that the reader knows what to do next.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Why `seismo` failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no plugin binary at that path.
    #[error(
        "the plugin {} does not exist: build it with `cargo build --release -p seismo-plugin`, or name it with --plugin",
        path.display()
    )]
    PluginMissing {
        /// The path.
        path: PathBuf,
    },
    /// The operating system did not start the plugin.
    #[error("the plugin {} could not be started: {source}", path.display())]
    PluginStart {
        /// The binary.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The plugin's first line is not go-plugin's handshake.
    #[error("the plugin {} answered the handshake with {line:?}: {why}", path.display())]
    Handshake {
        /// The binary.
        path: PathBuf,
        /// Its first line, truncated.
        line: String,
        /// What would be right.
        why: String,
    },
    /// The plugin wrote no handshake in time.
    #[error("the plugin {} wrote no handshake within {seconds} s", path.display())]
    HandshakeTimeout {
        /// The binary.
        path: PathBuf,
        /// The time limit, in seconds.
        seconds: u64,
    },
    /// The plugin's gRPC server does not answer.
    #[error("the plugin's gRPC server at {address} cannot be reached: {source}")]
    Connect {
        /// The address that the plugin announced.
        address: SocketAddr,
        /// The transport's reason.
        source: tonic::transport::Error,
    },
    /// The plugin process has ended.
    #[error("the plugin is not running: {why}")]
    PluginDown {
        /// How it ended, and whether it will be restarted.
        why: String,
    },
    /// A gRPC call failed as a whole.
    #[error("the plugin refused {call}: {} ({:?})", status.message(), status.code())]
    Call {
        /// The method.
        call: &'static str,
        /// The plugin's answer.
        status: Box<tonic::Status>,
    },
    /// A frame is not an Arrow file.
    #[error("a frame of query {ref_id} cannot be read: {source}")]
    Frame {
        /// The query.
        ref_id: String,
        /// Arrow's reason.
        source: arrow::error::ArrowError,
    },
    /// A frame's metadata is not JSON.
    #[error("{what} in a frame of query {ref_id} is not valid JSON: {source}")]
    FrameMetadata {
        /// The query.
        ref_id: String,
        /// The key of the metadata.
        what: &'static str,
        /// The parser's reason.
        source: serde_json::Error,
    },
    /// A field has a type that Grafana's frames do not support.
    #[error("field {field:?} has the type {data_type}, which no frame of Grafana can hold")]
    FieldType {
        /// The field's name.
        field: String,
        /// Arrow's name of the type.
        data_type: String,
    },
    /// An invalid time.
    #[error("{what} is {text:?}: write milliseconds since 1970, an RFC 3339 time, \"now\" or \"now-6h\"")]
    Time {
        /// The option or field.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// A range that ends before it starts.
    #[error("the range ends at {to_ms} ms, which is not after its start, {from_ms} ms")]
    Range {
        /// The start.
        from_ms: i64,
        /// The end.
        to_ms: i64,
    },
    /// The address is taken or not allowed.
    #[error("cannot listen on {address}: {source}; choose another with --port")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The HTTP server or the terminal failed.
    #[error("{what}: {source}")]
    Io {
        /// The operation that failed.
        what: &'static str,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A query was answered with an error.
    #[error("query {ref_id} failed with status {status}: {message}")]
    Query {
        /// The query.
        ref_id: String,
        /// The HTTP status.
        status: u16,
        /// The plugin's message.
        message: String,
    },
    /// A frame lacks a count.
    #[error("the frame {frame:?} has no number in meta.custom.seismo.counts.{what}")]
    Counts {
        /// The frame's name.
        frame: String,
        /// The missing count.
        what: &'static str,
    },
    /// An option that other options require is missing.
    #[error("{missing} is missing: {why}")]
    Option {
        /// The option.
        missing: &'static str,
        /// Why it is needed.
        why: &'static str,
    },
    /// Labelled data cannot be evaluated.
    #[error(transparent)]
    Evaluate(#[from] seismo_evaluate::EvaluateError),
    /// Detection on new series does not meet the requirements.
    #[error("new series: {what}")]
    Cold {
        /// The measured numbers, and the required ones.
        what: String,
    },
    /// The evaluation thread ended without an answer.
    #[error("the evaluation ended early: a detector failed, which is a mistake in the program")]
    Ended,
    /// The plugin's answer lacks a query of the request.
    #[error("the plugin did not answer query {ref_id}")]
    NoAnswer {
        /// The query.
        ref_id: String,
    },
}

impl Error {
    /// Wraps the status of a failed gRPC call.
    pub(crate) fn call(call: &'static str) -> impl FnOnce(tonic::Status) -> Self {
        move |status| Self::Call { call, status: Box::new(status) }
    }
}
