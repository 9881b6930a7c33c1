//! The Prometheus source against servers with correct answers, wrong answers or none.

use std::fmt::Write as _;

use crate::support::{Received, Reply, Server, question, settings, source};
use seismo_sources::{ForwardedHeaders, OverCap, SourceError, SourceQuery, connect};
use serde_json::json;

fn promql(expr: &str) -> SourceQuery {
    SourceQuery::Prometheus { expr: expr.to_owned(), legend: String::new() }
}

fn matrix(result: &str) -> String {
    format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{result}]}}}}"#)
}

/// Answers `query_range` with two series whose values are the instants in minutes.
fn ramp(request: &Received) -> Reply {
    let minute = |name: &str| (request.parameter(name).parse::<f64>().unwrap() / 60.0) as i64;
    let pairs: Vec<_> =
        (minute("start")..=minute("end")).map(|at| format!("[{},\"{at}\"]", at * 60)).collect();
    let pairs = pairs.join(",");
    Reply::ok(matrix(&format!(
        r#"{{"metric":{{"i":"b"}},"values":[{pairs}]}},{{"metric":{{"i":"a"}},"values":[{pairs}]}}"#
    )))
}

#[tokio::test]
async fn long_ranges_are_asked_in_parts_and_joined_without_a_seam() {
    let server = Server::start(ramp).await;
    let fetched = source(&server.url, json!({})).fetch(&question(promql("up"), (7, 21_007))).await.unwrap();
    assert_eq!((fetched.series.len(), fetched.samples), (2, 42_000));
    for series in &fetched.series {
        assert!(series.values.iter().enumerate().all(|(at, value)| *value == (at + 7) as f64));
    }
    assert!(fetched.dropped.is_empty());
    let received = server.received();
    assert!(received.len() > 1);
    for request in received {
        let second = |name: &str| request.parameter(name).parse::<f64>().unwrap();
        assert!((second("end") - second("start")) / 60.0 < 10_000.0);
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api/v1/query_range"));
        assert_eq!((request.parameter("step"), request.parameter("query")), ("60.000", "up"));
    }
}

#[tokio::test]
async fn nothing_after_now_is_asked_for() {
    let server = Server::start(ramp).await;
    let source = source(&server.url, json!({}));
    for (now_ms, complete) in [(300_000, 6), (299_999, 5), (0, 1), (-1, 0), (60_000_000, 10)] {
        let mut question = question(promql("up"), (0, 10));
        question.now_ms = now_ms;
        let fetched = source.fetch(&question).await.unwrap();
        assert_eq!(fetched.range.len(), complete, "{now_ms}");
        assert!(fetched.series.iter().all(|series| series.values.len() == complete));
    }
}

#[tokio::test]
async fn get_is_used_where_it_is_set_and_where_post_is_not_allowed() {
    let server = Server::start(|request| match request.method.as_str() {
        "POST" => Reply::status(405, "no"),
        _ => ramp(request),
    })
    .await;
    let falls_back = source(&server.url, json!({}));
    for _ in 0..2 {
        assert_eq!(falls_back.fetch(&question(promql("a+b&c"), (0, 3))).await.unwrap().series.len(), 2);
    }
    source(&server.url, json!({"httpMethod": "GET"}))
        .fetch(&question(promql("a+b&c"), (0, 3)))
        .await
        .unwrap();
    let methods: Vec<_> = server.received().iter().map(|request| request.method.clone()).collect();
    assert_eq!(methods, ["POST", "GET", "GET", "GET"]);
    assert!(server.received().iter().all(|request| request.parameter("query") == "a+b&c"));
}

