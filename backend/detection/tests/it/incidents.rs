//! `auto` on recurring incidents, and on series that hardly move.

use std::sync::Arc;

use crate::common::noise;
use seismo_detection::{Blocks, Catalogue, DetectionSpec, Knowledge, Timeline, round_score};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::{Value, json};

const DAY: usize = 1_440;

/// The score of each value under `auto`, with other fields of `detection`.
fn scores(interval: &str, detection: &Value, values: &[f64]) -> Vec<f64> {
    let mut whole = json!({ "preset": "auto" });
    whole.as_object_mut().unwrap().extend(detection.as_object().unwrap().clone());
    let spec: DetectionSpec = serde_json::from_value(whole).unwrap();
    let grid = Grid::new(interval.parse::<Interval>().unwrap());
    let history = spec.history(grid.interval()).unwrap();
    let ensemble = Arc::new(Catalogue::standard().ensemble(&spec.members()).unwrap());
    let labels: Labels = [("job", "shop")].into_iter().collect();
    let knowledge = Knowledge { repeats: spec.repeats().unwrap(), ..Knowledge::default() };
    let blocks = Blocks::new(grid, history.history_ms, &labels);
    let mut timeline = Timeline::new(blocks, ensemble, history.season).knowing(Arc::new(knowledge));
    timeline.settle(0, values);
    let told = timeline.score(GridRange { from: 0, to: values.len() as i64 }, &[]);
    let policy = spec.policy(grid.interval()).unwrap();
    let score = |at: usize| {
        policy.of(told.values[at], round_score(told.scores.score[at]), told.scores.expectation(at)).0
    };
    (0..values.len()).map(score).collect()
}

fn anomalous(scores: &[f64]) -> Vec<usize> {
    (0..scores.len()).filter(|at| scores[*at] >= 0.6).collect()
}

#[test]
fn one_outlier_in_a_constant_series_is_one_row() {
    for (interval, samples, at) in [("1m", 21_600, 14_400), ("5m", 17_280, 11_520), ("1h", 4_320, 2_880)] {
        for (usual, outlier) in [(0.0, 10.0), (1.0, 0.0), (250.0, 251.0)] {
            let mut values = vec![usual; samples];
            values[at] = outlier;
            let found = anomalous(&scores(interval, &json!({}), &values));
            assert!(found.contains(&at), "{interval}: {usual} and once {outlier}");
            let last = found.iter().max().unwrap() - at;
            assert!(found.len() <= 3 && last <= 3, "{interval}: {usual} and once {outlier}: {found:?}");
        }
    }
}

#[test]
fn a_straight_ramp_is_ordinary_with_and_without_noise() {
    for noisy in [0.0, 5.0] {
        let values: Vec<f64> =
            (0..34 * DAY as i64).map(|at| 100.0 + 0.5 * at as f64 + noisy * noise(at)).collect();
        let found = anomalous(&scores("1m", &json!({}), &values));
        assert!(found.len() <= if noisy > 0.0 { 5 } else { 0 }, "noise of {noisy}: {found:?}");
    }
}

#[test]
fn an_outage_after_short_deploys_is_found_and_being_up_never_is() {
    let mut up = vec![1.0; 16 * DAY];
    for day in 0..14 {
        let start = day * DAY + 60 + day * 397 % 1_240;
        up[start..start + 3].fill(0.0);
    }
    let outage = 14 * DAY..14 * DAY + 30;
    up[outage.clone()].fill(0.0);
    let scores = scores("1m", &json!({}), &up);
    let within = &scores[outage];
    let first = within.iter().position(|score| *score >= 0.6);
    assert!(first.is_some_and(|at| at < 8), "{within:?}");
    assert!(within[8..].iter().all(|score| *score >= 0.6), "{within:?}");
    let up_rows = |at: &usize| up[*at] == 1.0 && *at > DAY && !(0..3).any(|back| up[at - back] == 0.0);
    let wrong: Vec<usize> = anomalous(&scores).into_iter().filter(up_rows).collect();
    assert_eq!(wrong, [0_usize; 0]);
}

#[test]
fn a_spike_leaves_no_ghost_a_week_later() {
    let spike = 10 * DAY + 600;
    let mut values: Vec<f64> = (0..18 * DAY as i64).map(|at| 100.0 + noise(at)).collect();
    values[spike..spike + 3].fill(140.0);
    let scores = scores("1m", &json!({}), &values);
    assert!(scores[spike] >= 0.6);
    for day in [1, 7] {
        let same = spike + day * DAY;
        assert!(scores[same - 10..same + 15].iter().all(|score| *score < 0.6), "{day} days later");
    }
}

#[test]
fn incidents_at_no_set_time_go_on_raising_alarms_unless_repeats_are_accepted() {
    let mut values: Vec<f64> = (0..28 * DAY as i64).map(|at| 100.0 + noise(at)).collect();
    let starts: Vec<usize> = (1..38).map(|at| at * 1_021 + at * at * 7 % 300).collect();
    for start in &starts {
        values[*start..start + 8].iter_mut().for_each(|value| *value -= 8.0);
    }
    let found = |repeats: &str| {
        let scores = scores("1m", &json!({ "repeats": repeats }), &values);
        let late: Vec<_> = starts.iter().filter(|start| **start > 14 * DAY).collect();
        let hit = late.iter().filter(|start| (***start..**start + 8).any(|at| scores[at] >= 0.6)).count();
        (hit, late.len())
    };
    let (alarm, accept) = (found("alarm"), found("accept"));
    assert!(alarm.0 * 10 >= alarm.1 * 9, "{alarm:?}");
    assert!(accept.0 * 4 <= accept.1, "{accept:?}");
}

#[test]
fn a_job_at_the_same_time_each_day_is_ordinary_from_its_third_day_on() {
    for wander in [0, 10] {
        let mut values: Vec<f64> = (0..12 * DAY as i64).map(|at| 100.0 + noise(at)).collect();
        for day in 1..12 {
            let start = day * DAY + 185 + (day * 7) % (wander + 1);
            values[start..start + 20].iter_mut().for_each(|value| *value += 12.0);
        }
        let scores = scores("1m", &json!({}), &values);
        let late: Vec<usize> = anomalous(&scores).into_iter().filter(|at| *at > 5 * DAY).collect();
        assert!(late.len() <= 3, "a start that wanders by {wander} minutes: {late:?}");
    }
}

#[test]
fn the_first_sample_after_a_gap_is_no_drop() {
    let wave = |at: i64| (at.rem_euclid(10) as f64 - 4.5).abs() * 2.0 + 20.0 + noise(at) / 100.0;
    let mut values: Vec<f64> = (0..3 * DAY as i64).map(wave).collect();
    for gap in 1..30 {
        values[2 * DAY + 41 * gap..2 * DAY + 41 * gap + 1 + gap % 7].fill(f64::NAN);
    }
    let found = anomalous(&scores("1m", &json!({ "gaps": "skip" }), &values));
    assert!(found.len() <= 1, "{found:?}");
}
