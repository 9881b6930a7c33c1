//! Each detector finds its own kind of anomaly on small seeded series, and is quiet where nothing happens.

use std::ops::Range;
use std::sync::Arc;

use seismo_detection::{Calendar, Catalogue, Context, MemberSpec, Repeats, Scores, Season};
use seismo_series::{Interval, Random};
use serde_json::{Map, Value, json};

/// Number of samples of history, and of scored samples.
const HISTORY: usize = 2000;

/// One detector's scores of the samples after the first [`HISTORY`] ones.
fn scored(detector: &str, parameters: Value, season: Season, values: &[f64]) -> Scores {
    let parameters: Map<String, Value> = serde_json::from_value(parameters).unwrap();
    let member = MemberSpec { detector: detector.to_owned(), weight: 1.0, parameters };
    let ensemble = Arc::new(Catalogue::standard().ensemble(&[member]).unwrap());
    let context = Context {
        interval: Interval::MINUTE,
        first: 0,
        season,
        seed: 42,
        calendar: Arc::new(Calendar::default()),
        repeats: Repeats::default(),
    };
    let mut scores = Scores::new(1);
    ensemble.fit(&values[..HISTORY], HISTORY, &context).score(&values[HISTORY..], &mut scores);
    scores
}

/// Noise, about normal with deviation 1, from a small generator.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut random = Random::new(seed);
    let mut unit = move || random.unit();
    move || (0..12).map(|_| unit()).sum::<f64>() - 6.0
}

/// Noise around 100 with a season of 240 samples of this amplitude.
fn clean(seed: u64, amplitude: f64) -> Vec<f64> {
    let mut noise = noise(seed);
    let season = |at: usize| amplitude * (at as f64 * std::f64::consts::TAU / 240.0).sin();
    (0..2 * HISTORY).map(|at| 100.0 + season(at) + noise()).collect()
}

/// Anomalous samples, counted from the end of the history.
fn found(scores: &Scores) -> Vec<usize> {
    (0..scores.len()).filter(|at| scores.score[*at] >= 0.6).collect()
}

#[test]
fn every_detector_is_quiet_where_nothing_happens() {
    let catalogue = Catalogue::standard();
    let all = || catalogue.detectors().map(|info| info.id);
    let seasonal = ["seasonal_esd", "holt_winters", "ewma", "cusum"].into_iter();
    let tables: [(&str, f64, Season, Vec<&str>); 3] = [
        ("noise", 0.0, Season::Auto, all().collect()),
        ("a season that is found", 6.0, Season::Auto, seasonal.clone().collect()),
        ("a season that is known", 6.0, Season::Samples(240), seasonal.collect()),
    ];
    for (name, amplitude, season, detectors) in tables {
        for detector in detectors {
            let (mut alarms, mut count) = (0, 0);
            for seed in 1..=4 {
                let scores = scored(detector, json!({}), season, &clean(seed, amplitude));
                alarms += found(&scores).len();
                count += scores.len();
                assert!(scores.score.iter().all(|score| !score.is_nan()), "{detector} on {name}");
            }
            assert!(alarms * 100 < count, "{detector} on {name}: {alarms} of {count} samples");
        }
    }
}

/// An incident: the new value of the sample with this number.
type Incident = fn(usize, f64) -> f64;

/// Its start, counted from the end of the history.
const START: usize = 700;

#[test]
fn every_detector_finds_what_it_is_for() {
    fn during(at: usize, length: usize) -> bool {
        (HISTORY + START..HISTORY + START + length).contains(&at)
    }
    let spike: Incident = |at, value| if during(at, 1) { value + 8.0 } else { value };
    let dip: Incident = |at, value| if during(at, 5) { value - 8.0 } else { value };
    let small_shift: Incident = |at, value| if during(at, 200) { value + 1.5 } else { value };
    let shift: Incident = |at, value| if during(at, 200) { value + 6.0 } else { value };
    let restless: Incident = |at, value| if during(at, 60) { 100.0 + 4.0 * (value - 100.0) } else { value };
    let zigzag: Incident =
        |at, value| if during(at, 24) { value + if at % 2 == 0 { 4.0 } else { -4.0 } } else { value };
    // The value of the other end of the season, which is ordinary at another time.
    let wrong_hour: Incident = |at, value| if during(at, 5) { 200.0 - value } else { value };
    let table: [(&str, &str, Incident, f64, Range<usize>); 18] = [
        ("hampel", "a spike", spike, 0.0, 0..1),
        ("hampel", "a dip", dip, 0.0, 0..1),
        ("hampel", "the start of a level shift", shift, 0.0, 0..1),
        ("holt_winters", "a spike on a season", spike, 6.0, 0..1),
        ("holt_winters", "values that are unusual for the time of day", wrong_hour, 6.0, 0..2),
        ("holt_winters", "a level shift on a season", shift, 6.0, 0..2),
        ("ewma", "a small level shift", small_shift, 0.0, 0..20),
        ("ewma", "a small level shift on a season", small_shift, 6.0, 0..40),
        ("cusum", "a small level shift", small_shift, 0.0, 0..25),
        ("cusum", "a level shift on a season", shift, 6.0, 0..8),
        ("local_outlier_factor", "a dip", dip, 0.0, 0..2),
        ("local_outlier_factor", "a shape that never was", zigzag, 0.0, 0..12),
        ("one_class_svm", "a dip", dip, 0.0, 0..2),
        ("one_class_svm", "a shape that never was", zigzag, 0.0, 0..12),
        ("one_class_svm", "values that scatter", restless, 0.0, 0..12),
        ("dense_autoencoder", "a dip", dip, 0.0, 0..2),
        ("dense_autoencoder", "a shape that never was", zigzag, 0.0, 0..12),
        ("dense_autoencoder", "values that scatter", restless, 0.0, 0..12),
    ];
    for (detector, name, incident, amplitude, within) in table {
        for seed in 11..=13 {
            let mut values = clean(seed, amplitude);
            values.iter_mut().enumerate().for_each(|(at, value)| *value = incident(at, *value));
            let season = if amplitude == 0.0 { Season::Off } else { Season::Auto };
            let found = found(&scored(detector, json!({}), season, &values));
            let hit = found.iter().any(|at| (START + within.start..START + within.end).contains(at));
            assert!(hit, "{detector} does not find {name} with seed {seed}: {found:?}");
        }
    }
}

