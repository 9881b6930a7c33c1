//! Which rows are fed, and the score of each row.

use seismo_detection::{Catalogue, DetectionSpec};
use seismo_evaluate::dataset::{Dataset, Record};
use seismo_evaluate::{Runner, score};
use serde_json::json;

use crate::support::{Folder, noise};

/// A record of rows at these times (seconds) and values, all of which are fed.
fn record(rows: &[(i64, f64)]) -> Record {
    let folder = Folder::new();
    let count = rows.len();
    folder.write(
        "manifest.json",
        &json!([{ "set": "made", "file": "a.csv", "interval_s": 60, "warmup_from": 0, "score_from": 0, "score_to": count }])
            .to_string(),
    );
    let text: String = rows.iter().map(|(time, value)| format!("{time},{value},0\n")).collect();
    folder.write("a.csv", &format!("timestamp,value,label\n{text}"));
    let dataset = Dataset::open(folder.path()).unwrap();
    dataset.load(&dataset.entries()[0]).unwrap()
}

fn scores(rows: &[(i64, f64)]) -> Vec<f64> {
    let spec: DetectionSpec = serde_json::from_value(json!({
        "history": "3h", "season": 10,
        "ensemble": [{ "detector": "z_score", "weight": 0.5, "parameters": { "window": 20 } },
                     { "detector": "isolation_forest", "weight": 0.5 }],
    }))
    .unwrap();
    let record = record(rows);
    let runner = Runner::new(&spec, &Catalogue::standard(), &record.entry).unwrap();
    runner.run(&record, 0, 0..record.len()).scores
}

/// A series with a rhythm, noise and spikes.
fn value(at: i64) -> f64 {
    let spike = if at % 97 == 11 { 25.0 } else { 0.0 };
    (at % 10 - 5).abs() as f64 + noise(7, at as usize) + spike
}

/// Rows of an ordinary series: some share a slot, some are off the grid, some are missing, and the clock is set back
/// once.
fn odd_rows() -> Vec<(i64, f64)> {
    let mut rows = Vec::new();
    for at in 0..900 {
        let back = if at >= 600 { 12 } else { 0 };
        let shift = if at % 3 == 0 { 17 } else { 0 };
        match at % 50 {
            13 => {}
            21 => rows.extend([0.0, 40.0, 1.0].map(|more| ((at - back) * 60, value(at) + more))),
            22 => rows.push(((at - back - 1) * 60, f64::NAN)),
            _ => rows.push(((at - back) * 60 - shift, value(at))),
        }
    }
    rows
}

fn bits(scores: &[f64]) -> Vec<u64> {
    scores.iter().map(|score| score.to_bits()).collect()
}

#[test]
fn the_score_of_a_row_depends_on_rows_up_to_it_alone() {
    let rows = odd_rows();
    let whole = bits(&scores(&rows));
    for upto in [1, 21, 22, 23, 24, 25, 120, 121, 590, 594, 598, 599, 600, 605, 611, 613, rows.len()] {
        assert_eq!(bits(&scores(&rows[..upto])), whole[..upto], "{upto} rows");
    }
}

#[test]
fn a_row_that_is_replaced_has_the_score_of_its_own_value() {
    let rows = odd_rows();
    let found = scores(&rows);
    // The three rows at one slot: ordinary, far off, ordinary.
    let at = rows.windows(3).position(|three| three[0].0 == three[2].0 && three[0].0 > 30_000).unwrap();
    assert!(found[at + 1] > 0.3 && found[at] < 0.1 && found[at + 2] < 0.1, "{:?}", &found[at..at + 3]);
    // Later scores are as if the last of them had been there alone.
    let mut alone = rows;
    alone.drain(at..at + 2);
    assert_eq!(bits(&scores(&alone))[at..], bits(&found)[at + 2..]);
}

#[test]
fn rows_after_a_clock_was_set_back_share_the_score_of_their_slot() {
    let rows: Vec<(i64, f64)> =
        (0..400).map(|at| (if at < 300 { at } else { at - 12 } * 60, value(at))).collect();
    let found = bits(&scores(&rows));
    assert_eq!(found[300..312], found[288..300]);
    assert!(found[312..].iter().all(|score| !f64::from_bits(*score).is_nan()));
}

#[test]
fn what_has_no_value_has_no_score_and_empty_files_have_none_at_all() {
    let rows: Vec<(i64, f64)> =
        (0..300).map(|at| (at * 60, if at % 40 == 39 { f64::NAN } else { value(at) })).collect();
    let found = scores(&rows);
    for (at, score) in found.iter().enumerate().skip(100) {
        assert_eq!(score.is_nan(), at % 40 == 39, "row {at}: {score}");
    }
    assert!(scores(&[(0, f64::NAN), (60, f64::NAN)]).iter().all(|score| score.is_nan()));
}

/// Two metrics that move together except for a stretch, with rows that share a slot.
fn two_metrics(rows: usize) -> Record {
    let folder = Folder::new();
    let entry = json!({ "set": "made", "file": "a.csv", "interval_s": 60, "dims": 2, "warmup_from": 0, "score_from": 0,
        "score_to": rows });
    folder.write("manifest.json", &json!([entry]).to_string());
    let line = |row: usize| {
        let (time, one) = (row - row / 50, (row as f64 / 7.0).sin() + 0.1 * noise(1, row));
        let apart = if (900..920).contains(&row) { -1.0 } else { 1.0 };
        format!("{},{one},{},{}\n", time * 60, apart * one + 0.1 * noise(2, row), u8::from(apart < 0.0))
    };
    let text: String = (0..rows).map(line).collect();
    folder.write("a.csv", &format!("timestamp,m1,m2,label\n{text}"));
    let dataset = Dataset::open(folder.path()).unwrap();
    dataset.load(&dataset.entries()[0]).unwrap()
}

#[test]
fn several_metrics_are_scored_as_one_and_look_back_only() {
    let spec: DetectionSpec = serde_json::from_value(json!({ "history": "6h" })).unwrap();
    let scores = |rows: usize| score(&spec, &Catalogue::standard(), &two_metrics(rows), rows).unwrap().scores;
    let whole = scores(1000);
    let highest = |rows: std::ops::Range<usize>| whole[rows].iter().copied().fold(0.0, f64::max);
    assert!(highest(900..920) >= 0.6 && highest(900..920) > highest(600..900), "{}", highest(900..920));
    for upto in [1, 49, 50, 51, 420, 911] {
        assert_eq!(bits(&scores(upto)), bits(&whole)[..upto], "{upto} rows");
    }
    let alone = DetectionSpec { ensemble: Some(Vec::new()), ..spec };
    let error = score(&alone, &Catalogue::standard(), &two_metrics(10), 10).unwrap_err().to_string();
    assert!(error.contains("scored alone"), "{error}");
}
