//! The names of series. All names of an answer are made together, so that each differs from the others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use seismo_series::Labels;

/// Prometheus' label for a metric's name.
const METRIC: &str = "__name__";

/// Labels by which people know a service or a host; preferred over others that distinguish the same series.
const WELL_KNOWN: [&str; 6] = ["service", "service_name", "app", "job", "name", "host"];

/// The names of the series of one answer, by their labels, in their order. A template has `{{label}}` filled in (an
/// absent label leaves nothing), and may give two series one name. If it is empty or fills to nothing, series are named
/// by the fewest labels that distinguish them, and no two names are equal. `fallback` names a series without labels.
pub fn legends(template: &str, series: &[&Labels], fallback: &str) -> Vec<String> {
    if template.trim().is_empty() {
        return by_differences(series, fallback);
    }
    let mut names: Vec<String> = series.iter().map(|labels| fill(template, labels)).collect();
    if names.iter().any(|name| name.trim().is_empty()) {
        for (name, own) in names.iter_mut().zip(by_differences(series, fallback)) {
            if name.trim().is_empty() {
                *name = own;
            }
        }
    }
    names
}

/// The name of a single series: its metric and all its labels.
fn whole(labels: &Labels, fallback: &str) -> String {
    match written(labels, |_| true) {
        name if name.is_empty() => fallback.to_owned(),
        name => name,
    }
}

/// The same names, but equal ones get the labels in which they differ: `api (instance="a")`.
pub fn told_apart(mut names: Vec<String>, series: &[&Labels]) -> Vec<String> {
    let mut alike: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        alike.entry(name).or_default().push(at);
    }
    let mut longer = Vec::new();
    for (name, places) in alike.into_iter().filter(|(_, places)| places.len() > 1) {
        let those: Vec<&Labels> = places.iter().map(|at| series[*at]).collect();
        let labels = differing(&those);
        for (at, own) in places.iter().zip(those) {
            let told: Vec<String> =
                labels.iter().map(|label| format!("{label}={:?}", value(own, label))).collect();
            longer.push((*at, format!("{name} ({})", told.join(", "))));
        }
    }
    for (at, name) in longer {
        names[at] = name;
    }
    numbered(names)
}

fn fill(template: &str, labels: &Labels) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        text.push_str(before);
        text.push_str(&plain(value(labels, name.trim())));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// An empty label counts as missing, as in Prometheus.
fn value<'a>(labels: &'a Labels, label: &str) -> &'a str {
    labels.get(label).unwrap_or_default()
}

/// The labels that are not the same in all series, by name.
fn differing<'a>(series: &[&'a Labels]) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let Some((first, others)) = series.split_first() else { return found };
    for other in others {
        let theirs = other.iter().filter(|(label, own)| value(first, label) != *own);
        let ours = first.iter().filter(|(label, own)| value(other, label) != *own);
        found.extend(theirs.chain(ours).map(|(label, _)| label));
    }
    found
}

/// The fewest labels that distinguish the series, out of those in which they differ: the metric first, then well-known
/// labels, then short ones before long ones.
fn telling<'a>(series: &[&'a Labels]) -> BTreeSet<&'a str> {
    let mut kept = differing(series);
    let apart = |kept: &BTreeSet<&str>| {
        let of = |labels: &&'a Labels| kept.iter().map(|label| value(labels, label)).collect::<Vec<_>>();
        series.iter().map(of).collect::<BTreeSet<_>>().len()
    };
    let most = apart(&kept);
    let length = |label: &str| series.iter().map(|labels| value(labels, label).len()).sum::<usize>();
    let known = |label: &str| WELL_KNOWN.iter().position(|known| *known == label);
    let mut spare: Vec<&str> = kept.iter().copied().filter(|label| *label != METRIC).collect();
    spare.sort_by_key(|label| Reverse((known(label).unwrap_or(WELL_KNOWN.len()), length(label), *label)));
    for label in spare {
        kept.remove(label);
        if apart(&kept) < most {
            kept.insert(label);
        }
    }
    kept
}

fn by_differences(series: &[&Labels], fallback: &str) -> Vec<String> {
    let telling = telling(series);
    let mut others = telling.iter().filter(|label| **label != METRIC);
    let only = others.next().filter(|_| others.next().is_none()).copied();
    let with_metric = telling.contains(METRIC);
    let name = |labels: &&Labels| match only.map(|label| value(labels, label)) {
        Some(own) if !own.trim().is_empty() => match value(labels, METRIC) {
            metric if with_metric && !metric.is_empty() => format!("{} {}", plain(own), plain(metric)),
            _ => plain(own),
        },
        // A series without these labels is named by its metric, and one without a metric by all its labels.
        _ if !telling.is_empty() => match written(labels, |label| telling.contains(label)) {
            name if name.is_empty() => whole(labels, fallback),
            name => name,
        },
        _ => whole(labels, fallback),
    };
    let mut names: Vec<String> = series.iter().map(name).collect();
    let twice = doubles(&names);
    for (name, labels) in names.iter_mut().zip(series) {
        if twice.contains(name) {
            *name = whole(labels, fallback);
        }
    }
    numbered(names)
}

