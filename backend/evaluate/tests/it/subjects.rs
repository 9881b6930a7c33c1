//! The card, budgets, new series and learnt weights, on synthetic data.

use seismo_detection::{Catalogue, DetectionSpec, MemberSpec, SeasonSpec};
use seismo_evaluate::baselines::BASELINES;
use seismo_evaluate::dataset::{Dataset, Half, Selection};
use seismo_evaluate::{Job, Keeps, Report, card, cold, evaluate, learn, measure};
use serde_json::json;

use crate::support::{Folder, noise};

const ROWS: usize = 4000;

/// Two sets of three series: one with spikes that every detector finds, one with NAB's labels. The last series of each
/// is for reporting.
fn data() -> (Folder, Dataset) {
    let folder = Folder::new();
    let (mut entries, mut windows) = (Vec::new(), serde_json::Map::new());
    for series in 0..3 {
        let half = if series == 2 { "report" } else { "tune" };
        let spike = |row: usize| row % 500 == 400;
        let value = |row: usize| (row % 24) as f64 + noise(series, row) + if spike(row) { 40.0 } else { 0.0 };
        let rows: String =
            (0..ROWS).map(|row| format!("{},{},{}\n", row * 300, value(row), u8::from(spike(row)))).collect();
        folder.write(&format!("made/{series}.csv"), &format!("timestamp,value,label\n{rows}"));
        entries.push(
            json!({ "set": "made", "file": format!("made/{series}.csv"), "interval_s": 300, "points": ROWS,
            "half": half, "warmup_from": 200, "score_from": 900, "score_to": ROWS }),
        );
        let rows: String = (0..ROWS).map(|row| format!("{},{}\n", row * 300, value(row))).collect();
        folder.write(&format!("nab/data/made/{series}.csv"), &format!("timestamp,value\n{rows}"));
        entries.push(json!({ "set": "nab", "file": format!("nab/data/made/{series}.csv"), "interval_s": 300,
            "points": ROWS, "half": half }));
        let time = |row: usize| {
            let minutes = row * 5;
            format!("1970-01-{:02} {:02}:{:02}:00", 1 + minutes / 1440, minutes / 60 % 24, minutes % 60)
        };
        let window = json!([[time(1380), time(1420)], [time(2880), time(2920)]]);
        windows.insert(format!("made/{series}.csv"), window);
    }
    folder.write("manifest.json", &json!(entries).to_string());
    folder.write("nab/labels/combined_windows.json", &json!(windows).to_string());
    let dataset = Dataset::open(folder.path()).unwrap();
    (folder, dataset)
}

/// A catalogue with members for every preset, without model files.
fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::standard();
    let info = catalogue.get("z_score").unwrap().clone();
    let stand_in = seismo_detection::DetectorInfo { id: "lstm_autoencoder", parameters: Vec::new(), ..info };
    catalogue.add(stand_in, |_| std::sync::Arc::new(NoModel));
    catalogue
}

/// A detector whose model is missing.
#[derive(Debug)]
struct NoModel;

impl seismo_detection::Detector for NoModel {
    fn id(&self) -> &'static str {
        "lstm_autoencoder"
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> serde_json::Map<String, serde_json::Value> {
        serde_json::Map::new()
    }

    fn fit(
        &self,
        _history: &[f64],
        _context: &seismo_detection::Context,
    ) -> Result<Box<dyn seismo_detection::Fitted>, seismo_detection::Unfit> {
        Err(seismo_detection::Unfit::Model { reason: "it is not here".to_owned() })
    }
}

fn alone(detector: &str) -> DetectionSpec {
    let member = MemberSpec { detector: detector.into(), weight: 1.0, parameters: Default::default() };
    DetectionSpec { ensemble: Some(vec![member]), ..DetectionSpec::default() }
}

