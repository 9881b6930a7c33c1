//! Kinds of noise, all with mean 0 and standard deviation 1.

use crate::random::normal;
use seismo_series::Random;
use strum::EnumIter;

/// A kind of noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Noise {
    /// Normal.
    Normal,
    /// Uniform.
    Even,
    /// Laplace's: exponential to either side.
    Laplace,
    /// Skewed: the exponential of normal noise with standard deviation .5.
    LogNormal,
    /// Whole numbers: Poisson counts with mean 30.
    Counts,
    /// AR(1) with coefficient .8.
    Remembering,
}

impl Noise {
    /// The next sample after `before`.
    pub(crate) fn next(self, random: &mut Random, before: f64) -> f64 {
        match self {
            Self::Normal => normal(random),
            Self::Even => (random.unit() - 0.5) * 12_f64.sqrt(),
            Self::Laplace => {
                let side = if random.unit() < 0.5 { -1.0 } else { 1.0 };
                side * exponential(random) / 2_f64.sqrt()
            }
            Self::LogNormal => {
                let spread = 0.25_f64;
                let mean = (spread / 2.0).exp();
                let deviation = mean * (spread.exp() - 1.0).sqrt();
                ((0.5 * normal(random)).exp() - mean) / deviation
            }
            Self::Counts => {
                let mean = 30.0_f64;
                (poisson(random, mean) - mean) / mean.sqrt()
            }
            Self::Remembering => 0.8 * before + 0.6 * normal(random),
        }
    }
}

/// Exponential, with mean 1.
pub(super) fn exponential(random: &mut Random) -> f64 {
    -(1.0 - random.unit()).ln()
}

/// A Poisson count with this mean, at most a few hundred. Knuth's algorithm: the number of uniform numbers whose
/// product stays above exp(-mean).
pub(super) fn poisson(random: &mut Random, mean: f64) -> f64 {
    let (mut product, mut count) = (random.unit(), 0.0);
    while product > (-mean).exp() {
        product *= random.unit();
        count += 1.0;
    }
    count
}

/// Student's t with 3 degrees of freedom, scaled to a standard deviation of 1.
pub(super) fn student3(random: &mut Random) -> f64 {
    let square: f64 = (0..3).map(|_| normal(random).powi(2)).sum::<f64>() / 3.0;
    normal(random) / square.sqrt() / 3_f64.sqrt()
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_noise_has_mean_0_and_standard_deviation_1() {
        for noise in Noise::iter() {
            let mut random = Random::new(3);
            let mut before = 0.0;
            let draws: Vec<f64> = (0..200_000)
                .map(|_| {
                    before = noise.next(&mut random, before);
                    before
                })
                .collect();
            let mean = draws.iter().sum::<f64>() / draws.len() as f64;
            let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / draws.len() as f64;
            assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.04, "{noise:?}: {mean} {variance}");
        }
    }
}
