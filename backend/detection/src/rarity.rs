//! From the rarity of a point to its score: a score stands for a number of alarms a week.
//!
//! Detection says how often ordinary samples of a series would raise an alarm at the level of a point. The alarm budget
//! is how many such alarms a week a person accepts. The score is 0.6 where the two are equal, and rises by 0.1 for each
//! factor of ten that a point is rarer, up to 0.9. Above that it flattens, so that 1 is never reached and the order is
//! kept. Below the budget it falls with the logarithm to 0, the level that every sample reaches.

use seismo_series::Interval;

/// Accepted false alarms a week, for series of one interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlarmBudget {
    per_week: f64,
    /// Score per decade below the budget, down to 0 at a level that every sample reaches.
    slope: f64,
}

/// The default budget, in alarms per week and series. Higher: more alarms.
pub const DEFAULT_BUDGET: f64 = 1.0;

/// The score of a point that is as rare as the budget allows.
pub const AT_BUDGET: f64 = 0.6;
/// Score per factor of ten.
const PER_DECADE: f64 = 0.1;
/// The score above which the scale flattens.
const BEND: f64 = 0.9;
/// Milliseconds of a week.
const WEEK_MS: f64 = 604_800_000.0;

impl AlarmBudget {
    /// A budget of `per_week` alarms; `None` unless that is above 0 and below the number of samples a week.
    pub fn new(per_week: f64, interval: Interval) -> Option<Self> {
        let samples_per_week = Self::samples_per_week(interval);
        (per_week > 0.0 && per_week < samples_per_week).then(|| Self::of(per_week, samples_per_week))
    }

    /// [`DEFAULT_BUDGET`], or half of the samples if there are fewer than two a week.
    pub fn default_of(interval: Interval) -> Self {
        let samples_per_week = Self::samples_per_week(interval);
        Self::of(DEFAULT_BUDGET.min(samples_per_week / 2.0), samples_per_week)
    }

    fn of(per_week: f64, samples_per_week: f64) -> Self {
        Self { per_week, slope: AT_BUDGET / (samples_per_week / per_week).log10() }
    }

    /// Alarms a week.
    pub const fn per_week(&self) -> f64 {
        self.per_week
    }

    /// Number of samples in a week of a series with this interval.
    pub fn samples_per_week(interval: Interval) -> f64 {
        WEEK_MS / interval.ms() as f64
    }

    /// The score, 0..1, of a point at a level that ordinary samples reach `alarms_per_week` times a week (above 0).
    pub fn score(&self, alarms_per_week: f64) -> f64 {
        self.score_at((self.per_week / alarms_per_week).log10())
    }

    /// The score, 0..1, of a point that is `decades` factors of ten rarer than the budget allows.
    pub fn score_at(&self, decades: f64) -> f64 {
        if decades < 0.0 {
            (AT_BUDGET + self.slope * decades).max(0.0)
        } else {
            let straight = AT_BUDGET + PER_DECADE * decades;
            if straight <= BEND {
                straight
            } else {
                1.0 - (1.0 - BEND) * ((BEND - straight) / (1.0 - BEND)).exp()
            }
        }
    }

    /// How many alarms a week ordinary samples would raise at a score of 0..1: the inverse of [`AlarmBudget::score`].
    pub fn alarms_per_week(&self, score: f64) -> f64 {
        let decades = if score < AT_BUDGET {
            (score - AT_BUDGET) / self.slope
        } else if score <= BEND {
            (score - AT_BUDGET) / PER_DECADE
        } else {
            (BEND - AT_BUDGET - (1.0 - BEND) * ((1.0 - score) / (1.0 - BEND)).ln()) / PER_DECADE
        };
        self.per_week * 10f64.powf(-decades)
    }

    /// Converts a score under `other` to this budget. Unchanged if both are the same.
    pub fn convert(&self, score: f64, other: &Self) -> f64 {
        if self == other || score.is_nan() { score } else { self.score(other.alarms_per_week(score)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(per_week: f64) -> AlarmBudget {
        AlarmBudget::new(per_week, Interval::MINUTE).unwrap()
    }

    #[test]
    fn a_score_is_six_tenths_at_the_budget_and_a_tenth_more_for_each_factor_of_ten() {
        for (asked, alarms, want) in [
            (1.0, 1.0, 0.6),
            (1.0, 0.1, 0.7),
            (1.0, 0.001, 0.9),
            (4.0, 4.0, 0.6),
            (0.25, 2.5, 0.4697),
            (1.0, 10_080.0, 0.0),
        ] {
            let score = budget(asked).score(alarms);
            assert!((score - want).abs() < 1e-3, "{asked} {alarms}: {score}");
        }
    }

    #[test]
    fn one_is_never_reached_and_the_order_is_kept() {
        let scores: Vec<f64> =
            (-40..160).map(|step| budget(1.0).score(10f64.powf(-0.1 * f64::from(step)))).collect();
        assert!(scores.is_sorted() && scores.iter().all(|score| (0.0..1.0).contains(score)));
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]), "{scores:?}");
    }

    #[test]
    fn another_budget_reads_the_same_rarity() {
        for alarms in [5_000.0, 12.0, 1.0, 0.3, 1e-4, 1e-7] {
            let kept = widened(budget(1.0).score(alarms));
            for asked in [0.25, 1.0, 4.0, 100.0] {
                let (told, direct) = (budget(asked).convert(kept, &budget(1.0)), budget(asked).score(alarms));
                assert!((told - direct).abs() < 1e-4, "{alarms} {asked}: {told} {direct}");
            }
        }
        assert!(budget(4.0).convert(f64::NAN, &budget(1.0)).is_nan());
    }

    #[test]
    fn a_budget_is_above_nothing_and_below_the_sample_rate() {
        for (per_week, minutes, possible) in [
            (0.0, 1, false),
            (-1.0, 1, false),
            (f64::NAN, 1, false),
            (10_079.0, 1, true),
            (10_080.0, 1, false),
            (7.0, 1_440, false),
            (6.9, 1_440, true),
        ] {
            let interval: Interval = format!("{minutes}m").parse().unwrap();
            assert_eq!(AlarmBudget::new(per_week, interval).is_some(), possible, "{per_week} {minutes}");
        }
    }

    fn widened(score: f64) -> f64 {
        crate::round_score(score as f32)
    }
}
