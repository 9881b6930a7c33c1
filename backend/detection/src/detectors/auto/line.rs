//! A straight line through the newest samples.

use super::number::{smaller, within};
use super::tuning::WARM;

/// A line that is fitted by least squares to all samples at first, and then forgets the oldest: the fading memory filter of
/// Morrison: Introduction to Sequential Smoothing and Prediction, 1969.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where it stands at the newest sample.
    pub(super) level: f64,
    slope: f64,
    seen: f64,
}

impl Line {
    /// What the next sample is by it.
    pub(super) fn next(&self) -> f64 {
        self.level + self.slope
    }

    /// Learns the next sample; it moves the line as if it were at most `limit` off. `memory` is in samples.
    pub(super) fn learn(&mut self, value: f64, limit: f64, memory: f64) {
        if self.seen == 0.0 {
            (self.level, self.seen) = (value, 1.0);
            return;
        }
        let n = smaller(self.seen + 1.0, memory);
        let said = self.next();
        let missed = value - said;
        let missed = if self.seen > WARM { within(missed, -limit, limit) } else { missed };
        let part = missed / (n * (n + 1.0));
        self.level = said + part * 2.0 * (2.0 * n - 1.0);
        self.slope += 6.0 * part;
        self.seen += 1.0;
    }

    /// Goes on by a sample that nothing is learnt of.
    pub(super) fn pass(&mut self) {
        self.level += self.slope;
    }

    /// Goes to another level, and follows quickly from there.
    pub(super) fn jump(&mut self, by: f64) {
        self.level += by;
        self.seen = self.seen.min(60.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_met_exactly() {
        let mut line = Line::default();
        for at in 0..5_000 {
            if at > 2 {
                let missed = line.next() - (7.0 + 0.5 * f64::from(at));
                assert!(missed.abs() < 1e-6, "{at}: {missed}");
            }
            line.learn(7.0 + 0.5 * f64::from(at), 1.0, 300.0);
        }
    }
}
