//! Fills the variables that depend on the detection interval. The front end leaves them alone, because its own values
//! depend on the panel's width.

use std::borrow::Cow;

use seismo_series::{Interval, LONGEST_VALUE, format_duration_ms, short};

use crate::SourceError;

/// A variable and its replacement.
pub(crate) struct Variable {
    /// The name without `$`.
    pub(crate) name: &'static str,
    /// The text that replaces it.
    pub(crate) text: String,
}

/// Variables whose value would depend on the dashboard's range, and with it the score.
pub const ZOOM_VARIABLES: [&str; 5] = ["__range", "__range_s", "__range_ms", "__from", "__to"];

/// A variable in a text: `$name`, `${name}`, `${name:format}`, `[[name]]` or `[[name:format]]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    /// The byte at which it starts.
    pub(crate) at: usize,
    /// The whole reference.
    pub(crate) whole: &'a str,
    /// The name, with the path of `${name.path}`.
    pub(crate) name: &'a str,
}

/// The variables of a text, in order. Other `$` signs, such as the end of a regular expression, are not variables.
pub(crate) fn references(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(offset) = text[from..].find(['$', '[']) {
            let at = from + offset;
            if let Some((name, length)) = name_at(&text[at..]) {
                from = at + length;
                return Some(Reference { at, whole: &text[at..from], name });
            }
            from = at + 1;
        }
        None
    })
}

/// The name of the variable at the start of a text, and its length in bytes. A format has no effect here.
fn name_at(text: &str) -> Option<(&str, usize)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_name = |name: &str| !name.is_empty() && name.chars().all(is_part);
    if let Some(inner) = text.strip_prefix("[[") {
        let end = inner.find("]]")?;
        let (name, format) = inner[..end].split_once(':').unwrap_or((&inner[..end], "raw"));
        return (is_name(name) && is_name(format)).then_some((name, end + 4));
    }
    if let Some(inner) = text.strip_prefix("${") {
        let end = inner.find('}')?;
        let path = inner[..end].split_once(':').map_or(&inner[..end], |(path, _)| path);
        return is_name(path.split('.').next()?).then_some((path, end + 3));
    }
    let word = text.strip_prefix('$')?;
    let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
    (end > 0).then(|| (&word[..end], end + 1))
}

/// Whether a text contains the variable `name` in any of its forms.
pub(crate) fn holds(text: &str, name: &str) -> bool {
    references(text).any(|reference| reference.name == name)
}

/// Replaces variables in each of their forms.
///
/// # Errors
/// [`SourceError::Query`] for variables that depend on the dashboard's range, and for unknown ones that start with
/// `$__`: a server would report those as a syntax error at best.
pub(crate) fn fill(text: &str, field: &'static str, variables: &[Variable]) -> Result<String, SourceError> {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for Reference { at, whole, name } in references(text) {
        filled.push_str(&text[from..at]);
        from = at + whole.len();
        if let Some(variable) = variables.iter().find(|variable| variable.name == name) {
            filled.push_str(&variable.text);
        } else if ZOOM_VARIABLES.contains(&name.split('.').next().unwrap_or(name)) {
            return Err(SourceError::query(
                field,
                format!(
                    "${} follows the dashboard's time range, so the score would change with the zoom: write a fixed duration such as 5m, or $__interval",
                    short(name, LONGEST_VALUE)
                ),
            ));
        } else if name.starts_with("__") {
            let known: Vec<_> = variables.iter().map(|variable| format!("${}", variable.name)).collect();
            return Err(SourceError::query(
                field,
                format!("${} is not known here: use one of {}", short(name, LONGEST_VALUE), known.join(", ")),
            ));
        } else {
            filled.push_str(whole);
        }
    }
    filled.push_str(&text[from..]);
    Ok(filled)
}

/// Replaces whole dotted words such as `v.windowPeriod`; `myv.windowPeriod` and `v.windowPeriods` stay.
pub(crate) fn fill_words<'a>(text: &'a str, words: &[Variable]) -> Cow<'a, str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let mut filled = Cow::Borrowed(text);
    for word in words {
        if !filled.contains(word.name) {
            continue;
        }
        let mut next = String::with_capacity(filled.len() + word.text.len());
        let mut rest: &str = &filled;
        while let Some(at) = rest.find(word.name) {
            let end = at + word.name.len();
            let starts =
                next.chars().next_back().filter(|_| at == 0).or_else(|| rest[..at].chars().next_back());
            let whole = !starts.is_some_and(is_part) && !rest[end..].chars().next().is_some_and(is_part);
            next.push_str(&rest[..at]);
            next.push_str(if whole { &word.text } else { word.name });
            rest = &rest[end..];
        }
        next.push_str(rest);
        filled = Cow::Owned(next);
    }
    filled
}

/// `$__rate_interval` in ms: the larger of four scrape intervals and of one interval plus one scrape interval, as in
/// Grafana's own Prometheus data source.
pub(crate) fn rate_interval_ms(interval: Interval, scrape: Interval) -> i64 {
    scrape.ms().saturating_mul(4).max(interval.ms().saturating_add(scrape.ms()))
}

