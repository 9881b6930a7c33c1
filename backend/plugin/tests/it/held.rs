//! Held scores: no alert resolves during an incident, and none lingers after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::*;
use seismo_detection::{Catalogue, Context, Detector, Fitted, Unfit, Vote};
use seismo_engine::Engine;
use seismo_engine::QueryRequest;
use serde_json::{Map, Value, json};

/// A Tuesday at noon.
const NOON: i64 = 1_700_568_000_000 / MINUTE;

/// Requests to a service: a daily pattern, 3 % noise, and the change that `incident` makes to the value at an instant.
fn service(seed: u64, incident: impl Fn(i64) -> f64 + Send + Sync + 'static) -> Memory {
    let value = move |at: i64| {
        let day = (at.rem_euclid(1_440) as f64 / 1_440.0 * std::f64::consts::TAU).sin();
        // The sum of twelve uniform numbers is nearly normal.
        let normal = (0..12).map(|salt| noise(100 * seed + salt, at)).sum::<f64>() - 6.0;
        300.0 * (1.0 - 0.5 * day) * (1.0 + 0.03 * normal) * incident(at)
    };
    Memory::new(vec![Line::new("shop", value)])
}

fn auto(output: &str, hold: Option<&str>) -> Value {
    let mut fields =
        json!({ "detection": { "preset": "auto", "interval": "1m", "history": "7d" }, "output": output });
    if let Some(hold) = hold {
        fields["hold"] = json!(hold);
    }
    fields
}

/// The last number of an alert rule's evaluation at `now` over the last `minutes`, as Grafana reduces it.
async fn last(engine: &Engine, source: &Memory, fields: &Value, now: i64, minutes: i64) -> f64 {
    let range = QueryRequest { from_alert: true, ..asked(now - minutes, now, now * MINUTE + 40_000) };
    let frames = answer(engine, source, query(fields), range).await.unwrap();
    *column(&frames[0], fields["output"].as_str().unwrap()).last().unwrap()
}

