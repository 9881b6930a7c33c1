//! The list of events: the same as in the panel, and final once an event is over.

use crate::common::*;
use seismo_engine::QueryRequest;
use seismo_explain::NoticeSeverity;
use seismo_plugin::frame::Frame;
use serde_json::{Value, json};

const NOW: i64 = START / MINUTE;

/// Two services with spikes and gaps, and a calm one.
fn fleet() -> Memory {
    let calm = Line::new("calm", |at| (at.rem_euclid(10) as f64 - 4.5).abs() + noise(9, at));
    Memory::new(vec![Line::new("busy-1", busy(1)), Line::new("busy-2", busy(2)), calm])
}

async fn ask(source: &Memory, fields: &Value, asked: QueryRequest) -> Vec<Frame> {
    answer(&engine(0), source, query(fields), asked).await.unwrap()
}

async fn list(source: &Memory, asked: QueryRequest) -> Frame {
    let fields = json!({ "source": { "kind": "sample", "legend": "{{service}}" }, "output": "events" });
    let mut frames = ask(source, &fields, asked).await;
    assert_eq!(frames.len(), 1, "one frame for all series");
    frames.remove(0)
}

/// A query for events with this field of `detection`.
fn with(name: &str, value: Value) -> Value {
    let mut detection = detection();
    detection[name] = value;
    json!({ "output": "events", "detection": detection })
}

/// Start, end, series and text of each event.
fn rows(frame: &Frame) -> Vec<(i64, Option<i64>, String, String)> {
    let (from, to) = (column(frame, "time"), column(frame, "timeEnd"));
    let (series, text) = (words(frame, "series"), words(frame, "text"));
    let end = |at: usize| (!to[at].is_nan()).then_some(to[at] as i64);
    (0..from.len()).map(|at| (from[at] as i64, end(at), series[at].clone(), text[at].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_that_of_the_panel() {
    let (source, range) = (fleet(), asked(NOW - 600, NOW - 1, NOW * MINUTE));
    let frame = list(&source, range).await;
    let panel =
        ask(&source, &json!({ "source": { "kind": "sample", "legend": "{{service}}" } }), range).await;
    let mut wanted: Vec<(i64, String, Value)> = panel
        .iter()
        .flat_map(|frame| {
            let events = explained(frame)["events"].as_array().unwrap().clone();
            events.into_iter().map(|event| (event["fromMs"].as_i64().unwrap(), frame.name.clone(), event))
        })
        .collect();
    wanted.sort_by_key(|(from, ..)| *from);
    assert!(wanted.len() > 5, "{}", wanted.len());
    assert_eq!(frame.rows(), wanted.len());
    let (to, series) = (column(&frame, "timeEnd"), words(&frame, "series"));
    for (at, (from, name, event)) in wanted.iter().enumerate() {
        assert_eq!((column(&frame, "time")[at] as i64, &series[at]), (*from, name));
        assert!(to[at].is_nan() || to[at] as i64 == event["toMs"].as_i64().unwrap(), "{event}");
        for (field, key) in [
            ("severity", "severity"),
            ("score", "peakScore"),
            ("value", "value"),
            ("expected", "expected"),
            ("deviation", "deviation"),
            ("alarmsPerWeek", "alarmsPerWeek"),
        ] {
            let found = column(&frame, field)[at];
            assert_eq!(
                event[key].as_f64().unwrap_or(f64::NAN).to_bits(),
                found.to_bits(),
                "{field}: {event}"
            );
        }
    }
    let tags = words(&frame, "tags");
    assert!(
        tags.iter().zip(&series).all(|(tags, name)| tags.ends_with(&format!("service={name}"))),
        "{tags:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_closed_is_never_changed_by_what_comes_later() {
    let source = fleet();
    let all = rows(&list(&source, asked(NOW - 300, NOW + 60, (NOW + 60) * MINUTE)).await);
    let (mut open, mut closed) = (0, 0);
    for now in NOW - 60..NOW + 60 {
        let then = rows(&list(&source, asked(NOW - 300, now, now * MINUTE)).await);
        for event in then {
            if event.1.is_some() {
                closed += 1;
                assert!(all.contains(&event), "{now}: {event:?}");
            } else {
                open += 1;
                let newest = (now - 1) * MINUTE;
                assert!(all.iter().any(|later| later.0 == event.0 && later.2 == event.2), "{now}: {event:?}");
                assert!(event.0 <= newest, "{event:?}");
            }
        }
        let past = rows(&list(&source, asked(NOW - 300, now - 1, (NOW + 60) * MINUTE)).await);
        assert_eq!(
            past,
            rows(&list(&source, asked(NOW - 300, now, now * MINUTE)).await),
            "said then and now"
        );
    }
    assert!(open > 3 && closed > 100, "{open} open, {closed} closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_event_or_a_series_there_are_headers_and_notices() {
    let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
    let fields = with("threshold", json!(1.0));
    for (source, notice) in [(fleet(), None), (Memory::new(vec![]), Some("found no series"))] {
        let frames = ask(&source, &fields, range).await;
        assert_eq!((frames.len(), frames[0].fields.len(), frames[0].rows()), (1, 11, 0));
        let told =
            frames[0].notices.iter().any(|told| notice.is_some_and(|notice| told.text.contains(notice)));
        assert_eq!(told, notice.is_some(), "{:?}", frames[0].notices);
        assert!(frames[0].clone().into_arrow("A").is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_of_a_long_list_is_told() {
    let every_third =
        |seed: u64| move |at: i64| noise(seed, at) + if at.rem_euclid(9) == 0 { 60.0 } else { 0.0 };
    let lines = (1..=7).map(|seed| Line::new(&format!("s{seed}"), every_third(seed))).collect();
    let fields = with("valueRange", json!({ "maximum": 50 }));
    let frames = ask(&Memory::new(lines), &fields, asked(NOW - 10_000, NOW - 1, NOW * MINUTE)).await;
    assert_eq!(frames[0].rows(), 5_000);
    let notice = frames[0].notices.iter().find(|notice| notice.severity == NoticeSeverity::Warning).unwrap();
    for part in ["events were found", "newest 5000", "1000 of a series", "shorter range"] {
        assert!(notice.text.contains(part), "{notice:?}");
    }
    let from = column(&frames[0], "time");
    assert!(
        from.is_sorted() && from.last() == Some(&(((NOW - 1) / 9 * 9 * MINUTE) as f64)),
        "the newest stay"
    );
    assert!(words(&frames[0], "text").iter().all(|text| text.starts_with("Outside of the valid range: 6")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_rule_gets_no_list() {
    let range = QueryRequest { from_alert: true, ..asked(NOW - 60, NOW - 1, NOW * MINUTE) };
    let query = query(&json!({ "output": "events" }));
    let error = answer(&engine(0), &fleet(), query, range).await.unwrap_err();
    assert_eq!(error.status(), 400);
    let text = error.to_string();
    for part in ["output: ", "\"events\" is a list", "\"score\""] {
        assert!(text.contains(part), "{text}");
    }
}
