//! What the next value will be: experts of different memory, weighed by how well each has done.
//!
//! A mixture of forecasts by their past losses: Cesa-Bianchi and Lugosi: Prediction, Learning, and Games, 2006. The loss is
//! the mean absolute error, winsorised, so that an anomaly does not turn the weights.

use super::profile::Profile;
use super::tuning::{
    AR_ORDER, AR_RATE, DRIFT_RATE, DRIFT_STEP, ECHO_CLIP, FAST, LOSS_CLIP, LOSS_MEMORY, PROFILE_CLIP,
    PROFILE_RATE, SLOPE, SLOPE_RATE, SLOW,
};

/// The experts.
const EXPERTS: usize = 10;
const LAST: usize = 0;
const QUICK: usize = 1;
const SLOWLY: usize = 2;
const PERIOD: usize = 3;
const SMOOTH: usize = 4;
const WEEK: usize = 5;
const ECHO: usize = 6;
const ECHOES: usize = 7;
const NEAR: usize = 8;
const TREND: usize = 9;

/// Where a sample lies in the seasons, each 0..1; and whether profiles learn from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phase {
    /// Of the day, or of the season that was given.
    pub(super) period: f64,
    /// Of the week.
    pub(super) week: f64,
    /// False on a holiday.
    pub(super) ordinary: bool,
}

/// The profiles that a season asks for.
#[derive(Debug, Clone)]
pub(super) struct Seasons {
    pub(super) period: Option<Profile>,
    pub(super) smooth: Option<Profile>,
    pub(super) week: Option<Profile>,
    /// How fast the level follows.
    pub(super) level_rate: f64,
}

impl Seasons {
    /// No season.
    pub(super) const fn none() -> Self {
        Self { period: None, smooth: None, week: None, level_rate: 1.0 / 288.0 }
    }

    /// A period of so many samples, not necessarily whole.
    pub(super) fn of_period(samples: f64) -> Self {
        let parts = (samples.round() as usize).clamp(1, 1_440);
        let few = parts.min(144);
        let each = samples / few as f64;
        Self {
            period: Some(Profile::new(parts, false, PROFILE_RATE)),
            smooth: Some(Profile::new(few, true, 1.0 - (1.0 - PROFILE_RATE).powf(1.0 / each.max(1.0)))),
            week: None,
            level_rate: 1.0 / samples.max(8.0),
        }
    }

    /// A day and a week; `day` and `week` in samples.
    pub(super) fn of_week(day: f64, week: f64) -> Self {
        // At a quarter of an hour and above every sample of the week has a part of its own.
        let own = week <= 672.0;
        let parts = if own { (week.round() as usize).max(1) } else { 336 };
        let rate = PROFILE_RATE / (week / parts as f64).max(1.0);
        Self { week: Some(Profile::new(parts, !own, rate)), ..Self::of_period(day) }
    }

    fn bytes(&self) -> usize {
        [&self.period, &self.smooth, &self.week].into_iter().flatten().map(Profile::bytes).sum()
    }
}

/// What was expected of one sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forecast {
    each: [f64; EXPERTS],
    /// What all experts together say.
    pub(super) mix: f64,
    /// What those say that do not follow the newest samples.
    pub(super) base: f64,
}

/// Typical deviations that bound what one sample can change, in the unit of the series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Of the mix.
    pub(super) mix: f64,
    /// Of the base.
    pub(super) base: f64,
    /// Of the base less its drift.
    pub(super) near: f64,
    /// What is no deviation at all.
    pub(super) floor: f64,
}

#[derive(Debug, Clone)]
pub(super) struct Experts {
    seasons: Seasons,
    last: f64,
    quick: f64,
    slowly: f64,
    level: f64,
    slope: f64,
    /// Where the base has been off lately: moved by at most a step a sample.
    drift: f64,
    echo: Echo,
    echoes: Echoes,
    loss: [f64; EXPERTS],
    tries: [f64; EXPERTS],
}

impl Experts {
    pub(super) const fn new(seasons: Seasons) -> Self {
        Self {
            seasons,
            last: 0.0,
            quick: 0.0,
            slowly: 0.0,
            level: 0.0,
            slope: 0.0,
            drift: 0.0,
            echo: Echo { before: 0.0, square: 0.0, product: 0.0 },
            echoes: Echoes { weights: [0.0; AR_ORDER], past: [0.0; AR_ORDER] },
            loss: [0.0; EXPERTS],
            tries: [0.0; EXPERTS],
        }
    }

    /// The slow level.
    pub(super) const fn slowly(&self) -> f64 {
        self.slowly
    }

    /// Where the base has been off lately.
    pub(super) const fn drift(&self) -> f64 {
        self.drift
    }

    /// Starts from the first sample.
    pub(super) const fn start(&mut self, value: f64) {
        (self.last, self.quick, self.slowly, self.level) = (value, value, value, value);
    }

