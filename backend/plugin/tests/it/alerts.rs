//! Answers to alert rules: the same series for every output, one number per row, and a reason if there is none.

use std::collections::BTreeMap;

use crate::common::*;
use seismo_detection::Catalogue;
use seismo_engine::QueryRequest;
use seismo_plugin::frame::Frame;
use seismo_query::Output;
use seismo_series::{GridRange, Labels};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

const NOW: i64 = START / MINUTE;

/// Every output that alert rules may ask for and that all scored series have.
fn numbers() -> impl Iterator<Item = Output> {
    Output::iter().filter(|output| output.is_number() && *output != Output::Age)
}

/// Series that continue, that never vary, that are new, that end in the range and before it.
fn fleet() -> Memory {
    let mut lines = vec![Line::new("busy", busy(1)), Line::new("constant", |_| 7.0)];
    for (name, seed, life) in [
        ("new", 2, GridRange { from: NOW - 40, to: i64::MAX }),
        ("brand-new", 3, GridRange { from: NOW - 2, to: i64::MAX }),
        ("ends", 4, GridRange { from: i64::MIN, to: NOW - 5 }),
        ("ended", 5, GridRange { from: i64::MIN, to: NOW - 90 }),
    ] {
        lines.push(Line { life, ..Line::new(name, busy(seed)) });
    }
    Memory::new(lines)
}

fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::standard();
    seismo_models::register(&mut catalogue);
    catalogue
}

fn evaluated(minutes: i64) -> QueryRequest {
    QueryRequest { from_alert: true, ..asked(NOW - minutes, NOW - 1, NOW * MINUTE) }
}

/// The rows of each series by the labels that name it.
fn rows(frames: &[Frame], output: &str) -> BTreeMap<Labels, Vec<(i64, f64)>> {
    let of = |frame: &Frame| {
        let time = column(frame, "Time").into_iter().map(|ms| ms as i64);
        (frame.fields[1].labels.clone(), time.zip(column(frame, output)).collect())
    };
    frames.iter().filter(|frame| !frame.fields.is_empty()).map(of).collect()
}

