//! `meta.custom.seismo`: information about the scores of a frame.

use seismo_detection::{Event, Judged, Learning, Member, MemberState, Season, round_score};
use seismo_engine::{Plan, Subject};
use seismo_explain::{Reason, blamed};
use seismo_query::knowledge::Window;
use seismo_sources::Dropped;

use super::meta::{
    DetectorState, SeasonMode, SeismoCounts, SeismoDetector, SeismoEvent, SeismoLearning, SeismoMeta,
    SeismoSeason, SeismoShare, SeismoThinned,
};
use crate::contract::CONTRACT_VERSION;

/// Largest number of events that a frame lists; the counts cover all of them.
pub(super) const MOST_EVENTS: usize = 1_000;

/// The metadata of a panel frame with `shown` rows.
pub(super) fn explain(plan: &Plan, subject: &Subject<'_>, shown: usize) -> SeismoMeta {
    let Subject { judged, provenance, dropped, .. } = *subject;
    let interval_ms = plan.detection.history.interval.ms();
    let samples = i64::try_from(provenance.observed).unwrap_or(i64::MAX);
    let rows = judged.rows.len();
    SeismoMeta {
        contract_version: CONTRACT_VERSION,
        algorithm: plan.detection.preset.algorithm(),
        preset: plan.detection.preset.id(),
        threshold: plan.detection.policy.threshold,
        budget: plan.detection.policy.budget.map(|budget| budget.asked.per_week()),
        severity_scheme: plan.detection.policy.scheme,
        direction: plan.detection.policy.direction,
        timezone: plan.timezone.clone(),
        interval_ms,
        history_ms: plan.detection.history.history_ms,
        history_used_ms: samples.saturating_mul(interval_ms),
        block_start_ms: plan.detection.grid.instant_ms(provenance.block_from),
        season: season(plan.detection.history.season, provenance.season),
        together: None,
        detectors: detectors(plan, &provenance.members),
        counts: SeismoCounts {
            points: rows,
            scored: judged.scored,
            gaps: rows - judged.observed,
            excluded: judged.unreported,
            anomalies: judged.by_severity.iter().sum(),
            low: judged.by_severity[0],
            medium: judged.by_severity[1],
            high: judged.by_severity[2],
            critical: judged.by_severity[3],
        },
        events: events(plan, subject),
        excluded: excluded(plan),
        learning: provenance.learning(plan, judged).map(|learning| progress(learning, interval_ms)),
        live: None,
        thinned: (shown < rows).then_some(SeismoThinned { from: rows, to: shown }),
        dropped: left_out(judged, dropped),
    }
}

fn detectors(plan: &Plan, states: &[MemberState]) -> Vec<SeismoDetector> {
    let members = plan.detection.ensemble.members().iter().zip(&plan.detection.names).enumerate();
    let detector = |(at, (member, name)): (usize, (&Member, &&'static str))| {
        let (state, reason) = state(states.get(at));
        SeismoDetector {
            id: member.detector.id().to_owned(),
            name,
            weight: member.weight,
            parameters: member.detector.parameters(),
            state,
            reason,
        }
    };
    members.map(detector).collect()
}

/// The state of a member, and why it does not vote.
pub(super) fn state(state: Option<&MemberState>) -> (DetectorState, Option<String>) {
    let word = match state {
        Some(MemberState::Dropped(_)) => DetectorState::Dropped,
        Some(MemberState::Learning { .. }) => DetectorState::Learning,
        Some(MemberState::Voting) | None => DetectorState::Voting,
    };
    (word, state.and_then(MemberState::why))
}

fn events(plan: &Plan, subject: &Subject<'_>) -> Vec<SeismoEvent> {
    let Subject { judged, metrics, .. } = *subject;
    let event = |event: &Event| {
        let at = usize::try_from(event.peak - judged.first).ok()?;
        let peak = judged.rows.get(at)?;
        let reason = Reason::of(&plan.detection, judged, event);
        let told = |number: f64| (!number.is_nan()).then_some(number);
        let share = |(contribution, name): (f64, &str)| SeismoShare { name: name.to_owned(), contribution };
        Some(SeismoEvent {
            from_ms: plan.detection.grid.instant_ms(event.from),
            to_ms: plan.detection.grid.instant_ms(event.to),
            points: event.points,
            peak_score: event.peak_score,
            peak_ms: plan.detection.grid.instant_ms(event.peak),
            severity: event.severity,
            value: peak.value,
            expected: told(peak.expected),
            deviation: told(peak.deviation()),
            cause: reason.cause,
            cause_samples: reason.measure.told_samples(),
            cause_size: reason.measure.told_size(),
            statistics: reason.statistics.map(|scores| scores.into_iter().collect()),
            alarms_per_week: reason.alarms_per_week,
            phase_ms: reason.phase_ms,
            metrics: metrics.map(|metrics| blamed(metrics, at).into_iter().map(share).collect()),
        })
    };
    judged.events.iter().rev().take(MOST_EVENTS).rev().filter_map(event).collect()
}

/// The windows of the query that touch the range.
fn excluded(plan: &Plan) -> Vec<Window> {
    let at = |index| plan.detection.grid.instant_ms(index);
    let (from, to) = (at(plan.range.from), at(plan.range.to));
    plan.windows.iter().filter(|window| window.from_ms < to && from < window.to_ms).copied().collect()
}

fn progress(Learning { seen, needed }: Learning, interval_ms: i64) -> SeismoLearning {
    let left = i64::try_from(needed - seen).unwrap_or(i64::MAX);
    SeismoLearning { seen, needed, left_ms: left.saturating_mul(interval_ms) }
}

fn left_out(judged: &Judged, dropped: &[Dropped]) -> Vec<Dropped> {
    let mut all = dropped.to_vec();
    if judged.events.len() > MOST_EVENTS {
        all.push(Dropped {
            what: "events".to_owned(),
            count: (judged.events.len() - MOST_EVENTS) as u64,
            why: format!("only the last {MOST_EVENTS} are listed"),
        });
    }
    all
}

fn season(asked: Season, found: Option<usize>) -> Option<SeismoSeason> {
    let mode = match asked {
        Season::Off => return None,
        Season::Auto => SeasonMode::Auto,
        Season::Samples(_) => SeasonMode::Fixed,
    };
    found.map(|samples| SeismoSeason { mode, samples })
}

/// The confidences of a member in the shown rows.
pub(super) fn confidences(votes: &[f32], shown: &[usize]) -> Vec<f64> {
    shown.iter().map(|at| round_score(votes[*at])).collect()
}