#[tokio::test]
async fn errors_say_what_the_server_said_and_what_to_do() {
    let prometheus = |text: &str| format!(r#"{{"status":"error","errorType":"x","error":"{text}"}}"#);
    for (reply, status, parts) in [
        (Reply::status(400, prometheus("parse error: bad")), 400, ["answered 400", "parse error: bad"]),
        (Reply::status(422, prometheus("too many samples")), 400, ["answered 422", "too many samples"]),
        (Reply::status(401, "Unauthorized"), 401, ["answered 401", "Check user and password"]),
        (
            Reply::status(403, "<html><title>Denied</title>"),
            403,
            ["a web page titled \"Denied\"", "rights on the server"],
        ),
        (Reply::status(404, "404 page not found"), 404, ["404 page not found", "path prefix"]),
        (Reply::status(429, ""), 429, ["answered 429", "refresh less often"]),
        (Reply::status(500, prometheus("broken")), 502, ["answered 500", "broken"]),
        (Reply::status(503, "<html>"), 502, ["answered 503", "a proxy in between"]),
        (Reply::ok("<!DOCTYPE html><title>Login</title>"), 502, ["web page, not JSON", "login page"]),
        (Reply::ok(""), 502, ["it is empty", "cannot be read"]),
        (Reply::ok("{}"), 502, ["holds no data", "Prometheus API"]),
        (Reply::ok(&matrix("")[..40]), 502, ["truncated after 40 bytes", "a proxy or a limit"]),
        (Reply::ok(prometheus("execution failed")), 400, ["reports: execution failed", "http://"]),
        (Reply { missing: 10, ..Reply::ok(matrix("")) }, 502, ["it broke off", "cannot be read"]),
        (
            Reply::status(302, "").header("location", "http://elsewhere.example/login?token=secret"),
            502,
            ["redirects to http://elsewhere.example/login", "credentials are not sent"],
        ),
        (Reply::status(301, ""), 502, ["redirects to \"\"", "Check the URL"]),
        (
            Reply::status(307, "").header("location", "/api/v1/query_range"),
            502,
            ["in circles", "Set the URL"],
        ),
    ] {
        let said = format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body));
        let server = Server::start(move |_| reply.clone()).await;
        let error = source(&server.url, json!({})).fetch(&question(promql("up"), (0, 3))).await.unwrap_err();
        for part in parts {
            assert!(error.to_string().to_lowercase().contains(&part.to_lowercase()), "{said}: {error}");
        }
        assert_eq!(error.status(), status, "{said}: {error}");
        assert!(error.is_downstream() && !error.to_string().contains("secret"), "{error}");
        assert!(server.received().len() <= 7, "a redirect loop ends");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let closed = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap();
    for url in [
        format!("http://{closed}"),
        "http://does-not-exist.invalid:9090".to_owned(),
        format!("https://{closed}"),
    ] {
        let with_login = url.replace("://", "://user:secret@");
        let error = source(&with_login, json!({})).health().await.unwrap_err();
        assert_eq!(error.status(), 502, "{error}");
        assert!(error.to_string().starts_with(&format!("{url} cannot be reached: ")), "{error}");
        assert!(
            error.to_string().contains("Check the URL") && !error.to_string().contains("secret"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_body_that_never_ends_runs_into_the_timeout() {
    let stalling = Reply { missing: 10, stalls: true, ..Reply::ok(matrix("")) };
    let server = Server::start(move |_| stalling.clone()).await;
    let error = source(&server.url, json!({"timeout": 0.5}))
        .fetch(&question(promql("up"), (0, 3)))
        .await
        .unwrap_err();
    assert_eq!(error.status(), 504);
    assert!(error.to_string().contains("within 0.5 s"), "{error}");
}

#[tokio::test]
async fn redirects_inside_of_the_host_keep_the_query() {
    let server = Server::start(|request| match request.path.as_str() {
        "/prom/api/v1/query_range" => ramp(request),
        path => Reply::status(302, "").header("location", format!("/prom{path}")),
    })
    .await;
    for method in ["POST", "GET"] {
        let source = source(&server.url, json!({"httpMethod": method}));
        assert_eq!(source.fetch(&question(promql("up"), (0, 3))).await.unwrap().series.len(), 2, "{method}");
    }
}

#[tokio::test]
async fn credentials_and_headers_are_sent_as_set() {
    let server = Server::start(ramp).await;
    let secrets = [("basicAuthPassword", "pw"), ("httpHeaderValue1", "tenant-1")];
    let json = json!({"httpHeaderName1": "X-Scope-OrgID"});
    let caller = ForwardedHeaders::from_request([
        ("Authorization", "Bearer caller"),
        ("X-ID-Token", "id"),
        ("Cookie", "c"),
    ]);
    let mut question = question(promql("up"), (0, 3));
    question.headers = caller;
    for pass_thru in [false, true] {
        let mut settings = settings(&server.url, &with_kind(json.clone()), &secrets).unwrap();
        settings.http.oauth_pass_thru = pass_thru;
        connect(&settings).unwrap().fetch(&question).await.unwrap();
    }
    let received = server.received();
    // base64 of basic-user:pw
    assert_eq!(received[0].header("accept-encoding"), "identity");
    assert_eq!(received[0].header("authorization"), "Basic YmFzaWMtdXNlcjpwdw==");
    assert_eq!((received[0].header("x-scope-orgid"), received[0].header("x-id-token")), ("tenant-1", ""));
    assert_eq!(
        (received[1].header("authorization"), received[1].header("x-id-token")),
        ("Bearer caller", "id")
    );
    assert!(received.iter().all(|request| request.header("cookie").is_empty()));
    for request in received {
        let count =
            request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization")).count();
        assert_eq!(count, 1);
    }
}

#[tokio::test]
async fn a_compressed_answer_is_read_though_none_was_asked_for() {
    let compressed =
        Reply::ok(include_bytes!("../recorded/matrix.json.gz").as_slice()).header("content-encoding", "gzip");
    let server = Server::start(move |_| compressed.clone()).await;
    let fetched = source(&server.url, json!({})).fetch(&question(promql("up"), (1, 3))).await.unwrap();
    assert_eq!(fetched.series[0].values, [1.0, 2.0]);
    let json = with_kind(json!({"httpHeaderName1": "Accept-Encoding"}));
    let settings = settings(&server.url, &json, &[("httpHeaderValue1", "gzip")]).unwrap();
    connect(&settings).unwrap().fetch(&question(promql("up"), (1, 3))).await.unwrap();
    let asked: Vec<_> =
        server.received().iter().map(|request| request.header("accept-encoding").to_owned()).collect();
    assert_eq!(asked, ["identity", "gzip"]);
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused_when_connecting() {
    for (json, secrets, part) in [
        (
            json!({"tlsAuthWithCACert": true}),
            [("tlsCACert", "no pem"), ("x", "")],
            "secureJsonData.tlsCACert",
        ),
        (
            json!({"tlsAuth": true}),
            [("tlsClientCert", "no"), ("tlsClientKey", "pem")],
            "secureJsonData.tlsClientCert",
        ),
        (
            json!({"httpHeaderName1": "bad name"}),
            [("httpHeaderValue1", "v"), ("x", "")],
            "jsonData.httpHeaderName",
        ),
        (json!({"httpHeaderName1": "X-A"}), [("httpHeaderValue1", "secret\nline"), ("x", "")], "line break"),
    ] {
        let error = connect(&settings("https://a", &with_kind(json), &secrets).unwrap()).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert!(!error.to_string().contains("secret\n"), "{error}");
        assert_eq!(error.status(), 400);
    }
}

fn with_kind(mut json: serde_json::Value) -> serde_json::Value {
    json["kind"] = "prometheus".into();
    json
}

/// 100,000 series of one sample, the last labels first.
fn crowd() -> String {
    let mut series = String::new();
    for number in (0..100_000).rev() {
        write!(series, r#"{{"metric":{{"n":"{number:06}"}},"values":[[60,"{number}"]]}},"#).unwrap();
    }
    series.pop();
    matrix(&series)
}

#[tokio::test]
async fn a_hundred_thousand_series_are_counted_but_not_held() {
    let server = Server::always(crowd()).await;
    let source = source(&server.url, json!({}));
    let mut question = question(promql("up"), (1, 2));
    question.over_cap = OverCap::Truncate;
    question.max_series = 3;
    let fetched = source.fetch(&question).await.unwrap();
    let names: Vec<_> = fetched.series.iter().filter_map(|series| series.labels.get("n")).collect();
    assert_eq!(names, ["000000", "000001", "000002"]);
    assert_eq!((fetched.total_series, fetched.samples), (100_000, 100_000));
    assert!(fetched.notices[0].contains("100000 series; the first 3"), "{:?}", fetched.notices);
    question.over_cap = OverCap::Refuse;
    let error = source.fetch(&question).await.unwrap_err();
    assert!(error.to_string().contains("100000 series, more than the 3 that maxSeries allows"), "{error}");
}

#[tokio::test]
async fn more_than_the_most_samples_are_refused() {
    // 2,500 series over two weeks of minutes: 50.4 million instants to hold.
    let mut series = String::new();
    for number in 0..2_500 {
        write!(series, r#"{{"metric":{{"n":"{number}"}},"values":[[600000,"1"]]}},"#).unwrap();
    }
    series.pop();
    let server = Server::always(matrix(&series)).await;
    let source_here = source(&server.url, json!({}));
    let mut wide = question(promql("up"), (0, 20_160));
    wide.max_series = 10_000;
    let error = source_here.fetch(&wide).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySamples { cap: 50_000_000, .. }), "{error}");

    let mut long = question(promql("up"), (0, 50_000_001));
    long.max_series = 1;
    let asked = server.received().len();
    let error = source_here.fetch(&long).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySamples { found: 50_000_001, .. }), "{error}");
    assert_eq!(server.received().len(), asked, "a range that is too long is not asked for at all");

    let server = Server::always(crowd()).await;
    let mut many = question(promql("up"), (1, 2));
    many.max_samples = 99_999;
    let error = source(&server.url, json!({})).fetch(&many).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySamples { found: 100_000, cap: 99_999 }), "{error}");
    assert_eq!(error.status(), 400);
}

#[tokio::test]
async fn an_old_server_without_build_information_is_asked_a_query() {
    let server = Server::start(|request| match request.path.as_str() {
        "/api/v1/query" => {
            Reply::ok(r#"{"status":"success","data":{"resultType":"scalar","result":[0,"1"]}}"#)
        }
        "/api/v1/label/__name__/values" => Reply::ok(r#"{"status":"success","data":["up"]}"#),
        _ => Reply::status(404, "404 page not found"),
    })
    .await;
    let health = source(&server.url, json!({})).health().await.unwrap();
    assert_eq!((health.count, health.version.as_str()), (1, ""));
    assert_eq!((health.series, health.newest_age_ms), (None, None), "what it does not tell is left out");
    let message = health.message();
    assert!(
        message.starts_with("A server with Prometheus' API answers in")
            && message.ends_with("holds 1 metric")
    );
    let elsewhere = Server::start(|_| Reply::status(404, "nothing here")).await;
    let error = source(&elsewhere.url, json!({})).health().await.unwrap_err();
    assert!(error.status() == 404 && error.to_string().contains("path prefix"), "{error}");
}

#[tokio::test]
async fn health_says_what_the_server_is_and_holds() {
    let ok = |data: &str| Reply::ok(format!(r#"{{"status":"success","data":{data}}}"#));
    let names = r#"["up","load"]"#;
    for (build, tsdb, signed, product, version, series) in [
        (
            r#"{"version":"2.42.0"}"#,
            r#"{"headStats":{"numSeries":298}}"#,
            false,
            "Prometheus",
            "2.42.0",
            Some(298),
        ),
        (r#"{"version":"2.24.0"}"#, r#"{"totalSeries":7}"#, true, "VictoriaMetrics", "1.97.1", Some(7)),
        (r#"{"version":"0.34.1"}"#, "null", false, "Thanos", "0.34.1", None),
    ] {
        let server = Server::start(move |request| match request.path.as_str() {
            "/api/v1/status/buildinfo" if signed => ok(build).header("X-Server-Hostname", "vm"),
            "/api/v1/status/buildinfo" => ok(build),
            "/api/v1/status/tsdb" => ok(tsdb),
            "/api/v1/label/__name__/values" => ok(names),
            "/metrics" => Reply::ok("vm_app_version{version=\"a\", short_version=\"v1.97.1\"} 1\n"),
            "/api/v1/query" if request.parameter("query") == "max(timestamp(up))" => ok(
                r#"{"resultType":"vector","result":[{"metric":{},"value":[1795293049.5,"1795293041.5"]}]}"#,
            ),
            other => panic!("{other} is not asked for"),
        })
        .await;
        let health = source(&server.url, json!({})).health().await.unwrap();
        assert_eq!((health.product.as_str(), health.version.as_str()), (product, version));
        assert_eq!((health.count, health.series, health.newest_age_ms), (2, series, Some(8_000)));
        let message = health.message();
        assert!(
            message.contains("holds 2 metrics") && message.ends_with("newest sample is 8 s old"),
            "{message}"
        );
        assert_eq!(health.hint, None);
    }
    let new = Server::start(move |request| match request.path.as_str() {
        "/api/v1/label/__name__/values" => ok("[]"),
        _ => ok("{}"),
    })
    .await;
    let health = source(&new.url, json!({})).health().await.unwrap();
    assert!(health.message().ends_with("but holds no metrics yet"), "{health:?}");
    assert!(health.hint.unwrap().contains("targets"));
}

#[tokio::test]
async fn a_query_of_another_kind_is_refused_by_name() {
    let query = SourceQuery::Sample { metric: String::new(), service: String::new(), legend: String::new() };
    let error = source("http://localhost:1", json!({})).fetch(&question(query, (0, 1))).await.unwrap_err();
    assert!(
        error.to_string().contains("source.kind is \"sample\"")
            && error.to_string().contains("\"prometheus\""),
        "{error}"
    );
}
