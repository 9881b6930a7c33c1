//! The knowledge of operators, from the query to the frame.

use std::sync::Arc;

use crate::common::*;
use jiff::Timestamp;
use seismo_plugin::frame::{self, Frame};
use seismo_plugin::grafana_query;
use seismo_query::Query;
use seismo_series::GridRange;
use seismo_sources::ForwardedHeaders;
use serde_json::{Value, json};

const NOW: i64 = START / MINUTE;

/// A query with these fields of `detection` beside the usual ones.
fn knowing(fields: &Value) -> Query {
    let mut detection = detection();
    for (name, value) in fields.as_object().unwrap() {
        detection[name] = value.clone();
    }
    query(&json!({ "detection": detection, "timezone": "Europe/Berlin" }))
}

fn window(from: i64, to: i64, report: bool, learn: bool) -> Value {
    let at = |index: i64| Timestamp::from_millisecond(index * MINUTE).unwrap().to_string();
    json!({ "from": at(from), "to": at(to), "report": report, "learn": learn })
}

fn holiday_at(index: i64) -> Value {
    let day = Timestamp::from_millisecond(index * MINUTE).unwrap().strftime("%Y%m%d").to_string();
    json!({ "ics": format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR"
    ) })
}

/// Series that continue, that end, with gaps, and whose samples come late.
fn fleet() -> Memory {
    let mut gaps = Line::new("gaps", |at| if noise(3, at) > 0.9 { f64::NAN } else { busy(2)(at) });
    gaps.delay_ms = Arc::new(|at| (noise(9, at) * 9.0) as i64 * MINUTE);
    let mut ends = Line::new("ends", busy(5));
    ends.life = GridRange { from: i64::MIN, to: NOW + 100 };
    Memory::new(vec![Line::new("always", busy(1)), gaps, ends])
}

