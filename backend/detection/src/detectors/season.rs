//! The season of a history: its length and its shape.
//!
//! The shape is that of STL: Cleveland, Cleveland, McRae, Terpenning: STL: A Seasonal-Trend Decomposition Procedure
//! Based on Loess, 1990. The length is given or found by [`find_period`].
//!
//! # Not supported
//! More than one season.

use std::sync::Arc;

use stlrs::Stl;

use super::period::find_period;
use super::robust::standard_deviation;
use crate::{Context, Season, Unfit};

/// Smallest number of cycles in the history for which a season is subtracted.
const LEAST_CYCLES: usize = 2;

/// A season with a fixed shape, subtracted sample by sample.
#[derive(Debug, Clone)]
pub(crate) struct Repeating {
    /// Its length in samples; `None` without a season.
    pub(crate) length: Option<usize>,
    /// Its values, the first for the sample right after the history; a single 0 without a season.
    shape: Arc<[f64]>,
    /// Position of the next sample in the shape.
    phase: usize,
}

impl Repeating {
    /// The season of `seen` (`n` samples, the first no gap), positioned before the first of these samples.
    ///
    /// # Errors
    /// [`Unfit::ShortHistory`] if the requested season does not fit in twice.
    pub(crate) fn fit(seen: &[f64], context: &Context) -> Result<Self, Unfit> {
        let length = season_length(seen, context)?;
        let shape = length.map_or_else(|| Arc::from([0.0]), |samples| seasonal_pattern(seen, samples));
        let phase = (shape.len() - seen.len() % shape.len()) % shape.len();
        Ok(Self { length, shape, phase })
    }

    /// The season's value for the next sample; moves past it.
    pub(crate) fn next(&mut self) -> f64 {
        let now = self.shape[self.phase];
        self.phase = (self.phase + 1) % self.shape.len();
        now
    }

    /// Moves past `count` samples.
    pub(crate) fn skip(&mut self, count: usize) {
        self.phase = (self.phase + count) % self.shape.len();
    }

    /// The values of one season from the next sample on.
    pub(crate) fn cycle(&self) -> Vec<f64> {
        let (before, after) = self.shape.split_at(self.phase);
        [after, before].concat()
    }

    /// The factor by which residuals of later samples spread farther than those of the `count` samples that the shape
    /// was made from: for `c` cycles `sqrt((c + 1) / (c - 1))`; 1 without a season.
    pub(crate) fn optimism(&self, count: usize) -> f64 {
        let cycles = count as f64 / self.shape.len() as f64;
        if self.shape.len() > 1 { ((cycles + 1.0) / (cycles - 1.0)).sqrt() } else { 1.0 }
    }

    /// Approximate memory held, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        8 * self.shape.len()
    }
}

/// The season to use with `seen` (`n` samples, the first no gap), in samples, at least 2; `None` if none is requested
/// or found.
///
/// # Errors
/// [`Unfit::ShortHistory`] if the requested season does not fit in twice.
fn season_length(seen: &[f64], context: &Context) -> Result<Option<usize>, Unfit> {
    match context.season {
        Season::Off => Ok(None),
        Season::Auto => Ok(find_period(&fill(seen), context.interval)),
        Season::Samples(samples) if seen.len() >= LEAST_CYCLES * samples => Ok(Some(samples)),
        Season::Samples(samples) => {
            Err(Unfit::ShortHistory { needed: LEAST_CYCLES * samples, found: seen.len() })
        }
    }
}

/// The history from its first sample that is no gap.
pub(crate) fn trim_leading_gaps(history: &[f64]) -> &[f64] {
    &history[history.iter().position(|value| !value.is_nan()).unwrap_or(history.len())..]
}

/// Fills gaps with straight lines, for the season only: no filled value is ever scored.
fn fill(values: &[f64]) -> Vec<f64> {
    let mut filled = values.to_vec();
    let mut last: Option<usize> = None;
    for at in 0..values.len() {
        if values[at].is_nan() {
            continue;
        }
        if let Some(before) = last {
            let (from, to, gap) = (values[before], values[at], (at - before) as f64);
            for (step, slot) in filled[before + 1..at].iter_mut().enumerate() {
                let part = (step + 1) as f64 / gap;
                *slot = from * (1.0 - part) + to * part;
            }
        }
        last = Some(at);
    }
    if let Some(before) = last {
        let held = values[before];
        filled[before..].fill(held);
    }
    filled
}

/// The season that follows the history: `samples` values, the first for the sample right after it. STL with the
/// periodic seasonal smoother, so the season is one shape, and two passes of robustness weights against outliers.
fn seasonal_pattern(seen: &[f64], samples: usize) -> Arc<[f64]> {
    let filled = fill(seen);
    // STL squares and sums, so it gets values around zero with a size of about one.
    let center = filled.iter().map(|value| value / filled.len() as f64).sum::<f64>();
    let size = standard_deviation(&filled);
    if !(size > 0.0 && size.is_finite()) {
        return Arc::from([0.0]);
    }
    let unit: Vec<f64> = filled.iter().map(|value| (value - center) / size).collect();
    let n = unit.len();
    let fit = Stl::params()
        .seasonal_length(10 * (n / samples) + 1)
        .seasonal_degree(0)
        .inner_loops(1)
        .outer_loops(2)
        .robust(true)
        .fit(&unit, samples);
    match fit {
        Ok(parts) => parts.seasonal()[n - samples..].iter().map(|value| value * size).collect(),
        Err(_) => Arc::from([0.0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_for_the_season_by_straight_lines() {
        let nan = f64::NAN;
        assert_eq!(fill(&[1.0, nan, nan, 4.0, nan]), [1.0, 2.0, 3.0, 4.0, 4.0]);
        assert_eq!(trim_leading_gaps(&[nan, nan, 1.0, nan]).len(), 2);
        assert!(trim_leading_gaps(&[nan]).is_empty());
    }

    #[test]
    fn the_pattern_continues_the_season_at_the_right_phase() {
        let shape = [0.0, 1.0, 4.0, 2.0, -3.0, -4.0];
        for n in [60, 61, 64, 65] {
            let seen: Vec<f64> = (0..n).map(|at| 100.0 + shape[at % 6]).collect();
            let pattern = seasonal_pattern(&seen, 6);
            for (ahead, season) in pattern.iter().enumerate() {
                assert!((season - shape[(n + ahead) % 6]).abs() < 0.05, "{n} {ahead}: {season}");
            }
        }
    }
}
