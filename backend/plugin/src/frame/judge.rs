//! From scores to rows: the verdict on every sample of a series.

pub(crate) use seismo_detection::widen;
use seismo_detection::{Event, Scored, Severity, Verdict, events};

use crate::contract::BAND_SIGMAS;

/// One sample with its verdict. NaN is null.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// What was measured.
    pub value: f64,
    /// What was expected.
    pub expected: f64,
    /// One standard deviation of ordinary values.
    pub sigma: f64,
    /// The score, 0..1.
    pub score: f64,
    /// The severity; `None` where there is no score.
    pub severity: Option<Severity>,
    /// The values that can be: the band ends at their ends.
    pub range: ValueRange,
    /// Whether nothing is reported here.
    pub unreported: bool,
}

/// The rows of one series, in the order of time, and what can be counted over all of them.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Grid index of the first row.
    pub first: i64,
    /// Every row of the range.
    pub rows: Vec<Row>,
    /// For each member its confidence in each row, 0..1 or NaN.
    pub votes: Vec<Vec<f32>>,
    /// Runs of anomalous rows.
    pub events: Vec<Event>,
    /// How many rows have a value.
    pub observed: usize,
    /// How many rows have a score.
    pub scored: usize,
    /// How many rows that have a value are not reported.
    pub unreported: usize,
    /// How many rows have severity 1, 2, 3 and 4.
    pub by_severity: [usize; 4],
}

impl Judged {
    /// Judges every sample. Those in `unreported`, which ascends and does not touch, are never anomalous.
    pub fn new(scored: Scored, verdict: &Verdict, unreported: &[GridRange]) -> Self {
        let Scored { first, values, scores, .. } = scored;
        let rows: Vec<Row> = values
            .iter()
            .enumerate()
            .map(|(at, value)| {
                let expectation = scores.expectation(at);
                let (score, severity) = verdict.of(*value, widen(scores.score[at]), expectation);
                Row {
                    value: *value,
                    expected: expectation.map_or(f64::NAN, |expected| expected.value),
                    sigma: expectation.map_or(f64::NAN, |expected| expected.sigma),
                    score,
                    severity: (!score.is_nan()).then_some(severity),
                }
            })
            .collect();
        let mut by_severity = [0; 4];
        for severity in
            rows.iter().filter_map(|row| row.severity).filter(|severity| *severity > Severity::None)
        {
            by_severity[usize::from(severity.number()) - 1] += 1;
        }
        let anomalous = (first..)
            .zip(&rows)
            .filter_map(|(at, row)| row.severity.map(|severity| (at, row.score, severity)));
        Self {
            events: events(anomalous),
            observed: rows.iter().filter(|row| !row.value.is_nan()).count(),
            scored: rows.iter().filter(|row| row.severity.is_some()).count(),
            by_severity,
            first,
            rows,
            votes: scores.votes,
        }
    }
}

impl Row {
    /// The lower end of the band.
    pub fn lower(&self) -> f64 {
        self.expected - BAND_SIGMAS * self.sigma
    }

    /// The upper end of the band.
    pub fn upper(&self) -> f64 {
        self.expected + BAND_SIGMAS * self.sigma
    }

    /// Signed distance from the expected value, in sigmas; NaN where it is unknown or without bound.
    pub fn deviation(&self) -> f64 {
        let sigmas = (self.value - self.expected) / self.sigma;
        if sigmas.is_finite() { sigmas } else { f64::NAN }
    }

    /// The severity as a number; NaN where there is no score.
    pub fn severity_number(&self) -> f64 {
        self.severity.map_or(f64::NAN, |severity| f64::from(severity.number()))
    }

    /// Whether the row is anomalous.
    pub fn is_anomalous(&self) -> bool {
        self.severity.is_some_and(|severity| severity > Severity::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_without_bound_is_unknown() {
        let row = |sigma| Row { value: 2.0, expected: 1.0, sigma, score: 0.0, severity: None };
        assert_eq!(row(0.5).deviation(), 2.0);
        assert!(row(0.0).deviation().is_nan());
        assert!(row(f64::NAN).deviation().is_nan());
        assert_eq!((row(0.5).lower(), row(0.5).upper()), (-0.5, 2.5));
    }
}
