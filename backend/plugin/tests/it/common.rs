//! A source in memory that counts its requests, and other helpers of the tests.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses its own part of this"
)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use seismo_detection::{Catalogue, Cost, DetectorInfo, Reference};
use seismo_engine::QueryRequest;
use seismo_engine::{DataSource, SourceIdentity};
use seismo_engine::{Engine, EngineTelemetry};
use seismo_plugin::PluginError;
use seismo_plugin::frame::{self, Frame};
use seismo_plugin::grafana_query;
use seismo_query::Query;
use seismo_series::{GridRange, Labels, Series};
use seismo_sources::{
    BoxFuture, Dropped, FetchRequest, Fetched, ForwardedHeaders, GrafanaSettings, Health, LeftOut, OverCap,
    Reason, Source, SourceError, SourceSettings,
};
use seismo_telemetry::Metrics;
use serde_json::{Value, json};
use tonic::codec::ProstCodec;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;

pub const MINUTE: i64 = 60_000;

/// 2023-11-14T22:13:00Z, a whole minute.
pub const START: i64 = 1_699_999_980_000 / MINUTE * MINUTE;

/// A series: its first and last instant (grid indices), and its value at each index; NaN is a gap, and an infinite one
/// is left out.
#[derive(Clone)]
pub struct Line {
    pub labels: Labels,
    pub life: GridRange,
    pub value: Arc<dyn Fn(i64) -> f64 + Send + Sync>,
    /// How long after its instant a sample becomes visible, in milliseconds.
    pub delay_ms: Arc<dyn Fn(i64) -> i64 + Send + Sync>,
}

impl Line {
    /// A series that has always existed and whose samples are visible at once.
    pub fn new(name: &str, value: impl Fn(i64) -> f64 + Send + Sync + 'static) -> Self {
        Self {
            labels: [("service", name)].into_iter().collect(),
            life: GridRange { from: i64::MIN, to: i64::MAX },
            value: Arc::new(value),
            delay_ms: Arc::new(|_| 0),
        }
    }
}

/// A request to the source.
#[derive(Debug, Clone)]
pub struct Question {
    pub range: GridRange,
    pub now_ms: i64,
    pub samples: u64,
    pub headers: ForwardedHeaders,
}

/// A source in memory.
#[derive(Clone)]
pub struct Memory {
    pub lines: Arc<Mutex<Vec<Line>>>,
    pub asked: Arc<Mutex<Vec<Question>>>,
    /// Whether the next fetch panics.
    pub falls: Arc<AtomicBool>,
    /// Whether the server is unreachable.
    pub down: Arc<AtomicBool>,
    /// The query text that the source reports.
    pub executed: fn(&FetchRequest) -> String,
    /// Fetches wait while a test holds this for writing.
    pub gate: Arc<tokio::sync::RwLock<()>>,
    /// Largest number of instants in one request.
    pub at_once: i64,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    pub fn new(lines: Vec<Line>) -> Self {
        Self {
            lines: Arc::new(Mutex::new(lines)),
            asked: Arc::default(),
            falls: Arc::default(),
            down: Arc::default(),
            executed: |_| "memory".into(),
            gate: Arc::default(),
            at_once: i64::MAX,
        }
    }

    /// The requests since the last call.
    pub fn questions(&self) -> Vec<Question> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn collect(&self, request: &FetchRequest) -> Result<Fetched, SourceError> {
        // An interval is over when the next one has begun.
        let over = request.grid.floor(request.now_ms);
        let range =
            GridRange { from: request.range.from, to: request.range.to.min(over).max(request.range.from) };
        let mut series = Vec::new();
        let mut left_out = LeftOut::default();
        let mut total_series = 0;
        let mut samples = 0;
        let mut lines = self.lines.lock().unwrap().clone();
        lines.sort_by(|a, b| a.labels.cmp(&b.labels));
        for line in lines {
            if request.only.as_ref().is_some_and(|only| !only.contains(&line.labels)) {
                continue;
            }
            let seen = |at: i64| {
                let lives = at >= line.life.from && at < line.life.to;
                lives && request.grid.instant_ms(at) + (line.delay_ms)(at) <= request.now_ms
            };
            let mut cell = |at: i64| match (line.value)(at) {
                _ if !seen(at) => f64::NAN,
                value if value.is_infinite() => {
                    left_out.count(Reason::Infinite, at);
                    f64::NAN
                }
                value => value,
            };
            let values: Vec<f64> = (range.from..range.to).map(&mut cell).collect();
            let observed = values.iter().filter(|value| !value.is_nan()).count();
            if observed == 0 {
                continue;
            }
            total_series += 1;
            samples += observed as u64;
            if series.len() < request.max_series {
                series.push(Series {
                    labels: line.labels.clone(),
                    grid: request.grid,
                    first: range.from,
                    values,
                });
            }
        }
        if samples > request.max_samples {
            return Err(SourceError::TooManySamples { found: samples, cap: request.max_samples });
        }
        let beyond = total_series - series.len();
        if beyond > 0 && request.over_cap == OverCap::Refuse {
            return Err(SourceError::TooManySeries { total: total_series, cap: request.max_series });
        }
        let (mut notices, mut dropped) = (Vec::new(), Vec::new());
        if beyond > 0 {
            notices.push(format!(
                "The query gives {total_series} series; the first {} are shown.",
                request.max_series
            ));
            dropped.push(Dropped {
                what: "series".into(),
                count: beyond as u64,
                why: "beyond maxSeries".into(),
            });
        }
        let question = Question {
            range: request.range,
            now_ms: request.now_ms,
            samples,
            headers: request.headers.clone(),
        };
        self.asked.lock().unwrap().push(question);
        let executed = (self.executed)(request);
        Ok(Fetched { series, range, total_series, notices, left_out, dropped, samples, executed })
    }
}

