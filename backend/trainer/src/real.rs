//! The number types of a network: `f32` for training, `f64` for checking gradients.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// A floating-point number. Training only uses additions, multiplications, divisions and square roots, whose results
/// IEEE 754 fixes to the last bit. So it does not depend on a machine's C library.
pub trait Real:
    Copy
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
{
    /// The nearest number of this type.
    fn of(value: f64) -> Self;

    /// `e` to the power of `self`.
    fn exp(self) -> Self;

    /// The logistic function.
    #[inline(always)]
    fn sigmoid(self) -> Self {
        Self::of(1.0) / (Self::of(1.0) + (-self).exp())
    }

    /// The hyperbolic tangent.
    #[inline(always)]
    fn tanh(self) -> Self {
        let power = (self * Self::of(-2.0)).exp();
        (Self::of(1.0) - power) / (Self::of(1.0) + power)
    }
}

impl Real for f32 {
    #[inline(always)]
    fn of(value: f64) -> Self {
        value as Self
    }

    /// By reduction to `2^n * e^r` with `|r| <= ln 2 / 2` and the Taylor series of `e^r`; the error is about 1e-7. The
    /// compiler can vectorise it, unlike the C library's function.
    #[inline(always)]
    fn exp(self) -> Self {
        /// 1.5 * 2^23: adding it leaves a whole number in the low bits.
        const ROUND: f32 = 12_582_912.0;
        let x = self.clamp(-80.0, 80.0);
        let shifted = x * std::f32::consts::LOG2_E + ROUND;
        let n = shifted - ROUND;
        // ln 2 in two parts; the first has so few digits that its product with n is exact.
        let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
        let series = 1.0
            + r * (1.0
                + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))))));
        let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127);
        series * Self::from_bits(exponent.wrapping_shl(23))
    }
}

impl Real for f64 {
    #[inline(always)]
    fn of(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn exp(self) -> Self {
        Self::exp(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lstm_activations_are_those_of_the_library() {
        for step in -4_000..=4_000 {
            let x = f64::from(step) * 0.01;
            let near =
                |mine: f32, right: f64| (f64::from(mine) - right).abs() <= 5e-7 * right.abs().max(1e-3);
            assert!(near(Real::exp(x as f32), f64::from(x as f32).exp()), "exp({x})");
            assert!((f64::from(Real::tanh(x as f32)) - x.tanh()).abs() < 5e-7, "tanh({x})");
            assert!(
                (f64::from(Real::sigmoid(x as f32)) - 1.0 / (1.0 + (-x).exp())).abs() < 5e-7,
                "sigmoid({x})"
            );
        }
    }
}
