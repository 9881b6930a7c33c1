//! Charts of the residuals of a series, after its season is subtracted.

use std::fmt::Debug;

use super::robust::{confidence_by_order, usable};
use super::season::{Repeating, trim_leading_gaps};
use crate::{Context, Expectation, Fitted, Unfit, Vote};

/// Follows residuals one by one and says how far each takes the chart towards its limit.
pub(crate) trait Chart: Clone + Debug + Send + Sync + 'static {
    /// Exponent of the confidence beyond the limit. Higher: confidence nears 1 faster.
    const POWER: f64;

    /// The expected value of the next residual, and the chart's statistic including that residual as a ratio to its
    /// limit; `None` for a gap.
    fn step(&mut self, residual: f64) -> Option<(Expectation, f64)>;

    /// The number of samples seen and needed, while there are too few.
    fn learning(&self) -> Option<(usize, usize)>;

    /// Approximate memory outside the struct itself, in bytes.
    fn bytes(&self) -> usize;
}

/// The season of a history, positioned after it, and the residuals of the history from its first sample that is no gap.
///
/// # Errors
/// [`Unfit::ShortHistory`] if the requested season does not fit in twice.
pub(crate) fn residuals(history: &[f64], context: &Context) -> Result<(Repeating, Vec<f64>), Unfit> {
    let history: Vec<f64> = history.iter().map(|value| usable(*value)).collect();
    let seen = trim_leading_gaps(&history);
    let mut season = Repeating::fit(seen, context)?;
    let residuals = seen.iter().map(|value| value - season.next()).collect();
    Ok((season, residuals))
}

/// A chart that follows a series.
#[derive(Debug, Clone)]
pub(crate) struct Charted<C> {
    season: Repeating,
    chart: C,
}

impl<C: Chart> Charted<C> {
    /// A chart that moves past the `newest` residuals of the history, and then follows the series.
    pub(crate) fn new(season: Repeating, chart: C, newest: &[f64]) -> Self {
        let mut charted = Self { season, chart };
        for residual in newest {
            charted.chart.step(*residual);
        }
        charted
    }

    fn vote(&mut self, value: f64) -> Vote {
        let season = self.season.next();
        self.chart.step(value - season).map_or(Vote::ABSTAIN, |(expected, ratio)| {
            let expectation = Expectation { value: expected.value + season, ..expected };
            Vote::new(confidence_by_order(ratio, C::POWER), Some(expectation))
        })
    }
}

impl<C: Chart> Fitted for Charted<C> {
    fn observe(&mut self, values: &[f64]) {
        for value in values {
            let season = self.season.next();
            self.chart.step(usable(*value) - season);
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.extend(values.iter().map(|value| self.vote(usable(*value))));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.chart.bytes() + self.season.bytes()
    }

    fn learning(&self) -> Option<(usize, usize)> {
        self.chart.learning()
    }

    fn season(&self) -> Option<usize> {
        self.season.length
    }
}
