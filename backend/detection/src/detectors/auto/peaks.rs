//! How often one side of one statistic reaches a value: peak over threshold. The peaks of its runs over a threshold
//! follow a generalised Pareto distribution.
//!
//! A run is one exceedance, however long it lasts (declustering: Coles: An Introduction to Statistical Modeling of
//! Extreme Values, 2001, 5.3). The largest peaks are kept, so the threshold rises as the series grows. Shape and scale
//! come from their probability-weighted moments (Hosking and Wallis: Parameter and Quantile Estimation for the
//! Generalized Pareto Distribution, Technometrics 29, 1987), shrunk towards typical values. Few peaks make the tail
//! heavier, as in the predictive distribution of an exponential sample, so that a short history alarms less.

use std::f64::consts::LOG2_10;

use super::number::{exp2, larger, log10, smaller};
use super::tuning::{
    BEGIN, CHANCE, RUN_DECADES, SCALE, SCALE_LEAST, SCALE_TYPICAL, SCALE_WEIGHT, SHAPE, SHAPE_LEAST,
    SHAPE_LEAST_MEAN, SHAPE_MOST, SHAPE_WEIGHT, UNCERTAIN,
};

/// Number of peaks kept per list. Higher: the tail begins lower and uses more memory.
const KEPT: usize = 96;
/// Number of samples below the threshold that end a run. Higher: fewer, longer runs.
const GAP: u32 = 10;
/// Number of samples above the threshold after which a run is cut. Higher: fewer, longer runs.
const CUT: u8 = 60;
/// Share of samples above the threshold while there are few peaks. Higher: the threshold starts lower.
const ABOVE: f32 = 0.04;
/// Rows from which on a peak is bounded as that of a run.
const RUN: u8 = 3;
/// Peaks from which on the tail is good enough to bound the peak of a run.
const BOUNDING: u8 = 24;

/// The peaks of several lists, each for one side of one statistic. Data that every sample needs is stored together.
#[derive(Debug, Clone)]
pub(super) struct Peaks<const LISTS: usize> {
    lists: Box<[List; LISTS]>,
    /// The threshold at which each tail begins.
    begin: [f32; LISTS],
    /// `log10(peaks + 0.5)` of each list.
    log_held: [f32; LISTS],
    /// 1 while the threshold is still searched for, then 0.
    looks: [f32; LISTS],
    /// Values taken in (wrapping), and how many more until a run may end.
    taken: u32,
    left: u32,
}

#[derive(Debug, Clone)]
struct List {
    /// The largest peaks, descending, and their number.
    tops: [f32; KEPT],
    held: u8,
    /// The current run: its peak, or 0; its rows above the threshold; the value of `taken` at the last of them.
    peak: f32,
    rows: u8,
    newest: u32,
    /// Scale and shape of the tail.
    scale: f32,
    shape: f32,
    /// Whether the statistic covers several samples.
    is_mean: bool,
}

/// How much has been counted, and what follows from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked {
    /// Samples.
    pub(super) samples: f64,
    /// The decimal logarithm of the same in weeks.
    pub(super) log_weeks: f64,
    /// The decimal logarithm of the samples a week.
    pub(super) decades: f64,
    /// The relative step by which a searched threshold moves.
    pub(super) step: f32,
    /// Number of samples up to which these numbers may be reused.
    pub(super) until: f64,
}

impl Looked {
    /// For `samples` counted samples. `decades`: the decimal logarithm of samples a week.
    pub(super) fn new(samples: f64, decades: f64) -> Self {
        let log_weeks = log10(larger(samples, 1.0)) - decades;
        let step = if samples < 29_988.0 { (12.0 / (samples as f32 + 12.0)).sqrt() } else { 0.02 };
        Self { samples, log_weeks, decades, step, until: samples + 1.0 + samples / 512.0 }
    }
}