#[test]
fn the_card_holds_every_subject_on_both_halves_and_says_how_it_was_made() {
    let (_folder, dataset) = data();
    let catalogue = catalogue();
    let mut told = Vec::new();
    let page =
        card(&dataset, &catalogue, 0.6, 2, "the command", None, &mut |line| told.push(line.to_owned()))
            .unwrap();
    assert!(page.contains("`the command`"));
    let (tuning, rest) = page.split_once("## Reporting half").unwrap();
    let (reporting, rest) = rest.split_once("## All of NAB").unwrap();
    let (all, cost) = rest.split_once("## Cost").unwrap();
    let mut subjects: Vec<String> = catalogue.detectors().map(|info| info.id.to_owned()).collect();
    subjects.extend(BASELINES.iter().map(|baseline| baseline.name.to_owned()));
    subjects.push("**classic**".to_owned());
    subjects.push("**auto**".to_owned());
    subjects.retain(|subject| subject != "auto");
    assert_eq!(told.len(), subjects.len(), "{told:?}");
    for subject in &subjects {
        for (part, tables) in [(tuning, 4), (reporting, 4), (all, 4), (cost, 1)] {
            let rows = part.lines().filter(|line| line.starts_with('|') && line.contains(subject.as_str()));
            assert_eq!(rows.count(), tables, "{subject} in:\n{part}");
        }
    }
    assert!(tuning.contains("made (2 series)") && reporting.contains("made (1 series)"), "{page}");
    // The numbers equal those of an evaluation, here with an automatic season as on the card.
    let spec = DetectionSpec { season: Some(SeasonSpec::Text("auto".into())), ..alone("seasonal_esd") };
    let entries = dataset.select(&Selection { half: Half::Tune, ..Selection::default() }).unwrap();
    let job = Job {
        dataset: &dataset,
        entries: &entries,
        catalogue: &catalogue,
        spec: &spec,
        scores_out: None,
        threads: 2,
    };
    let report = Report::new(evaluate(job).unwrap().items, 0.6).0;
    let row = tuning.lines().find(|line| line.starts_with("| seasonal_esd |")).unwrap();
    let cells: Vec<&str> = row.split(" | ").collect();
    for (cell, (set, report)) in cells[1..].iter().zip(&report) {
        assert!(cell.starts_with(&format!("{:.2} [", report.mean_recall)), "{set}: {row} {report:?}");
    }
}

#[test]
fn weights_are_learnt_on_all_sets_but_the_one_that_they_are_judged_on() {
    let folder = Folder::new();
    let (sets, rows) = (["first", "second", "third"], 1_500);
    let entries = sets.iter().enumerate().map(|(at, set)| {
        let spike = |row: usize| row % 400 == 300 + at;
        let value = |row: usize| noise(at as u64, row) + if spike(row) { 9.0 } else { 0.0 };
        let line = |row: usize| format!("{},{},{}\n", row * 60, value(row), u8::from(spike(row)));
        let lines: String = (0..rows).map(line).collect();
        folder.write(&format!("{set}.csv"), &format!("timestamp,value,label\n{lines}"));
        json!({ "set": set, "file": format!("{set}.csv"), "interval_s": 60, "points": rows, "half": "tune",
            "warmup_from": 100, "score_from": 200, "score_to": rows })
    });
    folder.write("manifest.json", &json!(entries.collect::<Vec<_>>()).to_string());
    let dataset = Dataset::open(folder.path()).unwrap();
    let earlier = "Written by `it` (auto-0, classic-1).\n\n## Tuning half\n\n### rAUC\n\n| subject | mean |\n| --- | --- |\n| **auto** | 0.12 |\n";
    let page = card(&dataset, &catalogue(), 0.6, 2, "the command", Some(earlier), &mut |_| ()).unwrap();
    let (_, beside) = page.split_once("auto beside an earlier version").unwrap();
    assert!(
        beside.contains("| auto-0 | auto-2 |") && beside.contains("| Tuning half | rAUC | mean | 0.12 | "),
        "{beside}"
    );
    let (_, section) = page.split_once("one set left out").unwrap();
    let (section, _) = section.split_once("## Cost").unwrap();
    for left in sets.iter().chain(&["none"]) {
        let row = section.lines().find(|line| line.starts_with(&format!("| {left} |"))).unwrap();
        let numbers: Vec<f64> = row
            .split('|')
            .filter_map(|cell| cell.trim().parse().ok())
            .filter(|number| *number <= 1.0)
            .collect();
        assert_eq!(numbers.len(), 9, "six weights and three recalls: {row}");
        assert!(numbers[..6].contains(&1.0) && numbers[6..].iter().all(|recall| *recall > 0.5), "{row}");
        // Where they were learnt, the weights are at least as good as the initial ones.
        assert!(*left != "none" || numbers[6] >= numbers[7], "{row}");
    }
}

