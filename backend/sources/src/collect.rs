//! Collects series in bounded memory: the first `n` in the order of their labels, and a count of all.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use seismo_series::{Grid, GridRange, Labels, Series};

use crate::left_out::{LeftOut, Reason};
use crate::{Dropped, FetchRequest, Fetched, OverCap, SourceError};

/// A buffer for the samples of one series as they arrive; reused from series to series.
#[derive(Debug)]
pub(crate) struct Column {
    grid: Grid,
    range: GridRange,
    values: Vec<f64>,
    left_out: Vec<(Reason, i64)>,
    tally: Tally,
}

/// Counts of what was read.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    /// Number of samples that are numbers, at any instant.
    pub(crate) samples: u64,
    /// Number of samples off the grid, and the instant of one of them.
    pub(crate) off_grid: u64,
    pub(crate) off_grid_ms: i64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.samples += other.samples;
        if self.off_grid == 0 {
            self.off_grid_ms = other.off_grid_ms;
        }
        self.off_grid += other.off_grid;
    }
}

impl Column {
    /// A buffer for the samples of one series over `range`.
    pub(crate) fn new(grid: Grid, range: GridRange) -> Self {
        let values = vec![f64::NAN; range.len()];
        Self { grid, range, values, left_out: Vec::new(), tally: Tally::default() }
    }

    /// Stores a sample, in any order. Of two at one instant the later call wins; samples outside the range are ignored.
    pub(crate) fn put(&mut self, ms: i64, value: f64) {
        if value.is_nan() {
            return;
        }
        self.tally.samples += 1;
        let index = self.grid.floor(ms);
        if self.grid.instant_ms(index) != ms {
            self.beside(ms);
            return;
        }
        if index < self.range.from || index >= self.range.to {
            return;
        }
        if value.is_infinite() {
            self.left_out.push((Reason::Infinite, index));
            return;
        }
        let slot = &mut self.values[(index - self.range.from) as usize];
        if !slot.is_nan() {
            self.left_out.push((Reason::Duplicate, index));
        }
        *slot = value;
    }

    /// Counts a sample between two milliseconds, which is off every grid.
    pub(crate) fn put_beside(&mut self, ms: i64) {
        self.tally.samples += 1;
        self.beside(ms);
    }

    fn beside(&mut self, ms: i64) {
        self.tally.off_grid += 1;
        self.tally.off_grid_ms = ms;
        self.leave_out(Reason::OffGrid, ms);
    }

    /// Counts a sample that is a native histogram.
    pub(crate) fn put_histogram(&mut self, ms: i64) {
        self.leave_out(Reason::Histogram, ms);
    }

    fn leave_out(&mut self, reason: Reason, ms: i64) {
        let index = self.grid.floor(ms);
        if index >= self.range.from && index < self.range.to {
            self.left_out.push((reason, index));
        }
    }

    /// Counts samples of a series that will not be kept.
    pub(crate) fn skip(&mut self, count: u64) {
        self.tally.samples += count;
    }

    fn clear(&mut self) {
        self.values.fill(f64::NAN);
        self.forget();
    }

    /// Forgets all but the samples.
    fn forget(&mut self) {
        self.left_out.clear();
        self.tally = Tally::default();
    }
}

/// The limits of one request.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) max_series: usize,
    pub(crate) max_samples: u64,
    /// Number of instants of the whole request; a collector may see only some of them.
    pub(crate) instants: u64,
    /// The requested series; `None` if all are.
    pub(crate) only: Option<Arc<BTreeSet<Labels>>>,
}

impl Limits {
    fn want(&self, labels: &Labels) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(labels))
    }

    /// The limits of a request whose complete part is `range`.
    ///
    /// # Errors
    /// [`SourceError::TooManySamples`] if a single series would be too long.
    pub(crate) fn of(request: &FetchRequest, range: GridRange) -> Result<Self, SourceError> {
        let instants = range.len() as u64;
        if instants > request.max_samples {
            return Err(SourceError::TooManySamples { found: instants, cap: request.max_samples });
        }
        Ok(Self {
            max_series: request.max_series.max(1),
            max_samples: request.max_samples,
            instants,
            only: request.only.clone(),
        })
    }
}

