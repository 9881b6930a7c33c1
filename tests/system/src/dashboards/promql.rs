//! The metrics that a PromQL expression names. Prometheus itself checks whether it is valid.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// Texts, braces with matchers, ranges, numbers with units, and the labels of `by (...)` and the like: they contain no
/// metric.
static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)"(?:\\.|[^"\\])*" | \{[^{}]*\} | \[[^\]]*\] | \b\d[\w.]*
           | \b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)"#,
    )
    .expect("the pattern is one")
});

/// A name, and the bracket that makes it a function.
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b([a-zA-Z_:][\w:]*)\b\s*(\(?)").expect("the pattern is one"));

const WORDS: [&str; 13] = [
    "and",
    "or",
    "unless",
    "bool",
    "offset",
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "inf",
    "nan",
];

/// The names of the metrics in an expression.
pub fn metrics_in(expr: &str) -> BTreeSet<String> {
    // Texts first, because a brace within one is not a brace.
    let bare = NOISE.replace_all(&without_texts(expr), " ").into_owned();
    let names =
        NAME.captures_iter(&bare).filter(|found| found[2].is_empty()).map(|found| found[1].to_owned());
    names.filter(|name| !WORDS.contains(&name.to_ascii_lowercase().as_str())).collect()
}

fn without_texts(expr: &str) -> String {
    static TEXT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#""(?:\\.|[^"\\])*""#).expect("the pattern is one"));
    TEXT.replace_all(expr, "\"\"").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_told_from_functions_labels_texts_and_words() {
        for (expr, metrics) in [
            ("up", &["up"][..]),
            ("sum by (instance, job) (rate(a_total{mode=\"idle\", x=~\"b{2}|c\"}[5m]))", &["a_total"]),
            ("a / on (instance) group_left () count by (x) (b) or vector(0)", &["a", "b"]),
            ("histogram_quantile(.95, sum by (le) (rate(d_bucket[$__rate_interval])))", &["d_bucket"]),
            ("a and on (instance, job) b > 1e3", &["a", "b"]),
            ("{__name__=~\"x\"}", &[]),
            ("a unless b offset 5m", &["a", "b"]),
        ] {
            assert_eq!(metrics_in(expr).iter().collect::<Vec<_>>(), metrics, "{expr}");
        }
    }
}
