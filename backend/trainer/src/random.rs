//! Random numbers that are the same everywhere and for ever.

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and good enough to make training data.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly from 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly from `low` to below `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From `low` to below `high`, both above 0, so that each factor of two is as likely as another.
    ///
    /// Twelve halvings of the range by square roots stand for a logarithm, whose last bit differs between libraries.
    pub fn factor(&mut self, low: f64, high: f64) -> f64 {
        let (mut low, mut high, bits) = (low, high, self.bits());
        for bit in 0..12 {
            let middle = (low * high).sqrt();
            if bits >> bit & 1 == 0 { high = middle } else { low = middle }
        }
        low + (high - low) * self.unit()
    }

    /// One of `0..n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// Whether something with this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Normal with mean 0 and variance 1, as the sum of twelve even ones: plain arithmetic, and right to 4 sigmas.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}
