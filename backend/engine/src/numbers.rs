//! One number per row, for expressions and alert rules.

use seismo_detection::{Judged, OpenEvent, Standing, open_events};
use seismo_query::{Hold, Output};

use crate::Plan;

const MINUTE_MS: f64 = 60_000.0;

/// A number over time, for one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// Milliseconds since 1970, ascending.
    pub time_ms: Vec<i64>,
    /// One number per time; NaN is null.
    pub values: Vec<f64>,
}

impl Numbers {
    /// Whether it is empty.
    pub(crate) fn are_all_null(&self) -> bool {
        self.values.iter().all(|value| value.is_nan())
    }
}

/// The rows of one series from which numbers are made.
#[derive(Debug)]
pub(crate) struct Numbered {
    judged: Judged,
    /// The relation of each row to events; empty if the output does not depend on it.
    standing: Vec<Standing>,
}

impl Numbered {
    /// Takes the rows of `plan.scored`; those before `plan.range` are only needed for open events.
    pub(crate) fn new(plan: &Plan, judged: Judged) -> Self {
        let threshold = plan.detection.policy.threshold;
        let standing = plan.look_back.map(|look_back| {
            open_events(judged.first, &judged.open_rows(), plan.range.from, look_back, threshold)
        });
        Self { judged: judged.starting_at(plan.range.from), standing: standing.unwrap_or_default() }
    }

    /// The rows of the range.
    pub(crate) fn into_judged(self) -> Judged {
        self.judged
    }

    /// The numbers of one series, never thinned: one for every scored row that has one. If none has one, the newest
    /// scored row with null. `None` if no row is scored.
    pub(crate) fn numbers(&self, plan: &Plan) -> Option<Numbers> {
        let rows = self.judged.rows.iter().enumerate().filter(|(_, row)| row.severity.is_some());
        let mut cells: Vec<(i64, f64)> =
            rows.map(|(at, _)| (self.instant(plan, at), self.number(plan, at))).collect();
        let newest = *cells.last()?;
        cells.retain(|(_, number)| !number.is_nan());
        if cells.is_empty() {
            cells.push(newest);
        }
        let (time_ms, values) = cells.into_iter().unzip();
        Some(Numbers { time_ms, values })
    }

    fn instant(&self, plan: &Plan, at: usize) -> i64 {
        plan.detection.grid.instant_ms(self.judged.first + at as i64)
    }

    fn number(&self, plan: &Plan, at: usize) -> f64 {
        let row = &self.judged.rows[at];
        let standing = self.standing.get(at).copied().unwrap_or(Standing::Calm);
        let open = |number: fn(&OpenEvent) -> f64| match &standing {
            Standing::Open(event) => number(event),
            Standing::Calm | Standing::Echo => 0.0,
        };
        match plan.output {
            Output::Score if plan.hold == Hold::Event => match standing {
                Standing::Open(event) => event.peak_score,
                Standing::Echo => plan.detection.policy.spared(row.score),
                Standing::Calm => row.score,
            },
            Output::Severity if plan.hold == Hold::Event => open(|event| f64::from(event.severity.number())),
            Output::Score => row.score,
            Output::Severity => row.severity_number(),
            Output::Value => row.value,
            Output::Expected => row.expected,
            Output::Deviation => row.deviation(),
            Output::Lower => row.lower(),
            Output::Upper => row.upper(),
            Output::Cause => open(|event| f64::from(event.cause as u8)),
            Output::CauseSamples => open(|event| f64::from(event.measure.samples)),
            // Without a number the row would be left out, and a rule would read an older one.
            Output::CauseSize => open(|event| event.measure.told_size().unwrap_or(0.0)),
            Output::Since => match standing {
                Standing::Open(event) => minutes(plan, self.judged.first + at as i64 - event.from),
                Standing::Calm | Standing::Echo => 0.0,
            },
            // These outputs are not numbers, or not of scored rows.
            Output::Panel | Output::Events | Output::Age => f64::NAN,
        }
    }
}

/// Converts a number of rows to minutes.
pub(crate) fn minutes(plan: &Plan, rows: i64) -> f64 {
    plan.detection.grid.instant_ms(rows) as f64 / MINUTE_MS
}
