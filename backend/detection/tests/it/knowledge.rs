//! The knowledge of operators, end to end: from knowledge and samples to policies.

use std::sync::Arc;

use seismo_detection::{
    AlertPolicy, Blocks, Calendar, Catalogue, Context, DetectionSpec, Detector, Ensemble, Fitted, GapPolicy,
    Knowledge, Member, MemberSpec, Repeats, Scored, Season, Severity, Timeline, Unfit, ValueRange, Vote,
    Windows, alarm_starts, local_day,
};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::{Map, Value, json};

const MINUTE: i64 = 60_000;
const HISTORY: usize = 500;

fn ensemble(detectors: &[&str]) -> Arc<Ensemble> {
    let member = |detector: &&str| MemberSpec {
        detector: (*detector).to_owned(),
        weight: 1.0,
        parameters: Map::new(),
    };
    let members: Vec<_> = detectors.iter().map(member).collect();
    Arc::new(Catalogue::standard().ensemble(&members).unwrap())
}

fn all() -> Arc<Ensemble> {
    ensemble(&["isolation_forest", "z_score", "seasonal_esd"])
}

fn timeline(ensemble: &Arc<Ensemble>, knowledge: &Knowledge) -> Timeline {
    let blocks = Blocks::new(Grid::new(Interval::MINUTE), HISTORY as i64 * MINUTE, &Labels::new());
    Timeline::new(blocks, Arc::clone(ensemble), Season::Off).knowing(Arc::new(knowledge.clone()))
}

fn scored(ensemble: &Arc<Ensemble>, knowledge: &Knowledge, values: &[f64]) -> Scored {
    let mut timeline = timeline(ensemble, knowledge);
    timeline.settle(0, values);
    timeline.score(GridRange { from: 0, to: values.len() as i64 }, &[])
}

fn policy(detection: Value) -> AlertPolicy {
    serde_json::from_value::<DetectionSpec>(detection).unwrap().policy(Interval::MINUTE).unwrap()
}

/// The positions of anomalous rows.
fn alarms(scored: &Scored, policy: &AlertPolicy) -> Vec<usize> {
    let judged = |at: usize| {
        let score = f64::from(scored.scores.score[at]);
        policy.of(scored.values[at], score, scored.scores.expectation(at)).1
    };
    (0..scored.values.len()).filter(|at| judged(*at) > Severity::None).collect()
}

fn noise(at: usize) -> f64 {
    crate::common::noise(at as i64)
}

fn series(n: usize) -> Vec<f64> {
    (0..n).map(|at| 100.0 + noise(at)).collect()
}

fn bits(scored: &Scored, from: usize) -> Vec<(u32, u64, u64)> {
    (from..scored.values.len())
        .map(|at| {
            let scores = &scored.scores;
            (scores.score[at].to_bits(), scores.expected[at].to_bits(), scores.sigma[at].to_bits())
        })
        .collect()
}

#[test]
fn an_outage_that_is_not_learnt_leaves_the_band_as_a_gap_would() {
    let (from, to) = (1_300, 1_400);
    let mut outage = series(2_600);
    outage[from..to].iter_mut().for_each(|value| *value = 3.0);
    let mut gap = outage.clone();
    gap[from..to].fill(f64::NAN);
    let window = Windows::new([(from as i64 * MINUTE, to as i64 * MINUTE)]);
    let knowledge = Knowledge { unlearnt: window, ..Knowledge::default() };
    for ensemble in [all(), ensemble(&["auto"])] {
        let (excluded, gap) =
            (scored(&ensemble, &knowledge, &outage), scored(&ensemble, &Knowledge::default(), &gap));
        assert!(bits(&excluded, to) == bits(&gap, to), "{:?}", ensemble.members()[0].detector.id());
    }
    let excluded = scored(&all(), &knowledge, &outage);
    // Afterwards, in this block and in the next one, everything is as if the outage had been a gap, bit for bit.
    assert!(bits(&excluded, to) == bits(&scored(&all(), &Knowledge::default(), &gap), to));
    // Within the window the outage is scored, and it is unusual; before it nothing depends on it.
    let plain = scored(&all(), &Knowledge::default(), &outage);
    assert!(excluded.scores.score[from] > 0.9, "{}", excluded.scores.score[from]);
    assert!(bits(&excluded, 0)[..to] == bits(&plain, 0)[..to]);
    // Without the window the outage is learnt, which changes the band.
    let width = |scored: &Scored| scored.scores.sigma[to + 20];
    assert!(width(&plain) > 10.0 * width(&excluded), "{} and {}", width(&plain), width(&excluded));
}

