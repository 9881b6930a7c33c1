//! What is usual at each part of a period: the difference from the level, part by part.

use super::super::parts::place;

/// A profile of one period: a day, a week, or any other season.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    parts: Vec<Part>,
    /// Straight lines between the middles of the parts, or steps.
    lines: bool,
    /// What a new difference counts, once there are several.
    rate: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Part {
    usual: f64,
    seen: f64,
}

impl Profile {
    /// A profile of `parts` parts (at least 1).
    pub(super) fn new(parts: usize, lines: bool, rate: f64) -> Self {
        Self { parts: vec![Part::default(); parts.max(1)], lines, rate }
    }

    /// What is usual at `phase`, 0..1 of the period; `None` before that part was seen.
    pub(super) fn at(&self, phase: f64) -> Option<f64> {
        let (here, next, between) = place(self.parts.len(), self.lines, phase);
        let (here, next) = (self.parts[here], self.parts[next]);
        if here.seen == 0.0 || (between > 0.0 && next.seen == 0.0) {
            return None;
        }
        Some(here.usual * (1.0 - between) + next.usual * between)
    }

    /// Learns a difference at `phase`; one value moves what is usual by at most `limit` before its rate.
    pub(super) fn learn(&mut self, phase: f64, difference: f64, limit: f64) {
        let (here, next, between) = place(self.parts.len(), self.lines, phase);
        let part = &mut self.parts[if between < 0.5 { here } else { next }];
        let missed = difference - part.usual;
        let missed = if part.seen > 0.0 { missed.clamp(-limit, limit) } else { missed };
        part.usual += self.rate.max(1.0 / (part.seen + 1.0)) * missed;
        part.seen += 1.0;
    }

    /// Memory beside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.parts.capacity() * size_of::<Part>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_keeps_what_it_was_told() {
        let mut profile = Profile::new(4, false, 0.5);
        assert_eq!(profile.at(0.3), None);
        profile.learn(0.3, 8.0, 1.0);
        assert_eq!((profile.at(0.49), profile.at(0.5)), (Some(8.0), None));
        profile.learn(0.3, 16.0, 2.0);
        assert_eq!(profile.at(0.3), Some(9.0));
    }

    #[test]
    fn lines_run_from_middle_to_middle_and_around_the_end() {
        let mut profile = Profile::new(2, true, 0.5);
        profile.learn(0.25, 0.0, 1.0);
        assert_eq!(profile.at(0.25), Some(0.0));
        assert_eq!(profile.at(0.3), None);
        profile.learn(0.75, 4.0, 1.0);
        assert_eq!((profile.at(0.5), profile.at(0.75), profile.at(0.0)), (Some(2.0), Some(4.0), Some(2.0)));
    }
}
