//! The alert frame: time and exactly one number, so that an expression or an alert rule makes one instance per series.

use seismo_engine::{Numbers, Plan};
use seismo_series::Labels;

use super::model::{DISPLAY_NAME, Field, Frame};
use crate::contract::ALERT_TIME;

/// The frame of one number of a series.
pub(super) fn number_frame(
    plan: &Plan,
    name: &str,
    labels: &Labels,
    numbers: Numbers,
    executed: &str,
) -> Frame {
    let Numbers { time_ms, values } = numbers;
    let number = Field::number(plan.output.id(), labels, values).with(DISPLAY_NAME, name);
    Frame {
        name: name.to_owned(),
        fields: vec![Field::time(ALERT_TIME, time_ms), number],
        executed: executed.to_owned(),
        time_series: true,
        ..Frame::default()
    }
}
