//! The names of series.

use seismo_series::Labels;

/// Prometheus' label for a metric's name.
const METRIC: &str = "__name__";

/// The legend of a series: the template with `{{label}}` filled in (an absent label leaves nothing), or where the template
/// is empty all labels as Prometheus writes them, or `fallback` where there are none.
pub fn legend(template: &str, labels: &Labels, fallback: &str) -> String {
    if !template.trim().is_empty() {
        return fill(template, labels);
    }
    let mut rest = labels.clone();
    let metric = rest.remove(METRIC).unwrap_or_default();
    match (metric.is_empty(), rest.is_empty()) {
        (true, true) => fallback.to_owned(),
        (false, true) => metric,
        (_, false) => format!("{metric}{rest}"),
    }
}

fn fill(template: &str, labels: &Labels) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        text.push_str(before);
        text.push_str(labels.get(name.trim()).unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legends_are_filled_as_grafana_fills_them() {
        let labels: Labels = [("job", "api"), ("__name__", "up")].into_iter().collect();
        for (template, want) in [
            ("{{job}}", "api"),
            ("{{ job }} of {{nobody}}!", "api of !"),
            ("plain", "plain"),
            ("{{job", "{{job"),
            ("", r#"up{job="api"}"#),
            ("  ", r#"up{job="api"}"#),
        ] {
            assert_eq!(legend(template, &labels, "expr"), want, "{template}");
        }
        let only_name: Labels = [("__name__", "up")].into_iter().collect();
        assert_eq!(legend("", &only_name, "expr"), "up");
        assert_eq!(legend("", &Labels::new(), "expr"), "expr");
    }
}
