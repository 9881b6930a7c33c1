//! From a sample to a level: how far it is from what was expected, by several statistics, and how rare each of them is.

use super::experts::{Bounds, Experts, Phase, Seasons};
use super::tail::{Place, Tail};
use super::tuning::{
    ABRUPT, AROUND_FLOOR, AROUND_RATE, AROUND_WINS, CLIP, FADE, FLOOR, HOT, HOT_GAP, LEVEL_CLIP, LEVEL_RATE,
    LEVEL_STEP, LOCAL_RATE, LOCAL_WINS, MATERIAL, NORMAL_FLOOR, OWN, RECORD, RECORD_SLOPE, SECOND,
    SHARP_FLOOR, SHARP_RATE, SHIFT, SLIDE, SPREAD_MEMORY, TYPICAL_MEMORY, VARIANCE, WARM, WEIGHT_AGAIN,
    WEIGHT_FIRST, WEIGHTS, WINS, YOUNG,
};

/// The statistics, in the order of [`Point::levels`].
pub(super) const STATISTICS: usize = 11;
/// The new value against all experts.
pub(super) const NEW: usize = 0;
/// Against what is usual at this time.
pub(super) const USUAL: usize = 1;
/// The last few against what is usual.
pub(super) const MOVED: usize = 2;
/// The last hundred or so against what is usual.
pub(super) const DRIFTED: usize = 3;
/// More scatter.
pub(super) const WILD: usize = 4;
/// Less scatter, or none.
pub(super) const CALM: usize = 5;
/// The last few against all experts.
pub(super) const BIASED: usize = 6;
/// Against the level around it.
pub(super) const AROUND: usize = 7;
/// Against what is usual, less what that has been off lately.
pub(super) const NEAR: usize = 8;
/// Against all experts, as well as they have done lately.
pub(super) const SHARP: usize = 9;
/// Beyond everything seen.
pub(super) const BEYOND: usize = 10;
/// Statistics that have a histogram.
const COUNTED: usize = 10;

/// What the model says of one sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// How unusual: decades of rarity of one sample, about.
    pub(super) level: f64,
    /// The level that each statistic alone would give.
    pub(super) levels: [f64; STATISTICS],
    /// What was expected, and the mean absolute deviation from it that is ordinary; in the unit of the series.
    pub(super) expected: f64,
    pub(super) spread: f64,
}

/// Everything that is known of a series.
#[derive(Debug, Clone)]
pub(super) struct Model {
    experts: Experts,
    /// Samples seen.
    seen: u64,
    /// Typical deviations, in the unit of the series: from the mix, the base, the slow level, the level around, the base
    /// less its drift; the last and the first as they are now.
    mix: f64,
    base: f64,
    wide: f64,
    local: f64,
    near: f64,
    now: f64,
    sharp: f64,
    /// Mean logarithm of the deviations that are not 0, and how many there were.
    typical: f64,
    deviations: f64,
    /// The level around, moved by at most a step a sample.
    around: f64,
    moved: f64,
    drifted: f64,
    scatter: f64,
    biased: f64,
    highest: f64,
    lowest: f64,
    /// The level of an incident that goes on, and how far off it was at its height; 0 without one.
    incident: (f64, f64),
    tails: [Tail; COUNTED],
    /// Of the level itself: a series that is often unusual is less so.
    own: Tail,
    /// Samples since each statistic, and the level, was last far out.
    since: [u32; COUNTED + 1],
}

impl Model {
    pub(super) fn new(seasons: Seasons) -> Self {
        Self {
            experts: Experts::new(seasons),
            seen: 0,
            mix: 0.0,
            base: 0.0,
            wide: 0.0,
            local: 0.0,
            near: 0.0,
            now: 0.0,
            sharp: 0.0,
            typical: 0.0,
            deviations: 0.0,
            around: 0.0,
            moved: 0.0,
            drifted: 0.0,
            scatter: 0.0,
            biased: 0.0,
            highest: f64::NEG_INFINITY,
            lowest: f64::INFINITY,
            incident: (0.0, 0.0),
            tails: std::array::from_fn(|_| Tail::new()),
            own: Tail::new(),
            since: [u32::MAX; COUNTED + 1],
        }
    }

