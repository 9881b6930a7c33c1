//! The samples that all contestants score.

/// Samples in a day at one minute.
pub(crate) const DAY: usize = 1_440;

/// `points` samples at one minute: noise on a daily season, determined by `seed`.
pub(crate) fn series(points: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let season = |minute: usize| 5.0 * (minute as f64 * std::f64::consts::TAU / DAY as f64).sin();
    (0..points).map(|minute| 100.0 + season(minute) + (0..6).map(|_| unit()).sum::<f64>() - 3.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_one_series_around_its_season() {
        let values = series(2 * DAY, 42);
        assert_eq!(values, series(2 * DAY, 42));
        assert_ne!(values, series(2 * DAY, 43));
        assert!(values.iter().all(|value| (92.0..108.0).contains(value)));
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        assert!(mean(&values[..DAY / 2]) > mean(&values[DAY / 2..DAY]) + 5.0);
    }
}
