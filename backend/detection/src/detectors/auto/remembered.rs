//! Earlier runs of far samples and their times: what recurs at the same time of day or week is ordinary.
//!
//! Earlier runs explain a run that is far off if they were about as far off on the same side at the same time on the
//! wall clock, on two of the last seven days or a week before, unless runs are so frequent that chance alone would
//! match them.

use std::f64::consts::LOG2_E;

use super::number::{exp2, smaller};
use super::tuning::{SAME_CHANCE, SAME_DAYS, SAME_MINUTES, SAME_MORE};

/// Number of runs remembered; the oldest is replaced.
const KEPT: usize = 64;
/// Days searched for earlier runs.
const DAYS: usize = 7;
const MINUTES_OF_WEEK: f64 = 10_080.0;

/// A run of far samples.
#[derive(Debug, Clone, Copy)]
pub(super) struct Far {
    /// Grid index of its first sample, and its number of samples.
    pub(super) from: i64,
    pub(super) rows: f64,
    /// The phase of its first sample in the period, 0..1.
    pub(super) phase: f64,
    /// Its largest deviation, in sigmas, with its sign.
    pub(super) most: f64,
}

/// The ordinary range of deviations at a time, in sigmas: `below` at most 0, `above` at least 0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Allowed {
    pub(super) below: f64,
    pub(super) above: f64,
}

impl Allowed {
    /// The part of a deviation outside the range, in sigmas.
    pub(super) fn beyond(self, sigmas: f64) -> f64 {
        if sigmas > 0.0 { (sigmas - self.above).max(0.0) } else { (sigmas - self.below).min(0.0) }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Remembered {
    runs: Box<[Kept; KEPT]>,
    held: usize,
    next: usize,
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    from: i64,
    most: f32,
    rows: u16,
    /// In units of 1 / [`PHASES`].
    phase: u16,
}

/// Steps of a phase in a period: 1.5 seconds of a day, so that whole minutes are exact.
const PHASES: f64 = 57_600.0;

impl Remembered {
    pub(super) fn new() -> Self {
        Self { runs: Box::new([Kept { from: 0, most: 0.0, rows: 0, phase: 0 }; KEPT]), held: 0, next: 0 }
    }

    /// Memory outside the struct itself, in bytes.
    pub(super) const fn bytes() -> usize {
        size_of::<[Kept; KEPT]>()
    }

    /// Remembers a run; replaces the oldest when full.
    pub(super) fn add(&mut self, run: Far) {
        let whole = |value: f64| value.round().min(f64::from(u16::MAX)) as u16;
        let (rows, phase) = (whole(run.rows), whole(run.phase * PHASES));
        self.runs[self.next] = Kept { from: run.from, most: run.most as f32, rows, phase };
        self.next = (self.next + 1) % KEPT;
        self.held = (self.held + 1).min(KEPT);
    }

    /// The ordinary range of a sample's deviation. `index`: its grid index; `phase`: its position in the period, 0..1;
    /// `period` and `week` are in samples.
    #[inline(never)]
    pub(super) fn allows(&self, index: i64, phase: f64, period: f64, week: f64) -> Allowed {
        let side = |above: bool| self.most(index, phase, period, week, above);
        Allowed { below: -side(false), above: side(true) }
    }

    fn most(&self, index: i64, phase: f64, period: f64, week: f64, above: bool) -> f64 {
        let tolerance = (SAME_MINUTES / MINUTES_OF_WEEK * week).max(1.0);
        let (mut matched, mut by_chance) = ([0.0_f32; DAYS + 1], 0.0);
        for run in self.runs[..self.held].iter().filter(|run| (run.most > 0.0) == above) {
            let age = (index - run.from) as f64;
            if age < 0.5 * period || age > DAYS as f64 * period + tolerance {
                continue;
            }
            let rows = f64::from(run.rows);
            by_chance += (rows + 2.0 * tolerance) / period;
            // The time since the run's beginning, on the clock.
            let after = (phase - f64::from(run.phase) / PHASES + 1.5).rem_euclid(1.0) - 0.5;
            // The margin of 0.1 keeps rounding from deciding: whole samples at both ends belong to it.
            let after = after * period;
            let day = ((age - after) / period).round() as usize;
            if (-tolerance - 0.1..rows + tolerance + 0.1).contains(&after) && (1..=DAYS).contains(&day) {
                matched[day] = matched[day].max(run.most.abs());
            }
        }
        let days = matched.iter().filter(|most| **most > 0.0).count() as u32;
        let most = f64::from(matched.iter().copied().fold(0.0, f32::max));
        if days >= SAME_DAYS && chance(by_chance, days) < SAME_CHANCE {
            SAME_MORE * most
        } else if matched[DAYS] > 0.0 && chance(by_chance / DAYS as f64, 1) < SAME_CHANCE {
            SAME_MORE * f64::from(matched[DAYS])
        } else {
            0.0
        }
    }
}

/// The probability that a Poisson count with this mean reaches `many`.
fn chance(mean: f64, many: u32) -> f64 {
    let (mut term, mut below) = (exp2(-smaller(LOG2_E * mean, 900.0)), 0.0);
    for count in 1..=many {
        below += term;
        term *= mean / f64::from(count);
    }
    1.0 - below
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 1_440.0;

    fn on_days(days: &[i64], minute: i64) -> Remembered {
        let mut remembered = Remembered::new();
        for day in days {
            let phase = minute as f64 / DAY;
            remembered.add(Far { from: day * 1_440 + minute, rows: 30.0, phase, most: 10.0 });
        }
        remembered
    }

    fn allowed(remembered: &Remembered, day: i64, minute: i64) -> Allowed {
        remembered.allows(day * 1_440 + minute, minute as f64 / DAY, DAY, 7.0 * DAY)
    }

    #[test]
    fn what_came_on_two_days_may_come_again_within_minutes_and_a_little_larger() {
        let job = on_days(&[1, 2, 3], 180);
        for (minute, expected) in [(150, 0.0), (165, 14.0), (200, 14.0), (225, 14.0), (240, 0.0), (900, 0.0)]
        {
            let allowed = allowed(&job, 4, minute);
            assert!((allowed.above - expected).abs() < 1e-6 && allowed.below == 0.0, "{minute}: {allowed:?}");
        }
        assert_eq!(allowed(&on_days(&[3], 180), 4, 190), Allowed::default());
        assert_eq!(allowed(&job, 40, 190), Allowed::default());
    }

    #[test]
    fn what_came_a_week_ago_may_come_again_and_about_midnight_too() {
        assert!(allowed(&on_days(&[3], 180), 10, 190).above > 10.0);
        assert!(allowed(&on_days(&[3, 4, 5], 1_435), 7, 3).above > 10.0);
    }

    #[test]
    fn frequent_runs_explain_nothing_by_chance() {
        let mut remembered = Remembered::new();
        for at in 0..40_i64 {
            let from = 251 * at;
            let phase = (from % 1_440) as f64 / DAY;
            remembered.add(Far { from, rows: 60.0, phase, most: 10.0 });
        }
        assert_eq!(allowed(&remembered, 7, 600), Allowed::default());
    }

    #[test]
    fn what_is_left_of_a_deviation_keeps_its_side() {
        let allowed = Allowed { below: -2.0, above: 3.0 };
        assert_eq!(
            [-5.0, -1.0, 0.0, 2.0, 7.0].map(|sigmas| allowed.beyond(sigmas)),
            [-3.0, 0.0, 0.0, 0.0, 4.0]
        );
    }
}
