//! The generated files equal those in the repository.

use std::path::Path;

use seismo_contract::{Case, files, stale};

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}: run `make contract`"))
}

#[test]
fn what_is_generated_is_up_to_date() {
    assert_eq!(stale(&files(), read), Vec::<&str>::new(), "run `make contract`");
}

/// A limit changed only in Rust gives a different file, and verdicts that differ from those of the front end.
#[test]
fn another_limit_name_or_verdict_is_another_file() {
    for (path, now, planted) in [
        ("DESIGN.md", "number above 0, at most 1 |", "number above 0, at most 2 |"),
        (
            "frontend/contract/limits.ts",
            "export const MOST_WINDOWS = 100;",
            "export const MOST_WINDOWS = 101;",
        ),
        ("frontend/contract/limits.ts", "'previous'", "'hold'"),
        ("frontend/contract/schema.json", "\"exclusiveMinimum\": 0", "\"exclusiveMinimum\": 1"),
        ("tests/contract/detectors.json", "\"maximum\"", "\"most\""),
        ("tests/contract/generated.json", "\"detection.history\"", "\"detection.interval\""),
    ] {
        let planted = |asked: &str| {
            let text = read(asked);
            if asked != path {
                return text;
            }
            assert!(text.contains(now), "{path} has no {now}");
            text.replacen(now, planted, 1)
        };
        assert_eq!(stale(&files(), planted), [path]);
    }
}

#[test]
fn generated_queries_are_accepted_and_refused_for_many_reasons() {
    let cases: Vec<Case> = serde_json::from_str(&read("tests/contract/generated.json")).unwrap();
    let accepted = cases.iter().filter(|case| case.wrong.is_empty()).count();
    let fields: std::collections::BTreeSet<&String> = cases.iter().flat_map(|case| &case.wrong).collect();
    assert!(accepted > cases.len() / 4 && accepted < cases.len() * 3 / 4, "{accepted} of {}", cases.len());
    assert!(fields.len() > 20, "{fields:?}");
}