/// The variables of PromQL.
pub(crate) fn promql(interval: Interval, scrape: Interval) -> Vec<Variable> {
    vec![
        Variable { name: "__interval", text: format_duration_ms(interval.ms()) },
        Variable { name: "__interval_ms", text: interval.ms().to_string() },
        Variable { name: "__rate_interval", text: format_duration_ms(rate_interval_ms(interval, scrape)) },
        Variable { name: "__rate_interval_ms", text: rate_interval_ms(interval, scrape).to_string() },
    ]
}

/// A duration in one unit, as InfluxQL and Flux read it: whole seconds, or milliseconds.
pub(crate) fn influx_duration(interval: Interval) -> String {
    match interval.ms() {
        ms if ms % 1000 == 0 => format!("{}s", ms / 1000),
        ms => format!("{ms}ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute() -> Vec<Variable> {
        promql(Interval::MINUTE, Interval::from_ms(15_000).unwrap())
    }

    #[test]
    fn variables_are_filled_in_every_form_and_other_signs_stay() {
        for (text, expected) in [
            ("rate(a[${__interval:raw}])", "rate(a[1m])"),
            ("rate(a[[[__interval]]])", "rate(a[1m])"),
            ("rate(a[[[__rate_interval:text]]])", "rate(a[1m15s])"),
            ("rate(a[${__rate_interval:percentencode}])", "rate(a[1m15s])"),
            ("a / ${__rate_interval_ms:} / [[__interval_ms]]", "a / 75000 / 60000"),
            (r#"a{b=~"[[:alpha:]]+[[a-z]]"} [[ [[]] ]]"#, r#"a{b=~"[[:alpha:]]+[[a-z]]"} [[ [[]] ]]"#),
            ("${host:regex} [[host]] ${r.host} ${", "${host:regex} [[host]] ${r.host} ${"),
            ("rate(a[$__interval])", "rate(a[1m])"),
            ("rate(a[${__interval}])", "rate(a[1m])"),
            ("rate(a[$__rate_interval])", "rate(a[1m15s])"),
            ("a / $__interval_ms * ${__interval_ms}", "a / 60000 * 60000"),
            (r#"a{b=~"x$"}"#, r#"a{b=~"x$"}"#),
            (r#"a{b=~"x$|y$1|${"}"#, r#"a{b=~"x$|y$1|${"}"#),
            ("$", "$"),
            ("", ""),
            ("ü$__intervalü", "ü1mü"),
            ("$dashboard_variable", "$dashboard_variable"),
        ] {
            assert_eq!(fill(text, "expr", &minute()).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn variables_that_follow_the_zoom_and_unknown_ones_are_refused_by_name() {
        for (text, part) in [
            ("rate(a[$__range])", "$__range follows"),
            ("a * ${__range_s}", "$__range_s follows"),
            ("a[$__range_ms]", "$__range_ms follows"),
            ("a @ $__from", "$__from follows"),
            ("a @ ${__from:date:seconds}", "$__from follows"),
            ("a @ [[__to]]", "$__to follows"),
            ("a @ [[__from:date]]", "$__from follows"),
            ("a[${__range:raw}]", "$__range follows"),
            ("a[[[__range_s]]]", "$__range_s follows"),
            ("a[${__from.year}]", "$__from.year follows"),
            ("a[${__interval.text}]", "$__interval.text is not known"),
            ("a[[[__auto]]]", "$__auto is not known"),
            ("a[$__auto]", "$__auto is not known here: use one of $__interval"),
            ("a[$__interval_s]", "$__interval_s is not known"),
        ] {
            let error = fill(text, "expr", &minute()).unwrap_err();
            assert!(error.to_string().contains(part), "{text}: {error}");
            assert!(error.to_string().starts_with("source.expr: "), "{error}");
            assert_eq!(error.status(), 400);
        }
    }

    #[test]
    fn the_rate_interval_covers_four_scrapes_or_one_more_than_the_interval() {
        for (interval, scrape, expected) in [
            (60_000, 15_000, 75_000),
            (10_000, 15_000, 60_000),
            (60_000, 60_000, 240_000),
            (3_600_000, 60_000, 3_660_000),
        ] {
            let of = |ms| Interval::from_ms(ms).unwrap();
            assert_eq!(rate_interval_ms(of(interval), of(scrape)), expected);
        }
    }

    #[test]
    fn dotted_words_are_filled_only_when_whole() {
        let words = [Variable { name: "v.windowPeriod", text: "60s".into() }];
        for (text, expected) in [
            ("every: v.windowPeriod)", "every: 60s)"),
            ("v.windowPeriod", "60s"),
            ("v.windowPeriodv.windowPeriod", "v.windowPeriodv.windowPeriod"),
            ("v.windowPeriod v.windowPeriod", "60s 60s"),
            (
                "myv.windowPeriod v.windowPeriods a.v.windowPeriod",
                "myv.windowPeriod v.windowPeriods a.v.windowPeriod",
            ),
        ] {
            assert_eq!(fill_words(text, &words), expected, "{text}");
        }
    }
}
