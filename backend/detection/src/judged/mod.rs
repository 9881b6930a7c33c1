//! From scores to rows: applies a policy to every sample of a series.

mod causes;
mod thin;

use seismo_series::GridRange;

use crate::{
    AlertPolicy, Cause, Direction, Event, Evidence, Measure, OpenRow, Scored, Severity, ValueRange,
    deviation, events, round_score, within,
};

pub use thin::thin;

/// Half the width of the band, in sigmas.
pub const BAND_SIGMAS: f64 = 3.0;

/// One sample with its score and severity. NaN is null.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgedRow {
    /// The measured value.
    pub value: f64,
    /// The expected value.
    pub expected: f64,
    /// One standard deviation of ordinary values.
    pub sigma: f64,
    /// The score, 0..1.
    pub score: f64,
    /// The severity; `None` without a score.
    pub severity: Option<Severity>,
    /// The possible values; the band is cut at its ends.
    pub range: ValueRange,
    /// Whether nothing is reported here.
    pub unreported: bool,
}

/// The rows of one series, ascending by time, and counts over all of them.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Grid index of the first row.
    pub first: i64,
    /// Every row of the range.
    pub rows: Vec<JudgedRow>,
    /// The confidence of each member in each row, 0..1 or NaN.
    pub votes: Vec<Vec<f32>>,
    /// The evidence of each row, if a member distinguishes its statistics; otherwise empty.
    pub evidence: Vec<Evidence>,
    /// Runs of anomalous rows.
    pub events: Vec<Event>,
    /// Number of rows with a value.
    pub observed: usize,
    /// Number of rows with a score.
    pub scored: usize,
    /// Number of rows with a value that are not reported.
    pub unreported: usize,
    /// Number of rows with severity 1, 2, 3 and 4.
    pub by_severity: [usize; 4],
}

impl Judged {
    /// Judges every sample. Samples in `unreported` (ascending, not touching) are never anomalous.
    pub fn new(scored: Scored, policy: &AlertPolicy, unreported: &[GridRange]) -> Self {
        let Scored { first, values, scores, .. } = scored;
        let rows: Vec<JudgedRow> = values
            .iter()
            .enumerate()
            .map(|(at, value)| {
                let expectation = scores.expectation(at).map(|expected| policy.possible(expected));
                let (score, severity) = policy.of(*value, round_score(scores.score[at]), expectation);
                let unreported = within(unreported, first + at as i64);
                let (score, severity) =
                    if unreported && !score.is_nan() { (0.0, Severity::None) } else { (score, severity) };
                JudgedRow {
                    value: *value,
                    expected: expectation.map_or(f64::NAN, |expected| expected.value),
                    sigma: expectation.map_or(f64::NAN, |expected| expected.sigma),
                    score,
                    severity: (!score.is_nan()).then_some(severity),
                    range: policy.range,
                    unreported,
                }
            })
            .collect();
        let votes = scores.votes.into_iter().map(|votes| converted(votes, policy)).collect();
        Self::counted(first, rows, votes, scores.evidence)
    }

    /// Computes the counts over rows, the first of which lies at `first`.
    fn counted(first: i64, rows: Vec<JudgedRow>, votes: Vec<Vec<f32>>, evidence: Vec<Evidence>) -> Self {
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
            unreported: rows.iter().filter(|row| row.unreported && !row.value.is_nan()).count(),
            by_severity,
            first,
            rows,
            votes,
            evidence,
        }
    }

    /// Keeps only the rows from the grid index `from` on, and counts over them.
    #[must_use]
    pub fn starting_at(mut self, from: i64) -> Self {
        let gone = usize::try_from(from - self.first).unwrap_or(0).min(self.rows.len());
        if gone == 0 {
            return self;
        }
        self.rows.drain(..gone);
        self.votes.iter_mut().for_each(|votes| drop(votes.drain(..gone)));
        self.evidence.drain(..gone.min(self.evidence.len()));
        Self::counted(self.first + gone as i64, self.rows, self.votes, self.evidence)
    }

    /// The parts of the rows that events depend on.
    pub fn open_rows(&self) -> Vec<OpenRow> {
        let open = |(at, row): (usize, &JudgedRow)| OpenRow {
            value: row.value,
            expected: row.expected,
            score: row.score,
            severity: row.severity.unwrap_or(Severity::None),
            cause: self.cause(at).unwrap_or_default(),
            measure: self.measure(at),
            reported: !row.unreported,
        };
        self.rows.iter().enumerate().map(open).collect()
    }
}

/// The confidences of a member, converted to the requested budget if there is one.
fn converted(mut votes: Vec<f32>, policy: &AlertPolicy) -> Vec<f32> {
    if let Some(budget) = policy.budget.filter(|budget| budget.asked != budget.kept) {
        for vote in &mut votes {
            *vote = budget.asked.convert(round_score(*vote), &budget.kept) as f32;
        }
    }
    votes
}

impl Judged {
    /// The cause of the row at `at`; `None` if no member distinguishes causes.
    pub fn cause(&self, at: usize) -> Option<Cause> {
        let row = self.rows.get(at)?;
        if !row.range.contains(row.value) {
            return Some(Cause::Range);
        }
        self.evidence.get(at).map(|evidence| evidence.cause)
    }