impl Source for Memory {
    fn fetch<'a>(&'a self, request: &'a FetchRequest) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(async move {
            let _open = self.gate.read().await;
            // Yields to other tasks, as during a request to a real server.
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            assert!(!self.falls.swap(false, Ordering::SeqCst), "the source fell over");
            if self.down.load(Ordering::SeqCst) {
                return Err(SourceError::TooManyBytes { server: "memory".into(), cap: 0 });
            }
            self.collect(request)
        })
    }

    fn instants_at_once(&self) -> i64 {
        self.at_once
    }

    fn health(&self) -> BoxFuture<'_, Result<Health, SourceError>> {
        let health =
            Health { product: "Memory".into(), count: 1, counted: "metrics".into(), ..Health::default() };
        Box::pin(async move { Ok(health) })
    }

    fn metric_names<'a>(&'a self, matching: &'a str) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move { Ok(vec![format!("matching {matching}")]) })
    }

    fn labels<'a>(&'a self, _metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move { Ok(vec!["service".into()]) })
    }

    fn label_values<'a>(
        &'a self,
        label: &'a str,
        metric: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move { Ok(vec![format!("{label} of {metric:?}")]) })
    }

    fn on_behalf_of(&self, _headers: ForwardedHeaders) -> Arc<dyn Source> {
        Arc::new(self.clone())
    }
}

/// A data source with these settings beside its kind.
pub fn instance(json_data: &Value) -> DataSource {
    let mut json_data = json_data.clone();
    json_data["kind"] = json!("sample");
    let settings = SourceSettings::parse(&GrafanaSettings {
        url: "",
        user: "",
        database: "",
        basic_auth_enabled: false,
        basic_auth_user: "",
        json_data: &json_data,
        secure_json_data: &HashMap::new(),
    })
    .unwrap();
    DataSource { identity: SourceIdentity { org: 1, uid: "seismo".into(), updated_ms: 1 }, settings }
}

/// Three detectors on one-minute samples with the shortest history, so that blocks change often.
pub fn detection() -> Value {
    json!({
        "interval": "1m", "history": "3h", "season": 10,
        "ensemble": [
            { "detector": "z_score", "weight": 0.4, "parameters": { "window": 30 } },
            { "detector": "isolation_forest", "weight": 0.3 },
            { "detector": "seasonal_esd", "weight": 0.3 },
        ],
    })
}

/// A query with these fields beside its source.
pub fn query(fields: &Value) -> Query {
    let mut query = json!({ "source": { "kind": "sample" }, "detection": detection() });
    for (name, value) in fields.as_object().unwrap() {
        query[name] = value.clone();
    }
    grafana_query::parse(query.to_string().as_bytes()).unwrap()
}

/// A range in grid indices of one minute, both ends included, requested at `now_ms`.
pub fn asked(from: i64, to: i64, now_ms: i64) -> QueryRequest {
    QueryRequest { from_ms: from * MINUTE, to_ms: to * MINUTE, max_rows: 0, from_alert: false, now_ms }
}

/// The description of a detector that a test plants.
pub fn planted(id: &'static str, name: &'static str, nanoseconds_per_sample: u32) -> DetectorInfo {
    DetectorInfo {
        id,
        name,
        summary: "Planted by a test.",
        reference: Reference { title: "none", url: "" },
        cost: Cost::Low,
        nanoseconds_per_sample,
        minimum_history: 0,
        parameters: Vec::new(),
    }
}

/// An engine with the detectors that need no model.
pub fn engine(cache_bytes: usize) -> Engine {
    engine_of(Catalogue::standard(), cache_bytes, 2)
}

/// An engine with these detectors.
pub fn engine_of(catalogue: Catalogue, cache_bytes: usize, cores: usize) -> Engine {
    Engine::new(catalogue, cache_bytes, cores, EngineTelemetry::new(&Metrics::new()))
}

