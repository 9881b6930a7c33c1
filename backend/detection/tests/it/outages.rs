//! `auto` on a service that loses its traffic after eight days: it alarms at once, for the length of the outage, and no
//! longer.

use std::f64::consts::TAU;
use std::sync::Arc;

use crate::common::noise;
use seismo_detection::{Blocks, Catalogue, DetectionSpec, Scored, Timeline, round_score};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::json;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// 2026-03-02, a Monday, at midnight.
const START_MS: i64 = 1_772_409_600_000;
/// Tuesday of the second week, at 14:00: eight days and a half, and one weekend.
const FALL_MS: i64 = START_MS + 8 * DAY_MS + 14 * HOUR_MS;
const INTERVALS: [&str; 4] = ["15s", "1m", "5m", "1h"];

/// Requests a second: a daily pattern, a weekend with two thirds of it, and 3 % of noise.
fn traffic(ms: i64) -> f64 {
    let days = (ms - START_MS) as f64 / DAY_MS as f64;
    let day = 1.0 + 0.6 * (TAU * (days - 0.35)).sin();
    let week = if days.rem_euclid(7.0) >= 5.0 { 0.65 } else { 1.0 };
    300.0 * day * week * (1.0 + 0.03 * noise(ms / 15_000))
}

/// A series that keeps the share `part` of its traffic at some times.
struct Service {
    grid: Grid,
    scored: Scored,
    scores: Vec<f64>,
    first: i64,
}

impl Service {
    fn new(interval: &str, part: f64, outages: &[(i64, i64)]) -> Self {
        let grid = Grid::new(interval.parse::<Interval>().unwrap());
        let spec: DetectionSpec = serde_json::from_value(json!({ "preset": "auto" })).unwrap();
        let catalogue = Catalogue::standard();
        let history = spec.history(grid.interval()).unwrap();
        let ensemble = Arc::new(catalogue.ensemble(&spec.members()).unwrap());
        let labels: Labels = [("job", "shop")].into_iter().collect();
        let blocks = Blocks::new(grid, history.history_ms, &labels);
        let mut timeline = Timeline::new(blocks, ensemble, history.season);
        let range = grid.between(START_MS, FALL_MS + DAY_MS);
        let value = |index: i64| {
            let ms = grid.instant_ms(index);
            traffic(ms) * if outages.iter().any(|(from, to)| (*from..*to).contains(&ms)) { part } else { 1.0 }
        };
        timeline.settle(range.from, &(range.from..range.to).map(value).collect::<Vec<_>>());
        let shown = GridRange { from: grid.ceil(FALL_MS - 12 * HOUR_MS), to: range.to };
        let scored = timeline.score(shown, &[]);
        let policy = spec.policy(grid.interval()).unwrap();
        let score = |at: usize| {
            policy
                .of(scored.values[at], round_score(scored.scores.score[at]), scored.scores.expectation(at))
                .0
        };
        let scores = (0..shown.len()).map(score).collect();
        Self { grid, scored, scores, first: shown.from }
    }

    /// The row of the first sample at or after an instant.
    fn row(&self, ms: i64) -> usize {
        (self.grid.ceil(ms) - self.first) as usize
    }
}

fn longer(interval: &str, ms: i64, rows: i64) -> i64 {
    ms.max(rows * interval.parse::<Interval>().unwrap().ms())
}

#[test]
fn the_band_is_narrow_before_a_fall() {
    for interval in INTERVALS {
        let service = Service::new(interval, 0.3, &[]);
        for at in service.row(FALL_MS - 6 * HOUR_MS)..service.row(FALL_MS) {
            let part = 3.0 * service.scored.scores.sigma[at] / service.scored.scores.expected[at];
            assert!(part < 0.15, "{interval}: {at} {part}");
        }
    }
}

#[test]
fn a_fall_to_a_third_is_critical_from_the_second_sample_and_for_hours() {
    for interval in INTERVALS {
        let service = Service::new(interval, 0.3, &[(FALL_MS, FALL_MS + DAY_MS)]);
        let (from, to) = (service.row(FALL_MS), service.row(FALL_MS + 4 * HOUR_MS));
        assert!(service.scores[from + 1] > 0.9, "{interval}: {:?}", &service.scores[from..from + 5]);
        let quiet = (from + 1..to).find(|at| service.scores[*at] < 0.6);
        assert_eq!(quiet, None, "{interval}: quiet after {:?} samples", quiet.map(|at| at - from));
        let last = (from..service.scores.len()).rfind(|at| service.scores[*at] >= 0.6);
        println!("{interval}: the last of these samples is anomalous: {:?}", last.map(|at| at - from));
    }
}

#[test]
fn an_alarm_ends_with_its_incident_and_the_next_one_is_as_bad() {
    for interval in INTERVALS {
        let long = longer(interval, HOUR_MS, 5);
        let outages = [(FALL_MS, FALL_MS + long), (FALL_MS + 2 * long, FALL_MS + 3 * long)];
        let service = Service::new(interval, 0.3, &outages);
        for (start, end) in outages {
            let (from, to) = (service.row(start), service.row(end));
            assert!(service.scores[from + 1] > 0.86, "{interval}: {:?}", &service.scores[from..from + 3]);
            let after = &service.scores[to..to + (to - from).max(5)];
            assert!(after[..4].iter().any(|score| *score < 0.3), "{interval}: {after:?}");
            assert!(after[3..].iter().all(|score| *score < 0.6), "{interval}: {after:?}");
        }
    }
}

#[test]
fn a_fall_to_nothing_is_critical_at_once() {
    for interval in INTERVALS {
        let service = Service::new(interval, 0.0, &[(FALL_MS, FALL_MS + HOUR_MS)]);
        let from = service.row(FALL_MS);
        assert!(service.scores[from] > 0.9, "{interval}: {:?}", &service.scores[from..from + 3]);
    }
}