    /// The measurement of the statistic that makes the row at `at` unusual; none if no member distinguishes causes.
    pub fn measure(&self, at: usize) -> Measure {
        match self.cause(at) {
            None | Some(Cause::None | Cause::Range) => Measure::NONE,
            Some(_) => self.evidence.get(at).map(Evidence::measure).unwrap_or_default(),
        }
    }
}

impl JudgedRow {
    /// The lower end of the band.
    pub fn lower(&self) -> f64 {
        self.range.clip(self.expected - BAND_SIGMAS * self.sigma)
    }

    /// The upper end of the band.
    pub fn upper(&self) -> f64 {
        self.range.clip(self.expected + BAND_SIGMAS * self.sigma)
    }

    /// Signed distance from the expected value, in sigmas, see [`deviation`]; NaN if unknown, 0 if nothing is reported.
    pub fn deviation(&self) -> f64 {
        if self.unreported {
            return if self.value.is_nan() { f64::NAN } else { 0.0 };
        }
        deviation(self.value, self.expected, self.sigma)
    }

    /// On which side of the expected value the value is.
    pub fn side(&self) -> Direction {
        Direction::of(self.value, self.expected)
    }

    /// The severity as a number; NaN without a score.
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
    use crate::{DetectionSpec, Scores};

    #[test]
    fn a_row_has_a_band_and_a_deviation_also_where_sigma_is_nothing() {
        let range = ValueRange::ANY;
        let row = |sigma| JudgedRow {
            value: 2.0,
            expected: 1.0,
            sigma,
            score: 0.0,
            severity: None,
            range,
            unreported: false,
        };
        assert_eq!(row(0.5).deviation(), 2.0);
        assert_eq!(row(0.0).deviation(), 1_000.0);
        assert!(row(f64::NAN).deviation().is_nan());
        assert_eq!((row(0.5).lower(), row(0.5).upper()), (-0.5, 2.5));
    }

    /// Three samples at 10, 11 and 12, each expected at 1 -+ 1 with a score of .9.
    fn scored(values: [f64; 3]) -> Scored {
        Scored {
            first: 10,
            values: values.into(),
            scores: Scores {
                score: values.iter().map(|value| if value.is_nan() { f32::NAN } else { 0.9 }).collect(),
                expected: vec![1.0; 3],
                sigma: vec![1.0; 3],
                ..Scores::new(0)
            },
            members: Vec::new(),
            season: None,
            block_from: 0,
            observed: 3,
        }
    }

    fn policy(range: ValueRange) -> AlertPolicy {
        AlertPolicy { range, ..DetectionSpec::default().policy(seismo_series::Interval::MINUTE).unwrap() }
    }

    #[test]
    fn a_window_that_is_not_reported_has_no_anomaly_and_no_deviation() {
        let windows = [GridRange { from: 11, to: 13 }];
        let judged = Judged::new(scored([20.0, 30.0, f64::NAN]), &policy(ValueRange::ANY), &windows);
        let scores: Vec<_> = judged.rows.iter().map(|row| (row.score, row.deviation())).collect();
        assert_eq!(scores[..2], [(0.9, 19.0), (0.0, 0.0)]);
        assert!(scores[2].0.is_nan() && scores[2].1.is_nan(), "a gap stays one");
        assert_eq!((judged.unreported, judged.scored, judged.events.len()), (1, 2, 1));
    }

    #[test]
    fn rows_that_are_only_looked_back_at_are_not_counted() {
        let windows = [GridRange { from: 11, to: 12 }];
        let whole = Judged::new(scored([20.0, 30.0, f64::NAN]), &policy(ValueRange::ANY), &windows);
        for (from, rows, scored, unreported, anomalies) in [
            (0, 3, 2, 1, 1),
            (10, 3, 2, 1, 1),
            (11, 2, 1, 1, 0),
            (12, 1, 0, 0, 0),
            (13, 0, 0, 0, 0),
            (99, 0, 0, 0, 0),
        ] {
            let late = whole.clone().starting_at(from);
            assert_eq!(late.rows.len(), rows, "{from}");
            let counted =
                (late.scored, late.unreported, late.events.len(), late.by_severity.iter().sum::<usize>());
            assert_eq!(counted, (scored, unreported, anomalies, anomalies), "{from}");
            assert_eq!(late.first + late.rows.len() as i64, 13, "{from}");
        }
    }

    #[test]
    fn a_value_that_cannot_be_is_certain_and_the_band_ends_where_values_do() {
        let range = ValueRange::new(0.0, 3.0).unwrap();
        let judged = Judged::new(scored([2.0, -1.0, 4.0]), &policy(range), &[]);
        let shown: Vec<_> = judged.rows.iter().map(|row| (row.score, row.lower(), row.upper())).collect();
        assert_eq!(shown, [(0.9, 0.0, 3.0), (1.0, 0.0, 3.0), (1.0, 0.0, 3.0)]);
        let low = ValueRange::new(2.0, 3.0).unwrap();
        assert_eq!(Judged::new(scored([2.0; 3]), &policy(low), &[]).rows[0].expected, 2.0);
    }
}