/// The series read so far.
#[derive(Debug)]
pub(crate) struct Collector {
    grid: Grid,
    range: GridRange,
    limits: Limits,
    kept: BTreeMap<Labels, Vec<f64>>,
    /// Stable hashes of the labels of all series.
    seen: HashSet<u64>,
    left_out: LeftOut,
    tally: Tally,
}

impl Collector {
    /// An empty collector for series over `range`.
    pub(crate) fn new(grid: Grid, range: GridRange, limits: Limits) -> Self {
        let (kept, seen) = (BTreeMap::new(), HashSet::new());
        Self { grid, range, limits, kept, seen, left_out: LeftOut::default(), tally: Tally::default() }
    }

    /// A buffer for one series, to be passed to [`Collector::take`].
    pub(crate) fn column(&self) -> Column {
        Column::new(self.grid, self.range)
    }

    /// The instants of the series.
    pub(crate) const fn range(&self) -> GridRange {
        self.range
    }

    /// Whether the samples of a series would be kept at this point.
    pub(crate) fn wants(&self, labels: &Labels) -> bool {
        self.limits.want(labels)
            && (self.kept.len() < self.limits.max_series
                || self.kept.contains_key(labels)
                || self.kept.last_key_value().is_some_and(|(last, _)| labels < last))
    }

    /// Takes in a series, or more samples of one, and clears the column.
    ///
    /// # Errors
    /// [`SourceError::TooManySamples`]. [`SourceError::SameLabels`] if the series has a sample at an instant that was
    /// taken in before, because then it is another series.
    pub(crate) fn take(&mut self, labels: Labels, column: &mut Column) -> Result<(), SourceError> {
        if !self.limits.want(&labels) {
            self.tally.samples += column.tally.samples;
            column.clear();
            return self.check();
        }
        self.seen.insert(labels.stable_hash());
        self.tally.add(column.tally);
        for (reason, index) in &column.left_out {
            self.left_out.count(*reason, *index);
        }
        if let Some(known) = self.kept.get_mut(&labels) {
            if merge(known, &column.values) > 0 {
                return Err(SourceError::SameLabels { labels: labels.to_string() });
            }
        } else if self.has_room_for(&labels) {
            let fresh = vec![f64::NAN; column.values.len()];
            self.kept.insert(labels, std::mem::replace(&mut column.values, fresh));
            column.forget();
            return self.check();
        }
        column.clear();
        self.check()
    }

    /// Takes in the contents of another collector, whose range lies within this one's.
    ///
    /// # Errors
    /// [`SourceError::TooManySamples`].
    pub(crate) fn absorb(&mut self, part: Self) -> Result<(), SourceError> {
        self.seen.extend(part.seen);
        self.tally.add(part.tally);
        self.left_out.add(&part.left_out);
        let at = (part.range.from - self.range.from) as usize;
        for (labels, values) in part.kept {
            if !self.kept.contains_key(&labels) && !self.has_room_for(&labels) {
                continue;
            }
            let whole = self.kept.entry(labels).or_insert_with(|| vec![f64::NAN; self.range.len()]);
            merge(&mut whole[at..at + values.len()], &values);
        }
        self.check()
    }

    /// The counts of what was read.
    pub(crate) const fn tally(&self) -> Tally {
        self.tally
    }

    /// Makes room by dropping the last series, if it comes after `labels`.
    fn has_room_for(&mut self, labels: &Labels) -> bool {
        let wanted = self.wants(labels);
        if wanted && self.kept.len() >= self.limits.max_series {
            self.kept.pop_last();
        }
        wanted
    }

    fn check(&self) -> Result<(), SourceError> {
        let held = self.kept.len() as u64 * self.limits.instants;
        let found = held.max(self.tally.samples);
        if found > self.limits.max_samples {
            return Err(SourceError::TooManySamples { found, cap: self.limits.max_samples });
        }
        Ok(())
    }

