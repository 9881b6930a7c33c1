//! Joins anomalous points into events.

use crate::tally::CauseTally;
use crate::{Cause, Severity};

/// Largest distance, in samples, between anomalous points of one event. Higher: fewer, longer events.
pub const EVENT_JOIN: i64 = 2;

/// A run of anomalous points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Grid index of the first anomalous point.
    pub from: i64,
    /// Grid index of the last anomalous point.
    pub to: i64,
    /// Number of anomalous points.
    pub points: usize,
    /// Grid index of the highest score, the first on a tie.
    pub peak: i64,
    /// The highest score, 0..1.
    pub peak_score: f64,
    /// The worst severity.
    pub severity: Severity,
}

/// Joins the anomalous points of a series into events. `points`: grid index, score and severity, ascending by index.
pub fn events(points: impl IntoIterator<Item = (i64, f64, Severity)>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (index, score, severity) in points.into_iter().filter(|(_, _, severity)| *severity > Severity::None) {
        match events.last_mut() {
            Some(event) if index - event.to <= EVENT_JOIN => {
                event.to = index;
                event.points += 1;
                event.severity = event.severity.max(severity);
                if score > event.peak_score {
                    (event.peak, event.peak_score) = (index, score);
                }
            }
            _ => events.push(Event {
                from: index,
                to: index,
                points: 1,
                peak: index,
                peak_score: score,
                severity,
            }),
        }
    }
    events
}

/// The cause of an event, from all of its anomalous rows, each with its score and its cause, ascending by time: the
/// cause with the highest total score; on a tie, that of the row with the highest score, the first on a tie. Rows
/// without a cause do not count; if no row has one, the cause is [`Cause::None`].
pub fn cause_of(rows: impl IntoIterator<Item = (f64, Cause)>) -> Cause {
    let mut tally = CauseTally::default();
    for (score, cause) in rows {
        tally.add(score, cause);
    }
    tally.most()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use strum::IntoEnumIterator;

    #[test]
    fn near_points_join_and_far_ones_do_not() {
        let low = Severity::Low;
        let found = events([
            (1, 0.6, low),
            (2, 0.9, Severity::High),
            (3, 0.1, Severity::None),
            (4, 0.7, low),
            (7, 0.6, low),
            (8, 0.6, low),
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].from, found[0].to, found[0].points, found[0].peak), (1, 4, 3, 2));
        assert_eq!(found[0].severity, Severity::High);
        assert_eq!((found[1].from, found[1].to, found[1].points, found[1].peak), (7, 8, 2, 7));
        assert!(events([]).is_empty());
    }
    #[test]
    fn the_cause_of_an_event_is_that_of_most_of_its_score() {
        let table: Value = serde_json::from_str(include_str!("../../../tests/contract/causes.json")).unwrap();
        let cause = |id: &Value| Cause::iter().find(|cause| id == cause.id()).unwrap();
        let cases = table["events"].as_array().unwrap();
        assert!(cases.len() > 5);
        for case in cases {
            let rows = case["rows"].as_array().unwrap().iter();
            let found = cause_of(rows.map(|row| (row[0].as_f64().unwrap(), cause(&row[1]))));
            assert_eq!(found, cause(&case["cause"]), "{}", case["what"]);
        }
        let unscored = [(f64::NAN, Cause::Spike), (0.6, Cause::Drift)];
        assert_eq!(cause_of(unscored), Cause::Drift, "a row without a score has no say");
    }
}
