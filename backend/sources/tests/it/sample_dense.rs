//! The fleet's dense script: a pure function of time, with a known ground truth.

use std::collections::HashSet;

use seismo_series::{Grid, Interval, Series};
use seismo_sources::sample::{Fleet, IncidentKind};
use strum::EnumCount;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// 2026-11-01T00:00:00Z.
const NOW: i64 = 1_793_491_200_000;

fn all(interval_ms: i64, from_ms: i64, to_ms: i64) -> Vec<Series> {
    let grid = Grid::new(Interval::from_ms(interval_ms).unwrap());
    let range = grid.between(from_ms, to_ms);
    Fleet::Dense.labels().iter().map(|labels| Fleet::Dense.series(labels, grid, range).unwrap()).collect()
}

#[test]
fn values_are_sensible_and_noise_is_a_fifth_of_the_day_or_more() {
    for series in &all(HOUR, NOW, NOW + 365 * DAY) {
        let values: Vec<f64> = series.values.iter().copied().filter(|value| !value.is_nan()).collect();
        let ceiling =
            if series.labels.get("__name__") == Some("cpu_percent") { 100.0 } else { f64::INFINITY };
        assert!(values.iter().all(|value| (0.0..=ceiling).contains(value)), "{}", series.labels);
        // The amplitude of the day: the first Fourier coefficient at 24 hours.
        let wave = |part: fn(f64) -> f64| {
            let turn = |at: usize| part(std::f64::consts::TAU * at as f64 / 24.0);
            series
                .values
                .iter()
                .enumerate()
                .filter(|(_, value)| !value.is_nan())
                .map(|(at, value)| value * turn(at))
                .sum::<f64>()
                * 2.0
                / values.len() as f64
        };
        let daily = wave(f64::cos).hypot(wave(f64::sin));
        let sigma = Fleet::Dense.sigma_at(&series.labels, NOW).unwrap();
        assert!(sigma >= daily / 5.0 && daily > 2.0 * sigma, "{}: {sigma} of {daily}", series.labels);
    }
}

