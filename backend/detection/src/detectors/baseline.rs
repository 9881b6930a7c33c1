//! Median and median absolute deviation of a moving window of the newest samples, and how much wider a chart's limits
//! must be if neighbouring samples are correlated.

use super::robust::{ScaleFloor, median_sorted, spread_sorted};
use super::sliding::SlidingOrder;
use crate::Expectation;

/// Smallest number of observed samples for a baseline: the number at which a new series is fitted for the first time.
const LEAST_SAMPLES: usize = 32;

/// Largest number of standard deviations that one value counts in a sum over several.
pub(crate) const MOST_UNITS: f64 = 6.0;

/// The samples before the next one, as an expected value and sigma.
#[derive(Debug, Clone)]
pub(crate) struct Baseline {
    order: SlidingOrder,
    floor: ScaleFloor,
}

impl Baseline {
    /// An empty baseline of `window` samples, with the scale floor of `history` (`n` samples, NaN = gap).
    pub(crate) fn new(history: &[f64], window: usize) -> Self {
        Self { order: SlidingOrder::new(window), floor: ScaleFloor::of(history) }
    }

    /// Number of samples in the window.
    pub(crate) const fn window(&self) -> usize {
        self.order.length()
    }

    /// The expected value of the next sample; `None` until a quarter of the window, at most 32 samples, has been
    /// observed.
    pub(crate) fn expectation(&self) -> Option<Expectation> {
        let sorted = self.order.sorted();
        if self.learning().is_some() {
            return None;
        }
        let value = median_sorted(sorted);
        Some(Expectation { value, sigma: spread_sorted(sorted, value) })
    }

    /// The number of samples so far and the number needed, until it has an expected value.
    pub(crate) fn learning(&self) -> Option<(usize, usize)> {
        let (found, needed) = (self.order.sorted().len(), (self.order.length() / 4).min(LEAST_SAMPLES));
        (found < needed).then_some((found, needed))
    }

    /// How many standard deviations `value` lies above the expected value; infinite if nothing ever varied.
    pub(crate) fn units(&self, value: f64, expected: Expectation) -> f64 {
        let deviation = value - expected.value;
        self.floor.ratio(deviation.abs(), expected.sigma, value).copysign(deviation)
    }

    /// Adds the newest sample (NaN = gap).
    pub(crate) fn push(&mut self, value: f64) {
        self.order.push(value);
    }

    /// Approximate memory held, in bytes.
    pub(crate) const fn bytes(&self) -> usize {
        size_of::<Self>() + self.order.bytes()
    }

    /// How much wider than for independent samples the limits of a mean over about `2 / lambda` samples must be, at
    /// least 1: the spread of such means over `history`, divided by the theoretical one. Slow swings and seasons
    /// correlate neighbouring samples, and charts that ignore this raise endless alarms: Lu, Reynolds: EWMA Control
    /// Charts for Monitoring the Mean of Autocorrelated Processes, 1999,
    /// <https://doi.org/10.1080/00224065.1999.11979925>.
    pub(crate) fn widening(history: &[f64], window: usize, lambda: f64) -> f64 {
        let mut baseline = Self::new(history, window);
        let mut mean = 0.0;
        let mut means = Vec::with_capacity(history.len());
        for value in history {
            if let Some(expected) = baseline.expectation().filter(|_| !value.is_nan()) {
                let units = baseline.units(*value, expected).clamp(-MOST_UNITS, MOST_UNITS);
                mean += lambda * (units - mean);
                means.push(mean);
            }
            baseline.push(*value);
        }
        means.sort_by(f64::total_cmp);
        let spread = spread_sorted(&means, median_sorted(&means));
        // NaN of a history without any mean becomes 1 here.
        (spread / mean_spread(lambda)).max(1.0)
    }
}

/// The standard deviation of an EWMA of independent samples with deviation 1.
pub(crate) fn mean_spread(lambda: f64) -> f64 {
    (lambda / (2.0 - lambda)).sqrt()
}

/// The last `count` samples of a history.
pub(crate) fn newest(history: &[f64], count: usize) -> &[f64] {
    &history[history.len().saturating_sub(count)..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    fn noise(random: &mut Random) -> f64 {
        (0..12).map(|_| random.unit()).sum::<f64>() - 6.0
    }

    #[test]
    fn limits_widen_where_neighbours_are_alike_and_only_there() {
        let mut random = Random::new(5);
        let white: Vec<f64> = (0..5000).map(|_| noise(&mut random)).collect();
        let mut level = 0.0;
        let alike: Vec<f64> = (0..5000)
            .map(|_| {
                level = 0.8 * level + noise(&mut random);
                level
            })
            .collect();
        for (name, history, low, high) in [
            ("independent", white, 1.0, 1.15),
            // Means of an autoregression of .8 spread about 2.5 times as far.
            ("alike", alike, 1.8, 3.0),
            ("constant", vec![3.0; 500], 1.0, 1.0),
            ("gaps", vec![f64::NAN; 500], 1.0, 1.0),
            ("empty", vec![], 1.0, 1.0),
        ] {
            let widening = Baseline::widening(&history, 240, 0.2);
            assert!((low..=high).contains(&widening), "{name}: {widening}");
        }
    }

    #[test]
    fn a_baseline_expects_the_median_once_it_has_seen_enough() {
        let mut baseline = Baseline::new(&[], 8);
        baseline.push(4.0);
        baseline.push(f64::NAN);
        assert_eq!((baseline.expectation(), baseline.learning()), (None, Some((1, 2))));
        baseline.push(6.0);
        assert_eq!(baseline.learning(), None);
        assert_eq!(baseline.expectation().map(|expected| expected.value), Some(5.0));
        let expected = Expectation { value: 5.0, sigma: 2.0 };
        assert_eq!((baseline.units(9.0, expected), baseline.units(4.0, expected)), (2.0, -0.5));
    }
}
