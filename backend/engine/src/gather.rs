//! Fetches exactly what a query needs and the cache lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::join;
use futures_util::stream::{self, StreamExt};

use seismo_detection::Timeline;
use seismo_series::{GridRange, Labels, Series, format_duration_ms};
use seismo_sources::{
    Dropped, FetchRequest, Fetched, ForwardedHeaders, LeftOut, OverCap, Source, SourceError,
};

use crate::EngineError;
use crate::EngineTelemetry;
use crate::Plan;
use crate::Pool;
use crate::cache::{Entry, History, Slot, Tail};
use crate::notes::note;
use seismo_query::Output;

/// Largest number of concurrent requests for the history of one query.
const MOST_FETCHES: usize = 3;

/// The caller and the source of a query, and where its series are scored.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) source: Arc<dyn Source>,
    pub(crate) headers: ForwardedHeaders,
    pub(crate) telemetry: Arc<EngineTelemetry>,
    pub(crate) pool: Pool,
}

/// A series, and the samples that follow its settled ones.
pub(crate) type Sampled = (Labels, Timeline, Vec<f64>);

/// The series of a query, ready for scoring.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// The instants to gather whose intervals are over.
    pub(crate) range: GridRange,
    /// Every series with a sample in `range`, with the samples after its settled ones.
    pub(crate) series: Vec<Sampled>,
    /// Problems that did not stop the answer.
    pub(crate) notices: Vec<String>,
    /// Counts of left-out samples.
    pub(crate) dropped: Vec<Dropped>,
    /// The query text as sent to the source.
    pub(crate) executed: String,
    /// Whether everything but samples that may still change was cached (a cache hit).
    pub(crate) hit: bool,
    /// Whether there are more series than may be kept; then none are.
    pub(crate) capped: bool,
}

impl Gathered {
    const fn new(range: GridRange) -> Self {
        Self {
            range,
            series: Vec::new(),
            notices: Vec::new(),
            dropped: Vec::new(),
            executed: String::new(),
            hit: false,
            capped: false,
        }
    }
}

/// The state of one gathering.
struct Gathering<'a> {
    plan: &'a Plan,
    asker: &'a Asker,
    slot: &'a Slot,
    out: Gathered,
    /// The series that are certainly shown, if the cap cut some off.
    first: Option<BTreeSet<Labels>>,
}

/// Brings `entry` up to date for `plan`, and takes the series to score out of it. `arrived` is the number of fetches
/// that had finished when the query arrived: anything fetched since is fresh enough.
///
/// # Errors
/// [`EngineError`] of the source, or if the query exceeds a limit. `entry` stays usable.
pub(crate) async fn gather(
    entry: &mut Entry,
    plan: &Plan,
    asker: &Asker,
    slot: &Slot,
    arrived: u64,
) -> Result<Gathered, EngineError> {
    let mut gathering = Gathering { plan, asker, slot, out: Gathered::new(plan.gathered), first: None };
    if plan.range.is_empty() {
        return Ok(gathering.out);
    }
    // Samples that may still change are always fetched from their beginning, so that they can be kept once settled.
    let wanted = GridRange { from: plan.gathered.from.min(plan.settled_to), to: plan.range.to };
    entry.renew(plan, wanted);
    gathering.series_of(entry, wanted, arrived).await.map_err(|error| beyond_cap(plan, error))?;
    let present = gathering.capped(entry, wanted).map_err(|error| beyond_cap(plan, error))?;
    plan.check_cost(present.len())?;
    let range = gathering.out.range;
    let shown: BTreeSet<Labels> = entry.present(range).intersection(&present).cloned().collect();
    // Groups have gathered the history already, and an age needs no score.
    if plan.together.is_none() && plan.output != Output::Age {
        gathering.history_of(entry, &shown, plan.scored.from).await?;
    }
    let mut out = gathering.out;
    entry.executed().clone_into(&mut out.executed);
    out.series = shown
        .into_iter()
        .filter_map(|labels| entry.take(&labels).map(|(timeline, tail)| (labels, timeline, tail)))
        .collect();
    note(plan, entry, &mut out);
    Ok(out)
}

/// The error for too many series. Here every series with a sample in the history counts, so its advice differs.
fn beyond_cap(plan: &Plan, error: EngineError) -> EngineError {
    match error {
        EngineError::Source(SourceError::TooManySeries { total, cap }) if plan.output == Output::Age => {
            let history = format_duration_ms(plan.detection.history.history_ms);
            EngineError::field(
                "output",
                format!(
                    "\"age\" covers every series with a sample in the history of {history}: {total} series, more \
                     than the {cap} that maxSeries allows: narrow the query, shorten detection.history, or raise \
                     maxSeries in the data source's settings"
                ),
            )
        }
        other => other,
    }
}

