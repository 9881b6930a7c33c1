//! The names of series: all names of an answer are made together, and every field names its series.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::*;
use seismo_engine::QueryRequest;
use seismo_plugin::frame::{self, Frame};
use seismo_series::{GridRange, Labels};
use seismo_sources::{ForwardedHeaders, SourceKind};
use serde_json::{Value, json};

const NOW: i64 = START / MINUTE;

/// A busy series with these labels.
fn line(seed: u64, labels: &[(&str, &str)]) -> Line {
    let mut line = Line::new("", busy(seed));
    line.labels = labels.iter().copied().collect();
    line
}

fn hour() -> QueryRequest {
    asked(NOW - 60, NOW - 1, NOW * MINUTE)
}

async fn ask(source: &Memory, fields: &Value, asked: QueryRequest) -> Vec<Frame> {
    answer(&engine(0), source, query(fields), asked).await.unwrap()
}

fn names(frames: &[Frame]) -> Vec<&str> {
    frames.iter().map(|frame| frame.name.as_str()).collect()
}

fn told(frames: &[Frame], part: &str) -> Option<String> {
    let mut notices = frames.iter().flat_map(|frame| &frame.notices);
    notices.find(|notice| notice.text.contains(part)).map(|notice| notice.text.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_legend_names_series_by_what_differs_in_every_output() {
    let rate = ("__name__", "request_rate");
    let one = vec![line(1, &[rate, ("service", "cart"), ("job", "x")])];
    let two = [one.clone(), vec![line(2, &[rate, ("service", "login"), ("job", "x")])]].concat();
    let zones = [two.clone(), vec![line(3, &[rate, ("service", "login"), ("job", "y")])]].concat();
    for (lines, want) in [
        (one, vec![r#"request_rate{job="x", service="cart"}"#]),
        (two, vec!["cart", "login"]),
        (
            zones,
            vec![
                r#"request_rate{job="x", service="cart"}"#,
                r#"request_rate{job="x", service="login"}"#,
                r#"request_rate{job="y", service="login"}"#,
            ],
        ),
    ] {
        let source = Memory::new(lines);
        for output in ["panel", "score", "severity"] {
            assert_eq!(names(&ask(&source, &json!({ "output": output }), hour()).await), want, "{output}");
        }
        let listed =
            ask(&source, &json!({ "output": "events" }), asked(NOW - 600, NOW - 1, NOW * MINUTE)).await;
        let series: BTreeSet<String> = words(&listed[0], "series").into_iter().collect();
        assert_eq!(series.iter().map(String::as_str).collect::<Vec<_>>(), want);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_says_whose_it_is_and_what() {
    let source = Memory::new(vec![line(1, &[("service", "cart")]), line(2, &[("service", "login")])]);
    let detection = json!({ "preset": "auto", "interval": "1m", "history": "3h" });
    let display = |frame: &Frame| -> Vec<String> {
        let shown = frame.fields[1..].iter().map(|field| field.config["displayNameFromDS"].as_str().unwrap());
        shown.map(str::to_owned).collect()
    };
    let frames = ask(&source, &json!({ "detection": detection }), hour()).await;
    let rest =
        ["expected", "lower", "upper", "score", "severity", "Auto", "cause", "cause_samples", "cause_size"];
    let rest: Vec<String> = rest.iter().map(|word| format!("cart {word}")).collect();
    assert_eq!(display(&frames[0]), [vec!["cart".to_owned()], rest].concat());
    assert!(!frames[0].fields[0].config.contains_key("displayNameFromDS"));
    let classic = ask(&source, &json!({}), hour()).await;
    assert_eq!(display(&classic[1])[6..], ["login Z-score", "login Isolation forest", "login Seasonal ESD"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_series_of_one_name_are_listed_apart_and_quickly() {
    let pod = |at: usize| {
        let wild = ["a\"", "b,", "{c}", "d\n", "}}"][at % 5];
        let mut line = line(at as u64, &[("job", "x"), ("pod", &format!("{wild}{at}"))]);
        line.value = Arc::new(move |at| if at == NOW - 5 { 90.0 } else { noise(1, at) });
        line
    };
    let source = Memory::new((0..200).map(pod).collect());
    for (legend, unlike) in [("same", "same (pod=\"a\\\"0\")"), ("", "a\"0"), ("{{pod}}{{job}}", "a\"0x")] {
        let fields =
            |output: &str| json!({ "source": { "kind": "sample", "legend": legend }, "output": output });
        let started = Instant::now();
        let frames = ask(&source, &fields("events"), asked(NOW - 20, NOW - 1, NOW * MINUTE)).await;
        let series: BTreeSet<String> = words(&frames[0], "series").into_iter().collect();
        assert_eq!(series.len(), 200, "{legend}");
        assert!(series.contains(unlike), "{series:?}");
        let panel = ask(&source, &fields("panel"), asked(NOW - 20, NOW - 1, NOW * MINUTE)).await;
        let distinct: BTreeSet<_> = names(&panel).into_iter().collect();
        assert_eq!(distinct.len(), if legend == "same" { 1 } else { 200 }, "a template says what it says");
        assert!(started.elapsed() < Duration::from_secs(120));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_and_their_metrics_are_named_by_what_differs() {
    let metric = |instance: &str, name: &str, seed: u64| {
        line(seed, &[("__name__", name), ("instance", instance), ("job", "x")])
    };
    let source = Memory::new(vec![
        metric("a", "cpu", 1),
        metric("a", "disk", 2),
        metric("b", "cpu", 3),
        metric("b", "disk", 4),
    ]);
    let fields =
        json!({ "detection": { "interval": "1m", "history": "2h", "together": { "by": ["instance"] } } });
    let frames = ask(&source, &fields, hour()).await;
    assert_eq!(names(&frames), ["a", "b"]);
    let shares: Vec<_> = frames[1].fields[4..]
        .iter()
        .map(|field| (field.name(), &field.config["displayNameFromDS"]))
        .collect();
    assert_eq!(shares, [("contribution_cpu", &json!("b cpu")), ("contribution_disk", &json!("b disk"))]);
}

/// A fleet in which one series stopped 20 minutes ago and another is late by two.
fn fleet() -> Memory {
    let mut stopped = line(1, &[("service", "search")]);
    stopped.life = GridRange { from: i64::MIN, to: NOW - 20 };
    let mut late = line(2, &[("service", "late")]);
    late.life = GridRange { from: i64::MIN, to: NOW - 2 };
    let mut before = line(3, &[("service", "before")]);
    before.life = GridRange { from: i64::MIN, to: NOW - 500 };
    Memory::new(vec![stopped, late, before, line(4, &[("service", "cart")])])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_has_stopped_is_told_in_every_output() {
    for (output, from_alert) in [("panel", false), ("score", true), ("severity", true), ("events", false)] {
        let range = QueryRequest { from_alert, ..hour() };
        let frames = ask(&fleet(), &json!({ "output": output, "timezone": "Europe/Berlin" }), range).await;
        let notice = told(&frames, "no longer have samples").unwrap_or_else(|| panic!("{output}"));
        // The newest sample is at 21:52 UTC.
        assert!(
            notice.starts_with(
                "1 of 3 series no longer have samples: search since 2023-11-14 22:52 (times in Europe/Berlin)."
            ),
            "{notice}"
        );
        assert!(notice.contains("\"age\""), "{notice}");
    }
    let late = json!({ "detection": { "interval": "1m", "history": "3h", "offset": "30m", "ensemble": detection()["ensemble"] } });
    assert_eq!(
        told(&ask(&fleet(), &late, hour()).await, "no longer"),
        None,
        "with an offset, nothing is late yet"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_series_that_have_stopped_the_last_three_are_named() {
    let lines = (0..7).map(|at: i64| {
        let mut line = line(at as u64 + 1, &[("service", &format!("s{at}"))]);
        line.life = GridRange { from: i64::MIN, to: NOW - 10 - at };
        line
    });
    let notice = told(&ask(&Memory::new(lines.collect()), &json!({}), hour()).await, "no longer").unwrap();
    assert!(
        notice.starts_with("7 of 7 series no longer have samples: s0 since 2023-11-14 22:02, s1 since"),
        "{notice}"
    );
    assert!(notice.contains("s2 since 2023-11-14 22:00 and 4 more (times in UTC)"), "{notice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metric_of_a_group_that_has_stopped_is_told() {
    let metric = |name: &str, seed: u64| line(seed, &[("__name__", name), ("instance", "a")]);
    let mut stopped = metric("disk", 2);
    stopped.life = GridRange { from: i64::MIN, to: NOW - 20 };
    let source = Memory::new(vec![metric("cpu", 1), stopped, metric("net", 3)]);
    let fields =
        json!({ "detection": { "interval": "1m", "history": "2h", "together": { "by": ["instance"] } } });
    let notice = told(&ask(&source, &fields, hour()).await, "no longer").unwrap();
    assert!(
        notice.starts_with(r#"1 of 3 series no longer have samples: disk of {instance="a"} since"#),
        "{notice}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_series_is_learning_until_its_newest_row_is_scored() {
    const BORN: i64 = NOW - 400;
    let mut new = line(5, &[("service", "new")]);
    new.value = Arc::new(|at| noise(5, at));
    new.life = GridRange { from: BORN, to: i64::MAX };
    let source = Memory::new(vec![new]);
    let forest = json!({ "interval": "1m", "history": "1d", "ensemble": [{ "detector": "isolation_forest", "weight": 1 }] });
    let auto = json!({ "preset": "auto", "interval": "1m", "history": "1d" });
    for (detection, first) in [(auto, 60), (forest, 128)] {
        let fields = json!({ "detection": detection });
        for age in [1, 20, first - 20, first - 2, first + 1, first + 2, first + 16] {
            let now = BORN + age;
            let frames = ask(&source, &fields, asked(now - 30, now - 1, now * MINUTE)).await;
            let scored = !column(&frames[0], "score").last().unwrap().is_nan();
            let learning = &explained(&frames[0])["learning"];
            assert_eq!((scored, learning.is_null()), (age > first, age > first), "{age}: {learning}");
            if !scored {
                assert_eq!(learning["seen"], age, "{age}");
                assert_eq!(learning["needed"], first, "{age}");
                assert_eq!(learning["leftMs"], (first - age) * MINUTE, "{age}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_follow_the_labels_whatever_is_in_them() {
    let values = ["plain", "a b", "quo\"te", "com,ma", "bra{ce}", "new\nline", "", "ünï"];
    let lines = values
        .iter()
        .enumerate()
        .map(|(at, value)| line(at as u64 + 1, &[("__name__", "up"), ("path", value)]));
    let frames = ask(&Memory::new(lines.collect()), &json!({}), hour()).await;
    for frame in &frames {
        let labels: &Labels = &frame.fields[1].labels;
        let value = labels.get("path").unwrap();
        let want = match value {
            "" => "up",
            "new\nline" => "new\\nline",
            value => value,
        };
        assert_eq!(frame.name, want);
    }
    assert_eq!(frames.len(), values.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_without_labels_has_one_name_whatever_the_range() {
    let written = "SELECT mean(\"v\") FROM \"m\"\n  WHERE $timeFilter\n  GROUP BY time($__interval)";
    let name = "SELECT mean(\"v\") FROM \"m\" WHERE $timeFilter GROUP BY time($__interval)";
    let mut source = Memory::new(vec![line(1, &[])]);
    source.executed = |request| format!("SELECT from {} to {}", request.range.from, request.range.to);
    let mut instance = instance(&json!({}));
    instance.settings.kind = SourceKind::InfluxDb;
    let asking = |output: &str| {
        query(&json!({
            "source": { "kind": "influxdb", "language": "influxql", "query": written }, "output": output,
        }))
    };
    for output in ["panel", "score", "age", "events"] {
        let (engine, mut executed) = (engine(64 << 20), BTreeSet::new());
        for later in [0, 1, 30] {
            let range = asked(NOW - 600 + later, NOW + later - 1, (NOW + later) * MINUTE);
            let source = Arc::new(source.clone());
            let frames =
                frame::answer(&engine, asking(output), range, &instance, source, ForwardedHeaders::default());
            let frames = frames.await.unwrap();
            if output == "events" {
                assert_eq!(
                    words(&frames[0], "series").into_iter().collect::<BTreeSet<_>>(),
                    [name.to_owned()].into()
                );
            } else {
                assert_eq!(names(&frames), [name], "{output}");
                assert_eq!(frames[0].fields[1].config["displayNameFromDS"], name);
            }
            let texts: Vec<_> = frames[0].notices.iter().map(|notice| notice.text.as_str()).collect();
            assert!(texts.iter().all(|text| !text.contains("SELECT from")), "{texts:?}");
            executed.insert(frames[0].executed.clone());
        }
        assert!(
            executed.len() > 1 && executed.iter().all(|text| text.starts_with("SELECT from")),
            "{executed:?}"
        );
    }
}
