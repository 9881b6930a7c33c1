//! The statistics: one sample, the mean of several, and their scatter, each with how often it reaches a value.

use super::super::robust::MEAN_TO_SIGMA;
use super::number::{exp2, fading, larger, log2, smaller, within};
use super::peaks::{Looked, Peaks};
use super::tuning::{MEAN_CLIP, SCATTER_RATE, SHIFT_RATE, SLIDE_RATE, SPREAD_MEMORY, TOTAL};
use super::weights::Weights;

/// Number of statistics. The constants below are their indices.
pub(super) const STATISTICS: usize = 6;
/// The sample's deviation from the expected value, which uses the newest samples.
pub(super) const NEW: usize = 0;
/// The sample's deviation from the usual value at this time.
pub(super) const USUAL: usize = 1;
/// The mean deviation of about 16 samples from the usual value.
pub(super) const SHIFTED: usize = 2;
/// The mean deviation of about 79 samples.
pub(super) const SLID: usize = 3;
/// Increased scatter.
pub(super) const WILD: usize = 4;
/// Decreased scatter.
pub(super) const CALM: usize = 5;
/// Number of statistics with two sides, which come first.
const SIDED: usize = 4;
const LISTS: usize = 2 * SIDED + 2;
/// A value counts in its typical value as at most this multiple of it. Higher: outliers raise typical values more.
const TYPICAL_CLIP: f64 = 5.0;

/// About how many samples each statistic covers: an EWMA with rate r has the weight of 2/r - 1 samples.
pub(super) const SAMPLES: [u16; STATISTICS] = [
    1,
    1,
    (2.0 / SHIFT_RATE - 1.0) as u16,
    (2.0 / SLIDE_RATE - 1.0) as u16,
    (2.0 / SCATTER_RATE - 1.0) as u16,
    (2.0 / SCATTER_RATE - 1.0) as u16,
];

/// EWMAs over several samples.
#[derive(Debug, Clone, Default)]
pub(super) struct Means {
    shift: f64,
    slide: f64,
    /// The EWMA of the binary logarithm of deviations.
    scatter: f64,
}

impl Means {
    /// The means after another sample, whose deviations from the usual and the expected value are given in sigmas.
    pub(super) fn after(&self, usual: f64, new: f64) -> Self {
        let follow = |mean: f64, new: f64, rate: f64| mean + rate * (new - mean);
        let clipped = within(usual, -MEAN_CLIP, MEAN_CLIP);
        Self {
            shift: follow(self.shift, clipped, SHIFT_RATE),
            slide: follow(self.slide, clipped, SLIDE_RATE),
            scatter: follow(self.scatter, log2(smaller(new.abs(), 20.0) + 0.05), SCATTER_RATE),
        }
    }

    /// The absolute short mean of deviations, in sigmas of a sample.
    pub(super) fn shift(&self) -> f64 {
        self.shift.abs()
    }

    /// The means around a level that has just been accepted: no shift, no drift.
    pub(super) fn centred(&self) -> Self {
        Self { scatter: self.scatter, ..Self::default() }
    }
}

/// All statistics of a sample: signed for those with two sides, positive for the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values([f64; STATISTICS]);

impl Values {
    pub(super) fn new(usual: f64, new: f64, means: &Means) -> Self {
        let wild = exp2(means.scatter);
        Self([new, usual, means.shift, means.slide, wild, 1.0 / wild])
    }

    /// The value of each list: the distance on its side, at least 0.
    pub(super) fn sides(&self) -> Sides {
        let [new, usual, shifted, slid, wild, calm] = self.0.map(|value| value as f32);
        let above = |value: f32| if value > 0.0 { value } else { 0.0 };
        let sided = [new, usual, shifted, slid];
        let ([a, b, c, d], [e, f, g, h]) = (sided.map(above), sided.map(|value| above(-value)));
        Sides([a, b, c, d, e, f, g, h, wild, calm])
    }

    /// Whether the samples are far off on one side: then their mean is about as far off as they are.
    pub(super) fn are_on_one_side(&self) -> bool {
        self.0[SHIFTED].abs() >= 0.5 * self.0[WILD].min(MEAN_CLIP)
    }
}

