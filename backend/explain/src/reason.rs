//! Why an event is one.

use seismo_detection::{Cause, DAY_MS, Detection, Event, Evidence, Judged, Measure};

/// Why an event is one: its cause, and of its peak the numbers that made its score.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The cause; `None` where nobody tells.
    pub cause: Option<Cause>,
    /// What the statistic measured that is the cause.
    pub measure: Measure,
    /// The score that each statistic alone would give the peak; `None` where nobody tells statistics apart.
    pub statistics: Option<Vec<(Cause, f64)>>,
    /// How often ordinary samples reach the peak's score; `None` where scores do not say how rare a sample is.
    pub alarms_per_week: Option<f64>,
    /// When the peak is, in milliseconds since midnight on the wall clock.
    pub phase_ms: i64,
}

impl Reason {
    /// Why an event of these rows is one.
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
            // A value that cannot be is no matter of rarity.
            alarms_per_week: budget
                .filter(|_| judged.cause(at) != Some(Cause::Range))
                .map(|budget| budget.asked.alarms_per_week(event.peak_score)),
            phase_ms: local_ms.rem_euclid(DAY_MS),
        }
    }
}
