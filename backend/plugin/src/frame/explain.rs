//! `meta.custom.seismo`: how the scores of a frame came about.

use seismo_detection::{
    Cause, DAY_MS, Direction, Event, Evidence, Measure, MemberState, Season, Severity, SeverityScheme,
};
use seismo_sources::Dropped;
use serde_json::{Map, Value, json};

use super::judge::{Judged, widen};
use super::learning::learning;
use crate::contract::{CONTRACT_VERSION, META_KEY};
use crate::knowledge::Window;
use crate::plan::Plan;

/// The most events that a frame lists; the counts are over all of them.
pub(super) const MOST_EVENTS: usize = 1_000;

/// What is known of a series beside its rows.
#[derive(Debug, Clone)]
pub struct Background {
    /// For each member, whether it votes at the end of the range.
    pub members: Vec<MemberState>,
    /// The season in use, in samples.
    pub season: Option<usize>,
    /// Grid index at which the last block starts.
    pub block_from: i64,
    /// Samples that the last score could look at.
    pub observed: usize,
}

/// `meta.custom` of a panel frame that shows `shown` of the rows.
pub(super) fn custom(
    plan: &Plan,
    judged: &Judged,
    background: &Background,
    shown: usize,
    dropped: &[Dropped],
) -> Map<String, Value> {
    let interval_ms = plan.history.interval.ms();
    let samples = i64::try_from(background.observed).unwrap_or(i64::MAX);
    let thinned = (shown < judged.rows.len()).then(|| json!({ "from": judged.rows.len(), "to": shown }));
    let seismo = json!({
        "contractVersion": CONTRACT_VERSION,
        "algorithm": plan.preset.algorithm(),
        "preset": plan.preset.id(),
        "threshold": plan.verdict.threshold,
        "budget": plan.verdict.budget.map(|budget| budget.asked.per_week()),
        "severityScheme": scheme(plan.verdict.scheme),
        "direction": direction(plan.verdict.direction),
        "timezone": plan.timezone,
        "intervalMs": interval_ms,
        "historyMs": plan.history.history_ms,
        "historyUsedMs": samples.saturating_mul(interval_ms),
        "blockStartMs": plan.grid.instant_ms(background.block_from),
        "season": season(plan.history.season, background.season),
        "detectors": detectors(plan, &background.members),
        "counts": {
            "points": judged.rows.len(),
            "scored": judged.scored,
            "gaps": judged.rows.len() - judged.observed,
            "excluded": judged.unreported,
            "anomalies": judged.by_severity.iter().sum::<usize>(),
            "low": judged.by_severity[0],
            "medium": judged.by_severity[1],
            "high": judged.by_severity[2],
            "critical": judged.by_severity[3],
        },
        "events": events(plan, judged),
        "excluded": excluded(plan),
        "learning": learning(plan, judged, background),
        "thinned": thinned,
        "dropped": left_out(judged, dropped),
    });
    Map::from_iter([(META_KEY.to_owned(), seismo)])
}

fn detectors(plan: &Plan, states: &[MemberState]) -> Vec<Value> {
    let members = plan.ensemble.members().iter().zip(&plan.names).enumerate();
    let detector = |(at, (member, name)): (usize, (&seismo_detection::Member, &&str))| {
        let (state, reason) = state(states.get(at));
        json!({
            "id": member.detector.id(), "name": name, "weight": member.weight,
            "parameters": member.detector.parameters(), "state": state, "reason": reason,
        })
    };
    members.map(detector).collect()
}

/// What is told of a member, and why it does not vote.
pub(super) fn state(state: Option<&MemberState>) -> (&'static str, Option<String>) {
    match state {
        Some(MemberState::Dropped(unfit)) => ("dropped", Some(unfit.to_string())),
        Some(MemberState::Learning { needed, found }) => {
            ("learning", Some(format!("it has seen {found} of the {needed} samples that it needs")))
        }
        Some(MemberState::Voting) | None => ("voting", None),
    }
}

