//! The uncertainty of a number: its values with other series of the same kind.
//!
//! Efron and Tibshirani: An Introduction to the Bootstrap, 1993. Series are drawn with replacement, not rows, because
//! rows of one series are not independent. All subjects use the same draws, so differences between two are paired.

use crate::metrics::rounded;
use seismo_series::Random;

/// Samples of series: for each draw, how often each series is taken.
#[derive(Debug, Clone)]
pub struct Draws(Vec<Vec<usize>>);

/// The middle 95 % of draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval95 {
    /// The lower end.
    pub from: f64,
    /// The upper end.
    pub to: f64,
}

impl Draws {
    /// `count` draws of as many series as there are. They are the same for the same number of series.
    pub fn new(series: usize, count: usize) -> Self {
        let mut random = Random::new(series as u64);
        let draw = |_| {
            let mut times = vec![0; series];
            for _ in 0..series {
                times[random.below(series)] += 1;
            }
            times
        };
        Self((0..count).map(draw).collect())
    }

    /// A number in each draw; `f` receives how often each series is taken.
    pub fn of(&self, f: impl Fn(&[usize]) -> f64) -> Vec<f64> {
        self.0.iter().map(|times| f(times)).collect()
    }

    /// The mean, in each draw, of a number that each series has on its own.
    pub fn mean_of(&self, numbers: &[f64]) -> Vec<f64> {
        self.of(|times| {
            let sum: f64 = times.iter().zip(numbers).map(|(times, number)| *times as f64 * number).sum();
            sum / times.iter().sum::<usize>().max(1) as f64
        })
    }
}

impl Interval95 {
    /// The interval of the numbers of all draws; NaN is left out. `None` if nothing is left.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let mut known: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
        known.sort_unstable_by(f64::total_cmp);
        let last = known.len().checked_sub(1)?;
        let at = |share: f64| known[(share * last as f64).round() as usize];
        Some(Self { from: at(0.025), to: at(0.975) })
    }

    /// The interval of the difference between two subjects, draw by draw.
    pub fn of_difference(one: &[f64], other: &[f64]) -> Option<Self> {
        Self::of(&one.iter().zip(other).map(|(one, other)| one - other).collect::<Vec<_>>())
    }
}

impl std::fmt::Display for Interval95 {
    /// Formats as `[.41, .79]`, with the requested decimals, 2 by default.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = f.precision().unwrap_or(2);
        // Avoids -0.00.
        let text = |number: f64| format!("{:.decimals$}", rounded(number, decimals) + 0.0);
        write!(f, "[{}, {}]", text(self.from), text(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal;

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_to_either_side() {
        let mut random = Random::new(1);
        let numbers: Vec<f64> = (0..100).map(|_| normal(&mut random)).collect();
        let draws = Draws::new(100, 2_000).mean_of(&numbers);
        let interval = Interval95::of(&draws).unwrap();
        let mean = numbers.iter().sum::<f64>() / 100.0;
        assert!(interval.from < mean && mean < interval.to);
        assert!((interval.to - interval.from - 0.39).abs() < 0.08, "{interval}");
    }

    #[test]
    fn a_paired_difference_is_narrower_than_either() {
        let mut random = Random::new(2);
        let one: Vec<f64> = (0..50).map(|_| normal(&mut random)).collect();
        let other: Vec<f64> = one.iter().map(|number| number + 0.1 + 0.01 * normal(&mut random)).collect();
        let draws = Draws::new(50, 1_000);
        let found = Interval95::of_difference(&draws.mean_of(&other), &draws.mean_of(&one)).unwrap();
        assert!(found.from > 0.09 && found.to < 0.11, "{found}");
    }

    #[test]
    fn nothing_known_has_no_interval() {
        assert_eq!(Interval95::of(&[]), None);
        assert_eq!(Interval95::of(&[f64::NAN]), None);
        assert_eq!(Interval95::of(&[1.0, f64::NAN]).unwrap().to_string(), "[1.00, 1.00]");
        assert_eq!(format!("{:.1}", Interval95 { from: -0.04, to: 3.12 }), "[0.0, 3.1]");
    }
}
