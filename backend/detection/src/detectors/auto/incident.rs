//! An incident from its first row to its end. While it lasts, nothing is learnt from it.
//!
//! It begins with a rare or far row. It ends when values are back, or when their level has lasted so long that it is
//! accepted as the usual one. Only an incident that is far off on one side for several rows is certain; the rows of any
//! other are counted like ordinary samples. If incidents are too frequent, they count as the series' normal behaviour
//! and are learnt like anything else.

use super::number::log10;
use super::statistics::Means;
use super::tuning::{
    ACCEPT_HOURS, ACCEPT_PART, ACCEPT_ROWS, ACCEPT_SIGMAS, BACK, FADE, FREQUENT, FREQUENT_ACCEPTED,
    FREQUENT_DAYS, FREQUENT_SHARE, FREQUENT_YOUNG, INCIDENT_ROWS, INCIDENT_SIGMAS, KEPT, ROAM_FREE,
};

const HOURS_OF_WEEK: f64 = 168.0;
/// Largest distance that counts, in sigmas. Higher: single rows weigh more in the incident's distance.
const MOST_SIGMAS: f64 = 30.0;

/// The parts of a row that an incident needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) value: f64,
    /// The deviations from the usual and from the expected value, in the unit of the series.
    pub(super) usual: f64,
    pub(super) new: f64,
    /// The same in sigmas.
    pub(super) usual_sigmas: f64,
    pub(super) new_sigmas: f64,
    /// The level of the row alone, in decades rarer than one alarm a week.
    pub(super) level: f64,
}

impl Row {
    pub(super) fn is_far(&self) -> bool {
        self.usual_sigmas.abs() >= INCIDENT_SIGMAS
    }
}

/// An incident that has not ended.
#[derive(Debug, Clone)]
pub(super) struct Incident {
    /// Grid index of its first row, and the phase of that row in the period, 0..1.
    pub(super) from: i64,
    pub(super) phase: f64,
    pub(super) rows: f64,
    /// Its largest deviation in sigmas, with its sign, including what earlier runs explain.
    pub(super) most: f64,
    /// The means of the statistics before it.
    pub(super) before: Means,
    /// Whether it is certain: far off on one side for several rows.
    pub(super) is_sure: bool,
    /// The EWMA of its values.
    pub(super) value: f64,
    /// The mean absolute deviation around that.
    pub(super) spread: f64,
    far: u32,
    near: u32,
    quiet: u32,
    off: f64,
    off_sigmas: f64,
    newest: f64,
    height: f64,
    sums: [f64; 2],
}

/// The result of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    /// The level of the row as a part of the incident.
    pub(super) level: f64,
    /// Whether the incident has just become certain.
    pub(super) is_sure_now: bool,
    pub(super) end: Option<End>,
}

/// How an incident ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Values are back.
    Back,
    /// It has lasted too long, so its level is accepted.
    Accepted,
}

impl Incident {
    /// Begins at a row, which [`Self::step`] has yet to take in.
    pub(super) fn new(from: i64, phase: f64, row: &Row, before: Means) -> Self {
        Self {
            from,
            phase,
            rows: 0.0,
            most: 0.0,
            before,
            is_sure: false,
            value: row.value,
            spread: 0.0,
            far: 0,
            near: 0,
            quiet: 0,
            off: row.usual,
            off_sigmas: row.usual_sigmas,
            newest: row.usual_sigmas,
            height: f64::NEG_INFINITY,
            sums: [0.0; 2],
        }
    }

