//! The most frequent cause of an event.

use crate::Cause;

/// Counts the causes of anomalous rows, each weighted by the row's score.
#[derive(Debug, Clone, Default)]
pub(crate) struct CauseTally {
    told: Vec<Told>,
    rows: usize,
}

/// The totals of the rows with one cause.
#[derive(Debug, Clone, Copy)]
struct Told {
    cause: Cause,
    sum: f64,
    highest: f64,
    /// The first row with the highest score.
    peak: usize,
}

impl CauseTally {
    /// Counts a row. A row without a cause does not count.
    pub(crate) fn add(&mut self, score: f64, cause: Cause) {
        let row = self.rows;
        self.rows += 1;
        if cause == Cause::None || score.is_nan() || score <= 0.0 {
            return;
        }
        match self.told.iter_mut().find(|known| known.cause == cause) {
            Some(known) => {
                known.sum += score;
                if score > known.highest {
                    (known.highest, known.peak) = (score, row);
                }
            }
            None => self.told.push(Told { cause, sum: score, highest: score, peak: row }),
        }
    }

    /// The cause with the highest total score; on a tie, that of the row with the highest score, the first on a tie.
    /// [`Cause::None`] if no row has one.
    pub(crate) fn most(&self) -> Cause {
        let most = self.told.iter().max_by(|a, b| {
            a.sum.total_cmp(&b.sum).then(a.highest.total_cmp(&b.highest)).then(b.peak.cmp(&a.peak))
        });
        most.map_or(Cause::None, |most| most.cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_of_the_score_decides_and_of_equals_the_peak() {
        use Cause::{Drift, LevelShift, None, Record, Spike};
        for (what, rows, want) in [
            ("no row", vec![], None),
            ("rows that tell nothing", vec![(0.9, None), (f64::NAN, Spike)], None),
            ("a spike that stayed", vec![(0.95, Spike), (0.8, LevelShift), (0.7, LevelShift)], LevelShift),
            ("a spike and what followed", vec![(1.0, Spike), (0.4, Drift), (0.5, Drift)], Spike),
            ("equals: the peak's", vec![(0.5, Drift), (0.25, Record), (0.75, Spike), (0.5, Record)], Spike),
            ("equals in all: the first", vec![(0.75, Spike), (0.75, Drift)], Spike),
        ] {
            let mut tally = CauseTally::default();
            rows.into_iter().for_each(|(score, cause)| tally.add(score, cause));
            assert_eq!(tally.most(), want, "{what}");
        }
    }
}