    /// What the next sample will be; `spread` is the typical deviation from the base.
    pub(super) fn forecast(&self, phase: Phase, spread: f64) -> Forecast {
        let season = |profile: &Option<Profile>, at: f64| {
            profile.as_ref().and_then(|profile| profile.at(at)).map_or(f64::NAN, |usual| self.level + usual)
        };
        let mut each = [f64::NAN; EXPERTS];
        each[LAST] = self.last;
        each[QUICK] = self.quick;
        each[SLOWLY] = self.slowly;
        each[PERIOD] = season(&self.seasons.period, phase.period);
        each[SMOOTH] = season(&self.seasons.smooth, phase.period);
        each[WEEK] = season(&self.seasons.week, phase.week);
        let base = self.weigh(&each, SLOWLY..=WEEK, |ratio| ratio.powi(4)).unwrap_or(self.slowly);
        each[ECHO] = base + spread * self.echo.next();
        each[ECHOES] = base + spread * self.echoes.next();
        each[NEAR] = base + self.drift;
        each[TREND] = self.last + SLOPE * self.slope;
        let mix = self.weigh(&each, LAST..=TREND, |ratio| ratio.powi(6)).unwrap_or(self.last);
        Forecast { each, mix, base }
    }

    /// Learns the sample that came; `n` came before it.
    pub(super) fn learn(&mut self, value: f64, n: f64, phase: Phase, forecast: &Forecast, bounds: Bounds) {
        let young = 1.0 / (n + 1.0);
        let most = LOSS_CLIP * bounds.mix;
        for ((said, loss), tries) in forecast.each.iter().zip(&mut self.loss).zip(&mut self.tries) {
            if said.is_nan() {
                continue;
            }
            let missed = (value - said).abs();
            let missed = if n > 20.0 { missed.min(most.max(4.0 * *loss)) } else { missed };
            *loss += (1.0 / LOSS_MEMORY).max(1.0 / (*tries + 1.0)) * (missed - *loss);
            *tries += 1.0;
        }
        let missed = value - forecast.base;
        let off = missed - self.drift;
        let step = DRIFT_STEP * (bounds.near + bounds.floor);
        self.drift += DRIFT_RATE.max(young) * if n > 20.0 { off.clamp(-step, step) } else { off };
        let most = ECHO_CLIP * bounds.base;
        self.echo.learn(missed.clamp(-most, most) / bounds.base.max(f64::MIN_POSITIVE));
        self.echoes.learn(missed.clamp(-most, most) / bounds.base.max(f64::MIN_POSITIVE));
        let (difference, limit) = (value - self.level, PROFILE_CLIP * bounds.base);
        if phase.ordinary {
            for (profile, at) in [
                (&mut self.seasons.period, phase.period),
                (&mut self.seasons.smooth, phase.period),
                (&mut self.seasons.week, phase.week),
            ] {
                if let Some(profile) = profile {
                    profile.learn(at, difference, limit);
                }
            }
        }
        self.level += self.seasons.level_rate.max(young) * difference;
        self.quick += FAST.max(young) * (value - self.quick);
        self.slowly += SLOW.max(young) * (value - self.slowly);
        if n > 0.0 {
            self.slope += SLOPE_RATE.max(young) * (value - self.last - self.slope);
        }
        self.last = value;
    }

    /// Memory beside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.seasons.bytes()
    }

    /// What the experts of a range say together: each counts by how its loss compares with the least. `None` before one
    /// of them was tried.
    fn weigh(
        &self,
        each: &[f64; EXPERTS],
        range: std::ops::RangeInclusive<usize>,
        weight: impl Fn(f64) -> f64,
    ) -> Option<f64> {
        let tried = |at: &usize| !each[*at].is_nan() && self.tries[*at] > 0.0;
        let least = range.clone().filter(tried).map(|at| self.loss[at]).fold(f64::INFINITY, f64::min);
        let (mut sum, mut weights) = (0.0, 0.0);
        for at in range.filter(tried) {
            let weight = weight((least + f64::MIN_POSITIVE) / (self.loss[at] + f64::MIN_POSITIVE));
            sum += weight * each[at];
            weights += weight;
        }
        (weights > 0.0).then(|| sum / weights)
    }
}

/// How much of a deviation from the base is left a sample later: autoregression of order 1, in typical deviations.
#[derive(Debug, Clone)]
struct Echo {
    before: f64,
    square: f64,
    product: f64,
}

impl Echo {
    fn next(&self) -> f64 {
        if self.square > 0.0 { (self.product / self.square).clamp(0.0, 1.0) * self.before } else { 0.0 }
    }

    fn learn(&mut self, deviation: f64) {
        const KEPT: f64 = 1.0 - 1.0 / 400.0;
        self.square = self.square * KEPT + self.before * self.before;
        self.product = self.product * KEPT + self.before * deviation;
        self.before = deviation;
    }
}

/// Autoregression of order [`AR_ORDER`] by normalised least mean squares (Widrow and Hoff 1960; Haykin: Adaptive Filter
/// Theory), in typical deviations.
#[derive(Debug, Clone)]
struct Echoes {
    weights: [f64; AR_ORDER],
    /// Newest first.
    past: [f64; AR_ORDER],
}

impl Echoes {
    fn next(&self) -> f64 {
        self.weights.iter().zip(&self.past).map(|(weight, past)| weight * past).sum()
    }

    fn learn(&mut self, deviation: f64) {
        let deviation = deviation.clamp(-8.0, 8.0);
        let error = (deviation - self.next()).clamp(-4.0, 4.0);
        let square: f64 = 1.0 + self.past.iter().map(|past| past * past).sum::<f64>();
        let rate = AR_RATE * error / square;
        for (weight, past) in self.weights.iter_mut().zip(&self.past) {
            *weight += rate * past;
        }
        self.past.copy_within(..AR_ORDER - 1, 1);
        self.past[0] = deviation;
    }
}