    /// Takes a row in. The level is accepted after `longest` rows, for the given distance in sigmas.
    #[inline(never)]
    pub(super) fn step(&mut self, row: &Row, longest: impl FnOnce(f64) -> f64) -> Step {
        self.rows += 1.0;
        self.sums[0] += row.usual.abs();
        self.sums[1] += row.new.abs();
        let same_side = row.usual_sigmas * self.off_sigmas > 0.0;
        self.far = if row.is_far() && same_side { self.far + 2 } else { self.far.saturating_sub(1) };
        let is_sure_now = !self.is_sure && self.far >= 2 * INCIDENT_ROWS - 1;
        self.is_sure |= is_sure_now;
        self.newest += 0.45 * (row.usual_sigmas.clamp(-MOST_SIGMAS, MOST_SIGMAS) - self.newest);
        let distance = self.off_sigmas.abs();
        let nearer = |sigmas: f64| sigmas * self.off_sigmas.signum() < BACK * distance.min(MOST_SIGMAS - 5.0);
        self.near = if nearer(row.usual_sigmas) { self.near + 1 } else { 0 };
        let is_back = distance >= 1.0 && (nearer(self.newest) || self.near >= 2);
        let is_quiet = row.usual_sigmas.abs() < 2.5 && row.new_sigmas.abs() < 3.0;
        self.quiet = if is_quiet { self.quiet + 1 } else { 0 };
        let is_over = if distance >= 2.0 { is_back && is_quiet } else { self.quiet >= 5 };
        if is_over {
            return Step { level: row.level, is_sure_now, end: Some(End::Back) };
        }
        let rate = (1.0 / self.rows).max(0.1);
        self.off += rate * (row.usual - self.off);
        self.value += rate * (row.value - self.value);
        if self.near == 0 {
            self.off_sigmas += rate * (row.usual_sigmas - self.off_sigmas);
        }
        self.spread += rate * ((row.usual - self.off).abs() - self.spread);
        self.height = self.height.max(row.level);
        // Two far rows are enough to hold the level; to stop learning takes more.
        let goes_on = (self.is_sure || self.far > 2) && !is_back && self.height > 0.0;
        let held = (KEPT * self.height).max(self.height - FADE * self.rows);
        let level = if goes_on { row.level.max(held) } else { row.level };
        let end = (self.rows > longest(self.off_sigmas)).then_some(End::Accepted);
        Step { level, is_sure_now, end }
    }

    /// Whether it has been off for more than one row, and still is.
    pub(super) const fn is_run(&self) -> bool {
        self.rows >= 1.0 && self.far > 1
    }

    /// Whether one of its rows was rare.
    pub(super) fn was_rare(&self) -> bool {
        self.height > 0.0
    }

    /// Whether the newest row is ordinary.
    pub(super) const fn is_quiet(&self) -> bool {
        self.quiet > 0
    }

    /// The mean absolute deviations of its rows from the usual and from the expected value.
    pub(super) fn mean_deviations(&self) -> [f64; 2] {
        self.sums.map(|sum| sum / self.rows.max(1.0))
    }
}

/// Number of samples after which a lasting level is accepted. `samples_a_week`: samples of a week.
pub(super) fn accepted_after(samples_a_week: f64) -> f64 {
    ACCEPT_HOURS / HOURS_OF_WEEK * samples_a_week
}

/// Rows of an incident after which a level `off_sigmas` away is accepted. Sooner while a series is young (`n` samples),
/// and where it wanders (0..1), because its own level is then unknown.
pub(super) fn longest(n: f64, samples_a_week: f64, off_sigmas: f64, wander: f64) -> f64 {
    let part = (off_sigmas.abs() / ACCEPT_SIGMAS).clamp(ACCEPT_PART, 1.0);
    let most = (accepted_after(samples_a_week) * part).max(ACCEPT_ROWS);
    let known = (ROAM_FREE * (1.0 - wander)).min(1.0);
    (n / 8.0).max(16.0).min(most) * known * known + 20.0
}

/// How frequent recent incidents have been.
#[derive(Debug, Clone)]
pub(super) struct Past {
    /// Incidents and their rows in recent days, with fading memory.
    incidents: f64,
    rows: f64,
    /// Samples in recent days, with fading memory.
    looked: f64,
    /// `log10(1 + incidents)`, to a hundredth.
    decades: f64,
    until: f64,
    /// Samples of a day, and the share of the counts that is left after one more sample.
    day: f64,
    kept: f64,
    /// Incidents a day above which they are normal behaviour.
    most: f64,
}

impl Past {
    /// For a series with `period` samples in a period. `accept`: the query accepts repeats.
    pub(super) fn new(period: f64, accept: bool) -> Self {
        let day = period.max(200.0);
        let most = if accept { FREQUENT_ACCEPTED } else { FREQUENT };
        Self {
            incidents: 0.0,
            decades: 0.0,
            until: 0.0,
            rows: 0.0,
            looked: 0.0,
            day,
            kept: 1.0 - 1.0 / (FREQUENT_DAYS * day),
            most,
        }
    }

