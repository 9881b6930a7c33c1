//! Errors in data are reported with file, line and what would be right.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use seismo_evaluate::dataset::{Dataset, Half, Selection};

use crate::support::Folder;

/// A manifest with one entry of these fields beside set, file and interval.
fn manifest(set: &str, file: &str, fields: &str) -> String {
    format!(r#"[{{ "set": "{set}", "file": "{file}", "interval_s": 60, "extra": 1{fields} }}]"#)
}

const BOUNDS: &str = r#", "half": "tune", "warmup_from": 1, "score_from": 2, "score_to": 4"#;

#[test]
fn plain_and_compressed_files_read_alike() {
    let folder = Folder::new();
    let text = "timestamp,value,label\n0,1,0\n60,,0\n120,-2.5,1\n180,4,0\n240,5,\n";
    folder.write("made/a.csv", text);
    let mut compressed = GzEncoder::new(
        std::fs::File::create(folder.path().join("made/b.csv.gz")).unwrap(),
        Compression::fast(),
    );
    compressed.write_all(text.as_bytes()).unwrap();
    compressed.finish().unwrap();
    for file in ["made/a.csv", "made/b.csv.gz"] {
        folder.write("manifest.json", &manifest("made", file, BOUNDS));
        let dataset = Dataset::open(folder.path()).unwrap();
        let record = dataset.load(&dataset.entries()[0]).unwrap();
        assert_eq!(record.times_ms, [0, 60_000, 120_000, 180_000, 240_000], "{file}");
        assert_eq!(record.label, [false, false, true, false, false], "{file}");
        assert!(record.columns[0][1].is_nan(), "{file}");
        assert_eq!(record.columns[0][2], -2.5, "{file}");
        assert_eq!((record.fed_from(), record.judged_to()), (1, 4), "{file}");
    }
}

#[test]
fn windows_of_nab_become_rows() {
    let folder = Folder::new();
    folder.write("manifest.json", &manifest("nab", "nab/data/made/a.csv", r#", "half": "report""#));
    let rows: String = (0..6).map(|row| format!("2014-02-14 14:0{row}:00,{row}\n")).collect();
    folder.write("nab/data/made/a.csv", &format!("timestamp,value\n{rows}"));
    let labels = r#"{ "made/a.csv": [["2014-02-14 14:01:00.000000", "2014-02-14 14:03:00.000000"]] }"#;
    folder.write("nab/labels/combined_windows.json", labels);
    let dataset = Dataset::open(folder.path()).unwrap();
    let record = dataset.load(&dataset.entries()[0]).unwrap();
    assert_eq!(record.windows, [(1, 3)]);
    assert_eq!(record.label, [false, true, true, true, false, false]);
    for (labels, wanted) in [
        ("{}", "list it"),
        (r#"{ "made/a.csv": [["2014-02-14 15:01:00", "2014-02-14 14:03:00"]] }"#, "15:01:00"),
        (r#"{ "made/a.csv": [["2014-02-14 14:03:00", "2014-02-14 14:01:00"]] }"#, "before its start"),
        (r#"{ "made/a.csv": 5 }"#, "line 1"),
    ] {
        folder.write("nab/labels/combined_windows.json", labels);
        let error = dataset.load(&dataset.entries()[0]).unwrap_err().to_string();
        assert!(error.contains("combined_windows.json") && error.contains(wanted), "{labels}: {error}");
    }
}

#[test]
fn a_manifest_that_cannot_be_is_named_with_what_would_be_right() {
    let folder = Folder::new();
    let missing = Dataset::open(folder.path()).unwrap_err().to_string();
    assert!(missing.contains("manifest.json"), "{missing}");
    let entry = |interval: &str, bounds: &str| {
        format!(r#"[{{ "set": "made", "file": "a.csv", "interval_s": {interval}{bounds} }}]"#)
    };
    for (text, wanted) in [
        ("{}".to_owned(), "list of objects"),
        ("[\n{ \"set\": 5 }]".to_owned(), "line 2"),
        (entry("0", BOUNDS), "interval_s = 0"),
        (entry("-60", BOUNDS), "above 0"),
        (entry("1e9", BOUNDS), "86400"),
        (entry("60", ""), "warmup_from = none"),
        (entry("60", r#", "warmup_from": 5, "score_from": 2, "score_to": 9"#), "warmup_from <= score_from"),
        (entry("60", r#", "warmup_from": 0, "score_from": 2, "score_to": 2"#), "score_from < score_to"),
        (manifest("made", "../a.csv", BOUNDS), "below the folder"),
        (manifest("made", "/etc/passwd", BOUNDS), "below the folder"),
        (manifest("made", "a.csv", &format!("{BOUNDS}, \"dims\": 0")), "dims = 0"),
    ] {
        folder.write("manifest.json", &text);
        let error = Dataset::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("manifest.json") && error.contains(wanted), "{text}: {error}");
    }
}

#[test]
fn a_cell_that_cannot_be_is_named_with_file_and_line() {
    let folder = Folder::new();
    folder.write("manifest.json", &manifest("made", "made/a.csv", BOUNDS));
    let dataset = Dataset::open(folder.path()).unwrap();
    let missing = dataset.load(&dataset.entries()[0]).unwrap_err().to_string();
    assert!(missing.contains("made/a.csv"), "{missing}");
    let table = |rows: &str| format!("timestamp,value,label\n0,1,0\n60,2,0\n{rows}");
    for (text, wanted) in [
        (String::new(), "label at last"),
        ("timestamp,value\n0,1\n".to_owned(), "label at last"),
        ("time,value,label\n".to_owned(), "time, value, label"),
        (table("soon,3,0\n"), "line 4: timestamp is \"soon\": write seconds"),
        (table("120,three,0\n"), "line 4: value is \"three\": write a number"),
        (table("120,3,yes\n"), "line 4: label is \"yes\": write 0, or 1"),
        (table("120,3\n"), "line: 4"),
        (table(""), "score_to = 4: the file has 2 rows"),
        ("timestamp,value,label\n0,1,0\n".to_owned(), "warmup_from = 1"),
        ("timestamp,a,b,label\n0,1,1,0\n1,1,1,0\n2,1,1,0\n3,1,1,0\n".to_owned(), "dims = 1"),
    ] {
        folder.write("made/a.csv", &text);
        let error = dataset.load(&dataset.entries()[0]).unwrap_err().to_string();
        assert!(error.contains(wanted), "{text:?}: {error}");
    }
}

#[test]
fn a_selection_that_takes_nothing_says_what_there_is() {
    let folder = Folder::new();
    folder.write("manifest.json", &manifest("made", "made/a.csv", BOUNDS));
    let dataset = Dataset::open(folder.path()).unwrap();
    for (sets, half, multivariate) in [
        (vec!["other".to_owned()], Half::All, false),
        (vec![], Half::Report, false),
        (vec![], Half::All, true),
    ] {
        let error = dataset.select(&Selection { sets, half, multivariate }).unwrap_err().to_string();
        assert!(error.contains("made/tune"), "{error}");
    }
    assert_eq!(dataset.select(&Selection::default()).unwrap().len(), 1);
}
