//! The requirements on the preset `auto`: incidents that last, levels that move, new series, budgets, reasons.

use std::sync::Arc;

use seismo_detection::{
    AlertPolicy, Blocks, Catalogue, Cause, DetectionSpec, MemberState, Scored, Timeline, round_score,
};
use seismo_series::{Grid, GridRange, Interval, Labels, Random};
use serde_json::json;

const DAY: usize = 1_440;
const DIP_FROM: usize = 10 * DAY + 600;

/// A level of 100, noise of sigma 1, and a daily season of this amplitude, at one minute.
fn series(samples: usize, day: f64, seed: u64) -> Vec<f64> {
    let sample = |at: usize| {
        let phase = at as f64 / DAY as f64 * std::f64::consts::TAU;
        100.0 + day * phase.sin() + noise(at as u64 ^ (seed << 40))
    };
    (0..samples).map(sample).collect()
}

/// Nearly normal, of sigma 1: the sum of 12 uniform numbers.
fn noise(at: u64) -> f64 {
    Random::of(0, at).normal()
}

fn spec(json: serde_json::Value) -> DetectionSpec {
    serde_json::from_value(json).unwrap()
}

fn scored(values: &[f64]) -> Scored {
    let spec = spec(json!({ "preset": "auto" }));
    let history = spec.history(Interval::MINUTE).unwrap();
    let ensemble = Arc::new(Catalogue::standard().ensemble(&spec.members()).unwrap());
    let labels: Labels = [("job", "auto")].into_iter().collect();
    let blocks = Blocks::new(Grid::new(Interval::MINUTE), history.history_ms, &labels);
    let mut timeline = Timeline::new(blocks, ensemble, history.season);
    timeline.settle(0, values);
    timeline.score(GridRange { from: 0, to: values.len() as i64 }, &[])
}

fn policy(budget: f64) -> AlertPolicy {
    spec(json!({ "preset": "auto", "budget": budget })).policy(Interval::MINUTE).unwrap()
}

fn scores(scored: &Scored, policy: &AlertPolicy) -> Vec<f64> {
    let score = |at: usize| {
        policy.of(scored.values[at], round_score(scored.scores.score[at]), scored.scores.expectation(at)).0
    };
    (0..scored.values.len()).map(score).collect()
}

#[test]
fn a_dip_of_half_an_hour_fires_once_and_until_it_ends() {
    for (day, depth) in [(0.0, 10.0), (20.0, 15.0)] {
        let mut values = series(11 * DAY, day, 7);
        values[DIP_FROM..DIP_FROM + 30].iter_mut().for_each(|value| *value -= depth);
        let scores = scores(&scored(&values), &policy(1.0));
        let low = |range: std::ops::Range<usize>| {
            range.filter(|at| scores[*at] < 0.6).map(|at| (at - DIP_FROM, scores[at])).collect::<Vec<_>>()
        };
        let quiet = low(DIP_FROM + 2..DIP_FROM + 30);
        assert!(quiet.is_empty(), "within a dip of {depth} under a day of {day}: {quiet:?}");
        let after = (DIP_FROM + 30..DIP_FROM + 90).rfind(|at| scores[*at] >= 0.6);
        assert!(after.is_none_or(|at| at < DIP_FROM + 45), "the alarm outlasts the dip until {after:?}");
    }
}

#[test]
fn a_level_shift_raises_an_alarm_and_is_the_usual_level_after_some_hours() {
    let mut values = series(12 * DAY, 5.0, 3);
    values[DIP_FROM..].iter_mut().for_each(|value| *value += 30.0);
    let scores = scores(&scored(&values), &policy(1.0));
    assert!(
        scores[DIP_FROM..DIP_FROM + 5].iter().any(|score| *score >= 0.8),
        "{:?}",
        &scores[DIP_FROM..DIP_FROM + 5]
    );
    let last = (DIP_FROM..DIP_FROM + DAY).rfind(|at| scores[*at] >= 0.6).unwrap() - DIP_FROM;
    assert!((30..12 * 60).contains(&last), "the new level is usual after {last} minutes");
}

