//! The event that is open at a row, computed from the rows up to it: the state that an alert rule needs during an
//! incident.
//!
//! The expected value follows the values of a long incident. So the score of a row falls while the incident continues,
//! and after it the usual values are unusual for a while. Both are judged by the expected value at the event's start.
//! The event lasts while rows are still nearly anomalous and their values are at least half as far from there as at the
//! worst. If all of its rows were on one side, values that are back there end it, anomalous or not.

use crate::tally::CauseTally;
use crate::{Cause, EVENT_JOIN, Measure, Severity};

/// How far below the threshold a score still extends an event: ten times as often. Higher: events last longer.
const STEP: f64 = 0.1;
/// Share of the worst distance from which on values have not recovered. Higher: events end sooner.
const NOT_RECOVERED: f64 = 0.5;
/// Share of the worst distance below which values are back. Higher: events end sooner.
const BACK: f64 = 0.25;
/// Number of rows on one side that this rule needs. Higher: it applies to fewer events.
const ONE_SIDED: usize = 3;
/// Number of stretches in a look back.
const STRETCHES: i64 = 8;

/// The parts of one row that an event depends on. NaN is null.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenRow {
    /// The measured value.
    pub value: f64,
    /// The expected value.
    pub expected: f64,
    /// The score, 0..1.
    pub score: f64,
    /// The severity; none without a score.
    pub severity: Severity,
    /// Which statistic spoke.
    pub cause: Cause,
    /// Its measurement.
    pub measure: Measure,
    /// Whether anomalies are reported here. A row where they are not ends an event.
    pub reported: bool,
}

/// The relation of a row to the events up to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// No event is open.
    Calm,
    /// The row lies in an open event.
    Open(OpenEvent),
    /// No event is open. The row is anomalous, but only because the expected value has followed an incident that is
    /// over.
    Echo,
}

/// The state of an event at a row within it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenEvent {
    /// Grid index of the first anomalous row.
    pub from: i64,
    /// The highest score so far, 0..1.
    pub peak_score: f64,
    /// The worst severity so far.
    pub severity: Severity,
    /// The most frequent cause of the anomalous rows so far, weighted by score.
    pub cause: Cause,
    /// The measurement at the row with the highest score, the first on a tie; none if another statistic spoke there.
    pub measure: Measure,
}

/// How far back to look: at most a day, from fixed boundaries an eighth of a day apart. So the open event of a row does
/// not depend on the range, and each row is read at most eight times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookBack {
    stretch: i64,
    stretches: i64,
}

impl LookBack {
    /// For series with `samples_a_day` samples.
    pub fn new(samples_a_day: i64) -> Self {
        let day = samples_a_day.max(1);
        let stretch = (day / STRETCHES).max(1);
        Self { stretch, stretches: (day + 1) / stretch - 1 }
    }

    /// The first row used for the row at `index`: at most a day earlier.
    pub const fn from(self, index: i64) -> i64 {
        (index.div_euclid(self.stretch) - self.stretches) * self.stretch
    }

    /// One past the last row that has the same first row as the one at `index`.
    const fn end(self, index: i64) -> i64 {
        (index.div_euclid(self.stretch) + 1) * self.stretch
    }
}

/// The relation of the rows from the grid index `from` on to the events up to them. `rows`: `n` rows, ascending without
/// a hole, the first at the grid index `first`, which is `look_back.from(from)` or earlier. `threshold`: the score of
/// an anomalous row.
pub fn open_events(
    first: i64,
    rows: &[OpenRow],
    from: i64,
    look_back: LookBack,
    threshold: f64,
) -> Vec<Standing> {
    let to = first + rows.len() as i64;
    let mut found = Vec::with_capacity(usize::try_from(to - from).unwrap_or(0));
    let mut next = from.max(first);
    while next < to {
        let (start, end) = (look_back.from(next).max(first), look_back.end(next).min(to));
        let mut follower = Follower { threshold, running: None, over: None };
        let part = rows[(start - first) as usize..(end - first) as usize].iter();
        let states = (start..).zip(part).map(|(index, row)| follower.step(index, row));
        found.extend(states.skip((next - start) as usize));
        next = end;
    }
    found
}

/// Follows rows and tracks the open event.
#[derive(Debug)]
struct Follower {
    threshold: f64,
    running: Option<Running>,
    over: Option<Over>,
}

