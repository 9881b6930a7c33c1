//! Where a new alarm may start, for views that count the starts of alarms.
//!
//! An incident that lasts is one alarm, however its score moves. Scores themselves are never held down: a rule that waits
//! for a score to stay up sees the whole of it.

/// How a cool-down works.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoolDown {
    /// How many samples after the start of an alarm no other starts.
    pub samples: usize,
    /// Unless the score rises this far above the one at which the alarm started.
    pub rise: f64,
    /// Scores below this start no alarm, and are let through as they are.
    pub from: f64,
}

impl CoolDown {
    /// 200 samples, unless the event is rarer by 1.77 decades, at a tenth of the score for a factor of ten: found on the
    /// tuning half of NAB.
    pub const DEFAULT: Self = Self { samples: 200, rise: 0.177, from: 0.6 };

    /// The score of each row at which a new alarm may start, and 0 where none may. `scores`: `n` rows, ascending time,
    /// 0..1, NaN = not scored, which stays NaN.
    pub fn apply(&self, scores: &[f64]) -> Vec<f64> {
        let mut alarm: Option<(usize, f64)> = None;
        let mut out = Vec::with_capacity(scores.len());
        for (row, score) in scores.iter().enumerate() {
            let starts = match alarm {
                _ if score.is_nan() || *score < self.from => {
                    out.push(*score);
                    continue;
                }
                Some((since, height)) => row - since > self.samples || *score >= height + self.rise,
                None => true,
            };
            if starts {
                alarm = Some((row, *score));
            }
            out.push(if starts { *score } else { 0.0 });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_starts_again_when_time_has_passed_or_the_score_has_risen() {
        let cool = CoolDown { samples: 3, rise: 0.2, from: 0.6 };
        let scores = [0.1, 0.7, 0.8, 0.5, f64::NAN, 0.7, 0.9, 0.9, 0.95];
        let want = [0.1, 0.7, 0.0, 0.5, f64::NAN, 0.7, 0.9, 0.0, 0.0];
        let found = cool.apply(&scores);
        for (row, (found, want)) in found.iter().zip(want).enumerate() {
            assert!(found.to_bits() == f64::to_bits(want), "row {row}: {found} is not {want}");
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(CoolDown::DEFAULT.apply(&[]).is_empty());
        assert!(CoolDown::DEFAULT.apply(&[f64::NAN])[0].is_nan());
        assert_eq!(CoolDown::DEFAULT.apply(&[0.6; 202])[201], 0.6);
        assert_eq!(CoolDown::DEFAULT.apply(&[0.6; 202])[200], 0.0);
    }
}
