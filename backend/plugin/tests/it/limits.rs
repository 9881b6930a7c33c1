//! Requests beyond a limit are refused by name, and failures do not affect others.

use std::sync::Arc;

use crate::common::*;
use seismo_detection::{Catalogue, Context, Detector, Fitted, Unfit, Vote};
use seismo_engine::{Plan, QueryRequest};
use seismo_plugin::{PluginError, frame, grafana_query};
use seismo_query::Query;
use seismo_series::Labels;
use seismo_sources::ForwardedHeaders;
use serde_json::{Map, Value, json};

const NOW: i64 = START / MINUTE;

/// A detector that panics at a certain value.
#[derive(Debug, Clone)]
struct Fragile;

const FATAL: f64 = 666.0;

impl Detector for Fragile {
    fn id(&self) -> &'static str {
        "fragile"
    }
    fn minimum_history(&self) -> usize {
        0
    }
    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }
    fn fit(&self, _history: &[f64], _context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        Ok(Box::new(self.clone()))
    }
}

impl Fitted for Fragile {
    fn observe(&mut self, _values: &[f64]) {}
    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        assert!(!values.contains(&FATAL), "fell over {FATAL}");
        votes.extend(values.iter().map(|_| Vote::new(0.5, None)));
    }
    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }
    fn bytes(&self) -> usize {
        0
    }
}

fn with_fragile(nanoseconds_per_sample: u32) -> Catalogue {
    let mut catalogue = Catalogue::standard();
    let info = planted("fragile", "Fragile", nanoseconds_per_sample);
    catalogue.add(info, |_| Arc::new(Fragile));
    catalogue
}

