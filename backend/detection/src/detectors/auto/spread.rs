//! Sigma of ordinary samples around the expected value: overall, at this hour of the day, and recently.

use super::super::robust::MEAN_TO_SIGMA;
use super::number::{fading, larger, slowing, smaller, within};
use super::tuning::{
    BULK, BULK_MEMORY, BULK_YOUNG, HOUR_CLIP, HOUR_PRIOR, REACH_A_WEEK, REACH_LEAST, REACH_SHARE,
    SPREAD_CLIP, SPREAD_MEMORY, VOLATILITY_CLIP, VOLATILITY_RATE, VOLATILITY_SHARE, WARM, YOUNG_PERIODS,
    YOUNG_SAMPLES,
};

const HOURS: usize = 24;

/// Mean absolute deviations, in the unit of the series.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    /// Deviations from the usual value, and from the expected value, which uses the newest samples.
    near: f64,
    next: f64,
    /// Deviation from the slow level.
    wide: f64,
    /// Deviation from the usual value, outliers included.
    bulk: f64,
    /// Number of samples learnt.
    learnt: f64,
    /// For each hour of the day, its deviation relative to the whole day's, and its number of samples.
    hours: [(f32, f32); HOURS],
    /// Smallest rate of a sample there.
    rate: f64,
    /// Recent deviations relative to those usual at the hour.
    volatility: f64,
    /// The reach: the deviation that few ordinary samples exceed.
    reach: f64,
    reached: f64,
    /// The share of samples beyond the reach.
    beyond: f64,
    /// Samples after which half of the additional sigma of a new series is left.
    young: f64,
}

/// One standard deviation of ordinary values at a sample, in the unit of the series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sigma {
    pub(super) near: f64,
    pub(super) next: f64,
    /// The hour of the day, and its factor.
    hour: usize,
    of_hour: f64,
    pub(super) floor: f64,
    /// The typical deviation: the mean absolute one.
    pub(super) mean: f64,
}

impl Spread {
    /// For a series with `period` samples in a period, and `samples_a_week` in a week.
    pub(super) fn new(period: f64, samples_a_week: f64) -> Self {
        Self {
            beyond: (REACH_A_WEEK / samples_a_week).min(REACH_SHARE),
            young: YOUNG_SAMPLES.min(YOUNG_PERIODS * period),
            near: 0.0,
            next: 0.0,
            wide: 0.0,
            bulk: 0.0,
            learnt: 0.0,
            hours: [(1.0, 0.0); HOURS],
            rate: 4.0 / larger(period, 40.0),
            volatility: 1.0,
            reach: 0.0,
            reached: 0.0,
        }
    }

    /// Forgets everything but the overall deviation.
    pub(super) const fn restart(&mut self) {
        self.learnt = 1.0;
        self.hours = [(1.0, 0.0); HOURS];
        self.volatility = 1.0;
    }

    /// The deviation that few ordinary samples exceed.
    pub(super) const fn reach(&self) -> f64 {
        self.reach
    }

    /// Sigma at a phase of the period, 0..1; wider if this kind of day is new.
    pub(super) fn at(&self, period: f64, known: bool) -> Sigma {
        let hour = ((period * HOURS as f64) as u32 as usize).min(HOURS - 1);
        let (mean, seen) = self.hours[hour];
        let of_hour = f64::from((mean * seen + HOUR_PRIOR) / (seen + HOUR_PRIOR));
        let now = within(1.0 + VOLATILITY_SHARE * (self.volatility - 1.0), 0.5, 3.0);
        let floor = self.floor();
        let unknown = floor + if known { 0.0 } else { self.wide };
        let factor = of_hour * now;
        let least = REACH_LEAST * self.reach;
        Sigma {
            near: larger(MEAN_TO_SIGMA * self.near * factor + unknown, least),
            next: larger(MEAN_TO_SIGMA * self.next * factor + unknown, least),
            hour,
            of_hour,
            floor,
            mean: self.near * factor + floor,
        }
    }

    fn floor(&self) -> f64 {
        (BULK + BULK_YOUNG * self.young / (self.young + self.reached)) * self.bulk
    }

    /// Learns an ordinary sample's deviations from the usual value, from the expected value, and from the slow level.
    pub(super) fn learn(&mut self, sigma: &Sigma, [usual, new, wide]: [f64; 3], known: bool) {
        if known {
            self.learn_deviations(usual, new, sigma.floor);
            self.learnt += 1.0;
        }
        let (rate, floor) = self.pace(sigma.floor);
        follow(&mut self.wide, wide.abs(), rate, floor);
        if !known {
            return;
        }
        let beside = |whole: f64| usual.abs() / (whole + sigma.floor + f64::MIN_POSITIVE);
        let (mean, seen) = &mut self.hours[sigma.hour];
        let rate = slowing(f64::from(*seen), self.rate) as f32;
        *seen += 1.0;
        *mean += rate * (smaller(beside(self.near), HOUR_CLIP) as f32 - *mean);
        let now = smaller(beside(self.near * sigma.of_hour), VOLATILITY_CLIP);
        self.volatility += VOLATILITY_RATE * (now - self.volatility);
    }

    /// Learns deviations of far samples that were no incident.
    pub(super) fn learn_deviations(&mut self, usual: f64, new: f64, floor: f64) {
        let (rate, floor) = self.pace(floor);
        follow(&mut self.near, usual.abs(), rate, floor);
        follow(&mut self.next, new.abs(), rate, floor);
    }

    /// The rate of a deviation, and how far it may exceed the clip; at first there is no limit.
    fn pace(&self, floor: f64) -> (f64, f64) {
        let floor = if self.learnt > WARM { floor } else { f64::MAX };
        (fading(self.learnt, SPREAD_MEMORY), floor)
    }

    /// Takes in any sample's deviation, outliers included, as the `n`th counted from 0.
    pub(super) fn count(&mut self, usual: f64, n: f64) {
        let most = 60.0 * (self.near + self.bulk);
        // If the series never moved before, the first deviation sets the scale.
        let most = if most > 0.0 { most } else { f64::INFINITY };
        self.bulk += fading(n, BULK_MEMORY) * (smaller(usual.abs(), most) - self.bulk);
    }

    /// Learns the reach of ordinary samples.
    pub(super) fn learn_reach(&mut self, usual: f64, sigma: f64) {
        self.reached += 1.0;
        let rate = if self.reached < 270.0 { 30.0 / (self.reached + 30.0) } else { 0.1 };
        let step = 0.5 * rate * (self.reach + sigma);
        self.reach = if usual.abs() > self.reach {
            smaller(self.reach + step * (1.0 - self.beyond), usual.abs())
        } else {
            larger(self.reach - step * self.beyond, 0.0)
        };
    }

    /// Raises sigma to at least that around a level that has just been accepted.
    pub(super) fn widen(&mut self, spread: f64) {
        self.near = self.near.max(spread);
        self.next = self.next.max(spread);
    }
}

fn follow(mean: &mut f64, deviation: f64, rate: f64, floor: f64) {
    *mean += rate * (smaller(deviation, SPREAD_CLIP * *mean + floor) - *mean);
}