    /// The answer.
    ///
    /// # Errors
    /// [`SourceError::TooManySeries`] if there are more series than the cap and the caller wants all or none.
    pub(crate) fn finish(
        self,
        over_cap: OverCap,
        executed: String,
        mut notices: Vec<String>,
    ) -> Result<Fetched, SourceError> {
        let (total, cap) = (self.seen.len(), self.limits.max_series);
        if total > cap {
            if over_cap == OverCap::Refuse {
                return Err(SourceError::TooManySeries { total, cap });
            }
            notices.push(format!(
                "The query gives {total} series; the first {cap} by labels are shown. Narrow the query, or raise maxSeries in the data source's settings."
            ));
        }
        let (grid, range) = (self.grid, self.range);
        let series = self
            .kept
            .into_iter()
            .map(|(labels, values)| Series { labels, grid, first: range.from, values })
            .collect();
        let beyond = total.saturating_sub(cap) as u64;
        let dropped = (beyond > 0).then(|| Dropped {
            what: "series".into(),
            count: beyond,
            why: "beyond maxSeries".into(),
        });
        Ok(Fetched {
            series,
            range,
            total_series: total,
            notices,
            left_out: self.left_out,
            dropped: dropped.into_iter().collect(),
            samples: self.tally.samples,
            executed,
        })
    }
}

/// Writes the samples of `new` over `old`; returns the number of instants that had both.
fn merge(old: &mut [f64], new: &[f64]) -> u64 {
    let mut both = 0;
    for (old, new) in old.iter_mut().zip(new).filter(|(_, new)| !new.is_nan()) {
        both += u64::from(!old.is_nan());
        *old = *new;
    }
    both
}

#[cfg(test)]
mod tests {
    use seismo_series::Interval;

    use super::*;

    fn collector(max_series: usize, max_samples: u64, range: GridRange) -> Collector {
        let limits = Limits { max_series, max_samples, instants: range.len() as u64, only: None };
        Collector::new(Grid::new(Interval::MINUTE), range, limits)
    }

    fn take(collector: &mut Collector, name: &str, samples: &[(i64, f64)]) -> Result<(), SourceError> {
        let mut column = collector.column();
        for (ms, value) in samples {
            column.put(*ms, *value);
        }
        collector.take([("name", name)].into_iter().collect(), &mut column)
    }

    #[test]
    fn the_first_series_by_labels_are_kept_in_any_order_of_arrival() {
        let orders = [["a", "b", "c", "d"], ["d", "c", "b", "a"], ["c", "a", "d", "b"]];
        for order in orders {
            let mut all = collector(2, 1000, GridRange { from: 0, to: 1 });
            for name in order {
                take(&mut all, name, &[(0, 1.0)]).unwrap();
            }
            let answer = all.finish(OverCap::Truncate, String::new(), Vec::new()).unwrap();
            let names: Vec<_> = answer.series.iter().filter_map(|series| series.labels.get("name")).collect();
            assert_eq!(names, ["a", "b"], "{order:?}");
            assert_eq!((answer.total_series, answer.samples, answer.notices.len()), (4, 4, 1));
            assert_eq!(answer.dropped[0].count, 2);
        }
    }

    #[test]
    fn parts_join_without_a_seam_and_count_each_series_once() {
        let mut all = collector(2, 1000, GridRange { from: 0, to: 4 });
        for (range, names) in
            [(GridRange { from: 2, to: 4 }, ["b", "c"]), (GridRange { from: 0, to: 2 }, ["c", "a"])]
        {
            let mut part = collector(2, 1000, range);
            for name in names {
                take(&mut part, name, &[(range.from * 60_000, 1.0), ((range.from + 1) * 60_000, 2.0)])
                    .unwrap();
            }
            all.absorb(part).unwrap();
        }
        let answer = all.finish(OverCap::Truncate, String::new(), Vec::new()).unwrap();
        assert_eq!(answer.total_series, 3);
        assert_eq!(answer.series[0].values[..2], [1.0, 2.0]);
        assert!(answer.series[0].values[2..].iter().all(|value| value.is_nan()));
        assert!(answer.series[1].values[..2].iter().all(|value| value.is_nan()));
        assert_eq!(answer.series[1].values[2..], [1.0, 2.0]);
    }

