//! The usual value at each time of day and week, relative to a level.

use super::number::{exp2, larger, log2, slowing, smaller, within};
use super::profile::{Place, Profile};
use super::tuning::{CLIP, PROFILE_RATE, WARM};

/// The position of a sample in the seasons.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phase {
    /// Position in the day, or in the season that was given; 0..1.
    pub(super) period: f64,
    /// Position in the week; 0..1.
    pub(super) week: f64,
    /// The kind of day: 0 for working days, 1 for Saturdays, 2 for Sundays and holidays.
    pub(super) kind: usize,
    /// False on a holiday: profiles do not learn from it.
    pub(super) ordinary: bool,
}

/// A phase, and its places in the profiles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) phase: Phase,
    /// The kind of day whose profile is used.
    kind: usize,
    day: Place,
    week: Place,
}

/// Number of kinds of days.
const KINDS: usize = 3;

/// The profiles of a season, and the level that they are relative to.
#[derive(Debug, Clone)]
pub(super) struct Seasons {
    /// Samples in the day, or in the season that was given.
    pub(super) period: f64,
    /// Profiles of working days (or of all days), of Saturdays, and of Sundays.
    days: [Option<Kind>; KINDS],
    week: Option<Profile>,
    /// Whether values between the middles of two parts are interpolated.
    lines_of_day: bool,
    lines_of_week: bool,
    level: f64,
    /// Smallest rate of a sample in the level.
    rate: f64,
    learnt: f64,
}

/// The profile of one kind of day.
#[derive(Debug, Clone)]
struct Kind {
    profile: Profile,
    /// Its difference from another kind, used where it has not been seen yet.
    offset: f64,
    seen: f64,
}

/// The usual values at a phase; NaN where unknown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usual {
    /// Difference from the level in the profile that learns this sample; 0 if there is none.
    pub(super) off: f64,
    /// The usual value by the kind of day.
    pub(super) day: f64,
    /// The usual value by the week.
    pub(super) week: f64,
    /// False if this kind of day has never been seen at this time, and only another one has.
    pub(super) known: bool,
}

impl Seasons {
    /// No season. `day`, in samples, sets the memory.
    pub(super) fn none(day: f64) -> Self {
        Self {
            period: day,
            days: [const { None }; KINDS],
            week: None,
            lines_of_day: false,
            lines_of_week: false,
            level: 0.0,
            rate: 1.0 / larger(day, 8.0),
            learnt: 0.0,
        }
    }

    /// A period of `samples` samples, not necessarily whole.
    pub(super) fn of_period(samples: f64) -> Self {
        let parts = (samples.round() as usize).clamp(1, 144);
        // If each sample has a part of its own, there is nothing to interpolate.
        let lines = samples >= 2.0 * parts as f64;
        let kind = Kind { profile: Profile::new(parts, rate(samples, parts), false), offset: 0.0, seen: 0.0 };
        Self { days: [Some(kind), None, None], lines_of_day: lines, ..Self::none(samples) }
    }

    /// A day and a week; `day` and `week` in samples.
    pub(super) fn of_week(day: f64, week: f64) -> Self {
        if day < 2.0 {
            let parts = (week.round() as usize).max(1);
            return Self { week: Some(Profile::new(parts, PROFILE_RATE, true)), ..Self::none(week) };
        }
        let mut seasons = Self::of_period(day);
        let kind = seasons.days[0].clone();
        seasons.days = [kind.clone(), kind.clone(), kind];
        // At intervals of a quarter of an hour or more, every sample of the week has a part of its own.
        let own = week <= 672.0;
        let parts = if own { (week.round() as usize).max(1) } else { 336 };
        seasons.week = Some(Profile::new(parts, rate(week, parts), true));
        seasons.lines_of_week = !own;
        seasons
    }

    /// Whether there are daily profiles.
    pub(super) const fn has_days(&self) -> bool {
        self.days[0].is_some()
    }

    /// Starts at the first sample.
    pub(super) const fn start(&mut self, value: f64) {
        self.level = value;
    }

