//! The default fleet: realistic incidents, and ordinary days with patterns.

use std::collections::{HashMap, HashSet};

use seismo_series::{Grid, Interval, Labels, Series};
use seismo_sources::sample::{Fleet, Incident, IncidentKind};
use strum::EnumCount;

const FLEET: Fleet = Fleet::OnCall;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 2026-11-01T00:00:00Z, a Sunday.
const NOW: i64 = 1_793_491_200_000;
/// Months of synthetic time.
const MONTHS: i64 = 400 * DAY;

fn faulty() -> Vec<Labels> {
    FLEET.labels().into_iter().filter(|labels| !FLEET.is_clean(labels)).collect()
}

fn minutes_of(labels: &Labels, from_ms: i64, to_ms: i64) -> Series {
    let grid = Grid::new(Interval::from_ms(MINUTE).unwrap());
    FLEET.series(labels, grid, grid.between(from_ms, to_ms)).unwrap()
}

fn named(metric: &str, service: &str) -> Labels {
    [("__name__", metric), ("service", service)].into_iter().collect()
}

fn expected(labels: &Labels, ms: i64) -> f64 {
    FLEET.expected_at(labels, ms).unwrap()
}

#[test]
fn a_third_is_clean_and_every_metric_and_service_has_both_kinds() {
    let (all, faulty) = (FLEET.labels(), faulty());
    assert_eq!((all.len(), faulty.len()), (24, 16));
    for name in ["__name__", "service"] {
        let values = |labels: &[Labels]| -> HashSet<String> {
            labels.iter().filter_map(|labels| labels.get(name)).map(str::to_owned).collect()
        };
        let clean: Vec<_> = all.iter().filter(|labels| FLEET.is_clean(labels)).cloned().collect();
        assert_eq!(values(&clean), values(&all));
        assert_eq!(values(&faulty), values(&all));
    }
    for labels in &all {
        let names: Vec<_> = labels.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["__name__", "service"], "nothing tells of incidents");
        assert_eq!(FLEET.incidents_of(labels, NOW, NOW + MONTHS).is_empty(), FLEET.is_clean(labels));
    }
    for (metric, service) in [("cpu_percent", "search"), ("queue_depth", "login")] {
        assert!(FLEET.is_clean(&named(metric, service)), "a clean series has the nightly job, too");
    }
    let stranger = named("cpu_percent", "nobody");
    assert!(FLEET.incidents_of(&stranger, NOW, NOW + MONTHS).is_empty() && !FLEET.is_clean(&stranger));
    assert!(FLEET.value_at(&stranger, NOW).is_none() && FLEET.sigma_at(&stranger, NOW).is_none());
}

#[test]
fn a_faulty_series_has_an_incident_every_two_to_four_days() {
    let mut hours = HashSet::new();
    for labels in faulty() {
        let incidents = FLEET.incidents_of(&labels, NOW, NOW + MONTHS);
        for pair in incidents.windows(2) {
            let apart = pair[1].from_ms - pair[0].from_ms;
            assert!((2 * DAY..=4 * DAY).contains(&apart), "{pair:?}");
        }
        let apart: HashSet<i64> =
            incidents.windows(2).map(|pair| (pair[1].from_ms - pair[0].from_ms) / HOUR).collect();
        assert!(apart.len() > 15, "{labels}: {apart:?}");
        hours.extend(incidents.iter().map(|incident| incident.from_ms.rem_euclid(DAY) / HOUR));
        let kinds: HashSet<_> = incidents.iter().map(|incident| incident.kind).collect();
        assert_eq!(kinds.len(), IncidentKind::COUNT, "{labels}: {kinds:?}");
    }
    assert_eq!(hours.len(), 24, "they come at any hour");
}

#[test]
fn whoever_looks_at_six_hours_at_any_time_sees_an_incident_of_ten_minutes_ago_or_more() {
    let starts: Vec<i64> = FLEET
        .incidents(NOW - DAY, NOW + MONTHS)
        .iter()
        .filter(|incident| incident.kind != IncidentKind::MissingData)
        .map(|incident| incident.from_ms)
        .collect();
    let apart = starts.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    assert!(apart <= 5 * HOUR + 30 * MINUTE, "{} minutes without a start", apart / MINUTE);
    // A viewer every 37 minutes who sees only the incidents of the last hours.
    for now in (NOW..NOW + MONTHS / 4).step_by((37 * MINUTE) as usize) {
        let seen = FLEET.incidents(now - 6 * HOUR, now);
        let fresh = |incident: &&Incident| {
            incident.kind != IncidentKind::MissingData
                && (now - 6 * HOUR..=now - 10 * MINUTE).contains(&incident.from_ms)
        };
        assert!(seen.iter().any(|incident| fresh(&incident)), "at {now}: {seen:?}");
    }
}

