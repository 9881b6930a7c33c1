//! False alarms on ordinary series, kind by kind, against the alarm budget.
//!
//! The series are synthetic, from fixed seeds: see [`Kind`]. Each has five weeks at one minute; the first week is not
//! judged.

use seismo_detection::{AlarmBudget, AlertPolicy, Catalogue, DetectionSpec, alarm_starts};
use seismo_series::Interval;
use strum::IntoEnumIterator;

use crate::EvaluateError;
use crate::budget::poisson_interval;
use crate::evaluate::{on_cores, score};
use crate::made::{Kind, WEEK, WEEKS};

/// Number of judged weeks.
const JUDGED: usize = WEEKS - 1;
/// Largest acceptable ratio of measured to budgeted alarms, for every kind.
pub const MOST: f64 = 1.5;

/// The counts for one kind and budget.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Ordinary {
    /// The kind.
    pub kind: Kind,
    /// The budget: alarms per series-week.
    pub asked: f64,
    /// Number of alarms.
    pub alarms: usize,
    /// Weeks over all series.
    pub series_weeks: f64,
    /// Alarms per series-week, divided by the budget.
    pub ratio: f64,
    /// Lower end of the exact 95 % interval of a Poisson count, divided by the budget.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
}

impl Ordinary {
    fn new(kind: Kind, asked: f64, alarms: usize, series_weeks: f64) -> Self {
        let expected = asked * series_weeks;
        let (from, to) = poisson_interval(alarms as u64);
        let [ratio, from, to] = [alarms as f64, from, to].map(|count| count / expected);
        Self { kind, asked, alarms, series_weeks, ratio, from, to }
    }
}

impl std::fmt::Display for Ordinary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, asked, alarms, series_weeks, ratio, from, to } = self;
        let kind = format!("{kind:?}");
        let told = if *ratio > MOST { "  too many" } else { "" };
        write!(
            f,
            "{kind:14} asked {asked:4.2} a week  measured / asked {ratio:5.2} [{from:.2}, {to:.2}]  {alarms:4} alarms in \
             {series_weeks} series-weeks{told}"
        )
    }
}

/// Counts alarms on ordinary series: for each kind, `series` of them under each budget. If the members' scores do not
/// say how rare a sample is, there is no budget: alarms are counted once, against one alarm a week.
///
/// # Errors
/// If the detection or a budget is invalid.
pub fn ordinary(
    catalogue: &Catalogue,
    spec: &DetectionSpec,
    budgets: &[f64],
    series: u64,
    threads: usize,
) -> Result<Vec<Ordinary>, EvaluateError> {
    let threshold = spec.threshold();
    let kept = AlarmBudget::default_of(Interval::MINUTE);
    let takes_one = spec.policy(Interval::MINUTE)?.budget.is_some();
    let budgets = if takes_one { budgets } else { &[1.0] };
    let under = |budget: f64| {
        DetectionSpec { budget: takes_one.then_some(budget), ..spec.clone() }.policy(Interval::MINUTE)
    };
    let policies = budgets.iter().map(|budget| under(*budget)).collect::<Result<Vec<_>, _>>()?;
    let spec = DetectionSpec { budget: takes_one.then_some(kept.per_week()), ..spec.clone() };
    let jobs: Vec<(Kind, u64)> =
        Kind::iter().flat_map(|kind| (0..series).map(move |seed| (kind, seed))).collect();
    let counted = on_cores(&jobs, threads, |(kind, seed)| -> Result<Vec<usize>, EvaluateError> {
        let made = kind.make(*seed, Interval::MINUTE, WEEKS * WEEK);
        let record = made.record("ordinary", vec![false; WEEKS * WEEK]);
        let scores = score(&spec, catalogue, &record, record.len())?.scores;
        let judged = &scores[WEEK..];
        let under = |policy: &AlertPolicy| {
            let scores = judged.iter().map(|score| match policy.budget {
                Some(budget) => budget.asked.convert(*score, &kept),
                None => *score,
            });
            alarm_starts(scores, threshold).len()
        };
        Ok(policies.iter().map(under).collect())
    });
    let counted: Vec<Vec<usize>> = counted.into_iter().collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for kind in Kind::iter() {
        for (at, budget) in budgets.iter().enumerate() {
            let of_kind = jobs.iter().zip(&counted).filter(|((other, _), _)| *other == kind);
            let alarms = of_kind.map(|(_, counts)| counts[at]).sum();
            out.push(Ordinary::new(kind, *budget, alarms, (series * JUDGED as u64) as f64));
        }
    }
    Ok(out)
}
