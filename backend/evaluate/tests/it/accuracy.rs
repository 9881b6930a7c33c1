//! What the shipped preset reaches on the half that it was tuned on: a change that loses it shows here.

use seismo_detection::{Catalogue, DetectionSpec};
use seismo_evaluate::dataset::{Dataset, Half, Selection};
use seismo_evaluate::{Job, Report, evaluate};
use serde_json::json;

use crate::support::shared;

#[test]
fn auto_keeps_what_it_reaches_on_the_tuning_half() {
    let dataset = Dataset::open(&shared().join("data")).unwrap();
    let sets = ["nab", "kpi", "mscloud", "smd"].map(str::to_owned).into();
    let entries = dataset.select(&Selection { sets, half: Half::Tune, multivariate: false }).unwrap();
    let spec: DetectionSpec = serde_json::from_value(json!({ "preset": "auto" })).unwrap();
    let outcome = evaluate(Job {
        dataset: &dataset,
        entries: &entries,
        catalogue: &Catalogue::standard(),
        spec: &spec,
        scores_out: None,
        threads: 2,
    })
    .unwrap();
    let report = serde_json::to_value(Report::new(outcome.items, 0.6)).unwrap();
    let number = |path: &str| report.pointer(path).and_then(serde_json::Value::as_f64).unwrap();
    for (path, least) in [
        ("/nab/nab/standard/score", 72.0),
        ("/nab/nab/reward_low_FP/score", 60.0),
        ("/kpi/rAUC", 0.80),
        ("/mscloud/rAUC", 0.80),
        ("/smd/rAUC", 0.60),
    ] {
        assert!(number(path) >= least, "{path} is {}, at least {least} was reached", number(path));
    }
    for set in ["nab", "kpi", "mscloud", "smd"] {
        let alarms = number(&format!("/{set}/at_threshold/false_per_week"));
        assert!(alarms <= 1.0, "{set}: {alarms} false alarms a series-week at a budget of 1");
    }
}
