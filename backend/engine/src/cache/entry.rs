//! The series of one query: their settled samples, and the newest fetch of samples that may still change.

use std::collections::{BTreeMap, BTreeSet};

use seismo_detection::{GroupFits, Timeline};
use seismo_series::{GridRange, Labels, Series};
use seismo_sources::LeftOut;

use super::LIFETIME_MS;
use crate::Plan;

/// Number of old samples that are collected before they are dropped in one sweep. Higher: more memory, fewer copies.
const SWEEP: i64 = 256;

/// Largest number of server messages kept.
const MOST_SAID: usize = 50;

/// The cached data of one query.
#[derive(Debug, Default)]
pub struct Entry {
    /// The settled instants for which every series with a sample there is known; `None` if nothing is known.
    known: Option<GridRange>,
    /// All of these series. Each ends where `known` ends, and starts where it was needed from.
    series: BTreeMap<Labels, Timeline>,
    /// Fits of groups of series, by the labels that name the group.
    fits: BTreeMap<Labels, GroupFits>,
    /// The newest fetch of the samples after them.
    tail: Option<Tail>,
    /// When the entry was started, in milliseconds since 1970.
    since_ms: i64,
    /// How far before the end of `known` queries have reached.
    reach: i64,
    /// How far before it they have scored, which is farther if open events are requested.
    scored_reach: i64,
    /// The query text of the last fetch.
    executed: String,
    /// Samples of the known instants that cannot be scored.
    left_out: LeftOut,
    /// The server's messages about the known instants.
    said: BTreeSet<String>,
}

/// Samples that may still change, as last fetched.
#[derive(Debug)]
pub struct Tail {
    /// The number of the fetch.
    pub fetch: u64,
    /// One past the last requested instant.
    pub asked_to: i64,
    /// The instants, from the end of the settled ones to the last complete one.
    pub range: GridRange,
    /// The series that have a sample there.
    pub series: BTreeMap<Labels, Vec<f64>>,
    /// Samples there that cannot be scored.
    pub left_out: LeftOut,
}

/// The samples before those of a series, as they arrive.
#[derive(Debug)]
pub struct History {
    /// The labels of the series.
    pub labels: Labels,
    /// The instants that the series lacks.
    range: GridRange,
    /// The samples that have arrived.
    pub timeline: Timeline,
}

impl History {
    /// Adds the samples that were fetched for the instants `fetched`, which follow those added before; gaps where
    /// `series` has none.
    pub fn add(&mut self, fetched: GridRange, series: Option<&Series>) {
        let range = fetched.intersect(self.range);
        if !range.is_empty() {
            let parts: Vec<_> = series.into_iter().collect();
            self.timeline.settle(range.from, &samples(&parts, range));
        }
    }
}

impl Entry {
    /// The settled instants for which every series is known.
    pub const fn known(&self) -> Option<GridRange> {
        self.known
    }

    /// The newest fetch of samples that may still change.
    pub const fn tail(&self) -> Option<&Tail> {
        self.tail.as_ref()
    }

    /// The query text of the last fetch.
    pub fn executed(&self) -> &str {
        &self.executed
    }

    /// Forgets everything.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Resets the entry if it is too old, or so far from `wanted` that closing the gap would cost more than a new
    /// start.
    pub fn renew(&mut self, plan: &Plan, wanted: GridRange) {
        let far = plan.detection.history_samples();
        let apart =
            self.known.is_some_and(|known| wanted.from - known.to > far || known.from - wanted.to > far);
        let old = self.since_ms.abs_diff(plan.now_ms) > LIFETIME_MS.unsigned_abs();
        if self.known.is_none() || apart || old {
            self.reset();
            self.since_ms = plan.now_ms;
        }
    }

    /// Adds fetched samples before and after the known instants; `to` is the new end of the settled ones. Afterwards
    /// every series with a sample in `from..to` is known.
    pub fn extend(&mut self, plan: &Plan, from: i64, to: i64, fetched: &[Vec<Series>], executed: &str) {
        let known = self.known.unwrap_or(GridRange { from, to: from });
        let whole = GridRange { from: known.from.min(from), to: known.to.max(to) };
        let mut parts: BTreeMap<&Labels, Vec<&Series>> = BTreeMap::new();
        for series in fetched.iter().flatten().filter(|series| series.observed() > 0) {
            parts.entry(&series.labels).or_default().push(series);
        }
        for (labels, timeline) in &mut self.series {
            let parts = parts.remove(labels).unwrap_or_default();
            let starts = start(timeline, known.to);
            timeline.settle(known.to, &samples(&parts, GridRange { from: known.to, to: whole.to }));
            timeline.settle(
                whole.from,
                &samples(&parts, GridRange { from: whole.from, to: starts.max(whole.from) }),
            );
        }
        for (labels, parts) in parts {
            let mut timeline = plan.detection.timeline(labels);
            timeline.settle(whole.from, &samples(&parts, whole));
            self.series.insert(labels.clone(), timeline);
        }
        self.known = Some(whole);
        if !executed.is_empty() {
            executed.clone_into(&mut self.executed);
        }
    }

    /// Keeps the left-out samples and the messages of an answer, as far as they concern `settled`.
    pub fn note(&mut self, settled: GridRange, left_out: &LeftOut, said: &[String]) {
        if settled.is_empty() {
            return;
        }
        self.left_out.add(&left_out.within(settled));
        let room = MOST_SAID.saturating_sub(self.said.len());
        self.said.extend(said.iter().take(room).cloned());
    }

    /// Samples of `range` that cannot be scored, settled or not.
    pub fn left_out(&self, range: GridRange) -> LeftOut {
        let mut all = self.left_out.within(range);
        if let Some(tail) = &self.tail {
            all.add(&tail.left_out.within(range));
        }
        all
    }

