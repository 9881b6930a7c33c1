//! The panel frame of several metrics that are scored as one.

use std::collections::{BTreeMap, BTreeSet};

use seismo_detection::{TOGETHER, Together};
use seismo_series::Labels;
use seismo_sources::Dropped;
use serde_json::{Map, Value, json};

use super::explain::{Background, MOST_EVENTS, custom, state};
use super::judge::{Judged, Row, widen};
use super::model::{Field, Frame};
use super::panel::{called, confidence, severity};
use super::{legends, thin};
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

/// The names of the metrics of all groups, by the labels of their series: the legend, or where there is none the labels that a
/// group does not have and in which the metrics differ. Metrics of a group that would have one name have these labels in it.
pub fn metric_names(template: &str, together: &Together, groups: &[Vec<Labels>]) -> BTreeMap<Labels, String> {
    let all = || groups.iter().flatten();
    let kinds: BTreeSet<Labels> = all().map(|labels| together.metric(labels)).collect();
    let own: BTreeMap<&Labels, String> =
        kinds.iter().zip(legends("", &kinds.iter().collect::<Vec<_>>(), "value")).collect();
    let own = |labels: &Labels| own.get(&together.metric(labels)).cloned().unwrap_or_default();
    if template.trim().is_empty() {
        return all().map(|labels| (labels.clone(), own(labels))).collect();
    }
    let mut named = BTreeMap::new();
    for group in groups {
        let those: Vec<&Labels> = group.iter().collect();
        let names = legends(template, &those, "value");
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        names.iter().for_each(|name| *count.entry(name).or_default() += 1);
        for (name, labels) in names.iter().zip(group) {
            let name =
                if count[name.as_str()] > 1 { format!("{name} {}", own(labels)) } else { name.clone() };
            named.insert(labels.clone(), name);
        }
    }
    named
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
        number(field::VALUE, |row| row.value).with("min", 0),
        confidence(number(field::SCORE, |row| row.score)),
        severity(number(field::SEVERITY, Row::severity_number), plan.verdict.scheme),
    ];
    for member in members {
        let shares = shown.iter().map(|at| widen(member.contribution[*at])).collect();
        let mut share = confidence(Field::number("", &member.labels, shares));
        share.other_name = Some(field::of_metric(&member.name));
        fields.push(share.called(name, &member.name));
    }
    let mut custom = custom(plan, judged, background, shown.len(), dropped);
    if let Some(Value::Object(seismo)) = custom.get_mut(META_KEY) {
        explain(plan, members, judged, background, seismo);
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
        let group = |instance: &str| {
            let labels = |pairs: &[(&str, &str)]| -> Labels {
                pairs.iter().copied().chain([("instance", instance), ("job", "x")]).collect()
            };
            vec![
                labels(&[("__name__", "cpu"), ("mode", "idle")]),
                labels(&[("__name__", "cpu"), ("mode", "user")]),
                labels(&[("__name__", "up")]),
            ]
        };
        let groups = [group("a"), group("b")];
        for (template, want) in [
            ("", ["idle cpu", "user cpu", "up"]),
            ("{{__name__}}", ["cpu idle cpu", "cpu user cpu", "up"]),
            ("{{nothing}}", ["idle cpu", "user cpu", "up"]),
            ("{{__name__}} {{mode}}", ["cpu idle", "cpu user", "up "]),
        ] {
            let names = metric_names(template, &together, &groups);
            for group in &groups {
                let named: Vec<&str> = group.iter().map(|labels| names[labels].as_str()).collect();
                assert_eq!(named, want, "{template}");
            }
        }
        let two = [vec![groups[0][0].clone(), groups[0][1].clone()]];
        let names: Vec<String> = metric_names("", &together, &two).into_values().collect();
        assert_eq!(names, ["idle", "user"], "one label that differs is enough");
    }
}
