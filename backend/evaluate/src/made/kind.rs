//! The kinds of ordinary series.

use std::f64::consts::TAU;

use seismo_series::{Interval, Random};
use strum::EnumIter;

use super::noise::{Noise, exponential, poisson, student3};
use super::{Made, seed_of};
use crate::random::normal;

/// A kind of ordinary series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A level and normal noise.
    Normal,
    /// A daily season and normal noise.
    Seasonal,
    /// A level and Laplace's noise.
    Laplace,
    /// A level and Student's t with 3 degrees of freedom.
    Student,
    /// Skewed: the exponential of normal noise with standard deviation .5.
    LogNormal,
    /// The 99th percentile of response times: skewed, with a daily season and a heavy tail.
    Latency,
    /// AR(1) with coefficient .9.
    Remembering,
    /// AR(1) with coefficient .99.
    Wandering,
    /// The sum of its steps.
    RandomWalk,
    /// Poisson counts with a daily season.
    Counts,
    /// Errors: very few, most samples are 0.
    MostlyZero,
    /// The share of requests that succeeded: most samples are 1.
    Ratio,
    /// Normal noise, rounded to whole numbers.
    Whole,
    /// Noise four times as large by day as by night.
    BusyDays,
    /// Noise that is larger for some hours, at no fixed time.
    Bursty,
    /// Requests a second: a daily and a weekly season, with proportional noise.
    Traffic,
    /// Half of everything at weekends.
    Weekend,
    /// A job of seven minutes at the same minute of each day.
    FixedJob,
    /// A job of half an hour that begins within ten minutes of the same time of each day.
    WanderingJob,
    /// A job each hour, on the minute.
    HourlyJob,
    /// Higher values on the last two days of each month.
    MonthEnd,
    /// A fleet that scales with its load: whole numbers, and steps.
    Autoscaler,
    /// Memory that is filled and collected.
    SawTooth,
    /// Single samples far up, about once a day.
    Flashes,
    /// A straight line and noise.
    Ramp,
}

impl Kind {
    /// Kinds whose incidents are distinguishable from their noise: a level or a season, and constant noise.
    pub const CLEAR: [Self; 6] =
        [Self::Normal, Self::Seasonal, Self::Laplace, Self::LogNormal, Self::Counts, Self::Traffic];

    /// Whether a sample hardly ever equals the one before.
    pub const fn is_continuous(self) -> bool {
        !matches!(self, Self::Counts | Self::MostlyZero | Self::Ratio | Self::Whole | Self::Autoscaler)
    }

    /// Generates `samples` samples of this kind.
    pub fn make(self, seed: u64, interval: Interval, samples: usize) -> Made {
        let mut random = Random::new(seed_of(&format!("{self:?}-{interval}-{seed}")));
        let day = 86_400_000 / interval.ms();
        // 2024-01-01, a Monday, and up to a year of weeks later.
        let first = (19_723 + 7 * random.below(52) as i64) * day;
        let shape = Shape::new(&mut random);
        let mut state = State::default();
        let (mut values, mut sigma) = (Vec::with_capacity(samples), Vec::with_capacity(samples));
        for at in 0..samples as i64 {
            let moment = Moment {
                days: at as f64 / day as f64,
                minute: at as f64 * interval.ms() as f64 / 60_000.0,
                steps: interval.ms() as f64 / 60_000.0,
            };
            let (value, noise) = self.next(&mut random, &shape, &mut state, moment);
            values.push(value);
            sigma.push(noise);
        }
        Made { kind: self, seed, interval, first, values, sigma }
    }

