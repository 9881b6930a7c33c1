//! Checks that the rooms depend on each other as ARCHITECTURE.md says, with `cargo metadata`.

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

/// One row of the table: a room, the rooms it may depend on, and the libraries it must not depend on.
struct Room {
    name: String,
    knows: BTreeSet<String>,
    never: BTreeSet<String>,
}

/// The table of ARCHITECTURE.md.
fn table() -> Vec<Room> {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ARCHITECTURE.md")).unwrap();
    let (_, rest) = page.split_once("## Who may know whom").unwrap();
    let rows = rest.lines().filter(|line| line.starts_with("| `"));
    let named = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [name, knows, never] = cells.as_slice() else { panic!("three cells: {row}") };
        let name = named(name).into_iter().next().unwrap();
        Room { name: format!("seismo-{name}"), knows: named(knows), never: named(never) }
    })
    .collect()
}

#[test]
fn rooms_know_only_whom_they_may() {
    let dependencies = dependencies();
    let table = table();
    let named: BTreeSet<&str> = table.iter().map(|room| room.name.as_str()).collect();
    let there: BTreeSet<&str> =
        dependencies.keys().map(String::as_str).filter(|name| *name != "seismo-system-tests").collect();
    assert_eq!(named, there, "the table of ARCHITECTURE.md has every room, and no other");
    for Room { name, knows, never } in &table {
        for other in &dependencies[name] {
            if let Some(room) = other.strip_prefix("seismo-") {
                assert!(knows.contains(room), "{name} must not know {other}");
            }
            assert!(!never.contains(other), "{name} must not depend on {other}");
        }
    }
}

/// Not through another room or library either.
#[test]
fn the_engine_knows_no_grafana_no_arrow_and_no_kafka() {
    for room in ["seismo-query", "seismo-engine"] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "-p", room])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .output()
            .unwrap();
        let tree = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && tree.contains("seismo-detection"), "{tree}");
        let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        for outside in ["grafana-plugin-sdk", "arrow", "arrow-array", "tonic", "rdkafka"] {
            assert!(!names.contains(outside), "{room} depends on {outside}");
        }
    }
}

#[test]
fn detection_is_pure() {
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
