//! How rare a value of a statistic is: a histogram of what has been, and a generalised Pareto tail beyond it.
//!
//! The histogram has eight bins an octave, so that a value's place is read from its bits. Beyond the 98 % bin the tail is
//! fitted by its mean excess: an exponential law over the logarithm of a value is a Pareto law over the value (Pickands
//! 1975; the mean of the logarithms is Hill's estimator, 1975). The mean excess of a short history is shrunk to a prior.

use super::tuning::{PRIOR_EXCESS, YOUNG, YOUNG_EXCESS};

/// Octaves below 1 that have bins.
const LOWEST: i32 = -14;
/// Bins: 36 octaves of eight.
const BINS: usize = 288;
/// Part of the counts beyond which the tail begins.
const TAIL: f32 = 0.02;
/// Weight and value, in bins, of the prior of the mean excess.
const PRIOR_WEIGHT: f64 = 3.5;
/// Counts at which all counts are halved, so that old samples fade.
const MEMORY: f32 = 9_100.0;
/// What the tail never goes below: this part of the counts that really lie beyond a value, where values far out are more
/// frequent than the Pareto law would have them.
const OBSERVED: f32 = 0.315;
/// How much of the mean excess is what the median excess says it is: incidents of the past move the one and not the other.
const ROBUST: f64 = 0.5;
/// The median of an exponential law of mean 1.
const MEDIAN: f64 = std::f64::consts::LN_2;

/// What has been seen of one statistic.
#[derive(Debug, Clone)]
pub(super) struct Tail {
    counts: Box<[f32; BINS]>,
    /// Counts at or above each bin from the median on, as of the last refresh.
    beyond: Box<[f32; BINS]>,
    /// The highest bin that was ever counted in: those above it are empty, and never looked at.
    top: usize,
    total: f32,
    fresh: u32,
    /// Where the tail begins, and the scores at the median, the 90 % bin and there.
    median: f64,
    ninth: f64,
    begin: f64,
    at_begin: f64,
    /// Decades a bin beyond.
    slope: f64,
}

/// The place of a value among the bins, a real number: its logarithm, with straight lines between the bins of an octave.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(f64);

impl Place {
    /// Of a value, at least 0.
    pub(super) fn of(value: f64) -> Self {
        if value <= 0.0 {
            return Self(0.0);
        }
        let bits = value.to_bits();
        let octave = ((bits >> 52) & 0x7ff) as i32 - 1023;
        let part = (bits & ((1 << 52) - 1)) as f64 / (1_u64 << 52) as f64;
        Self((f64::from(octave - LOWEST) * 8.0 + part * 8.0).clamp(0.0, (BINS - 1) as f64))
    }
}

impl Tail {
    pub(super) fn new() -> Self {
        Self {
            counts: Box::new([0.0; BINS]),
            beyond: Box::new([0.0; BINS]),
            top: 0,
            total: 0.0,
            fresh: u32::MAX,
            median: 0.0,
            ninth: 0.0,
            begin: (BINS - 1) as f64,
            at_begin: 0.0,
            slope: 0.0,
        }
    }

    /// How rare a value at a place is: minus the decimal logarithm of the probability of one so large.
    pub(super) fn rarity(&self, Place(at): Place) -> f64 {
        if at >= self.begin {
            let fitted = self.at_begin + (at - self.begin) * self.slope;
            // Half of its own bin lies beyond a value.
            let own = self.beyond.get(at as usize).copied().unwrap_or(0.0);
            let seen = OBSERVED * 0.5 * (own + self.beyond.get(at as usize + 1).copied().unwrap_or(0.0));
            if seen > 0.0 { fitted.min(f64::from((self.total + 1.0) / seen).log10()) } else { fitted }
        } else if at >= self.ninth {
            1.0 + (self.at_begin - 1.0).max(0.0) * (at - self.ninth) / (self.begin - self.ninth).max(1.0)
        } else if at >= self.median {
            HALF + (1.0 - HALF) * (at - self.median) / (self.ninth - self.median).max(1.0)
        } else {
            HALF * at / self.median.max(1.0)
        }
    }

    /// Takes a value in, by its place, with a weight.
    pub(super) fn add(&mut self, Place(at): Place, weight: f32) {
        let bin = at as usize;
        self.counts[bin] += weight;
        self.top = self.top.max(bin);
        self.total += weight;
        if self.total > MEMORY {
            self.counts.iter_mut().for_each(|count| *count *= 0.5);
            self.total *= 0.5;
        }
        self.fresh = self.fresh.saturating_add(1);
        if self.fresh >= if self.total > 2_000.0 { 64 } else { 16 } {
            self.refresh();
        }
    }

    /// Memory beside the struct itself, in bytes.
    pub(super) const fn bytes() -> usize {
        2 * BINS * size_of::<f32>()
    }

    /// The counts from a bin on.
    fn tail(&self, begin: usize) -> &[f32] {
        self.counts.get(begin..=self.top).unwrap_or_default()
    }

    /// The median excess of the tail that begins at a bin, in bins.
    fn middle(&self, begin: usize) -> f64 {
        let half = self.beyond.get(begin).copied().unwrap_or(0.0) / 2.0;
        let mut sum = 0.0;
        for (over, count) in self.tail(begin).iter().enumerate() {
            if *count > 0.0 && sum + count >= half {
                return over as f64 + f64::from((half - sum) / count);
            }
            sum += count;
        }
        0.0
    }

    fn refresh(&mut self) {
        self.fresh = 0;
        let (tail, ninth, half) = (TAIL * self.total, 0.1 * self.total, 0.5 * self.total);
        let (mut bin, mut sum) = (self.top + 1, 0.0);
        // One past the highest bin at or above which `least` lies; from the top down, and no further than that.
        let mut mark = |least: f32| {
            while bin > 0 && sum < least {
                bin -= 1;
                sum += self.counts[bin];
                self.beyond[bin] = sum;
            }
            if sum < least { 0 } else { bin + 1 }
        };
        let (begin, ninth, median) = (mark(tail), mark(ninth), mark(half));
        let many = f64::from(self.beyond.get(begin).copied().unwrap_or(0.0));
        let excess = self.tail(begin).iter().enumerate();
        let excess: f64 = excess.map(|(over, count)| f64::from(*count) * (over as f64 + 0.5)).sum();
        let young = f64::from(YOUNG / (YOUNG + self.total));
        let prior = PRIOR_EXCESS + young * (YOUNG_EXCESS - PRIOR_EXCESS);
        let shrunk = |sum: f64| (sum + PRIOR_WEIGHT * prior) / (many + PRIOR_WEIGHT);
        let mean =
            shrunk(excess).powf(1.0 - ROBUST) * shrunk(many * self.middle(begin) / MEDIAN).powf(ROBUST);
        self.begin = begin as f64;
        self.at_begin = -((many + 0.5) / (f64::from(self.total) + 1.0)).min(1.0).log10();
        self.slope = std::f64::consts::LOG10_E / mean;
        self.median = median as f64;
        self.ninth = ninth.max(median) as f64;
    }
}

/// The rarity of the median.
const HALF: f64 = std::f64::consts::LOG10_2;
