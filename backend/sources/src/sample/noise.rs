//! Random numbers without state: a hash of (series, instant), so that a value never depends on other requests.

use seismo_series::Random;

/// The finest step of the fleet, in ms: the noise is constant for 10 s.
pub(super) const STEP_MS: i64 = 10_000;

/// A hash of a key.
pub(super) const fn mix(key: u64) -> u64 {
    Random::new(key).bits()
}

/// A number in `0..1`, the same for the same seed and counter.
pub(super) fn uniform(seed: u64, counter: i64) -> f64 {
    Random::new(seed ^ mix(counter as u64)).unit()
}

/// A standard normal number: Box and Muller, 1958. <https://doi.org/10.1214/aoms/1177706645> It is cut at +-5, which
/// one sample in 1.7 million exceeds.
pub(super) fn gaussian(seed: u64, counter: i64) -> f64 {
    let radius = (-2.0 * (1.0 - uniform(seed, counter)).ln()).sqrt();
    let angle = std::f64::consts::TAU * uniform(!seed, counter);
    (radius * angle.cos()).clamp(-5.0, 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_gaussian_and_white() {
        const N: i64 = 200_000;
        for seed in [0, 1, u64::MAX] {
            let noise: Vec<f64> = (0..N).map(|counter| gaussian(seed, counter)).collect();
            let moment = |power: i32| noise.iter().map(|x| x.powi(power)).sum::<f64>() / N as f64;
            // Five standard errors of each estimate.
            let within = |found: f64, expected: f64, variance: f64| {
                (found - expected).abs() < 5.0 * (variance / N as f64).sqrt()
            };
            assert!(within(moment(1), 0.0, 1.0), "mean {}", moment(1));
            assert!(within(moment(2), 1.0, 2.0), "variance {}", moment(2));
            assert!(within(moment(3), 0.0, 15.0), "skewness {}", moment(3));
            assert!(within(moment(4), 3.0, 96.0), "kurtosis {}", moment(4));
            for lag in [1, 2, 6, 60, 8640] {
                let correlation = noise.iter().zip(&noise[lag..]).map(|(a, b)| a * b).sum::<f64>() / N as f64;
                assert!(within(correlation, 0.0, 1.0), "lag {lag}: {correlation}");
            }
        }
    }

    #[test]
    fn the_noise_of_two_series_has_nothing_in_common() {
        const N: i64 = 100_000;
        let product: f64 = (0..N).map(|at| gaussian(7, at) * gaussian(8, at)).sum();
        assert!((product / N as f64).abs() < 5.0 / (N as f64).sqrt());
    }
}
