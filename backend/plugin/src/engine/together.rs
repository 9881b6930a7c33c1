//! Scores groups of series as one on the pool. Samples and fits come from the cache; scores are made anew each time.

use std::collections::BTreeMap;
use std::sync::Arc;

use seismo_detection::{Blocks, Group, GroupFits, LEAST_METRICS, MemberState, Together};
use seismo_series::{GridRange, Labels};
use seismo_sources::Dropped;

use super::Pool;
use super::gather::Gathered;
use super::score::{Scoring, finished};
use crate::PluginError;
use crate::cache::Entry;
use crate::frame::{
    Background, Frame, Judged, Listing, Member, Notice, alert_frame, blamed, contribution_names, legend,
    together_frame,
};
use crate::plan::Plan;
use crate::query::Output;
use crate::telemetry::Telemetry;

/// The metrics of one thing, ready to be scored.
struct Job {
    thing: Labels,
    metrics: BTreeMap<Labels, Vec<f64>>,
    fits: GroupFits,
}

/// One group after scoring.
struct Done {
    thing: Labels,
    fits: GroupFits,
    frame: Option<Frame>,
    /// Where the output is a list of events.
    listing: Option<Listing>,
    state: Option<MemberState>,
    scored: usize,
    by_severity: [usize; 4],
}

/// Scores all groups; their frames are in the order of the labels that name them.
///
/// # Errors
/// [`PluginError::Detection`] when a group has too many metrics or none has enough, [`PluginError::Failed`] when the scoring of
/// one panics.
pub(super) async fn score_together(
    pool: &Pool,
    telemetry: &Telemetry,
    scoring: Scoring,
    together: &Together,
    entry: &mut Entry,
) -> Result<Vec<Frame>, PluginError> {
    let Scoring { plan, gathered, budget } = scoring;
    let mut notices: Vec<_> = gathered.notices.iter().cloned().map(Notice::warning).collect();
    let range = GridRange { from: plan.range.from, to: gathered.range.to.max(plan.range.from) };
    let (executed, dropped) = (gathered.executed.clone(), gathered.dropped.clone());
    let (jobs, alone, fits_in) = jobs(gathered, together, budget, entry)?;
    if !alone.is_empty() {
        notices.push(Notice::warning(format!(
            "{} of the groups have fewer than {LEAST_METRICS} metrics and are left out (the first: {}).",
            alone.len(),
            alone[0],
        )));
    }
    let shared = (Arc::clone(&plan), together.clone(), executed.clone(), dropped);
    let first = plan.gathered.from;
    let done = pool
        .map(jobs, move |job| {
            let (plan, together, executed, dropped) = &shared;
            one(plan, together, range, first, executed, dropped, job)
        })
        .await
        .inspect_err(|_| telemetry.panics.inc())?;
    notices.extend(learning(&done));
    let kept_from = entry.known().map_or(range.from, |known| known.from);
    let (mut frames, mut listings) = (Vec::with_capacity(done.len()), Vec::new());
    for mut done in done {
        telemetry.scored(done.scored, done.by_severity);
        done.fits.forget_before(&blocks(&plan, &done.thing), kept_from);
        entry.put_fits(done.thing, done.fits);
        frames.extend(done.frame);
        listings.extend(done.listing);
    }
    if !fits_in || entry.bytes() > budget {
        entry.reset();
    }
    entry.trim(plan.gathered.from);
    Ok(finished(&plan, range, executed, notices, frames, listings))
}

/// The groups that can be scored, those that have too few metrics, and whether the series, which go back to `entry`, fit into
/// `budget` bytes.
fn jobs(
    gathered: Gathered,
    together: &Together,
    budget: usize,
    entry: &mut Entry,
) -> Result<(Vec<Job>, Vec<Labels>, bool), PluginError> {
    let mut groups: BTreeMap<Labels, BTreeMap<Labels, Vec<f64>>> = BTreeMap::new();
    let any = !gathered.series.is_empty();
    let mut held = 0;
    for (labels, timeline, tail) in gathered.series {
        let metrics = groups.entry(together.thing(&labels)).or_default();
        metrics.insert(labels.clone(), timeline.samples(gathered.range, &tail));
        held += timeline.bytes();
        if held <= budget {
            entry.put(labels, timeline);
        }
    }
    for (thing, metrics) in &groups {
        together.check(thing, metrics.len())?;
    }
    let mut alone = Vec::new();
    groups.retain(|thing, metrics| {
        let enough = metrics.len() >= LEAST_METRICS;
        if !enough {
            alone.push(thing.clone());
        }
        enough
    });
    if any && groups.is_empty() {
        return Err(together.too_few().into());
    }
    let job = |(thing, metrics)| Job { fits: entry.take_fits(&thing), thing, metrics };
    Ok((groups.into_iter().map(job).collect(), alone, held <= budget))
}

/// The blocks of a group lie where those of a series with the labels that name it would.
fn blocks(plan: &Plan, thing: &Labels) -> Blocks {
    Blocks::new(plan.grid, plan.history.history_ms, thing)
}

fn one(
    plan: &Plan,
    together: &Together,
    range: GridRange,
    first: i64,
    executed: &str,
    dropped: &[Dropped],
    job: Job,
) -> Done {
    let Job { thing, metrics, mut fits } = job;
    let unlearnt = plan.known.knowledge.unlearnt.on(plan.grid);
    let group = Group::new(blocks(plan, &thing), first, metrics, unlearnt);
    let mut found = group.score(range, plan.settled_to, &mut fits);
    let background = Background {
        members: std::mem::take(&mut found.scored.members),
        season: None,
        block_from: found.scored.block_from,
        observed: found.scored.observed,
    };
    let judged = Judged::new(found.scored, &plan.verdict, &plan.unreported);
    let name = legend("", &thing, executed);
    let (mut frame, mut listing) = (None, None);
    match plan.output {
        _ if judged.observed == 0 => {}
        Output::Panel => {
            let members = members(plan, together, found.contributions);
            frame = Some(together_frame(
                plan,
                (&name, &thing),
                &members,
                &judged,
                &background,
                executed,
                dropped,
            ));
        }
        Output::Events => {
            let members = members(plan, together, found.contributions);
            let blame = |at: i64| blamed(&members, usize::try_from(at - judged.first).unwrap_or(usize::MAX));
            listing = Some(Listing::new(plan, &name, &thing, &judged, Some(&blame)));
        }
        _ => frame = alert_frame(plan, &thing, &judged, executed).map(|frame| Frame { name, ..frame }),
    }
    Done {
        thing,
        fits,
        frame,
        listing,
        state: background.members.into_iter().next(),
        scored: judged.scored,
        by_severity: judged.by_severity,
    }
}

/// The metrics of a group with the names that people know them by.
fn members(plan: &Plan, together: &Together, contributions: BTreeMap<Labels, Vec<f32>>) -> Vec<Member> {
    let series: Vec<Labels> = contributions.keys().cloned().collect();
    let names = contribution_names(&plan.legend, together, &series);
    let named = contributions.into_iter().zip(names);
    named.map(|((labels, contribution), name)| Member { name, labels, contribution }).collect()
}

/// Which groups are too new to be scored.
fn learning(done: &[Done]) -> Option<Notice> {
    let learning = done.iter().filter_map(|done| match done.state {
        Some(MemberState::Learning { needed, found }) => Some((found, needed)),
        _ => None,
    });
    let (found, needed) = learning.clone().min()?;
    Some(Notice::info(format!(
        "{} of {} groups have too short a history to be scored (the least: {found} of {needed} samples seen).",
        learning.count(),
        done.len(),
    )))
}
