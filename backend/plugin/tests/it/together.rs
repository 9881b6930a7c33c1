//! Several metrics as one, from the query to the frame.

use std::sync::Arc;

use crate::common::*;
use seismo_explain::NoticeSeverity;
use seismo_plugin::frame::Frame;
use seismo_query::Query;
use seismo_series::GridRange;
use serde_json::{Value, json};

const NOW: i64 = START / MINUTE;

/// The time when the metrics of an instance go wrong.
const FAULT: std::ops::Range<i64> = NOW - 50..NOW - 40;

fn together(fields: &Value) -> Query {
    let mut query = json!({
        "detection": { "interval": "1m", "history": "10h", "together": { "by": ["instance"] } },
    });
    for (name, value) in fields.as_object().unwrap() {
        query[name] = value.clone();
    }
    crate::common::query(&query)
}

fn metric(instance: &str, metric: &str, value: impl Fn(i64) -> f64 + Send + Sync + 'static) -> Line {
    let mut line = Line::new("", value);
    line.labels = [("__name__", metric), ("instance", instance)].into_iter().collect();
    line
}

/// A metric that follows the load of an instance, with a little noise.
fn follows(seed: u64, size: f64) -> impl Fn(i64) -> f64 + Send + Sync + 'static {
    move |at| {
        let load = (at as f64 / 40.0).sin() + noise(1, at);
        100.0 + size * (load + 0.05 * noise(seed, at))
    }
}

/// Two instances with four metrics each, of which one has gaps, one is late, one ends and one begins; and one instance
/// with a single metric.
fn fleet() -> Memory {
    let mut lines = Vec::new();
    for (at, instance) in ["a", "b"].into_iter().enumerate() {
        let seed = 10 * (at as u64 + 1);
        lines.push(metric(instance, "cpu", follows(seed, 5.0)));
        let wrong = follows(seed + 1, 3.0);
        let faulty = instance == "a";
        lines.push(metric(instance, "memory", move |at| {
            wrong(at) + if faulty && FAULT.contains(&at) { 4.0 } else { 0.0 }
        }));
        let gaps = follows(seed + 2, 0.5);
        lines.push(metric(
            instance,
            "net",
            move |at| if noise(seed, at) > 0.9 { f64::NAN } else { gaps(at) },
        ));
        let mut disk = metric(instance, "disk", follows(seed + 3, 50.0));
        disk.delay_ms = Arc::new(|at| (noise(9, at) * 9.0) as i64 * MINUTE);
        lines.push(disk);
    }
    let mut ends = metric("b", "ends", follows(41, 1.0));
    ends.life = GridRange { from: i64::MIN, to: NOW - 90 };
    let mut begins = metric("b", "begins", follows(42, 1.0));
    begins.life = GridRange { from: NOW - 200, to: i64::MAX };
    lines.extend([ends, begins, metric("lonely", "cpu", follows(43, 1.0))]);
    Memory::new(lines)
}

