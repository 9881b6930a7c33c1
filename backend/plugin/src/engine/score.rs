//! Scores series on the pool and turns each into its frame at once, so that no more than the frames pile up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use seismo_detection::{MemberState, Timeline};
use seismo_series::{GridRange, Labels, format_duration_ms};
use seismo_sources::Dropped;

use super::Pool;
use super::drift::{Alarms, drift};
use super::gather::{Gathered, Sampled};
use super::gone::{Seen, gone};
use crate::PluginError;
use crate::cache::Entry;
use crate::frame::{
    Alert, Background, Frame, Judged, Listing, Notice, events_frame, legends, panel_frame, told_apart,
};
use crate::plan::Plan;
use crate::query::Output;
use crate::telemetry::{Telemetry, Votes};

/// What is to be scored.
pub(super) struct Scoring {
    pub(super) plan: Arc<Plan>,
    pub(super) gathered: Gathered,
    /// How many bytes the series may hold that go back to where they came from. When it is used up, all are let go, one
    /// as soon as it is scored, so that no more than this is ever held.
    pub(super) budget: usize,
}

/// One series after scoring.
struct Done {
    /// The name that people know it by.
    name: String,
    labels: Labels,
    timeline: Option<Timeline>,
    frame: Option<Frame>,
    /// Where the output is a list of events.
    listing: Option<Listing>,
    /// Whether there is a frame that holds no number, for there is none of this output.
    numberless: bool,
    members: Vec<MemberState>,
    observed: usize,
    alarms: Alarms,
    votes: Votes,
    scored: usize,
    by_severity: [usize; 4],
    /// Rows in windows that are not reported.
    unreported: usize,
    /// Rows without a sample, of `rows`.
    missing: usize,
    rows: usize,
    /// Where it has samples.
    seen: Option<Seen>,
}

/// Scores all series; their frames are in the order of the labels.
///
/// # Errors
/// [`PluginError::Failed`] when a detector panics.
pub(super) async fn score(
    pool: &Pool,
    telemetry: &Telemetry,
    scoring: Scoring,
    entry: &mut Entry,
) -> Result<Vec<Frame>, PluginError> {
    let Scoring { plan, gathered, budget } = scoring;
    let Gathered { range, series, notices, dropped, executed, .. } = gathered;
    let (found, scored) = (series.len(), GridRange { from: plan.scored.from, to: range.to });
    let series = named(&plan, series);
    let shared = (Arc::clone(&plan), executed.clone(), dropped.clone());
    let held = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&held);
    let keep = move |timeline: Timeline| {
        let bytes = timeline.bytes();
        (count.fetch_add(bytes, Ordering::SeqCst) + bytes <= budget).then_some(timeline)
    };
    let done = pool
        .map(series, move |(name, series)| {
            let (plan, executed, dropped) = &shared;
            one(plan, scored, executed, dropped, name, series, &keep)
        })
        .await
        .inspect_err(|_| telemetry.panics.inc())?;
    for done in &done {
        telemetry.scored(done.scored, done.by_severity);
        telemetry.voted(plan.members.iter().map(|member| member.detector.as_str()), &done.votes);
        if let Some(budget) = plan.verdict.budget {
            telemetry.alarmed(done.alarms.count, budget.asked.per_week() * done.alarms.weeks);
        }
    }
    let mut notices: Vec<_> = notices.into_iter().map(Notice::warning).collect();
    notices.extend(remarks(&plan, range, &done));
    let (mut frames, mut listings) = (Vec::with_capacity(done.len()), Vec::new());
    for done in done {
        if let Some(timeline) = done.timeline {
            entry.put(done.labels, timeline);
        }
        frames.extend(done.frame);
        listings.extend(done.listing);
    }
    if held.load(Ordering::SeqCst) > budget {
        entry.reset();
    }
    entry.trim(plan.range.from, plan.scored.from);
    Ok(finished(&plan, range, executed, notices, frames, listings, found))
}

/// The frames of an answer with its notices: on the first frame, or where there is none on one without fields, which Grafana's
/// alert rules read as no data. A list of events is one frame in any case. `found`: how many series or groups have a sample.
pub(super) fn finished(
    plan: &Plan,
    range: GridRange,
    executed: String,
    mut notices: Vec<Notice>,
    mut frames: Vec<Frame>,
    listings: Vec<Listing>,
    found: usize,
) -> Vec<Frame> {
    if frames.is_empty() && listings.is_empty() {
        notices.push(Notice::info(nothing(plan, range, found)));
    }
    if plan.output == Output::Events {
        let (frame, left_out) = events_frame(plan, range, listings, &executed);
        notices.extend(left_out);
        frames.push(frame);
    } else if frames.is_empty() {
        frames.push(Frame { executed, ..Frame::default() });
    }
    if let Some(first) = frames.first_mut() {
        notices.sort();
        notices.dedup();
        first.notices = notices;
    }
    frames
}

