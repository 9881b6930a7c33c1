//! Notices: the same from a warm cache as from a cold one, and present even without series.

use crate::common::*;
use seismo_plugin::frame::Frame;
use seismo_series::Labels;
use serde_json::{Value, json};

const NOW: i64 = START / MINUTE;
const CACHE: usize = 64 << 20;

/// The notices of an answer, and its counts of left-out samples.
fn said(frames: &[Frame]) -> (Vec<String>, Value) {
    let first = frames.first().map(Frame::to_json).unwrap_or_default();
    let notices = first["schema"]["meta"]["notices"].as_array().cloned().unwrap_or_default();
    let texts = notices.iter().filter_map(|notice| notice["text"].as_str().map(str::to_owned)).collect();
    (texts, first["schema"]["meta"]["custom"]["seismo"]["dropped"].clone())
}

fn named(name: &str, value: impl Fn(i64) -> f64 + Send + Sync + 'static) -> Line {
    let labels: Labels = [("__name__", name)].into_iter().collect();
    Line { labels, ..Line::new("", value) }
}

/// Infinite in every tenth minute.
fn infinite_at_times(at: i64) -> f64 {
    if at % 10 == 0 { f64::INFINITY } else { noise(1, at) }
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_that_are_left_out_are_counted_in_the_range_alone_cold_and_warm() {
    let source = Memory::new(vec![Line::new("a", infinite_at_times), Line::new("b", |at| noise(2, at))]);
    let warm = engine(CACHE);
    for (from, to, now) in [
        (NOW - 60, NOW - 1, NOW),
        (NOW - 60, NOW - 1, NOW),
        (NOW - 240, NOW - 61, NOW),
        (NOW - 59, NOW, NOW + 1),
        (NOW - 30, NOW + 29, NOW + 30),
        (NOW - 5, NOW - 1, NOW + 31),
    ] {
        let asking = || query(&json!({}));
        let range = asked(from, to, now * MINUTE);
        let kept = said(&answer(&warm, &source, asking(), range).await.unwrap());
        let fresh = said(&answer(&engine(0), &source, asking(), range).await.unwrap());
        assert_eq!(kept, fresh, "{from}..={to}");
        let count = (from..=to).filter(|at| at % 10 == 0).count();
        let notice = format!("{count} samples of this time range are infinite and left out");
        let told = kept.0.iter().any(|text| text.starts_with(&notice));
        assert_eq!(told, count > 1, "{from}..={to}: {kept:?}");
        if count > 1 {
            assert_eq!(kept.1, json!([{ "what": "samples", "count": count, "why": "infinite" }]));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_every_sample_is_infinite_the_answer_without_series_says_so() {
    let source = Memory::new(vec![Line::new("a", |_| f64::INFINITY)]);
    let engine = engine(CACHE);
    for _ in 0..2 {
        let frames = answer(&engine, &source, query(&json!({})), asked(NOW - 60, NOW - 1, NOW * MINUTE))
            .await
            .unwrap();
        let (notices, _) = said(&frames);
        assert!(frames.len() == 1 && frames[0].fields.is_empty());
        assert!(
            notices.iter().any(|text| text.starts_with("60 samples of this time range are infinite")),
            "{notices:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_counters_and_unfilled_variables_are_named_cold_and_warm() {
    let source = Memory::new(vec![
        named("requests_total", |at| (at - NOW + 10_000) as f64),
        named("queue_total", |at| noise(3, at)),
        named("level", |at| (at - NOW + 10_000) as f64),
    ]);
    let engine = engine(CACHE);
    let asking = || {
        let source = json!({ "kind": "sample", "metric": "$metric|x$", "service": "[[service]]" });
        query(&json!({ "source": source }))
    };
    let mut before = None;
    for _ in 0..2 {
        let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
        let (notices, _) = said(&answer(&engine, &source, asking(), range).await.unwrap());
        for part in
            ["A raw counter is scored (requests_total)", "$metric has not been filled", "[[service]] has not"]
        {
            assert!(notices.iter().any(|text| text.contains(part)), "{part}: {notices:?}");
        }
        assert!(before.is_none_or(|before| before == notices));
        before = Some(notices);
    }
}
