//! The panel frame: everything about one series, for drawing.

use std::iter;

use seismo_detection::{Cause, Direction, JudgedRow, Measure, Severity, SeverityScheme, thin};
use seismo_engine::{Plan, Subject};
use serde_json::{Map, Value, json};
use strum::IntoEnumIterator;

use super::explain::{confidences, explain};
use super::meta::{Custom, LEVELS};
use super::model::{DISPLAY_NAME, Field, Frame, Values};
use crate::contract::field;

/// The frame of one series, thinned to about `plan.max_rows` rows.
pub(super) fn panel_frame(plan: &Plan, subject: &Subject<'_>) -> Frame {
    let Subject { name, labels, judged, executed, .. } = *subject;
    let shown = thin(&judged.rows, plan.max_rows);
    let time = shown.iter().map(|at| plan.detection.grid.instant_ms(judged.first + *at as i64)).collect();
    let number = |name: &'static str, cell: fn(&JudgedRow) -> f64| {
        Field::number(name, labels, shown.iter().map(|at| cell(&judged.rows[*at])).collect())
    };
    let mut fields = vec![
        Field::time(field::TIME, time),
        number(field::VALUE, |row| row.value),
        number(field::EXPECTED, |row| row.expected),
        number(field::LOWER, JudgedRow::lower),
        number(field::UPPER, JudgedRow::upper),
        confidence(number(field::SCORE, |row| row.score)),
        severity(number(field::SEVERITY, JudgedRow::severity_number), plan.detection.policy.scheme),
    ];
    for ((member, votes), word) in
        plan.detection.ensemble.members().iter().zip(&judged.votes).zip(&plan.detection.names)
    {
        let mut vote = confidence(Field::number("", labels, confidences(votes, &shown)));
        vote.other_name = Some(field::of_detector(member.detector.id()));
        fields.push(vote.called(name, word));
    }
    if !judged.evidence.is_empty() {
        let cause = |at: &usize| judged.cause(*at).map_or(f64::NAN, |cause| f64::from(cause as u8));
        fields.push(causes(Field::number(field::CAUSE, labels, shown.iter().map(cause).collect())));
        let measured = |name: &'static str, told: fn(Measure) -> Option<f64>| {
            let cell = |at: &usize| told(judged.measure(*at)).unwrap_or(f64::NAN);
            Field::number(name, labels, shown.iter().map(cell).collect())
        };
        fields.push(measured(field::CAUSE_SAMPLES, Measure::told_samples).with("decimals", 0));
        fields.push(measured(field::CAUSE_SIZE, Measure::told_size));
    }
    Frame {
        name: name.to_owned(),
        fields: called(fields, name),
        custom: Custom::explained(explain(plan, subject, shown.len())),
        executed: executed.to_owned(),
        ..Frame::default()
    }
}

/// The fields with their display names: the legend for the value, the legend and the field's own name for every other
/// number.
pub(super) fn called(fields: Vec<Field>, legend: &str) -> Vec<Field> {
    let call = |field: Field| match (&field.values, field.name) {
        (Values::Number(_), field::VALUE) => field.with(DISPLAY_NAME, legend),
        (Values::Number(_), word) if !word.is_empty() => field.called(legend, word),
        _ => field,
    };
    fields.into_iter().map(call).collect()
}

pub(super) fn confidence(field: Field) -> Field {
    field.with("unit", "percentunit").with("min", 0).with("max", 1)
}

pub(super) fn severity(field: Field, scheme: SeverityScheme) -> Field {
    let option = |level: Severity| {
        let shown = json!({ "text": scheme.name(level), "color": color(level), "index": level.number() });
        (level.number().to_string(), shown)
    };
    let options: Map<String, Value> = iter::once(Severity::None).chain(LEVELS).map(option).collect();
    field
        .with("min", 0)
        .with("max", 4)
        .with("decimals", 0)
        .with("mappings", json!([{ "type": "value", "options": options }]))
}

fn causes(field: Field) -> Field {
    let option = |cause: Cause| {
        ((cause as u8).to_string(), json!({ "text": cause.word(Direction::Both), "index": cause as u8 }))
    };
    let options: Map<String, Value> = Cause::iter().map(option).collect();
    field.with("decimals", 0).with("mappings", json!([{ "type": "value", "options": options }]))
}

/// Names of Grafana's own palette, which fit its light and its dark theme.
const fn color(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "green",
        Severity::Low => "blue",
        Severity::Medium => "yellow",
        Severity::High => "orange",
        Severity::Critical => "red",
    }
}
