//! How often one side of one statistic reaches a value: the peaks of its runs over a threshold, and a generalised Pareto law.
//!
//! A run is one exceedance, however long it lasts (declustering: Coles: An Introduction to Statistical Modeling of Extreme
//! Values, 2001, 5.3). The largest peaks are kept, so that the threshold rises as the series grows. Shape and scale come from
//! their probability-weighted moments (Hosking and Wallis: Parameter and Quantile Estimation for the Generalized Pareto
//! Distribution, Technometrics 29, 1987), shrunk to what most series have; few peaks make the tail heavier, as they do in the
//! predictive law of an exponential sample, so that a short history alarms less.

use super::number::{larger, log10, smaller};
use super::tuning::{
    BEGIN, CHANCE, RUN_DECADES, SCALE, SCALE_LEAST, SCALE_TYPICAL, SCALE_WEIGHT, SHAPE, SHAPE_LEAST,
    SHAPE_LEAST_MEAN, SHAPE_MOST, SHAPE_WEIGHT, UNCERTAIN,
};

/// Peaks that are kept.
const KEPT: usize = 96;
/// A run ends after so many samples below the threshold, and is cut after so many above it.
const GAP: u8 = 10;
const CUT: u8 = 60;
/// The share of samples above the threshold while there are few peaks.
const ABOVE: f32 = 0.04;
/// Rows from which on a peak counts as that of a run.
const RUN: u8 = 3;
/// Peaks from which on the tail is good enough to bound one.
const BOUNDING: u8 = 24;

/// What has been seen of one side of one statistic.
#[derive(Debug, Clone)]
pub(super) struct Peaks {
    /// The largest peaks, descending, and how many there are.
    tops: [f32; KEPT],
    held: u8,
    /// The decimal logarithm of half a peak more than there are.
    log_held: f32,
    /// Of the run that goes on: its peak, or 0; its rows above the threshold; rows since the last of them.
    peak: f32,
    rows: u8,
    since: u8,
    /// Whether the threshold is still looked for, or a run may end.
    waits: bool,
    /// Where the tail begins, and its scale and shape.
    begin: f32,
    scale: f32,
    shape: f32,
    /// Whether the statistic is over several samples.
    is_mean: bool,
}

/// How much has been looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked {
    /// Samples.
    pub(super) samples: f64,
    /// The decimal logarithm of the same in weeks.
    pub(super) log_weeks: f64,
    /// The decimal logarithm of the samples a week.
    pub(super) decades: f64,
    /// How far a quantile that is looked for moves, in parts of itself.
    pub(super) step: f32,
    /// Samples until which this is good enough.
    pub(super) until: f64,
}

impl Looked {
    /// So many samples, of a series with so many `decades` of samples a week.
    pub(super) fn new(samples: f64, decades: f64) -> Self {
        let log_weeks = log10(larger(samples, 1.0)) - decades;
        let step = if samples < 29_988.0 { (12.0 / (samples as f32 + 12.0)).sqrt() } else { 0.02 };
        Self { samples, log_weeks, decades, step, until: samples + 1.0 + samples / 512.0 }
    }
}

impl Peaks {
    pub(super) const fn new(is_mean: bool) -> Self {
        Self {
            tops: [0.0; KEPT],
            held: 0,
            log_held: -std::f32::consts::LOG10_2,
            peak: 0.0,
            rows: 0,
            since: 0,
            waits: true,
            begin: 1.5,
            scale: 0.3,
            shape: 0.2,
            is_mean,
        }
    }

    /// Decimal logarithm of how many runs a week reach a value of at least 0.
    pub(super) fn rate(&self, value: f64, looked: Looked) -> f64 {
        let begin = f64::from(self.begin);
        let at_begin = self.rate_at_begin(looked);
        if value <= begin {
            return looked.decades + (at_begin - looked.decades) * value / larger(begin, f64::MIN_POSITIVE);
        }
        let shape = f64::from(self.shape);
        let over = (value - begin) / f64::from(self.scale);
        let by_law = at_begin - log10(larger(1.0 + shape * over, 1e-3)) / shape;
        larger(by_law, self.counted(value as f32, looked))
    }

    /// The same as it was counted: where peaks lie in heaps no law fits.
    fn counted(&self, value: f32, looked: Looked) -> f64 {
        let many = self.tops[..usize::from(self.held)].partition_point(|top| *top >= 0.999 * value) as f64;
        let sure = many - CHANCE * many.sqrt();
        if sure > 0.0 { log10(sure) - looked.log_weeks } else { f64::NEG_INFINITY }
    }

    /// Whether a value is above the threshold.
    #[inline]
    pub(super) fn is_above(&self, value: f64) -> bool {
        value as f32 > self.begin
    }

    /// Whether anything comes of a value that is not.
    #[inline]
    pub(super) fn is_waiting(&self) -> bool {
        self.waits
    }

    /// Takes the next value in, at least 0. `typical`: the mean of such values. While an incident goes on no run ends.
    #[inline(never)]
    pub(super) fn add(&mut self, value: f64, typical: f64, looked: Looked, incident: bool) {
        let value = value as f32;
        if usize::from(self.held) < KEPT {
            self.look_for_begin(value, typical as f32, looked.step);
        }
        if value > self.begin {
            self.peak = self.peak.max(value);
            self.rows = (self.rows + 1).min(CUT);
            self.since = 0;
            if self.rows == CUT && !incident {
                self.end(typical, looked);
            }
        } else if self.peak > 0.0 {
            self.since = (self.since + 1).min(GAP + 1);
            if self.since > GAP && !incident {
                self.end(typical, looked);
            }
        }
        self.waits = usize::from(self.held) < KEPT || self.peak > 0.0;
    }