fn fragile() -> Query {
    query(
        &json!({ "detection": { "interval": "1m", "history": "2h", "ensemble": [{ "detector": "fragile", "weight": 1 }] } }),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_detector_is_that_querys_error_and_nothing_else() {
    let engine = engine_of(with_fragile(1), 64 << 20, 2);
    let lines = vec![Line::new("a", |_| 1.0), Line::new("b", |at| if at == NOW - 5 { FATAL } else { 1.0 })];
    let source = Memory::new(lines);
    let range = asked(NOW - 60, NOW, NOW * MINUTE);
    for _ in 0..2 {
        let error = answer(&engine, &source, fragile(), range).await.unwrap_err();
        assert_eq!(error.status(), 500);
        assert!(error.to_string().contains("fell over 666"), "{error}");
    }
    let other = answer(&engine, &source, query(&json!({})), range).await.unwrap();
    assert_eq!(other.len(), 2);
    *source.lines.lock().unwrap() = vec![Line::new("a", |_| 1.0)];
    let healed = answer(&engine, &source, fragile(), range).await.unwrap();
    assert_eq!(column(&healed[0], "score"), vec![0.5; 60]);
    assert_eq!(engine.telemetry().panics.get(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_source_is_that_querys_error_and_leaves_nothing_half_done() {
    let (source, engine) = (Memory::new(vec![Line::new("a", busy(1))]), engine(64 << 20));
    for minute in 0..3 {
        let range = asked(NOW - 60, NOW + minute, (NOW + minute) * MINUTE);
        source.falls.store(true, std::sync::atomic::Ordering::SeqCst);
        let error = answer(&engine, &source, query(&json!({})), range).await.unwrap_err();
        assert!(error.status() == 500 && error.to_string().contains("the source fell over"), "{error}");
        let got = answer(&engine, &source, query(&json!({})), range).await.unwrap();
        let want = answer(&crate::common::engine(0), &source, query(&json!({})), range).await.unwrap();
        assert_same(&got, &want, "after the fall");
    }
    assert_eq!(engine.telemetry().panics.get(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_thousand_series_a_panel_shows_the_first_and_an_alert_is_refused() {
    let line = |number: i64| {
        let mut line = Line::new("", move |at| if at >= NOW - 3 { number as f64 } else { f64::NAN });
        line.labels = [("service", format!("{number:06}"))].into_iter().collect::<Labels>();
        line
    };
    let source = Memory::new((0..100_000).map(line).collect());
    let engine = engine(64 << 20);
    let range = asked(NOW - 10, NOW, NOW * MINUTE);
    let frames = answer(&engine, &source, query(&json!({})), range).await.unwrap();
    assert_eq!(frames.len(), 200);
    assert!(frames[0].notices.iter().any(|notice| notice.text.contains("100000")), "{:?}", frames[0].notices);
    assert!(frames[199].name.contains("000199"), "{}", frames[199].name);
    assert_eq!(explained(&frames[0])["dropped"][0]["count"], 99_800);
    let alert = QueryRequest { from_alert: true, ..range };
    let error = answer(&engine, &source, query(&json!({})), alert).await.unwrap_err();
    assert_eq!(error.status(), 400);
    assert!(error.to_string().contains("100000") && error.to_string().contains("maxSeries"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn series_that_add_up_over_time_beyond_the_cap_are_cut_alike_warm_and_cold() {
    let line = |number: i64| {
        let mut line = Line::new(&format!("{number:03}"), busy(1));
        // Sixty series at a time, each for an hour: their names do not reveal their age.
        let hour = number % 7;
        line.life = seismo_series::GridRange { from: NOW - 360 + hour * 60, to: NOW - 300 + hour * 60 };
        line
    };
    let source = Memory::new((0..420).map(line).collect());
    let warm = engine(64 << 20);
    for (from, to) in [
        (NOW - 120, NOW),
        (NOW - 300, NOW + 5),
        (NOW - 20, NOW + 6),
        (NOW - 360, NOW + 7),
        (NOW - 100, NOW + 8),
    ] {
        let range = asked(from, to, to * MINUTE);
        let got = answer(&warm, &source, query(&json!({})), range).await.unwrap();
        let want = answer(&engine(0), &source, query(&json!({})), range).await.unwrap();
        let names = |frames: &[seismo_plugin::frame::Frame]| {
            frames.iter().map(|frame| frame.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&got), names(&want));
        for (got, want) in got.iter().zip(&want) {
            assert_eq!(got.to_json()["data"], want.to_json()["data"]);
        }
        let alert = QueryRequest { from_alert: true, ..range };
        let got = answer(&warm, &source, query(&json!({})), alert)
            .await
            .map(|frames| frames.len())
            .map_err(|e| e.to_string());
        let want = answer(&engine(0), &source, query(&json!({})), alert)
            .await
            .map(|frames| frames.len())
            .map_err(|e| e.to_string());
        assert_eq!(got, want);
    }
}

#[test]
fn what_cannot_be_planned_says_why_and_what_would_be_right() {
    let plan = |fields: Value, asked: QueryRequest| {
        Plan::new(query(&fields), &instance(&json!({})).settings, &with_fragile(40_000), asked)
            .map(|plan| plan.range.len())
    };
    let hour = asked(NOW - 60, NOW, NOW * MINUTE);
    let costly =
        json!({ "detection": { "interval": "1m", "ensemble": [{ "detector": "fragile", "weight": 1 }] } });
    for (fields, asked, parts) in [
        (json!({ "detection": { "interval": "0s" } }), hour, vec!["detection.interval", "\"0s\""]),
        (json!({ "detection": { "history": "10y" } }), hour, vec!["detection.history", "400d"]),
        (
            json!({ "detection": { "threshold": 0, "ensemble": detection()["ensemble"] } }),
            hour,
            vec!["detection.threshold", "above 0"],
        ),
        (json!({ "detection": { "ensemble": [] } }), hour, vec!["detection.ensemble", "at least one"]),
        (json!({ "source": { "kind": "prometheus", "expr": "up" } }), hour, vec!["prometheus", "sample"]),
        (json!({}), QueryRequest { from_ms: 2, to_ms: 1, ..hour }, vec!["time range", "before it starts"]),
        (json!({}), QueryRequest { from_ms: 1, to_ms: 1, ..hour }, vec!["time range", "is empty"]),
        (json!({}), QueryRequest { from_ms: i64::MIN, to_ms: i64::MAX, ..hour }, vec!["time range", "9999"]),
        (
            json!({ "detection": { "interval": "1s" , "history": "400d", "ensemble": [{ "detector": "z_score", "weight": 1 }] } }),
            QueryRequest { from_ms: 0, ..hour },
            vec!["samples", "50000000", "longer detection interval"],
        ),
        (
            costly,
            QueryRequest { from_ms: NOW * MINUTE - 30 * 86_400_000 * 100, ..hour },
            vec!["Fragile", "120 s", "leave out"],
        ),
    ] {
        let error = PluginError::from(plan(fields.clone(), asked).unwrap_err());
        assert_eq!(error.status(), 400, "{error}");
        let text = error.to_string();
        assert!(parts.iter().all(|part| text.contains(part)), "{fields}: {text}");
    }
    assert_eq!(
        plan(json!({}), QueryRequest { from_ms: NOW * MINUTE + 1, to_ms: NOW * MINUTE + 9, ..hour }).unwrap(),
        0
    );
}

#[test]
fn thirty_days_of_a_hundred_series_at_one_minute_are_not_too_much() {
    let month = asked(NOW - 43_200, NOW, NOW * MINUTE);
    let plan = Plan::new(
        query(&json!({ "detection": { "interval": "1m", "ensemble": detection()["ensemble"] } })),
        &instance(&json!({})).settings,
        &Catalogue::standard(),
        month,
    );
    plan.unwrap().check_cost(100).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_short_whatever_was_written() {
    let long = "x".repeat(50_000);
    let detection = |name: &str, value: Value| {
        let mut query = json!({ "source": { "kind": "sample" }, "detection": {} });
        query["detection"][name] = value;
        query
    };
    let source = |name: &str, value: String| {
        let mut query = json!({ "source": { "kind": "sample" }, "detection": crate::common::detection() });
        query["source"][name] = json!(value);
        query
    };
    let member = |field: &str, value: Value| {
        let mut member = json!({ "detector": "z_score", "weight": 1 });
        member[field] = value;
        detection("ensemble", json!([member]))
    };
    let window = |from: &str, to: &str| detection("excluded", json!([{ "from": from, "to": to }]));
    let zoned = format!("2026-05-01T00:00:00Z[{long}]");
    for (query, field, right) in [
        (json!({ "source": { "kind": "sample" }, "timezone": long }), "timezone: \"xxx", "Europe/Berlin"),
        (detection("interval", json!(long)), "detection.interval: \"xxx", "\"5m\""),
        (
            detection("interval", json!(format!("{}s", "9".repeat(50_000)))),
            "detection.interval: \"999",
            "100y",
        ),
        (detection("history", json!(long)), "detection.history: \"xxx", "\"5m\""),
        (detection("season", json!(long)), "detection.season: \"xxx", "\"off\""),
        (detection("offset", json!(long)), "detection.offset: \"xxx", "\"5m\""),
        (detection("preset", json!(long)), "detection.preset: \"xxx", "\"classic\""),
        (detection("holidays", json!({ "ics": long })), "detection.holidays.ics: \"xxx", "BEGIN:VCALENDAR"),
        (
            detection("holidays", json!({ "calendar": long })),
            "detection.holidays.calendar: \"xxx",
            "no calendar",
        ),
        (detection("together", json!({ "by": [long, long] })), "detection.together.by[1]: \"xxx", "once"),
        (window(&long, "2026-05-01T00:00:00Z"), "detection.excluded[0].from: \"xxx", "RFC 3339"),
        (window(&zoned, "2026-05-01T00:00:00Z"), "detection.excluded[0]", ""),
        (member("detector", json!(long)), "detection.ensemble[0].detector: \"xxx", "isolation_forest"),
        (member("parameters", json!({ long.as_str(): 1 })), "detection.ensemble[0].parameters.xxx", "window"),
        (
            member("parameters", json!({ "window": long })),
            "detection.ensemble[0].parameters.window",
            "a whole number",
        ),
        (
            source("service", format!("({long}")),
            "source.service: \"(xxx",
            "not a valid regular expression: unclosed group",
        ),
        (source("metric", format!("{long}[")), "source.metric: \"xxx", "not a valid regular expression"),
        (source("kind", long.clone()), "source.kind: \"xxx", "\"prometheus\""),
        (source(&long, String::new()), "source.xxx", "unknown field"),
        (json!({ "source": { "kind": "sample" }, long.as_str(): 1 }), "xxx", "unknown field"),
    ] {
        let error = match grafana_query::parse(query.to_string().as_bytes()) {
            Err(error) => error.into(),
            Ok(query) => {
                let (instance, range) = (instance(&json!({})), asked(NOW - 60, NOW, NOW * MINUTE));
                let fleet = seismo_sources::connect(&instance.settings).unwrap();
                frame::answer(&engine(0), query, range, &instance, fleet, ForwardedHeaders::default())
                    .await
                    .unwrap_err()
            }
        };
        let text = error.to_string();
        assert_eq!(error.status(), 400, "{text:.200}");
        assert!(
            text.chars().count() < 900 && text.starts_with(field) && text.contains(right),
            "{text:.1000}"
        );
    }
}