    /// The spot of a phase.
    #[inline]
    pub(super) fn spot(&self, phase: Phase) -> Spot {
        let place = |profile: Option<&Profile>, lines: bool, phase: f64| {
            profile.map_or_else(Place::default, |profile| Place::new(profile.parts(), lines, phase))
        };
        let day = self.days[0].as_ref().map(|kind| &kind.profile);
        Spot {
            phase,
            kind: if self.days[phase.kind].is_some() { phase.kind } else { 0 },
            day: place(day, self.lines_of_day, phase.period),
            week: place(self.week.as_ref(), self.lines_of_week, phase.week),
        }
    }

    /// The usual values at a spot.
    #[inline]
    pub(super) fn usual(&self, spot: &Spot) -> Usual {
        let week = self.week.as_ref().map_or(f64::NAN, |week| week.at(&spot.week));
        let Some(own) = &self.days[spot.kind] else {
            let off = if self.week.is_some() { week } else { 0.0 };
            return Usual { off, day: f64::NAN, week: self.level + week, known: true };
        };
        let off = own.profile.at(&spot.day);
        let (mut day, mut known) = (off, true);
        if off.is_nan() {
            // A new kind of day uses the profile of the most similar one, plus its own offset.
            let like = LIKE[spot.kind].iter().filter_map(|at| self.days[*at].as_ref());
            let said = like.map(|kind| kind.profile.at(&spot.day)).find(|said| !said.is_nan());
            (day, known) = said.map_or((off, true), |said| (said + own.offset, false));
        }
        Usual { off, day: self.level + day, week: self.level + week, known }
    }

    /// Learns a sample. `off`: the usual difference from the level. `spread`: typical deviations for day and week, in
    /// the unit of the series.
    pub(super) fn learn(&mut self, value: f64, spot: &Spot, off: f64, spread: [f64; 2]) {
        let from = value - self.level;
        if spot.phase.ordinary {
            if let Some(kind) = &mut self.days[spot.kind] {
                kind.profile.learn(&spot.day, from, CLIP * spread[0]);
                kind.seen += 1.0;
            }
            if let Some(week) = &mut self.week {
                week.learn(&spot.week, from, CLIP * spread[1]);
            }
        }
        // The level moves only if this time is known, so that a first day does not bend it.
        if off.is_nan() {
            return;
        }
        let limit = CLIP * spread[0];
        let missed = from - off;
        let step = if self.learnt > WARM { within(missed, -limit, limit) } else { missed };
        self.level += smaller(slowing(self.learnt, self.rate), 0.2) * step;
        self.learnt += 1.0;
    }

    /// Learns a sample that recurs at the same time, however far off it is, so that it becomes part of the daily
    /// profile.
    pub(super) fn learn_again(&mut self, value: f64, spot: &Spot) {
        if spot.phase.ordinary
            && let Some(kind) = &mut self.days[spot.kind]
        {
            kind.profile.learn(&spot.day, value - self.level, f64::INFINITY);
        }
    }

    /// Accepts a new level as the usual one. Returns whether it applies to all days, and not only to a new kind of day.
    pub(super) fn jump(&mut self, spot: &Spot, by: f64) -> bool {
        let at = spot.kind;
        let others = self.days.iter().enumerate().filter(|(other, _)| *other != at);
        let other: f64 = others.filter_map(|(_, kind)| kind.as_ref()).map(|kind| kind.seen).sum();
        match &mut self.days[at] {
            Some(kind) if kind.seen < self.period && other > 0.25 * self.period => {
                kind.offset += by;
                false
            }
            _ => {
                self.shift(by);
                self.learnt = self.learnt.min(60.0);
                true
            }
        }
    }

    /// Moves the level of all days.
    pub(super) fn shift(&mut self, by: f64) {
        self.level += by;
    }

    /// Memory outside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let days = self.days.iter().flatten().map(|kind| &kind.profile);
        days.chain(&self.week).map(Profile::bytes).sum()
    }
}

/// For each kind of day, the similar ones, most similar first.
const LIKE: [[usize; KINDS - 1]; KINDS] = [[1, 2], [2, 0], [1, 0]];

/// The rate of one sample, for a period with `samples` samples and `parts` parts.
fn rate(samples: f64, parts: usize) -> f64 {
    1.0 - exp2(log2(1.0 - PROFILE_RATE) / (samples / parts as f64).max(1.0))
}
