//! An incident from its first row to its end: while it lasts nothing is learnt of it.
//!
//! It begins with a row that is rare or far off. It ends when values are back, or when their level has lasted so long that it is
//! taken for the usual one. Only one that is far off on one side for several rows is told from ordinary samples for sure; what
//! comes of another is counted like they are. Where there are too many they are what the series does, and teach as anything else.

use super::number::log10;
use super::statistics::Means;
use super::tuning::{
    ACCEPT_HOURS, ACCEPT_PART, ACCEPT_ROWS, ACCEPT_SIGMAS, BACK, FADE, FREQUENT, FREQUENT_ACCEPTED,
    FREQUENT_DAYS, FREQUENT_SHARE, FREQUENT_YOUNG, INCIDENT_ROWS, INCIDENT_SIGMAS, KEPT, ROAM_FREE,
};

const HOURS_OF_WEEK: f64 = 168.0;
/// Beyond this no distance counts for more.
const MOST_SIGMAS: f64 = 30.0;

/// A row as far as an incident depends on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) value: f64,
    /// Off what is usual, and what was expected, in the unit of the series.
    pub(super) usual: f64,
    pub(super) new: f64,
    /// The same in sigmas.
    pub(super) usual_sigmas: f64,
    pub(super) new_sigmas: f64,
    /// The level of the row alone.
    pub(super) level: f64,
}

impl Row {
    pub(super) fn is_far(&self) -> bool {
        self.usual_sigmas.abs() >= INCIDENT_SIGMAS
    }
}

/// An incident that goes on.
#[derive(Debug, Clone)]
pub(super) struct Incident {
    /// Grid index of its first row, and where in the period that lies.
    pub(super) from: i64,
    pub(super) phase: f64,
    pub(super) rows: f64,
    /// How far off it has been at most, in sigmas, whether or not that was expected.
    pub(super) most: f64,
    /// The statistics before it.
    pub(super) before: Means,
    /// Whether it was far off on one side for several rows.
    pub(super) is_sure: bool,
    /// Where values are.
    pub(super) value: f64,
    /// How they scatter there.
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

/// What comes of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    /// The level of the row, as a part of the incident.
    pub(super) level: f64,
    /// Whether the incident has just become one for sure.
    pub(super) is_sure_now: bool,
    pub(super) end: Option<End>,
}

/// How an incident ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Values are back.
    Back,
    /// It has lasted too long.
    Accepted,
}

impl Incident {
    /// Begins at a row that has yet to be taken in.
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

    /// Takes a row in; after `longest` rows a level is accepted, sooner if it is near.
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
        // Two rows that are far off are enough to go on; to learn nothing of it takes more.
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

    /// The mean deviations of its rows, from what is usual and from what was expected.
    pub(super) fn mean_deviations(&self) -> [f64; 2] {
        self.sums.map(|sum| sum / self.rows.max(1.0))
    }
}

/// After how many samples what lasts is accepted, of so many a week.
pub(super) fn accepted_after(samples_a_week: f64) -> f64 {
    ACCEPT_HOURS / HOURS_OF_WEEK * samples_a_week
}

/// After how many rows of an incident a level is accepted, so many sigmas off: sooner while a series is young (`n` samples), and
/// where it wanders (0..1), for then nobody knows where it would be.
pub(super) fn longest(n: f64, samples_a_week: f64, off_sigmas: f64, wander: f64) -> f64 {
    let part = (off_sigmas.abs() / ACCEPT_SIGMAS).clamp(ACCEPT_PART, 1.0);
    let most = (accepted_after(samples_a_week) * part).max(ACCEPT_ROWS);
    let known = (ROAM_FREE * (1.0 - wander)).min(1.0);
    (n / 8.0).max(16.0).min(most) * known * known + 20.0
}

/// How frequent incidents have been.
#[derive(Debug, Clone)]
pub(super) struct Past {
    /// Incidents and their rows, of the last days.
    incidents: f64,
    rows: f64,
    /// Samples of the last days.
    looked: f64,
    /// The decimal logarithm of one more than there were, to a part in a hundred.
    decades: f64,
    until: f64,
    /// A day in samples, and what is left of the last days a sample later.
    day: f64,
    kept: f64,
    /// Incidents a day beyond which they are what the series does.
    most: f64,
}

impl Past {
    /// Of a series with so many samples in a period, where operators accept repeats or not.
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

    /// The decimal logarithm of one more than the incidents of the last days, to a part in a hundred.
    pub(super) const fn decades(&self) -> f64 {
        self.decades
    }

    /// Whether incidents are what the series does.
    pub(super) fn is_usual(&self) -> bool {
        let often = self.incidents * self.day > self.most * (self.looked + FREQUENT_YOUNG * self.day);
        often || self.rows > FREQUENT_SHARE * (self.looked + 0.25 * self.day)
    }

    /// A sample goes by, in an incident for sure or not.
    pub(super) fn pass(&mut self, within: bool) {
        self.incidents *= self.kept;
        if self.incidents < self.until {
            self.look_up();
        }
        self.looked = self.looked * self.kept + 1.0;
        self.rows = self.rows * self.kept + f64::from(u8::from(within));
    }

    /// An incident is one for sure.
    pub(super) fn add(&mut self) {
        self.incidents += 1.0;
        self.look_up();
    }

    fn look_up(&mut self) {
        (self.decades, self.until) = (log10(1.0 + self.incidents), 0.99 * self.incidents);
    }

    /// Forgets all.
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
