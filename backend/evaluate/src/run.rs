//! Scores the rows of a series as the plugin would.

use std::time::{Duration, Instant};

use seismo_detection::{
    AlertPolicy, Calendar, Catalogue, Detection, DetectionSpec, Judged, SpecError, Timeline, Windows,
};
use seismo_series::{GridRange, Labels};

use crate::EvaluateError;
use crate::dataset::{Entry, Fed, Record, place};

/// The label that distinguishes the series of a folder; its value is the file without `.gz`.
pub const LABEL: &str = "series";

/// A detection for series with the interval of one file: what the plugin makes from a query's `detection`.
#[derive(Debug)]
pub struct Runner {
    detection: Detection,
}

/// The scores of a series and their cost.
#[derive(Debug, Clone)]
pub struct Run {
    /// A score for each row of the file, 0..1. NaN before the first row that is fed, after the last one, at a gap, and
    /// where no member votes.
    pub scores: Vec<f64>,
    /// Time of scoring, fits included.
    pub took: Duration,
    /// Number of scored samples on the grid, including gaps.
    pub points: usize,
}

impl Runner {
    /// The detection of a query on a series with the interval of this entry; everything else as in the query.
    ///
    /// # Errors
    /// If the detection is invalid, or uses knowledge that labelled data lack: windows and holidays.
    pub fn new(spec: &DetectionSpec, catalogue: &Catalogue, entry: &Entry) -> Result<Self, EvaluateError> {
        for (field, named) in [("excluded", !spec.excluded.is_empty()), ("holidays", spec.holidays.is_some())]
        {
            if named {
                let right = "leave it out: labelled data has no operator who knows of any";
                return Err(SpecError::field(field, "what was written", right).into());
            }
        }
        let knowledge = spec.knowledge(Calendar::default(), Windows::default())?;
        Ok(Self { detection: Detection::new(spec, catalogue, entry.interval, knowledge)? })
    }

    /// Scores the rows `fed` of a column of a record, and feeds no other.
    pub fn run(&self, record: &Record, column: usize, fed: std::ops::Range<usize>) -> Run {
        let labels = labels_of(&record.entry, record.columns.len(), column);
        let placed =
            place(self.detection.grid, &record.times_ms[fed.clone()], &record.columns[column][fed.clone()]);
        let began = Instant::now();
        let timeline = self.detection.timeline(&labels);
        let mut line =
            Line { timeline, policy: &self.detection.policy, waiting: Vec::new(), first: 0, next: 0 };
        let mut scores = vec![f64::NAN; record.len()];
        // The scores of whole slots, by slot; those of replaced rows go directly to the rows.
        let mut whole = Vec::new();
        let start = placed.fed.first().map_or(0, |(slot, _)| *slot);
        line.start(start);
        for (slot, rows) in &placed.fed {
            let Some((stands, replaced)) = rows.split_last() else { continue };
            line.gaps_until(*slot);
            for Fed { row, value } in replaced {
                line.flush(&mut whole);
                scores[fed.start + row] = line.look(*slot, *value);
            }
            line.push(stands.value);
        }
        line.flush(&mut whole);
        let replaced: Vec<bool> = replaced(placed.slots.len(), &placed.fed);
        for (row, slot) in placed.slots.iter().enumerate().filter(|(row, _)| !replaced[*row]) {
            let at = usize::try_from(slot - start).ok();
            scores[fed.start + row] = at.and_then(|at| whole.get(at)).copied().unwrap_or(f64::NAN);
        }
        Run { scores, took: began.elapsed(), points: whole.len() }
    }

    /// The threshold in force.
    pub const fn threshold(&self) -> f64 {
        self.detection.policy.threshold
    }
}

/// The labels of a series: its file, or another name given to it, and for several metrics which one.
pub fn labels_of(entry: &Entry, columns: usize, column: usize) -> Labels {
    let name = match entry.alias {
        0 => entry.name().to_owned(),
        alias => format!("{} {alias}", entry.name()),
    };
    let mut labels: Labels = [(LABEL, name)].into_iter().collect();
    if columns > 1 {
        labels.insert("metric", (column + 1).to_string());
    }
    labels
}

/// For each row, whether it was fed and replaced by a later one at its slot.
fn replaced(rows: usize, fed: &[(i64, Vec<Fed>)]) -> Vec<bool> {
    let mut out = vec![false; rows];
    for (_, rows) in fed {
        for fed in &rows[..rows.len() - 1] {
            out[fed.row] = true;
        }
    }
    out
}

/// A timeline to which samples are added one by one, scored in runs as long as possible.
struct Line<'a> {
    timeline: Timeline,
    policy: &'a AlertPolicy,
    /// Samples from `first` on that are not settled yet.
    waiting: Vec<f64>,
    first: i64,
    next: i64,
}

impl Line<'_> {
    fn start(&mut self, slot: i64) {
        (self.first, self.next) = (slot, slot);
    }

    fn push(&mut self, value: f64) {
        self.waiting.push(value);
        self.next += 1;
    }

    fn gaps_until(&mut self, slot: i64) {
        while self.next < slot {
            self.push(f64::NAN);
        }
    }

    /// Settles the waiting samples, and appends their scores.
    fn flush(&mut self, out: &mut Vec<f64>) {
        let range = GridRange { from: self.first, to: self.next };
        self.timeline.settle(range.from, &self.waiting);
        self.waiting.clear();
        self.first = self.next;
        out.extend(self.score(range, &[]));
    }

    /// The score of a sample that may still change. No samples may be waiting.
    fn look(&mut self, slot: i64, value: f64) -> f64 {
        let range = GridRange { from: slot, to: slot + 1 };
        self.score(range, &[value]).first().copied().unwrap_or(f64::NAN)
    }

    fn score(&mut self, range: GridRange, tail: &[f64]) -> Vec<f64> {
        let scored = self.timeline.score(range, tail);
        Judged::new(scored, self.policy, &[]).rows.into_iter().map(|row| row.score).collect()
    }
}