/// An event that is open.
#[derive(Debug)]
struct Running {
    event: OpenEvent,
    causes: CauseTally,
    /// Cause and measurement of the row with the highest score.
    peak: (Cause, Measure),
    /// The newest row that extended it.
    last: i64,
    distance: Distance,
    /// Number of rows that extended it, while all were on one side of the expected value; `None` once one was not.
    one_sided: Option<usize>,
}

/// An event whose values are back. Its echo lasts as long after it as the event did.
#[derive(Debug)]
struct Over {
    distance: Distance,
    until: i64,
}

/// The distance of values from the expected value at the event's start.
#[derive(Debug, Clone, Copy)]
struct Distance {
    /// The expected value; NaN if there was none.
    expected: f64,
    /// The largest distance from there, with its sign.
    worst: f64,
}

impl Distance {
    fn add(&mut self, value: f64) {
        let distance = value - self.expected;
        if distance.abs() > self.worst.abs() {
            self.worst = distance;
        }
    }

    /// The distance of a value as a share of the worst one, negative on the other side; NaN if unknown.
    fn share(self, value: f64) -> f64 {
        if self.worst == 0.0 { f64::NAN } else { (value - self.expected) / self.worst }
    }
}

impl Follower {
    /// Takes the next row.
    fn step(&mut self, index: i64, row: &OpenRow) -> Standing {
        if !row.reported {
            (self.running, self.over) = (None, None);
            return Standing::Calm;
        }
        let anomalous = row.severity > Severity::None;
        let mut running = match self.running.take() {
            Some(running) => running,
            None if !anomalous => return Standing::Calm,
            None if self.over.as_ref().is_some_and(|over| over.explains(index, row)) => {
                return Standing::Echo;
            }
            None => Running::new(index, row),
        };
        self.over = None;
        if anomalous && !running.is_back(row) {
            running.add(row);
            running.last = index;
        } else if running.lasts(row, self.threshold) {
            running.distance.add(row.value);
            running.last = index;
        }
        // As in a list of events: it is open while the next row could still join it.
        if index + 1 - running.last > EVENT_JOIN {
            self.over = running.over();
            let echo = anomalous && self.over.is_some();
            return if echo { Standing::Echo } else { Standing::Calm };
        }
        let event = running.event;
        self.running = Some(running);
        Standing::Open(event)
    }
}

impl Running {
    fn new(index: i64, row: &OpenRow) -> Self {
        Self {
            event: OpenEvent {
                from: index,
                peak_score: 0.0,
                severity: Severity::None,
                cause: Cause::None,
                measure: Measure::NONE,
            },
            causes: CauseTally::default(),
            peak: (Cause::None, Measure::NONE),
            last: index,
            distance: Distance { expected: row.expected, worst: 0.0 },
            one_sided: Some(0),
        }
    }

    /// Counts an anomalous row in.
    fn add(&mut self, row: &OpenRow) {
        self.causes.add(row.score, row.cause);
        if row.score > self.event.peak_score {
            (self.event.peak_score, self.peak) = (row.score, (row.cause, row.measure));
        }
        self.event.severity = self.event.severity.max(row.severity);
        self.event.cause = self.causes.most();
        let (cause, measure) = self.peak;
        self.event.measure = if cause == self.event.cause { measure } else { Measure::NONE };
        self.distance.add(row.value);
        let apart = self.distance.share(row.value) >= BACK;
        self.one_sided = self.one_sided.filter(|_| apart).map(|rows| rows + 1);
    }

    /// Whether the incident has not recovered at a row that is not anomalous. Without an expected value this is
    /// unknown, and false.
    fn lasts(&self, row: &OpenRow, threshold: f64) -> bool {
        let nearly_anomalous = row.score > 0.0 && row.score >= threshold - STEP;
        nearly_anomalous && self.distance.share(row.value) >= NOT_RECOVERED
    }

    /// Whether an anomalous row is back at the expected value of the event's start.
    fn is_back(&self, row: &OpenRow) -> bool {
        self.is_one_sided() && self.distance.share(row.value).abs() < BACK
    }

    fn is_one_sided(&self) -> bool {
        self.one_sided.is_some_and(|rows| rows >= ONE_SIDED)
    }

    /// The part that is remembered once it is no longer open.
    fn over(&self) -> Option<Over> {
        let until = self.last + 1 + (self.last - self.event.from + 1);
        self.is_one_sided().then_some(Over { distance: self.distance, until })
    }
}