    /// Samples seen.
    pub(super) const fn seen(&self) -> u64 {
        self.seen
    }

    /// Memory beside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.experts.bytes() + (COUNTED + 1) * Tail::bytes()
    }

    /// Looks at a finite sample, and then learns it.
    pub(super) fn step(&mut self, value: f64, phase: Phase) -> Point {
        let n = self.seen as f64;
        if self.seen == 0 {
            self.experts.start(value);
            self.around = value;
        }
        let forecast = self.experts.forecast(phase, self.base);
        let floor =
            FLOOR * self.wide + if self.deviations > 0.0 { NORMAL_FLOOR * self.typical.exp() } else { 0.0 };
        let (new, usual, around) = (value - forecast.mix, value - forecast.base, value - self.around);
        let near = usual - self.experts.drift();
        let sigmas = |deviation: f64, spread: f64| {
            if n < 2.0 { 0.0 } else { (deviation / (spread + floor + f64::MIN_POSITIVE)).clamp(-CLIP, CLIP) }
        };
        let z = sigmas(new, self.mix);
        let z_usual = sigmas(usual, self.base);
        let clipped = z_usual.clamp(-LEVEL_CLIP, LEVEL_CLIP);
        let follow = |mean: f64, new: f64, rate: f64| mean + rate * (new - mean);
        let moved = follow(self.moved, clipped, SHIFT);
        let drifted = follow(self.drifted, clipped, SLIDE);
        let scatter = follow(self.scatter, (z.abs() + 0.05).ln(), VARIANCE);
        let biased = follow(self.biased, z.clamp(-8.0, 8.0), ABRUPT);
        let wild = scatter.exp();
        let statistics = [
            z.abs(),
            z_usual.abs(),
            moved.abs(),
            drifted.abs(),
            wild,
            1.0 / wild,
            biased.abs(),
            sigmas(around, self.local).abs(),
            sigmas(near, self.now + AROUND_FLOOR * self.local).abs(),
            sigmas(new, self.sharp + SHARP_FLOOR * self.mix).abs(),
        ];
        // What the deviation is in the unit of the series: what is small beside the usual swing matters less.
        let material = [
            new.abs(),
            usual.abs(),
            moved.abs() * self.base,
            drifted.abs() * self.base,
            usual.abs().max(self.base),
            self.base,
            biased.abs() * self.mix,
            around.abs(),
            near.abs(),
            new.abs(),
        ];
        let places = statistics.map(Place::of);
        let mut levels = [0.0; STATISTICS];
        let (mut most, mut second) = (0.0_f64, 0.0_f64);
        for at in 0..COUNTED {
            let matters = material[at] / (material[at] + MATERIAL * self.wide + f64::MIN_POSITIVE);
            let level = self.tails[at].rarity(places[at]) * WEIGHTS[at] * matters;
            levels[at] = level;
            second = second.max(level.min(most));
            most = most.max(level);
        }
        let mut level = most + SECOND * second;
        levels[BEYOND] = self.record(value, n);
        level = level.max(levels[BEYOND]);
        let raw = level;
        let own = Place::of(raw.max(1e-9));
        // What the series itself is used to is only known of one that is not young.
        let known = OWN * n / (n + f64::from(YOUNG));
        level = level * (1.0 - known) + known * self.own.rarity(own);
        level = self.lasting(level, usual);
        let point = Point {
            level,
            levels,
            expected: forecast.base + self.experts.drift(),
            spread: self.near + floor,
        };
        if self.seen >= WARM {
            self.count(&places, &levels, own, raw);
        }
        (self.moved, self.drifted, self.scatter, self.biased) = (moved, drifted, scatter, biased);
        let bounds = Bounds { mix: self.mix, base: self.base, near: self.near, floor };
        let wide = (value - self.experts.slowly()).abs();
        self.experts.learn(value, n, phase, &forecast, bounds);
        self.spreads(n, [new.abs(), usual.abs(), wide, around, near], floor);
        if usual != 0.0 && self.seen >= 2 {
            let rate = (1.0 / TYPICAL_MEMORY).max(1.0 / (self.deviations + 1.0));
            self.typical += rate * (usual.abs().ln() - self.typical);
            self.deviations += 1.0;
        }
        self.highest = self.highest.max(value);
        self.lowest = self.lowest.min(value);
        self.seen += 1;
        point
    }

    /// The level of an incident that goes on: what the model learns of it does not make it ordinary while it lasts, only
    /// slowly. It goes on while values lie on the same side, half as far off as at its height or further.
    fn lasting(&mut self, level: f64, off: f64) -> f64 {
        let (height, far) = self.incident;
        let goes_on = height > 0.0 && off * far > 0.0 && off.abs() >= 0.5 * far.abs();
        let faded = if goes_on { height - FADE } else { 0.0 };
        let level = level.max(faded);
        self.incident = if level < HOT {
            (0.0, 0.0)
        } else if level > faded {
            (level, off)
        } else {
            (faded, far)
        };
        level
    }

    /// The level of a value beyond the range so far: the longer the range has stood and the further the value lies
    /// beyond it, the higher. 0 within the range.
    fn record(&self, value: f64, n: f64) -> f64 {
        let range = self.highest - self.lowest;
        let beyond = (value - self.highest).max(self.lowest - value);
        if n > 2.0 && range > 0.0 && beyond > RECORD * range {
            (n / 2.0 + 1.0).log10() + RECORD_SLOPE * (beyond / range / RECORD).log10()
        } else {
            0.0
        }
    }

    /// Counts what was seen. Of a run far out the first sample counts more than those that follow: an incident is one
    /// exceedance, however long it lasts (declustering: Coles: An Introduction to Statistical Modeling of Extreme Values,
    /// 2001, 5.3).
    fn count(&mut self, places: &[Place; COUNTED], levels: &[f64; STATISTICS], own: Place, raw: f64) {
        let weigh = |since: &mut u32, level: f64| {
            if level <= HOT {
                *since = since.saturating_add(1);
                return 1.0;
            }
            let first = *since > HOT_GAP;
            *since = 0;
            if first { WEIGHT_FIRST } else { WEIGHT_AGAIN }
        };
        for (at, tail) in self.tails.iter_mut().enumerate() {
            tail.add(places[at], weigh(&mut self.since[at], levels[at]));
        }
        self.own.add(own, weigh(&mut self.since[COUNTED], raw));
    }

    /// Learns how far ordinary samples lie off.
    fn spreads(&mut self, n: f64, [new, usual, wide, around, near]: [f64; 5], floor: f64) {
        let young = 1.0 / (n + 1.0);
        let grown = n > 20.0;
        let learn = |spread: &mut f64, deviation: f64, most: f64, rate: f64| {
            let deviation = if grown { deviation.min(most) } else { deviation };
            *spread += rate.max(young) * (deviation - *spread);
        };
        let slow = 1.0 / SPREAD_MEMORY;
        let step = LEVEL_STEP * (self.local + floor);
        let (mix, base, wide_most) = (WINS * self.mix + floor, WINS * self.base + floor, WINS * self.wide);
        learn(&mut self.mix, new, mix, slow);
        learn(&mut self.base, usual, base, slow);
        learn(&mut self.wide, wide, wide_most, slow);
        let now = AROUND_WINS * (self.now + AROUND_FLOOR * self.local) + floor;
        let sharp = AROUND_WINS * (self.sharp + SHARP_FLOOR * self.mix) + floor;
        learn(&mut self.now, near.abs(), now, AROUND_RATE);
        learn(&mut self.sharp, new.abs(), sharp, SHARP_RATE);
        let (local, near_most) = (LOCAL_WINS * self.local + floor, LOCAL_WINS * self.near + floor);
        learn(&mut self.local, around.abs(), local, LOCAL_RATE);
        learn(&mut self.near, near.abs(), near_most, LOCAL_RATE);
        self.around += LEVEL_RATE.max(young) * if grown { around.clamp(-step, step) } else { around };
    }
}