    #[test]
    fn series_that_are_not_wanted_count_towards_no_cap_of_series() {
        let range = GridRange { from: 0, to: 1 };
        let wanted = [[("name", "y")].into_iter().collect(), [("name", "z")].into_iter().collect()];
        let only = Some(Arc::new(BTreeSet::from(wanted)));
        let limits = Limits { max_series: 2, max_samples: 1000, instants: 1, only };
        let mut all = Collector::new(Grid::new(Interval::MINUTE), range, limits);
        for name in ["a", "b", "z", "c"] {
            take(&mut all, name, &[(0, 1.0)]).unwrap();
        }
        let answer = all.finish(OverCap::Refuse, String::new(), Vec::new()).unwrap();
        assert_eq!((answer.series.len(), answer.total_series, answer.samples), (1, 1, 4));
        assert_eq!(answer.series[0].labels.get("name"), Some("z"));
    }

    #[test]
    fn two_series_with_the_same_labels_are_never_mixed() {
        let mut all = collector(5, 1000, GridRange { from: 0, to: 4 });
        take(&mut all, "a", &[(0, 1.0), (60_000, 2.0)]).unwrap();
        take(&mut all, "a", &[(120_000, 3.0)]).unwrap();
        let error = take(&mut all, "a", &[(60_000, 9.0)]).unwrap_err();
        assert!(error.to_string().contains("two series with the labels {name=\"a\"}"), "{error}");
        assert_eq!(error.status(), 400);
    }

    #[test]
    fn what_cannot_be_a_sample_is_counted_by_reason() {
        let mut all = collector(5, 1000, GridRange { from: 1, to: 3 });
        let samples = [
            (120_000, 5.0),
            (60_000, f64::INFINITY),
            (60_000, f64::NAN),
            (60_000, 1.0),
            (60_000, 2.0),
            (61_000, 1.0),
            (0, 1.0),
            (180_000, 1.0),
        ];
        take(&mut all, "a", &samples).unwrap();
        let answer = all.finish(OverCap::Refuse, String::new(), Vec::new()).unwrap();
        assert_eq!(answer.series[0].values, [2.0, 5.0]);
        let dropped = answer.left_out.dropped();
        let dropped: Vec<_> = dropped.iter().map(|dropped| (dropped.count, dropped.why.as_str())).collect();
        assert_eq!(
            dropped,
            [(1, "infinite"), (1, "not on the grid"), (1, "another sample at the same instant")]
        );
    }

    #[test]
    fn caps_are_refused_with_their_numbers() {
        let mut all = collector(1, 3, GridRange { from: 0, to: 1 });
        take(&mut all, "a", &[(0, 1.0)]).unwrap();
        take(&mut all, "b", &[(0, 1.0)]).unwrap();
        take(&mut all, "c", &[(0, 1.0)]).unwrap();
        let error = take(&mut all, "d", &[(0, 1.0)]).unwrap_err();
        assert!(matches!(error, SourceError::TooManySamples { found: 4, cap: 3 }), "{error}");
        let error = all.finish(OverCap::Refuse, String::new(), Vec::new()).unwrap_err();
        assert!(matches!(error, SourceError::TooManySeries { total: 4, cap: 1 }), "{error}");

        let mut held = collector(9, 10, GridRange { from: 0, to: 4 });
        take(&mut held, "a", &[]).unwrap();
        take(&mut held, "b", &[]).unwrap();
        let error = take(&mut held, "c", &[]).unwrap_err();
        assert!(matches!(error, SourceError::TooManySamples { found: 12, cap: 10 }), "{error}");
    }
}