impl<const LISTS: usize> Peaks<LISTS> {
    /// Empty lists. `are_means`: whether each covers several samples.
    pub(super) fn new(are_means: [bool; LISTS]) -> Self {
        let mut peaks = Self {
            lists: Box::new(are_means.map(List::new)),
            begin: [0.0; LISTS],
            log_held: [0.0; LISTS],
            looks: [0.0; LISTS],
            taken: 0,
            left: 0,
        };
        peaks.restart();
        peaks
    }

    /// Forgets all.
    pub(super) fn restart(&mut self) {
        self.lists.iter_mut().for_each(|list| *list = List::new(list.is_mean));
        self.begin = [1.5; LISTS];
        self.log_held = [-std::f32::consts::LOG10_2; LISTS];
        self.looks = [1.0; LISTS];
        (self.taken, self.left) = (0, u32::MAX);
    }

    /// Memory outside the struct itself, in bytes.
    pub(super) const fn bytes() -> usize {
        size_of::<[List; LISTS]>()
    }

    /// The rarity of values up to the threshold, per unit of value: by how many decades runs that reach the value are
    /// fewer than samples. It is proportional to the value. For values above see [`Self::rate`].
    #[inline]
    pub(super) fn slopes(&self, looked: &Looked) -> [f64; LISTS] {
        let all = looked.log_weeks + looked.decades;
        std::array::from_fn(|at| larger(all - f64::from(self.log_held[at]), 0.0) / f64::from(self.begin[at]))
    }

    /// Whether a value is above the threshold.
    #[inline]
    pub(super) fn is_above(&self, at: usize, value: f32) -> bool {
        value > self.begin[at]
    }

    /// Whether any of the values is above its threshold.
    #[inline]
    pub(super) fn are_above(&self, values: &[f32; LISTS]) -> bool {
        values.iter().zip(&self.begin).fold(false, |above, (value, begin)| above | (value > begin))
    }

    /// Decimal logarithm of the number of runs a week that reach a value above the threshold.
    pub(super) fn rate(&self, at: usize, value: f64, looked: &Looked) -> f64 {
        let list = &self.lists[at];
        let shape = f64::from(list.shape);
        let over = (value - f64::from(self.begin[at])) / f64::from(list.scale);
        let by_law = self.rate_at_begin(at, looked) - log10(larger(1.0 + shape * over, 1e-3)) / shape;
        larger(by_law, list.counted(value as f32, looked))
    }

    /// Takes in the next values, each at least 0. `typical`: the mean of such values. During an incident no run ends.
    #[inline]
    pub(super) fn add(
        &mut self,
        values: &[f32; LISTS],
        typical: &[f32; LISTS],
        looked: &Looked,
        incident: bool,
    ) {
        self.taken = self.taken.wrapping_add(1);
        self.left = self.left.saturating_sub(1);
        let mut is_above = false;
        for at in 0..LISTS {
            // Searches a quantile by small steps (Robbins and Monro: A Stochastic Approximation Method, 1951) until the
            // list is full of peaks.
            let (begin, looks) = (self.begin[at], self.looks[at]);
            let step = (0.3 * begin + 0.05) * looked.step * looks;
            let moved = begin + step * if values[at] > begin { 1.0 - ABOVE } else { -ABOVE };
            // Never 0, because values are divided by it.
            let least = looks * (BEGIN as f32 * typical[at]) + f32::MIN_POSITIVE;
            let begin = if moved > least { moved } else { least };
            self.begin[at] = begin;
            is_above |= values[at] > begin;
        }
        if is_above || self.left == 0 {
            self.follow(values, typical, looked, incident);
        }
    }

    /// Begins, continues and ends runs.
    #[inline(never)]
    fn follow(&mut self, values: &[f32; LISTS], typical: &[f32; LISTS], looked: &Looked, incident: bool) {
        self.left = u32::MAX;
        for at in 0..LISTS {
            let list = &mut self.lists[at];
            if values[at] > self.begin[at] {
                list.peak = list.peak.max(values[at]);
                list.rows = (list.rows + 1).min(CUT);
                list.newest = self.taken;
                if list.rows == CUT && !incident {
                    self.end(at, f64::from(typical[at]), looked);
                }
            } else if list.peak > 0.0 && self.taken.wrapping_sub(list.newest) > GAP && !incident {
                self.end(at, f64::from(typical[at]), looked);
            }
            let list = &self.lists[at];
            if list.peak > 0.0 {
                let since = self.taken.wrapping_sub(list.newest);
                self.left = self.left.min((GAP + 1).saturating_sub(since));
            }
        }
    }