impl Gathering<'_> {
    /// Finds the series in `wanted`, and fetches their samples there.
    async fn series_of(
        &mut self,
        entry: &mut Entry,
        wanted: GridRange,
        arrived: u64,
    ) -> Result<(), EngineError> {
        self.out.hit = entry.known().is_some();
        if let Some(known) = entry.known() {
            let fits = self.around(entry, known, wanted, arrived).await?;
            if fits {
                return Ok(());
            }
            // More series than may be kept: only a query of the whole range shows which come first.
            entry.reset();
            self.out = Gathered::new(self.plan.gathered);
        }
        let fetched =
            fetch(self.plan, self.asker, wanted, self.plan.over_cap, self.plan.max_series, None).await?;
        if fetched.total_series > self.plan.max_series {
            self.out.capped = true;
            self.first = Some(fetched.series.iter().map(|series| series.labels.clone()).collect());
        }
        self.settle(entry, wanted, vec![fetched]);
        Ok(())
    }

    /// Fetches the samples before and after the known instants; false if these are more series than may be kept.
    async fn around(
        &mut self,
        entry: &mut Entry,
        known: GridRange,
        wanted: GridRange,
        arrived: u64,
    ) -> Result<bool, EngineError> {
        let mut fetched = Vec::new();
        for (part, after) in [
            (GridRange { from: wanted.from, to: known.from }, false),
            (GridRange { from: known.to, to: wanted.to }, true),
        ] {
            if part.is_empty() {
                continue;
            }
            if let Some(tail) =
                entry.tail().filter(|tail| after && tail.fetch > arrived && tail.asked_to >= wanted.to)
            {
                self.out.range.to = self.out.range.to.min(tail.range.to);
                continue;
            }
            self.out.hit &= after;
            let answer =
                fetch(self.plan, self.asker, part, OverCap::Truncate, self.plan.max_series, None).await?;
            if answer.total_series > self.plan.max_series {
                return Ok(false);
            }
            fetched.push(answer);
        }
        self.settle(entry, wanted, fetched);
        Ok(true)
    }

    /// Keeps the settled part of the answers, and the rest as the newest fetch.
    fn settle(&mut self, entry: &mut Entry, wanted: GridRange, fetched: Vec<Fetched>) {
        let known_to = entry.known().map(|known| known.to);
        let mut to = known_to.unwrap_or(wanted.from);
        let mut tail = None;
        for answer in &fetched {
            // The answer that reaches the end of `wanted` shows how much of it is over.
            if answer.range.from >= known_to.unwrap_or(wanted.from) {
                self.out.range.to = self.out.range.to.min(answer.range.to).max(self.out.range.from);
                to = self.plan.settled_to.min(answer.range.to).max(to);
                let range = GridRange { from: to, to: answer.range.to.max(to) };
                let rest = answer.series.iter().filter(|series| series.observed() > 0).map(|series| {
                    let at = usize::try_from(to - series.first).unwrap_or(0).min(series.values.len());
                    (series.labels.clone(), series.values[at..].to_vec())
                });
                let series = rest.filter(|(_, values)| values.iter().any(|value| !value.is_nan())).collect();
                let left_out = answer.left_out.within(GridRange { from: to, to: i64::MAX });
                tail =
                    Some(Tail { fetch: self.slot.fetched(), asked_to: wanted.to, range, series, left_out });
            }
            self.out.notices.extend(answer.notices.iter().cloned());
            self.out.dropped.extend(answer.dropped.iter().cloned());
        }
        for answer in &fetched {
            let range = GridRange { from: answer.range.from, to: answer.range.to.min(to) };
            entry.note(range, &answer.left_out, &answer.notices);
        }
        let executed = fetched.last().map(|answer| answer.executed.clone()).unwrap_or_default();
        let series: Vec<_> = fetched.into_iter().map(|answer| answer.series).collect();
        entry.extend(self.plan, wanted.from, to, &series, &executed);
        if let Some(tail) = tail {
            entry.look(tail);
        }
    }

    /// The series that may be shown: the first by labels with a sample in `wanted`.
    fn capped(&mut self, entry: &Entry, wanted: GridRange) -> Result<BTreeSet<Labels>, EngineError> {
        if let Some(first) = self.first.take() {
            return Ok(first);
        }
        let present = entry.present(wanted);
        let (total, cap) = (present.len(), self.plan.max_series);
        if total <= cap {
            return Ok(present);
        }
        if self.plan.over_cap == OverCap::Refuse {
            return Err(SourceError::TooManySeries { total, cap }.into());
        }
        self.out.notices.push(format!(
            "The query gives {total} series; the first {cap} by labels are shown. Narrow the query, or raise maxSeries in \
             the data source's settings."
        ));
        let count = (total - cap) as u64;
        self.out.dropped.push(Dropped { what: "series".into(), count, why: "beyond maxSeries".into() });
        Ok(present.into_iter().take(cap).collect())
    }

    /// Fetches the missing samples that the scores from `index` on need.
    async fn history_of(
        &mut self,
        entry: &mut Entry,
        shown: &BTreeSet<Labels>,
        index: i64,
    ) -> Result<(), EngineError> {
        let mut missing = BTreeSet::new();
        let mut range = GridRange { from: i64::MAX, to: i64::MIN };
        for labels in shown {
            let (starts, needed) = entry.starts_and_needed(self.plan, labels, index);
            if needed < starts {
                range = GridRange { from: range.from.min(needed), to: range.to.max(starts) };
                missing.insert(labels.clone());
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        self.out.hit = false;
        let (plan, asker, wanted) = (self.plan, self.asker, Arc::new(missing));
        let mut histories: Vec<_> =
            wanted.iter().map(|labels| entry.begin_history(plan, labels, index)).collect();
        let answers = stream::iter(parts(range, self.asker.source.instants_at_once()))
            .map(|part| fetch(plan, asker, part, OverCap::Refuse, wanted.len(), Some(Arc::clone(&wanted))))
            .buffered(MOST_FETCHES);
        let mut answers = pin!(answers);
        let mut next = answers.next().await;
        while let Some(answer) = next {
            let answer = answer?;
            // Left-out samples are counted for the range only, whatever part of the history was fetched for it.
            entry.note(answer.range, &LeftOut::default(), &answer.notices);
            for notice in answer.notices {
                if !self.out.notices.contains(&notice) {
                    self.out.notices.push(notice);
                }
            }
            self.out.dropped.extend(answer.dropped);
            // What has arrived is learnt while later parts still arrive.
            let learnt = learn(asker, histories, answer.range, answer.series, index);
            let (learnt, following) = join(learnt, answers.next()).await;
            (histories, next) = (learnt?, following);
        }
        for history in histories {
            entry.end_history(history);
        }
        Ok(())
    }
}

/// Adds fetched samples to the histories, and moves each towards its score at `index`, on the pool.
async fn learn(
    asker: &Asker,
    histories: Vec<History>,
    range: GridRange,
    series: Vec<Series>,
    index: i64,
) -> Result<Vec<History>, EngineError> {
    let mut fetched: BTreeMap<_, _> =
        series.into_iter().map(|series| (series.labels.clone(), series)).collect();
    let jobs: Vec<_> = histories
        .into_iter()
        .map(|history| {
            let series = fetched.remove(&history.labels);
            (history, series)
        })
        .collect();
    let learn = move |(mut history, series): (History, Option<Series>)| {
        history.add(range, series.as_ref());
        history.timeline.advance(index);
        history
    };
    let telemetry = &asker.telemetry;
    asker.pool.map(jobs, learn).await.inspect_err(|_| telemetry.panics.inc())
}

async fn fetch(
    plan: &Plan,
    asker: &Asker,
    range: GridRange,
    over_cap: OverCap,
    max_series: usize,
    only: Option<Arc<BTreeSet<Labels>>>,
) -> Result<Fetched, EngineError> {
    let request = FetchRequest {
        query: plan.source.clone(),
        grid: plan.detection.grid,
        range,
        now_ms: plan.now_ms,
        max_series,
        max_samples: plan.cost.max_samples,
        over_cap,
        only,
        headers: asker.headers.clone(),
    };
    let _timer = asker.telemetry.fetch_seconds.start_timer();
    let fetched = asker.source.fetch(&request).await?;
    asker.telemetry.samples.inc_by(fetched.samples);
    Ok(fetched)
}

/// Consecutive parts of at most `most` instants, the oldest first.
fn parts(range: GridRange, most: i64) -> Vec<GridRange> {
    let mut parts = Vec::new();
    let mut from = range.from;
    while from < range.to {
        let to = range.to.min(from.saturating_add(most.max(1)));
        parts.push(GridRange { from, to });
        from = to;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_range_once_the_oldest_first() {
        for (from, to, most, count) in
            [(0, 0, 5, 0), (3, 4, 5, 1), (-7, 8, 5, 3), (-7, 9, 5, 4), (0, 9, i64::MAX, 1), (0, 3, 0, 3)]
        {
            let parts = parts(GridRange { from, to }, most);
            assert_eq!(parts.len(), count);
            let end = parts.iter().fold(from, |at, part| {
                assert!(part.from == at && part.to > at && part.to - part.from <= most.max(1));
                part.to
            });
            assert_eq!(end, to);
        }
    }
}
