//! Small robust statistics that several detectors share.

use crate::confidence_above;

/// Makes the median absolute deviation a consistent estimate of a normal standard deviation: `1 / Phi^-1(3/4)`.
/// Rousseeuw, Croux: Alternatives to the Median Absolute Deviation, 1993,
/// <https://doi.org/10.1080/01621459.1993.10476408>.
pub(crate) const MAD_TO_SIGMA: f64 = 1.482_602_218_505_602;
/// The standard deviation of a normal distribution, in mean absolute deviations: the square root of pi/2.
pub(crate) const MEAN_TO_SIGMA: f64 = 1.253_314_137_315_500_3;

/// Smallest scale that a detector divides by, as a share of the history's standard deviation, so that a quiet stretch
/// does not turn ordinary noise into infinite deviations.
const LEAST_PART: f64 = 1e-3;

/// Differences below this share of the value's size are rounding errors.
const ROUNDING: f64 = 1e-9;

/// The smallest scale of deviations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScaleFloor(f64);

impl ScaleFloor {
    /// The floor for a history: `n` samples, NaN = gap. 0 for a constant or empty history.
    pub(crate) fn of(history: &[f64]) -> Self {
        Self(LEAST_PART * standard_deviation(history))
    }

    /// `deviation / scale`, with the scale at least the floor; 0 if the deviation is only rounding of `value`. Infinite
    /// for a deviation from a value that never varied.
    pub(crate) fn ratio(self, deviation: f64, scale: f64, value: f64) -> f64 {
        let scale = scale.max(self.0).max(ROUNDING * value.abs());
        if deviation == 0.0 { 0.0 } else { deviation / scale }
    }
}

/// The population standard deviation of the samples that are no gap; 0 if there are fewer than two. Values too large to
/// be squared are scaled by the largest.
pub(crate) fn standard_deviation<'a>(values: impl IntoIterator<Item = &'a f64> + Copy) -> f64 {
    let seen = || values.into_iter().copied().filter(|value| !value.is_nan());
    let largest = seen().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    let (mut count, mut sum) = (0.0, 0.0);
    for value in seen() {
        count += 1.0;
        sum += value / largest;
    }
    let mean = sum / count;
    let square: f64 = seen().map(|value| (value / largest - mean).powi(2)).sum();
    (square / count).sqrt() * largest
}

/// The median of ascending values; NaN if there are none.
pub(crate) fn median_sorted(sorted: &[f64]) -> f64 {
    let n = sorted.len();
    match n {
        0 => f64::NAN,
        // Halves of the smallest numbers would round to 0.
        _ if n % 2 == 1 || sorted[n / 2 - 1] == sorted[n / 2] => sorted[n / 2],
        _ => sorted[n / 2 - 1] / 2.0 + sorted[n / 2] / 2.0,
    }
}

/// The median absolute deviation of ascending values from `center`, which lies among them: the lower of the two middle
/// deviations if their number is even. `O(log n)`: the deviations of the two sides of the center are two sorted runs.
pub(crate) fn mad_sorted(sorted: &[f64], center: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let split = sorted.partition_point(|value| *value < center);
    let (left, right) = sorted.split_at(split);
    let below = |at: usize| center - left[left.len() - 1 - at];
    let above = |at: usize| right[at] - center;
    let rank = sorted.len().div_ceil(2);
    // Among the `rank` smallest deviations, `taken` come from below: the smallest number for which the rest fits above.
    let (mut low, mut high) = (rank.saturating_sub(right.len()), rank.min(left.len()));
    while low < high {
        let taken = low + (high - low) / 2;
        if below(taken) < above(rank - taken - 1) { low = taken + 1 } else { high = taken }
    }
    let from_below = if low > 0 { below(low - 1) } else { f64::NEG_INFINITY };
    let from_above = if rank > low { above(rank - low - 1) } else { f64::NEG_INFINITY };
    from_below.max(from_above)
}

/// The quantile `q` (0..1) of ascending values: the nearest rank.
pub(crate) fn quantile_sorted(sorted: &[f64], q: f64) -> f64 {
    match sorted.len() {
        0 => f64::NAN,
        n => sorted[((n as f64 * q).ceil() as usize).clamp(1, n) - 1],
    }
}

/// One standard deviation of ascending values around their median, from the median absolute deviation. NaN if there are
/// none.
pub(crate) fn sigma_sorted(sorted: &[f64], median: f64) -> f64 {
    MAD_TO_SIGMA * mad_sorted(sorted, median)
}

