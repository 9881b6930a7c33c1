//! Synthetic series: `auto` raises no more alarms on them than budgeted, and finds recurring incidents.

use seismo_detection::{Catalogue, DetectionSpec};
use seismo_evaluate::made::Form;
use seismo_evaluate::ordinary::{MOST, ordinary};
use seismo_evaluate::recurring::recurring;
use serde_json::json;

fn shipped() -> (Catalogue, DetectionSpec) {
    (Catalogue::standard(), serde_json::from_value(json!({ "preset": "auto" })).unwrap())
}

#[test]
fn ordinary_series_keep_the_budget() {
    let (catalogue, spec) = shipped();
    let counted = ordinary(&catalogue, &spec, &[1.0, 4.0], 4, 2).unwrap();
    for one in &counted {
        // In 16 series-weeks, the budget is distinguishable from twice the budget.
        assert!(one.from <= 1.0 || one.ratio <= MOST, "{one}");
    }
}

#[test]
fn incidents_that_come_again_are_found_again() {
    let (catalogue, spec) = shipped();
    let counted = recurring(&catalogue, &spec, 1, 2).unwrap();
    let all = counted.iter().filter(|one| one.kind.is_none());
    for one in all.filter(|one| one.a_week < 10.0 && (one.form != Form::Flat || one.incidents > 10)) {
        assert!(one.recall() >= 0.8 && one.rows() >= 0.7, "{one}");
    }
}
