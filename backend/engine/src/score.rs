//! Scores series on the pool and shapes each at once, so that only the shaped parts accumulate.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use seismo_detection::{Judged, MemberState, Timeline};
use seismo_explain::{Notice, legends, told_apart};
use seismo_query::Output;
use seismo_series::{GridRange, Labels, format_duration_ms};
use seismo_sources::Dropped;

use crate::cache::Entry;
use crate::drift::{Alarms, drift};
use crate::gather::{Gathered, Sampled};
use crate::gone::{Seen, gone};
use crate::numbers::Numbered;
use crate::votes::Votes;
use crate::{Answer, EngineError, EngineTelemetry, Numbers, Plan, Pool, Provenance, Shape, Subject};

/// The series to score, and the shape of the answer's parts.
pub(crate) struct Scoring<S> {
    pub(crate) plan: Arc<Plan>,
    pub(crate) gathered: Gathered,
    /// Number of bytes that series may occupy when they return to the cache. When it is used up, all are dropped, each
    /// as soon as it is scored, so that no more than this is ever held.
    pub(crate) budget: usize,
    pub(crate) shape: Arc<S>,
}

/// One scored series.
struct Done<Part> {
    /// Its display name.
    name: String,
    labels: Labels,
    timeline: Option<Timeline>,
    part: Option<Part>,
    /// Whether its part holds no number, because this output has none.
    numberless: bool,
    members: Vec<MemberState>,
    observed: usize,
    alarms: Alarms,
    votes: Votes,
    scored: usize,
    by_severity: [usize; 4],
    /// Number of rows in windows that are not reported.
    unreported: usize,
    /// Number of rows without a sample, of `rows`.
    missing: usize,
    rows: usize,
    /// Its newest sample.
    seen: Option<Seen>,
}

/// Scores all series; their parts are in the order of the labels.
///
/// # Errors
/// [`EngineError::Failed`] if a detector panics.
pub(crate) async fn score<S: Shape>(
    pool: &Pool,
    telemetry: &EngineTelemetry,
    scoring: Scoring<S>,
    entry: &mut Entry,
) -> Result<Answer<S::Part>, EngineError> {
    let Scoring { plan, gathered, budget, shape } = scoring;
    let Gathered { range, series, notices, dropped, executed, .. } = gathered;
    let (found, scored) = (series.len(), GridRange { from: plan.scored.from, to: range.to });
    let series = named(&plan, series);
    let shared = (Arc::clone(&plan), executed.clone(), dropped);
    let held = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&held);
    let keep = move |timeline: Timeline| {
        let bytes = timeline.bytes();
        (count.fetch_add(bytes, Ordering::SeqCst) + bytes <= budget).then_some(timeline)
    };
    let done = pool
        .map(series, move |(name, series)| {
            let (plan, executed, dropped) = &shared;
            one(plan, scored, (executed, dropped), name, series, &keep, &*shape)
        })
        .await
        .inspect_err(|_| telemetry.panics.inc())?;
    for done in &done {
        telemetry.scored(done.scored, done.by_severity);
        telemetry.voted(plan.detection.members.iter().map(|member| member.detector.as_str()), &done.votes);
        if let Some(budget) = plan.detection.policy.budget {
            telemetry.alarmed(done.alarms.count, budget.asked.per_week() * done.alarms.weeks);
        }
    }
    let mut notices: Vec<_> = notices.into_iter().map(Notice::warning).collect();
    notices.extend(remarks(&plan, range, &done));
    let mut parts = Vec::with_capacity(done.len());
    for done in done {
        if let Some(timeline) = done.timeline {
            entry.put(done.labels, timeline);
        }
        parts.extend(done.part);
    }
    if held.load(Ordering::SeqCst) > budget {
        entry.reset();
    }
    entry.trim(plan.range.from, plan.scored.from);
    Ok(finished(plan, range, executed, notices, parts, found))
}

/// The answer, with a notice if it is empty. `found`: number of series or groups with a sample.
pub(crate) fn finished<Part>(
    plan: Arc<Plan>,
    range: GridRange,
    executed: String,
    mut notices: Vec<Notice>,
    parts: Vec<Part>,
    found: usize,
) -> Answer<Part> {
    if parts.is_empty() {
        notices.push(Notice::info(nothing(&plan, range, found)));
    }
    Answer { plan, range, parts, notices, executed }
}

/// Each series with its name. A list of events has names only as text, so there no two are the same.
pub(crate) fn named(plan: &Plan, series: Vec<Sampled>) -> Vec<(String, Sampled)> {
    let labels: Vec<_> = series.iter().map(|(labels, ..)| labels).collect();
    let names = legends(&plan.legend, &labels, &plan.unlabelled);
    let names = if plan.output == Output::Events { told_apart(names, &labels) } else { names };
    names.into_iter().zip(series).collect()
}

