//! The panel frame of several metrics that are scored as one.

use seismo_detection::{JudgedRow, TOGETHER, Together, round_score, thin};
use seismo_engine::{Plan, Subject};
use seismo_explain::{Metric, blamed};
use serde_json::{Map, Value, json};

use super::explain::{MOST_EVENTS, custom, state};
use super::model::{Field, Frame};
use super::panel::{called, confidence, severity};
use crate::contract::{META_KEY, field};

/// The frame of one group, thinned to about `plan.max_rows` rows. `judged` has the errors as values.
pub(super) fn group_frame(plan: &Plan, subject: &Subject<'_>, metrics: &[Metric]) -> Frame {
    let Subject { name, labels, judged, executed, .. } = *subject;
    let shown = thin(&judged.rows, plan.max_rows);
    let time = shown.iter().map(|at| plan.detection.grid.instant_ms(judged.first + *at as i64)).collect();
    let number = |field: &'static str, cell: fn(&JudgedRow) -> f64| {
        Field::number(field, labels, shown.iter().map(|at| cell(&judged.rows[*at])).collect())
    };
    let mut fields = vec![
        Field::time(field::TIME, time),
        number(field::VALUE, |row| row.value).with("min", 0),
        confidence(number(field::SCORE, |row| row.score)),
        severity(number(field::SEVERITY, JudgedRow::severity_number), plan.detection.policy.scheme),
    ];
    for metric in metrics {
        let shares = shown.iter().map(|at| round_score(metric.contribution[*at])).collect();
        let mut share = confidence(Field::number("", &metric.labels, shares));
        share.other_name = Some(field::of_metric(&metric.name));
        fields.push(share.called(name, &metric.name));
    }
    let mut custom = custom(plan, subject, shown.len());
    if let Some(Value::Object(seismo)) = custom.get_mut(META_KEY) {
        explain(plan, subject, metrics, seismo);
    }
    Frame {
        name: name.to_owned(),
        fields: called(fields, name),
        custom,
        executed: executed.to_owned(),
        ..Frame::default()
    }
}

/// Says what is otherwise of a group than of a series.
fn explain(plan: &Plan, subject: &Subject<'_>, metrics: &[Metric], seismo: &mut Map<String, Value>) {
    let Subject { judged, provenance, .. } = *subject;
    let names: Vec<&str> = metrics.iter().map(|metric| metric.name.as_str()).collect();
    let by = plan.together.as_ref().map(Together::by).unwrap_or_default();
    let (state, reason) = state(provenance.members.first());
    let id = plan.detection.members.first().map(|member| member.detector.as_str());
    let detector = json!({
        "id": id, "name": "Dense autoencoder over metrics", "weight": 1.0, "parameters": {}, "state": state,
        "reason": reason,
    });
    for (key, value) in [
        ("algorithm", json!(TOGETHER)),
        ("preset", json!("together")),
        ("season", Value::Null),
        ("detectors", json!([detector])),
        ("together", json!({ "by": by, "metrics": names })),
    ] {
        seismo.insert(key.to_owned(), value);
    }
    let listed = judged.events.len().saturating_sub(MOST_EVENTS);
    let events = seismo.get_mut("events").and_then(Value::as_array_mut);
    for (event, shown) in judged.events[listed..].iter().zip(events.into_iter().flatten()) {
        let at = usize::try_from(event.peak - judged.first).unwrap_or(usize::MAX);
        let named = blamed(metrics, at).into_iter();
        let named = named.map(|(share, name)| json!({ "name": name, "contribution": share }));
        shown["metrics"] = named.collect();
    }
}