#[test]
fn incidents_have_the_sizes_and_lengths_that_people_are_woken_for() {
    let mut longest: HashMap<IncidentKind, i64> = HashMap::new();
    let mut shortest = longest.clone();
    for incident in FLEET.incidents(NOW, NOW + 120 * DAY) {
        let Incident { labels, kind, from_ms, to_ms, sigmas } = &incident;
        let length = (to_ms - from_ms) / MINUTE;
        longest.entry(*kind).and_modify(|longest| *longest = length.max(*longest)).or_insert(length);
        shortest.entry(*kind).and_modify(|shortest| *shortest = length.min(*shortest)).or_insert(length);
        let before = minutes_of(labels, from_ms - 30 * MINUTE, from_ms - MINUTE);
        let during = minutes_of(labels, *from_ms, to_ms - 1);
        let after = minutes_of(labels, *to_ms, to_ms + 30 * MINUTE);
        // In standard deviations of the noise at that time.
        let residuals = |series: &Series| -> Vec<f64> {
            (0..series.values.len())
                .map(|at| {
                    let ms = series.grid.instant_ms(series.first + at as i64);
                    (series.values[at] - expected(labels, ms)) / FLEET.sigma_at(labels, ms).unwrap()
                })
                .collect()
        };
        let (before, during, after) = (residuals(&before), residuals(&during), residuals(&after));
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let far =
            |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64;
        for ordinary in [&before, &after] {
            assert!(mean(ordinary).abs() < 1.2 && far(ordinary) < 3.5, "{incident:?}: {ordinary:?}");
        }
        match kind {
            IncidentKind::Spike | IncidentKind::Dip | IncidentKind::LevelShift => {
                assert!((6.0..=10.0).contains(&sigmas.abs()), "{incident:?}");
                assert!(
                    (mean(&during) - sigmas).abs() < 5.0 / (during.len() as f64).sqrt(),
                    "{incident:?}: {during:?}"
                );
            }
            IncidentKind::FlatLine => {
                assert!(
                    during.iter().all(|value| value.abs() >= 6.0 && value.signum() == sigmas.signum()),
                    "{incident:?}: {during:?}"
                );
            }
            IncidentKind::VarianceChange => {
                assert!((6.0..=8.0).contains(sigmas) && far(&during) > 12.0, "{incident:?}: {during:?}");
            }
            IncidentKind::MissingData => assert!(during.iter().all(|value| value.is_nan()), "{incident:?}"),
        }
    }
    for (kind, least, most) in [
        (IncidentKind::Spike, 5, 30),
        (IncidentKind::Dip, 5, 30),
        (IncidentKind::LevelShift, 20, 180),
        (IncidentKind::FlatLine, 30, 60),
        (IncidentKind::VarianceChange, 30, 120),
        (IncidentKind::MissingData, 20, 40),
    ] {
        assert!(shortest[&kind] >= least && longest[&kind] <= most, "{kind:?}: {shortest:?} to {longest:?}");
    }
    assert!(shortest[&IncidentKind::LevelShift] < 60 && longest[&IncidentKind::LevelShift] > 150);
}

#[test]
fn no_incident_sinks_into_the_nightly_job() {
    let mut met = 0;
    for incident in FLEET.incidents(NOW, NOW + MONTHS) {
        let at = |ms: i64| expected(&incident.labels, ms);
        // No job runs an hour before or after.
        let runs = |ms: i64| at(ms) > 1.1 * at(ms - HOUR).max(at(ms + HOUR));
        let meets = (incident.from_ms..incident.to_ms).step_by(MINUTE as usize).any(runs);
        met += i32::from(meets);
        assert!(!meets || incident.sigmas >= 0.0, "{incident:?}");
    }
    assert!(met > 10, "only {met} incidents met a job");
}

#[test]
fn clean_series_are_their_expected_values_and_noise() {
    for labels in FLEET.labels().iter().filter(|labels| FLEET.is_clean(labels)) {
        let series = minutes_of(labels, NOW, NOW + 28 * DAY);
        let mut sum = 0.0;
        for (at, value) in series.values.iter().enumerate() {
            let ms = series.grid.instant_ms(series.first + at as i64);
            let residual = (value - expected(labels, ms)) / FLEET.sigma_at(labels, ms).unwrap();
            assert!(residual.abs() <= 5.0 + 1e-9, "{labels} at {ms}: {residual}");
            sum += residual * residual;
        }
        let variance = sum / series.values.len() as f64;
        assert!((0.97..1.03).contains(&variance), "{labels}: {variance}");
    }
}

