//! Quantiles by linear interpolation, as in numpy.

/// The `q` quantile (0..1) of ascending numbers, at least one.
pub(super) fn quantile(ascending: &[f64], q: f64) -> f64 {
    let last = ascending.len() - 1;
    let at = q * last as f64;
    let below = (at.floor() as usize).min(last);
    let (a, b) = (ascending[below], ascending[(below + 1).min(last)]);
    let part = at - below as f64;
    // From the nearer end, as in numpy: the last bit depends on it.
    if part >= 0.5 { b - (b - a) * (1.0 - part) } else { a + (b - a) * part }
}

/// The median of numbers, which are sorted in place; `None` if there are none.
pub(super) fn median(numbers: &mut [f64]) -> Option<f64> {
    numbers.sort_unstable_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => None,
        count if count % 2 == 1 => Some(numbers[middle]),
        _ => Some((numbers[middle - 1] + numbers[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_their_neighbours() {
        let numbers = [1.0, 2.0, 4.0];
        for (q, want) in [(0.0, 1.0), (0.25, 1.5), (0.5, 2.0), (0.75, 3.0), (1.0, 4.0)] {
            assert_eq!(quantile(&numbers, q), want);
        }
        assert_eq!(quantile(&[7.0], 0.3), 7.0);
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }
}