    /// Discards the current runs.
    pub(super) fn drop_runs(&mut self) {
        self.lists.iter_mut().for_each(List::drop_run);
        self.left = u32::MAX;
    }

    fn rate_at_begin(&self, at: usize, looked: &Looked) -> f64 {
        smaller(f64::from(self.log_held[at]) - looked.log_weeks, looked.decades)
    }

    fn end(&mut self, at: usize, typical: f64, looked: &Looked) {
        let decades = self.rate_at_begin(at, looked);
        let (list, begin) = (&mut self.lists[at], &mut self.begin[at]);
        let peak = if list.rows >= RUN && list.held >= BOUNDING {
            list.peak.min(*begin + list.bound(decades))
        } else {
            list.peak
        };
        list.drop_run();
        if list.keep(peak) {
            self.log_held[at] = log10(f64::from(list.held) + 0.5) as f32;
            self.looks[at] = f32::from(u8::from(usize::from(list.held) < KEPT));
            list.fit(begin, typical);
        }
    }
}

impl List {
    const fn new(is_mean: bool) -> Self {
        Self { tops: [0.0; KEPT], held: 0, peak: 0.0, rows: 0, newest: 0, scale: 0.3, shape: 0.2, is_mean }
    }

    /// The counted rate of a value, in decades of runs a week. It serves where peaks form clusters and no distribution
    /// fits.
    fn counted(&self, value: f32, looked: &Looked) -> f64 {
        let many = self.tops[..usize::from(self.held)].partition_point(|top| *top >= 0.999 * value) as f64;
        let sure = many - CHANCE * many.sqrt();
        if sure > 0.0 { log10(sure) - looked.log_weeks } else { f64::NEG_INFINITY }
    }

    const fn drop_run(&mut self) {
        (self.peak, self.rows) = (0.0, 0);
    }

    /// Keeps a peak if it is among the largest.
    fn keep(&mut self, peak: f32) -> bool {
        let held = usize::from(self.held);
        let at = self.tops[..held].partition_point(|top| *top >= peak);
        if at == KEPT {
            return false;
        }
        let last = held.min(KEPT - 1);
        self.tops.copy_within(at..last, at + 1);
        self.tops[at] = peak;
        self.held = (held + 1).min(KEPT) as u8;
        true
    }

    /// Largest distance of a run's peak beyond the threshold. `decades`: the rate at the threshold. So an incident that
    /// was not recognised cannot make the tail heavier than this.
    fn bound(&self, decades: f64) -> f32 {
        let shape = f64::from(self.shape);
        let over = (exp2(LOG2_10 * shape * larger(decades + RUN_DECADES, 0.5)) - 1.0) / shape;
        (f64::from(self.scale) * over) as f32
    }

