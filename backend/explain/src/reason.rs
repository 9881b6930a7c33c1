//! The reason of an event.

use seismo_detection::{Cause, DAY_MS, Detection, Event, Evidence, Judged, Measure};

/// The reason of an event: its cause, and the numbers behind its peak's score.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The cause; `None` if no member distinguishes causes.
    pub cause: Option<Cause>,
    /// The measurement of the statistic that is the cause.
    pub measure: Measure,
    /// The score that each statistic alone would give the peak; `None` if no member distinguishes statistics.
    pub statistics: Option<Vec<(Cause, f64)>>,
    /// How often a week ordinary samples reach the peak's score; `None` if scores do not say how rare a sample is.
    pub alarms_per_week: Option<f64>,
    /// The time of the peak, in milliseconds since midnight on the wall clock.
    pub phase_ms: i64,
}

impl Reason {
    /// The reason of an event of these rows.
    pub fn of(detection: &Detection, judged: &Judged, event: &Event) -> Self {
        let at = usize::try_from(event.peak - judged.first).unwrap_or(usize::MAX);
        let budget = detection.policy.budget;
        let asked =
            |strength: f64| budget.map_or(strength, |budget| budget.asked.convert(strength, &budget.kept));
        let strengths = |evidence: &Evidence| {
            let causes = Cause::STATISTICS.into_iter().enumerate();
            causes.map(|(at, cause)| (cause, asked(evidence.strength(at)))).collect()
        };
        let local_ms = detection.knowledge.calendar.local_ms(detection.grid.instant_ms(event.peak));
        Self {
            cause: judged.cause_of(event),
            measure: judged.measure_of(event),
            statistics: judged.evidence.get(at).map(strengths),
            // Rarity does not apply to an impossible value.
            alarms_per_week: budget
                .filter(|_| judged.cause(at) != Some(Cause::Range))
                .map(|budget| budget.asked.alarms_per_week(event.peak_score)),
            phase_ms: local_ms.rem_euclid(DAY_MS),
        }
    }
}
