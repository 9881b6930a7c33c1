//! The input of the model for a series, and the statistic of its output. Training, ranking and voting share this file.

/// Converts a window (`T` finite samples, ascending time) to the model's own units: the newest sample becomes 0 and the
/// root mean square 1. Returns that unit, in the unit of the series. It is 0 for a flat window, which has no shape and
/// leaves `into` unchanged, and `None` if the samples are so far apart that their differences are not finite.
///
/// With the newest sample at 0, whatever its size, an output of 0 always means "as expected". Size alone cannot make a
/// sample stand out; the model has to output another position for it.
pub fn normalise(window: &[f64], into: &mut [f32]) -> Option<f64> {
    let newest = *window.last()?;
    let (mut peak, mut size) = (0.0_f64, 0.0_f64);
    for value in window {
        peak = peak.max((value - newest).abs());
        size = size.max(value.abs());
    }
    if !peak.is_finite() {
        return None;
    }
    if peak <= ROUNDING * size {
        return Some(0.0);
    }
    let squares: f64 = window.iter().map(|value| ((value - newest) / peak).powi(2)).sum();
    let spread = (squares / window.len() as f64).sqrt();
    for (value, into) in window.iter().zip(into) {
        *into = ((value - newest) / peak / spread) as f32;
    }
    Some(peak * spread)
}

/// The distance of the newest sample from its reconstruction, in units of the model's own error on the rest of the
/// window: at least 0. `window` is normalised, `reconstruction` is the model's output; `T` samples each.
pub fn surprise(window: &[f32], reconstruction: &[f32]) -> f64 {
    let (Some((newest, window)), Some((rebuilt, reconstruction))) =
        (window.split_last(), reconstruction.split_last())
    else {
        return f64::NAN;
    };
    let mut squares = 0.0;
    for (value, rebuilt) in window.iter().zip(reconstruction) {
        squares += f64::from(value - rebuilt).powi(2);
    }
    let error = (squares / window.len() as f64).sqrt();
    f64::from(newest - rebuilt).abs() / error.max(LEAST_ERROR)
}

/// Differences below this share of the values are rounding errors in the series' own computation.
const ROUNDING: f64 = 1e-12;

/// Smallest error, in units of the window's root mean square: no model of this size is more exact, so a window that
/// fits by chance does not count more.
const LEAST_ERROR: f64 = 0.02;