/// Like [`sigma_sorted`], but if more than half of the values are equal, so that this would be 0, it uses the others:
/// the larger of the plain standard deviation and the one that would put the value exceeded by one sample in 50 at the
/// matching normal quantile. So a value that occurs in three of 100 samples is no outlier, and one that occurs in one
/// is.
pub(crate) fn spread_sorted(sorted: &[f64], median: f64) -> f64 {
    /// Two-sided normal quantile: a normal value lies farther off than this in one case of 50.
    const ONE_OF_50: f64 = 2.326;
    match sigma_sorted(sorted, median) {
        0.0 => {
            let reach = (sorted.len() as f64 * 0.98).ceil() as usize;
            let above = sorted[reach - 1] - median;
            let below = median - sorted[sorted.len() - reach];
            deviation_of_few(sorted, median).max(above.max(below) / ONE_OF_50)
        }
        sigma => sigma,
    }
}

/// The population standard deviation of ascending values most of which equal `common`; reads only the others.
fn deviation_of_few(sorted: &[f64], common: f64) -> f64 {
    let (below, rest) = sorted.split_at(sorted.partition_point(|value| *value < common));
    let above = &rest[rest.partition_point(|value| *value <= common)..];
    let farthest = [below.first(), above.last()].into_iter().flatten().map(|value| (value - common).abs());
    let largest = farthest.fold(0.0, f64::max);
    if largest == 0.0 {
        return 0.0;
    }
    let (mut sum, mut square) = (0.0, 0.0);
    for value in below.iter().chain(above) {
        let part = (value - common) / largest;
        sum += part;
        square += part * part;
    }
    let count = sorted.len() as f64;
    largest * (square / count - (sum / count).powi(2)).max(0.0).sqrt()
}

/// Values beyond this are too large to be added up, so all computations treat them as gaps.
const LARGEST: f64 = seismo_series::Series::LARGEST;

/// The value if it can be used in computations; NaN if it is a gap or too large.
pub(crate) fn usable(value: f64) -> f64 {
    if value.abs() <= LARGEST { value } else { f64::NAN }
}

/// The jitter of neighbours, as the unit of shapes: the robust standard deviation of first differences over the square
/// root of two, which is the noise of a slowly moving series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jitter {
    sigma: f64,
    floor: ScaleFloor,
}

impl Jitter {
    /// The jitter of a history (`n` samples, NaN = gap). `sigma` computes one standard deviation of ascending values
    /// around their median.
    pub(crate) fn of(history: &[f64], sigma: fn(&[f64], f64) -> f64) -> Self {
        let mut steps: Vec<f64> =
            history.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| !step.is_nan()).collect();
        steps.sort_by(f64::total_cmp);
        let sigma = sigma(&steps, median_sorted(&steps)) / std::f64::consts::SQRT_2;
        Self { sigma: if sigma.is_nan() { 0.0 } else { sigma }, floor: ScaleFloor::of(history) }
    }

    /// A difference in this unit, at most [`FARTHEST`] to either side; `value` is the value at which it was found.
    pub(crate) fn units(self, difference: f64, value: f64) -> f64 {
        self.floor.ratio(difference.abs(), self.sigma, value).min(FARTHEST).copysign(difference)
    }
}

/// Largest size of a shape: larger differences are clamped to it.
pub(crate) const FARTHEST: f64 = 1e6;

/// The confidence of a member whose statistic stands at `ratio` times its own threshold, for statistics that differ by
/// orders of magnitude: like [`confidence_above`], but the distance from 1 is a power of the ratio, `0.4 ratio^-power`,
/// so that a thousand times the threshold still counts more than a hundred times.
pub(crate) fn confidence_by_order(ratio: f64, power: f64) -> f32 {
    confidence_above(1.0 + ratio.ln(), power)
}

/// The limit between the ordinary scores of a history and unusual ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    at: f64,
    spread: f64,
}

impl Limit {
    /// The limit that the share `part` of `scores` (ascending, at least one) exceeds. Incidents in the history raise
    /// its highest scores until nothing exceeds them, but hardly its median and upper quartile. So the limit is at most
    /// `tail` times the distance from median to upper quartile above the median. It is at least `least` above the
    /// median.
    pub(crate) fn of(scores: &[f64], part: f64, tail: f64, least: f64) -> Self {
        let median = median_sorted(scores);
        let expected = median + tail * (quantile_sorted(scores, 0.75) - median);
        let at = quantile_sorted(scores, 1.0 - part).min(expected).max(median + least);
        Self { at, spread: at - median }
    }