/// The minutes at which an alert on `output >= least` fires and resolves, evaluated each minute over the last three.
async fn switches(source: &Memory, fields: &Value, least: f64, from: i64, to: i64) -> Vec<i64> {
    let engine = engine(64 << 20);
    let (mut firing, mut found) = (false, Vec::new());
    for now in from..to {
        let fires = last(&engine, source, fields, now, 3).await >= least;
        if fires != firing {
            found.push(now);
            firing = fires;
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_twenty_minutes_is_one_alert_that_ends_with_it() {
    for (seed, begin) in [(1, NOON), (2, NOON + 240), (3, NOON + 700), (4, NOON - 300)] {
        let outage = begin..begin + 20;
        let source = service(seed, move |at| if outage.contains(&at) { 0.3 } else { 1.0 });
        for (output, least) in [("score", 0.6), ("severity", 1.0), ("severity", 2.0)] {
            let found = switches(&source, &auto(output, None), least, begin - 10, begin + 60).await;
            // The row of an instant is complete when the next one has begun.
            assert_eq!(found.len(), 2, "seed {seed}, {output} >= {least}: {:?}", after(&found, begin));
            assert!(
                (1..=2).contains(&(found[0] - begin)),
                "seed {seed}, {output}: {:?}",
                after(&found, begin)
            );
            assert!(
                (20..=24).contains(&(found[1] - begin)),
                "seed {seed}, {output}: {:?}",
                after(&found, begin)
            );
        }
    }
}

fn after(found: &[i64], begin: i64) -> Vec<i64> {
    found.iter().map(|at| at - begin).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_dip_is_short_and_two_incidents_are_two_alerts() {
    let dip = service(5, |at| if (NOON..NOON + 2).contains(&at) { 0.1 } else { 1.0 });
    let found = switches(&dip, &auto("score", None), 0.6, NOON - 5, NOON + 30).await;
    assert!(found.len() == 2 && found[1] - found[0] <= 4, "{:?}", after(&found, NOON));
    let two = service(6, |at| match at - NOON {
        0..=7 | 20..=27 => 0.3,
        _ => 1.0,
    });
    let found = after(&switches(&two, &auto("score", None), 0.6, NOON - 5, NOON + 60).await, NOON);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[1] <= 12 && (21..=22).contains(&found[2]) && found[3] <= 32, "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_depends_on_no_range() {
    let source = service(7, |at| if (NOON - 55..NOON - 5).contains(&at) { 0.3 } else { 1.0 });
    let mut held = 0;
    for output in ["score", "severity", "cause", "cause_samples", "cause_size", "since"] {
        for now in [NOON - 52, NOON - 30, NOON - 5, NOON - 4, NOON - 2, NOON] {
            let mut found = Vec::new();
            for (minutes, engine) in [(3, engine(0)), (10, engine(0)), (360, engine(0))] {
                let range = QueryRequest { from_alert: true, ..asked(now - minutes, now, now * MINUTE) };
                let frames = answer(&engine, &source, query(&auto(output, None)), range).await.unwrap();
                let (time, numbers) = (column(&frames[0], "Time"), column(&frames[0], output));
                let newest = time.into_iter().zip(numbers).rev().take(3);
                found.push(newest.map(|(ms, number)| (ms as i64, number.to_bits())).collect::<Vec<_>>());
            }
            assert!(
                found.iter().all(|rows| rows.len() == 3 && *rows == found[0]),
                "{output} at {now}: {found:?}"
            );
            held += found[0].iter().filter(|(_, bits)| f64::from_bits(*bits) > 0.6).count();
        }
    }
    assert!(held > 20, "{held}");
}

#[tokio::test(flavor = "multi_thread")]
async fn since_counts_the_minutes_of_the_outage_and_rules_of_rows_get_rows() {
    let source = service(8, |at| if (NOON - 15..NOON).contains(&at) { 0.3 } else { 1.0 });
    let range = asked(NOON - 30, NOON - 1, NOON * MINUTE);
    let ask = async |fields: Value, from_alert: bool| {
        let range = QueryRequest { from_alert, ..range };
        answer(&engine(0), &source, query(&fields), range).await.unwrap()
    };
    let since = column(&ask(auto("since", None), false).await[0], "since");
    assert_eq!(since[..15], [0.0; 15]);
    let wanted: Vec<f64> = (0..15).map(f64::from).collect();
    assert_eq!(since[15..], wanted);
    let causes = column(&ask(auto("cause", None), false).await[0], "cause");
    assert!(causes[..15].iter().all(|cause| *cause == 0.0) && causes[15..].iter().all(|cause| *cause >= 1.0));
    assert_eq!(causes[15], 1.0, "a drop, at first: {causes:?}");
    let samples = column(&ask(auto("cause_samples", None), false).await[0], "cause_samples");
    let sizes = column(&ask(auto("cause_size", None), false).await[0], "cause_size");
    assert_eq!((&samples[..15], &sizes[..15]), (&[0.0; 15][..], &[0.0; 15][..]), "0 without an event");
    assert_eq!(samples[15], 1.0, "a drop is one value: {samples:?}");
    assert!(sizes[15] < -3.0, "far below: {sizes:?}");
    let scores = async |hold, from_alert| column(&ask(auto("score", hold), from_alert).await[0], "score");
    let (row, event) = (scores(Some("row"), false).await, scores(Some("event"), false).await);
    assert_eq!(scores(None, false).await, row, "a dashboard gets rows");
    assert_eq!(scores(None, true).await, event, "an alert rule gets events");
    assert_eq!(scores(Some("row"), true).await, row);
    assert!(event.iter().zip(&row).all(|(event, row)| event >= row) && event != row);
    assert_eq!(event[..15], row[..15], "outside of events nothing is held");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_answer_from_the_cache_equals_a_cold_one_and_asks_only_for_what_is_new() {
    let source = service(9, |at| if at.rem_euclid(200) < 12 { 0.4 } else { 1.0 });
    let warm = engine(64 << 20);
    let outputs =
        ["score", "severity", "cause", "cause_samples", "since", "panel", "cause_size", "age", "value"];
    let mut fields = auto("score", None);
    fields["detection"]["history"] = json!("6h");
    for (step, (asked, _)) in walk(60, 2_000, 300).enumerate() {
        fields["output"] = json!(outputs[step % outputs.len()]);
        let asked = QueryRequest { from_alert: step % 3 > 0, ..asked };
        let got = answer(&warm, &source, query(&fields), asked).await.unwrap();
        let want = answer(&engine(0), &source, query(&fields), asked).await.unwrap();
        assert_same(&got, &want, &format!("step {step}: {} {asked:?}", fields["output"]));
    }
    for output in ["score", "since", "age"] {
        fields["output"] = json!(output);
        let engine = engine(64 << 20);
        for minute in 0..30 {
            let now = NOON + minute;
            last(&engine, &source, &fields, now, 3).await;
            let questions = source.questions();
            let samples: u64 = questions.iter().map(|question| question.samples).sum();
            assert!(
                minute == 0 || (questions.len() == 1 && samples < 15),
                "{output}, {minute}: {questions:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_not_reported_holds_nothing() {
    let source = service(10, |at| if (NOON - 15..NOON).contains(&at) { 0.3 } else { 1.0 });
    let at = |index: i64| jiff::Timestamp::from_millisecond(index * MINUTE).unwrap().to_string();
    let mut fields = auto("score", None);
    fields["detection"]["excluded"] = json!([{ "from": at(NOON - 8), "to": at(NOON - 4) }]);
    for output in ["score", "severity", "cause", "cause_samples", "cause_size", "since", "deviation"] {
        fields["output"] = json!(output);
        let range = QueryRequest { from_alert: true, ..asked(NOON - 8, NOON - 5, NOON * MINUTE) };
        let frames = answer(&engine(0), &source, query(&fields), range).await.unwrap();
        assert_eq!(column(&frames[0], output), [0.0; 4], "{output}");
    }
}

/// Counts its fits.
#[derive(Debug, Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Detector for Counting {
    fn id(&self) -> &'static str {
        "counting"
    }
    fn minimum_history(&self) -> usize {
        0
    }
    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }
    fn fit(&self, _history: &[f64], _context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(self.clone()))
    }
}

impl Fitted for Counting {
    fn observe(&mut self, _values: &[f64]) {}
    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.extend(values.iter().map(|_| Vote::new(0.5, None)));
    }
    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }
    fn bytes(&self) -> usize {
        0
    }
}

/// An engine with a detector that counts its fits.
fn counting() -> (Engine, Counting) {
    let (mut catalogue, counting) = (Catalogue::standard(), Counting::default());
    let info = planted("counting", "Counting", 1);
    let made = counting.clone();
    catalogue.add(info, move |_| Arc::new(made.clone()));
    (engine_of(catalogue, 64 << 20, 2), counting)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_over_a_range_that_may_still_change_fits_nothing_anew_each_minute() {
    let source = service(11, |_| 1.0);
    for (output, hold) in
        [("score", "row"), ("score", "event"), ("value", "row"), ("since", "row"), ("panel", "row")]
    {
        let (engine, counting) = counting();
        let detection = json!({ "interval": "1m", "history": "7d", "ensemble": [{ "detector": "counting", "weight": 1 }] });
        let fields = json!({ "detection": detection, "output": output, "hold": hold });
        let mut fits = Vec::new();
        for now in (NOON..NOON + 200).step_by(10) {
            let range = asked(now - 3, now, now * MINUTE + 40_000);
            let frames = answer(&engine, &source, query(&fields), range).await.unwrap();
            assert_eq!(frames[0].rows(), 3, "{output}, {hold}");
            fits.push(counting.0.load(Ordering::SeqCst));
        }
        assert!(fits[0] <= 2 && fits[19] == fits[0], "{output}, {hold}: {fits:?}");
    }
}
