//! The shipped preset's accuracy on the tuning half: a change that loses accuracy fails here.

use seismo_detection::{Catalogue, DetectionSpec};
use seismo_evaluate::dataset::{Dataset, Half, Selection};
use seismo_evaluate::names::names;
use seismo_evaluate::{Job, Report, evaluate};
use serde_json::json;

use crate::support::shared;

/// Number of other names under which each series is scored: blocks begin elsewhere under each, so one event counts
/// less.
const OTHERS: u32 = 2;

#[test]
fn auto_keeps_what_it_reaches_on_the_tuning_half() {
    let sets = ["nab", "kpi", "mscloud", "smd"];
    let all = tuned(&sets, |job| names(job, OTHERS, 0.6).unwrap());
    // Recall and false alarms per series-week at the default threshold, and mean recall over thresholds. A third of
    // smd's events occur at the same minute every day, which is ordinary.
    for (named, (set, recall, most, mean_recall)) in all.iter().zip([
        ("nab", 0.88, 1.1, 0.87),
        ("kpi", 0.78, 1.1, 0.79),
        ("mscloud", 0.70, 0.9, 0.77),
        ("smd", 0.24, 1.3, 0.25),
    ]) {
        assert_eq!(named.set, set);
        assert!(named.recall.mean >= recall, "recall of at least {recall} was reached: {named}");
        assert!(named.false_per_week.mean <= most, "at most {most} false alarms were raised: {named}");
        assert!(named.mean_recall.mean >= mean_recall, "rAUC of at least {mean_recall} was reached: {named}");
    }
}

#[test]
fn auto_keeps_its_score_of_the_numenta_benchmark() {
    let outcome = tuned(&["nab"], |job| evaluate(job).unwrap());
    let report = serde_json::to_value(Report::new(outcome.items, 0.6)).unwrap();
    let score = report.pointer("/nab/nab/standard/score").and_then(serde_json::Value::as_f64).unwrap();
    assert!(score >= 65.0, "the standard score is {score}");
}

#[test]
fn another_name_moves_little() {
    let all = tuned(&["mscloud"], |job| names(job, 3, 0.6).unwrap());
    let [named] = all.as_slice() else { panic!("one set: {all:?}") };
    assert_eq!((named.set.as_str(), named.names), ("mscloud", 4));
    assert!(named.recall.most - named.recall.least <= 0.05, "{named}");
    assert!(named.mean_recall.least < named.mean_recall.most, "the names are others: {named}");
}

/// The result of `made` on the tuning half of these sets, scored by the preset.
fn tuned<T>(sets: &[&str], made: impl FnOnce(Job<'_>) -> T) -> T {
    let dataset = Dataset::open(&shared().join("data")).unwrap();
    let sets = sets.iter().map(|set| (*set).to_owned()).collect();
    let entries = dataset.select(&Selection { sets, half: Half::Tune, multivariate: false }).unwrap();
    let spec: DetectionSpec = serde_json::from_value(json!({ "preset": "auto" })).unwrap();
    made(Job {
        dataset: &dataset,
        entries: &entries,
        catalogue: &Catalogue::standard(),
        spec: &spec,
        scores_out: None,
        threads: 2,
    })
}
