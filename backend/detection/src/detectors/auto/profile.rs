//! What is usual at each part of a period: the difference from the level, part by part.

/// Differences are kept in single precision: beyond this they are all alike.
const LARGEST: f64 = 1e37;

/// A profile of one period: a day, a week, or any other season.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    parts: Vec<Part>,
    /// Straight lines between the middles of the parts, or steps.
    lines: bool,
    /// What a new difference counts, once there are several.
    rate: f32,
    /// Whether a part says nothing on the pass on which it is told for the first time: what it has just been told is no more than
    /// what is there now.
    later: bool,
    /// The part that is learnt now, and whether it was known before.
    visited: usize,
    knew: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Part {
    usual: f32,
    seen: f32,
}

impl Profile {
    /// A profile of `parts` parts (at least 1).
    pub(super) fn new(parts: usize, lines: bool, rate: f64, later: bool) -> Self {
        Self {
            parts: vec![Part::default(); parts.max(1)],
            lines,
            rate: rate as f32,
            later,
            visited: usize::MAX,
            knew: false,
        }
    }

    /// What is usual at `phase`, 0..1 of the period; `None` before that part was seen, where
    /// parts speak later on an earlier pass.
    pub(super) fn at(&self, phase: f64) -> Option<f64> {
        let (here, next, between) = place(self.parts.len(), self.lines, phase);
        let known =
            |part: usize| self.parts[part].seen > 0.0 && (part != self.visited || self.knew || !self.later);
        // On the pass on which a part is told for the first time nothing lies between it and one that was told a period ago.
        let own = !self.knew && !self.later;
        let both = match self.visited {
            at if at == here && own => (known(here), false),
            at if at == next && own => (false, known(next)),
            _ => (known(here), known(next)),
        };
        let (here, next) = (self.parts[here], self.parts[next]);
        match both {
            (true, true) => Some(f64::from(here.usual) * (1.0 - between) + f64::from(next.usual) * between),
            (true, false) => Some(f64::from(here.usual)),
            (false, true) if between >= 0.5 => Some(f64::from(next.usual)),
            _ => None,
        }
    }

    /// Learns a difference at `phase`; one value moves what is usual by at most `limit` before its rate.
    pub(super) fn learn(&mut self, phase: f64, difference: f64, limit: f64) {
        let (here, next, between) = place(self.parts.len(), self.lines, phase);
        let at = if between < 0.5 { here } else { next };
        let part = &mut self.parts[at];
        if at != self.visited {
            (self.visited, self.knew) = (at, part.seen > 0.0);
        }
        let missed = difference.clamp(-LARGEST, LARGEST) - f64::from(part.usual);
        let missed = if part.seen > 0.0 { missed.clamp(-limit, limit) } else { missed };
        part.usual += self.rate.max(1.0 / (part.seen + 1.0)) * missed as f32;
        part.seen += 1.0;
    }

    /// Memory beside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.parts.capacity() * size_of::<Part>()
    }
}

/// The part of `parts` (at least 1) in which a phase of 0..1 lies, the one after it, and where between their middles it lies: 0
/// where parts are steps and not joined by `lines`.
fn place(parts: usize, lines: bool, phase: f64) -> (usize, usize, f64) {
    let at = phase * parts as f64;
    if !lines {
        let here = (at as usize).min(parts - 1);
        return (here, here, 0.0);
    }
    let at = if at < 0.5 { at + parts as f64 - 0.5 } else { at - 0.5 };
    let here = (at as usize).min(parts - 1);
    let next = if here + 1 == parts { 0 } else { here + 1 };
    (here, next, at - here as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_keeps_what_it_was_told() {
        let mut profile = Profile::new(4, false, 0.5, true);
        assert_eq!(profile.at(0.3), None);
        profile.learn(0.3, 8.0, 1.0);
        assert_eq!(profile.at(0.3), None, "of the same pass");
        profile.learn(0.6, 1.0, 1.0);
        assert_eq!((profile.at(0.49), profile.at(0.5)), (Some(8.0), None));
        profile.learn(0.3, 16.0, 2.0);
        assert_eq!(profile.at(0.3), Some(9.0));
    }

    #[test]
    fn lines_run_from_middle_to_middle_and_around_the_end() {
        let mut profile = Profile::new(2, true, 0.5, true);
        profile.learn(0.25, 0.0, 1.0);
        profile.learn(0.75, 4.0, 1.0);
        assert_eq!((profile.at(0.3), profile.at(0.75)), (Some(0.0), None));
        profile.learn(0.25, 0.0, 1.0);
        assert_eq!((profile.at(0.5), profile.at(0.75), profile.at(0.0)), (Some(2.0), Some(4.0), Some(2.0)));
    }
}