    /// The server's messages about the known instants.
    pub fn said(&self) -> impl Iterator<Item = &String> {
        self.said.iter()
    }

    /// Stores the newest fetch of the samples after the settled ones.
    pub fn look(&mut self, tail: Tail) {
        self.tail = Some(tail);
    }

    /// The series with a sample in `range`, settled or not.
    pub fn present(&self, range: GridRange) -> BTreeSet<Labels> {
        let mut present: BTreeSet<_> = self.settled_in(range).cloned().collect();
        if let Some(tail) = &self.tail {
            let seen = tail.series.iter().filter(|(_, values)| has_sample(tail.range.from, values, range));
            present.extend(seen.map(|(labels, _)| labels.clone()));
        }
        present
    }

    /// The first sample of a series, and the first one that a score at `index` needs.
    pub fn starts_and_needed(&self, plan: &Plan, labels: &Labels, index: i64) -> (i64, i64) {
        let end = self.known.map_or(index, |known| known.to);
        let starts = self.series.get(labels).map_or(end, |timeline| start(timeline, end));
        (starts, plan.detection.blocks(labels).needed_from(index))
    }

    /// An empty history for the score of a series at `index`, as far as the series has no samples yet.
    pub fn begin_history(&self, plan: &Plan, labels: &Labels, index: i64) -> History {
        let (starts, needed) = self.starts_and_needed(plan, labels, index);
        let timeline = plan.detection.timeline(labels);
        History { labels: labels.clone(), range: GridRange { from: needed, to: starts }, timeline }
    }

    /// Puts a history before the samples of its series.
    pub fn end_history(&mut self, history: History) {
        let History { labels, timeline, .. } = history;
        if let Some(later) = self.series.remove(&labels) {
            self.series.insert(labels, timeline.followed_by(later));
        }
    }

    /// Takes a series out for scoring, with the samples that follow its settled ones.
    pub fn take(&mut self, labels: &Labels) -> Option<(Timeline, Vec<f64>)> {
        let tail = self.tail.as_ref().and_then(|tail| tail.series.get(labels)).cloned().unwrap_or_default();
        self.series.remove(labels).map(|timeline| (timeline, tail))
    }

    /// Puts a series back.
    pub fn put(&mut self, labels: Labels, timeline: Timeline) {
        self.series.insert(labels, timeline);
    }

    /// Takes out the fits of a group for scoring.
    pub fn take_fits(&mut self, thing: &Labels) -> GroupFits {
        self.fits.remove(thing).unwrap_or_default()
    }

    /// Puts the fits of a group back.
    pub fn put_fits(&mut self, thing: Labels, fits: GroupFits) {
        self.fits.insert(thing, fits);
    }

    /// Drops everything older than queries have needed so far: series that end before `asked_from`, and samples that no
    /// score from `scored_from` on needs.
    pub fn trim(&mut self, asked_from: i64, scored_from: i64) {
        let Some(known) = self.known else { return };
        self.reach = self.reach.max(known.to - asked_from);
        self.scored_reach = self.scored_reach.max(known.to - scored_from);
        let keep = known.to - self.reach;
        if known.from + SWEEP > keep {
            return;
        }
        let range = GridRange { from: keep, to: known.to };
        self.known = Some(range);
        self.left_out = self.left_out.within(range);
        let present = self.present(GridRange { from: keep, to: i64::MAX });
        self.series.retain(|labels, _| present.contains(labels));
        let scored = keep.min(known.to - self.scored_reach);
        for timeline in self.series.values_mut() {
            timeline.forget_before(scored);
        }
    }

    /// Approximate memory held, in bytes.
    pub fn bytes(&self) -> usize {
        let series = self.series.iter().map(|(labels, timeline)| labels_bytes(labels) + timeline.bytes());
        let tail = self.tail.iter().flat_map(|tail| &tail.series);
        let fits = self.fits.iter().map(|(thing, fits)| labels_bytes(thing) + fits.bytes());
        let said = self.said.iter().map(|text| text.len() + 48).sum::<usize>();
        series.sum::<usize>()
            + self.left_out.bytes()
            + said
            + fits.sum::<usize>()
            + tail.map(|(labels, values)| labels_bytes(labels) + values.capacity() * 8).sum::<usize>()
    }

    fn settled_in(&self, range: GridRange) -> impl Iterator<Item = &Labels> {
        let inside = move |(_, timeline): &(&Labels, &Timeline)| timeline.has_sample(range);
        self.series.iter().filter(inside).map(|(labels, _)| labels)
    }
}

/// The first sample of a series; `end` if there is none.
fn start(timeline: &Timeline, end: i64) -> i64 {
    let settled = timeline.settled();
    if settled.is_empty() { end } else { settled.from }
}

/// The samples of `range`, taken from parts in any position; gaps where no part reaches.
fn samples(parts: &[&Series], range: GridRange) -> Vec<f64> {
    let mut out = vec![f64::NAN; range.len()];
    for part in parts {
        let shared = range.intersect(part.range());
        if !shared.is_empty() {
            let (to, from) = ((shared.from - range.from) as usize, (shared.from - part.first) as usize);
            out[to..to + shared.len()].copy_from_slice(&part.values[from..from + shared.len()]);
        }
    }
    out
}

/// Whether one of `values`, the first of which lies at `first`, is a number within `range`.
fn has_sample(first: i64, values: &[f64], range: GridRange) -> bool {
    (first..).zip(values).any(|(at, value)| at >= range.from && at < range.to && !value.is_nan())
}

/// Approximate memory of labels, in bytes.
fn labels_bytes(labels: &Labels) -> usize {
    labels.iter().map(|(name, value)| name.len() + value.len() + 64).sum()
}
