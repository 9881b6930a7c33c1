//! Finds the length of a season in a history: the peak of the autocorrelation.
//!
//! After Vlachos, Yu, Castelli: On Periodicity Detection and Structural Similarity, 2005,
//! <https://doi.org/10.1137/1.9781611972757.40>: a period is accepted only where the autocorrelation has a hill.

use seismo_series::Interval;

use super::robust::{MAD_TO_SIGMA, mad_sorted, median_sorted};

/// Largest length of a coarse series: bounds the work to about `COARSE^2 / 4` multiplications.
const COARSE: usize = 2016;

/// Smallest height of a hill that is accepted. Higher: fewer seasons are found.
const LEAST_CORRELATION: f64 = 0.25;

/// Share of the highest hill that a shorter lag must reach to be preferred: higher lags are its multiples.
const NEAR_HIGHEST: f64 = 0.75;

/// The season of `values` (`n` samples, no gaps), in samples, at least 2 and at most `n / 2`; `None` where there is
/// none.
pub(crate) fn find_period(values: &[f64], interval: Interval) -> Option<usize> {
    let steady = steady(values)?;
    let step = steady.len().div_ceil(COARSE);
    let coarse: Vec<f64> =
        steady.chunks_exact(step).map(|chunk| chunk.iter().sum::<f64>() / step as f64).collect();
    // Seasons shorter than a few coarse steps are searched in the samples themselves.
    let fine = (step > 1).then(|| highest_hill(&steady[steady.len().saturating_sub(COARSE)..])).flatten();
    let (series, lag, step) = match fine.filter(|(lag, _)| *lag < 8 * step) {
        Some((lag, _)) => (&steady, lag, 1),
        None => (&coarse, highest_hill(&coarse)?.0, step),
    };
    // The hill of a smooth season is broad: folding the series over all cycles tells neighbours apart, first roughly,
    // then by the sample.
    let rough = best_fold(series, lag - lag / 10, lag + lag / 10, interval.ms() * step as i64)?;
    if step == 1 {
        Some(rough)
    } else {
        best_fold(&steady, (rough - 1) * step, (rough + 1) * step, interval.ms())
    }
}

/// The period from `low` to `high` that explains most of the series; among those that are about as good, the roundest.
fn best_fold(series: &[f64], low: usize, high: usize, step_ms: i64) -> Option<usize> {
    let folded: Vec<(usize, f64)> = (low.max(2)..=high.min(series.len() / 2))
        .map(|period| (period, folded_variance(series, period)))
        .collect();
    let best = folded.iter().map(|(_, variance)| *variance).fold(0.0, f64::max);
    let near = folded.into_iter().filter(|(_, variance)| *variance >= AS_GOOD * best);
    near.max_by(|(a, one), (b, other)| {
        let round = |period: &usize| roundness(*period as i64 * step_ms);
        round(a).cmp(&round(b)).then(one.total_cmp(other)).then(b.cmp(a))
    })
    .map(|(period, _)| period)
}

/// Seasons of systems that people use follow the clock: the largest of these that divides a period says how round it
/// is.
const CLOCK_MS: [i64; 6] = [604_800_000, 86_400_000, 3_600_000, 600_000, 60_000, 10_000];

/// Share of the best explanation from which on a period counts as equally good, because noise moves the best one. The
/// roundest of these wins.
const AS_GOOD: f64 = 0.95;

fn roundness(period_ms: i64) -> usize {
    let place = CLOCK_MS.iter().position(|unit| period_ms % unit == 0);
    CLOCK_MS.len() - place.unwrap_or(CLOCK_MS.len())
}

/// The variance of the means by phase, weighted by the number of samples of each phase: largest at the true period.
/// Leahy et al.: On searches for pulsed emission, 1983, <https://doi.org/10.1086/160766>.
fn folded_variance(steady: &[f64], period: usize) -> f64 {
    let mut sums = vec![0.0; period];
    for cycle in steady.chunks(period) {
        for (sum, value) in sums.iter_mut().zip(cycle) {
            *sum += value;
        }
    }
    let (whole, rest) = (steady.len() / period, steady.len() % period);
    let share = |(phase, sum): (usize, &f64)| sum * sum / (whole + usize::from(phase < rest)) as f64;
    sums.iter().enumerate().map(share).sum()
}

/// Removes trend and outliers and scales to mean 0 and variance 1; `None` if nothing varies.
fn steady(values: &[f64]) -> Option<Vec<f64>> {
    let n = values.len();
    if n < 8 {
        return None;
    }
    let middle = (n - 1) as f64 / 2.0;
    let mean = values.iter().map(|value| value / n as f64).sum::<f64>();
    let (mut along, mut squares) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let t = at as f64 - middle;
        along += t * (value - mean);
        squares += t * t;
    }
    let slope = along / squares;
    let mut flat: Vec<f64> =
        values.iter().enumerate().map(|(at, value)| value - mean - slope * (at as f64 - middle)).collect();
    let mut sorted = flat.clone();
    sorted.sort_by(f64::total_cmp);
    let center = median_sorted(&sorted);
    let width = 3.0 * MAD_TO_SIGMA * mad_sorted(&sorted, center);
    if width > 0.0 {
        flat.iter_mut().for_each(|value| *value = value.clamp(center - width, center + width));
    }
    let mean = flat.iter().sum::<f64>() / n as f64;
    let variance = flat.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n as f64;
    if !(variance.is_finite() && variance > 0.0) {
        return None;
    }
    Some(flat.into_iter().map(|value| (value - mean) / variance.sqrt()).collect())
}

