//! Seismo's Prometheus source against a real Prometheus.

use seismo_sources::{Fetched, SourceError, SourceQuery};
use seismo_system_tests::{
    Certificates, History, PASSWORD, Prometheus, PrometheusOptions, Settings, T0_MS, USER, question,
};
use serde_json::json;

const MINUTE: i64 = 60_000;

fn promql(expr: &str) -> SourceQuery {
    SourceQuery::Prometheus { expr: expr.to_owned(), legend: String::new() }
}

/// A value that no two instants share.
fn level(minute: i64) -> f64 {
    (minute * 7 % 1_000_003) as f64 + 0.5
}

fn minutes(range: std::ops::Range<i64>) -> impl Iterator<Item = (i64, f64)> {
    range.map(|minute| (T0_MS + minute * MINUTE, level(minute)))
}

async fn fetch(url: &str, expr: &str, from: i64, to: i64) -> Result<Fetched, SourceError> {
    let source = Settings::new("prometheus", url, json!({})).connect();
    source.fetch(&question(promql(expr), MINUTE, T0_MS + from * MINUTE, T0_MS + to * MINUTE)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_samples_come_back_over_many_parts_and_gaps_stay_gaps() {
    const LAST: i64 = 25_000;
    let history = History::new()
        .with("whole", &[("instance", "a"), ("quote", "x\"y\\z")], minutes(0..LAST + 1))
        .with("whole", &[("instance", "b")], minutes(0..LAST + 1).filter(|(ms, _)| ms / MINUTE % 2 == 0))
        .with("holey", &[], minutes(0..100).chain(minutes(130..200)))
        .with(
            "special",
            &[],
            [(T0_MS, 1.0), (T0_MS + MINUTE, f64::INFINITY), (T0_MS + 2 * MINUTE, f64::NAN)],
        );
    let server = Prometheus::start(&history).await;

    let fetched = fetch(server.url(), "whole", 0, LAST).await.unwrap();
    assert_eq!((fetched.series.len(), fetched.total_series, fetched.executed.as_str()), (2, 2, "whole"));
    assert!(
        fetched.notices.is_empty() && fetched.left_out.is_empty(),
        "{:?} {:?}",
        fetched.notices,
        fetched.dropped
    );
    let [a, b] = &fetched.series[..] else { panic!("two series") };
    assert_eq!(a.labels.get("quote"), Some("x\"y\\z"));
    assert_eq!((a.labels.get("__name__"), b.labels.get("instance")), (Some("whole"), Some("b")));
    assert_eq!(a.values.len() as i64, LAST + 1);
    for (at, value) in a.values.iter().enumerate() {
        assert_eq!(*value, level(at as i64), "minute {at}");
    }
    // Prometheus itself repeats a sample for 5 minutes.
    for (at, value) in b.values.iter().enumerate() {
        assert_eq!(*value, level(at as i64 / 2 * 2), "minute {at}");
    }

    let holey = fetch(server.url(), "holey", -10, 210).await.unwrap();
    let values = &holey.series[0].values;
    assert!(values[..10].iter().all(|value| value.is_nan()), "before the first sample");
    assert!(values[10 + 106..10 + 130].iter().all(|value| value.is_nan()), "in the hole");
    assert_eq!((values[10 + 99], values[10 + 130]), (level(99), level(130)), "around the hole");
    assert!(values[10 + 206..].iter().all(|value| value.is_nan()), "after the last sample");

    let special = fetch(server.url(), "special", 0, 2).await.unwrap();
    assert_eq!(special.series[0].values[0], 1.0);
    assert!(special.series[0].values[1..].iter().all(|value| value.is_nan()), "{special:?}");
    let dropped = special.left_out.dropped();
    assert_eq!((dropped[0].count, dropped[0].why.as_str()), (1, "infinite"));

    let infinite = fetch(server.url(), "whole / 0", 1, 10).await.unwrap();
    assert!(infinite.series.iter().all(|series| series.observed() == 0), "{:?}", infinite.series);
    let notices = infinite.left_out.notices();
    assert!(notices[0].starts_with("20 samples of this time range are infinite"), "{notices:?}");

    for expr in ["sum(rate(whole[${__rate_interval:raw}]))", "sum(rate(whole[[[__rate_interval]]]))"] {
        let fetched = fetch(server.url(), expr, 10, 20).await.unwrap();
        assert_eq!((fetched.series.len(), fetched.executed.as_str()), (1, "sum(rate(whole[1m15s]))"));
    }

    let sum = fetch(server.url(), "sum by (instance) (whole * 0 + $__interval_ms)", 0, 10).await.unwrap();
    assert_eq!((sum.series.len(), sum.series[0].values[3]), (2, 60_000.0));
    let scalar = fetch(server.url(), "scalar(vector(3))", 0, 10).await.unwrap();
    assert_eq!((scalar.series.len(), scalar.series[0].values[10]), (1, 3.0));
    let nothing = fetch(server.url(), "absent_metric", 0, 10).await.unwrap();
    assert_eq!((nothing.series.len(), nothing.total_series), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_the_server_are_passed_on() {
    let server = Prometheus::start(&History::new().with("up", &[("job", "a")], minutes(0..10))).await;
    for (expr, status, part) in [
        ("sum(", 400, "parse error"),
        ("up + on(job) group_left up{a=~\"(\"}", 400, "error parsing regexp"),
        ("label_replace(up, \"x\", \"$1\", \"job\", \"(\")", 400, "invalid regular expression"),
        ("up[$__range]", 400, "$__range follows the dashboard's time range"),
        ("  ", 400, "source.expr: is empty"),
    ] {
        let error = fetch(server.url(), expr, 0, 9).await.unwrap_err();
        assert_eq!(error.status(), status, "{expr}: {error}");
        assert!(error.to_string().contains(part) && error.is_downstream(), "{expr}: {error}");
    }
    let error = fetch(&format!("{}/wrong/prefix", server.url()), "up", 0, 9).await.unwrap_err();
    assert_eq!(error.status(), 404);
    assert!(error.to_string().contains("path prefix"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_lists_ask_the_server() {
    let history = History::new()
        .with("cpu_seconds", &[("job", "a"), ("mode", "idle")], minutes(0..10))
        .with("cpu_seconds", &[("job", "b"), ("mode", "user")], minutes(0..10))
        .with("memory", &[("job", "c")], minutes(0..10));
    let server = Prometheus::start(&history).await;
    for method in ["POST", "GET"] {
        let source = Settings::new("prometheus", server.url(), json!({"httpMethod": method})).connect();
        let health = source.health().await.unwrap();
        assert_eq!(
            (health.product.as_str(), health.count, health.counted.as_str()),
            ("Prometheus", 2, "metrics")
        );
        assert!(health.version.starts_with(|sign: char| sign.is_ascii_digit()), "{health:?}");
        assert!(health.message().contains("holds 2 metrics") && health.hint.is_none(), "{health:?}");
        assert_eq!(source.metric_names("").await.unwrap(), ["cpu_seconds", "memory"]);
        assert_eq!(source.metric_names("MEM").await.unwrap(), ["memory"]);
        assert_eq!(source.labels(None).await.unwrap(), ["__name__", "job", "mode"]);
        assert_eq!(source.labels(Some("memory")).await.unwrap(), ["__name__", "job"]);
        assert_eq!(source.label_values("job", None).await.unwrap(), ["a", "b", "c"]);
        assert_eq!(source.label_values("job", Some("cpu_seconds")).await.unwrap(), ["a", "b"]);
        assert!(source.label_values("job", Some("\"} or {job=\"c")).await.unwrap().is_empty());
        let question = question(promql("memory"), MINUTE, T0_MS, T0_MS + 9 * MINUTE);
        assert_eq!(source.fetch(&question).await.unwrap().series[0].values[9], level(9), "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_right_password_opens_a_guarded_prometheus() {
    let options = PrometheusOptions { basic_auth: true, ..PrometheusOptions::default() };
    let server = Prometheus::start_with(&History::new().with("up", &[], minutes(0..10)), &options).await;
    let settings = Settings::new("prometheus", server.url(), json!({}));
    let right = settings.clone().basic_auth(USER, PASSWORD).connect();
    assert_eq!(right.health().await.unwrap().count, 1);
    let in_url = server.url().replace("://", &format!("://{USER}:{PASSWORD}@"));
    assert_eq!(Settings::new("prometheus", &in_url, json!({})).connect().health().await.unwrap().count, 1);
    for wrong in [settings.clone().basic_auth(USER, "wrong-password"), settings] {
        let error = wrong.connect().health().await.unwrap_err();
        assert_eq!(error.status(), 401, "{error}");
        assert!(error.to_string().contains("Check user and password"), "{error}");
        assert!(!error.to_string().contains("wrong-password"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_checked_as_the_settings_say() {
    let certificates = Certificates::new("metrics.internal");
    let options =
        PrometheusOptions { tls: Some(certificates.clone()), client_certificate: true, ..Default::default() };
    let server = Prometheus::start_with(&History::new().with("up", &[], minutes(0..10)), &options).await;
    let settings = |json| {
        Settings::new("prometheus", server.url(), json)
            .secret("tlsCACert", &certificates.ca)
            .secret("tlsClientCert", &certificates.client.0)
            .secret("tlsClientKey", &certificates.client.1)
    };
    for json in [
        json!({"tlsAuth": true, "tlsAuthWithCACert": true, "serverName": "metrics.internal"}),
        json!({"tlsAuth": true, "tlsSkipVerify": true}),
    ] {
        let health =
            settings(json.clone()).connect().health().await.unwrap_or_else(|error| panic!("{json}: {error}"));
        assert_eq!(health.count, 1);
    }
    for (json, part) in [
        (json!({"tlsAuth": true}), "UnknownIssuer"),
        (json!({"tlsAuth": true, "tlsAuthWithCACert": true}), "not valid for name"),
        (
            json!({"tlsAuth": true, "tlsAuthWithCACert": true, "serverName": "other.internal"}),
            "not valid for name",
        ),
        (
            json!({"tlsAuthWithCACert": true, "serverName": "metrics.internal"}),
            "the server wants a client certificate",
        ),
    ] {
        let error = settings(json.clone()).connect().health().await.unwrap_err();
        assert_eq!(error.status(), 502, "{json}: {error}");
        assert!(error.to_string().contains(part), "{json}: {error}");
    }
}
