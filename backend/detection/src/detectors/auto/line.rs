//! A straight line through the newest samples.

use super::number::{smaller, within};
use super::tuning::WARM;

/// A line fitted by least squares, at first to all samples; later it forgets the oldest: the fading memory filter of
/// Morrison: Introduction to Sequential Smoothing and Prediction, 1969.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Its value at the newest sample.
    pub(super) level: f64,
    slope: f64,
    seen: f64,
}

impl Line {
    /// Its forecast of the next sample.
    pub(super) fn next(&self) -> f64 {
        self.level + self.slope
    }

    /// Learns the next sample; an error counts as at most `limit`. `memory` is in samples.
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

    /// Moves on by a sample that is not learnt.
    pub(super) fn pass(&mut self) {
        self.level += self.slope;
    }

    /// Moves to another level, and adapts quickly from there.
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
