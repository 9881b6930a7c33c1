//! The panel frame: everything about one series, to be drawn.

use seismo_detection::{Cause, Direction, Measure, Severity, SeverityScheme};
use seismo_series::Labels;
use seismo_sources::Dropped;
use serde_json::{Map, Value, json};

pub use super::explain::Background;
use super::explain::{LEVELS, confidences, custom, told_samples, told_size};
use super::judge::{Judged, Row};
use super::model::{DISPLAY_NAME, Field, Frame, Values};
use super::thin;
use crate::contract::field;
use crate::plan::Plan;

/// The frame of one series, given with its name, thinned to about `plan.max_rows` rows.
pub fn panel_frame(
    plan: &Plan,
    (name, labels): (&str, &Labels),
    judged: &Judged,
    background: &Background,
    executed: &str,
    dropped: &[Dropped],
) -> Frame {
    let shown = thin(&judged.rows, plan.max_rows);
    let time = shown.iter().map(|at| plan.grid.instant_ms(judged.first + *at as i64)).collect();
    let number = |name: &'static str, cell: fn(&Row) -> f64| {
        Field::number(name, labels, shown.iter().map(|at| cell(&judged.rows[*at])).collect())
    };
    let mut fields = vec![
        Field::time(field::TIME, time),
        number(field::VALUE, |row| row.value),
        number(field::EXPECTED, |row| row.expected),
        number(field::LOWER, Row::lower),
        number(field::UPPER, Row::upper),
        confidence(number(field::SCORE, |row| row.score)),
        severity(number(field::SEVERITY, Row::severity_number), plan.verdict.scheme),
    ];
    for ((member, votes), word) in plan.ensemble.members().iter().zip(&judged.votes).zip(&plan.names) {
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
        fields.push(measured(field::CAUSE_SAMPLES, told_samples).with("decimals", 0));
        fields.push(measured(field::CAUSE_SIZE, told_size));
    }
    Frame {
        name: name.to_owned(),
        fields: called(fields, name),
        custom: custom(plan, judged, background, shown.len(), dropped),
        executed: executed.to_owned(),
        ..Frame::default()
    }
}

/// The fields with the names that people see: the value goes by the legend, every other number by the legend and its own name.
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
    let options: Map<String, Value> = LEVELS.into_iter().map(option).collect();
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
    let options: Map<String, Value> = Cause::ALL.into_iter().map(option).collect();
    field.with("decimals", 0).with("mappings", json!([{ "type": "value", "options": options }]))
}

/// Names of Grafana's own palette, which suit its light and its dark theme.
const fn color(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "green",
        Severity::Low => "blue",
        Severity::Medium => "yellow",
        Severity::High => "orange",
        Severity::Critical => "red",
    }
}