#[test]
fn values_are_sensible_in_every_month() {
    for labels in FLEET.labels() {
        let ceiling = if labels.get("__name__") == Some("cpu_percent") { 100.0 } else { f64::INFINITY };
        for ms in (NOW..NOW + MONTHS).step_by((7 * MINUTE) as usize) {
            let value = FLEET.value_at(&labels, ms).unwrap();
            assert!(value.is_nan() || (0.0..=ceiling).contains(&value), "{labels} at {ms}: {value}");
        }
    }
}

#[test]
fn traffic_is_lower_at_weekends_and_waiting_is_not() {
    // 2026-10-31, a Saturday, and its neighbours: at one hour of the day, so that the day is the same.
    let day = |labels: &Labels, days: i64| expected(labels, NOW + days * DAY + 14 * HOUR);
    for service in ["cart", "login", "search"] {
        for (metric, share) in
            [("request_rate", 0.75), ("queue_depth", 0.85), ("cpu_percent", 0.9), ("latency_ms", 1.0)]
        {
            let labels = named(metric, service);
            for week in 0..8 {
                for (weekend, weekday) in [(-1, -2), (0, 1)] {
                    let found = day(&labels, 7 * week + weekend) / day(&labels, 7 * week + weekday);
                    assert!((found - share).abs() < 0.01, "{labels}, week {week}: {found}");
                }
                let midweek = day(&labels, 7 * week + 3) / day(&labels, 7 * week + 4);
                assert!((midweek - 1.0).abs() < 0.01, "{labels}, week {week}: {midweek}");
            }
        }
    }
}

#[test]
fn a_job_runs_every_night_at_nearly_the_same_time() {
    for (service, minute) in [("catalog", 150), ("login", 105), ("payment", 60), ("search", 195)] {
        for (metric, rise) in [("cpu_percent", 1.18), ("queue_depth", 1.25)] {
            let labels = named(metric, service);
            let mut starts = HashSet::new();
            for day in 0..60 {
                let midnight = NOW + day * DAY;
                let at = |minute: i64| expected(&labels, midnight + minute * MINUTE);
                // The first minute that is clearly above its neighbour.
                let start = (0..24 * 60)
                    .find(|minute| at(minute + 2) > (1.0 + (rise - 1.0) / 2.0) * at(*minute))
                    .unwrap();
                assert!((start - minute).abs() <= 6, "{labels}: {start} on day {day}");
                starts.insert(start);
                let full = at(start + 10) / at(start - 5);
                assert!((full / rise - 1.0).abs() < 0.03, "{labels}: {full} on day {day}");
                assert!(at(start + 40) < 1.05 * at(start - 5), "it ends");
            }
            assert!(starts.len() >= 4, "{labels}: it wanders: {starts:?}");
        }
    }
    for (metric, service) in [("cpu_percent", "cart"), ("request_rate", "catalog"), ("latency_ms", "search")]
    {
        let labels = named(metric, service);
        let steps = (0..24 * 60).map(|minute| {
            let ms = NOW + 2 * DAY + minute * MINUTE;
            (expected(&labels, ms + MINUTE) / expected(&labels, ms) - 1.0).abs()
        });
        assert!(steps.fold(0.0, f64::max) < 0.002, "{labels} has no job");
    }
}

#[test]
fn nothing_jumps_where_one_day_or_turn_becomes_the_next() {
    for labels in FLEET.labels() {
        for day in 0..MONTHS / DAY {
            for second in -60..60 {
                let ms = NOW + day * DAY + second * 1_000;
                let step = (expected(&labels, ms + 1_000) / expected(&labels, ms) - 1.0).abs();
                assert!(step < 1e-4, "{labels}: {step} at {ms}");
            }
        }
        // An incident across midnight is one incident.
        for pair in FLEET.incidents_of(&labels, NOW, NOW + MONTHS).windows(2) {
            assert!(pair[0].to_ms < pair[1].from_ms - DAY, "{pair:?}");
        }
    }
}

#[test]
fn lists_of_incidents_agree_with_each_other() {
    let (from, to) = (NOW, NOW + 30 * DAY);
    for fleet in [Fleet::OnCall, Fleet::Dense] {
        let all = fleet.incidents(from, to);
        assert!(all.windows(2).all(|pair| pair[0].from_ms <= pair[1].from_ms));
        for labels in fleet.labels() {
            let own = fleet.incidents_of(&labels, from, to);
            let among: Vec<_> = all.iter().filter(|incident| incident.labels == labels).cloned().collect();
            assert_eq!(own, among);
            // An incident is the same however the range is cut.
            for incident in own {
                let middle = (incident.from_ms + incident.to_ms) / 2;
                assert_eq!(fleet.incidents_of(&labels, middle, middle + 1), std::slice::from_ref(&incident));
                assert!(!fleet.incidents_of(&labels, incident.to_ms, incident.to_ms + 1).contains(&incident));
            }
        }
    }
}