    /// The score as a ratio: 1 at the limit, 2 at twice the limit's distance from the median, and so on; 0 for a score
    /// that does not exceed the limit.
    pub(crate) fn ratio(self, score: f64) -> f64 {
        let beyond = score - self.at;
        if beyond <= 0.0 { 0.0 } else { 1.0 + beyond / self.spread.max(f64::MIN_POSITIVE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    #[test]
    fn the_fast_median_absolute_deviation_equals_the_plain_one() {
        let mut random = Random::new(42);
        for n in 1..60 {
            for _ in 0..20 {
                let mut values: Vec<f64> = (0..n).map(|_| (random.unit() * 8.0).floor()).collect();
                values.sort_by(f64::total_cmp);
                for center in [median_sorted(&values), values[0], values[n - 1], values[random.below(n)]] {
                    let mut deviations: Vec<f64> =
                        values.iter().map(|value| (value - center).abs()).collect();
                    deviations.sort_by(f64::total_cmp);
                    let plain = deviations[n.div_ceil(2) - 1];
                    assert_eq!(mad_sorted(&values, center), plain, "{values:?} around {center}");
                }
            }
        }
    }

    #[test]
    fn the_standard_deviation_survives_huge_values_and_gaps() {
        for (values, want) in [
            (vec![], 0.0),
            (vec![f64::NAN], 0.0),
            (vec![3.0], 0.0),
            (vec![1.0, f64::NAN, 3.0], 1.0),
            (vec![1e308, -1e308], 1e308),
            (vec![5e-324, 5e-324], 0.0),
        ] {
            assert_eq!(standard_deviation(&values), want, "{values:?}");
        }
    }

    #[test]
    fn where_most_values_are_equal_the_spread_is_that_of_the_others() {
        let zeros_and = |others: &[f64]| {
            let mut values = vec![0.0; 100 - others.len()];
            values.extend_from_slice(others);
            values.sort_by(f64::total_cmp);
            values
        };
        for (name, values, want) in [
            ("nothing else", zeros_and(&[]), 0.0),
            ("one of 100 is no part of the spread but for its own square", zeros_and(&[10.0]), 0.995),
            ("three of 100 are ordinary", zeros_and(&[7.0, 7.0, 7.0]), 7.0 / 2.326),
            ("below as above", zeros_and(&[-7.0, -7.0, -7.0]), 7.0 / 2.326),
            ("huge", zeros_and(&[1e300; 40]), 1e300 * 0.24_f64.sqrt()),
            ("varied", (0..101).map(f64::from).collect(), 25.0 * MAD_TO_SIGMA),
        ] {
            let found = spread_sorted(&values, median_sorted(&values));
            assert!((found - want).abs() <= 1e-3 * want, "{name}: {found}");
            let plain = standard_deviation(&values);
            assert!((deviation_of_few(&values, 0.0) - plain).abs() <= 1e-9 * plain, "{name}");
        }
        assert!(spread_sorted(&[], f64::NAN).is_nan());
    }

    #[test]
    fn the_limit_is_held_by_the_middle_where_incidents_raise_the_highest_scores() {
        let scores = |part: f64| {
            let mut scores: Vec<f64> = (0..1000).map(|at| f64::from(at) / 1000.0).collect();
            let from = 1000 - (part * 1000.0) as usize;
            scores[from..].fill(50.0);
            scores
        };
        for (name, scores, tail, least, at) in [
            ("the quantile", scores(0.0), 5.0, 0.0, 0.989),
            ("held by the middle", scores(0.05), 5.0, 0.0, 0.4995 + 5.0 * 0.2495),
            ("no nearer than the least", scores(0.0), 5.0, 0.8, 1.2995),
        ] {
            let limit = Limit::of(&scores, 0.01, tail, least);
            assert!((limit.at - at).abs() < 1e-9, "{name}: {}", limit.at);
            assert_eq!(limit.ratio(at - 0.01), 0.0, "{name}");
            assert!((limit.ratio(at + limit.spread) - 2.0).abs() < 1e-9, "{name}");
        }
        assert!(Limit::of(&[1.0; 9], 0.01, 5.0, 0.0).ratio(1.1) > 1e6, "nothing ever varied");
    }

    #[test]
    fn confidence_tells_orders_of_magnitude_apart() {
        assert_eq!(confidence_by_order(0.0, 3.0), 0.0);
        assert_eq!(confidence_by_order(0.99, 3.0), 0.0);
        assert_eq!(confidence_by_order(1.0, 3.0), 0.6);
        assert_eq!(confidence_by_order(f64::INFINITY, 3.0), 1.0);
        assert!(confidence_by_order(f64::NAN, 3.0).is_nan());
        let rising = [1.0, 1.5, 2.0, 10.0, 50.0, 100.0].map(|ratio| confidence_by_order(ratio, 3.0));
        assert!(rising.is_sorted_by(|one, other| one < other), "{rising:?}");
    }

    #[test]
    fn what_never_varied_deviates_infinitely_but_rounding_does_not() {
        let constant = ScaleFloor::of(&[5.0; 100]);
        assert_eq!(constant.ratio(0.0, 0.0, 5.0), 0.0);
        assert!(constant.ratio(1e-12, 0.0, 5.0) < 1.0);
        assert!(constant.ratio(1.0, 0.0, 6.0) > 1e6);
        assert_eq!(ScaleFloor::of(&[0.0; 9]).ratio(1.0, 0.0, 0.0), f64::INFINITY);
    }
}
