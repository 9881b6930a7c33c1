//! Other contestants on the same samples: reading them, and the `augurs` crate.

use std::hint::black_box;

use augurs::Fit;
use augurs::mstl::MSTLModel;
use augurs::outlier::{MADDetector, OutlierDetector};

use crate::Failure;

/// Number of independent sums, so that memory is the limit and not the latency of an addition.
const LANES: usize = 16;

/// The sum of values: the cost of reading them.
pub(crate) fn sum(values: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let parts = values.chunks_exact(LANES);
    let rest: f64 = parts.remainder().iter().sum();
    for part in parts {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += value;
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// MSTL with one period, and the outliers of its residual by MAD, in hindsight: their number.
pub(crate) fn augurs(values: &[f64], period: usize) -> Result<usize, Failure> {
    let fitted = MSTLModel::naive(vec![period]).fit(values)?;
    let left: Vec<f64> = fitted.fit().remainder().iter().map(|left| f64::from(*left)).collect();
    let detector = MADDetector::with_sensitivity(0.5)?;
    let outliers = detector.detect(&detector.preprocess(&[&left])?)?;
    let found = outliers.series_results.iter().flat_map(|series| &series.scores);
    Ok(black_box(found.filter(|score| score.is_finite()).count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DAY, series};

    #[test]
    fn a_sum_in_lanes_is_the_sum() {
        for points in [0, 1, 15, 16, 17, 1_000] {
            let values = series(points, 42);
            let (lanes, plain) = (sum(&values), values.iter().sum::<f64>());
            assert!((lanes - plain).abs() <= 1e-9 * plain.abs(), "{points}: {lanes} {plain}");
        }
    }

    #[test]
    fn augurs_looks_at_every_sample() {
        assert_eq!(augurs(&series(3 * DAY, 42), DAY).unwrap(), 3 * DAY);
        assert!(augurs(&series(100, 42), DAY).is_err());
    }
}