#[test]
fn a_window_is_scored_as_the_samples_come_in_whatever_the_parts() {
    let mut values = series(2_000);
    values[1_250..1_500].iter_mut().for_each(|value| *value += 20.0);
    // One window begins in one block and ends in the next, another one meets it, and one is over before the range.
    let spans = [(1_300, 1_450), (1_450, 1_700), (1_100, 1_110)];
    let windows = spans.map(|(from, to)| (from * MINUTE, to * MINUTE));
    let knowledge = Knowledge { unlearnt: Windows::new(windows), ..Knowledge::default() };
    let whole = scored(&all(), &knowledge, &values);
    for part in [1, 37, 500] {
        let mut warm = timeline(&all(), &knowledge);
        let (mut settled, mut scores) = (0, Vec::new());
        for values in values.chunks(part) {
            warm.settle(settled, values);
            let range = GridRange { from: settled, to: settled + values.len() as i64 };
            scores.extend(bits(&warm.score(range, &[]), 0));
            settled = range.to;
        }
        assert!(scores == bits(&whole, 0), "parts of {part}");
    }
}

#[test]
fn a_window_longer_than_the_history_leaves_nothing_to_know_and_does_no_harm() {
    let values = series(3_000);
    let window = Windows::new([(600 * MINUTE, 2_400 * MINUTE)]);
    let scored = scored(&all(), &Knowledge { unlearnt: window, ..Knowledge::default() }, &values);
    let found = alarms(&scored, &policy(json!({})));
    assert!(found.len() <= 3, "{found:?}");
    let later = &scored.scores.score[2_900..];
    assert!(later.iter().all(|score| !score.is_nan()), "what comes after the window is learnt again");
}

#[test]
fn what_cannot_be_is_certain_and_never_learnt() {
    let mut values = series(2_000);
    for at in [1_200, 1_201, 1_300, 1_700] {
        values[at] = -500.0;
    }
    let mut gaps = values.clone();
    gaps.iter_mut().filter(|value| **value < 0.0).for_each(|value| *value = f64::NAN);
    let range = ValueRange::new(0.0, f64::INFINITY).unwrap();
    let known = scored(&all(), &Knowledge { range, ..Knowledge::default() }, &values);
    assert!(bits(&known, 0) == bits(&scored(&all(), &Knowledge::default(), &gaps), 0));
    assert_eq!(known.values[1_200], -500.0, "the row shows what was measured");
    let policy = policy(json!({
        "valueRange": { "minimum": 0 }, "direction": "above", "minimumDeviation": { "absolute": 1e9 },
    }));
    assert_eq!(alarms(&known, &policy), [1_200, 1_201, 1_300, 1_700]);
    assert_eq!(policy.of(-500.0, f64::NAN, None), (1.0, Severity::Critical));
}

#[test]
fn a_gap_is_read_as_the_operator_says_and_only_then_scored() {
    let mut values = series(2_000);
    values[..40].fill(f64::NAN);
    values[1_600..1_610].fill(f64::NAN);
    let of = |gaps| scored(&all(), &Knowledge { gaps, ..Knowledge::default() }, &values);
    let skipped = of(GapPolicy::Skip);
    assert!(skipped.scores.score[1_600..1_610].iter().all(|score| score.is_nan()));
    let zero = of(GapPolicy::Zero);
    assert!(zero.values[1_600..1_610].iter().all(|value| *value == 0.0));
    assert!(zero.scores.score[1_600] > 0.9, "a zero among hundreds is far off");
    assert!(
        zero.values[..40].iter().all(|value| value.is_nan()),
        "before the first sample nothing is missing"
    );
    let held = of(GapPolicy::Previous);
    assert!(held.values[1_600..1_605].iter().all(|value| *value == held.values[1_599]));
    assert!(held.values[1_605..1_610].iter().all(|value| value.is_nan()));
    assert!(held.scores.score[1_600..1_605].iter().all(|score| *score < 0.6));
}

#[test]
fn a_deviation_too_small_to_matter_stays_below_the_threshold_and_in_order() {
    let expected = Some(seismo_detection::Expectation { value: 100.0, sigma: 0.1 });
    let policy = policy(json!({ "minimumDeviation": { "absolute": 5, "relative": 0.02 }, "threshold": 0.6 }));
    let mut before = 0.0;
    for score in [0.0, 0.3, 0.599, 0.5999, 0.6, 0.9, 1.0] {
        let (shown, severity) = policy.of(104.9, score, expected);
        assert!(
            severity == Severity::None && shown < 0.6 && shown >= before && shown <= score,
            "{score}: {shown}"
        );
        before = shown;
    }
    assert_eq!(policy.of(105.0, 0.9, expected), (0.9, Severity::High));
    assert_eq!(policy.of(104.9, 0.9, None).0, 0.9, "where nothing is expected, no deviation is known");
    assert!(policy.of(104.9, f64::NAN, expected).0.is_nan());
}

