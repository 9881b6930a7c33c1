//! Seismo's Prometheus source against a real VictoriaMetrics.

use seismo_sources::SourceQuery;
use seismo_system_tests::{History, Settings, T0_MS, VictoriaMetrics, question};
use serde_json::json;

const MINUTE: i64 = 60_000;

#[tokio::test(flavor = "multi_thread")]
async fn victoria_metrics_answers_as_prometheus_does() {
    const LAST: i64 = 12_000;
    let samples =
        |factor: f64| (0..=LAST).map(move |minute| (T0_MS + minute * MINUTE, minute as f64 * factor));
    let holey = samples(1.0).filter(|(ms, _)| !(100..150).contains(&((ms - T0_MS) / MINUTE)));
    let history = History::new()
        .with("load", &[("host", "a")], samples(1.0))
        .with("load", &[("host", "b")], samples(0.25))
        .with("holey", &[], holey);
    let server = VictoriaMetrics::start(&history).await;
    let source = Settings::new("prometheus", server.url(), json!({})).connect();
    let ask = |expr: &str, last: i64| {
        let query = SourceQuery::Prometheus { expr: expr.to_owned(), legend: String::new() };
        question(query, MINUTE, T0_MS, T0_MS + last * MINUTE)
    };

    let fetched = source.fetch(&ask("load", LAST)).await.unwrap();
    assert_eq!(fetched.series.len(), 2);
    for (series, factor) in fetched.series.iter().zip([1.0, 0.25]) {
        for (at, value) in series.values.iter().enumerate() {
            assert_eq!(*value, at as f64 * factor, "{} minute {at}", series.labels);
        }
    }
    let holey = source.fetch(&ask("holey", 200)).await.unwrap();
    assert!(holey.series[0].values[110..149].iter().all(|value| value.is_nan()));
    assert_eq!((holey.series[0].values[99], holey.series[0].values[150]), (99.0, 150.0));

    let health = source.health().await.unwrap();
    assert_eq!((health.product.as_str(), health.count), ("VictoriaMetrics", 2), "{health:?}");
    assert!(health.message().contains("holds 2 metrics") && health.hint.is_none(), "{health:?}");
    assert_eq!(source.metric_names("lo").await.unwrap(), ["load"]);
    assert_eq!(source.label_values("host", Some("load")).await.unwrap(), ["a", "b"]);

    let error = source.fetch(&ask("sum(", 10)).await.unwrap_err();
    assert_eq!(error.status(), 400, "{error}");
    assert!(error.to_string().contains("sum("), "{error}");
}
