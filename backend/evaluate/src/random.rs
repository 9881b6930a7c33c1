//! Normal noise.

use seismo_series::Random;

/// Normal, with mean 0 and standard deviation 1, also in the tails: Box and Muller: A Note on the Generation of Random
/// Normal Deviates, 1958. <https://doi.org/10.1214/aoms/1177706645>
pub(crate) fn normal(random: &mut Random) -> f64 {
    // 1 - unit is never 0.
    let (radius, angle) = ((1.0 - random.unit()).ln(), random.unit());
    (-2.0 * radius).sqrt() * (std::f64::consts::TAU * angle).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_as_they_should_be() {
        let mut random = Random::new(42);
        let draws: Vec<f64> = (0..20_000).map(|_| normal(&mut random)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }
}
