//! `seismo try` over HTTP, with a fake plugin.

use clap::Parser as _;
use reqwest::{Client, RequestBuilder, StatusCode};
use seismo_cli::args::{Arguments, Command};
use seismo_cli::clock::Clock;
use seismo_cli::datasource::DataSource;
use seismo_cli::host::{Host, PluginCommand};
use seismo_cli::http::{self, Session};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::fake::{Fake, Folder};

struct Site {
    base: String,
    fake: Fake,
    _folder: Folder,
}

impl Site {
    async fn open(name: &str, options: &str) -> Self {
        let folder = Folder::new(name);
        let fake = Fake::default();
        let plugin = folder.plugin_at(fake.serve().await);
        let line = format!("seismo try {options}");
        let Command::Try(options) =
            Arguments::parse_from(line.split_whitespace().collect::<Vec<_>>()).command
        else {
            unreachable!("{line}")
        };
        let clock = Clock { at_ms: options.at };
        let host = Host::start(PluginCommand::new(Some(plugin), options.at).expect("a plugin"))
            .await
            .expect("a host");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let session = Session::new(host, DataSource::from_options(&options), clock);
        tokio::spawn(http::serve(listener, session));
        Self { base, fake, _folder: folder }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        Client::new().get(format!("{}{path}", self.base))
    }

    fn post(&self, path: &str, body: &str) -> RequestBuilder {
        let request = Client::new().post(format!("{}{path}", self.base));
        request.header("content-type", "application/json").body(body.to_owned())
    }

    async fn ask(&self, body: &Value) -> (StatusCode, Value) {
        json_of(self.post("/api/ds/query", &body.to_string())).await
    }
}

async fn text_of(request: RequestBuilder) -> (StatusCode, String) {
    let response = request.send().await.expect("an answer");
    (response.status(), response.text().await.expect("a body"))
}

