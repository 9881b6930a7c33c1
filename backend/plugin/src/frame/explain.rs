//! `meta.custom.seismo`: how the scores of a frame came about.

use seismo_detection::{
    Cause, Direction, Event, Judged, Member, MemberState, Season, Severity, SeverityScheme, round_score,
};
use seismo_engine::{Plan, Subject};
use seismo_explain::Reason;
use seismo_query::knowledge::Window;
use seismo_sources::Dropped;
use serde_json::{Map, Value, json};

use super::learning::learning;
use crate::contract::{CONTRACT_VERSION, META_KEY};

/// The most events that a frame lists; the counts are over all of them.
pub(super) const MOST_EVENTS: usize = 1_000;

/// `meta.custom` of a panel frame that shows `shown` of the rows.
pub(super) fn custom(plan: &Plan, subject: &Subject<'_>, shown: usize) -> Map<String, Value> {
    let Subject { judged, provenance, dropped, .. } = *subject;
    let interval_ms = plan.detection.history.interval.ms();
    let samples = i64::try_from(provenance.observed).unwrap_or(i64::MAX);
    let thinned = (shown < judged.rows.len()).then(|| json!({ "from": judged.rows.len(), "to": shown }));
    let seismo = json!({
        "contractVersion": CONTRACT_VERSION,
        "algorithm": plan.detection.preset.algorithm(),
        "preset": plan.detection.preset.id(),
        "threshold": plan.detection.policy.threshold,
        "budget": plan.detection.policy.budget.map(|budget| budget.asked.per_week()),
        "severityScheme": scheme(plan.detection.policy.scheme),
        "direction": direction(plan.detection.policy.direction),
        "timezone": plan.timezone,
        "intervalMs": interval_ms,
        "historyMs": plan.detection.history.history_ms,
        "historyUsedMs": samples.saturating_mul(interval_ms),
        "blockStartMs": plan.detection.grid.instant_ms(provenance.block_from),
        "season": season(plan.detection.history.season, provenance.season),
        "detectors": detectors(plan, &provenance.members),
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
        "learning": learning(plan, judged, provenance),
        "thinned": thinned,
        "dropped": left_out(judged, dropped),
    });
    Map::from_iter([(META_KEY.to_owned(), seismo)])
}

fn detectors(plan: &Plan, states: &[MemberState]) -> Vec<Value> {
    let members = plan.detection.ensemble.members().iter().zip(&plan.detection.names).enumerate();
    let detector = |(at, (member, name)): (usize, (&Member, &&str))| {
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
        let reason = Reason::of(&plan.detection, judged, event);
        json!({
            "fromMs": plan.detection.grid.instant_ms(event.from),
            "toMs": plan.detection.grid.instant_ms(event.to),
            "points": event.points,
            "peakScore": event.peak_score,
            "peakMs": plan.detection.grid.instant_ms(event.peak),
            "severity": event.severity.number(),
            "value": peak.map(|row| row.value),
            "expected": peak.map(|row| row.expected),
            "deviation": peak.map(|row| row.deviation()).filter(|sigmas| !sigmas.is_nan()),
            "cause": reason.cause.map(Cause::id),
            "causeSamples": reason.measure.told_samples(),
            "causeSize": reason.measure.told_size(),
            "statistics": reason.statistics.map(statistics),
            "alarmsPerWeek": reason.alarms_per_week,
            "phaseMs": reason.phase_ms,
        })
    };
    judged.events.iter().rev().take(MOST_EVENTS).rev().map(event).collect()
}

fn statistics(scores: Vec<(Cause, f64)>) -> Map<String, Value> {
    scores.into_iter().map(|(cause, score)| (cause.id().to_owned(), json!(score))).collect()
}

/// The windows of the query that touch the range.
fn excluded(plan: &Plan) -> Vec<Value> {
    let (from, to) =
        (plan.detection.grid.instant_ms(plan.range.from), plan.detection.grid.instant_ms(plan.range.to));
    let touching = plan.windows.iter().filter(|window| window.from_ms < to && from < window.to_ms);
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
    shown.iter().map(|at| round_score(votes[*at])).collect()
}

/// The levels, for the severity field's value mappings.
pub(super) const LEVELS: [Severity; 5] =
    [Severity::None, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