/// Lag and height of the accepted hill.
fn highest_hill(steady: &[f64]) -> Option<(usize, f64)> {
    let longest = steady.len() / 2;
    let heights: Vec<f64> = (0..=longest).map(|lag| correlation(steady, lag)).collect();
    // A hill stands above a valley on its left: without a valley the series only drifts.
    let mut valley = f64::INFINITY;
    let mut hills = Vec::new();
    for lag in 2..longest {
        valley = valley.min(heights[lag - 1]);
        let reach = (lag / 8).max(1);
        let around = &heights[lag - reach..=(lag + reach).min(longest)];
        let top = around.iter().all(|height| *height <= heights[lag]);
        if top && heights[lag] >= LEAST_CORRELATION && heights[lag] - valley >= LEAST_CORRELATION {
            hills.push((lag, heights[lag]));
        }
    }
    let highest = hills.iter().map(|(_, height)| *height).fold(f64::NEG_INFINITY, f64::max);
    hills.into_iter().find(|(_, height)| *height >= NEAR_HIGHEST * highest)
}

/// The correlation of a standardised series with itself `lag` samples earlier. It is summed in eight independent lanes,
/// because this search is most of the cost of a season.
fn correlation(steady: &[f64], lag: usize) -> f64 {
    const LANES: usize = 8;
    let (now, then) = (&steady[lag..], &steady[..steady.len() - lag]);
    let mut lanes = [0.0; LANES];
    let (mut nows, mut thens) = (now.chunks_exact(LANES), then.chunks_exact(LANES));
    for (now, then) in nows.by_ref().zip(thens.by_ref()) {
        for (lane, (now, then)) in lanes.iter_mut().zip(now.iter().zip(then)) {
            *lane += now * then;
        }
    }
    let rest: f64 = nows.remainder().iter().zip(thens.remainder()).map(|(now, then)| now * then).sum();
    (lanes.iter().sum::<f64>() + rest) / now.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    fn noise(random: &mut Random) -> f64 {
        (0..12).map(|_| random.unit()).sum::<f64>() - 6.0
    }

    fn wave(n: usize, period: f64, amplitude: f64, trend: f64, seed: u64) -> Vec<f64> {
        let mut random = Random::new(seed);
        let level = |at: f64| amplitude * (at * std::f64::consts::TAU / period).sin() + trend * at;
        (0..n).map(|at| level(at as f64) + noise(&mut random)).collect()
    }

    #[test]
    fn seasons_are_found_within_one_in_a_hundred() {
        for (n, period, amplitude, trend, interval) in [
            (10_080, 1440.0, 5.0, 0.0, "1m"),
            (10_080, 1440.0, 1.5, 0.001, "1m"),
            (2000, 24.0, 2.0, 0.01, "1h"),
            (8064, 288.0, 3.0, 0.0, "5m"),
            (600, 168.0, 4.0, 0.0, "1h"),
            (10_080, 60.0, 2.0, 0.0, "1m"),
            (10_080, 7.0, 2.0, 0.0, "1m"),
        ] {
            let found = find_period(&wave(n, period, amplitude, trend, 42), interval.parse().unwrap())
                .unwrap_or_default() as f64;
            assert!((found - period).abs() <= (period / 100.0).max(1.0), "{period} of {n}: found {found}");
        }
    }

    #[test]
    fn where_there_is_no_season_none_is_found() {
        let mut random = Random::new(7);
        let mut level = 0.0;
        let walk: Vec<f64> = (0..5000)
            .map(|_| {
                level += noise(&mut random);
                level
            })
            .collect();
        let ramp: Vec<f64> = (0..5000).map(f64::from).collect();
        for (name, values) in [
            ("white noise", wave(10_080, 50.0, 0.0, 0.0, 3)),
            ("ramp", ramp),
            ("constant", vec![4.0; 1000]),
            ("empty", vec![]),
            ("one", vec![1.0]),
            ("one spike", {
                let mut v = vec![0.0; 1000];
                v[500] = 1e9;
                v
            }),
        ] {
            assert_eq!(find_period(&values, Interval::MINUTE), None, "{name}");
        }
        // A random walk has chance hills; one that is mistaken for a season must at least fit twice.
        assert!(find_period(&walk, Interval::MINUTE).is_none_or(|period| period <= 2500));
    }
}
