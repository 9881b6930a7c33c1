//! Random numbers over several orders of magnitude.

use seismo_series::Random;

/// Log-uniform from `low` to below `high`, both above 0: each factor of two is equally likely.
///
/// Twelve halvings of the range by square roots replace a logarithm, whose last bit differs between libraries.
pub fn factor(random: &mut Random, low: f64, high: f64) -> f64 {
    let (mut low, mut high, bits) = (low, high, random.bits());
    for bit in 0..12 {
        let middle = (low * high).sqrt();
        if bits >> bit & 1 == 0 { high = middle } else { low = middle }
    }
    random.between(low, high)
}
