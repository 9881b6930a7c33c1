//! Which cause most of an event has.

use crate::Cause;

/// Counts the causes of anomalous rows, each weighted by the row's score.
#[derive(Debug, Clone, Default)]
pub(crate) struct CauseTally {
    /// For each cause in the order of its first row: the sum of its scores, and the highest of them.
    told: Vec<(Cause, f64, f64)>,
}

impl CauseTally {
    /// Counts a row. One that tells no cause has no say.
    pub(crate) fn add(&mut self, score: f64, cause: Cause) {
        if cause == Cause::None || score.is_nan() || score <= 0.0 {
            return;
        }
        match self.told.iter_mut().find(|(known, ..)| *known == cause) {
            Some((_, sum, highest)) => (*sum, *highest) = (*sum + score, highest.max(score)),
            None => self.told.push((cause, score, score)),
        }
    }

    /// The cause with the most score; of equals, that of the row with the highest score, the first of equals.
    /// [`Cause::None`] where no row tells one.
    pub(crate) fn most(&self) -> Cause {
        let mut most = (Cause::None, 0.0, 0.0);
        for one in &self.told {
            if one.1 > most.1 || (one.1 == most.1 && one.2 > most.2) {
                most = *one;
            }
        }
        most.0
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
