//! Data shared by several tests.

/// Nearly normal noise of sigma .7, determined by the sample.
pub(crate) fn noise(at: i64) -> f64 {
    let mut state = (at as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..6)
        .map(|_| {
            state ^= state >> 30;
            state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
            state ^= state >> 27;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        })
        .sum::<f64>()
        - 3.0
}
