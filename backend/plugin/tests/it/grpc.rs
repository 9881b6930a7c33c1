//! The plugin's process as Grafana calls it: gRPC over a socket.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::common::*;
use grafana_plugin_sdk::pluginv2::data_client::DataClient;
use grafana_plugin_sdk::pluginv2::diagnostics_client::DiagnosticsClient;
use grafana_plugin_sdk::pluginv2::resource_client::ResourceClient;
use grafana_plugin_sdk::pluginv2::{
    CallResourceRequest, CheckHealthRequest, CollectMetricsRequest, DataQuery, DataResponse,
    DataSourceInstanceSettings, PluginContext, QueryDataRequest, StringList, TimeRange, User,
};
use seismo_detection::Catalogue;
use seismo_engine::Clock;
use seismo_plugin::config::{Config, LogLevel};
use seismo_plugin::grpc::serve;
use seismo_plugin::service::Service;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tonic::transport::Channel;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::prelude::*;

const NOW: i64 = START / MINUTE;

/// A plugin on a free port, with a source in memory.
async fn plugin(source: Memory) -> Channel {
    let config = Config { clock: Clock::At(NOW * MINUTE), cores: 2, ..Config::default() };
    let service =
        Service::with(config, Catalogue::standard(), Arc::new(move |_| Ok(Arc::new(source.clone()))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(
        async move { serve(listener, service, Arc::default(), std::future::pending()).await.unwrap() },
    );
    Channel::from_shared(address).unwrap().connect().await.unwrap()
}

fn context(json_data: &Value, role: &str) -> Option<PluginContext> {
    Some(PluginContext {
        org_id: 1,
        plugin_id: "seismo-anomaly-datasource".into(),
        user: Some(User { role: role.into(), ..User::default() }),
        data_source_instance_settings: Some(DataSourceInstanceSettings {
            uid: "x".into(),
            name: "Shop".into(),
            json_data: json_data.to_string().into_bytes(),
            decrypted_secure_json_data: HashMap::from([("token".into(), "secret-of-the-source".into())]),
            ..DataSourceInstanceSettings::default()
        }),
        ..PluginContext::default()
    })
}

fn data_query(ref_id: &str, query: &Value) -> DataQuery {
    DataQuery {
        ref_id: ref_id.into(),
        max_data_points: 1_000,
        time_range: Some(TimeRange { from_epoch_ms: (NOW - 120) * MINUTE, to_epoch_ms: NOW * MINUTE }),
        json: query.to_string().into_bytes(),
        ..DataQuery::default()
    }
}

fn good() -> Value {
    json!({ "source": { "kind": "sample" }, "detection": detection() })
}

fn rows(response: &DataResponse) -> usize {
    let reader =
        arrow::ipc::reader::FileReader::try_new(std::io::Cursor::new(&response.frames[0]), None).unwrap();
    reader.map(|batch| batch.unwrap().num_rows()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_query_leaves_the_others_alone_whoever_asks() {
    let channel = plugin(Memory::new(vec![Line::new("a", busy(1))])).await;
    for role in ["Admin", "Viewer", "None", "", "Something new"] {
        let request = QueryDataRequest {
            plugin_context: context(&json!({ "kind": "sample" }), role),
            headers: HashMap::new(),
            queries: vec![
                data_query("A", &good()),
                data_query("B", &json!({ "source": { "kind": "sample" }, "treshold": 1 })),
                data_query("C", &json!("nonsense")),
                DataQuery { time_range: None, ..data_query("D", &good()) },
            ],
        };
        let answer =
            DataClient::new(channel.clone()).query_data(request).await.unwrap().into_inner().responses;
        assert_eq!((answer["A"].status, answer["A"].error.as_str()), (200, ""), "{role}");
        assert_eq!(rows(&answer["A"]), 120);
        for (ref_id, part) in [("B", "treshold: 1"), ("C", "is not an object"), ("D", "time range")] {
            assert_eq!(answer[ref_id].status, 400);
            assert!(answer[ref_id].error.contains(part), "{}", answer[ref_id].error);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_source_without_an_address_says_so_to_queries_and_alert_rules() {
    let channel = plugin(Memory::new(vec![Line::new("a", busy(1))])).await;
    for (json_data, advice) in [
        (json!({ "kind": "influxdb", "urlVariable": "SEISMO_FLUX_URL" }), "set SEISMO_FLUX_URL"),
        (
            json!({ "kind": "prometheus" }),
            "write the URL in the data source's settings, such as http://localhost",
        ),
    ] {
        for alert in ["false", "true"] {
            let request = QueryDataRequest {
                plugin_context: context(&json_data, "Viewer"),
                headers: HashMap::from([("FromAlert".into(), alert.into())]),
                queries: vec![data_query("A", &good())],
            };
            let answer = DataClient::new(channel.clone()).query_data(request).await.unwrap().into_inner();
            let answer = &answer.responses["A"];
            let (told, frames) = (answer.error.as_str(), answer.frames.len());
            assert!(told.starts_with("No address: ") && told.contains(advice), "{told}");
            // No answer rather than an empty one: a rule must not take it for silence.
            assert_eq!((answer.status, frames), (400, 0));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_gets_one_number_a_series() {
    let channel = plugin(Memory::new(vec![Line::new("a", busy(1)), Line::new("b", busy(2))])).await;
    for (header, columns) in [("FromAlert", 2), ("http_fromalert", 2), ("Other", 10)] {
        let request = QueryDataRequest {
            plugin_context: context(&json!({ "kind": "sample" }), "Viewer"),
            headers: HashMap::from([(header.into(), "true".into())]),
            queries: vec![data_query("A", &good())],
        };
        let answer =
            DataClient::new(channel.clone()).query_data(request).await.unwrap().into_inner().responses;
        assert_eq!(answer["A"].frames.len(), 2);
        let reader =
            arrow::ipc::reader::FileReader::try_new(std::io::Cursor::new(&answer["A"].frames[0]), None)
                .unwrap();
        assert_eq!(reader.schema().fields().len(), columns, "{header}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_metrics_and_resources_answer() {
    let channel = plugin(Memory::new(vec![Line::new("a", busy(1))])).await;
    let health = |context| {
        let mut client = DiagnosticsClient::new(channel.clone());
        let request = CheckHealthRequest { plugin_context: context, headers: HashMap::new() };
        async move { client.check_health(request).await.unwrap().into_inner() }
    };
    let well = health(context(&json!({ "kind": "sample" }), "Admin")).await;
    assert_eq!((well.status, well.message.as_str()), (1, "Memory answers in 0 ms and holds 1 metric."));
    let found: serde_json::Value = serde_json::from_slice(&well.json_details).unwrap();
    assert_eq!(
        (&found["product"], &found["count"], &found["hint"]),
        (&json!("Memory"), &json!(1), &json!(null))
    );
    let wrong = health(context(&json!({ "kind": "graphite" }), "Admin")).await;
    assert!(wrong.status == 2 && wrong.message.contains("jsonData.kind"), "{}", wrong.message);
    assert_eq!(health(None).await.status, 2);
    // As Grafana sends it if the variable of a provisioned address is not set.
    let unset = json!({ "kind": "prometheus", "urlVariable": "SEISMO_PROMETHEUS_URL" });
    let unset = health(context(&unset, "Admin")).await;
    let told = "No address: set SEISMO_PROMETHEUS_URL in the environment of the Grafana server and start it again, or write the \
                URL in the data source's settings";
    assert_eq!((unset.status, unset.message.as_str()), (0, told));
    let broken = json!({ "kind": "sample", "calendars": [{ "name": "de", "ics": "BEGIN:VCALENDAR" }] });
    let broken = health(context(&broken, "Admin")).await;
    assert!(
        broken.status == 2 && broken.message.contains("jsonData.calendars: \"de\""),
        "{}",
        broken.message
    );

    let request = CollectMetricsRequest { plugin_context: None };
    let metrics =
        DiagnosticsClient::new(channel.clone()).collect_metrics(request).await.unwrap().into_inner();
    let text = String::from_utf8(metrics.metrics.unwrap().prometheus).unwrap();
    assert!(text.contains("seismo_build_info"), "{text}");

    for (method, url, body, code, part) in [
        ("GET", "detectors", "", 200, "isolation_forest"),
        ("GET", "presets", "", 200, "classic"),
        ("GET", "model-info", "", 200, "sha256"),
        ("GET", "metrics-names?match=cpu%20x", "", 200, "matching cpu x"),
        ("GET", "/labels?metric=a", "", 200, "service"),
        ("GET", "label-values?label=job&metric=up", "", 200, "job of Some"),
        ("GET", "label-values", "", 400, "label: is missing"),
        ("GET", "nowhere", "", 404, "there is no GET nowhere"),
        ("DELETE", "detectors", "", 404, "there is no DELETE"),
        ("POST", "cache/clear", "", 200, "cleared"),
        ("POST", "detect", "{", 400, "not valid JSON"),
        ("POST", "detect", r#"{"points":[[0,1],[1,1]]}"#, 400, "points[1]"),
        ("POST", "detect", r#"{"points":[[60000,1],[0,1]]}"#, 400, "ascend"),
        ("POST", "detect", r#"{"points":[], "detection":{"preset":"magic"}}"#, 400, "detection.preset"),
        ("POST", "detect", r#"{"points":[], "timezone":"Mars/Olympus"}"#, 400, "timezone"),
        (
            "POST",
            "detect",
            r#"{"points":[], "detection":{"holidays":{"calendar":"de"}}}"#,
            400,
            "detection.holidays.calendar",
        ),
    ] {
        let (answer, text) = call_as(&channel, Some("Editor"), (method, url, body)).await;
        assert_eq!(answer, code, "{method} {url}: {text}");
        assert!(text.contains(part), "{method} {url}: {text}");
        serde_json::from_str::<Value>(&text).unwrap();
    }
}

/// The code and text of the answer to a call by a user with a role, or without a user.
async fn call_as(
    channel: &Channel,
    role: Option<&str>,
    (method, url, body): (&str, &str, &str),
) -> (i32, String) {
    let mut plugin_context = context(&json!({ "kind": "sample" }), role.unwrap_or_default());
    if let (None, Some(context)) = (role, &mut plugin_context) {
        context.user = None;
    }
    let request = CallResourceRequest {
        plugin_context,
        path: url.split('?').next().unwrap().into(),
        method: method.into(),
        url: url.into(),
        headers: HashMap::from([("Authorization".into(), StringList { values: vec!["Bearer x".into()] })]),
        body: body.as_bytes().to_vec().into(),
    };
    let mut stream = ResourceClient::new(channel.clone()).call_resource(request).await.unwrap().into_inner();
    let answer = stream.message().await.unwrap().unwrap();
    (answer.code, String::from_utf8(answer.body.to_vec()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_edit_clears_the_cache() {
    let channel = plugin(Memory::new(vec![Line::new("a", busy(1))])).await;
    let clear = ("POST", "cache/clear", "");
    for (role, code, part) in [
        (Some("Viewer"), 403, "needs the role Editor or Admin, and this user has the role Viewer"),
        (Some("None"), 403, "the role None"),
        (Some("admin"), 403, "the role admin"),
        (Some(""), 403, "this user has no role"),
        (None, 403, "this user has no role"),
        (Some("Editor"), 200, "cleared"),
        (Some("Admin"), 200, "cleared"),
    ] {
        let (found, text) = call_as(&channel, role, clear).await;
        assert!(found == code && text.contains(part), "{role:?}: {found} {text}");
    }
    // All other calls only read.
    let posted = json!({ "points": [], "detection": detection() }).to_string();
    for (method, url) in [("GET", "detectors"), ("GET", "labels"), ("POST", "detect")] {
        let (found, text) = call_as(&channel, Some("Viewer"), (method, url, &posted)).await;
        assert_eq!(found, 200, "{url}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posted_points_are_scored_as_queries_are() {
    let source = Memory::new(vec![Line { labels: seismo_series::Labels::new(), ..Line::new("", busy(1)) }]);
    let at = |index: i64| jiff::Timestamp::from_millisecond(index * MINUTE).unwrap().to_string();
    let mut detection = detection();
    detection["gaps"] = json!("previous");
    detection["valueRange"] = json!({ "maximum": 15 });
    detection["excluded"] = json!([{ "from": at(NOW - 45), "to": at(NOW - 30) }]);
    let asking = query(&json!({ "detection": detection, "timezone": "Asia/Tokyo" }));
    let frames = answer(&engine(0), &source, asking, asked(NOW - 60, NOW - 1, NOW * MINUTE)).await.unwrap();
    let points: Vec<Value> = (NOW - 500..NOW)
        .map(|at| {
            let value = busy(1)(at);
            json!([at * MINUTE, if value.is_nan() { Value::Null } else { json!(value) }])
        })
        .collect();
    let request = CallResourceRequest {
        path: "detect".into(),
        method: "POST".into(),
        body: json!({ "interval": "1m", "timezone": "Asia/Tokyo", "detection": detection, "points": points })
            .to_string()
            .into_bytes()
            .into(),
        ..CallResourceRequest::default()
    };
    let channel = plugin(source).await;
    let mut stream = ResourceClient::new(channel).call_resource(request).await.unwrap().into_inner();
    let answer = stream.message().await.unwrap().unwrap();
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let points = answer["points"].as_array().unwrap();
    assert_eq!(points.len(), 500);
    for (at, score) in column(&frames[0], "score").into_iter().enumerate() {
        assert_eq!(points[440 + at]["score"].as_f64(), (!score.is_nan()).then_some(score), "{at}");
    }
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_header_and_no_secret_is_ever_logged() {
    let log = Log::default();
    let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(log.clone());
    let filter = tracing_subscriber::EnvFilter::new(LogLevel::Debug.directives());
    tracing_subscriber::registry().with(layer).with(filter).try_init().unwrap();
    let channel = plugin(Memory::new(vec![Line::new("a", busy(1))])).await;
    let headers = [
        ("Authorization", "Bearer secret-of-the-caller"),
        ("X-Id-Token", "secret-of-the-caller"),
        ("Cookie", "session=secret-of-the-caller"),
        ("X-Rule-Uid", "rule-7"),
        ("http_X-Rule-Name", "Traffic+of+%22a%22"),
    ];
    let request = QueryDataRequest {
        plugin_context: context(&json!({ "kind": "sample", "oauthPassThru": true }), "Viewer"),
        headers: headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
        queries: vec![data_query("A", &good()), data_query("B", &json!({ "source": 1 }))],
    };
    let answer = DataClient::new(channel).query_data(request).await.unwrap().into_inner().responses;
    assert_eq!((answer["A"].status, answer["B"].status), (200, 400));
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("Answered a query.") && text.contains("has no answer"), "{text}");
    assert!(!text.contains("secret"), "{text}");
    // Tests run in parallel, and all of them are logged here.
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("rule-7")).collect();
    assert_eq!(lines.len(), 2, "{text}");
    for line in lines {
        for name in [
            r#"rule="Traffic of \"a\"""#,
            r#"rule_uid="rule-7""#,
            r#"datasource="Shop""#,
            r#"datasource_uid="x""#,
        ] {
            assert!(line.contains(name), "{name}: {line}");
        }
    }
}