/// The values of all lists.
pub(super) struct Sides([f32; LISTS]);

/// The state of all statistics.
#[derive(Debug, Clone)]
pub(super) struct Statistics {
    /// The lists: the upper sides of those with two sides, their lower sides, then the others.
    peaks: Peaks<LISTS>,
    /// Mean absolute values.
    typical: [f64; STATISTICS],
    /// The decimal logarithm of the alarm share of each statistic, or of each side if it has two.
    shares: [f64; STATISTICS],
}

impl Statistics {
    pub(super) fn new(weights: Weights) -> Self {
        let shares = std::array::from_fn(|at| {
            let sides = if at < SIDED { 2.0 } else { 1.0 };
            (TOTAL * weights.0[at] / weights.sum() / sides).log10()
        });
        let are_means = std::array::from_fn(|list| list >= 2 * SIDED || list % SIDED >= SHIFTED);
        Self { peaks: Peaks::new(are_means), typical: [0.0; STATISTICS], shares }
    }

    /// Discards the counted peaks.
    pub(super) fn restart(&mut self) {
        self.peaks.restart();
    }

    /// Memory outside the struct itself, in bytes.
    pub(super) const fn bytes() -> usize {
        Peaks::<LISTS>::bytes()
    }

    /// By how many decades each value is rarer than its share of one alarm a week.
    #[inline]
    pub(super) fn levels(&self, values: &Values, sides: &Sides, looked: &Looked) -> [f64; STATISTICS] {
        let slopes = self.peaks.slopes(looked);
        let mut levels = std::array::from_fn(|at| {
            let value = values.0[at];
            let rarity = if at < SIDED {
                larger(value * slopes[at], -value * slopes[SIDED + at])
            } else {
                value * slopes[SIDED + at]
            };
            self.shares[at] - looked.decades + rarity
        });
        if self.peaks.are_above(&sides.0) {
            self.levels_above(&mut levels, values, sides, looked);
        }
        levels
    }

    #[inline(never)]
    fn levels_above(&self, levels: &mut [f64; STATISTICS], values: &Values, sides: &Sides, looked: &Looked) {
        for (list, side) in sides.0.iter().enumerate() {
            if self.peaks.is_above(list, *side) {
                let at = if list < SIDED { list } else { list - SIDED };
                levels[at] = self.shares[at] - self.peaks.rate(list, values.0[at].abs(), looked);
            }
        }
    }

    /// Takes in the next values. During an incident no run ends.
    pub(super) fn add(&mut self, values: &Values, sides: &Sides, looked: &Looked, incident: bool) {
        let rate = fading(looked.samples, SPREAD_MEMORY);
        for (typical, value) in self.typical.iter_mut().zip(values.0) {
            *typical += rate * (smaller(value.abs(), TYPICAL_CLIP * *typical + 0.1) - *typical);
        }
        let [a, b, c, d, wild, calm] = self.typical.map(|typical| typical as f32);
        self.peaks.add(&sides.0, &[a, b, c, d, a, b, c, d, wild, calm], looked, incident);
    }

    /// Discards the current runs.
    pub(super) fn drop_runs(&mut self) {
        self.peaks.drop_runs();
    }

    /// A value relative to its typical value: in its own standard deviations, with its sign; for scatter, as a multiple
    /// of the usual.
    pub(super) fn size(&self, at: usize, values: &Values) -> f64 {
        let typical = self.typical[at].max(f64::MIN_POSITIVE);
        match at {
            NEW | USUAL => values.0[at],
            SHIFTED | SLID => values.0[at] / (MEAN_TO_SIGMA * typical),
            WILD => values.0[at] / typical,
            _ => typical / values.0[at],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_moved_is_told_from_values_that_jump_about() {
        for (sides, expected) in [([9.0, 8.0], true), ([9.0, -8.0], false)] {
            let after = |means: Means, off: &f64| means.after(*off, *off);
            let means = sides.iter().cycle().take(30).fold(Means::default(), after);
            assert_eq!(Values::new(sides[1], sides[1], &means).are_on_one_side(), expected, "{sides:?}");
        }
    }
}