async fn json_of(request: RequestBuilder) -> (StatusCode, Value) {
    let (status, text) = text_of(request).await;
    (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

#[tokio::test]
async fn the_workbench_learns_the_data_source_and_the_fixed_clock() {
    let site = Site::open("workbench", "--at 2026-01-01T00:00:00Z").await;
    let (status, answer) = json_of(site.get("/api/workbench")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["datasource"]["uid"], "sample");
    assert_eq!(answer["datasource"]["type"], "seismo-anomaly-datasource");
    assert_eq!(answer["datasource"]["jsonData"], json!({ "kind": "sample", "fleet": "on-call" }));
    assert_eq!(answer["now"], 1_767_225_600_000_i64);
    assert_eq!(answer["version"], env!("CARGO_PKG_VERSION"));
}

#[tokio::test]
async fn a_good_query_is_answered_beside_a_bad_one() {
    let site = Site::open("query", "--at 1700000000000").await;
    let (status, answer) = site
        .ask(&json!({
            "queries": [
                { "refId": "A", "intervalMs": 7, "maxDataPoints": 9, "source": { "kind": "sample" } },
                { "refId": "BAD", "datasource": { "uid": "sample" } },
            ],
            "from": "now-6h", "to": 1_700_000_000_000_i64,
        }))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "as Grafana does when one query failed");
    let frames = &answer["results"]["A"]["frames"];
    assert_eq!(answer["results"]["A"]["status"], 200);
    assert_eq!(frames[0]["schema"]["name"], "one");
    assert_eq!(frames[1]["data"]["values"], json!([[60_000, 120_000], [1.5, null]]));
    assert_eq!(
        answer["results"]["BAD"],
        json!({ "error": "no such metric", "errorSource": "plugin", "status": 422, "frames": [] })
    );
    let queries = site.fake.queries.lock().expect("no panic");
    let range = queries[0].time_range.expect("a range");
    assert_eq!((range.from_epoch_ms, range.to_epoch_ms), (1_699_978_400_000, 1_700_000_000_000));
    assert_eq!((queries[0].interval_ms, queries[0].max_data_points), (7, 9));
    assert_eq!((queries[1].interval_ms, queries[1].max_data_points), (1000, 100), "Grafana's defaults");
}

#[tokio::test]
async fn requests_that_cannot_be_asked_say_why() {
    let site = Site::open("refused", "").await;
    let query = json!({ "refId": "A" });
    for (body, status, named) in [
        (json!({ "queries": [], "from": "0", "to": "1" }), 400, "queries is empty"),
        (json!({ "queries": [7], "from": "0", "to": "1" }), 400, "7 is not a query"),
        (json!({ "queries": [query], "from": "now/d", "to": "now" }), 400, "from is \"now/d\""),
        (json!({ "queries": [query], "from": "2", "to": "1" }), 400, "the range ends at 1 ms"),
        (json!({ "queries": [query], "from": 1.5, "to": "1" }), 422, "from"),
        (json!({ "queries": [query], "to": "1" }), 422, "from"),
        (
            json!({ "queries": [{ "refId": "A", "datasource": { "uid": "other" } }], "from": "0", "to": "1" }),
            404,
            "other",
        ),
        (json!({ "queries": [{ "refId": "FAIL" }], "from": "0", "to": "1" }), 502, "the whole request"),
        (json!({ "queries": [{ "refId": "TORN" }], "from": "0", "to": "1" }), 502, "TORN"),
    ] {
        let (answered, answer) = site.ask(&body).await;
        let message = answer["message"].as_str().unwrap_or_default();
        assert!(answered.as_u16() == status && message.contains(named), "{body}: {answered} {answer}");
    }
    let (status, answer) = json_of(site.post("/api/ds/query", "{")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    let untyped = Client::new().post(format!("{}/api/ds/query", site.base)).body("{}");
    assert_eq!(json_of(untyped).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn resources_pass_through_with_path_query_and_body() {
    let site = Site::open("resources", "").await;
    let root = "/api/datasources/uid/sample/resources";
    let (status, text) = text_of(site.get(&format!("{root}/label-values?label=a%26b"))).await;
    assert_eq!((status.as_u16(), text.as_str()), (200, "GET label-values label-values?label=a%26b "));
    let (_, text) = text_of(site.post(&format!("{root}/cache/clear"), "[1]")).await;
    assert_eq!(text, "POST cache/clear cache/clear [1]");
    let (status, _) = text_of(site.get(&format!("{root}/missing"))).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "the plugin's status is passed on");
    let (status, answer) = json_of(site.get("/api/datasources/uid/other/resources/detectors")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(answer["message"].as_str().is_some_and(|message| message.contains("other")), "{answer}");
}

#[tokio::test]
async fn saved_settings_hold_for_the_session_and_their_secrets_stay_inside() {
    let site = Site::open("health", "").await;
    let path = "/api/datasources/uid/sample/health";
    let (status, answer) = json_of(site.get(path)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer, json!({ "status": "OK", "message": "All is well.", "details": { "series": 4 } }));

    let draft = json!({ "url": "http://p", "jsonData": { "kind": "prometheus" }, "secureJsonData": { "token": "hush" } });
    let (status, answer) = json_of(site.post(path, &draft.to_string())).await;
    assert_eq!((status, &answer["status"]), (StatusCode::BAD_REQUEST, &json!("ERROR")), "as Grafana does");
    let seen = site.fake.seen.lock().expect("no panic").clone().expect("a call");
    assert_eq!((seen.url.as_str(), seen.decrypted_secure_json_data["token"].as_str()), ("http://p", "hush"));

    let (_, text) = text_of(site.get("/api/workbench")).await;
    assert!(
        text.contains(r#""kind":"prometheus""#) && text.contains(r#""secureJsonFields":{"token":true}"#),
        "{text}"
    );
    assert!(!text.contains("hush"), "{text}");
    let (status, _) = json_of(site.post(path, "[]")).await;
    assert!(status.is_client_error(), "{status}");
}

#[tokio::test]
async fn pages_of_other_origins_are_kept_out() {
    let site = Site::open("origin", "").await;
    for (header, value, status) in [
        ("origin", "https://example.org", StatusCode::FORBIDDEN),
        ("origin", "null", StatusCode::FORBIDDEN),
        ("host", "rebound.example.org", StatusCode::FORBIDDEN),
        ("origin", "http://localhost:5173", StatusCode::OK),
    ] {
        let (answered, _) = json_of(site.get("/api/workbench").header(header, value)).await;
        assert_eq!(answered, status, "{header}: {value}");
    }
}

#[tokio::test]
async fn metrics_and_unknown_paths_are_answered() {
    let site = Site::open("metrics", "").await;
    for path in ["/metrics", "/metrics/plugins/seismo-anomaly-datasource"] {
        let (status, text) = text_of(site.get(path)).await;
        assert_eq!((status.as_u16(), text.as_str()), (200, "seismo_queries_total 1\n"), "{path}");
    }
    for path in ["/api/live/ws", "/api/ds", "/no-such-file.js"] {
        let (status, answer) = json_of(site.get(path)).await;
        assert!(
            status == StatusCode::NOT_FOUND && answer["message"].is_string(),
            "{path}: {status} {answer}"
        );
    }
}

/// A page's channel: the data of each event.
struct Events(reqwest::Response, String);

impl Events {
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.1.split_once("\n\n") {
                let data = event.strip_prefix("data: ").map(str::to_owned);
                self.1 = rest.to_owned();
                match data {
                    Some(data) => return Some(data),
                    None => continue,
                }
            }
            let chunk = self.0.chunk().await.expect("a body")?;
            self.1.push_str(&String::from_utf8_lossy(&chunk));
        }
    }
}

#[tokio::test]
async fn pages_share_one_live_stream_that_ends_with_the_last_of_them() {
    let site = Site::open("live", "").await;
    let open = || async {
        let answer = site.post("/api/live/ds/sample/abc", "abc").send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Events(answer, String::new())
    };
    let streams = || site.fake.live.0.receiver_count();
    let (mut one, mut other) = (open().await, open().await);
    for page in [&mut one, &mut other] {
        assert_eq!(
            page.next().await.as_deref(),
            Some(r#"{"frames":[]}"#),
            "what there is already comes first"
        );
    }
    assert_eq!(streams(), 1);
    for text in ["1", "2"] {
        site.fake.live.0.send(text.to_owned()).expect("a stream runs");
        assert_eq!(one.next().await.as_deref(), Some(text));
        assert_eq!(other.next().await.as_deref(), Some(text));
    }
    drop(one);
    site.fake.live.0.send("3".to_owned()).expect("a stream runs");
    assert_eq!(other.next().await.as_deref(), Some("3"));
    site.fake.live.0.send("end".to_owned()).expect("a stream runs");
    assert_eq!(other.next().await, None, "when the plugin ends, so do the pages");
    let mut again = open().await;
    assert!(again.next().await.is_some() && streams() == 1, "whoever comes again begins anew");
    drop(again);
    while streams() > 0 {
        tokio::task::yield_now().await;
    }
    for (path, data, status) in [
        ("sample/none", "none", StatusCode::NOT_FOUND),
        ("sample/abc", "other", StatusCode::FORBIDDEN),
        ("other/abc", "abc", StatusCode::NOT_FOUND),
    ] {
        let (answered, answer) = json_of(site.post(&format!("/api/live/ds/{path}"), data)).await;
        assert!(answered == status && answer["message"].is_string(), "{path}: {answered} {answer}");
    }
}
