//! The names of a group's metrics, and which of them account for an event.

use std::collections::{BTreeMap, BTreeSet};

use seismo_detection::{Together, round_score};
use seismo_series::Labels;

use crate::legends;

/// Largest number of metrics that an event names.
pub const MOST_BLAMED: usize = 3;

/// Smallest share of the error, 0..1, for which a metric is named.
pub const LEAST_SHARE: f64 = 0.1;

/// One metric of a group.
#[derive(Debug)]
pub struct Metric {
    /// The display name, unique within the group.
    pub name: String,
    /// The labels of the series.
    pub labels: Labels,
    /// Its share of the error in each row, 0..1; NaN if it has none.
    pub contribution: Vec<f32>,
}

/// The names of the metrics of all groups, by the labels of their series: the legend, or without one the labels that
/// are not the group's own and in which the metrics differ. Metrics of a group that would have the same name get these
/// labels too.
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

/// The metrics with the largest shares of the error in a row, and these shares.
pub fn blamed(metrics: &[Metric], at: usize) -> Vec<(f64, &str)> {
    let share = |metric: &Metric| metric.contribution.get(at).map_or(f64::NAN, |share| round_score(*share));
    let mut shares: Vec<(f64, &str)> =
        metrics.iter().map(|metric| (share(metric), metric.name.as_str())).collect();
    shares.retain(|(share, _)| *share >= LEAST_SHARE);
    shares.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    shares.truncate(MOST_BLAMED);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_detection::DetectionSpec;
    use serde_json::json;

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
