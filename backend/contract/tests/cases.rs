//! The backend accepts and refuses what `tests/contract/cases.json` says. The front end reads the same file.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

use seismo_contract::{Case, judge};
use serde_json::Value;

/// The cases as they are written: what is long is told by how often its last part is repeated.
fn cases() -> Vec<Case> {
    let written: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/contract/cases.json")).unwrap();
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

/// Repeats the last entry of a list, or the last character of a text, until it is as long as this.
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

/// Every field that can be written is in a case that is accepted and in one that is refused for it.
#[test]
fn every_field_of_a_query_has_cases() {
    let schema: Value = serde_json::from_str(include_str!("../../../frontend/contract/schema.json")).unwrap();
    let cases = cases();
    let mut looked_at = 0;
    for (definition, place) in [("StoredQuery", "/query"), ("Detection", "/query/detection")] {
        for name in schema["$defs"][definition]["properties"].as_object().unwrap().keys() {
            let has = |right: bool| {
                let written = |case: &&Case| {
                    let case = serde_json::to_value(case).unwrap();
                    case.pointer(&format!("{place}/{name}")).is_some()
                        && case["wrong"].as_array().unwrap().iter().all(|field| {
                            !right
                                && format!("/query/{}", field.as_str().unwrap().replace('.', "/"))
                                    .starts_with(&format!("{place}/{name}"))
                        })
                };
                cases.iter().filter(|case| case.wrong.is_empty() == right).any(|case| written(&case))
            };
            looked_at += 1;
            assert!(has(true), "no case accepts {place}/{name}");
            // A query is live or not: every flag is right.
            assert!(
                has(false) || ["live", "detection"].contains(&name.as_str()),
                "no case refuses {place}/{name}"
            );
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}
