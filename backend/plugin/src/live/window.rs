//! The rows that a stream checks, and which of them have changed.

use std::collections::HashMap;

use seismo_series::Labels;

use crate::frame::{Field, Frame, Values};

/// The panel frames of the last checked instants.
#[derive(Debug, Default)]
pub(super) struct Look {
    frames: Vec<Frame>,
}

impl Look {
    /// Takes over every row of an answer, without the notices about the answer as a whole.
    pub(super) fn new(mut frames: Vec<Frame>) -> Self {
        frames.retain(|frame| !frame.fields.is_empty());
        for frame in &mut frames {
            frame.notices.clear();
            frame.executed.clear();
        }
        Self { frames }
    }

    /// The frames.
    pub(super) fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The first instant; `None` without rows.
    pub(super) fn start_ms(&self) -> Option<i64> {
        self.frames.iter().filter_map(|frame| times(frame).first().copied()).min()
    }

    /// The last instant; `None` without rows.
    pub(super) fn end_ms(&self) -> Option<i64> {
        self.frames.iter().filter_map(|frame| times(frame).last().copied()).max()
    }

    /// Frames with only those rows that `before` lacks, or that differ in a single bit.
    pub(super) fn since(&self, before: &Self) -> Vec<Frame> {
        let known: HashMap<_, _> = before.frames.iter().map(|frame| (key(frame), frame)).collect();
        let changed = self.frames.iter().filter_map(|frame| match known.get(&key(frame)) {
            Some(known) if alike(frame, known) => picked(frame, &changed_rows(frame, known)),
            _ => Some(frame.clone()),
        });
        changed.collect()
    }
}

/// The identity of a frame: the labels of its series. Its name may change with the series beside it.
fn key(frame: &Frame) -> Option<&Labels> {
    frame.fields.get(1).map(|field| &field.labels)
}

/// Whether two frames have the same columns.
fn alike(a: &Frame, b: &Frame) -> bool {
    a.fields.len() == b.fields.len()
        && a.fields.iter().zip(&b.fields).all(|(a, b)| a.name() == b.name() && a.labels == b.labels)
}

fn times(frame: &Frame) -> &[i64] {
    match frame.fields.first().map(|field| &field.values) {
        Some(Values::Time(ms)) => ms,
        _ => &[],
    }
}

fn numbers(field: &Field) -> &[f64] {
    match &field.values {
        Values::Number(numbers) => numbers,
        _ => &[],
    }
}

/// The positions of the rows of `frame` that `known` lacks or that differ there.
fn changed_rows(frame: &Frame, known: &Frame) -> Vec<usize> {
    let before = times(known);
    let same = |at: usize, was: usize| {
        frame.fields[1..].iter().zip(&known.fields[1..]).all(|(now, then)| {
            let (now, then) = (numbers(now).get(at), numbers(then).get(was));
            now.map(|number| number.to_bits()) == then.map(|number| number.to_bits())
        })
    };
    let rows = times(frame).iter().enumerate();
    let changed = rows.filter(|(at, ms)| !before.binary_search(ms).is_ok_and(|was| same(*at, was)));
    changed.map(|(at, _)| at).collect()
}

/// The frame with only these rows; `None` if there are none.
fn picked(frame: &Frame, rows: &[usize]) -> Option<Frame> {
    if rows.is_empty() {
        return None;
    }
    let pick = |field: &Field| {
        let values = match &field.values {
            Values::Time(ms) => Values::Time(rows.iter().map(|at| ms[*at]).collect()),
            Values::TimeOrNull(ms) => Values::TimeOrNull(rows.iter().map(|at| ms[*at]).collect()),
            Values::Number(numbers) => Values::Number(rows.iter().map(|at| numbers[*at]).collect()),
            Values::Text(words) => Values::Text(rows.iter().map(|at| words[*at].clone()).collect()),
        };
        Field { values, ..field.clone() }
    };
    Some(Frame { fields: frame.fields.iter().map(pick).collect(), ..frame.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(service: &str, from: i64, values: &[f64]) -> Frame {
        let labels: Labels = [("service", service)].into_iter().collect();
        Frame {
            name: "legend".into(),
            fields: vec![
                Field::time("time", (from..).take(values.len()).collect()),
                Field::number("value", &labels, values.to_vec()),
            ],
            executed: "up".into(),
            ..Frame::default()
        }
    }

    fn rows(frames: &[Frame]) -> Vec<(String, Vec<i64>)> {
        let service = |frame: &Frame| frame.fields[1].labels.get("service").unwrap_or_default().to_owned();
        frames.iter().map(|frame| (service(frame), times(frame).to_vec())).collect()
    }

    #[test]
    fn only_rows_that_are_new_or_differ_in_a_bit_come_out() {
        let before = Look::new(vec![frame("a", 10, &[1.0, f64::NAN, 3.0]), frame("b", 10, &[1.0, 0.0, 3.0])]);
        for (what, now, want) in [
            ("nothing new", vec![frame("a", 10, &[1.0, f64::NAN, 3.0])], vec![]),
            ("the window moved", vec![frame("a", 11, &[f64::NAN, 3.0, 4.0])], vec![("a", vec![13])]),
            (
                "a late sample",
                vec![frame("a", 11, &[2.0, 3.0]), frame("b", 11, &[0.0, 3.0])],
                vec![("a", vec![11])],
            ),
            ("another zero", vec![frame("b", 11, &[-0.0, 3.0])], vec![("b", vec![11])]),
            ("another series", vec![frame("c", 11, &[1.0, 2.0])], vec![("c", vec![11, 12])]),
            ("a series that ended", vec![frame("b", 11, &[0.0, 3.0])], vec![]),
            (
                "another name, for its neighbour has ended",
                vec![Frame { name: "up{service=\"a\"}".into(), ..frame("a", 11, &[f64::NAN, 3.0, 4.0]) }],
                vec![("a", vec![13])],
            ),
        ] {
            let want: Vec<_> = want.into_iter().map(|(name, times)| (name.to_owned(), times)).collect();
            assert_eq!(rows(&Look::new(now).since(&before)), want, "{what}");
        }
        assert_eq!(rows(&before.since(&Look::default())).len(), 2, "at first all is new");
    }

    #[test]
    fn a_frame_with_other_columns_is_new_as_a_whole() {
        let before = Look::new(vec![frame("a", 10, &[1.0, 2.0])]);
        let mut wider = frame("a", 10, &[1.0, 2.0]);
        wider.fields.push(Field::number("score", &Labels::new(), vec![0.0; 2]));
        assert_eq!(rows(&Look::new(vec![wider]).since(&before)), [("a".to_owned(), vec![10, 11])]);
    }

    #[test]
    fn a_look_knows_its_ends_and_keeps_no_notices() {
        let look = Look::new(vec![frame("a", 10, &[1.0]), frame("b", 9, &[1.0; 4]), Frame::default()]);
        assert_eq!((look.start_ms(), look.end_ms(), look.frames().len()), (Some(9), Some(12), 2));
        assert!(look.frames().iter().all(|frame| frame.executed.is_empty()));
        assert_eq!((Look::default().start_ms(), Look::default().end_ms()), (None, None));
    }
}