    /// `log10(1 + incidents)` of recent days, to a hundredth.
    pub(super) const fn decades(&self) -> f64 {
        self.decades
    }

    /// Whether incidents are the series' normal behaviour.
    pub(super) fn is_usual(&self) -> bool {
        let often = self.incidents * self.day > self.most * (self.looked + FREQUENT_YOUNG * self.day);
        often || self.rows > FREQUENT_SHARE * (self.looked + 0.25 * self.day)
    }

    /// Counts a sample. `within`: it lies in a certain incident.
    pub(super) fn pass(&mut self, within: bool) {
        self.incidents *= self.kept;
        if self.incidents < self.until {
            self.look_up();
        }
        self.looked = self.looked * self.kept + 1.0;
        self.rows = self.rows * self.kept + f64::from(u8::from(within));
    }

    /// Counts an incident that has become certain.
    pub(super) fn add(&mut self) {
        self.incidents += 1.0;
        self.look_up();
    }

    fn look_up(&mut self) {
        (self.decades, self.until) = (log10(1.0 + self.incidents), 0.99 * self.incidents);
    }

    /// Forgets the incidents.
    pub(super) fn restart(&mut self) {
        (self.incidents, self.rows) = (0.0, 0.0);
        self.look_up();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sigmas: f64) -> Row {
        Row {
            value: sigmas,
            usual: sigmas,
            new: sigmas,
            usual_sigmas: sigmas,
            new_sigmas: sigmas,
            level: sigmas - 4.0,
        }
    }

    fn run(rows: impl IntoIterator<Item = f64>) -> (Incident, Vec<Step>) {
        let mut rows = rows.into_iter().map(row).peekable();
        let mut incident = Incident::new(0, 0.0, rows.peek().unwrap_or(&row(0.0)), Means::default());
        let steps = rows.map(|row| incident.step(&row, |_| 100.0)).collect();
        (incident, steps)
    }

    #[test]
    fn it_is_sure_after_three_rows_and_lasts_while_values_are_off() {
        let (incident, steps) = run([8.0, 7.0, 8.5, 4.5, 5.0, 7.0]);
        assert_eq!(steps.iter().position(|step| step.is_sure_now), Some(2));
        assert!(
            incident.is_sure && steps.iter().all(|step| step.level > 0.0 && step.end.is_none()),
            "{steps:?}"
        );
    }

    #[test]
    fn it_ends_within_three_rows_of_values_being_back() {
        let (_, steps) = run([vec![9.0; 30], vec![0.3, -0.2, 0.1]].concat());
        assert_eq!(steps.iter().position(|step| step.end == Some(End::Back)).map(|at| at - 30), Some(1));
    }

    #[test]
    fn one_row_is_none_for_sure() {
        let (incident, steps) = run([20.0, 0.1, 0.2, 0.1]);
        let end = steps.iter().position(|step| step.end == Some(End::Back));
        assert!(!incident.is_sure && end == Some(2) && steps[1].level < 0.0, "{steps:?}");
    }

    #[test]
    fn a_level_that_stays_is_accepted() {
        let (incident, steps) = run(vec![9.0; 101]);
        assert_eq!(steps.iter().position(|step| step.end == Some(End::Accepted)), Some(100));
        assert!(steps[..100].iter().all(|step| step.level > 0.0) && (incident.value - 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_near_level_is_accepted_sooner_and_one_of_a_wandering_series_at_once() {
        let far = longest(1e6, 10_080.0, 23.0, 0.0);
        assert!((255.0..280.0).contains(&far), "{far}");
        assert!(longest(1e6, 10_080.0, 3.0, 0.0) < 0.5 * far && longest(1e6, 10_080.0, 23.0, 1.0) <= 20.0);
        assert!(longest(400.0, 10_080.0, 23.0, 0.0) < 80.0);
    }

    #[test]
    fn too_many_incidents_are_what_a_series_does_and_sooner_where_repeats_are_accepted() {
        for (a_day, accept, usual) in [(1, false, false), (5, false, true), (1, true, true)] {
            let mut past = Past::new(1_440.0, accept);
            for at in 0..10 * 1_440 {
                past.pass(false);
                if at % (1_440 / a_day) == 0 {
                    past.add();
                }
            }
            assert_eq!(past.is_usual(), usual, "{a_day} {accept}");
        }
    }
}
