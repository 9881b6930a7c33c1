//! The embedded fleet: a pure function of time, with a known truth.

use std::collections::{HashMap, HashSet};

use seismo_series::{Grid, GridRange, Interval, Labels};
use seismo_sources::sample::{IncidentKind, fleet, incidents, is_clean, sigma, value_at};
use seismo_sources::{
    FetchRequest, Fetched, ForwardedHeaders, GrafanaSettings, OverCap, SourceError, SourceQuery,
    SourceSettings, connect,
};
use serde_json::json;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// 2026-11-01T00:00:00Z.
const NOW: i64 = 1_793_491_200_000;

async fn fetch(
    metric: &str,
    service: &str,
    interval_ms: i64,
    from_ms: i64,
    to_ms: i64,
    change: impl Fn(&mut FetchRequest),
) -> Result<Fetched, SourceError> {
    let settings = SourceSettings::parse(&GrafanaSettings {
        url: "",
        user: "",
        database: "",
        basic_auth_enabled: false,
        basic_auth_user: "",
        json_data: &json!({"kind": "sample"}),
        secure_json_data: &HashMap::new(),
    })?;
    let grid = Grid::new(Interval::from_ms(interval_ms).unwrap());
    let query = SourceQuery::Sample { metric: metric.into(), service: service.into(), legend: String::new() };
    let mut request = FetchRequest {
        query,
        grid,
        range: grid.between(from_ms, to_ms),
        now_ms: NOW + 400 * DAY,
        max_series: 200,
        max_samples: 50_000_000,
        over_cap: OverCap::Refuse,
        only: None,
        headers: ForwardedHeaders::default(),
    };
    change(&mut request);
    connect(&settings)?.fetch(&request).await
}

#[tokio::test]
async fn a_value_depends_on_its_instant_alone() {
    let fine = fetch("", "", 10_000, NOW, NOW + DAY, |_| {}).await.unwrap();
    assert_eq!(fine.series.len(), 24);
    for interval in [20_000, 60_000, 300_000, HOUR] {
        for (from, to) in [(NOW, NOW + DAY), (NOW + 5 * HOUR, NOW + 6 * HOUR)] {
            let coarse = fetch("", "", interval, from, to, |_| {}).await.unwrap();
            for (fine, coarse) in fine.series.iter().zip(&coarse.series) {
                assert_eq!(fine.labels, coarse.labels);
                for (at, value) in coarse.values.iter().enumerate() {
                    let ms = coarse.grid.instant_ms(coarse.first + at as i64);
                    let same = fine.values[(fine.grid.floor(ms) - fine.first) as usize];
                    assert_eq!(value.to_bits(), same.to_bits(), "{} at {ms}", fine.labels);
                    assert_eq!(value_at(&fine.labels, ms).unwrap().to_bits(), same.to_bits());
                }
            }
        }
    }
}

#[tokio::test]
async fn values_are_sensible_and_noise_is_a_fifth_of_the_day_or_more() {
    let year = fetch("", "", HOUR, NOW, NOW + 365 * DAY, |_| {}).await.unwrap();
    for series in &year.series {
        let values: Vec<f64> = series.values.iter().copied().filter(|value| !value.is_nan()).collect();
        let ceiling =
            if series.labels.get("__name__") == Some("cpu_percent") { 100.0 } else { f64::INFINITY };
        assert!(values.iter().all(|value| (0.0..=ceiling).contains(value)), "{}", series.labels);
        // The amplitude of the day: the first Fourier coefficient at 24 hours.
        let wave = |part: fn(f64) -> f64| {
            let turn = |at: usize| part(std::f64::consts::TAU * at as f64 / 24.0);
            series
                .values
                .iter()
                .enumerate()
                .filter(|(_, value)| !value.is_nan())
                .map(|(at, value)| value * turn(at))
                .sum::<f64>()
                * 2.0
                / values.len() as f64
        };
        let daily = wave(f64::cos).hypot(wave(f64::sin));
        let sigma = sigma(&series.labels).unwrap();
        assert!(sigma >= daily / 5.0 && daily > 2.0 * sigma, "{}: {sigma} of {daily}", series.labels);
    }
}

