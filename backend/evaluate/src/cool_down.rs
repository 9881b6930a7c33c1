//! When a new alarm may start, for views that count the starts of alarms.
//!
//! An incident that lasts is one alarm, however its score moves. Scores themselves are never reduced: a rule that waits
//! for a score to stay up sees all of it.

use seismo_detection::AlarmBudget;
use seismo_series::Interval;

/// The parameters of a cool-down. Scores are compared by their rarity in decades: a tenth of the score from .6 to .9.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoolDown {
    /// Number of samples after the start of an alarm in which no other starts. Higher: fewer alarms.
    pub samples: usize,
    /// Decades by which a row must be rarer than the alarm's start to start another within these samples. Higher: fewer
    /// alarms.
    pub rise: f64,
    /// Smallest rarity that starts an alarm, in decades beyond the budget. Higher: fewer alarms.
    pub from: f64,
    /// Decades by which a row must be rarer for each doubling of the number of recent alarms, because people get used
    /// to them. Higher: fewer alarms.
    pub fatigue: f64,
    /// Number of samples for which an alarm is recent.
    pub memory: f64,
}

impl CoolDown {
    /// The best of about 6,000 on the tuning half of NAB, where neighbours do about as well.
    pub const DEFAULT: Self = Self { samples: 130, rise: 1.2, from: -0.8, fatigue: 0.5, memory: 2_000.0 };

    /// The score of each row at which a new alarm may start, reduced by recent alarms, and 0 where none may. `scores`:
    /// `n` rows of this interval, ascending time, 0..1, NaN = not scored, which stays NaN. Below .6 the result is on
    /// the scale of one minute whatever the interval, so that one number means one rarity in every file.
    pub fn apply(&self, scores: &[f64], interval: Interval) -> Vec<f64> {
        let budget = AlarmBudget::default_of(interval);
        let scale = AlarmBudget::default_of(Interval::MINUTE);
        let mut alarms = Alarms::default();
        let mut out = Vec::with_capacity(scores.len());
        for (row, score) in scores.iter().enumerate() {
            if score.is_nan() {
                out.push(*score);
                continue;
            }
            let recent = alarms.recent(row, self.memory);
            let rarity = -(budget.alarms_per_week(score.clamp(0.0, MOST)) / budget.per_week()).log10();
            let rarity = rarity - self.fatigue * (1.0 + recent).log2();
            if rarity >= self.from {
                if alarms
                    .last
                    .is_some_and(|last| row - last < self.samples && rarity < alarms.height + self.rise)
                {
                    out.push(0.0);
                    continue;
                }
                alarms = Alarms { last: Some(row), height: rarity, count: recent + 1.0 };
            }
            out.push(scale.score_at(rarity));
        }
        out
    }
}

/// The largest score that still expresses a rarity.
const MOST: f64 = 0.999_999_9;

#[derive(Debug, Default)]
struct Alarms {
    /// The start of the last alarm, and the rarity of that row.
    last: Option<usize>,
    height: f64,
    /// The number of alarms so far, with older ones counting less.
    count: f64,
}

impl Alarms {
    fn recent(&self, row: usize, memory: f64) -> f64 {
        self.last.map_or(0.0, |last| self.count * (-((row - last) as f64) / memory).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: CoolDown = CoolDown { samples: 3, rise: 2.0, from: 0.0, fatigue: 0.0, memory: 10.0 };

    #[test]
    fn an_alarm_starts_again_when_time_has_passed_or_the_row_is_rarer() {
        let scores = [0.1, 0.7, 0.8, 0.5, f64::NAN, 0.7, 0.71, 0.895, 0.95];
        let want = [0.1, 0.7, 0.0, 0.5, f64::NAN, 0.7, 0.0, 0.0, 0.95];
        let found = PLAIN.apply(&scores, Interval::MINUTE);
        for (row, (found, want)) in found.iter().zip(want).enumerate() {
            assert!(
                (found.is_nan() && want.is_nan()) || (found - want).abs() <= 1e-9,
                "row {row}: {found} is not {want}"
            );
        }
    }

    #[test]
    fn the_third_alarm_counts_less_than_the_second_and_time_heals() {
        let tired = CoolDown { samples: 1, fatigue: 1.0, memory: 5.0, ..PLAIN };
        let mut scores = vec![0.1; 60];
        for row in [5, 7, 9, 55] {
            scores[row] = 0.85;
        }
        let found = tired.apply(&scores, Interval::MINUTE);
        assert!((found[5] - 0.85).abs() < 1e-9, "{}", found[5]);
        assert!(found[7] < found[5] && found[9] < found[7] && found[9] > 0.6, "{found:?}");
        assert!((found[55] - 0.85).abs() < 1e-3, "{}", found[55]);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(CoolDown::DEFAULT.apply(&[], Interval::MINUTE).is_empty());
        assert!(CoolDown::DEFAULT.apply(&[f64::NAN], Interval::MINUTE)[0].is_nan());
        let found = CoolDown::DEFAULT.apply(&[0.0, 1.0], Interval::MINUTE);
        assert!(found[0] == 0.0 && found[1] > 0.999 && found[1] < 1.0, "{found:?}");
    }
}