fn notices(frames: &[Frame]) -> String {
    frames[0].notices.iter().map(|notice| notice.text.clone() + "\n").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_output_has_the_series_of_the_score_whatever_detects() {
    let (source, engine) = (fleet(), engine_of(catalogue(), 256 << 20, 2));
    let alone = |id: &str| json!({ "ensemble": [{ "detector": id, "weight": 1 }] });
    let mut detections: Vec<(String, Value)> =
        catalogue().detectors().map(|info| (info.id.to_owned(), alone(info.id))).collect();
    assert!(detections.len() >= 12);
    detections.push(("classic".into(), json!({ "preset": "classic" })));
    detections.push(("preset auto".into(), json!({ "preset": "auto" })));
    let (mut without, mut compared) = (0, 0);
    for (name, mut detection) in detections {
        detection["interval"] = json!("1m");
        detection["history"] = json!("6h");
        let ask = async |output: Output| {
            let query = query(&json!({ "detection": detection, "output": output.id() }));
            answer(&engine, &source, query, evaluated(10)).await.unwrap()
        };
        let scored = rows(&ask(Output::Score).await, "score");
        assert!((1..6).contains(&scored.len()), "{name}: {scored:?}");
        for output in numbers() {
            let frames = ask(output).await;
            let found = rows(&frames, output.id());
            assert!(
                found.keys().eq(scored.keys()),
                "{name}, {output:?}: {:?}, {:?}",
                found.keys(),
                scored.keys()
            );
            for (labels, rows) in found {
                let times: Vec<i64> = scored[&labels].iter().map(|(ms, _)| *ms).collect();
                if rows.len() == 1 && rows[0].1.is_nan() {
                    assert_eq!(Some(&rows[0].0), times.last(), "{name}, {output:?}: the newest scored row");
                    assert!(notices(&frames).contains("offers an expected value"), "{name}, {output:?}");
                    without += 1;
                } else {
                    assert!(
                        rows.iter().all(|(ms, number)| times.contains(ms) && number.is_finite()),
                        "{name}"
                    );
                    assert_eq!(rows.last().map(|(ms, _)| *ms), times.last().copied(), "{name}, {output:?}");
                }
                compared += 1;
            }
        }
    }
    assert!(without > 20 && compared > 300, "{without} without a number of {compared}");
}

#[tokio::test(flavor = "multi_thread")]
async fn outputs_say_what_the_panel_shows() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let range = asked(NOW - 200, NOW - 1, NOW * MINUTE);
    let ask = async |output: &str| {
        let query = query(&json!({ "detection": { "preset": "auto", "interval": "1m", "history": "6h" },
            "output": output, "source": { "kind": "sample", "legend": "of {{service}}" } }));
        answer(&engine, &source, query, range).await.unwrap()
    };
    let panel = ask("panel").await;
    for output in ["score", "severity", "value", "expected", "lower", "upper"] {
        let frames = ask(output).await;
        for frame in &frames {
            let shown = panel.iter().find(|panel| panel.name == frame.name).unwrap();
            let times = column(shown, "time");
            for (ms, number) in column(frame, "Time").iter().zip(column(frame, output)) {
                let at = times.iter().position(|time| time == ms).unwrap();
                assert_eq!(column(shown, output)[at].to_bits(), number.to_bits(), "{output}");
            }
            assert_eq!(frame.fields[1].config["displayNameFromDS"], json!(frame.name));
            assert!(frame.name.starts_with("of "), "{}", frame.name);
            let meta = json!(frame.meta().unwrap());
            assert_eq!((&meta["type"], &meta["typeVersion"]), (&json!("timeseries-multi"), &json!([0, 1])));
        }
        assert_eq!(frames.len(), 4, "{output}: busy, constant, new and ends");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_constant_deviates_by_nothing_and_another_value_by_the_most_there_is() {
    for (usual, other) in
        [(0.0, 10.0), (0.1, -0.5), (1.0 / 3.0, 0.4), (1e9 + 0.1, 1e9), (-7e-9, 1.0), (3e200, 0.0)]
    {
        let value = move |at: i64| if at == NOW - 3 { other } else { usual };
        let source = Memory::new(vec![Line::new("flat", value)]);
        let ask = async |detection: Value, output: &str| {
            let query = query(&json!({ "detection": detection, "output": output }));
            answer(&engine(0), &source, query, asked(NOW - 60, NOW - 1, NOW * MINUTE)).await.unwrap()
        };
        for detection in [
            json!({ "preset": "auto", "interval": "1m", "history": "7d" }),
            json!({ "interval": "1m", "history": "6h", "ensemble": [{ "detector": "ewma", "weight": 1 }] }),
        ] {
            let alert = rows(&ask(detection.clone(), "deviation").await, "deviation");
            let rows = alert.values().next().unwrap();
            assert_eq!(rows.len(), 60, "{usual}: {rows:?}");
            let want = if other > usual { 1_000.0 } else { -1_000.0 };
            for (ms, deviation) in rows {
                match ms / MINUTE - (NOW - 3) {
                    0 => assert_eq!(*deviation, want, "{usual} {other} {detection}"),
                    at if at < 0 => assert_eq!(*deviation, 0.0, "{usual} {detection} at {at}"),
                    _ => assert!(
                        deviation.abs() <= 1_000.0,
                        "{usual} {other} {detection}: {deviation} after it"
                    ),
                }
            }
            let (events, panel) =
                (ask(detection.clone(), "events").await, ask(detection.clone(), "panel").await);
            let listed = explained(&panel[0]);
            let listed = listed["events"].as_array().unwrap();
            let told: Vec<f64> = listed.iter().map(|event| event["deviation"].as_f64().unwrap()).collect();
            assert_eq!(column(&events[0], "deviation"), told, "the list says what the panel says");
            assert!(told.contains(&want) || detection["preset"].is_null(), "{usual} {detection}: {told:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_frames_says_why() {
    let brand_new = || Line { life: GridRange { from: NOW - 5, to: i64::MAX }, ..Line::new("new", busy(1)) };
    let auto = json!({ "preset": "auto", "interval": "1m", "history": "6h" });
    for output in numbers().chain([Output::Age]) {
        for (what, lines, over, parts) in [
            ("nobody", vec![], true, vec!["no series with", "sample"]),
            (
                "learning",
                vec![brand_new()],
                true,
                vec!["None of 1 series has a score", "Auto is still learning 1 of 1"],
            ),
            ("no interval over", vec![brand_new()], false, vec!["that was complete"]),
        ] {
            if output == Output::Age && what == "learning" {
                continue;
            }
            let query = query(&json!({ "detection": auto, "output": output.id() }));
            let range = if over {
                evaluated(10)
            } else {
                QueryRequest { from_ms: NOW * MINUTE - 9, ..evaluated(10) }
            };
            let range = QueryRequest { to_ms: range.to_ms.max(range.from_ms + 5), ..range };
            let frames = answer(&engine(0), &Memory::new(lines), query, range).await.unwrap();
            assert_eq!(frames.len(), 1, "{output:?}, {what}");
            assert!(frames[0].fields.is_empty(), "{output:?}, {what}: read as no data");
            let text = notices(&frames);
            assert!(parts.iter().all(|part| text.contains(part)), "{output:?}, {what}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn remarks_of_a_panel_stand_on_an_alerts_first_frame() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let fields = json!({ "detection": { "preset": "auto", "interval": "1m", "history": "6h" } });
    let panel =
        answer(&engine, &source, query(&fields), asked(NOW - 10, NOW - 1, NOW * MINUTE)).await.unwrap();
    let alert = answer(&engine, &source, query(&fields), evaluated(10)).await.unwrap();
    assert_eq!(notices(&alert), notices(&panel));
    assert!(notices(&alert).contains("still learning"), "{}", notices(&alert));
    assert!(alert[1..].iter().all(|frame| frame.notices.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_age_is_of_every_series_of_the_history() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let auto = json!({ "preset": "auto", "interval": "1m", "history": "2h" });
    let query = || query(&json!({ "detection": auto, "output": "age" }));
    let found = rows(&answer(&engine, &source, query(), evaluated(10)).await.unwrap(), "age");
    let of = |name: &str| found[&[("service", name)].into_iter().collect::<Labels>()].clone();
    assert_eq!(found.len(), 6, "also those that are gone: {:?}", found.keys());
    assert!(of("constant").iter().all(|(_, age)| *age == 0.0) && of("constant").len() == 10);
    assert_eq!(of("brand-new").len(), 2, "no row before the first sample");
    // `ended` and `ends` have gaps of their own before they end.
    let last = |seed: u64, end: i64| (0..end).rev().find(|at| !busy(seed)(*at).is_nan()).unwrap();
    for (name, seed, end) in [("ended", 5, NOW - 90), ("ends", 4, NOW - 5)] {
        let rows = of(name);
        let (ms, age) = *rows.last().unwrap();
        assert_eq!((ms / MINUTE, age), (NOW - 1, (NOW - 1 - last(seed, end)) as f64), "{name}");
        assert_eq!(rows.len(), 10);
    }
    // The age grows with time, and the series disappears with the history.
    for (minutes, there) in [(5, true), (28, true), (32, false)] {
        let now = NOW + minutes;
        let range = QueryRequest { from_alert: true, ..asked(now - 10, now - 1, now * MINUTE) };
        let warm = answer(&engine, &source, query(), range).await.unwrap();
        let cold = answer(&crate::common::engine(0), &source, query(), range).await.unwrap();
        assert_same(&warm, &cold, &format!("{minutes} minutes later"));
        let found = rows(&warm, "age");
        let ended = found.get(&[("service", "ended")].into_iter().collect::<Labels>());
        let newest = ended.and_then(|rows| rows.last()).map(|(ms, _)| ms / MINUTE);
        assert_eq!(newest == Some(now - 1), there, "{minutes}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_age_of_too_many_series_is_refused_and_says_what_to_do() {
    // A hundred at a time, so that the history had three hundred.
    let line = |number: i64| {
        let from = NOW - 180 + number / 100 * 60;
        Line { life: GridRange { from, to: from + 60 }, ..Line::new(&format!("{number:03}"), |_| 1.0) }
    };
    let (source, engine) = (Memory::new((0..300).map(line).collect()), engine(64 << 20));
    let ask = async |output: &str| {
        let query = query(
            &json!({ "detection": { "preset": "auto", "interval": "1m", "history": "3h" }, "output": output }),
        );
        answer(&engine, &source, query, asked(NOW - 10, NOW - 1, NOW * MINUTE)).await
    };
    assert_eq!(ask("panel").await.unwrap().len(), 100);
    source.questions();
    let error = ask("age").await.unwrap_err();
    assert_eq!(error.status(), 400);
    for part in ["output: \"age\"", "history of 3h", "300", "200", "maxSeries", "detection.history"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    source.questions();
    assert_eq!(ask("panel").await.unwrap().len(), 100);
    assert!(source.questions().iter().all(|question| question.range.len() < 30), "its neighbour stays warm");
}