#[tokio::test]
async fn clean_series_never_leave_their_noise_and_faulty_ones_do_what_the_truth_says() {
    let (from, to) = (NOW, NOW + 20 * DAY);
    let truth = incidents(from, to);
    let all = fetch("", "", 60_000, from, to, |_| {}).await.unwrap();
    let clean: Vec<_> = all.series.iter().filter(|series| is_clean(&series.labels)).collect();
    assert_eq!(clean.len() * 2, all.series.len());
    for name in ["__name__", "service"] {
        let names: HashSet<_> = all.series.iter().filter_map(|series| series.labels.get(name)).collect();
        let of_clean: HashSet<_> = clean.iter().filter_map(|series| series.labels.get(name)).collect();
        assert_eq!(names, of_clean, "both kinds for every {name}");
    }
    for series in &all.series {
        let mine: Vec<_> = truth.iter().filter(|incident| incident.labels == series.labels).collect();
        assert_eq!(mine.is_empty(), is_clean(&series.labels));
        let sigma = sigma(&series.labels).unwrap();
        // Second differences take the season away and leave noise of variance 6.
        let bend =
            |at: usize| (series.values[at - 1] - 2.0 * series.values[at] + series.values[at + 1]) / sigma;
        let instant = |at: usize| series.grid.instant_ms(series.first + at as i64);
        let touched = |at: usize| {
            mine.iter().any(|incident| (incident.from_ms - 60_000..=incident.to_ms).contains(&instant(at)))
        };
        let ordinary: Vec<f64> = (1..series.values.len() - 1).filter(|at| !touched(*at)).map(bend).collect();
        let variance = ordinary.iter().map(|bend| bend * bend).sum::<f64>() / ordinary.len() as f64;
        assert!((5.5..6.5).contains(&variance), "{}: {variance}", series.labels);
        for incident in mine.into_iter().filter(|incident| incident.from_ms > from && incident.to_ms < to) {
            let at = |ms: i64| (series.grid.ceil(ms) - series.first) as usize;
            let during = &series.values[at(incident.from_ms)..at(incident.to_ms)];
            let before = &series.values[at(incident.from_ms) - 8..at(incident.from_ms)];
            let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            let moved = (mean(&during[..during.len().min(8)]) - mean(before)) / sigma;
            let length = (incident.to_ms - incident.from_ms) / 60_000;
            let size = incident.sigmas.abs();
            match incident.kind {
                IncidentKind::Spike | IncidentKind::Dip | IncidentKind::LevelShift => {
                    assert!(
                        (moved - incident.sigmas).abs() < 2.5 && (4.0..=8.0).contains(&size),
                        "{incident:?}: {moved}"
                    );
                    assert!(if incident.kind == IncidentKind::LevelShift {
                        (120..=240).contains(&length)
                    } else {
                        (5..=10).contains(&length)
                    });
                }
                IncidentKind::FlatLine => {
                    assert!(
                        during.iter().all(|value| *value == during[0]) && (60..=120).contains(&length),
                        "{incident:?}"
                    );
                    assert!(
                        (moved - incident.sigmas).abs() < 2.5 && (4.0..=8.0).contains(&size),
                        "{incident:?}: {moved}"
                    );
                }
                IncidentKind::VarianceChange => {
                    let bends: Vec<f64> =
                        (at(incident.from_ms) + 1..at(incident.to_ms) - 1).map(bend).collect();
                    let ratio =
                        (bends.iter().map(|bend| bend * bend).sum::<f64>() / bends.len() as f64 / 6.0).sqrt();
                    assert!(
                        (ratio / size - 1.0).abs() < 0.5 && (60..=120).contains(&length),
                        "{incident:?}: {ratio}"
                    );
                }
                IncidentKind::MissingData => {
                    assert!(
                        during.iter().all(|value| value.is_nan()) && (20..=40).contains(&length),
                        "{incident:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn six_hours_nearly_always_show_an_incident_and_two_days_every_kind() {
    const PANELS: i64 = 400;
    let mut empty = 0;
    let mut shown = 0;
    for start in (0..PANELS).map(|number| NOW + number * 7 * HOUR) {
        let truth = incidents(start - 6 * HOUR, start);
        empty += i32::from(truth.is_empty());
        shown += truth.len() as i64;
        assert!(truth.windows(2).all(|pair| pair[0].from_ms <= pair[1].from_ms));
        let days: HashSet<_> =
            incidents(start - 2 * DAY, start).into_iter().map(|incident| incident.kind).collect();
        assert_eq!(days.len(), IncidentKind::ALL.len(), "{days:?} in the two days before {start}");
    }
    assert!(empty <= 8, "{empty} of {PANELS} panels show nothing");
    assert!(shown >= 4 * PANELS, "{shown} incidents in {PANELS} panels");
    let month = incidents(NOW, NOW + 30 * DAY);
    for labels in fleet().into_iter().filter(|labels| !is_clean(labels)) {
        let count = month.iter().filter(|incident| incident.labels == labels).count();
        assert!((40..=50).contains(&count), "{labels}: {count} in 30 days");
    }
    assert!(
        incidents(NOW, NOW).is_empty() || incidents(NOW, NOW).iter().all(|incident| incident.to_ms > NOW)
    );
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
    assert!(error.to_string().starts_with("source.metric: \"(\" is no regular expression"), "{error}");
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
    let one: Labels = fleet().swap_remove(7);
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
    let settings = SourceSettings::parse(&GrafanaSettings {
        url: "",
        user: "",
        database: "",
        basic_auth_enabled: false,
        basic_auth_user: "",
        json_data: &json!({"kind": "sample"}),
        secure_json_data: &HashMap::new(),
    });
    let source = connect(&settings.unwrap()).unwrap();
    assert_eq!(source.metric_names("RATE").await.unwrap(), ["request_rate"]);
    assert_eq!(source.labels(None).await.unwrap(), ["__name__", "service"]);
    assert_eq!(source.label_values("service", Some("cpu_percent")).await.unwrap().len(), 6);
    assert!(source.label_values("service", Some("unknown")).await.unwrap().is_empty());
    assert_eq!(source.health().await.unwrap().series, Some(24));
}
