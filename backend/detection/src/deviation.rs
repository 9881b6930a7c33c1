//! The deviation of a value from the expected value, in sigmas: one rule for all rooms.

/// Largest deviation reported, in sigmas, on either side.
pub const MOST_SIGMAS: f64 = 1_000.0;

/// Values that differ by less than this share of their size are equal, because that is floating point noise.
const SAME: f64 = 1e-12;

/// The signed distance of `value` from `expected`, in sigmas (`sigma` is at least 0), between -[`MOST_SIGMAS`] and
/// [`MOST_SIGMAS`]. If a series never varied, sigma is 0: its one value deviates by 0, any other by the maximum. NaN if
/// either value is unknown.
pub fn deviation(value: f64, expected: f64, sigma: f64) -> f64 {
    let distance = value - expected;
    if distance.is_nan() || sigma.is_nan() {
        return f64::NAN;
    }
    if distance.is_finite() && distance.abs() <= SAME * value.abs().max(expected.abs()) {
        return 0.0;
    }
    (distance / sigma).clamp(-MOST_SIGMAS, MOST_SIGMAS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_is_a_number_wherever_a_value_was_expected() {
        for (value, expected, sigma, want) in [
            (2.0, 1.0, 0.5, 2.0),
            (0.0, 1.0, 0.5, -2.0),
            (10.0, 0.0, 0.0, 1_000.0),
            (-10.0, 0.0, 0.0, -1_000.0),
            (0.0, 0.0, 0.0, 0.0),
            (-0.0, 0.0, 0.0, 0.0),
            (7.0, 7.0, 0.0, 0.0),
            (0.1 + 0.2, 0.3, 0.0, 0.0),
            (0.1 + 0.2, 0.3, 1e-18, 0.0),
            (1.000_001, 1.0, 0.0, 1_000.0),
            (1e300, -1e300, 1.0, 1_000.0),
            (1e308, -1e308, 1e308, 1_000.0),
            (f64::INFINITY, 1.0, 1.0, 1_000.0),
            (f64::NEG_INFINITY, 1.0, 0.0, -1_000.0),
            (1e-300, 0.0, 1e-300, 1.0),
            (5e6, 0.0, 1.0, 1_000.0),
        ] {
            assert_eq!(deviation(value, expected, sigma), want, "{value} {expected} {sigma}");
        }
        for (value, expected, sigma) in [(f64::NAN, 1.0, 1.0), (1.0, f64::NAN, 1.0), (1.0, 1.0, f64::NAN)] {
            assert!(deviation(value, expected, sigma).is_nan(), "{value} {expected} {sigma}");
        }
    }
}