#[test]
fn a_new_series_is_learnt_before_it_is_scored() {
    let values = series(200, 0.0, 5);
    let told = scored(&values[..40]);
    assert_eq!(told.members, [MemberState::Learning { needed: 60, found: 40 }]);
    assert!(told.scores.score.iter().all(|score| score.is_nan()));
    let told = scored(&values);
    assert_eq!(told.members, [MemberState::Voting]);
    assert!(told.scores.score[..60].iter().all(|score| score.is_nan()));
    assert!(told.scores.score[60..].iter().all(|score| !score.is_nan()));
}

#[test]
fn a_larger_budget_raises_every_score_and_keeps_their_order() {
    let mut values = series(9 * DAY, 10.0, 11);
    for at in (8 * DAY..9 * DAY).step_by(97) {
        values[at] += (at % 13) as f64;
    }
    let told = scored(&values);
    let under = |budget: f64| scores(&told, &policy(budget));
    let (strict, usual, loose) = (under(0.25), under(1.0), under(4.0));
    let unsaid = scores(&told, &spec(json!({ "preset": "auto" })).policy(Interval::MINUTE).unwrap());
    let mut order: Vec<usize> = (0..values.len()).filter(|at| !usual[*at].is_nan()).collect();
    assert!(order.iter().all(|at| usual[*at] == unsaid[*at]));
    assert!(order.iter().all(|at| strict[*at] <= usual[*at] && usual[*at] <= loose[*at]));
    order.sort_by(|a, b| usual[*a].total_cmp(&usual[*b]));
    assert!(
        order.windows(2).all(|pair| strict[pair[0]] <= strict[pair[1]] && loose[pair[0]] <= loose[pair[1]])
    );
}

#[test]
fn a_budget_that_is_not_possible_is_named_with_what_would_be_right() {
    for (budget, preset, right) in [
        (0.0, "auto", "above 0"),
        (-1.0, "auto", "above 0"),
        (20_000.0, "auto", "10080"),
        (1.0, "classic", "auto"),
    ] {
        let error = spec(json!({ "preset": preset, "budget": budget }))
            .policy(Interval::MINUTE)
            .unwrap_err()
            .to_string();
        assert!(error.contains("detection.budget") && error.contains(right), "{error}");
    }
}

#[test]
fn an_anomaly_says_what_it_is() {
    let flat = |at: usize, value: &mut f64| *value = if at < DIP_FROM + 60 { 100.0 } else { *value };
    let wild = |at: usize, value: &mut f64| *value += 6.0 * noise(at as u64 ^ 99);
    let spike = |at: usize, value: &mut f64| *value += if at == DIP_FROM { 12.0 } else { 0.0 };
    type Change<'a> = &'a dyn Fn(usize, &mut f64);
    let changes: [(&str, Change<'_>, &[Cause]); 3] = [
        ("a flat line", &flat, &[Cause::Flat]),
        (
            "more scatter",
            &wild,
            &[Cause::VarianceUp, Cause::Record, Cause::Spike, Cause::Local, Cause::Season],
        ),
        ("a spike", &spike, &[Cause::Spike, Cause::Local, Cause::Season, Cause::Record]),
    ];
    for (what, change, causes) in changes {
        let mut values = series(11 * DAY, 0.0, 13);
        for (at, value) in values.iter_mut().enumerate().skip(DIP_FROM).take(60) {
            change(at, value);
        }
        let told = scored(&values);
        let peak = (DIP_FROM..DIP_FROM + 60)
            .max_by(|a, b| told.scores.score[*a].total_cmp(&told.scores.score[*b]))
            .unwrap();
        assert!(told.scores.score[peak] >= 0.6, "{what}: {}", told.scores.score[peak]);
        let evidence = told.scores.evidence(peak);
        assert!(causes.contains(&evidence.cause), "{what}: {evidence:?}");
        assert!(evidence.strengths.iter().any(|strength| *strength > 0), "{what}: {evidence:?}");
    }
}