#[test]
fn a_shift_is_an_alarm_until_cusum_has_learnt_the_new_level() {
    let mut values = clean(5, 0.0);
    values[HISTORY + START..].iter_mut().for_each(|value| *value += 4.0);
    let scores = scored("cusum", json!({ "relearn": 60 }), Season::Off, &values);
    let found = found(&scores);
    let (first, last) = (found[0], found[found.len() - 1]);
    assert!((START..START + 6).contains(&first), "{first}");
    assert_eq!((last - first + 1, found.len()), (60, 60), "from {first} to {last} without a break");
    let before = scores.expectation(START).unwrap().value;
    let after = scores.expectation(last + 1).unwrap().value;
    assert!((after - before - 4.0).abs() < 0.6, "the level went from {before} to {after}");
}

#[test]
fn a_shift_that_ends_before_it_is_learnt_leaves_the_old_level() {
    let mut values = clean(6, 0.0);
    values[HISTORY + START..HISTORY + START + 30].iter_mut().for_each(|value| *value += 4.0);
    let found = found(&scored("cusum", json!({}), Season::Off, &values));
    assert!(found.first().is_some_and(|at| (START..START + 6).contains(at)), "{found:?}");
    assert!(found.last().is_some_and(|at| (START + 29..START + 40).contains(at)), "{found:?}");
}

#[test]
fn an_outlier_does_not_poison_what_holt_winters_expects() {
    for amplitude in [0.0, 6.0] {
        let plain = clean(7, amplitude);
        let mut spiked = plain.clone();
        spiked[HISTORY + START] += 1e6;
        let season = if amplitude == 0.0 { Season::Off } else { Season::Auto };
        let expected = |values: &[f64]| scored("holt_winters", json!({}), season, values).expected;
        let (plain, spiked) = (expected(&plain), expected(&spiked));
        let apart = |(one, other): (&f64, &f64)| (one - other).abs();
        let most = plain.iter().zip(&spiked).map(apart).fold(0.0, f64::max);
        assert!(most < 0.5, "a spike of a million moved the forecast by {most}");
    }
}

#[test]
fn a_new_level_is_learnt_by_holt_winters_however_far_off_it_is() {
    for size in [6.0, 1e3, 1e6] {
        let mut values = clean(8, 6.0);
        values[HISTORY + START..].iter_mut().for_each(|value| *value += size);
        let scores = scored("holt_winters", json!({}), Season::Auto, &values);
        let found = found(&scores);
        assert!(found.contains(&START), "{size}");
        let late = found.iter().filter(|at| **at >= START + 500).count();
        assert!(late <= 20, "{size}: {late} of 800 samples after the new level was learnt");
    }
}

#[test]
fn spikes_are_found_among_spikes_by_median_and_not_by_mean() {
    // One in eight samples is an outlier: they affect the standard deviation but not the median.
    let mut values = clean(9, 0.0);
    values.iter_mut().step_by(8).for_each(|value| *value += 12.0);
    let hits = |detector: &str| {
        let found = found(&scored(detector, json!({}), Season::Off, &values));
        found.iter().filter(|at| **at % 8 == 0).count()
    };
    let spikes = HISTORY / 8;
    assert!(hits("hampel") * 10 > 9 * spikes, "{}", hits("hampel"));
    assert!(hits("z_score") * 10 < 3 * spikes, "{}", hits("z_score"));
}

#[test]
fn incidents_in_the_history_do_not_blind_the_window_detectors() {
    for detector in ["local_outlier_factor", "one_class_svm", "dense_autoencoder"] {
        let mut values = clean(10, 0.0);
        // Twenty incidents of five samples: one in twenty.
        for start in (50..HISTORY).step_by(100) {
            values[start..start + 5].iter_mut().for_each(|value| *value += 40.0);
        }
        values[HISTORY + START..HISTORY + START + 8]
            .iter_mut()
            .enumerate()
            .for_each(|(at, value)| *value += if at % 2 == 0 { 12.0 } else { -12.0 });
        let found = found(&scored(detector, json!({}), Season::Off, &values));
        assert!(found.iter().any(|at| (START..START + 8).contains(at)), "{detector}: {found:?}");
    }
}
