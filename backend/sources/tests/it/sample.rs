//! The embedded fleet as a source.

use std::collections::HashMap;

use seismo_series::{Grid, GridRange, Interval, Labels};
use seismo_sources::sample::Fleet;
use seismo_sources::{
    FetchRequest, Fetched, ForwardedHeaders, GrafanaSettings, OverCap, SourceError, SourceQuery,
    SourceSettings, connect,
};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// 2026-11-01T00:00:00Z.
const NOW: i64 = 1_793_491_200_000;

fn settings(json_data: &Value) -> SourceSettings {
    SourceSettings::parse(&GrafanaSettings {
        url: "",
        user: "",
        database: "",
        basic_auth_enabled: false,
        basic_auth_user: "",
        json_data,
        secure_json_data: &HashMap::new(),
    })
    .unwrap()
}

fn request(metric: &str, service: &str, interval_ms: i64, from_ms: i64, to_ms: i64) -> FetchRequest {
    let grid = Grid::new(Interval::from_ms(interval_ms).unwrap());
    FetchRequest {
        query: SourceQuery::Sample { metric: metric.into(), service: service.into(), legend: String::new() },
        grid,
        range: grid.between(from_ms, to_ms),
        now_ms: NOW + 400 * DAY,
        max_series: 200,
        max_samples: 50_000_000,
        over_cap: OverCap::Refuse,
        only: None,
        headers: ForwardedHeaders::default(),
    }
}

async fn fetch(
    metric: &str,
    service: &str,
    interval_ms: i64,
    from_ms: i64,
    to_ms: i64,
    change: impl Fn(&mut FetchRequest),
) -> Result<Fetched, SourceError> {
    let mut request = request(metric, service, interval_ms, from_ms, to_ms);
    change(&mut request);
    connect(&settings(&json!({ "kind": "sample" })))?.fetch(&request).await
}

#[tokio::test]
async fn a_value_depends_on_its_fleet_and_instant_alone() {
    for (json_data, fleet) in [
        (json!({ "kind": "sample" }), Fleet::OnCall),
        (json!({ "kind": "sample", "fleet": "on-call" }), Fleet::OnCall),
        (json!({ "kind": "sample", "fleet": "dense" }), Fleet::Dense),
    ] {
        let source = connect(&settings(&json_data)).unwrap();
        let fine = source.fetch(&request("", "", 10_000, NOW, NOW + DAY)).await.unwrap();
        assert_eq!(fine.series.len(), 24);
        for interval in [20_000, 60_000, 300_000, HOUR] {
            for (from, to) in [(NOW, NOW + DAY), (NOW + 5 * HOUR, NOW + 6 * HOUR)] {
                let coarse = source.fetch(&request("", "", interval, from, to)).await.unwrap();
                for (fine, coarse) in fine.series.iter().zip(&coarse.series) {
                    assert_eq!(fine.labels, coarse.labels);
                    for (at, value) in coarse.values.iter().enumerate() {
                        let ms = coarse.grid.instant_ms(coarse.first + at as i64);
                        let same = fine.values[(fine.grid.floor(ms) - fine.first) as usize];
                        assert_eq!(value.to_bits(), same.to_bits(), "{} at {ms}", fine.labels);
                        assert_eq!(fleet.value_at(&fine.labels, ms).unwrap().to_bits(), same.to_bits());
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn queries_choose_by_anchored_expressions_and_keep_to_the_caps() {
    for (metric, service, count) in [
        ("", "", 24),
        ("cpu_percent", "", 6),
        ("cpu", "", 0),
        ("cpu.*|latency_ms", "c.*", 6),
        ("", "search", 4),
    ] {
        let fetched = fetch(metric, service, 60_000, NOW, NOW + HOUR, |_| {}).await.unwrap();
        assert_eq!((fetched.series.len(), fetched.total_series), (count, count), "{metric} {service}");
        assert!(fetched.series.windows(2).all(|pair| pair[0].labels < pair[1].labels));
    }
    let error = fetch("(", "", 60_000, NOW, NOW, |_| {}).await.unwrap_err();
    assert!(
        error.to_string().starts_with("source.metric: \"(\" is not a valid regular expression"),
        "{error}"
    );
    let error = fetch("", "", 60_000, NOW, NOW + HOUR, |request| request.max_series = 5).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySeries { total: 24, cap: 5 }), "{error}");
    let error =
        fetch("", "", 60_000, NOW, NOW + HOUR, |request| request.max_samples = 100).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySamples { found: 1464, cap: 100 }), "{error}");
    let cut = fetch("", "", 60_000, NOW, NOW + HOUR, |request| {
        request.max_series = 5;
        request.over_cap = OverCap::Truncate;
    });
    let cut = cut.await.unwrap();
    assert_eq!((cut.series.len(), cut.total_series, cut.notices.len(), cut.dropped[0].count), (5, 24, 1, 19));
    let one: Labels = Fleet::OnCall.labels().swap_remove(7);
    let only = fetch("", "", 60_000, NOW, NOW, |request| {
        request.only = Some(std::sync::Arc::new([one.clone()].into()));
    })
    .await
    .unwrap();
    assert_eq!((only.series.len(), &only.series[0].labels), (1, &one));
    let early =
        fetch("", "", 60_000, NOW, NOW + HOUR, |request| request.now_ms = NOW + 59_999).await.unwrap();
    assert_eq!((early.range.len(), early.series[0].values.len()), (1, 1));
    assert_eq!(early.range, GridRange { from: early.series[0].first, to: early.series[0].first + 1 });
}

#[tokio::test]
async fn the_editor_finds_metrics_labels_and_values() {
    let source = connect(&settings(&json!({ "kind": "sample" }))).unwrap();
    assert_eq!(source.metric_names("RATE").await.unwrap(), ["request_rate"]);
    assert_eq!(source.labels(None).await.unwrap(), ["__name__", "service"]);
    assert_eq!(source.label_values("service", Some("cpu_percent")).await.unwrap().len(), 6);
    assert!(source.label_values("service", Some("unknown")).await.unwrap().is_empty());
    assert_eq!(source.health().await.unwrap().series, Some(24));
}