/// The value of each sample of a series.
type Kind = fn(usize) -> f64;

#[test]
fn ordinary_series_of_every_kind_are_quiet() {
    // The largest number of alarms in 3,000 rows. If four rows of five are 0, these three find a few of the others far
    // off.
    let kinds: [(&str, usize, Kind); 7] = [
        ("negative", 6, |at| -20.0 + 0.5 * noise(at)),
        ("constant at -20", 0, |_| -20.0),
        ("only zeros", 0, |_| 0.0),
        ("counter-like", 6, |at| 1e6 + 7.0 * at as f64 + noise(at)),
        ("integers", 6, |at| (4.0 + 1.2 * noise(at)).round()),
        ("zero-inflated", 75, zero_inflated),
        ("huge", 6, |at| 1e290 * (1.0 + 0.01 * noise(at))),
    ];
    let window = Windows::new([(900 * MINUTE, 950 * MINUTE)]);
    let informed = Knowledge {
        calendar: Arc::new(Calendar::new(vec![(0, 3_600)], vec![local_day(0)])),
        unlearnt: window,
        gaps: GapPolicy::Previous,
        ..Knowledge::default()
    };
    for (name, most, value) in kinds {
        let values: Vec<f64> = (0..3_000).map(value).collect();
        for knowledge in [&Knowledge::default(), &informed] {
            let found = alarms(&scored(&all(), knowledge, &values), &policy(json!({})));
            assert!(found.len() <= most, "{name}: {} alarms, the first at {:?}", found.len(), found.first());
        }
    }
    // `auto`, which learns how often such values occur, needs no such tolerance.
    let budgeted = policy(json!({ "preset": "auto" }));
    for (name, _, value) in kinds {
        let values: Vec<f64> = (0..3_000).map(value).collect();
        let rows = alarms(&scored(&ensemble(&["auto"]), &informed, &values), &budgeted);
        let told = alarm_starts((0..3_000).map(|row| f64::from(u8::from(rows.contains(&row)))), 1.0);
        assert!(told.len() <= 2, "{name}: alarms by auto at {told:?}");
    }
    // A minimum deviation silences it completely.
    let values: Vec<f64> = (0..3_000).map(zero_inflated).collect();
    let matters = policy(json!({ "minimumDeviation": { "absolute": 4 } }));
    let found = alarms(&scored(&all(), &Knowledge::default(), &values), &matters);
    assert!(found.is_empty(), "{found:?}");
}

fn zero_inflated(at: usize) -> f64 {
    if noise(at) > 0.6 { noise(at + 7_000).abs() } else { 0.0 }
}

/// Votes 1 on every sample if the fit accepts repeats, and 0 otherwise.
#[derive(Debug, Clone)]
struct Told(f32);

impl Detector for Told {
    fn id(&self) -> &'static str {
        "told"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }

    fn fit(&self, _history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        Ok(Box::new(Self(if context.repeats == Repeats::Accept { 1.0 } else { 0.0 })))
    }
}

impl Fitted for Told {
    fn observe(&mut self, _values: &[f64]) {}

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.extend(values.iter().map(|_| Vote::new(self.0, None)));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        0
    }
}

#[test]
fn a_fit_is_told_what_becomes_of_repeats() {
    let ensemble = Arc::new(Ensemble::new(vec![Member { detector: Arc::new(Told(0.0)), weight: 1.0 }]));
    for (repeats, want) in [(Repeats::Alarm, 0.0), (Repeats::Accept, 1.0)] {
        let told = scored(&ensemble, &Knowledge { repeats, ..Knowledge::default() }, &series(600));
        assert!(told.scores.score.iter().all(|score| *score == want), "{repeats:?}");
    }
    assert_eq!(Knowledge::default().repeats, Repeats::Alarm);
}

#[test]
fn the_calendar_alone_changes_no_score_of_a_detector_that_does_not_read_it() {
    let values = series(1_500);
    let calendar = Arc::new(Calendar::new(vec![(0, 7_200), (800 * MINUTE, 3_600)], vec![0]));
    let other = scored(&all(), &Knowledge { calendar, ..Knowledge::default() }, &values);
    assert!(bits(&other, 0) == bits(&scored(&all(), &Knowledge::default(), &values), 0));
}