    fn fit(&mut self, begin: &mut f32, typical: f64) {
        let held = usize::from(self.held);
        if held == KEPT {
            *begin = self.tops[held - 1].max((BEGIN * typical) as f32);
        }
        let (begin, many) = (f64::from(*begin), held as f64);
        // Four at a time. Unused slots add nothing.
        let (mut means, mut weighteds, mut above) = ([0.0; 4], [0.0; 4], [0.35, 1.35, 2.35, 3.35]);
        for tops in self.tops[..held.next_multiple_of(4)].chunks_exact(4) {
            for at in 0..4 {
                let over = larger(f64::from(tops[at]) - begin, 0.0);
                means[at] += over;
                weighteds[at] += over * above[at];
                above[at] += 4.0;
            }
        }
        let sum = |[a, b, c, d]: [f64; 4]| (a + b) + (c + d);
        let (mean, weighted) = (sum(means) / many, sum(weighteds) / (many * many));
        let rest = mean - 2.0 * weighted;
        let found = if rest > 1e-9 * mean { (2.0 - mean / rest).clamp(-0.5, 1.0) } else { SHAPE_MOST };
        let shrunk = (many * found + SHAPE_WEIGHT * SHAPE) / (many + SHAPE_WEIGHT);
        let least = if self.is_mean { SHAPE_LEAST_MEAN } else { SHAPE_LEAST };
        let shape = (shrunk + 1.0 / (many + UNCERTAIN)).clamp(least, SHAPE_MOST);
        let usual = (SCALE * begin).max(SCALE_TYPICAL * typical);
        let mean = (many * mean + SCALE_WEIGHT * usual) / (many + SCALE_WEIGHT);
        self.scale = (mean * (1.0 - shape)).max(SCALE_LEAST * begin).max(1e-12) as f32;
        // At 0 the distribution has another form.
        self.shape = if shape.abs() < 1e-3 { 1e-3 } else { shape as f32 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    /// Exponential values with mean 1.
    fn exponential(random: &mut Random) -> f64 {
        -(1.0 - random.unit()).ln()
    }

    fn looked(samples: f64) -> Looked {
        Looked::new(samples, 10_080_f64.log10())
    }

    fn of(samples: u64, seed: u64) -> Peaks<1> {
        let (mut peaks, mut random) = (Peaks::new([false]), Random::new(seed));
        for at in 0..samples {
            peaks.add(&[exponential(&mut random) as f32], &[1.0], &looked(at as f64), false);
        }
        peaks
    }

    fn rate(peaks: &Peaks<1>, value: f64, looked: &Looked) -> f64 {
        if peaks.is_above(0, value as f32) {
            peaks.rate(0, value, looked)
        } else {
            looked.decades - value * peaks.slopes(looked)[0]
        }
    }

    #[test]
    fn the_rate_of_an_exponential_law_is_found_and_falls_with_the_value() {
        let peaks = of(20_160, 1);
        let rates: Vec<f64> =
            (0..400).map(|tenth| rate(&peaks, 0.1 * f64::from(tenth), &looked(20_160.0))).collect();
        assert!(rates.windows(2).all(|pair| pair[1] <= pair[0]));
        // One sample in 10,080 is beyond ln 10,080.
        let at_once_a_week = rate(&peaks, 10_080_f64.ln(), &looked(20_160.0));
        assert!(at_once_a_week.abs() < 0.5, "{at_once_a_week}");
    }

    #[test]
    fn a_short_history_says_that_more_is_ordinary() {
        // For one series the result depends on chance, for many it does not.
        let mean = |samples: u64, value: f64| {
            let of_seed = |seed| rate(&of(samples, seed), value, &looked(samples as f64));
            (0..20).map(of_seed).sum::<f64>() / 20.0
        };
        for value in [15.0, 30.0, 100.0] {
            let [short, long] = [300, 20_160].map(|samples| mean(samples, value));
            assert!(short > long + 0.1, "{value}: {short} {long}");
        }
    }

    #[test]
    fn a_run_is_one_peak_and_an_incident_none() {
        let mut peaks = of(5_000, 1);
        let before = peaks.lists[0].tops;
        (0..30).for_each(|_| peaks.add(&[50.0], &[1.0], &looked(5_000.0), true));
        peaks.drop_runs();
        assert_eq!(peaks.lists[0].tops, before);
        (0..30).for_each(|_| peaks.add(&[50.0], &[1.0], &looked(5_000.0), false));
        (0..20).for_each(|_| peaks.add(&[0.0], &[1.0], &looked(5_000.0), false));
        let changed = peaks.lists[0]
            .tops
            .iter()
            .zip(&before)
            .filter(|(now, then)| **now > 15.0 && **then < 15.0)
            .count();
        assert!(
            changed <= 1 && peaks.lists[0].tops[0] < 50.0,
            "the peak of a run is bounded: {:?}",
            &peaks.lists[0].tops[..3]
        );
    }
}