fn names(frame: &Frame) -> Vec<String> {
    frame.fields.iter().map(|field| field.name().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_found_and_named() {
    let range = asked(NOW - 120, NOW - 1, NOW * MINUTE);
    let query = together(
        &json!({ "source": { "kind": "sample", "legend": "{{__name__}}" }, "timezone": "Europe/Berlin" }),
    );
    let frames = answer(&engine(0), &fleet(), query, range).await.unwrap();
    assert_eq!(frames.len(), 2, "one frame a group; an instance with one metric has none");
    let frame = &frames[0];
    let contributions = ["cpu", "disk", "memory", "net"].map(|name| format!("contribution_{name}"));
    assert_eq!(names(frame)[..4], ["time", "value", "score", "severity"]);
    assert_eq!(names(frame)[4..], contributions);
    assert_eq!(frame.name, "a");
    assert_eq!(frame.fields[2].labels, [("instance", "a")].into_iter().collect());
    let memory = [("__name__", "memory"), ("instance", "a")].into_iter().collect();
    assert_eq!(frame.fields[6].labels, memory);

    let time = column(frame, "time");
    let severity = column(frame, "severity");
    let shares: Vec<_> = contributions.iter().map(|name| column(frame, name)).collect();
    for (at, ms) in time.iter().enumerate() {
        let index = *ms as i64 / MINUTE;
        let row: Vec<f64> = shares.iter().map(|share| share[at]).filter(|share| !share.is_nan()).collect();
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-3, "{index}: {row:?}");
        if FAULT.contains(&index) {
            assert!(severity[at] >= 1.0, "{index}");
            assert!(shares[2][at] > 0.6, "{index}: {row:?}");
        }
    }
    let frame = frame.to_json();
    let seismo = &frame["schema"]["meta"]["custom"]["seismo"];
    assert_eq!(seismo["algorithm"], "together-1");
    assert_eq!(seismo["budget"], Value::Null);
    let metrics = json!(["cpu", "disk", "memory", "net"]);
    assert_eq!(seismo["together"], json!({ "by": ["instance"], "metrics": metrics }));
    assert_eq!(seismo["detectors"][0]["state"], "voting");
    let events = seismo["events"].as_array().unwrap();
    let during = |event: &&Value| FAULT.contains(&(event["peakMs"].as_i64().unwrap() / MINUTE));
    assert_eq!(events.iter().find(during).unwrap()["metrics"][0]["name"], "memory");
    let notices: Vec<_> = frames[0].notices.iter().map(|notice| notice.text.as_str()).collect();
    assert!(notices.iter().any(|text| text.contains("lonely") && text.contains("left out")), "{notices:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warm_answer_equals_a_cold_one() {
    let (source, warm) = (fleet(), engine(64 << 20));
    for (step, (asked, alone)) in walk(40, 900, 500).enumerate() {
        let output = if alone { ["score", "severity", "since"][step % 3] } else { "panel" };
        let query = together(&json!({ "output": output, "hold": "event" }));
        let got = answer(&warm, &source, query.clone(), asked).await.unwrap();
        let want = answer(&engine(0), &source, query, asked).await.unwrap();
        assert_same(&got, &want, &format!("step {step}: {asked:?}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_range_does_not_change_a_score_also_where_a_metric_has_no_sample_in_it() {
    let source = fleet();
    let query = together(&json!({}));
    let wide = answer(&engine(0), &source, query.clone(), asked(NOW - 300, NOW - 20, NOW * MINUTE)).await;
    let narrow = answer(&engine(0), &source, query, asked(NOW - 80, NOW - 20, NOW * MINUTE)).await;
    let (wide, narrow) = (wide.unwrap(), narrow.unwrap());
    for (wide, narrow) in wide.iter().zip(&narrow) {
        assert_eq!(names(wide), names(narrow));
        for name in names(narrow).iter().filter(|name| *name != "time") {
            let (wide, narrow) = (column(wide, name), column(narrow, name));
            let late = &wide[wide.len() - narrow.len()..];
            let same = late.iter().zip(&narrow).all(|(one, other)| one.to_bits() == other.to_bits());
            assert!(same, "{name}");
        }
    }
    assert!(names(&narrow[1]).contains(&"contribution_ends".to_owned()), "{:?}", names(&narrow[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_asks_for_what_is_new_only() {
    let (source, engine) = (fleet(), engine(64 << 20));
    answer(&engine, &source, together(&json!({})), asked(NOW - 100, NOW, NOW * MINUTE)).await.unwrap();
    source.questions();
    let later = asked(NOW - 95, NOW + 5, (NOW + 5) * MINUTE);
    answer(&engine, &source, together(&json!({})), later).await.unwrap();
    let questions = source.questions();
    assert!(questions.len() == 1 && questions[0].range.len() <= 20, "{questions:?}");
    let alone = crate::common::query(&json!({}));
    answer(&engine, &source, alone, later).await.unwrap();
    assert!(!source.questions().is_empty(), "series that are scored alone share no entry with groups");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_rule_gets_one_number_a_group() {
    let outputs = [
        ("panel", "score"),
        ("score", "score"),
        ("severity", "severity"),
        ("value", "value"),
        ("since", "since"),
    ];
    let mut rows = None;
    for (output, name) in outputs {
        let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
        let range = seismo_engine::QueryRequest { from_alert: true, ..range };
        let query = together(&json!({ "output": output }));
        let frames = answer(&engine(0), &fleet(), query, range).await.unwrap();
        assert_eq!(frames.len(), 2);
        for (frame, instance) in frames.iter().zip(["a", "b"]) {
            assert_eq!(names(frame), ["Time", name]);
            assert_eq!(frame.fields[1].labels, [("instance", instance)].into_iter().collect());
            assert_eq!(frame.fields[1].config["displayNameFromDS"], json!(frame.name));
        }
        let times: Vec<_> = frames.iter().map(|frame| column(frame, "Time")).collect();
        assert_eq!(*rows.get_or_insert(times.clone()), times, "{output}: the rows of the score");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_one_thing_is_named() {
    let lines = |count: usize| {
        let line = |at| metric("a", &format!("metric_{at:02}"), follows(at as u64, 1.0));
        Memory::new((0..count).map(line).collect())
    };
    let range = asked(NOW - 30, NOW - 1, NOW * MINUTE);
    let all = json!({ "interval": "1m", "history": "2h", "together": { "by": [] } });
    let (plain, all) = (together(&json!({})), together(&json!({ "detection": all })));
    for (source, query, right) in [
        (lines(65), &plain, r#"{instance="a"} has 65 metrics, and at most 64"#),
        (lines(1), &plain, "no group has 2 metrics"),
        (lines(1), &all, r#"detection.together.by: [] is invalid"#),
    ] {
        let error = answer(&engine(0), &source, query.clone(), range).await.unwrap_err();
        assert!(error.to_string().contains(right) && error.status() == 400, "{error}");
    }
    let frames = answer(&engine(0), &lines(3), all.clone(), range).await.unwrap();
    let name = r#"{__name__=~".*", service=~".*"}"#;
    assert_eq!((frames.len(), frames[0].name.as_str()), (1, name), "without labels, the query names it");
    let none = answer(&engine(0), &lines(0), all, range).await.unwrap();
    assert!(none[0].fields.is_empty() && none[0].notices[0].text.contains("no series"));
    let short = together(&json!({ "detection": { "history": "100m", "together": { "by": [] } } }));
    let year = asked(NOW - 365 * 1_440, NOW - 1, NOW * MINUTE);
    let error = answer(&engine(0), &lines(9), short, year).await.unwrap_err().to_string();
    assert!(error.contains("Dense autoencoder over metrics takes about"), "{error}");
    for (fields, right) in [
        (json!({ "output": "deviation" }), "output: \"deviation\" does not work with detection.together"),
        (json!({ "output": "expected" }), "\"score\""),
        (json!({ "output": "lower" }), "output: \"lower\""),
        (json!({ "output": "upper" }), "output: \"upper\""),
        (json!({ "output": "cause" }), "no cause"),
        (json!({ "output": "cause_samples" }), "no cause"),
        (json!({ "output": "cause_size" }), "no cause"),
        (json!({ "output": "age" }), "\"since\""),
        (json!({ "detection": { "together": { "by": [] }, "budget": 1 } }), "detection.budget"),
        (json!({ "detection": { "together": { "by": [] }, "repeats": "accept" } }), "detection.repeats"),
    ] {
        let error = answer(&engine(0), &lines(3), together(&fields), range).await.unwrap_err();
        assert!(error.to_string().contains(right), "{fields}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_no_series_has_is_told() {
    let there = r#""__name__", "instance""#;
    for (by, from_alert, want, groups) in [
        (json!(["nope"]), false, Some(r#"label "nope", so groups are made without it"#), 1),
        (json!(["nope"]), true, Some(r#"label "nope", so groups are made without it"#), 1),
        (json!(["instance", "nope"]), false, Some(r#"label "nope", so groups are made without it"#), 2),
        (json!(["instance", "nope"]), true, Some(r#"label "nope", so groups are made without it"#), 2),
        (json!(["nope", "no"]), false, Some(r#"labels "nope", "no", so groups are made without them"#), 1),
        (json!(["instance"]), false, None, 2),
        (json!([]), false, None, 1),
    ] {
        let query = together(&json!({ "detection": { "history": "2h", "together": { "by": by } } }));
        let range = seismo_engine::QueryRequest { from_alert, ..asked(NOW - 30, NOW - 1, NOW * MINUTE) };
        let frames = answer(&engine(0), &fleet(), query, range).await.unwrap();
        assert_eq!(frames.len(), groups, "{by}");
        let told = frames[0].notices.iter().find(|notice| notice.text.starts_with("detection.together.by"));
        assert_eq!(told.is_some(), want.is_some(), "{by}: {:?}", frames[0].notices);
        if let (Some(notice), Some(want)) = (told, want) {
            assert_eq!(notice.severity, NoticeSeverity::Warning);
            assert!(notice.text.contains(want) && notice.text.contains(there), "{}", notice.text);
        }
    }
    let lines = (0..65).map(|at| metric("a", &format!("metric_{at:02}"), follows(at, 1.0))).collect();
    let query = together(&json!({ "detection": { "together": { "by": ["nope"] } } }));
    let range = asked(NOW - 30, NOW - 1, NOW * MINUTE);
    let error = answer(&engine(0), &Memory::new(lines), query, range).await.unwrap_err().to_string();
    assert!(error.contains("65 metrics") && error.contains(r#"no series has the label "nope""#), "{error}");
}
