//! Seasons follow the wall clock: both changes of the clock, and holidays, with the detector that reads the calendar.

use std::sync::Arc;

use crate::common::noise;
use seismo_detection::{
    Blocks, Calendar, Catalogue, DAY_MS, DetectionSpec, Knowledge, Severity, Timeline, local_day, weekday,
};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::json;

const STEP_MS: i64 = 600_000;
const HOUR_MS: i64 = 3_600_000;
/// 2024-03-31T01:00:00Z and 2024-10-27T01:00:00Z: Berlin's clocks are changed.
const SPRING_MS: i64 = 1_711_846_800_000;
const AUTUMN_MS: i64 = 1_729_990_800_000;

/// Berlin in 2024.
fn berlin(holidays: &[i64]) -> Calendar {
    Calendar::new(vec![(0, 3_600), (SPRING_MS, 7_200), (AUTUMN_MS, 3_600)], holidays.to_vec())
}

/// The anomalous instants (ms) of a series of `days` days before and three days after `middle`, scored by `auto`.
fn alarms(middle: i64, days: i64, calendar: Calendar, value: impl Fn(i64) -> f64) -> Vec<i64> {
    let grid = Grid::new(Interval::from_ms(STEP_MS).unwrap());
    let spec: DetectionSpec = serde_json::from_value(json!({ "preset": "auto" })).unwrap();
    let ensemble = Arc::new(Catalogue::standard().ensemble(&spec.members()).unwrap());
    let knowledge = Knowledge { calendar: Arc::new(calendar), ..Knowledge::default() };
    let season = spec.history(grid.interval()).unwrap().season;
    let blocks = Blocks::new(grid, 28 * DAY_MS, &Labels::new());
    let mut timeline = Timeline::new(blocks, ensemble, season).knowing(Arc::new(knowledge));
    let range = grid.between(middle - days * DAY_MS, middle + 3 * DAY_MS);
    let values: Vec<f64> = (range.from..range.to).map(|at| value(grid.instant_ms(at)) + noise(at)).collect();
    timeline.settle(range.from, &values);
    let shown = GridRange { from: grid.ceil(middle - DAY_MS), to: range.to };
    let scored = timeline.score(shown, &[]);
    let policy = spec.policy(grid.interval()).unwrap();
    let severity = |at: usize| {
        let score = f64::from(scored.scores.score[at]);
        policy.of(scored.values[at], score, scored.scores.expectation(at)).1
    };
    let found = (0..shown.len()).filter(|at| severity(*at) > Severity::None);
    found.map(|at| grid.instant_ms(shown.from + at as i64)).collect()
}

/// Shops are open from 8 to 18 on the wall clock.
fn opening_hours(local_ms: i64) -> f64 {
    if (8 * HOUR_MS..18 * HOUR_MS).contains(&local_ms.rem_euclid(DAY_MS)) { 100.0 } else { 20.0 }
}

#[test]
fn neither_change_of_the_clock_flags_a_pattern_of_local_time() {
    let clock = berlin(&[]);
    for change in [SPRING_MS, AUTUMN_MS] {
        let value = |ms: i64| opening_hours(clock.local_ms(ms));
        let known = alarms(change, 60, berlin(&[]), value);
        let unknown = alarms(change, 60, Calendar::utc(), value);
        println!("{change}: {} alarms by Berlin's clock, {} by UTC", known.len(), unknown.len());
        // Noise may raise one within the budget.
        assert!(known.len() <= 1, "{change}: {known:?}");
        assert!(!unknown.is_empty(), "without the zone the shifted hour stands out");
    }
}

#[test]
fn a_holiday_counts_as_the_sunday_that_it_is_like() {
    // 2024-05-01, a Wednesday: shops are closed as on Sundays.
    let day = 19_844;
    assert_eq!(weekday(day), 2);
    let clock = berlin(&[day]);
    let value = |ms: i64| {
        let local_ms = clock.local_ms(ms);
        let today = local_day(local_ms);
        if today == day || weekday(today) == 6 { 20.0 } else { opening_hours(local_ms) }
    };
    let middle = day * DAY_MS;
    let known = alarms(middle, 90, berlin(&[day]), value);
    let unknown = alarms(middle, 90, berlin(&[]), value);
    println!("{} alarms with the holiday, {} without", known.len(), unknown.len());
    assert!(known.len() < unknown.len() && known.len() <= 1, "{known:?} {unknown:?}");
}
