//! Scores groups of series as one on the pool. Samples and fits come from the cache; scores are computed each time.

use std::collections::BTreeMap;
use std::sync::Arc;

use seismo_detection::{Group, GroupFits, Judged, LEAST_METRICS, MemberState, Together};
use seismo_explain::{Metric, Notice, legends, metric_names};
use seismo_series::{GridRange, Labels};
use seismo_sources::Dropped;

use crate::cache::Entry;
use crate::gather::Gathered;
use crate::gone::{Seen, gone};
use crate::numbers::Numbered;
use crate::score::{Scoring, finished};
use crate::{Answer, EngineError, EngineTelemetry, Plan, Pool, Provenance, Shape, Subject};

/// The metrics of one entity, ready for scoring.
struct Job {
    name: String,
    thing: Labels,
    metrics: BTreeMap<Labels, Vec<f64>>,
    fits: GroupFits,
}

/// The groups of an answer.
struct Groups {
    jobs: Vec<Job>,
    /// The names of entities with too few metrics.
    alone: Vec<String>,
    /// A sentence that names the labels of `detection.together.by` that no series has.
    nobodys: Option<String>,
    /// The names of all metrics, by the labels of their series.
    names: BTreeMap<Labels, String>,
    /// Whether the series, which went back to the cache, fit into it.
    fits_in: bool,
}

/// One scored group.
struct Done<Part> {
    thing: Labels,
    fits: GroupFits,
    part: Option<Part>,
    state: Option<MemberState>,
    /// Whether a row of the range has a value.
    observed: bool,
    scored: usize,
    by_severity: [usize; 4],
}

/// Scores all groups; their parts are in the order of the labels that name them.
///
/// # Errors
/// [`EngineError::Query`] if a group has too many metrics or none has enough, [`EngineError::Failed`] if a scoring
/// panics.
pub(crate) async fn score_groups<S: Shape>(
    pool: &Pool,
    telemetry: &EngineTelemetry,
    scoring: Scoring<S>,
    together: &Together,
    entry: &mut Entry,
) -> Result<Answer<S::Part>, EngineError> {
    let Scoring { plan, gathered, budget, shape } = scoring;
    let mut notices: Vec<_> = gathered.notices.iter().cloned().map(Notice::warning).collect();
    let range = GridRange { from: plan.range.from, to: gathered.range.to.max(plan.range.from) };
    let scored = GridRange { from: plan.scored.from, to: range.to };
    let (executed, dropped) = (gathered.executed.clone(), gathered.dropped.clone());
    let Groups { jobs, alone, nobodys, names, fits_in } = groups(&plan, gathered, together, budget, entry)?;
    notices.extend(stopped(&plan, range, &jobs, &names));
    notices.extend(nobodys.map(Notice::warning));
    if !alone.is_empty() {
        notices.push(Notice::warning(format!(
            "{} of the groups have fewer than {LEAST_METRICS} metrics and are left out (the first: {}).",
            alone.len(),
            alone[0],
        )));
    }
    let shared = (Arc::clone(&plan), names, executed.clone(), dropped);
    let first = plan.gathered.from;
    let done = pool
        .map(jobs, move |job| {
            let (plan, names, executed, dropped) = &shared;
            one(plan, names, (scored, first), (executed, dropped), job, &*shape)
        })
        .await
        .inspect_err(|_| telemetry.panics.inc())?;
    notices.extend(learning(&done));
    let found = done.iter().filter(|done| done.observed).count();
    let kept_from = entry.known().map_or(range.from, |known| known.from);
    let mut parts = Vec::with_capacity(done.len());
    for mut done in done {
        telemetry.scored(done.scored, done.by_severity);
        done.fits.forget_before(&plan.detection.blocks(&done.thing), kept_from);
        entry.put_fits(done.thing, done.fits);
        parts.extend(done.part);
    }
    if !fits_in || entry.bytes() > budget {
        entry.reset();
    }
    entry.trim(plan.gathered.from, plan.gathered.from);
    Ok(finished(plan, range, executed, notices, parts, found))
}