    /// The sample at a moment, and the standard deviation of its noise.
    fn next(self, random: &mut Random, shape: &Shape, state: &mut State, now: Moment) -> (f64, f64) {
        let Shape { level, scale, .. } = *shape;
        let swing = shape.day(now.days);
        let around = |noise: f64| (level + scale * noise, scale);
        match self {
            Self::Normal => around(normal(random)),
            Self::Seasonal => (level + scale * (6.0 * swing + normal(random)), scale),
            Self::Laplace => around(Noise::Laplace.next(random, 0.0)),
            Self::Student => around(student3(random)),
            Self::LogNormal => around(Noise::LogNormal.next(random, 0.0)),
            Self::Latency => {
                let usual = level * (1.0 + 0.3 * swing);
                let slow = (0.15 * normal(random)).exp() + 0.05 * exponential(random).powi(2);
                (usual * slow, usual * 0.2)
            }
            Self::Remembering => {
                state.held = 0.9 * state.held + 0.19_f64.sqrt() * normal(random);
                around(state.held)
            }
            Self::Wandering => {
                state.held = 0.99 * state.held + 0.0199_f64.sqrt() * normal(random);
                around(state.held)
            }
            Self::RandomWalk => {
                state.held += normal(random);
                around(state.held)
            }
            Self::Counts => {
                let mean = shape.mean * (1.0 + 0.5 * swing);
                (poisson(random, mean), mean.sqrt())
            }
            Self::MostlyZero => (poisson(random, 0.03), 0.03_f64.sqrt()),
            Self::Ratio => {
                let failed = poisson(random, 0.2 * (1.0 + 0.5 * swing));
                (1.0 - failed / 2_000.0, 0.45 / 2_000.0)
            }
            Self::Whole => {
                let spread = 1.5_f64;
                ((level + spread * normal(random)).round(), spread)
            }
            Self::BusyDays => {
                let noise = scale * (2.5 + 1.5 * swing);
                (level + 4.0 * scale * swing + noise * normal(random), noise)
            }
            Self::Bursty => {
                // The logarithm of the deviation wanders over some hours.
                let kept = (-now.steps / 180.0).exp();
                state.held = kept * state.held + (1.0 - kept * kept).sqrt() * normal(random);
                let noise = scale * (0.5 * state.held).exp();
                (level + noise * normal(random), noise)
            }
            Self::Traffic => {
                let week = if now.is_weekend() { shape.weekend } else { 1.0 };
                let usual = level * (1.0 + 0.6 * swing) * week;
                (usual * (1.0 + 0.03 * normal(random)), usual * 0.03)
            }
            Self::Weekend => {
                let week = if now.is_weekend() { 0.5 } else { 1.0 };
                (level * week + scale * normal(random), scale)
            }
            Self::FixedJob => {
                let since = (now.minute - shape.job).rem_euclid(1_440.0);
                let job = if since < 7.0 { 12.0 } else { 0.0 };
                around(job + normal(random))
            }
            Self::WanderingJob => {
                if (now.minute - shape.job + 30.0).rem_euclid(1_440.0) < now.steps {
                    state.held = 20.0 * random.unit() - 10.0;
                }
                let since = (now.minute - shape.job - state.held).rem_euclid(1_440.0);
                let job = if since < 30.0 { 12.0 } else { 0.0 };
                around(job + normal(random))
            }
            Self::HourlyJob => {
                let since = (now.minute - shape.job).rem_euclid(60.0);
                let job = if since < 2.0 { 8.0 } else { 0.0 };
                around(job + normal(random))
            }
            Self::MonthEnd => {
                let busy = if now.days.rem_euclid(30.0) >= 28.0 { 5.0 } else { 0.0 };
                (level + scale * (4.0 * swing + busy + normal(random)), scale)
            }
            Self::Autoscaler => {
                let wanted = shape.mean * (1.0 + 0.5 * swing) + 0.5 * normal(random);
                state.held = if (wanted - state.held).abs() > 1.5 { wanted.round() } else { state.held };
                (state.held, 0.5)
            }
            Self::SawTooth => {
                state.held += now.steps * (0.08 + 0.04 * random.unit());
                state.held = if state.held > 20.0 + 10.0 * random.unit() { 0.0 } else { state.held };
                around(state.held + 0.3 * normal(random))
            }
            Self::Flashes => {
                let flash =
                    if random.unit() < now.steps / 1_440.0 { 15.0 + 10.0 * random.unit() } else { 0.0 };
                around(flash + normal(random))
            }
            Self::Ramp => (level + scale * (0.02 * now.minute + normal(random)), scale),
        }
    }
}

/// The fixed parameters of one series.
struct Shape {
    level: f64,
    scale: f64,
    /// The mean of counts.
    mean: f64,
    /// The share that remains at weekends.
    weekend: f64,
    /// The minute of the day at which a job starts.
    job: f64,
    phase: f64,
    second: f64,
}

impl Shape {
    fn new(random: &mut Random) -> Self {
        Self {
            level: 50.0 + 450.0 * random.unit(),
            scale: 0.5 + 2.0 * random.unit(),
            mean: 8.0 + 22.0 * random.unit(),
            weekend: 0.5 + 0.3 * random.unit(),
            job: (1_440.0 * random.unit()).floor(),
            phase: random.unit(),
            second: 0.4 * random.unit(),
        }
    }

    /// The usual daily pattern, between about -1 and 1.
    fn day(&self, days: f64) -> f64 {
        let angle = TAU * (days + self.phase);
        (angle.sin() + self.second * (2.0 * angle).cos()) / (1.0 + self.second)
    }
}

/// The state carried from one sample to the next.
#[derive(Default)]
struct State {
    held: f64,
}

/// The time of a sample.
#[derive(Clone, Copy)]
struct Moment {
    /// Days since the first sample.
    days: f64,
    minute: f64,
    /// Minutes between samples.
    steps: f64,
}

impl Moment {
    fn is_weekend(self) -> bool {
        self.days.rem_euclid(7.0) >= 5.0
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn series_are_repeatable_and_differ() {
        for kind in Kind::iter() {
            let made = |seed| kind.make(seed, Interval::MINUTE, 3_000).values;
            assert_eq!(made(1), made(1), "{kind:?}");
            assert_ne!(made(1), made(2), "{kind:?}");
            assert!(made(1).iter().all(|value| value.is_finite()), "{kind:?}");
        }
    }

    #[test]
    fn a_series_begins_with_a_week() {
        let made = Kind::Weekend.make(3, Interval::MINUTE, 7 * 1_440);
        assert_eq!((made.first.rem_euclid(1_440), (made.first / 1_440 + 3).rem_euclid(7)), (0, 0));
        let mean = |days: std::ops::Range<usize>| {
            made.values[days.start * 1_440..days.end * 1_440].iter().sum::<f64>()
                / (days.len() * 1_440) as f64
        };
        assert!((mean(5..7) / mean(0..5) - 0.5).abs() < 0.02);
    }

    #[test]
    fn noise_is_as_large_as_it_says() {
        for kind in [Kind::Normal, Kind::Student, Kind::LogNormal, Kind::Counts, Kind::Whole] {
            let made = kind.make(5, Interval::MINUTE, 20_000);
            let differences = made.values.windows(2).map(|pair| (pair[1] - pair[0]).powi(2) / 2.0);
            let deviation = (differences.sum::<f64>() / 19_999.0).sqrt();
            let said = (made.sigma.iter().map(|sigma| sigma * sigma).sum::<f64>() / 20_000.0).sqrt();
            assert!((deviation / said - 1.0).abs() < 0.15, "{kind:?}: {deviation} {said}");
        }
    }
}
