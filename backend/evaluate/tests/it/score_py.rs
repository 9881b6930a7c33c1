//! Every number equals that of the independent scorer.

use std::path::{Path, PathBuf};
use std::process::Command;

use seismo_detection::{Catalogue, DetectionSpec, MemberSpec};
use seismo_evaluate::dataset::{Dataset, Half, Selection};
use seismo_evaluate::metrics::Item;
use seismo_evaluate::{CoolDown, Job, Report, evaluate, on_cores, scores_out};
use serde_json::Value;

use crate::support::{Folder, noise, shared};

/// A Python with numpy: the one that `SEISMO_PYTHON` names, else Debian's, for which its numpy package is, else the
/// first one.
fn python() -> PathBuf {
    match std::env::var_os("SEISMO_PYTHON") {
        Some(named) if !named.is_empty() => named.into(),
        _ if Path::new("/usr/bin/python3").is_file() => "/usr/bin/python3".into(),
        _ => "python3".into(),
    }
}

/// The output of `score.py` for a folder of scores; infinity is null.
fn score_py(data: &Path, scores: &Path, half: Half) -> Value {
    let script = shared().join("eval/score.py");
    let python = python();
    let output = Command::new(&python)
        .arg(&script)
        .args(["--sets", "nab,kpi,mscloud,smd", "--threshold", "0.6", "--json", "--half", half.id()])
        .args(["--data".as_ref(), data.as_os_str(), "--scores".as_ref(), scores.as_os_str()])
        .output()
        .unwrap_or_else(|error| panic!("{} cannot be started: {error}", python.display()));
    let (text, trouble) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let needs = "it needs numpy; SEISMO_PYTHON names another Python";
    assert!(output.status.success(), "{} {} ({needs}): {trouble}", python.display(), script.display());
    serde_json::from_str(&text.replace("Infinity", "null")).unwrap()
}

/// Fails if two answers differ: in keys, in printed decimals, or in thresholds by more than a rounding error.
fn assert_equal(path: &str, right: &Value, found: &Value) {
    match (right, found) {
        (Value::Object(a), Value::Object(b)) => {
            assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{path}");
            for (key, a) in a {
                assert_equal(&format!("{path}.{key}"), a, &b[key]);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0), "{path}: score.py says {a}, we say {b}");
        }
        (a, b) => assert_eq!(a, b, "{path}"),
    }
}

fn selection(half: Half) -> Selection {
    let sets = ["nab", "kpi", "mscloud", "smd"].map(str::to_owned).into();
    Selection { sets, half, multivariate: false }
}

#[test]
fn real_scores_are_measured_alike_on_every_set() {
    let data = shared().join("data");
    let dataset = Dataset::open(&data).unwrap();
    let folder = Folder::new();
    let member = MemberSpec { detector: "z_score".into(), weight: 1.0, parameters: Default::default() };
    let spec = DetectionSpec { ensemble: Some(vec![member]), ..DetectionSpec::default() };
    let entries = dataset.select(&selection(Half::Tune)).unwrap();
    let job = Job {
        dataset: &dataset,
        entries: &entries,
        catalogue: &Catalogue::standard(),
        spec: &spec,
        scores_out: Some(folder.path()),
        threads: 2,
    };
    let found = serde_json::to_value(Report::new(evaluate(job).unwrap().items, 0.6)).unwrap();
    let right = score_py(&data, folder.path(), Half::Tune);
    assert_eq!(right.as_object().unwrap().len(), 4);
    assert_equal("tune", &right, &found);
    // Rows that are not judged have no effect.
    let judged = evaluate(Job { scores_out: None, ..job }).unwrap().items;
    assert_equal("judged rows alone", &right, &serde_json::to_value(Report::new(judged, 0.6)).unwrap());
}

#[test]
fn made_up_scores_with_ties_gaps_and_lasting_alarms_are_measured_alike() {
    let data = shared().join("data");
    let dataset = Dataset::open(&data).unwrap();
    let entries = dataset.select(&selection(Half::All)).unwrap();
    // Noise weakly correlated with the labels, in steps, with gaps; some series have no score at all.
    let folders = [Folder::new(), Folder::new()];
    for (seed, folder) in (1..).zip(&folders) {
        let items: Vec<Item> = on_cores(&entries, 2, |entry| {
            let record = dataset.load(entry).unwrap();
            let salt = noise(seed, entry.file.len());
            let score = |row: usize| {
                let known = f64::from(u8::from(record.label[row] && noise(seed + 1, row / 7) < salt));
                let base = noise(seed + 2, row / (1 + (seed as usize % 2) * 5));
                let height = 0.5 * known + 0.5 * base.powi(3) + if base > 0.999 { 0.4 } else { 0.0 };
                let gap = row < record.fed_from() || noise(seed + 3, row) < 0.02 || salt < 0.03;
                if gap { f64::NAN } else { (height * 200.0).round() / 200.0 }
            };
            let scores: Vec<f64> = (0..record.len()).map(score).collect();
            let alert = CoolDown::DEFAULT.apply(&scores, entry.interval);
            scores_out::write(folder.path(), entry, &scores, &alert).unwrap();
            Item::new(&record, &scores, &alert)
        });
        let found = serde_json::to_value(Report::new(items, 0.6)).unwrap();
        assert_equal(&format!("seed {seed}"), &score_py(&data, folder.path(), Half::All), &found);
    }
}
