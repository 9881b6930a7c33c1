//! The alert frame: time and exactly one number, so that an expression or an alert rule makes one instance a series.

use seismo_series::Labels;

use super::judge::{Judged, Row};
use super::legend;
use super::model::{Field, Frame};
use crate::contract::ALERT_TIME;
use crate::plan::Plan;
use crate::query::Output;

/// The frame of one series: every row that has a number, never thinned. `None` where no row has one.
pub fn alert_frame(plan: &Plan, labels: &Labels, judged: &Judged, executed: &str) -> Option<Frame> {
    let number: fn(&Row) -> f64 = match plan.output {
        Output::Severity => Row::severity_number,
        Output::Deviation => Row::deviation,
        Output::Expected => |row| row.expected,
        Output::Score | Output::Panel | Output::Events => |row| row.score,
    };
    let cells =
        judged.rows.iter().enumerate().map(|(at, row)| (at, number(row))).filter(|(_, cell)| !cell.is_nan());
    let (time, numbers): (Vec<i64>, Vec<f64>) =
        cells.map(|(at, cell)| (plan.grid.instant_ms(judged.first + at as i64), cell)).unzip();
    if numbers.is_empty() {
        return None;
    }
    Some(Frame {
        name: legend(&plan.legend, labels, executed),
        fields: vec![Field::time(ALERT_TIME, time), Field::number(plan.output.id(), labels, numbers)],
        executed: executed.to_owned(),
        ..Frame::default()
    })
}
