//! The causes of events.

use crate::{Cause, Event, Judged, Measure, cause_of};

impl Judged {
    /// The cause of an event, from all of its anomalous rows; `None` if no member distinguishes causes.
    pub fn cause_of(&self, event: &Event) -> Option<Cause> {
        let places = (event.from..=event.to).filter_map(|index| usize::try_from(index - self.first).ok());
        let rows = places.filter_map(|at| Some((self.rows.get(at)?, self.cause(at)?)));
        let anomalous = rows.filter(|(row, _)| row.is_anomalous());
        let cause = cause_of(anomalous.map(|(row, cause)| (row.score, cause)));
        (cause != Cause::None || !self.evidence.is_empty()).then_some(cause)
    }

    /// The measurement, at the event's peak, of the statistic that is the event's cause; none if another statistic
    /// spoke there.
    pub fn measure_of(&self, event: &Event) -> Measure {
        let at = usize::try_from(event.peak - self.first).unwrap_or(usize::MAX);
        let same = self.cause(at).is_some() && self.cause(at) == self.cause_of(event);
        if same { self.measure(at) } else { Measure::NONE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AlertPolicy, DetectionSpec, Evidence, Scored, Scores, ValueRange};
    use seismo_series::Interval;

    /// Rows with these scores and causes; 50 is the highest possible value. The measurement of each cause is a tenth of
    /// its number, over ten times its number of samples.
    fn judged(rows: &[(f32, f64, Cause)], explained: bool) -> Judged {
        let policy = DetectionSpec::default().policy(Interval::MINUTE).unwrap();
        let range = ValueRange::new(0.0, 50.0).unwrap();
        let evidence = |(_, _, cause): &(f32, f64, Cause)| {
            let number = *cause as u8;
            let (samples, size) = (10 * u16::from(number), f32::from(number) / 10.0);
            Evidence { cause: *cause, samples, size, ..Evidence::NONE }
        };
        let scored = Scored {
            first: 10,
            values: rows.iter().map(|(_, value, _)| *value).collect(),
            scores: Scores {
                score: rows.iter().map(|(score, ..)| *score).collect(),
                expected: vec![5.0; rows.len()],
                sigma: vec![1.0; rows.len()],
                evidence: if explained { rows.iter().map(evidence).collect() } else { Vec::new() },
                ..Scores::new(0)
            },
            members: Vec::new(),
            season: None,
            block_from: 0,
            observed: rows.len(),
        };
        Judged::new(scored, &AlertPolicy { range, ..policy }, &[])
    }

    #[test]
    fn an_event_has_the_cause_of_its_anomalous_rows() {
        use Cause::{Drift, LevelShift, None as Untold, Range, Spike};
        for (what, rows, explained, want) in [
            (
                "what went on after the spike",
                vec![(0.95, 9.0, Spike), (0.7, 9.0, LevelShift), (0.1, 5.0, Spike), (0.7, 9.0, LevelShift)],
                true,
                Some(LevelShift),
            ),
            (
                "rows that are not anomalous have no say",
                vec![(0.7, 9.0, Drift), (0.5, 9.0, Spike)],
                true,
                Some(Drift),
            ),
            ("nothing is told apart", vec![(0.9, 9.0, Untold)], true, Some(Untold)),
            ("nobody tells", vec![(0.9, 9.0, Untold)], false, None),
            (
                "nobody tells but what is impossible",
                vec![(0.9, 9.0, Untold), (0.0, 51.0, Untold)],
                false,
                Some(Range),
            ),
        ] {
            let judged = judged(&rows, explained);
            assert_eq!(judged.events.len(), 1, "{what}");
            assert_eq!(judged.cause_of(&judged.events[0]), want, "{what}");
        }
    }

    #[test]
    fn an_event_has_the_measure_of_its_peak_where_that_tells_its_cause() {
        use Cause::{Drift, LevelShift, Range, Spike};
        let mean = Measure { samples: 30, size: 0.3 };
        for (what, rows, want) in [
            ("the peak tells it", vec![(0.7, 9.0, LevelShift), (0.9, 9.0, LevelShift)], mean),
            ("of equals, the first", vec![(0.7, 9.0, LevelShift), (0.7, 9.0, LevelShift)], mean),
            (
                "the peak tells another",
                vec![(0.95, 9.0, Spike), (0.7, 9.0, LevelShift), (0.7, 9.0, LevelShift)],
                Measure::NONE,
            ),
            ("what is impossible is not measured", vec![(0.9, 51.0, Drift)], Measure::NONE),
        ] {
            let judged = judged(&rows, true);
            assert_eq!(judged.measure_of(&judged.events[0]), want, "{what}");
        }
        let impossible = judged(&[(0.9, 51.0, Drift)], true);
        assert_eq!((impossible.cause(0), impossible.measure(0)), (Some(Range), Measure::NONE));
        let untold = judged(&[(0.9, 9.0, Drift)], false);
        assert_eq!(untold.measure_of(&untold.events[0]), Measure::NONE);
    }
}
