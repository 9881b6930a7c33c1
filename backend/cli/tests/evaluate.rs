//! `seismo evaluate` on the command line: its output, its files and its errors.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A folder with a small set, deleted with this value.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("seismo-cli-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("made")).unwrap();
        let bounds = json!({ "warmup_from": 10, "score_from": 150, "score_to": 600 });
        let entry = |half: &str, file: &str| {
            let mut entry = json!({ "set": "made", "file": file, "interval_s": 60, "half": half });
            entry.as_object_mut().unwrap().extend(bounds.as_object().unwrap().clone());
            entry
        };
        let manifest = json!([entry("tune", "made/a.csv"), entry("report", "made/b.csv")]);
        std::fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
        for file in ["made/a.csv", "made/b.csv"] {
            let spike = |row: usize| row == 400;
            let value = |row: usize| (row * 7919 % 13) as f64 + if spike(row) { 60.0 } else { 0.0 };
            let row = |row: usize| format!("{},{},{}\n", row * 60, value(row), u8::from(spike(row)));
            let rows: String = (0..620).map(row).collect();
            std::fs::write(folder.join(file), format!("timestamp,value,label\n{rows}")).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        // A folder that cannot be deleted fails no test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn seismo(data: Option<&Data>, options: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seismo"));
    command.arg("evaluate");
    if let Some(data) = data {
        command.arg("--data").arg(data.path());
    }
    command.args(options.split_whitespace()).output().unwrap()
}

#[test]
fn numbers_come_as_json_or_as_text_and_scores_as_files() {
    let data = Data::new("numbers");
    let out = data.path().join("out");
    let asked = format!("--detector z_score --half tune --format json --scores-out {}", out.display());
    let output = seismo(Some(&data), &asked);
    assert!(output.status.success(), "{output:?}");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["made"]["series"], 1);
    assert_eq!(json["made"]["at_threshold"]["recall"], 1.0);
    let scores = std::fs::read_to_string(out.join("made/a.csv")).unwrap();
    let rows: Vec<&str> = scores.lines().collect();
    assert_eq!((rows[0], rows.len()), ("score,alert_score", 621));
    assert!(rows[1..=10].iter().all(|row| *row == ","), "{:?}", &rows[..12]);
    let score = |row: usize| rows[row + 1].split(',').next().unwrap().parse::<f64>().unwrap();
    assert!(score(400) >= 0.6 && score(399) < 0.6 && score(619) < 0.6);
    assert!(!out.join("made/b.csv").exists(), "the other half stays out");

    let text = seismo(Some(&data), "--detector z_score --sets made");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.starts_with("made") && text.contains("  2 series") && text.contains("us of one core"),
        "{text}"
    );
}

#[test]
fn weights_are_printed_as_a_query_takes_them() {
    let data = Data::new("weights");
    let learnt = seismo(Some(&data), "--learn-weights --detectors z_score,isolation_forest --format json");
    assert!(learnt.status.success(), "{learnt:?}");
    let ensemble: Value = serde_json::from_slice(&learnt.stdout).unwrap();
    let detection = json!({ "ensemble": ensemble }).to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_seismo"))
        .args(["evaluate", "--format", "json", "--detection", &detection, "--data"])
        .arg(data.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn what_cannot_be_is_refused_with_what_would_be_right() {
    let data = Data::new("refused");
    for (options, wanted) in [
        ("--preset magic", "classic"),
        ("--detector magic", "z_score"),
        ("--sets other", "made/tune"),
        ("--threshold 2", "at most 1"),
        ("--detection {", "--detection"),
        ("--detection {\"treshold\":1}", "treshold"),
        ("--detection {\"holidays\":{\"ics\":\"\"}}", "labelled data has no operator"),
        ("--detection {\"excluded\":[{\"from\":\"a\",\"to\":\"b\"}]}", "labelled data has no operator"),
        ("--detector z_score --budgets 1", "detection.budget"),
        ("--learn-weights --detectors z_score,z_score", "once"),
    ] {
        let output = seismo(Some(&data), options);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && output.stdout.is_empty(), "{options}");
        assert!(said.starts_with("error: ") && said.contains(wanted), "{options}: {said}");
    }
    let nowhere = seismo(None, "--data /nowhere");
    assert!(String::from_utf8(nowhere.stderr).unwrap().contains("/nowhere/manifest.json"));
}

#[test]
fn new_series_that_are_not_served_fail_the_command() {
    let silent = seismo(None, "--cold --detector z_score --threshold 1");
    let (said, printed) =
        (String::from_utf8(silent.stderr).unwrap(), String::from_utf8(silent.stdout).unwrap());
    assert!(!silent.status.success() && said.contains("80 % wanted"), "{said}");
    assert!(printed.starts_with("all") && printed.contains("interval 1h"), "{printed}");
}