/// Each series with its name. A list of events has names as text alone, so there no two are alike.
pub(super) fn named(plan: &Plan, series: Vec<Sampled>) -> Vec<(String, Sampled)> {
    let labels: Vec<_> = series.iter().map(|(labels, ..)| labels).collect();
    let names = legends(&plan.legend, &labels, &plan.unlabelled);
    let names = if plan.output == Output::Events { told_apart(names, &labels) } else { names };
    names.into_iter().zip(series).collect()
}

fn one(
    plan: &Plan,
    range: GridRange,
    executed: &str,
    dropped: &[Dropped],
    name: String,
    (labels, mut timeline, tail): Sampled,
    keep: &impl Fn(Timeline) -> Option<Timeline>,
) -> Done {
    let mut scored = timeline.score(range, &tail);
    let seen = Seen::among(range.from, &timeline.samples(range, &tail));
    let timeline = keep(timeline);
    let background = Background {
        members: std::mem::take(&mut scored.members),
        season: scored.season,
        block_from: scored.block_from,
        observed: scored.observed,
    };
    let whole = Judged::new(scored, &plan.verdict, &plan.unreported);
    let (mut frame, mut listing, mut numberless) = (None, None, false);
    let judged = match plan.output {
        Output::Panel => {
            let judged = whole.starting_at(plan.range.from);
            frame = Some(panel_frame(plan, (&name, &labels), &judged, &background, executed, dropped));
            judged
        }
        Output::Events => {
            let judged = whole.starting_at(plan.range.from);
            listing = Some(Listing::new(plan, &name, &labels, &judged, None));
            judged
        }
        _ => {
            let alert = Alert::new(plan, whole);
            frame = alert.frame(plan, &name, &labels, executed);
            numberless = frame.as_ref().is_some_and(Frame::has_no_number);
            alert.into_judged()
        }
    };
    Done {
        name,
        labels,
        timeline,
        frame,
        listing,
        numberless,
        votes: Votes::of(&judged, &background.members),
        members: background.members,
        observed: background.observed,
        alarms: Alarms::of(plan, &judged),
        scored: judged.scored,
        by_severity: judged.by_severity,
        unreported: judged.unreported,
        missing: judged.rows.len() - judged.observed,
        rows: judged.rows.len(),
        seen,
    }
}

/// What a person should know of the answer as a whole.
fn remarks(plan: &Plan, range: GridRange, done: &[Done]) -> Vec<Notice> {
    let mut remarks = Vec::new();
    let full = usize::try_from(plan.grid.samples_in(plan.history.history_ms)).unwrap_or(usize::MAX);
    let short: Vec<usize> =
        done.iter().map(|done| done.observed).filter(|observed| *observed < full / 2).collect();
    if let Some(least) = short.iter().min() {
        let history = format_duration_ms(plan.history.history_ms);
        let seen = format_duration_ms(plan.history.interval.ms().saturating_mul(*least as i64));
        remarks.push(Notice::info(format!(
            "{} of {} series have samples for less than half of the history of {history} (the least: {seen}). Their scores \
             rest on what there is.",
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
    for (at, name) in plan.names.iter().enumerate() {
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

/// Which series have gaps, the worst by name: missing data is told, and never scored.
fn missing(done: &[Done]) -> Option<Notice> {
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

/// For which series there is no number of this output, so that nobody waits for an alert on it.
fn numberless(plan: &Plan, done: &[Done]) -> Option<Notice> {
    let count = done.iter().filter(|done| done.numberless).count();
    (count > 0).then(|| {
        Notice::warning(format!(
            "The output {:?} has no number for {count} of {} series, because no detector of the query ({}) offers an expected \
             value there: such a series has one row with null.",
            plan.output.id(),
            done.len(),
            plan.names.join(", "),
        ))
    })
}

/// Why there is no frame.
fn nothing(plan: &Plan, range: GridRange, found: usize) -> String {
    if range.is_empty() {
        let interval = plan.history.interval;
        let late = match plan.known.offset_ms {
            0 => String::new(),
            ms => format!(" {} ago (detection.offset)", format_duration_ms(ms)),
        };
        return format!(
            "The time range holds no interval of {interval} that was over{late}: choose a longer range or a shorter interval."
        );
    }
    if plan.output == Output::Age {
        let history = format_duration_ms(plan.history.history_ms);
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
