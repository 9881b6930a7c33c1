//! Compares the rate of alarms with the budget, and reports scores that no longer fit a series.

use seismo_detection::{AlarmBudget, Judged, alarm_starts};

use crate::Plan;
use seismo_explain::Notice;

/// Smallest number of alarms for an estimate of their rate. Higher: fewer notices.
const FEW: usize = 10;
/// Multiple of the budget above which a notice is given. Higher: fewer notices.
const TIMES: f64 = 2.0;

/// The alarms of one series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alarms {
    pub(crate) count: usize,
    /// Weeks of scored samples.
    pub(crate) weeks: f64,
}

impl Alarms {
    /// Counts the alarms; none if scores do not say how rare a point is.
    pub(crate) fn of(plan: &Plan, judged: &Judged) -> Self {
        if plan.detection.policy.budget.is_none() {
            return Self { count: 0, weeks: 0.0 };
        }
        let samples_per_week = AlarmBudget::samples_per_week(plan.detection.history.interval);
        let starts = alarm_starts(judged.rows.iter().map(|row| row.score), plan.detection.policy.threshold);
        Self { count: starts.len(), weeks: judged.scored as f64 / samples_per_week }
    }
}

/// The notice for series, by name, whose alarms are more than twice as frequent as the budget allows, beyond chance: by
/// more than twice the standard deviation of a Poisson count. Incidents raise alarms too, so this is information and
/// not a fault.
pub(crate) fn drift<'a>(plan: &Plan, all: impl Iterator<Item = (&'a str, Alarms)> + Clone) -> Option<Notice> {
    let budget = plan.detection.policy.budget?.asked.per_week();
    let (count, weeks) = all
        .clone()
        .fold((0, 0.0), |(count, weeks), (_, alarms)| (count + alarms.count, weeks + alarms.weeks));
    let surely = count as f64 - 2.0 * (count as f64).sqrt();
    if count < FEW || surely <= TIMES * budget * weeks {
        return None;
    }
    let (name, most) = all.max_by(|a, b| a.1.count.cmp(&b.1.count).then(b.0.cmp(a.0)))?;
    Some(Notice::info(format!(
        "{count} alarms in {weeks:.2} series-weeks are {:.1} a week and series; the budget is {budget}. Either there \
         were many incidents, or the history does not yet represent these series: a longer history, a valid value \
         range or excluded windows help (the most in {name}: {}).",
        count as f64 / weeks,
        most.count,
    )))
}
