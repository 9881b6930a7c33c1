//! What the model is shown of a series, and what is made of its answer. Training, ranking and voting share this file.

/// Puts a window (`T` finite samples, ascending time) into the model's own units: the newest sample becomes 0 and the
/// root mean square 1. Returns that unit, in the unit of the series: 0 for a flat window, which has no shape to show and
/// leaves `into` as it was; `None` where the samples are so far apart that their differences are not finite.
///
/// With the newest sample at 0, whatever its size, an answer of 0 always means "just as it should be": size alone cannot
/// make a sample stand out, a model has to say where the sample should have been instead.
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

/// How far the newest sample is from where the model would have it, in units of the model's own error on the rest of the
/// window: at least 0. `window` is normalised, `reconstruction` what the model made of it; `T` samples each.
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

/// Differences below this share of the values are rounding errors of whoever computed the series.
const ROUNDING: f64 = 1e-12;

/// In units of the window's root mean square: no model of this size is exacter, so a lucky window does not count more.
const LEAST_ERROR: f64 = 0.02;