fn one<S: Shape>(
    plan: &Plan,
    range: GridRange,
    (executed, dropped): (&str, &[Dropped]),
    name: String,
    (labels, mut timeline, tail): Sampled,
    keep: &impl Fn(Timeline) -> Option<Timeline>,
    shape: &S,
) -> Done<S::Part> {
    let mut scored = timeline.score(range, &tail);
    let seen = Seen::among(range.from, &timeline.samples(range, &tail));
    let timeline = keep(timeline);
    let provenance = Provenance {
        members: std::mem::take(&mut scored.members),
        season: scored.season,
        block_from: scored.block_from,
        observed: scored.observed,
    };
    let whole = Judged::new(scored, &plan.detection.policy, &plan.unreported);
    let (part, numberless, judged) = if plan.output.is_number() {
        let numbered = Numbered::new(plan, whole);
        let numbers = numbered.numbers(plan);
        let numberless = numbers.as_ref().is_some_and(Numbers::are_all_null);
        let part = numbers.map(|numbers| shape.numbers(plan, &name, &labels, numbers, executed));
        (part, numberless, numbered.into_judged())
    } else {
        let judged = whole.starting_at(plan.range.from);
        let subject = Subject {
            name: &name,
            labels: &labels,
            judged: &judged,
            provenance: &provenance,
            metrics: None,
            executed,
            dropped,
        };
        (Some(shape.rows(plan, &subject)), false, judged)
    };
    Done {
        name,
        labels,
        timeline,
        part,
        numberless,
        votes: Votes::of(&judged, &provenance.members),
        members: provenance.members,
        observed: provenance.observed,
        alarms: Alarms::of(plan, &judged),
        scored: judged.scored,
        by_severity: judged.by_severity,
        unreported: judged.unreported,
        missing: judged.rows.len() - judged.observed,
        rows: judged.rows.len(),
        seen,
    }
}

/// The notices about the answer as a whole.
fn remarks<Part>(plan: &Plan, range: GridRange, done: &[Done<Part>]) -> Vec<Notice> {
    let mut remarks = Vec::new();
    let full = usize::try_from(plan.detection.history_samples()).unwrap_or(usize::MAX);
    let short: Vec<usize> =
        done.iter().map(|done| done.observed).filter(|observed| *observed < full / 2).collect();
    if let Some(least) = short.iter().min() {
        let history = format_duration_ms(plan.detection.history.history_ms);
        let seen = format_duration_ms(plan.detection.history.interval.ms().saturating_mul(*least as i64));
        remarks.push(Notice::info(format!(
            "{} of {} series have samples for less than half of the history of {history} (the least: {seen}). Their scores \
             use the available samples.",
            short.len(),
            done.len(),
        )));
    }
    remarks.extend(missing(done));
    remarks.extend(numberless(plan, done));
    let seen = done.iter().filter_map(|done| Some((done.name.as_str(), done.seen?)));
    remarks.extend(gone(plan, range, done.len(), seen));
    remarks.extend(drift(plan, done.iter().map(|done| (done.name.as_str(), done.alarms))));
    let unreported: usize = done.iter().map(|done| done.unreported).sum();
    if unreported > 0 {
        remarks.push(Notice::info(format!(
            "{unreported} rows lie in excluded windows of the query: no anomaly is reported there."
        )));
    }
    for (at, name) in plan.detection.names.iter().enumerate() {
        let reasons: Vec<_> = done
            .iter()
            .filter_map(|done| match done.members.get(at) {
                Some(MemberState::Dropped(unfit)) => Some(unfit),
                _ => None,
            })
            .collect();
        if let Some(first) = reasons.first() {
            let (count, of) = (reasons.len(), done.len());
            remarks
                .push(Notice::warning(format!("{name} does not vote on {count} of {of} series: {first}.")));
        }
        let learning: Vec<_> = done
            .iter()
            .filter_map(|done| match done.members.get(at) {
                Some(MemberState::Learning { needed, found }) => Some((*found, *needed)),
                _ => None,
            })
            .collect();
        if let Some((found, needed)) = learning.iter().min() {
            let (count, of) = (learning.len(), done.len());
            remarks.push(Notice::info(format!(
                "{name} is still learning {count} of {of} series, and raises no alarm there (the least: {found} of {needed} \
                 samples seen)."
            )));
        }
    }
    remarks
}

/// The notice with the series that have gaps, the worst by name: missing data is reported, and never scored.
fn missing<Part>(done: &[Done<Part>]) -> Option<Notice> {
    let with_gaps = done.iter().filter(|done| done.missing > 0);
    let worst = with_gaps.clone().max_by(|a, b| a.missing.cmp(&b.missing).then(b.name.cmp(&a.name)))?;
    Some(Notice::info(format!(
        "Samples are missing in {} of {} series (the most in {}: {} of {}). A missing sample is a gap: it is not scored.",
        with_gaps.count(),
        done.len(),
        worst.name,
        worst.missing,
        worst.rows,
    )))
}

/// The notice with the series that have no number of this output, so that nobody waits for an alert on it.
fn numberless<Part>(plan: &Plan, done: &[Done<Part>]) -> Option<Notice> {
    let count = done.iter().filter(|done| done.numberless).count();
    (count > 0).then(|| {
        Notice::warning(format!(
            "The output {:?} has no number for {count} of {} series, because no detector of the query ({}) offers an expected \
             value there: such a series has one row with null.",
            plan.output.id(),
            done.len(),
            plan.detection.names.join(", "),
        ))
    })
}

/// The reason why there is no frame.
fn nothing(plan: &Plan, range: GridRange, found: usize) -> String {
    if range.is_empty() {
        let interval = plan.detection.history.interval;
        let late = match plan.offset_ms {
            0 => String::new(),
            ms => format!(" {} ago (detection.offset)", format_duration_ms(ms)),
        };
        return format!(
            "The time range contains no interval of {interval} that was complete{late}: choose a longer range or a shorter \
             interval."
        );
    }
    if plan.output == Output::Age {
        let history = format_duration_ms(plan.detection.history.history_ms);
        return format!(
            "The query found no series with a sample in the history of {history} before the end of the time range."
        );
    }
    match (found, &plan.together) {
        (0, _) => "The query found no series with samples in this time range.".to_owned(),
        (found, None) => format!("None of {found} series has a score in this time range."),
        (found, Some(_)) => format!("None of {found} groups has a score in this time range."),
    }
}
