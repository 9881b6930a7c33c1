//! The rooms know each other as ARCHITECTURE.md says, read from `cargo metadata`.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Every dependency of every room that ships, without those of tests and builds.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path", manifest])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rooms = metadata["packages"].as_array().unwrap().iter();
    rooms
        .map(|room| {
            let named = room["dependencies"].as_array().unwrap().iter();
            let shipped = named.filter(|dependency| dependency["kind"].is_null());
            let names = shipped.map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (room["name"].as_str().unwrap().to_owned(), names.collect())
        })
        .collect()
}

#[test]
fn rooms_know_only_whom_they_may() {
    let dependencies = dependencies();
    for (room, may) in [
        ("seismo-series", &[][..]),
        ("seismo-sources", &["seismo-series"]),
        ("seismo-detection", &["seismo-series"]),
        ("seismo-models", &["seismo-series", "seismo-detection"]),
        ("seismo-plugin", &["seismo-series", "seismo-sources", "seismo-detection", "seismo-models"]),
        ("seismo-trainer", &["seismo-series", "seismo-detection", "seismo-models"]),
        ("seismo-evaluate", &["seismo-series", "seismo-detection"]),
        ("seismo-bench", &["seismo-series", "seismo-detection", "seismo-models"]),
        ("seismo-cli", &["seismo-series", "seismo-detection", "seismo-models", "seismo-evaluate"]),
    ] {
        let known: Vec<_> = dependencies[room].iter().filter(|name| name.starts_with("seismo-")).collect();
        for other in known {
            assert!(may.contains(&other.as_str()), "{room} must not know {other}");
        }
    }
}

#[test]
fn detection_is_pure() {
    let dependencies = dependencies();
    for outside in ["tokio", "reqwest", "futures-util", "tracing", "tonic", "rand", "jiff", "rayon"] {
        for room in ["seismo-series", "seismo-detection"] {
            assert!(!dependencies[room].contains(outside), "{room} must not depend on {outside}");
        }
    }
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../detection/src");
    let impure = ["std::fs", "std::net", "std::env", "std::thread", "SystemTime", "Instant::now"];
    let mut read = 0;
    for file in rust_files(source.as_ref()) {
        let text = std::fs::read_to_string(&file).unwrap();
        read += 1;
        for word in impure {
            assert!(!text.contains(word), "{} must not use {word}", file.display());
        }
    }
    assert!(read > 10, "only {read} files were read");
}

#[test]
fn only_the_plugin_and_its_host_know_grafana() {
    for (room, names) in dependencies() {
        let knows = names.contains("grafana-plugin-sdk");
        assert_eq!(knows, ["seismo-plugin", "seismo-cli"].contains(&room.as_str()), "{room}");
    }
}

#[test]
fn what_is_only_measured_ships_nowhere() {
    for (room, names) in dependencies() {
        assert_eq!(names.contains("augurs"), room == "seismo-bench", "{room}");
    }
}

fn rust_files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false => vec![path]
                .into_iter()
                .filter(|path| path.extension().is_some_and(|end| end == "rs"))
                .collect(),
        })
        .collect()
}
