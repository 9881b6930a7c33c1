//! Notices that depend only on a query's text, so that they are the same with every answer.

use seismo_series::{LONGEST_VALUE, short};

use crate::variables::{Reference, references};
use crate::{InfluxLanguage, SourceError, SourceQuery, influxdb};

/// The notices about a query's text, each one sentence.
pub fn remarks(query: &SourceQuery) -> Vec<String> {
    let mut remarks = Vec::new();
    match query {
        SourceQuery::Prometheus { expr, .. } => remarks.extend(unfilled(expr, is_variable)),
        SourceQuery::Influx { language: InfluxLanguage::InfluxQl, query, .. } => {
            let ours = |name: &str| name == "timeFilter";
            remarks.extend(unfilled(query, |text, found| is_variable(text, found) && !ours(found.name)));
            remarks.extend(influxdb::remarks(query));
        }
        SourceQuery::Influx { language: InfluxLanguage::Flux, query, .. } => {
            remarks.extend(unfilled(query, is_variable_of_flux));
        }
        SourceQuery::Sample { metric, service, .. } => {
            remarks.extend([metric, service].into_iter().flat_map(|text| unfilled(text, is_variable)));
        }
    }
    remarks
}

/// The notice about an unfilled variable.
pub(crate) fn not_filled(variable: &str) -> String {
    format!(
        "{} has not been filled: this dashboard has no such variable, and alert rules fill none; write the value itself",
        short(variable, LONGEST_VALUE)
    )
}

/// Refuses an unfilled variable in PromQL outside of quotes, because no server can read it.
pub(crate) fn refuse_unfilled(expr: &str) -> Result<(), SourceError> {
    match references(expr).find(|found| quote_around(expr, found.at) == Some(None)) {
        Some(found) => Err(SourceError::query("expr", not_filled(found.whole))),
        None => Ok(()),
    }
}

fn unfilled(text: &str, is_variable: impl Fn(&str, &Reference<'_>) -> bool) -> Vec<String> {
    let mut names: Vec<&str> =
        references(text).filter(|found| is_variable(text, found)).map(|found| found.whole).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| format!("{}.", not_filled(name))).collect()
}

/// Whether a reference is to a variable of the dashboard, rather than to a group of a regular expression or to a
/// variable that is filled here.
fn is_variable(text: &str, found: &Reference<'_>) -> bool {
    let name = found.name;
    !name.starts_with("__")
        && !name.starts_with(|sign: char| sign.is_ascii_digit())
        && !text.contains(&format!("(?P<{name}>"))
        && !text.contains(&format!("(?<{name}>"))
}

/// In Flux, `${...}` within a text is an expression, and `[[...]]` outside of one a list of lists.
fn is_variable_of_flux(text: &str, found: &Reference<'_>) -> bool {
    let within_text = quote_around(text, found.at).is_none_or(|quote| quote.is_some());
    is_variable(text, found)
        && !found.whole.starts_with("${")
        && (within_text || !found.whole.starts_with("[["))
}

/// The quote that surrounds the byte `at`, `Some(None)` outside of quotes, `None` in a comment of PromQL.
fn quote_around(text: &str, at: usize) -> Option<Option<char>> {
    let mut quote = None;
    let mut signs = text[..at].chars();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (None, '#') => {
                signs.by_ref().find(|sign| *sign == '\n')?;
            }
            (None, '"' | '\'' | '`') => quote = Some(sign),
            (Some('"' | '\''), '\\') => drop(signs.next()),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    Some(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promql(expr: &str) -> SourceQuery {
        SourceQuery::Prometheus { expr: expr.into(), legend: String::new() }
    }

    fn influx(language: InfluxLanguage, query: &str) -> SourceQuery {
        SourceQuery::Influx { language, query: query.into(), legend: String::new() }
    }

    #[test]
    fn a_variable_that_is_left_is_named_and_nothing_else_is() {
        use InfluxLanguage::{Flux, InfluxQl};
        for (query, names) in [
            (promql(r#"up{job="$job", a="${b:regex}", c=~"[[d]]"}"#), vec!["$job", "${b:regex}", "[[d]]"]),
            (promql(r#"up{job="$job"} / up{job="$job"}"#), vec!["$job"]),
            (promql(r#"rate(up{job=~"a$|b$|^$"}[$__rate_interval])"#), vec![]),
            (promql(r#"label_replace(up, "a", "$1-${2}", "b", "(.*)-(.*)")"#), vec![]),
            (promql(r#"label_replace(up, "a", "$svc", "b", "(?P<svc>.*)")"#), vec![]),
            (promql(r#"up{job=~"[[:alpha:]]+"}"#), vec![]),
            (influx(InfluxQl, "SELECT a FROM b WHERE $timeFilter AND c =~ /^$host$/"), vec!["$host"]),
            (
                influx(InfluxQl, "SELECT a FROM b WHERE [[timeFilter]] GROUP BY time(${__interval:raw})"),
                vec![],
            ),
            (
                influx(Flux, r#"filter(fn: (r) => r.host == "$host" and r.a == "[[b]]")"#),
                vec!["$host", "[[b]]"],
            ),
            (influx(Flux, r#"map(fn: (r) => ({a: "${r.host}-x ${b}", c: [[d]]}))"#), vec![]),
            (
                SourceQuery::Sample { metric: "$m".into(), service: "cart$".into(), legend: String::new() },
                vec!["$m"],
            ),
        ] {
            let found = remarks(&query);
            let mut want: Vec<_> = names.into_iter().map(|name| format!("{}.", not_filled(name))).collect();
            want.sort();
            let mut sorted = found.clone();
            sorted.sort();
            assert_eq!(sorted, want, "{query:?}");
        }
    }

    #[test]
    fn a_variable_outside_of_quotes_is_an_error_of_its_own() {
        for (expr, name) in [
            ("rate($metric[5m])", Some("$metric")),
            ("up{job=\"a\\\"\"} + [[b]]", Some("[[b]]")),
            ("up{job=\"$job\", b='\\'$c', d=`\\`} + $e", Some("$e")),
            ("up{job=\"$job\", b='\\'$c', d=`$e`} # $f", None),
            ("up # it's\n + $g", Some("$g")),
        ] {
            let error = refuse_unfilled(expr).err().map(|error| error.to_string());
            assert_eq!(error, name.map(|name| format!("source.expr: {}", not_filled(name))), "{expr}");
        }
    }

    #[test]
    fn functions_that_need_a_past_are_pointed_out() {
        let query = "SELECT CUMULATIVE_SUM(mean(v)) FROM m WHERE $timeFilter";
        let said = remarks(&influx(InfluxLanguage::InfluxQl, query));
        assert!(said[0].starts_with("cumulative_sum() depends on where the asked range starts"), "{said:?}");
    }
}
