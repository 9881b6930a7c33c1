//! Live streams as Grafana requests them, with a source in memory and a clock set by hand.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::common::*;
use grafana_plugin_sdk::pluginv2::data_client::DataClient;
use grafana_plugin_sdk::pluginv2::publish_stream_response::Status as Published;
use grafana_plugin_sdk::pluginv2::stream_client::StreamClient;
use grafana_plugin_sdk::pluginv2::subscribe_stream_response::Status as Subscribed;
use grafana_plugin_sdk::pluginv2::{
    DataQuery, DataSourceInstanceSettings, PluginContext, PublishStreamRequest, QueryDataRequest,
    RunStreamRequest, StreamPacket, SubscribeStreamRequest, SubscribeStreamResponse, TimeRange,
};
use seismo_detection::Catalogue;
use seismo_engine::{Clock, Hand};
use seismo_plugin::config::Config;
use seismo_plugin::frame::Frame;
use seismo_plugin::grpc::serve;
use seismo_plugin::live::Hub;
use seismo_plugin::service::Service;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tonic::Streaming;
use tonic::transport::Channel;

const NOW: i64 = START / MINUTE;

/// The end of the interval of the sample with this index, from [`NOW`] on.
const fn at(index: i64) -> i64 {
    (NOW + index + 1) * MINUTE
}

/// The settle window, in instants of a minute.
const SETTLE: i64 = 10;

/// A plugin with a clock set by hand.
struct Plugin {
    source: Memory,
    clock: &'static Hand,
    service: Service,
    live: Arc<Hub>,
    channel: Channel,
    json_data: Value,
    updated_ms: i64,
}