fn events(plan: &Plan, judged: &Judged) -> Vec<Value> {
    let row = |index: i64| usize::try_from(index - judged.first).ok().and_then(|at| judged.rows.get(at));
    let event = |event: &Event| {
        let peak = row(event.peak);
        let reason = reason(plan, judged, event);
        json!({
            "fromMs": plan.grid.instant_ms(event.from),
            "toMs": plan.grid.instant_ms(event.to),
            "points": event.points,
            "peakScore": event.peak_score,
            "peakMs": plan.grid.instant_ms(event.peak),
            "severity": event.severity.number(),
            "value": peak.map(|row| row.value),
            "expected": peak.map(|row| row.expected),
            "deviation": peak.map(|row| row.deviation()).filter(|sigmas| !sigmas.is_nan()),
            "cause": reason.cause.map(Cause::id),
            "causeSamples": told_samples(reason.measure),
            "causeSize": told_size(reason.measure),
            "statistics": reason.statistics,
            "alarmsPerWeek": reason.alarms_per_week,
            "phaseMs": reason.phase_ms,
        })
    };
    judged.events.iter().rev().take(MOST_EVENTS).rev().map(event).collect()
}

/// Why an event is one: its cause, and of its peak the numbers that made its score.
pub(super) struct Reason {
    pub(super) cause: Option<Cause>,
    pub(super) measure: Measure,
    statistics: Option<Map<String, Value>>,
    pub(super) alarms_per_week: Option<f64>,
    phase_ms: i64,
}

pub(super) fn reason(plan: &Plan, judged: &Judged, event: &Event) -> Reason {
    let at = usize::try_from(event.peak - judged.first).unwrap_or(usize::MAX);
    let asked = |strength: f64| {
        plan.verdict.budget.map_or(strength, |budget| budget.asked.convert(strength, &budget.kept))
    };
    let strengths = |evidence: &Evidence| {
        let named = Cause::STATISTICS.iter().enumerate();
        let named = named.map(|(at, cause)| (cause.id().to_owned(), json!(asked(evidence.strength(at)))));
        named.collect()
    };
    let local_ms = plan.known.knowledge.calendar.local_ms(plan.grid.instant_ms(event.peak));
    Reason {
        cause: judged.cause_of(event),
        measure: judged.measure_of(event),
        statistics: judged.evidence.get(at).map(strengths),
        // A value that cannot be is no matter of rarity.
        alarms_per_week: plan
            .verdict
            .budget
            .filter(|_| judged.cause(at) != Some(Cause::Range))
            .map(|budget| budget.asked.alarms_per_week(event.peak_score)),
        phase_ms: local_ms.rem_euclid(DAY_MS),
    }
}

/// How many samples a statistic looks at; `None` where that is not told.
pub(super) fn told_samples(measure: Measure) -> Option<f64> {
    (measure.samples > 0).then(|| f64::from(measure.samples))
}

/// What it says of them; `None` where that is not told.
pub(super) fn told_size(measure: Measure) -> Option<f64> {
    (!measure.size.is_nan()).then_some(measure.size)
}

/// The windows of the query that touch the range.
fn excluded(plan: &Plan) -> Vec<Value> {
    let (from, to) = (plan.grid.instant_ms(plan.range.from), plan.grid.instant_ms(plan.range.to));
    let touching = plan.known.windows.iter().filter(|window| window.from_ms < to && from < window.to_ms);
    let shown = |window: &Window| json!({ "fromMs": window.from_ms, "toMs": window.to_ms, "report": window.report, "learn": window.learn });
    touching.map(shown).collect()
}

fn left_out(judged: &Judged, dropped: &[Dropped]) -> Vec<Value> {
    let mut all: Vec<Value> = dropped.iter().map(|dropped| json!(dropped)).collect();
    if judged.events.len() > MOST_EVENTS {
        let why = format!("only the last {MOST_EVENTS} are listed");
        all.push(json!({ "what": "events", "count": judged.events.len() - MOST_EVENTS, "why": why }));
    }
    all
}

fn season(asked: Season, found: Option<usize>) -> Value {
    let mode = match asked {
        Season::Off => return Value::Null,
        Season::Auto => "auto",
        Season::Samples(_) => "fixed",
    };
    found.map_or(Value::Null, |samples| json!({ "mode": mode, "samples": samples }))
}

pub(super) const fn scheme(scheme: SeverityScheme) -> &'static str {
    match scheme {
        SeverityScheme::FourLevel => "four_level",
        SeverityScheme::ThreeLevel => "three_level",
    }
}

const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Above => "above",
        Direction::Below => "below",
        Direction::Both => "both",
    }
}

/// The confidences of a member in the rows that are shown.
pub(super) fn confidences(votes: &[f32], shown: &[usize]) -> Vec<f64> {
    shown.iter().map(|at| widen(votes[*at])).collect()
}

/// The levels, for the severity field's value mappings.
pub(super) const LEVELS: [Severity; 5] =
    [Severity::None, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
