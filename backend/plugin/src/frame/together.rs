//! The panel frame of several metrics that are scored as one.

use std::collections::BTreeMap;

use seismo_detection::{TOGETHER, Together};
use seismo_series::Labels;
use seismo_sources::Dropped;
use serde_json::{Map, Value, json};

use super::explain::{Background, MOST_EVENTS, custom, state};
use super::judge::{Judged, Row, widen};
use super::model::{Field, Frame};
use super::panel::{confidence, severity};
use super::{legend, thin};
use crate::contract::{META_KEY, field};
use crate::plan::Plan;

/// The most metrics that an event names, and the least share of the error that one has to have.
const MOST_NAMED: usize = 3;
const LEAST_SHARE: f64 = 0.1;

/// One metric of a group.
#[derive(Debug)]
pub struct Member {
    /// The name for people, another one for each metric.
    pub name: String,
    /// The labels of the series.
    pub labels: Labels,
    /// Its share of the error in each row, 0..1; NaN where it has none.
    pub contribution: Vec<f32>,
}

/// The names of a thing's metrics, by their labels, in that order: the legend, or where there is none the labels that the
/// thing does not have. Metrics that would have one name have these labels in it.
pub fn contribution_names(template: &str, together: &Together, series: &[Labels]) -> Vec<String> {
    let own = |labels: &Labels| legend("", &together.metric(labels), "value");
    let name = |labels: &Labels| match template.trim() {
        "" => own(labels),
        template => legend(template, labels, "value"),
    };
    let mut names: Vec<String> = series.iter().map(name).collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    names.iter().for_each(|name| *count.entry(name.clone()).or_default() += 1);
    for (name, labels) in names.iter_mut().zip(series) {
        if name.is_empty() || count[name] > 1 {
            *name = if name.is_empty() { own(labels) } else { format!("{name} {}", own(labels)) };
        }
    }
    names
}

/// The frame of one group, thinned to about `plan.max_rows` rows. `judged` has the errors as values.
pub fn together_frame(
    plan: &Plan,
    (name, thing): (&str, &Labels),
    members: &[Member],
    judged: &Judged,
    background: &Background,
    executed: &str,
    dropped: &[Dropped],
) -> Frame {
    let shown = thin(&judged.rows, plan.max_rows);
    let time = shown.iter().map(|at| plan.grid.instant_ms(judged.first + *at as i64)).collect();
    let number = |field: &'static str, cell: fn(&Row) -> f64| {
        Field::number(field, thing, shown.iter().map(|at| cell(&judged.rows[*at])).collect())
    };
    let mut fields = vec![
        Field::time(field::TIME, time),
        number(field::VALUE, |row| row.value).with("displayNameFromDS", name).with("min", 0),
        confidence(number(field::SCORE, |row| row.score)),
        severity(number(field::SEVERITY, Row::severity_number), plan.verdict.scheme),
    ];
    for member in members {
        let shares = shown.iter().map(|at| widen(member.contribution[*at])).collect();
        let mut share = confidence(Field::number("", &member.labels, shares));
        share.other_name = Some(field::of_metric(&member.name));
        fields.push(share.with("displayNameFromDS", member.name.as_str()));
    }
    let mut custom = custom(plan, judged, background, shown.len(), dropped);
    if let Some(Value::Object(seismo)) = custom.get_mut(META_KEY) {
        explain(plan, members, judged, background, seismo);
    }
    Frame { name: name.to_owned(), fields, custom, executed: executed.to_owned(), ..Frame::default() }
}

/// Says what is otherwise of a group than of a series.
fn explain(
    plan: &Plan,
    members: &[Member],
    judged: &Judged,
    background: &Background,
    seismo: &mut Map<String, Value>,
) {
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let by = plan.together.as_ref().map(Together::by).unwrap_or_default();
    let (state, reason) = state(background.members.first());
    let id = plan.members.first().map(|member| member.detector.as_str());
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
        let named = blamed(members, at).into_iter();
        let named = named.map(|(share, name)| json!({ "name": name, "contribution": share }));
        shown["metrics"] = named.collect();
    }
}

/// The metrics with the largest shares of the error in a row, and these shares.
pub fn blamed(members: &[Member], at: usize) -> Vec<(f64, &str)> {
    let share = |member: &Member| member.contribution.get(at).map_or(f64::NAN, |share| widen(*share));
    let mut shares: Vec<(f64, &str)> =
        members.iter().map(|member| (share(member), member.name.as_str())).collect();
    shares.retain(|(share, _)| *share >= LEAST_SHARE);
    shares.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    shares.truncate(MOST_NAMED);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_detection::DetectionSpec;

    #[test]
    fn metrics_are_named_by_legend_or_labels_and_never_twice_alike() {
        let spec: DetectionSpec =
            serde_json::from_value(json!({ "together": { "by": ["instance"] } })).unwrap();
        let together = spec.together().unwrap().unwrap();
        let labels = |pairs: &[(&str, &str)]| -> Labels { pairs.iter().copied().collect() };
        let series = [
            labels(&[("__name__", "cpu"), ("instance", "a"), ("mode", "idle")]),
            labels(&[("__name__", "cpu"), ("instance", "a"), ("mode", "user")]),
            labels(&[("__name__", "up"), ("instance", "a")]),
        ];
        for (template, want) in [
            ("", [r#"cpu{mode="idle"}"#, r#"cpu{mode="user"}"#, "up"]),
            ("{{__name__}}", [r#"cpu cpu{mode="idle"}"#, r#"cpu cpu{mode="user"}"#, "up"]),
            ("{{nothing}}", [r#"cpu{mode="idle"}"#, r#"cpu{mode="user"}"#, "up"]),
            ("{{__name__}} {{mode}}", ["cpu idle", "cpu user", "up "]),
        ] {
            assert_eq!(contribution_names(template, &together, &series), want, "{template}");
        }
    }
}
