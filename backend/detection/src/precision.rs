//! Converts stored 32-bit scores to displayed numbers.

/// Rounds a confidence or score to seven decimals, the precision of 32 bits: 0.7, and not 0.699999988, so that a
/// threshold of 0.7 is exact. NaN stays NaN.
pub fn round_score(score: f32) -> f64 {
    (f64::from(score) * 1e7).round() / 1e7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_reads_as_it_was_meant() {
        for (score, want) in [(0.7_f32, 0.7), (0.6, 0.6), (0.0, 0.0), (1.0, 1.0), (0.123_456_7, 0.123_456_7)]
        {
            assert_eq!(round_score(score), want);
        }
        assert!(round_score(f32::NAN).is_nan());
    }
}