/// Groups the series, which go back to `entry` if they fit into `budget` bytes.
fn groups(
    plan: &Plan,
    gathered: Gathered,
    together: &Together,
    budget: usize,
    entry: &mut Entry,
) -> Result<Groups, EngineError> {
    let mut groups: BTreeMap<Labels, BTreeMap<Labels, Vec<f64>>> = BTreeMap::new();
    let any = !gathered.series.is_empty();
    let nobodys = together.nobodys(gathered.series.iter().map(|(labels, ..)| labels));
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
        together.check(thing, metrics.len(), nobodys.as_deref())?;
    }
    let kinds: Vec<Vec<Labels>> = groups.values().map(|metrics| metrics.keys().cloned().collect()).collect();
    let names = metric_names(&plan.legend, together, &kinds);
    let (mut jobs, mut alone) = (Vec::new(), Vec::new());
    let things = legends("", &groups.keys().collect::<Vec<_>>(), &plan.unlabelled);
    for (name, (thing, metrics)) in things.into_iter().zip(groups) {
        if metrics.len() < LEAST_METRICS {
            alone.push(name);
        } else {
            jobs.push(Job { name, fits: entry.take_fits(&thing), thing, metrics });
        }
    }
    if any && jobs.is_empty() {
        return Err(together.too_few().into());
    }
    Ok(Groups { jobs, alone, nobodys, names, fits_in: held <= budget })
}

/// The notice with the metrics that have stopped.
fn stopped(plan: &Plan, range: GridRange, jobs: &[Job], names: &BTreeMap<Labels, String>) -> Option<Notice> {
    let before = usize::try_from(range.from - plan.gathered.from).unwrap_or_default();
    let all = jobs.iter().flat_map(|job| job.metrics.iter().map(move |metric| (&job.name, metric)));
    let seen = all.clone().filter_map(|(group, (labels, samples))| {
        let seen = Seen::among(range.from, samples.get(before..)?)?;
        Some((format!("{} of {group}", names.get(labels)?), seen))
    });
    let seen: Vec<_> = seen.collect();
    gone(plan, range, all.count(), seen.iter().map(|(name, seen)| (name.as_str(), *seen)))
}

fn one<S: Shape>(
    plan: &Plan,
    names: &BTreeMap<Labels, String>,
    (range, first): (GridRange, i64),
    (executed, dropped): (&str, &[Dropped]),
    job: Job,
    shape: &S,
) -> Done<S::Part> {
    let Job { name, thing, metrics, mut fits } = job;
    let unlearnt = plan.detection.knowledge.unlearnt.on(plan.detection.grid);
    let group = Group::new(plan.detection.blocks(&thing), first, metrics, unlearnt);
    let mut found = group.score(range, plan.settled_to, &mut fits);
    let provenance = Provenance {
        members: std::mem::take(&mut found.scored.members),
        season: None,
        block_from: found.scored.block_from,
        observed: found.scored.observed,
    };
    let whole = Judged::new(found.scored, &plan.detection.policy, &plan.unreported);
    let (part, judged) = if plan.output.is_number() {
        let numbered = Numbered::new(plan, whole);
        let numbers = numbered.numbers(plan);
        let part = numbers.map(|numbers| shape.numbers(plan, &name, &thing, numbers, executed));
        (part, numbered.into_judged())
    } else {
        let metrics = metrics_of(names, found.contributions);
        let subject = Subject {
            name: &name,
            labels: &thing,
            judged: &whole,
            provenance: &provenance,
            metrics: Some(&metrics),
            executed,
            dropped,
        };
        ((whole.observed > 0).then(|| shape.rows(plan, &subject)), whole)
    };
    Done {
        thing,
        fits,
        part,
        state: provenance.members.into_iter().next(),
        observed: judged.observed > 0,
        scored: judged.scored,
        by_severity: judged.by_severity,
    }
}

/// The metrics of a group with their display names.
fn metrics_of(names: &BTreeMap<Labels, String>, contributions: BTreeMap<Labels, Vec<f32>>) -> Vec<Metric> {
    let named = contributions.into_iter().map(|(labels, contribution)| {
        let name = names.get(&labels).cloned().unwrap_or_default();
        Metric { name, labels, contribution }
    });
    named.collect()
}

/// The notice with the groups that are too new to be scored.
fn learning<Part>(done: &[Done<Part>]) -> Option<Notice> {
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