#[test]
fn false_alarms_are_counted_outside_of_events_over_whole_files() {
    let (_folder, dataset) = data();
    let sets = vec!["made".to_owned()];
    let entries = dataset.select(&Selection { sets, ..Selection::default() }).unwrap();
    let found = measure(&dataset, &entries, &Catalogue::standard(), &alone("z_score"), 1.0, 2).unwrap();
    // 3400 rows after 15 % of warm-up; 7 spikes with 3 rows before and 10 after each.
    let weeks = 3.0 * (3400.0 - 7.0 * 14.0) * 300.0 / 604_800.0;
    assert_eq!((found.len(), found[0].set.as_str(), found[0].alarms), (1, "made", 0));
    assert!((found[0].series_weeks - weeks).abs() < 1e-9, "{}", found[0]);
    assert_eq!(found[0].policy, Keeps::NotDecidable);
    let low = DetectionSpec { threshold: Some(1e-9), ..alone("isolation_forest") };
    let many = measure(&dataset, &entries, &Catalogue::standard(), &low, 0.01, 2).unwrap();
    assert_eq!(many[0].policy, Keeps::Over, "{}", many[0]);
}

#[test]
fn new_series_are_counted_by_kind_and_a_silent_detector_fails() {
    let all = cold::cold(&Catalogue::standard(), &alone("z_score"), 2).unwrap();
    assert_eq!((all[0].series, all.len()), (1440, 12));
    for group in [1..4, 4..10, 10..12] {
        assert_eq!(all[group.clone()].iter().map(|part| part.series).sum::<usize>(), 1440);
        assert_eq!(all[group].iter().map(|part| part.found).sum::<usize>(), all[0].found);
    }
    assert!(all[0].share() > 0.5, "{}", all[0]);
    let silent = DetectionSpec { threshold: Some(1.0), ..alone("seasonal_esd") };
    let none = cold::cold(&Catalogue::standard(), &silent, 2).unwrap();
    assert!(!none[0].passes(1.0), "{}", none[0]);
}

#[test]
fn learnt_weights_are_at_least_as_good_as_the_best_alone_and_repeatable() {
    let (_folder, dataset) = data();
    let entries = dataset.select(&Selection { half: Half::Tune, ..Selection::default() }).unwrap();
    let detectors = ["z_score", "isolation_forest", "seasonal_esd"].map(str::to_owned);
    let spec = DetectionSpec::default();
    let learn = |detectors: &[String]| learn(&dataset, &entries, &Catalogue::standard(), &spec, detectors, 2);
    let found = learn(&detectors).unwrap();
    assert!(found.alone.iter().all(|(_, recall)| *recall <= found.mean_recall), "{found:?}");
    assert_eq!((found.alone.len(), learn(&detectors).unwrap().ensemble), (3, found.ensemble.clone()));
    let sum: f64 = found.ensemble.iter().map(|member| member.weight).sum();
    assert!((sum - 1.0).abs() < 1e-3, "{found:?}");
    // A query accepts the printed ensemble.
    Catalogue::standard().ensemble(&found.ensemble).unwrap();
    for (detectors, wanted) in
        [(vec!["magic"], "magic"), (vec!["z_score", "z_score"], "once"), (vec![], "at least one")]
    {
        let detectors: Vec<String> = detectors.into_iter().map(str::to_owned).collect();
        let error = learn(&detectors).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    }
}
