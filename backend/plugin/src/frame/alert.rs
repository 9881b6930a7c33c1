//! The alert frame: time and exactly one number, so that an expression or an alert rule makes one instance a series.

use seismo_detection::{OpenEvent, Standing, open_events};
use seismo_series::Labels;

use super::judge::Judged;
use super::model::{DISPLAY_NAME, Field, Frame};
use crate::contract::ALERT_TIME;
use crate::plan::Plan;
use crate::query::{Hold, Output};

const MINUTE_MS: f64 = 60_000.0;

/// The rows of one series that an alert frame is made of.
#[derive(Debug)]
pub struct Alert {
    judged: Judged,
    /// How each row stands to events; empty where the output does not depend on it.
    standing: Vec<Standing>,
}

impl Alert {
    /// Takes the rows of `plan.scored`, of which those before `plan.range` are only looked back at.
    pub fn new(plan: &Plan, judged: Judged) -> Self {
        let standing = plan.look_back.map(|look_back| {
            open_events(judged.first, &judged.open_rows(), plan.range.from, look_back, plan.verdict.threshold)
        });
        Self { judged: judged.starting_at(plan.range.from), standing: standing.unwrap_or_default() }
    }

    /// The rows of the range.
    pub fn into_judged(self) -> Judged {
        self.judged
    }

    /// The frame of one series, never thinned: every scored row that has a number; where none has one, the newest scored row
    /// with null. `None` where no row is scored.
    pub fn frame(&self, plan: &Plan, name: &str, labels: &Labels, executed: &str) -> Option<Frame> {
        let rows = self.judged.rows.iter().enumerate().filter(|(_, row)| row.severity.is_some());
        let mut cells: Vec<(i64, f64)> =
            rows.map(|(at, _)| (self.instant(plan, at), self.number(plan, at))).collect();
        let newest = *cells.last()?;
        cells.retain(|(_, number)| !number.is_nan());
        if cells.is_empty() {
            cells.push(newest);
        }
        let (time, numbers) = cells.into_iter().unzip();
        Some(number_frame(plan, name, labels, (time, numbers), executed))
    }

    fn instant(&self, plan: &Plan, at: usize) -> i64 {
        plan.grid.instant_ms(self.judged.first + at as i64)
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
                Standing::Echo => plan.verdict.spared(row.score),
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
            // A row without a number would be left out, and a rule would read an older one.
            Output::CauseSize => open(|event| told_or_zero(event.measure.size)),
            Output::Since => match standing {
                Standing::Open(event) => minutes(plan, self.judged.first + at as i64 - event.from),
                Standing::Calm | Standing::Echo => 0.0,
            },
            // These have frames of their own.
            Output::Panel | Output::Events | Output::Age => f64::NAN,
        }
    }
}

/// What is not told (NaN) as 0.
const fn told_or_zero(size: f64) -> f64 {
    if size.is_nan() { 0.0 } else { size }
}

/// So many rows, in minutes.
pub fn minutes(plan: &Plan, rows: i64) -> f64 {
    plan.grid.instant_ms(rows) as f64 / MINUTE_MS
}

/// The frame of one number of a series: instants in milliseconds since 1970, and as many numbers.
pub fn number_frame(
    plan: &Plan,
    name: &str,
    labels: &Labels,
    (time, numbers): (Vec<i64>, Vec<f64>),
    executed: &str,
) -> Frame {
    let number = Field::number(plan.output.id(), labels, numbers).with(DISPLAY_NAME, name);
    Frame {
        name: name.to_owned(),
        fields: vec![Field::time(ALERT_TIME, time), number],
        executed: executed.to_owned(),
        time_series: true,
        ..Frame::default()
    }
}
