//! Scoring a sample allocates no memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

use std::sync::Arc;

use allocation_counter::measure;
use seismo_detection::{Catalogue, Context, Fitted, MemberSpec, Repeats, Season};
use seismo_series::Interval;
use serde_json::Map;

const SAMPLES: usize = 10_000;

fn auto(season: Season) -> Box<dyn Fitted> {
    let member = MemberSpec { detector: "auto".to_owned(), weight: 1.0, parameters: Map::new() };
    let ensemble = Catalogue::standard().ensemble(&[member]).unwrap();
    let context = Context {
        interval: Interval::MINUTE,
        first: 0,
        season,
        seed: 42,
        calendar: Arc::default(),
        repeats: Repeats::default(),
    };
    ensemble.members()[0].detector.fit(&[], &context).unwrap()
}

/// A day with steps, spikes and gaps: every statistic speaks at least once.
fn samples() -> Vec<f64> {
    let sample = |at: usize| match at % 1_000 {
        0 => f64::NAN,
        7 => 1e6,
        8 => f64::INFINITY,
        part => {
            let level = if part > 600 { 40.0 } else { 0.0 };
            level + (at as f64 / 229.0).sin() + (at as f64 * 12.9).sin()
        }
    };
    (0..SAMPLES).map(sample).collect()
}

#[test]
fn auto_asks_for_no_memory_from_its_first_sample_on() {
    let samples = samples();
    for season in [Season::Auto, Season::Off, Season::Samples(24)] {
        let mut fitted = auto(season);
        let observed = measure(|| fitted.observe(&samples));
        assert_eq!(observed.count_total, 0, "observe, {season:?}");

        let mut fitted = auto(season);
        let mut votes = Vec::with_capacity(SAMPLES);
        let scored = measure(|| fitted.score(&samples, &mut votes));
        assert_eq!(scored.count_total, 0, "score, {season:?}");
        assert!(votes.iter().filter(|vote| vote.counts()).count() > SAMPLES * 9 / 10);

        let one_by_one = measure(|| {
            votes.clear();
            samples.iter().for_each(|sample| fitted.score(std::slice::from_ref(sample), &mut votes));
        });
        assert_eq!((one_by_one.count_total, votes.len()), (0, SAMPLES), "sample by sample, {season:?}");
    }
}

#[test]
fn what_does_ask_is_counted() {
    let fit = measure(|| drop(auto(Season::Auto)));
    assert!(fit.count_total > 10, "{fit:?}");
    let mut fitted = auto(Season::Auto);
    let grown = measure(|| fitted.score(&samples(), &mut Vec::new()));
    assert!(grown.bytes_total > 0, "{grown:?}");
}
