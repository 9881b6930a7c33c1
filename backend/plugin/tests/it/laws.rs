//! The laws of the cache and of the query path, end to end on a source in memory.

use std::sync::Arc;

use crate::common::*;
use futures_util::future::join_all;
use seismo_detection::Catalogue;
use seismo_engine::{Engine, EngineTelemetry};
use seismo_plugin::frame;
use seismo_query::Query;
use seismo_series::GridRange;
use seismo_sources::ForwardedHeaders;
use seismo_telemetry::Metrics;
use serde_json::json;

const NOW: i64 = START / MINUTE;

/// Series that continue, that end, that begin, and whose samples come late: all but the first within the settle window.
fn fleet() -> Memory {
    let mut lines: Vec<Line> = (1..=4).map(|seed| Line::new(&format!("always-{seed}"), busy(seed))).collect();
    let mut ends = Line::new("ends", busy(5));
    ends.life.to = NOW - 20;
    let mut ended = Line::new("ended", busy(6));
    ended.life.to = NOW - 700;
    let mut begins = Line::new("begins", busy(7));
    begins.life.from = NOW + 45;
    let mut late = Line::new("late", busy(8));
    late.delay_ms = Arc::new(|at| (noise(9, at) * 9.0) as i64 * MINUTE);
    lines.extend([ends, ended, begins, late]);
    Memory::new(lines)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warm_answer_equals_a_cold_one_bit_for_bit() {
    let (source, metrics) = (fleet(), Metrics::new());
    let warm = Engine::new(Catalogue::standard(), 64 << 20, 2, EngineTelemetry::new(&metrics));
    for (step, (asked, alone)) in walk(120, 900, 500).enumerate() {
        let output = if alone { ["deviation", "score", "since", "age"][step % 4] } else { "panel" };
        let query = query(&json!({ "output": output, "hold": "event" }));
        let got = answer(&warm, &source, query.clone(), asked).await.unwrap();
        let want = answer(&engine(0), &source, query, asked).await.unwrap();
        assert_same(&got, &want, &format!("step {step}: {asked:?}"));
    }
    let hits = String::from_utf8(metrics.encode().unwrap()).unwrap();
    let hits =
        hits.lines().find(|line| line.starts_with("seismo_cache_requests_total{outcome=\"hit\"}")).unwrap();
    assert!(hits.split(' ').next_back().unwrap().parse::<u32>().unwrap() > 30, "{hits}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_depends_on_neither_range_nor_rows_nor_on_what_comes_later() {
    let source = fleet();
    let wide = answer(&engine(0), &source, query(&json!({})), asked(NOW - 600, NOW - 60, NOW * MINUTE))
        .await
        .unwrap();
    let later =
        answer(&engine(0), &source, query(&json!({})), asked(NOW - 100, NOW + 300, (NOW + 300) * MINUTE))
            .await
            .unwrap();
    let (a, b) = (&wide[0], &later[0]);
    assert_eq!(a.name, b.name);
    for field in ["value", "score", "expected", "severity", "score_isolation_forest"] {
        let early = &column(a, field)[500..541];
        let late = &column(b, field)[..41];
        let same = early.iter().zip(late).all(|(early, late)| early.to_bits() == late.to_bits());
        assert!(same, "{field}: {early:?} {late:?}");
    }
    assert!(column(a, "severity").iter().any(|severity| *severity >= 1.0), "spikes are found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_asks_for_what_is_new_and_for_the_settle_window_only() {
    let (source, engine) = (fleet(), engine(64 << 20));
    answer(&engine, &source, query(&json!({})), asked(NOW - 360, NOW, NOW * MINUTE)).await.unwrap();
    let cold = source.questions();
    assert!(cold.iter().map(|question| question.samples).sum::<u64>() > 1_000);
    for minutes in [1, 2, 10] {
        let now = NOW + minutes;
        answer(&engine, &source, query(&json!({})), asked(now - 360, now, now * MINUTE)).await.unwrap();
        let asked = source.questions();
        assert_eq!(asked.len(), 1, "{asked:?}");
        // Ten minutes to settle, and the time since the samples were last settled.
        assert!(asked[0].range.len() as i64 <= 10 + minutes + 1, "{asked:?}");
        assert!(asked[0].samples <= 8 * (10 + minutes as u64 + 1), "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn threshold_direction_output_and_rows_are_free() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let range = |max_rows| {
        let mut asked = asked(NOW - 300, NOW - 30, NOW * MINUTE);
        asked.max_rows = max_rows;
        asked
    };
    answer(&engine, &source, query(&json!({})), range(0)).await.unwrap();
    source.questions();
    for fields in [
        json!({ "output": "severity" }),
        json!({ "source": { "kind": "sample", "legend": "{{service}}" } }),
        json!({ "detection": { "threshold": 0.9 } }),
        json!({ "detection": { "direction": "below" } }),
        json!({ "detection": { "severity": "three_level" } }),
    ] {
        let mut whole = json!({ "detection": detection() });
        for (name, value) in fields.as_object().unwrap() {
            match value.as_object().filter(|_| name == "detection") {
                Some(part) => part.iter().for_each(|(name, value)| whole["detection"][name] = value.clone()),
                None => whole[name] = value.clone(),
            }
        }
        let frames = answer(&engine, &source, query(&whole), range(50)).await.unwrap();
        assert!(!frames.is_empty());
        assert!(source.questions().is_empty(), "{whole} asked the source again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_that_comes_five_minutes_late_is_scored() {
    let mut line = Line::new("late", |at| if at == NOW - 3 { 1e6 } else { noise(1, at) });
    line.delay_ms = Arc::new(|at| if at == NOW - 3 { 5 * MINUTE } else { 0 });
    let (source, engine) = (Memory::new(vec![line]), engine(64 << 20));
    let value_at = |frames: &[seismo_plugin::frame::Frame], at: i64| {
        let row = column(&frames[0], "time").iter().position(|ms| *ms as i64 == at * MINUTE).unwrap();
        (column(&frames[0], "value")[row], column(&frames[0], "severity")[row])
    };
    let before =
        answer(&engine, &source, query(&json!({})), asked(NOW - 60, NOW, NOW * MINUTE)).await.unwrap();
    assert!(value_at(&before, NOW - 3).0.is_nan(), "not there yet: a gap");
    let now = NOW + 4;
    let after =
        answer(&engine, &source, query(&json!({})), asked(now - 60, now, now * MINUTE)).await.unwrap();
    let (value, severity) = value_at(&after, NOW - 3);
    assert_eq!(value, 1e6);
    assert!(severity >= 1.0, "{severity}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_incomplete_interval_is_never_scored() {
    let source = Memory::new(vec![Line::new("a", busy(1))]);
    let frames =
        answer(&engine(0), &source, query(&json!({})), asked(NOW - 5, NOW + 5, NOW * MINUTE + 59_999))
            .await
            .unwrap();
    assert_eq!(column(&frames[0], "time").last(), Some(&(((NOW - 1) * MINUTE) as f64)));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_identical_queries_at_once_fetch_once() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let range = asked(NOW - 360, NOW, NOW * MINUTE);
    answer(&crate::common::engine(0), &source, query(&json!({})), range).await.unwrap();
    let alone = source.questions().len();
    let answers = join_all((0..10).map(|_| answer(&engine, &source, query(&json!({})), range))).await;
    assert_eq!(source.questions().len(), alone);
    let first = json_of(answers[0].as_ref().unwrap());
    assert!(answers.iter().all(|answer| json_of(answer.as_ref().unwrap()) == first));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_later_is_fetched_anew() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let range = asked(NOW - 360, NOW, NOW * MINUTE);
    for _ in 0..3 {
        answer(&engine, &source, query(&json!({})), range).await.unwrap();
    }
    assert_eq!(source.questions().len(), 2 + 1 + 1, "each refresh looks at the settle window again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cache_stays_within_its_bytes_and_answers_all_the_same() {
    let range = |round| asked(NOW - 200, NOW + round, (NOW + round) * MINUTE);
    let (source, large) = (fleet(), engine(64 << 20));
    answer(&large, &source, query(&json!({})), range(0)).await.unwrap();
    // Room for two queries out of ten.
    let budget = large.cache().bytes() * 5 / 2;
    let small = engine(budget as usize);
    let mut seen = 0;
    for round in 0..3 {
        for season in 10..20 {
            let mut fields = json!({ "detection": detection() });
            fields["detection"]["season"] = json!(season);
            let got = answer(&small, &source, query(&fields), range(round)).await.unwrap();
            let want = answer(&engine(0), &source, query(&fields), range(round)).await.unwrap();
            assert_same(&got, &want, "bounded");
            assert!(small.cache().bytes() <= budget, "{} of {budget}", small.cache().bytes());
            seen = seen.max(small.cache().bytes());
        }
    }
    assert!(seen > budget / 2, "something was kept: {seen} of {budget}");
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_expire_so_that_samples_filled_in_later_show() {
    let source = Memory::new(vec![Line::new("a", |at| if at < NOW - 100 { f64::NAN } else { noise(1, at) })]);
    let engine = engine(64 << 20);
    let ask = |now: i64| asked(now - 360, now, now * MINUTE);
    answer(&engine, &source, query(&json!({})), ask(NOW)).await.unwrap();
    *source.lines.lock().unwrap() = vec![Line::new("a", |at| noise(1, at))];
    let gaps = |frames: &[seismo_plugin::frame::Frame]| {
        column(&frames[0], "value").iter().filter(|value| value.is_nan()).count()
    };
    let soon = answer(&engine, &source, query(&json!({})), ask(NOW + 1)).await.unwrap();
    assert!(gaps(&soon) > 200, "what is settled stays");
    let cleared = engine.cache().clear(&instance(&json!({})).identity);
    assert_eq!(cleared, 1);
    let cleared = answer(&engine, &source, query(&json!({})), ask(NOW + 2)).await.unwrap();
    assert_eq!(gaps(&cleared), 0);
    *source.lines.lock().unwrap() = vec![Line::new("a", |at| noise(2, at))];
    let later = answer(&engine, &source, query(&json!({})), ask(NOW + 2 + 361)).await.unwrap();
    let want =
        answer(&crate::common::engine(0), &source, query(&json!({})), ask(NOW + 2 + 361)).await.unwrap();
    assert_same(&later, &want, "six hours later");
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_share_nothing_where_their_identity_is_sent_on() {
    let (source, engine) = (fleet(), engine(64 << 20));
    let ask = async |settings: serde_json::Value, token: &str| {
        let headers = ForwardedHeaders::from_request([("Authorization", token)]);
        let (instance, source) = (instance(&settings), Arc::new(source.clone()));
        let range = asked(NOW - 300, NOW - 30, NOW * MINUTE);
        frame::answer(&engine, query(&json!({})), range, &instance, source, headers).await.unwrap();
    };
    let fetched =
        || source.questions().iter().map(|question| question.headers.is_empty()).collect::<Vec<_>>();
    ask(json!({ "oauthPassThru": true }), "Bearer a").await;
    assert_eq!(fetched(), [false, false]);
    ask(json!({ "oauthPassThru": true }), "Bearer a").await;
    assert!(fetched().is_empty(), "the same caller finds the cache warm");
    ask(json!({ "oauthPassThru": true }), "Bearer b").await;
    assert_eq!(fetched(), [false, false], "another caller does not");
    ask(json!({}), "Bearer a").await;
    assert_eq!(fetched(), [true, true], "without the setting no identity is sent on");
    ask(json!({}), "Bearer b").await;
    assert!(fetched().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_series_are_answered() {
    let one = |at: i64| if at == NOW - 10 { 5.0 } else { f64::NAN };
    for (name, line, rows) in [
        ("constant", Line::new("x", |_| 7.0), Some(60)),
        ("one point", Line::new("x", one), Some(60)),
        ("huge", Line::new("x", |at| if at % 2 == 0 { 1e300 } else { -1e300 }), Some(60)),
        ("tiny", Line::new("x", |at| noise(1, at) * 1e-300), Some(60)),
        ("all gaps", Line::new("x", |_| f64::NAN), None),
    ] {
        let source = Memory::new(vec![line]);
        let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
        let frames = answer(&engine(64 << 20), &source, query(&json!({})), range).await.unwrap();
        match rows {
            Some(rows) => {
                assert_eq!(frames[0].rows(), rows, "{name}");
                let scores = column(&frames[0], "score");
                assert!(
                    scores.iter().all(|score| score.is_nan() || (0.0..=1.0).contains(score)),
                    "{name}: {scores:?}"
                );
                if name == "constant" {
                    assert!(column(&frames[0], "severity").iter().all(|severity| *severity == 0.0), "{name}");
                }
            }
            None => assert!(
                frames[0].fields.is_empty() && frames[0].notices[0].text.contains("no series"),
                "{name}"
            ),
        }
        let alert = answer(&engine(0), &source, query(&json!({ "output": "score" })), range).await.unwrap();
        let without =
            alert.len() == 1 && alert[0].fields.is_empty() && alert[0].notices[0].text.contains("no series");
        assert!(rows.is_some() || without, "{name}: no series, and a frame without fields says so");
    }
    let nothing =
        answer(&engine(0), &Memory::new(vec![]), query(&json!({})), asked(NOW - 60, NOW, NOW * MINUTE))
            .await
            .unwrap();
    assert!(nothing[0].fields.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_ends_leaves_gaps_and_one_outside_of_the_range_no_frame() {
    let mut line = Line::new("ends", busy(1));
    line.life = GridRange { from: i64::MIN, to: NOW - 30 };
    let (source, engine) = (Memory::new(vec![line]), engine(64 << 20));
    let frames =
        answer(&engine, &source, query(&json!({})), asked(NOW - 60, NOW, NOW * MINUTE)).await.unwrap();
    assert!(column(&frames[0], "value")[31..].iter().all(|value| value.is_nan()));
    assert!(column(&frames[0], "score")[31..].iter().all(|score| score.is_nan()));
    let frames =
        answer(&engine, &source, query(&json!({})), asked(NOW - 20, NOW, NOW * MINUTE)).await.unwrap();
    assert!(frames[0].fields.is_empty());
}

fn shared<T: Send + Sync>() {}

#[test]
fn engine_and_query_can_be_shared() {
    shared::<Engine>();
    shared::<Query>();
}
