//! The usual difference from the level at each part of a period.

use super::number::within;

/// Differences are clamped to this size, because they are stored in single precision.
const LARGEST: f64 = 1e37;

/// A profile of one period: a day, a week, or any other season.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// The usual difference of each part, NaN before its first sample, and the number of samples.
    usual: Box<[f32]>,
    seen: Box<[u16]>,
    /// The rate of a new difference, once there are several.
    rate: f32,
    /// Number of differences before that; until then they are averaged.
    several: f32,
    /// Whether a part returns nothing during the pass in which it gets its first sample: that sample is then no more
    /// than the current value.
    later: bool,
    /// The part that is being learnt, and whether it was known before this pass.
    visited: u32,
    knew: bool,
}

/// The place of a phase among the parts of a period.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The part it lies in, and the next one.
    here: u32,
    next: u32,
    /// Its position from the middle of one part to that of the next, 0..1; 0 if parts are steps.
    between: f64,
}

impl Place {
    /// The place of a phase (0..1) among `parts` parts (at least 1). `lines`: interpolate between their middles.
    pub(super) fn new(parts: u32, lines: bool, phase: f64) -> Self {
        let at = phase * f64::from(parts);
        if !lines {
            let here = (at as u32).min(parts - 1);
            return Self { here, next: here, between: 0.0 };
        }
        let at = if at < 0.5 { at + f64::from(parts) } else { at } - 0.5;
        let here = (at as u32).min(parts - 1);
        let next = if here + 1 == parts { 0 } else { here + 1 };
        Self { here, next, between: at - f64::from(here) }
    }
}

impl Profile {
    /// An empty profile of `parts` parts (at least 1).
    pub(super) fn new(parts: usize, rate: f64, later: bool) -> Self {
        let parts = parts.max(1);
        Self {
            usual: vec![f32::NAN; parts].into(),
            seen: vec![0; parts].into(),
            rate: rate as f32,
            several: 1.0 / rate as f32 - 1.0,
            later,
            visited: u32::MAX,
            knew: false,
        }
    }

    /// Number of parts in the period.
    pub(super) fn parts(&self) -> u32 {
        self.usual.len() as u32
    }

    /// The usual difference at a place; NaN if that part is unknown.
    #[inline]
    pub(super) fn at(&self, place: &Place) -> f64 {
        let [here, next] = [place.here, place.next].map(|part| f64::from(self.usual[part as usize]));
        let usual = here + place.between * (next - here);
        if self.knew && !usual.is_nan() { usual } else { self.partly(place, here, next) }
    }

    /// The same if not all is known.
    #[inline(never)]
    fn partly(&self, place: &Place, here: f64, next: f64) -> f64 {
        let (mut knows_here, mut knows_next) = (!here.is_nan(), !next.is_nan());
        if !self.knew {
            if self.later {
                knows_here &= place.here != self.visited;
                knows_next &= place.next != self.visited;
            } else if place.here == self.visited {
                // A part on its first pass and one from a period ago are not interpolated.
                knows_next = false;
            } else if place.next == self.visited {
                knows_here = false;
            }
        }
        match (knows_here, knows_next) {
            (true, true) => here + place.between * (next - here),
            (true, false) => here,
            (false, true) if place.between >= 0.5 => next,
            _ => f64::NAN,
        }
    }

    /// Learns a difference at a place. The error counts as at most `limit`, before the rate applies.
    pub(super) fn learn(&mut self, place: &Place, difference: f64, limit: f64) {
        let at = if place.between < 0.5 { place.here } else { place.next };
        let (usual, seen) = (&mut self.usual[at as usize], &mut self.seen[at as usize]);
        if at != self.visited {
            (self.visited, self.knew) = (at, *seen > 0);
        }
        let difference = within(difference, -LARGEST, LARGEST);
        if *seen == 0 {
            *usual = difference as f32;
        } else {
            let missed = within(difference - f64::from(*usual), -limit, limit);
            let told = f32::from(*seen);
            *usual += (if told < self.several { 1.0 / (told + 1.0) } else { self.rate }) * missed as f32;
        }
        *seen = seen.saturating_add(1);
    }

    /// Memory outside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.usual) + size_of_val(&*self.seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_keeps_what_it_was_told() {
        let mut profile = Profile::new(4, 0.5, true);
        let at = |phase| Place::new(4, false, phase);
        assert!(profile.at(&at(0.3)).is_nan());
        profile.learn(&at(0.3), 8.0, 1.0);
        assert!(profile.at(&at(0.3)).is_nan(), "of the same pass");
        profile.learn(&at(0.6), 1.0, 1.0);
        assert!(profile.at(&at(0.49)) == 8.0 && profile.at(&at(0.5)).is_nan());
        profile.learn(&at(0.3), 16.0, 2.0);
        assert_eq!(profile.at(&at(0.3)), 9.0);
    }

    #[test]
    fn lines_run_from_middle_to_middle_and_around_the_end() {
        let mut profile = Profile::new(2, 0.5, true);
        let at = |phase| Place::new(2, true, phase);
        profile.learn(&at(0.25), 0.0, 1.0);
        profile.learn(&at(0.75), 4.0, 1.0);
        assert!(profile.at(&at(0.3)) == 0.0 && profile.at(&at(0.75)).is_nan());
        profile.learn(&at(0.25), 0.0, 1.0);
        assert_eq!([0.5, 0.75, 0.0].map(|phase| profile.at(&at(phase))), [2.0, 4.0, 2.0]);
    }
}
