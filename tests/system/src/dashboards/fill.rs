//! Fills dashboard variables, as Grafana's front end does before a query.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

/// Values by the names of variables. Missing names stay as they are: `$__interval` belongs to the backend.
pub type Variables = BTreeMap<String, String>;

/// `$name`, `${name}` and `${name:format}`.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\$(?:\{(?<braced>\w+)(?::[^}]*)?\}|(?<plain>\w+))").expect("the pattern is one")
});

/// Fills a text.
pub fn fill(text: &str, variables: &Variables) -> String {
    let one = |found: &Captures<'_>| {
        let value = variables.get(name_in(found));
        value.map_or_else(|| found[0].to_owned(), Clone::clone)
    };
    VARIABLE.replace_all(text, one).into_owned()
}

/// Fills every text inside.
pub fn fill_json(json: &Value, variables: &Variables) -> Value {
    match json {
        Value::String(text) => fill(text, variables).into(),
        Value::Array(items) => items.iter().map(|item| fill_json(item, variables)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), fill_json(value, variables))).collect()
        }
        other => other.clone(),
    }
}

/// The names of the variables in a text; Grafana's own, which start with two underscores, are left out.
pub(super) fn names_in(text: &str) -> Vec<String> {
    let names = VARIABLE.captures_iter(text).map(|found| name_in(&found).to_owned());
    // `$1` is a group in a replacement.
    names
        .filter(|name| !name.starts_with("__") && !name.starts_with(|sign: char| sign.is_ascii_digit()))
        .collect()
}

fn name_in<'a>(found: &'a Captures<'_>) -> &'a str {
    found.name("braced").or_else(|| found.name("plain")).map_or("", |name| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_variable_is_filled_and_others_stay() {
        let variables = Variables::from([("instance".to_owned(), "a|b".to_owned())]);
        let filled = fill("$instance ${instance} ${instance:csv} $__interval $other $instances", &variables);
        assert_eq!(filled, "a|b a|b a|b $__interval $other $instances");
        assert_eq!(
            names_in("$instance ${severity:csv} $__range ${__series.name} $1"),
            ["instance", "severity"]
        );
    }
}
