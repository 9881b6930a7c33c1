//! The backend accepts and refuses queries as `tests/contract/cases.json` says. The front end reads the same file.

use seismo_contract::{Case, judge};
use serde_json::Value;

/// The cases as they are written: long values are shortened, with the number of repetitions of their last part.
fn cases() -> Vec<Case> {
    let written: Vec<Value> =
        serde_json::from_str(include_str!("../../../../tests/contract/cases.json")).unwrap();
    written
        .into_iter()
        .map(|mut case| {
            if let Some(repeat) = case.as_object_mut().unwrap().remove("repeat") {
                lengthen(
                    case.pointer_mut(repeat["at"].as_str().unwrap()).unwrap(),
                    repeat["to"].as_u64().unwrap() as usize,
                );
            }
            serde_json::from_value(case).unwrap()
        })
        .collect()
}

/// Repeats the last entry of a list, or the last character of a text, until the value has this length.
fn lengthen(value: &mut Value, to: usize) {
    match value {
        Value::Array(items) => items.resize(to, items.last().unwrap().clone()),
        Value::String(text) => {
            let last = text.chars().next_back().unwrap();
            text.extend(std::iter::repeat_n(last, to - text.len()));
        }
        other => panic!("{other} is no list and no text"),
    }
}

#[test]
fn each_case_is_accepted_or_refused_for_its_field() {
    for Case { what, settings, query, wrong } in cases() {
        match judge(&query, &settings) {
            None => assert!(wrong.is_empty(), "{what}: accepted, but {wrong:?} should be wrong"),
            Some(field) => assert!(wrong.contains(&field), "{what}: refused for {field}, not for {wrong:?}"),
        }
    }
}

/// Every field of a query appears in an accepted query, and as the reason for refusing another one.
#[test]
fn every_field_of_a_query_has_cases() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../frontend/contract/schema.json")).unwrap();
    let cases = cases();
    let mut looked_at = 0;
    for (definition, within) in [("StoredQuery", ""), ("Detection", "detection.")] {
        for name in schema["$defs"][definition]["properties"].as_object().unwrap().keys() {
            let path = format!("{within}{name}");
            let place = format!("/{}", path.replace('.', "/"));
            let mut accepted = cases.iter().filter(|case| case.wrong.is_empty());
            assert!(accepted.any(|case| case.query.pointer(&place).is_some()), "no case accepts {path}");
            // Every value of this flag is valid.
            let mut wrong = cases.iter().flat_map(|case| &case.wrong);
            assert!(path == "live" || wrong.any(|field| field.starts_with(&path)), "no case refuses {path}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}
