//! Made-up series: the next version of `auto` raises no more alarms on them than asked, and finds what comes again.

use seismo_detection::detectors::auto_2;
use seismo_detection::{Catalogue, DetectionSpec};
use seismo_evaluate::made::{Form, Kind};
use seismo_evaluate::ordinary::ordinary;
use seismo_evaluate::recurring::recurring;
use serde_json::json;

fn next_version() -> (Catalogue, DetectionSpec) {
    let mut catalogue = Catalogue::standard();
    auto_2::register(&mut catalogue);
    let ensemble = json!([{ "detector": auto_2::ID, "weight": 1 }]);
    (catalogue, serde_json::from_value(json!({ "preset": "auto", "ensemble": ensemble })).unwrap())
}

/// Kinds on which it still raises more alarms than asked.
const LOUD: [Kind; 4] = [Kind::Student, Kind::MostlyZero, Kind::RandomWalk, Kind::Flashes];

#[test]
fn ordinary_series_keep_the_budget() {
    let (catalogue, spec) = next_version();
    let counted = ordinary(&catalogue, &spec, &[1.0, 4.0], 4, 2).unwrap();
    for one in counted.iter().filter(|one| !LOUD.contains(&one.kind)) {
        // 16 series-weeks: what is asked may be told from twice that.
        assert!(one.from <= 1.0, "{one}");
    }
}

#[test]
fn incidents_that_come_again_are_found_again() {
    let (catalogue, spec) = next_version();
    let counted = recurring(&catalogue, &spec, 1, 2).unwrap();
    let all = counted.iter().filter(|one| one.kind.is_none());
    for one in all.filter(|one| one.a_week < 10.0 && (one.form != Form::Flat || one.incidents > 10)) {
        assert!(one.recall() >= 0.8 && one.rows() >= 0.7, "{one}");
    }
}
