//! Fast arithmetic for numbers that are never NaN.
//!
//! Logarithms and exponentials use only additions, multiplications and divisions, so that they are the same on every
//! machine; the C library's are not.

/// The larger of two numbers.
#[inline]
pub(super) fn larger(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// The smaller of two numbers.
#[inline]
pub(super) fn smaller(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// The number clamped to `least..=most`.
#[inline]
pub(super) fn within(number: f64, least: f64, most: f64) -> f64 {
    smaller(larger(number, least), most)
}

/// The rate of the next sample in a mean that is plain at first and then forgets over `memory` samples.
#[inline]
pub(super) fn fading(seen: f64, memory: f64) -> f64 {
    if seen + 1.0 < memory { 1.0 / (seen + 1.0) } else { 1.0 / memory }
}

/// The same for a mean with a smallest rate of `rate`.
#[inline]
pub(super) fn slowing(seen: f64, rate: f64) -> f64 {
    if (seen + 1.0) * rate < 1.0 { 1.0 / (seen + 1.0) } else { rate }
}

/// The decimal logarithm of a number above the smallest normal one, to 8 digits.
#[inline]
pub(super) fn log10(number: f64) -> f64 {
    std::f64::consts::LOG10_2 * log2(number)
}

/// The binary logarithm of a number above the smallest normal one, to 8 digits.
#[inline]
pub(super) fn log2(number: f64) -> f64 {
    /// The square root of 1/2: the mantissa lies between it and twice as much.
    const ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
    const TWICE: f64 = 2.0 / std::f64::consts::LN_2;
    let bits = number.to_bits();
    let exponent = (bits.wrapping_sub(ROOT) as i64) >> 52;
    let mantissa = f64::from_bits(bits.wrapping_sub((exponent as u64) << 52));
    // The series of the inverse hyperbolic tangent.
    let part = (mantissa - 1.0) / (mantissa + 1.0);
    let square = part * part;
    let fourth = square * square;
    let low = TWICE + square * (TWICE / 3.0);
    let high = (TWICE / 5.0 + square * (TWICE / 7.0)) + fourth * (TWICE / 9.0);
    exponent as f64 + part * (low + fourth * high)
}

/// 2 to the power of a number between -1000 and 1000, to 7 digits.
#[inline]
pub(super) fn exp2(number: f64) -> f64 {
    const LN_2: f64 = std::f64::consts::LN_2;
    /// 2^52 * 1.5: adding it rounds a number to a whole one, in the lowest bits.
    const WHOLES: f64 = 6_755_399_441_055_744.0;
    let sum = number + WHOLES;
    let part = (number - (sum - WHOLES)) * LN_2;
    let square = part * part;
    let high = (1.0 / 24.0 + part * (1.0 / 120.0)) + square * (1.0 / 720.0);
    let series = (1.0 + part) + square * ((0.5 + part * (1.0 / 6.0)) + square * high);
    series * f64::from_bits(sum.to_bits().wrapping_add(1023) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_and_powers_are_those_of_the_standard_library() {
        for at in 0..100_000 {
            let number = 1e-12 * 1.000_6_f64.powi(at);
            assert!((log2(number) - number.log2()).abs() < 1e-8, "{number}");
            assert!((log10(number) - number.log10()).abs() < 1e-8, "{number}");
            let power = f64::from(at) * 0.013 - 650.0;
            assert!((exp2(power) / power.exp2() - 1.0).abs() < 2e-7, "{power}");
        }
        assert_eq!([log2(1.0), log2(8.0), log10(1.0), exp2(0.0), exp2(-3.0)], [0.0, 3.0, 0.0, 1.0, 0.125]);
    }

    #[test]
    fn a_mean_weighs_all_alike_until_it_forgets() {
        assert_eq!([0.0, 1.0, 8.0, 9.0, 1e9].map(|seen| fading(seen, 10.0)), [1.0, 0.5, 1.0 / 9.0, 0.1, 0.1]);
        assert_eq!([0.0, 1.0, 8.0, 9.0, 1e9].map(|seen| slowing(seen, 0.1)), [1.0, 0.5, 1.0 / 9.0, 0.1, 0.1]);
    }
}