/// The metric and the kept labels, as Prometheus writes them.
fn written(labels: &Labels, keep: impl Fn(&str) -> bool) -> String {
    let shown = labels.iter().filter(|(label, own)| *label != METRIC && !own.is_empty() && keep(label));
    let shown: Labels = shown.collect();
    let metric = plain(value(labels, METRIC));
    if shown.is_empty() { metric } else { format!("{metric}{shown}") }
}

/// A value as a one-line name.
fn plain(value: &str) -> String {
    if value.contains(char::is_control) { value.escape_debug().to_string() } else { value.to_owned() }
}

fn doubles(names: &[String]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    names.iter().filter(|name| !seen.insert(name.as_str())).cloned().collect()
}

/// Numbers names that are still equal: `up`, `up (2)`.
fn numbered(mut names: Vec<String>) -> Vec<String> {
    let mut twice: BTreeMap<String, usize> = doubles(&names).into_iter().map(|name| (name, 1)).collect();
    if twice.is_empty() {
        return names;
    }
    let taken: BTreeSet<String> = names.iter().cloned().collect();
    let mut first = BTreeSet::new();
    for name in &mut names {
        let Some(count) = twice.get_mut(name.as_str()) else { continue };
        if first.insert(name.clone()) {
            continue;
        }
        *name = loop {
            *count += 1;
            let next = format!("{name} ({count})");
            if !taken.contains(&next) {
                break next;
            }
        };
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().copied().collect()
    }

    fn names(template: &str, series: &[Labels]) -> Vec<String> {
        legends(template, &series.iter().collect::<Vec<_>>(), "expr")
    }

    #[test]
    fn a_template_is_filled_as_grafana_fills_it() {
        let series = [labels(&[("job", "api"), ("__name__", "up")])];
        for (template, want) in [
            ("{{job}}", "api"),
            ("{{ job }} of {{nobody}}!", "api of !"),
            ("plain", "plain"),
            ("{{job", "{{job"),
            ("", r#"up{job="api"}"#),
            ("  ", r#"up{job="api"}"#),
            ("{{nobody}}", r#"up{job="api"}"#),
        ] {
            assert_eq!(names(template, &series), [want], "{template}");
        }
        let broken = [labels(&[("__name__", "u\np"), ("job", "a\nb")])];
        for (template, want) in
            [("{{job}}", r"a\nb"), ("{{__name__}} of {{job}}", r"u\np of a\nb"), ("", r#"u\np{job="a\nb"}"#)]
        {
            assert_eq!(names(template, &broken), [want], "{template}: a name is one line");
        }
        let metrics = ["u\np", "down"].map(|metric| labels(&[("__name__", metric), ("job", "a")]));
        let metrics = [metrics.as_slice(), &[labels(&[("__name__", "down"), ("job", "b")])]].concat();
        assert_eq!(names("", &metrics), [r"a u\np", "a down", "b down"]);
        let two = [labels(&[("job", "a")]), labels(&[("job", "b")])];
        assert_eq!(names("same", &two), ["same", "same"], "what the template says stays");
    }

    #[test]
    fn series_are_named_by_the_labels_in_which_they_differ() {
        let up = |pairs: &[(&str, &str)]| {
            let mut all = labels(pairs);
            all.insert("__name__", "up");
            all
        };
        for (what, series, want) in [
            ("no series", vec![], vec![]),
            ("a single one", vec![up(&[("job", "api"), ("a", "1")])], vec![r#"up{a="1", job="api"}"#]),
            ("one without labels", vec![labels(&[])], vec!["expr"]),
            ("one with a metric alone", vec![up(&[])], vec!["up"]),
            (
                "one label that differs",
                vec![up(&[("service", "cart"), ("job", "x")]), up(&[("service", "login"), ("job", "x")])],
                vec!["cart", "login"],
            ),
            (
                "the metric alone differs",
                vec![
                    labels(&[("__name__", "cpu"), ("job", "x")]),
                    labels(&[("__name__", "disk"), ("job", "x")]),
                ],
                vec!["cpu", "disk"],
            ),
            (
                "the metric and a label",
                vec![
                    labels(&[("__name__", "cpu"), ("job", "x")]),
                    labels(&[("__name__", "disk"), ("job", "y")]),
                ],
                vec!["cpu", "disk"],
            ),
            (
                "metrics of several services",
                vec![
                    labels(&[("__name__", "cpu"), ("job", "x"), ("instance", "x-1:80")]),
                    labels(&[("__name__", "disk"), ("job", "x"), ("instance", "x-1:80")]),
                    labels(&[("__name__", "cpu"), ("job", "y"), ("instance", "y-1:80")]),
                ],
                vec!["x cpu", "x disk", "y cpu"],
            ),
            (
                "several labels of which one is enough",
                vec![
                    up(&[("id", "7"), ("service", "cart"), ("pod", "cart-1")]),
                    up(&[("id", "8"), ("service", "login"), ("pod", "login-1")]),
                ],
                vec!["cart", "login"],
            ),
            (
                "the shortest of labels that nobody knows",
                vec![up(&[("path", "/a/b/c"), ("zone", "eu")]), up(&[("path", "/a/b/d"), ("zone", "us")])],
                vec!["eu", "us"],
            ),
            (
                "several labels",
                vec![
                    up(&[("a", "1"), ("b", "1"), ("c", "1")]),
                    up(&[("a", "1"), ("b", "2"), ("c", "1")]),
                    up(&[("a", "2"), ("b", "1"), ("c", "1")]),
                ],
                vec![r#"up{a="1", b="1"}"#, r#"up{a="1", b="2"}"#, r#"up{a="2", b="1"}"#],
            ),
            (
                "several without a metric",
                vec![
                    labels(&[("a", "1"), ("b", "1")]),
                    labels(&[("a", "2"), ("b", "2")]),
                    labels(&[("a", "1"), ("b", "2")]),
                ],
                vec![r#"{a="1", b="1"}"#, r#"{a="2", b="2"}"#, r#"{a="1", b="2"}"#],
            ),
            (
                "one lacks the label",
                vec![up(&[("job", "x")]), up(&[("job", "x"), ("service", "cart")])],
                vec!["up", "cart"],
            ),
            (
                "one lacks the label, and there is no metric",
                vec![labels(&[("job", "x")]), labels(&[("job", "x"), ("service", "cart")])],
                vec![r#"{job="x"}"#, "cart"],
            ),
            ("one lacks all labels", vec![labels(&[]), labels(&[("service", "cart")])], vec!["expr", "cart"]),
            (
                "one lacks one of several",
                vec![up(&[]), up(&[("a", "1")]), up(&[("a", "1"), ("b", "2")])],
                vec!["up", r#"up{a="1"}"#, r#"up{a="1", b="2"}"#],
            ),
            (
                "a value that is called like the metric",
                vec![up(&[("job", "x")]), up(&[("job", "x"), ("service", "up")])],
                vec![r#"up{job="x"}"#, r#"up{job="x", service="up"}"#],
            ),
            (
                "empty and blank values are ignored",
                vec![up(&[("a", "")]), up(&[("a", " ")]), up(&[("a", "x")])],
                vec!["up", r#"up{a=" "}"#, "x"],
            ),
        ] {
            assert_eq!(names("", &series), want, "{what}");
        }
    }

    #[test]
    fn whatever_stands_in_labels_no_two_names_are_equal() {
        let wild = [
            "a\"b",
            "a,b",
            "{a}",
            "a\nb",
            "a\\nb",
            "a\\\"b",
            "}",
            "{{service}}",
            "ä",
            "a (2)",
            "a",
            "up",
            "\u{200b}",
            "\t",
        ];
        for other in [None, Some("b")] {
            let series: Vec<Labels> = wild
                .iter()
                .enumerate()
                .map(|(at, value)| {
                    let mut all = labels(&[("__name__", "up"), ("service", value)]);
                    if let Some(other) = other.filter(|_| at % 2 == 0) {
                        all.insert(other, "1");
                    }
                    all
                })
                .collect();
            let names = names("", &series);
            let distinct: BTreeSet<_> = names.iter().collect();
            assert_eq!(distinct.len(), wild.len(), "{names:?}");
            assert!(names.iter().all(|name| !name.contains(char::is_control)), "{names:?}");
        }
        assert_eq!(
            names("", &[labels(&[]), labels(&[("a", "")]), labels(&[("b", "")])]),
            ["expr", "expr (2)", "expr (3)"]
        );
    }

    #[test]
    fn names_that_a_template_made_equal_are_told_apart_by_labels() {
        let series = [
            labels(&[("job", "api"), ("instance", "a"), ("zone", "x")]),
            labels(&[("job", "api"), ("instance", "b"), ("zone", "x")]),
            labels(&[("job", "web"), ("instance", "a"), ("zone", "x")]),
            labels(&[("job", "api"), ("zone", "x")]),
        ];
        let those: Vec<&Labels> = series.iter().collect();
        let named = names("{{job}}", &series);
        assert_eq!(
            told_apart(named, &those),
            [r#"api (instance="a")"#, r#"api (instance="b")"#, "web", r#"api (instance="")"#]
        );
        let many: Vec<Labels> = (0..200).map(|at| labels(&[("pod", &format!("p{at}"))])).collect();
        let those: Vec<&Labels> = many.iter().collect();
        let named = told_apart(names("same", &many), &those);
        assert_eq!((named[0].as_str(), named[199].as_str()), (r#"same (pod="p0")"#, r#"same (pod="p199")"#));
    }
}