impl Plugin {
    async fn start(source: Memory) -> Self {
        let clock = Hand::at(at(0) + 500);
        let config = Config { clock: Clock::Hand(clock), cores: 2, ..Config::default() };
        let connected = source.clone();
        let service =
            Service::with(config, Catalogue::standard(), Arc::new(move |_| Ok(Arc::new(connected.clone()))));
        let live = Arc::new(Hub::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = serve(listener, service.clone(), Arc::clone(&live), std::future::pending());
        tokio::spawn(async move { serving.await.unwrap() });
        let channel = Channel::from_shared(address).unwrap().connect().await.unwrap();
        Self { source, clock, service, live, channel, json_data: json!({ "kind": "sample" }), updated_ms: 1 }
    }

    fn context(&self) -> Option<PluginContext> {
        Some(PluginContext {
            org_id: 1,
            data_source_instance_settings: Some(DataSourceInstanceSettings {
                uid: "x".into(),
                json_data: self.json_data.to_string().into_bytes(),
                last_updated_ms: self.updated_ms,
                ..DataSourceInstanceSettings::default()
            }),
            ..PluginContext::default()
        })
    }

    /// `meta` of the first frame of an answer over the last two hours.
    async fn meta(&self, query: &Value, headers: &[(&str, &str)]) -> Value {
        let now_ms = self.clock.now_ms();
        let request = QueryDataRequest {
            plugin_context: self.context(),
            headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            queries: vec![DataQuery {
                ref_id: "A".into(),
                max_data_points: 1_000,
                time_range: Some(TimeRange { from_epoch_ms: now_ms - 120 * MINUTE, to_epoch_ms: now_ms }),
                json: query.to_string().into_bytes(),
                ..DataQuery::default()
            }],
        };
        let answer = DataClient::new(self.channel.clone()).query_data(request).await.unwrap().into_inner();
        let response = &answer.responses["A"];
        assert_eq!(response.error, "");
        let reader =
            arrow::ipc::reader::FileReader::try_new(std::io::Cursor::new(&response.frames[0]), None).unwrap();
        let meta = reader.schema().metadata().get("meta").cloned();
        meta.map_or(Value::Null, |meta| serde_json::from_str(&meta).unwrap())
    }

    /// The path in an answer.
    async fn path(&self, query: &Value) -> String {
        let meta = self.meta(query, &[]).await;
        meta["custom"]["seismo"]["live"]["path"].as_str().unwrap_or_default().to_owned()
    }

    async fn subscribe(&self, path: &str, query: &Value) -> SubscribeStreamResponse {
        let request = SubscribeStreamRequest {
            plugin_context: self.context(),
            path: path.into(),
            data: query.to_string().into_bytes().into(),
        };
        StreamClient::new(self.channel.clone()).subscribe_stream(request).await.unwrap().into_inner()
    }

    async fn run(&self, path: &str, query: &Value) -> Result<Streaming<StreamPacket>, tonic::Status> {
        let request = RunStreamRequest {
            plugin_context: self.context(),
            path: path.into(),
            data: query.to_string().into_bytes().into(),
        };
        Ok(StreamClient::new(self.channel.clone()).run_stream(request).await?.into_inner())
    }

    /// The value of a metric.
    fn metric(&self, name: &str) -> i64 {
        let text = String::from_utf8(self.service.metrics().encode().unwrap()).unwrap();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.split(' ').next_back().unwrap().parse().unwrap()
    }

    /// Waits until a metric has this value.
    async fn expect(&self, name: &str, value: i64) {
        let shown = async {
            while self.metric(name) != value {
                tokio::task::yield_now().await;
            }
        };
        if tokio::time::timeout(PATIENCE, shown).await.is_err() {
            panic!("{name} is {}, not {value}", self.metric(name));
        }
    }

    /// The answer to a query for the same rows now, without a cache.
    async fn cold(&self, query: &Value, from: i64) -> Vec<Frame> {
        let query = seismo_plugin::grafana_query::parse(query.to_string().as_bytes()).unwrap();
        let now_ms = self.clock.now_ms();
        answer(&engine(0), &self.source, query, asked(from, now_ms / MINUTE, now_ms)).await.unwrap()
    }
}

/// How long a test waits for an expected event.
const PATIENCE: Duration = Duration::from_secs(60);

async fn next(stream: &mut Streaming<StreamPacket>) -> Value {
    let packet = tokio::time::timeout(PATIENCE, stream.message()).await.expect("a message in time");
    serde_json::from_slice(&packet.unwrap().expect("the stream goes on").data).unwrap()
}

fn live() -> Value {
    json!({ "refId": "A", "source": { "kind": "sample" }, "detection": detection(), "live": true })
}

fn fleet() -> Memory {
    Memory::new((1..=3).map(|seed| Line::new(&format!("service-{seed}"), busy(seed))).collect())
}

/// Cells by the labels of the series, field and time, as bits.
type Cells = BTreeMap<(String, String, i64), u64>;

fn cells_of_message(message: &Value) -> Cells {
    let mut cells = Cells::new();
    for frame in message["frames"].as_array().unwrap() {
        let times = frame["data"]["values"][0].as_array().unwrap();
        for (field, values) in frame["schema"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .zip(frame["data"]["values"].as_array().unwrap())
            .skip(1)
        {
            assert_eq!(values.as_array().unwrap().len(), times.len());
            for (time, value) in times.iter().zip(values.as_array().unwrap()) {
                let series = frame["schema"]["fields"][1]["labels"].to_string();
                let key = (series, text(&field["name"]), time.as_i64().unwrap());
                cells.insert(key, value.as_f64().map_or(u64::MAX, f64::to_bits));
            }
        }
    }
    cells
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn cells_of(frames: &[Frame]) -> Cells {
    let whole = json!({ "frames": json_of(frames) });
    cells_of_message(&serde_json::from_str(&whole.to_string()).unwrap())
}

fn times(message: &Value) -> Vec<i64> {
    let mut times: Vec<_> = cells_of_message(message).into_keys().map(|(_, _, time)| time / MINUTE).collect();
    times.sort_unstable();
    times.dedup();
    times
}

#[tokio::test(flavor = "multi_thread")]
async fn viewers_of_one_query_share_one_stream_and_one_question_a_tick() {
    let plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    assert_eq!(path.len(), 64);
    plugin.source.questions();
    let mut viewers = Vec::new();
    for panel in 0..4 {
        // Another panel, another width: the same rows.
        let mut query = query.clone();
        (query["refId"], query["maxDataPoints"]) = (json!(format!("Q{panel}")), json!(100 * panel));
        assert_eq!(plugin.path(&query).await, path);
        assert_eq!(plugin.subscribe(&path, &query).await.status(), Subscribed::Ok);
        viewers.push(plugin.run(&path, &query).await.unwrap());
    }
    for viewer in &mut viewers {
        let first = next(viewer).await;
        assert_eq!(times(&first), (NOW - SETTLE + 1..=NOW).collect::<Vec<_>>(), "all that is looked at");
        assert!(first["afterMs"].is_null() || first["afterMs"] == first["fromMs"], "{}", first["afterMs"]);
    }
    assert_eq!((plugin.metric("seismo_live_streams"), plugin.metric("seismo_live_viewers")), (1, 4));
    plugin.source.questions();
    for tick in 1..=5 {
        plugin.clock.set(at(tick));
        let mut messages = Vec::new();
        for viewer in &mut viewers {
            messages.push(next(viewer).await);
        }
        assert_eq!(times(&messages[0]), [NOW + tick]);
        assert_eq!(messages[0]["afterMs"], (NOW + tick - 1) * MINUTE);
        assert_eq!(messages[0]["toMs"], (NOW + tick) * MINUTE);
        assert!(messages.iter().all(|message| *message == messages[0]));
        let asked = plugin.source.questions();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].range.len() as i64 <= SETTLE + 2, "{asked:?}");
    }
    assert_eq!(plugin.metric("seismo_live_ticks_total{outcome=\"ok\"}"), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_streamed_row_equals_the_queried_one_bit_for_bit_also_when_samples_come_late() {
    let mut late = Line::new("late", busy(4));
    late.delay_ms = Arc::new(|at| (noise(9, at) * 8.0) as i64 * MINUTE);
    let source = fleet();
    source.lines.lock().unwrap().push(late);
    let plugin = Plugin::start(source).await;
    let mut query = live();
    query["source"]["legend"] = json!("{{service}}");
    let path = plugin.path(&query).await;
    let mut viewer = plugin.run(&path, &query).await.unwrap();
    let mut seen = cells_of_message(&next(&mut viewer).await);
    let mut revised = 0;
    // Across the boundary of a block, so that fits change.
    for tick in 1..=200 {
        plugin.clock.set(at(tick) + tick % 7);
        let message = next(&mut viewer).await;
        revised += times(&message).iter().filter(|time| **time < NOW + tick).count();
        seen.extend(cells_of_message(&message));
        if tick % 20 == 0 {
            let cold = cells_of(&plugin.cold(&query, NOW - SETTLE + 1).await);
            let known: Cells = seen.iter().filter(|(key, _)| cold.contains_key(key)).map(clone).collect();
            assert!(known == cold, "{:?}", cold.iter().find(|(key, bits)| known.get(key) != Some(bits)));
        }
    }
    assert!(revised > 50, "late samples were seen: {revised}");
    assert!(seen.iter().any(|((_, field, _), bits)| field == "severity" && *bits == 4.0_f64.to_bits()));
}

/// The front end merges the message into the first answer, and compares with the second: see `frontend/datasource/live`.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_and_a_message_are_the_next_answer_as_the_golden_file_says() {
    let plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    let mut viewer = plugin.run(&path, &query).await.unwrap();
    next(&mut viewer).await;
    let before = plugin.cold(&query, NOW - 20).await;
    plugin.clock.set(at(1));
    let message = next(&mut viewer).await;
    let after = plugin.cold(&query, NOW - 19).await;
    let golden = json!({ "before": json_of(&before), "message": message, "after": json_of(&after) });
    crate::goldens::check("live", &golden);
}

fn clone((key, bits): (&(String, String, i64), &u64)) -> ((String, String, i64), u64) {
    (key.clone(), *bits)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_later_or_again_gets_all_that_is_looked_at() {
    let plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    assert!(plugin.subscribe(&path, &query).await.data.is_empty(), "nothing runs yet");
    let mut first = plugin.run(&path, &query).await.unwrap();
    next(&mut first).await;
    plugin.clock.set(at(1));
    next(&mut first).await;
    let initial: Value = serde_json::from_slice(&plugin.subscribe(&path, &query).await.data).unwrap();
    assert_eq!(times(&initial), (NOW - SETTLE + 1..=NOW + 1).collect::<Vec<_>>());
    let mut second = plugin.run(&path, &query).await.unwrap();
    assert_eq!(next(&mut second).await, initial);
    drop(first);
    plugin.expect("seismo_live_viewers", 1).await;
    plugin.clock.set(at(2));
    assert_eq!(times(&next(&mut second).await), [NOW + 2]);
    drop(second);
    plugin.expect("seismo_live_streams", 0).await;
    plugin.source.questions();
    plugin.clock.set(at(3));
    // No viewer is left; the next one starts a new stream.
    let mut third = plugin.run(&path, &query).await.unwrap();
    assert_eq!(times(&next(&mut third).await), (NOW - SETTLE + 4..=NOW + 3).collect::<Vec<_>>());
    assert_eq!(plugin.source.questions().len(), 1);
    assert_eq!(plugin.metric("seismo_live_streams"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_end_with_the_plugin() {
    let plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    let mut stream = plugin.run(&path, &query).await.unwrap();
    next(&mut stream).await;
    ask_to_end(plugin.channel.clone()).await;
    let last = tokio::time::timeout(PATIENCE, stream.message()).await.expect("an end in time");
    assert!(last.unwrap().is_none(), "the stream goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_told_and_the_source_is_asked_again_after_a_rest_that_grows() {
    let plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    let mut viewer = plugin.run(&path, &query).await.unwrap();
    next(&mut viewer).await;
    plugin.source.down.store(true, Ordering::SeqCst);
    let mut now_ms = at(1);
    for rest in [1, 2, 4, 8, 16, 32, 60, 60] {
        plugin.clock.set(now_ms);
        let message = next(&mut viewer).await;
        assert!(text(&message["error"]).contains("memory"), "{message}");
        assert_eq!(message["frames"], json!([]));
        now_ms += rest * 1_000;
    }
    plugin.source.down.store(false, Ordering::SeqCst);
    plugin.source.falls.store(true, Ordering::SeqCst);
    plugin.clock.set(now_ms);
    assert!(
        text(&next(&mut viewer).await["error"]).contains("fell over"),
        "a panic is an error of this stream"
    );
    plugin.clock.set(now_ms + 60_000);
    let message = next(&mut viewer).await;
    assert!(message["error"].is_null(), "{message}");
    let last = (now_ms + 60_000) / MINUTE - 1;
    assert_eq!(times(&message), (NOW + 1..=last).collect::<Vec<_>>(), "what was missed comes, too");
    assert_eq!(plugin.metric("seismo_live_ticks_total{outcome=\"failed\"}"), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_too_slow_gets_the_newest_state_and_holds_nobody_up() {
    let plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    let parsed = seismo_plugin::grafana_query::parse(query.to_string().as_bytes()).unwrap();
    let mut slow = plugin.live.join(&path, parsed, instance(&json!({})), &plugin.service).unwrap();
    let mut quick = plugin.run(&path, &query).await.unwrap();
    next(&mut quick).await;
    for tick in 1..=30 {
        plugin.clock.set(at(tick));
        next(&mut quick).await;
    }
    let message: Value = serde_json::from_slice(&slow.next().await.unwrap()).unwrap();
    assert_eq!(times(&message), (NOW + 30 - SETTLE..=NOW + 30).collect::<Vec<_>>());
    assert_eq!(message["afterMs"], message["fromMs"], "a hole before that can be told");
    plugin.clock.set(at(31));
    let message: Value = serde_json::from_slice(&slow.next().await.unwrap()).unwrap();
    assert_eq!(times(&message), [NOW + 31]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_put_another_query_on_a_path() {
    let mut plugin = Plugin::start(fleet()).await;
    let query = live();
    let path = plugin.path(&query).await;
    let mut other = query.clone();
    other["source"]["service"] = json!("service-1");
    for (path, query, status) in [
        (path.as_str(), &query, Subscribed::Ok),
        (path.as_str(), &other, Subscribed::PermissionDenied),
        ("", &query, Subscribed::PermissionDenied),
        ("metrics", &query, Subscribed::PermissionDenied),
        (path.as_str(), &json!({}), Subscribed::NotFound),
        (path.as_str(), &json!("text"), Subscribed::NotFound),
        (path.as_str(), &json!({ "source": { "kind": "graphite" } }), Subscribed::NotFound),
        (
            path.as_str(),
            &json!({ "source": { "kind": "sample" }, "output": "score" }),
            Subscribed::PermissionDenied,
        ),
    ] {
        assert_eq!(plugin.subscribe(path, query).await.status(), status, "{path} {query}");
    }
    assert!(plugin.run(&path, &json!({})).await.is_err());
    let request = PublishStreamRequest { path: path.clone(), ..PublishStreamRequest::default() };
    let published = StreamClient::new(plugin.channel.clone()).publish_stream(request).await.unwrap();
    assert_eq!(published.into_inner().status(), Published::PermissionDenied);
    // Changed settings have another path; viewers of the old one are told to query again.
    plugin.updated_ms = 2;
    let mut stale = plugin.run(&path, &query).await.unwrap();
    assert_eq!(next(&mut stale).await["stale"], true);
    assert!(stale.message().await.unwrap().is_none(), "and the stream ends");
    assert_ne!(plugin.path(&query).await, path);
    assert_eq!(plugin.metric("seismo_live_streams"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_its_path_only_where_rows_may_be_shared() {
    let mut plugin = Plugin::start(fleet()).await;
    let with = |name: &str, value: Value| {
        let mut query = live();
        query[name] = value;
        query
    };
    let live_of = |meta: &Value| meta["custom"]["seismo"]["live"]["path"].is_string();
    assert!(live_of(&plugin.meta(&live(), &[]).await));
    assert!(!live_of(&plugin.meta(&with("live", json!(false)), &[]).await));
    let alert = plugin.meta(&live(), &[("FromAlert", "true")]).await;
    assert!(!alert.to_string().contains("live"), "{alert}");
    for output in ["score", "severity", "deviation", "expected"] {
        let meta = plugin.meta(&with("output", json!(output)), &[]).await;
        assert!(!live_of(&meta) && meta["notices"].to_string().contains("is not live"), "{meta}");
    }
    let empty = Plugin::start(Memory::new(Vec::new())).await;
    assert!(live_of(&empty.meta(&live(), &[]).await), "a series may come yet");
    plugin.json_data["oauthPassThru"] = json!(true);
    let meta = plugin.meta(&live(), &[]).await;
    assert!(!live_of(&meta) && meta["notices"].to_string().contains("oauthPassThru"), "{meta}");
    assert_eq!(plugin.subscribe("any", &live()).await.status(), Subscribed::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_follows_the_offset_and_series_that_come_and_go() {
    let source = fleet();
    let mut begins = Line::new("begins", busy(5));
    begins.life.from = NOW + 1;
    source.lines.lock().unwrap().push(begins);
    let plugin = Plugin::start(source).await;
    let mut query = live();
    query["detection"]["offset"] = json!("90s");
    let path = plugin.path(&query).await;
    let mut viewer = plugin.run(&path, &query).await.unwrap();
    assert_eq!(*times(&next(&mut viewer).await).last().unwrap(), NOW - 2);
    plugin.clock.set(at(0) + 30_000);
    assert_eq!(times(&next(&mut viewer).await), [NOW - 1], "an interval is over later by the offset");
    plugin.clock.set(at(1) + 30_000);
    assert_eq!(next(&mut viewer).await["frames"].as_array().unwrap().len(), 3);
    plugin.clock.set(at(2) + 30_000);
    let message = next(&mut viewer).await;
    assert_eq!(message["frames"].as_array().unwrap().len(), 4, "a series that begins is there at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_that_are_scored_as_one_are_streamed_as_one() {
    let plugin = Plugin::start(fleet()).await;
    let detection = json!({ "interval": "1m", "history": "3h", "together": { "by": [] } });
    let query = json!({ "source": { "kind": "sample", "legend": "{{service}}" }, "detection": detection, "live": true });
    let path = plugin.path(&query).await;
    let mut viewer = plugin.run(&path, &query).await.unwrap();
    let mut seen = cells_of_message(&next(&mut viewer).await);
    for tick in 1..=20 {
        plugin.clock.set(at(tick));
        let message = next(&mut viewer).await;
        assert_eq!(times(&message), [NOW + tick]);
        seen.extend(cells_of_message(&message));
    }
    let cold = cells_of(&plugin.cold(&query, NOW - SETTLE + 1).await);
    assert!(cold.keys().any(|(_, field, _)| field == "contribution_service-1"), "{:?}", cold.keys().next());
    assert!(seen == cold, "{:?}", cold.iter().find(|(key, bits)| seen.get(key) != Some(bits)));
}