#[test]
fn clean_series_never_leave_their_noise_and_faulty_ones_do_what_the_truth_says() {
    let (from, to) = (NOW, NOW + 20 * DAY);
    let truth = Fleet::Dense.incidents(from, to);
    let all = all(60_000, from, to);
    let clean: Vec<_> = all.iter().filter(|series| Fleet::Dense.is_clean(&series.labels)).collect();
    assert_eq!(clean.len() * 2, all.len());
    for name in ["__name__", "service"] {
        let names: HashSet<_> = all.iter().filter_map(|series| series.labels.get(name)).collect();
        let of_clean: HashSet<_> = clean.iter().filter_map(|series| series.labels.get(name)).collect();
        assert_eq!(names, of_clean, "both kinds for every {name}");
    }
    for series in &all {
        let mine: Vec<_> = truth.iter().filter(|incident| incident.labels == series.labels).collect();
        assert_eq!(mine.is_empty(), Fleet::Dense.is_clean(&series.labels));
        let sigma = Fleet::Dense.sigma_at(&series.labels, NOW).unwrap();
        // Second differences remove the season and leave noise of variance 6.
        let bend =
            |at: usize| (series.values[at - 1] - 2.0 * series.values[at] + series.values[at + 1]) / sigma;
        let instant = |at: usize| series.grid.instant_ms(series.first + at as i64);
        let touched = |at: usize| {
            mine.iter().any(|incident| (incident.from_ms - 60_000..=incident.to_ms).contains(&instant(at)))
        };
        let ordinary: Vec<f64> = (1..series.values.len() - 1).filter(|at| !touched(*at)).map(bend).collect();
        let variance = ordinary.iter().map(|bend| bend * bend).sum::<f64>() / ordinary.len() as f64;
        assert!((5.5..6.5).contains(&variance), "{}: {variance}", series.labels);
        for incident in mine.into_iter().filter(|incident| incident.from_ms > from && incident.to_ms < to) {
            let at = |ms: i64| (series.grid.ceil(ms) - series.first) as usize;
            let during = &series.values[at(incident.from_ms)..at(incident.to_ms)];
            let before = &series.values[at(incident.from_ms) - 8..at(incident.from_ms)];
            let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            let moved = (mean(&during[..during.len().min(8)]) - mean(before)) / sigma;
            let length = (incident.to_ms - incident.from_ms) / 60_000;
            let size = incident.sigmas.abs();
            match incident.kind {
                IncidentKind::Spike | IncidentKind::Dip | IncidentKind::LevelShift => {
                    assert!(
                        (moved - incident.sigmas).abs() < 2.5 && (4.0..=8.0).contains(&size),
                        "{incident:?}: {moved}"
                    );
                    assert!(if incident.kind == IncidentKind::LevelShift {
                        (120..=240).contains(&length)
                    } else {
                        (5..=10).contains(&length)
                    });
                }
                IncidentKind::FlatLine => {
                    assert!(
                        during.iter().all(|value| *value == during[0]) && (60..=120).contains(&length),
                        "{incident:?}"
                    );
                    assert!(
                        (moved - incident.sigmas).abs() < 2.5 && (4.0..=8.0).contains(&size),
                        "{incident:?}: {moved}"
                    );
                }
                IncidentKind::VarianceChange => {
                    let bends: Vec<f64> =
                        (at(incident.from_ms) + 1..at(incident.to_ms) - 1).map(bend).collect();
                    let ratio =
                        (bends.iter().map(|bend| bend * bend).sum::<f64>() / bends.len() as f64 / 6.0).sqrt();
                    assert!(
                        (ratio / size - 1.0).abs() < 0.5 && (60..=120).contains(&length),
                        "{incident:?}: {ratio}"
                    );
                }
                IncidentKind::MissingData => {
                    assert!(
                        during.iter().all(|value| value.is_nan()) && (20..=40).contains(&length),
                        "{incident:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn six_hours_nearly_always_show_an_incident_and_two_days_every_kind() {
    const PANELS: i64 = 400;
    let mut empty = 0;
    let mut shown = 0;
    for start in (0..PANELS).map(|number| NOW + number * 7 * HOUR) {
        let truth = Fleet::Dense.incidents(start - 6 * HOUR, start);
        empty += i32::from(truth.is_empty());
        shown += truth.len() as i64;
        assert!(truth.windows(2).all(|pair| pair[0].from_ms <= pair[1].from_ms));
        let days: HashSet<_> = Fleet::Dense
            .incidents(start - 2 * DAY, start)
            .into_iter()
            .map(|incident| incident.kind)
            .collect();
        assert_eq!(days.len(), IncidentKind::COUNT, "{days:?} in the two days before {start}");
    }
    assert!(empty <= 8, "{empty} of {PANELS} panels show nothing");
    assert!(shown >= 4 * PANELS, "{shown} incidents in {PANELS} panels");
    let month = Fleet::Dense.incidents(NOW, NOW + 30 * DAY);
    for labels in Fleet::Dense.labels().into_iter().filter(|labels| !Fleet::Dense.is_clean(labels)) {
        let count = month.iter().filter(|incident| incident.labels == labels).count();
        assert!((40..=50).contains(&count), "{labels}: {count} in 30 days");
    }
    assert!(
        Fleet::Dense.incidents(NOW, NOW).is_empty()
            || Fleet::Dense.incidents(NOW, NOW).iter().all(|incident| incident.to_ms > NOW)
    );
}

/// Measurements on this fleet must stay repeatable: values and incidents are those of its first version.
#[test]
fn the_dense_script_stays_as_it_is() {
    let labels = Fleet::Dense.labels();
    for (number, ms, value) in [
        (1, 1_796_824_530_000, 42.57704096248693),
        (1, 1_812_380_070_000, 42.56606128520096),
        (6, 1_813_491_180_000, 160.0962397538303),
        (11, 1_837_935_600_000, 259.50024411511146),
        (16, 1_854_602_250_000, 263.737850889476),
        (21, 1_879_046_670_000, 1088.637653664589),
    ] {
        let found = Fleet::Dense.value_at(&labels[number], ms).unwrap();
        // The last digits depend on the machine's cosine.
        assert!((found / value - 1.0).abs() < 1e-12, "{}: {found} for {value}", labels[number]);
    }
    let found: Vec<_> = Fleet::Dense
        .incidents(NOW, NOW + 6 * HOUR)
        .into_iter()
        .map(|incident| (incident.labels, incident.kind, incident.from_ms, incident.to_ms, incident.sigmas))
        .collect();
    let incident = |metric, service, kind, from_ms, to_ms, sigmas| {
        ([("__name__", metric), ("service", service)].into_iter().collect(), kind, from_ms, to_ms, sigmas)
    };
    assert_eq!(
        found,
        [
            incident(
                "queue_depth",
                "search",
                IncidentKind::FlatLine,
                1_793_487_360_000,
                1_793_494_440_000,
                -6.818918032039283
            ),
            incident(
                "request_rate",
                "checkout",
                IncidentKind::Spike,
                1_793_495_760_000,
                1_793_496_060_000,
                7.886824122587409
            ),
            incident(
                "latency_ms",
                "cart",
                IncidentKind::Spike,
                1_793_499_720_000,
                1_793_500_080_000,
                4.6389213640524005
            ),
            incident(
                "request_rate",
                "checkout",
                IncidentKind::LevelShift,
                1_793_512_620_000,
                1_793_520_960_000,
                7.061516916917339
            ),
        ]
    );
}