/// Answers with default settings.
pub async fn answer(
    engine: &Engine,
    source: &Memory,
    query: Query,
    asked: QueryRequest,
) -> Result<Vec<Frame>, PluginError> {
    let source = Arc::new(source.clone());
    frame::answer(engine, query, asked, &instance(&json!({})), source, ForwardedHeaders::default()).await
}

/// Frames as Grafana's front end receives them.
pub fn json_of(frames: &[Frame]) -> Vec<Value> {
    frames.iter().map(Frame::to_json).collect()
}

/// `meta.custom.seismo` of a frame.
pub fn explained(frame: &Frame) -> Value {
    serde_json::to_value(&frame.custom.seismo).unwrap()
}

/// The cells of a column, by the name of its field.
pub fn column(frame: &Frame, name: &str) -> Vec<f64> {
    let field = frame.fields.iter().find(|field| field.name() == name).unwrap();
    match &field.values {
        seismo_plugin::frame::Values::Time(ms) => ms.iter().map(|ms| *ms as f64).collect(),
        seismo_plugin::frame::Values::TimeOrNull(ms) => {
            ms.iter().map(|ms| ms.map_or(f64::NAN, |ms| ms as f64)).collect()
        }
        seismo_plugin::frame::Values::Number(values) => values.clone(),
        seismo_plugin::frame::Values::Text(_) => panic!("{name} holds words: ask for `words`"),
    }
}

/// The texts of a column, by the name of its field.
pub fn words(frame: &Frame, name: &str) -> Vec<String> {
    let field = frame.fields.iter().find(|field| field.name() == name).unwrap();
    match &field.values {
        seismo_plugin::frame::Values::Text(words) => words.clone(),
        other => panic!("{name} holds {other:?}"),
    }
}

/// Uniform, repeatable noise in 0..1.
pub fn noise(seed: u64, at: i64) -> f64 {
    let mut x = seed ^ (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A sequence of `steps` requests as time goes on from [`START`], each with a flag that is true for one in four. Mostly
/// they cover what a panel shows that follows the present, sometimes a short range, and sometimes up to `wide` instants
/// up to `far` back.
pub fn walk(steps: i64, far: i64, wide: i64) -> impl Iterator<Item = (QueryRequest, bool)> {
    let mut now = START / MINUTE;
    (0..steps).map(move |step| {
        let dice = |salt: u64, sides: i64| (noise(salt, step) * sides as f64) as i64;
        now += dice(21, 4) * dice(22, 12);
        let (back, length) = match dice(23, 6) {
            0 => (dice(24, far), 1 + dice(25, wide)),
            1 => (dice(24, 8), 1 + dice(25, 8)),
            _ => (0, 60 + dice(25, 240)),
        };
        (asked(now - back - length, now - back, now * MINUTE + dice(27, MINUTE)), dice(26, 4) == 0)
    })
}

/// A service with a rhythm of ten samples, noise, a spike every 97 samples, and gaps.
pub fn busy(seed: u64) -> impl Fn(i64) -> f64 + Send + Sync + 'static {
    move |at| {
        if noise(seed + 1, at) < 0.03 {
            return f64::NAN;
        }
        let rhythm = (at.rem_euclid(10) as f64 - 4.5).abs();
        let spike = if at.rem_euclid(97) == 11 { 25.0 } else { 0.0 };
        10.0 * seed as f64 + rhythm + noise(seed, at) + spike
    }
}

/// The first difference between two values; numbers may differ by `tolerance`, relative above 1 and absolute below.
pub fn difference(path: &str, wanted: &Value, found: &Value, tolerance: f64) -> Option<String> {
    let differs = || Some(format!("{path}: {wanted} wanted, {found} found"));
    match (wanted, found) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64()?, b.as_f64()?);
            ((a - b).abs() > tolerance * a.abs().max(1.0)).then(differs).flatten()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| difference(&format!("{path}[{at}]"), a, b, tolerance)),
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().find_map(|(key, a)| difference(&format!("{path}.{key}"), a, &b[key], tolerance))
        }
        (a, b) => (a != b).then(differs).flatten(),
    }
}

/// Fails if two answers differ in a single bit.
pub fn assert_same(got: &[Frame], want: &[Frame], what: &str) {
    let (got, want) = (Value::Array(json_of(got)), Value::Array(json_of(want)));
    if let Some(difference) = difference("", &want, &got, 0.0) {
        panic!("{what}: {difference}");
    }
}

/// Calls a method with empty input and output.
pub async fn call(channel: Channel, path: &'static str) -> Result<(), tonic::Status> {
    let mut grpc = tonic::client::Grpc::new(channel);
    grpc.ready().await.unwrap();
    let (path, codec) = (PathAndQuery::from_static(path), ProstCodec::<(), ()>::default());
    grpc.unary(tonic::Request::new(()), path, codec).await.map(tonic::Response::into_inner)
}

/// Asks the plugin to end, as its host does.
pub async fn ask_to_end(channel: Channel) {
    call(channel, "/plugin.GRPCController/Shutdown").await.unwrap();
}