fn row_at(frame: &Frame, index: i64) -> usize {
    column(frame, "time").iter().position(|ms| *ms as i64 == index * MINUTE).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warm_answer_equals_a_cold_one_with_everything_known() {
    let (usual, auto) =
        (detection(), json!({ "ensemble": [{ "detector": "auto", "weight": 1 }], "season": "auto" }));
    for (gaps, by) in [("skip", &usual), ("zero", &auto), ("previous", &usual), ("previous", &auto)] {
        let (source, warm) = (fleet(), engine(64 << 20));
        let query = knowing(&json!({
            "ensemble": by["ensemble"], "season": by["season"],
            "gaps": gaps, "offset": "3m", "minimumDeviation": { "absolute": 1 }, "valueRange": { "minimum": -5 },
            "holidays": holiday_at(NOW),
            "excluded": [
                window(NOW - 30, NOW + 7, false, false), window(NOW + 90, NOW + 200, true, false),
                window(NOW + 190, NOW + 300, false, true), window(NOW + 420, NOW + 425, false, false),
            ],
        }));
        for (step, (asked, _)) in walk(60, 600, 300).enumerate() {
            let got = answer(&warm, &source, query.clone(), asked).await.unwrap();
            let want = answer(&engine(0), &source, query.clone(), asked).await.unwrap();
            assert_same(&got, &want, &format!("{gaps}, step {step}: {asked:?}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_concerns_the_verdict_asks_for_nothing_again() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let range = asked(NOW - 300, NOW - 30, NOW * MINUTE);
    answer(&engine, &source, knowing(&json!({})), range).await.unwrap();
    source.questions();
    for free in [
        json!({ "minimumDeviation": { "absolute": 3, "relative": 0.1 } }),
        json!({ "excluded": [window(NOW - 100, NOW - 50, false, true)] }),
        json!({ "gaps": "skip", "offset": "0s", "valueRange": {}, "excluded": [] }),
    ] {
        answer(&engine, &source, knowing(&free), range).await.unwrap();
        assert!(source.questions().is_empty(), "{free} asked the source again");
    }
    for other in [
        json!({ "excluded": [window(NOW - 100, NOW - 50, true, false)] }),
        json!({ "valueRange": { "maximum": 1000 } }),
        json!({ "gaps": "zero" }),
        json!({ "offset": "5m" }),
        json!({ "holidays": holiday_at(NOW) }),
    ] {
        answer(&engine, &source, knowing(&other), range).await.unwrap();
        assert!(!source.questions().is_empty(), "{other} changes scores, and shared a cache entry");
    }
    let utc = query(&json!({ "timezone": "UTC" }));
    answer(&engine, &source, utc, range).await.unwrap();
    assert!(!source.questions().is_empty(), "another time zone changes seasons");
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_that_accept_repeats_have_an_entry_of_their_own() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let range = asked(NOW - 300, NOW - 30, NOW * MINUTE);
    for (repeats, asks) in
        [(None, true), (Some("alarm"), false), (Some("accept"), true), (Some("accept"), false), (None, false)]
    {
        let mut detection = json!({ "preset": "auto", "history": "6h" });
        if let Some(repeats) = repeats {
            detection["repeats"] = json!(repeats);
        }
        answer(&engine, &source, query(&json!({ "detection": detection })), range).await.unwrap();
        assert_eq!(!source.questions().is_empty(), asks, "{repeats:?}");
    }
    let classic = query(&json!({ "detection": { "preset": "classic", "repeats": "accept" } }));
    let error = answer(&engine, &source, classic, range).await.unwrap_err();
    assert!(error.status() == 400 && error.to_string().contains("detection.repeats: \"accept\""), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_is_told_and_not_reported() {
    let source = Memory::new(vec![Line::new("a", |at| if at == NOW - 20 { 1e4 } else { noise(1, at) })]);
    let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
    let plain = answer(&engine(0), &source, knowing(&json!({})), range).await.unwrap();
    let spike = row_at(&plain[0], NOW - 20);
    assert!(column(&plain[0], "severity")[spike] >= 1.0);
    let excluded =
        json!([window(NOW - 25, NOW - 15, false, false), window(NOW + 60, NOW + 90, false, false)]);
    let query = knowing(&json!({ "excluded": excluded }));
    let frames = answer(&engine(0), &source, query, range).await.unwrap();
    let frame = frames[0].to_json();
    assert_eq!((column(&frames[0], "score")[spike], column(&frames[0], "severity")[spike]), (0.0, 0.0));
    let seismo = &frame["schema"]["meta"]["custom"]["seismo"];
    assert_eq!(seismo["counts"]["excluded"], 10);
    assert_eq!(seismo["events"], json!([]));
    let shown = json!([{
        "fromMs": (NOW - 25) * MINUTE, "toMs": (NOW - 15) * MINUTE, "report": false, "learn": false,
    }]);
    assert_eq!(seismo["excluded"], shown, "the one that touches the range");
    assert!(frames[0].notices.iter().any(|notice| notice.text.contains("10 rows lie in excluded windows")));
    let mut deviation = detection();
    deviation["excluded"] = excluded;
    let query = crate::common::query(&json!({ "detection": deviation, "output": "deviation" }));
    let alert = answer(&engine(0), &source, query, range).await.unwrap();
    assert_eq!(column(&alert[0], "deviation")[spike], 0.0, "an alert on the deviation is quiet as well");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_younger_than_the_offset_is_scored() {
    let source = Memory::new(vec![Line::new("a", busy(1))]);
    let range = asked(NOW - 30, NOW + 5, NOW * MINUTE + 59_999);
    let frames = answer(&engine(0), &source, knowing(&json!({ "offset": "7m" })), range).await.unwrap();
    assert_eq!(column(&frames[0], "time").last(), Some(&(((NOW - 8) * MINUTE) as f64)));
    let range = asked(NOW - 5, NOW, NOW * MINUTE);
    let frames = answer(&engine(0), &source, knowing(&json!({ "offset": "1h" })), range).await.unwrap();
    let text = &frames[0].notices[0].text;
    assert!(text.contains("that was complete 1h ago (detection.offset)"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_of_the_data_source_is_found_by_its_name() {
    let source = Arc::new(fleet());
    let settings = json!({ "calendars": [{ "name": "de", "ics": holiday_at(NOW)["ics"] }] });
    let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
    let ask = async |calendar: &str| {
        let query = knowing(&json!({ "holidays": { "calendar": calendar } }));
        frame::answer(
            &engine(0),
            query,
            range,
            &instance(&settings),
            source.clone(),
            ForwardedHeaders::default(),
        )
        .await
    };
    assert_eq!(ask("de").await.unwrap().len(), 3);
    let error = ask("fr").await.unwrap_err();
    assert_eq!(error.status(), 400);
    assert!(error.to_string().contains("detection.holidays.calendar: \"fr\""), "{error}");
}

#[test]
fn a_wrong_field_is_named_where_it_stands() {
    for (detection, parts) in [
        (json!({ "minimumDeviation": { "percent": 5 } }), ["detection.minimumDeviation.percent", "absolute"]),
        (
            json!({ "minimumDeviation": { "absolute": "5" } }),
            ["detection.minimumDeviation.absolute: \"5\"", "a number"],
        ),
        (json!({ "valueRange": { "min": 0 } }), ["detection.valueRange.min", "minimum"]),
        (json!({ "excluded": [{ "from": 5 }] }), ["detection.excluded[0].from: 5", "a text"]),
        (json!({ "excluded": [{ "from": "", "until": "" }] }), ["detection.excluded[0].until", "to"]),
        (json!({ "holidays": { "url": "https://x" } }), ["detection.holidays.url", "calendar"]),
        (json!({ "holidays": "de" }), ["detection.holidays: \"de\"", "an object"]),
        (json!({ "gaps": "linear" }), ["detection.gaps: \"linear\"", "previous"]),
        (json!({ "repeats": "forget" }), ["detection.repeats: \"forget\"", "\"alarm\", \"accept\""]),
        (json!({ "offset": 5 }), ["detection.offset: 5", "a text"]),
    ] {
        let query = json!({ "source": { "kind": "sample" }, "detection": detection });
        let text = grafana_query::parse(query.to_string().as_bytes()).unwrap_err().to_string();
        assert!(parts.iter().all(|part| text.contains(part)), "{detection}: {text}");
    }
}