impl Over {
    /// Whether a row is anomalous only because the expected value has followed the event.
    fn explains(&self, index: i64, row: &OpenRow) -> bool {
        index < self.until && self.distance.share(row.value).abs() < BACK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLD: f64 = 0.6;

    /// A row with the expected value 100.
    fn row(value: f64, score: f64) -> OpenRow {
        let severity = Severity::of(score, THRESHOLD);
        let measure = Measure { samples: 1, size: (value - 100.0) / 10.0 };
        OpenRow { value, expected: 100.0, score, severity, cause: Cause::Spike, measure, reported: true }
    }

    fn open(rows: &[OpenRow]) -> Vec<Standing> {
        open_events(0, rows, 0, LookBack::new(1_440), THRESHOLD)
    }

    #[test]
    fn an_event_lasts_until_the_incident_has_recovered() {
        let gap = OpenRow { value: f64::NAN, score: f64::NAN, ..row(0.0, 0.0) };
        let calm = row(100.0, 0.1);
        let excluded = OpenRow { reported: false, ..row(100.0, 0.0) };
        let walked = |value: f64, score: f64| OpenRow { expected: 60.0, ..row(value, score) };
        let (low, back) = (row(30.0, 0.7), row(90.0, 0.7));
        let blind = |score: f64| OpenRow { expected: f64::NAN, ..row(30.0, score) };
        // For each row: how many rows ago the open event began; `-` if none is open, `e` if the row is an echo.
        for (what, rows, want) in [
            ("nothing", vec![calm, row(90.0, 0.59), gap], "---"),
            ("one row, which the next but one could join", vec![calm, row(30.0, 0.7), calm, calm], "-01-"),
            (
                "two rows with one between them",
                vec![row(30.0, 0.7), calm, row(30.0, 0.7), calm, calm],
                "0123-",
            ),
            ("two rows with two between them", vec![row(30.0, 0.7), calm, calm, row(30.0, 0.7)], "01-0"),
            ("a gap is a row", vec![row(30.0, 0.7), gap, gap, row(30.0, 0.7)], "01-0"),
            (
                "what is expected walks, the values stay",
                vec![row(30.0, 0.7), walked(30.0, 0.55), walked(30.0, 0.5), walked(40.0, 0.5), calm, calm],
                "01234-",
            ),
            (
                "a gap while it lasts",
                vec![
                    row(30.0, 0.7),
                    walked(30.0, 0.55),
                    gap,
                    walked(30.0, 0.55),
                    gap,
                    gap,
                    walked(30.0, 0.55),
                ],
                "01234--",
            ),
            ("less than half as far", vec![row(30.0, 0.7), row(66.0, 0.59), row(66.0, 0.59)], "01-"),
            ("half as far", vec![row(30.0, 0.7), row(65.0, 0.59), row(65.0, 0.59)], "012"),
            ("on the other side", vec![row(30.0, 0.7), row(170.0, 0.59), row(170.0, 0.59)], "01-"),
            ("a score that is no longer near", vec![row(30.0, 0.7), row(30.0, 0.49), row(30.0, 0.49)], "01-"),
            (
                "the worst counts, not the first",
                vec![row(70.0, 0.7), row(0.0, 0.9), row(60.0, 0.59), row(60.0, 0.59)],
                "012-",
            ),
            ("nothing was expected", vec![blind(0.7), blind(0.59), blind(0.59)], "01-"),
            ("as expected, yet anomalous", vec![row(100.0, 0.7), row(101.0, 0.59), row(101.0, 0.59)], "01-"),
            (
                "a window that is not reported ends it",
                vec![row(30.0, 0.7), excluded, row(30.0, 0.55), row(30.0, 0.7)],
                "0--0",
            ),
            (
                "the usual values are unusual after it",
                vec![low, low, low, back, back, back, back, back],
                "0123ee01",
            ),
            (
                "an echo of a row that lay far from usual",
                vec![low, low, low, calm, calm, back, low, back],
                "0123-e01",
            ),
            ("too short to say what is usual", vec![low, low, back, back, back], "01234"),
            ("on both sides", vec![low, row(170.0, 0.7), low, low, back, back], "012345"),
            ("back, and then not", vec![low, low, low, back, low, back, back], "012345e"),
        ] {
            let found = open(&rows);
            let told: Vec<String> = (0..)
                .zip(&found)
                .map(|(at, standing)| match standing {
                    Standing::Calm => "-".to_owned(),
                    Standing::Echo => "e".to_owned(),
                    Standing::Open(event) => (at - event.from).to_string(),
                })
                .collect();
            assert_eq!(told.join(""), want, "{what}");
        }
    }

    #[test]
    fn an_event_tells_its_worst_so_far() {
        let mean = Measure { samples: 20, size: -4.5 };
        let drift = |score| OpenRow { cause: Cause::Drift, measure: mean, ..row(30.0, score) };
        let (spike, none) = (row(30.0, 0.95).measure, Measure::NONE);
        let found = open(&[row(30.0, 0.65), row(30.0, 0.95), drift(0.9), drift(0.9), row(30.0, 0.55)]);
        let told: Vec<_> = events(&found).map(|e| (e.peak_score, e.severity, e.cause, e.measure)).collect();
        let (low, worst) = (Severity::Low, Severity::Critical);
        assert_eq!(
            told,
            [
                (0.65, low, Cause::Spike, spike),
                (0.95, worst, Cause::Spike, spike),
                (0.95, worst, Cause::Spike, spike),
                (0.95, worst, Cause::Drift, none),
                (0.95, worst, Cause::Drift, none),
            ],
            "the worst row was a spike, of which a drift says nothing"
        );
        let found = open(&[drift(0.7), row(30.0, 0.6), drift(0.96), drift(0.97)]);
        assert!(events(&found).all(|event| event.cause == Cause::Drift && event.measure == mean));
    }

    #[test]
    fn rows_of_a_day_are_looked_at_and_none_earlier() {
        for samples_a_day in [0, 1, 2, 5, 8, 24, 95, 288, 1_440, 86_400] {
            let look_back = LookBack::new(samples_a_day);
            let day = samples_a_day.max(1);
            let back = (-200..200_000).step_by(7).map(|index| index - look_back.from(index));
            let (least, most) =
                back.fold((i64::MAX, 0), |(least, most), back| (least.min(back), most.max(back)));
            assert!(most <= day && least >= day * 3 / 4 && least > 0, "{samples_a_day}: {least} {most}");
        }
    }

    /// Synthetic rows: calm, anomalous in runs, with gaps and a random walk of the expected value.
    fn made(seed: u64) -> Vec<OpenRow> {
        let mut random = seismo_series::Random::new(seed);
        let mut dice = move || random.unit();
        let mut bad = false;
        let one = |_| {
            bad = if bad { dice() < 0.95 } else { dice() < 0.03 };
            let score = if bad { 0.45 + 0.5 * dice() } else { 0.62 * dice() };
            let made = OpenRow {
                expected: 90.0 + 20.0 * dice(),
                ..row(if bad { 40.0 * dice() } else { 100.0 }, score)
            };
            match dice() {
                luck if luck < 0.05 => {
                    OpenRow { value: f64::NAN, score: f64::NAN, severity: Severity::None, ..made }
                }
                luck if luck < 0.06 => OpenRow { reported: false, ..made },
                luck if luck < 0.09 => OpenRow { expected: f64::NAN, ..made },
                _ => made,
            }
        };
        (0..2_000).map(one).collect()
    }

    #[test]
    fn neither_what_comes_later_nor_the_range_changes_the_open_event_of_a_row() {
        let look_back = LookBack::new(240);
        let mut echoes = 0;
        for seed in 0..30 {
            let rows = made(seed);
            let whole = open_events(0, &rows, 0, look_back, THRESHOLD);
            assert!(events(&whole).count() > 100, "{seed}: events are found");
            echoes += whole.iter().filter(|standing| **standing == Standing::Echo).count();
            for to in (500..2_000).step_by(83) {
                let early = open_events(0, &rows[..to], 0, look_back, THRESHOLD);
                assert_eq!(early, whole[..to], "{seed}: rows after {to} changed one before");
                for length in [1, 3, 10, 200] {
                    let from = to as i64 - length;
                    let first = look_back.from(from);
                    let narrow = open_events(first, &rows[first as usize..to], from, look_back, THRESHOLD);
                    assert_eq!(narrow, whole[from as usize..to], "{seed}: the range of {length} to {to}");
                }
            }
        }
        assert!(echoes > 100, "{echoes} echoes");
    }

    fn events(found: &[Standing]) -> impl Iterator<Item = &OpenEvent> {
        found.iter().filter_map(|standing| match standing {
            Standing::Open(event) => Some(event),
            Standing::Calm | Standing::Echo => None,
        })
    }

    #[test]
    fn no_row_no_event() {
        assert!(open(&[]).is_empty());
        assert!(open_events(5, &[row(1.0, 0.9)], 6, LookBack::new(10), THRESHOLD).is_empty());
    }
}