    /// Forgets the run that goes on.
    pub(super) const fn drop_run(&mut self) {
        (self.peak, self.rows, self.since) = (0.0, 0, 0);
    }

    /// Follows a quantile by small steps (Robbins and Monro: A Stochastic Approximation Method, 1951) until all peaks are there.
    fn look_for_begin(&mut self, value: f32, typical: f32, part: f32) {
        let step = (0.3 * self.begin + 0.05) * part;
        self.begin += if value > self.begin { step * (1.0 - ABOVE) } else { -step * ABOVE };
        let least = BEGIN as f32 * typical;
        self.begin = if self.begin > least { self.begin } else { least };
    }

    fn rate_at_begin(&self, looked: Looked) -> f64 {
        smaller(f64::from(self.log_held) - looked.log_weeks, looked.decades)
    }

    fn end(&mut self, typical: f64, looked: Looked) {
        let peak = if self.rows >= RUN && self.held >= BOUNDING {
            self.peak.min(self.bound(looked))
        } else {
            self.peak
        };
        self.drop_run();
        let held = usize::from(self.held);
        let at = self.tops[..held].partition_point(|top| *top >= peak);
        if at == KEPT {
            return;
        }
        let last = held.min(KEPT - 1);
        self.tops.copy_within(at..last, at + 1);
        self.tops[at] = peak;
        self.held = (held + 1).min(KEPT) as u8;
        self.log_held = log10(f64::from(self.held) + 0.5) as f32;
        self.fit(typical);
    }

    /// What a peak of a run counts at most: an incident that was not told from ordinary samples bends the tail no further.
    fn bound(&self, looked: Looked) -> f32 {
        let shape = f64::from(self.shape);
        let decades = (self.rate_at_begin(looked) + RUN_DECADES).max(0.5);
        let over = (10_f64.powf(decades * shape) - 1.0) / shape;
        self.begin + (f64::from(self.scale) * over) as f32
    }

    fn fit(&mut self, typical: f64) {
        let held = usize::from(self.held);
        let tops = &self.tops[..held];
        if held == KEPT {
            self.begin = tops[held - 1].max((BEGIN * typical) as f32);
        }
        let (begin, many) = (f64::from(self.begin), held as f64);
        let (mut mean, mut weighted, mut above) = (0.0, 0.0, 0.35);
        for top in tops {
            let over = larger(f64::from(*top) - begin, 0.0);
            mean += over;
            weighted += over * above;
            above += 1.0;
        }
        (mean, weighted) = (mean / many, weighted / (many * many));
        let rest = mean - 2.0 * weighted;
        let found = if rest > 1e-9 * mean { (2.0 - mean / rest).clamp(-0.5, 1.0) } else { SHAPE_MOST };
        let shrunk = (many * found + SHAPE_WEIGHT * SHAPE) / (many + SHAPE_WEIGHT);
        let least = if self.is_mean { SHAPE_LEAST_MEAN } else { SHAPE_LEAST };
        let shape = (shrunk + 1.0 / (many + UNCERTAIN)).clamp(least, SHAPE_MOST);
        let usual = (SCALE * begin).max(SCALE_TYPICAL * typical);
        let mean = (many * mean + SCALE_WEIGHT * usual) / (many + SCALE_WEIGHT);
        self.scale = (mean * (1.0 - shape)).max(SCALE_LEAST * begin).max(1e-12) as f32;
        // At 0 itself the law has another form.
        self.shape = if shape.abs() < 1e-3 { 1e-3 } else { shape as f32 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exponential values with mean 1, from a fixed sequence.
    fn exponential(at: u64) -> f64 {
        let mut state = at.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0;
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        -(((state ^ (state >> 31)) >> 11) as f64 / (1_u64 << 53) as f64).max(1e-300).ln()
    }

    fn looked(samples: f64) -> Looked {
        Looked::new(samples, 10_080_f64.log10())
    }

    fn of(samples: u64) -> Peaks {
        let mut peaks = Peaks::new(false);
        for at in 0..samples {
            peaks.add(exponential(at), 1.0, looked(at as f64), false);
        }
        peaks
    }

    #[test]
    fn the_rate_of_an_exponential_law_is_found_and_falls_with_the_value() {
        let peaks = of(20_160);
        let rates: Vec<f64> =
            (0..400).map(|tenth| peaks.rate(0.1 * f64::from(tenth), looked(20_160.0))).collect();
        assert!(rates.windows(2).all(|pair| pair[1] <= pair[0]));
        // One sample in 10,080 is beyond ln 10,080.
        let at_once_a_week = peaks.rate(10_080_f64.ln(), looked(20_160.0));
        assert!(at_once_a_week.abs() < 0.5, "{at_once_a_week}");
    }

    #[test]
    fn a_short_history_says_that_more_is_ordinary() {
        let (short, long) = (of(300), of(20_160));
        for value in [15.0, 30.0, 100.0] {
            assert!(short.rate(value, looked(300.0)) > long.rate(value, looked(20_160.0)), "{value}");
        }
    }

    #[test]
    fn a_run_is_one_peak_and_an_incident_none() {
        let mut peaks = of(5_000);
        let before = peaks.tops;
        (0..30).for_each(|_| peaks.add(50.0, 1.0, looked(5_000.0), true));
        peaks.drop_run();
        assert_eq!(peaks.tops, before);
        (0..30).for_each(|_| peaks.add(50.0, 1.0, looked(5_000.0), false));
        (0..20).for_each(|_| peaks.add(0.0, 1.0, looked(5_000.0), false));
        let changed =
            peaks.tops.iter().zip(&before).filter(|(now, then)| **now > 15.0 && **then < 15.0).count();
        assert!(changed <= 1 && peaks.tops[0] < 50.0, "the peak of a run is bounded: {:?}", &peaks.tops[..3]);
    }
}
