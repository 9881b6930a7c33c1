//! False alarms on ordinary series, kind by kind, beside the alarm budget.
//!
//! Series are made up from fixed seeds: see [`Kind`]. Each lives for five weeks at one minute, the first of which nobody
//! judges.

use seismo_detection::{AlarmBudget, AlertPolicy, Catalogue, DetectionSpec, alarm_starts};
use seismo_series::Interval;
use strum::IntoEnumIterator;

use crate::EvaluateError;
use crate::budget::poisson_interval;
use crate::evaluate::{on_cores, score};
use crate::made::{Kind, WEEK, WEEKS};

/// Weeks that are judged.
const JUDGED: usize = WEEKS - 1;
/// More than this many times the budget is too much for every kind.
pub const MOST: f64 = 1.5;

/// What is counted for one kind and budget.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Ordinary {
    /// The kind.
    pub kind: Kind,
    /// Alarms a series-week that were asked for at most.
    pub asked: f64,
    /// Alarms that were raised.
    pub alarms: usize,
    /// Weeks over all series.
    pub series_weeks: f64,
    /// Alarms a series-week by what was asked for.
    pub ratio: f64,
    /// The exact 95 % interval of a Poisson count, by what was asked for.
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

/// Counts alarms on ordinary series: for each kind, `series` of them under each budget. Members whose scores do not say how rare a
/// sample is take none: theirs are counted once, beside one alarm a week.
///
/// # Errors
/// When the detection is not possible, or a budget is none.
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
