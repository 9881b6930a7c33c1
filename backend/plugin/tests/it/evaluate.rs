//! `seismo evaluate` and the plugin give the same scores, bit for bit.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::common::*;
use seismo_detection::{Catalogue, DetectionSpec, Preset};
use seismo_engine::QueryRequest;
use seismo_evaluate::dataset::{Dataset, Fed, Record, place};
use seismo_evaluate::{labels_of, score};
use seismo_series::{Grid, GridRange};
use serde_json::json;
use strum::IntoEnumIterator;

/// The labelled data beside the repository, or in the folder that `SEISMO_SHARED` names.
fn dataset() -> Dataset {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = std::env::var_os("SEISMO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let data = folder.join("data");
    Dataset::open(&data).unwrap_or_else(|error| {
        panic!("the labelled data is missing: {error}; name the folder that holds data/ with SEISMO_SHARED")
    })
}

fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::standard();
    seismo_models::register(&mut catalogue);
    catalogue
}

/// The rows that are fed and judged, by grid index: of rows at one index the last, as in a source.
fn slots(record: &Record, grid: Grid) -> BTreeMap<i64, (usize, f64)> {
    let rows = record.fed_from()..record.judged_to();
    let placed = place(grid, &record.times_ms[rows.clone()], &record.columns[0][rows.clone()]);
    let last = |(slot, fed): (i64, Vec<Fed>)| fed.last().map(|fed| (slot, (rows.start + fed.row, fed.value)));
    placed.fed.into_iter().filter_map(last).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plugin_answers_with_the_scores_that_are_measured() {
    let dataset = dataset();
    let mut compared = 0;
    for (set, preset) in
        ["kpi", "mscloud"].into_iter().flat_map(|set| Preset::iter().map(move |preset| (set, preset)))
    {
        let entry = dataset.entries().iter().find(|entry| entry.set == set).unwrap();
        let record = dataset.load(entry).unwrap();
        let spec = DetectionSpec { preset: Some(preset), ..DetectionSpec::default() };
        let measured = score(&spec, &catalogue(), &record, record.judged_to()).unwrap().scores;

        let grid = Grid::new(entry.interval);
        let slots = Arc::new(slots(&record, grid));
        let (first, last) = (*slots.keys().next().unwrap(), *slots.keys().next_back().unwrap());
        let samples = Arc::clone(&slots);
        let mut line = Line::new("", move |at| samples.get(&at).map_or(f64::NAN, |(_, value)| *value));
        line.labels = labels_of(entry, 1, 0);
        line.life = GridRange { from: first, to: last + 1 };
        let (source, engine) = (Memory::new(vec![line]), engine_of(catalogue(), 64 << 20, 2));
        let interval_ms = entry.interval.ms();
        let interval = format!("{}s", interval_ms / 1000);
        let query = query(&json!({ "detection": { "preset": preset.id(), "interval": interval } }));
        let now_ms = (last + 1000) * interval_ms;
        let asked = |from: i64, to: i64| QueryRequest {
            from_ms: from * interval_ms,
            to_ms: to * interval_ms,
            max_rows: 0,
            from_alert: false,
            now_ms,
        };
        // All of it at once, and a part in the middle on a cold engine.
        let middle = first + (last - first) / 2;
        for (engine, from, to) in
            [(&engine, first, last), (&engine_of(catalogue(), 0, 2), middle, (middle + 500).min(last))]
        {
            let frames = answer(engine, &source, query.clone(), asked(from, to)).await.unwrap();
            let served = column(&frames[0], "score");
            assert_eq!(served.len() as i64, to - from + 1, "{set}, {preset:?}");
            for (slot, (row, _)) in slots.range(from..=to) {
                let (right, found) = (served[(slot - from) as usize], measured[*row]);
                let same = right.to_bits() == found.to_bits() || (right.is_nan() && found.is_nan());
                assert!(
                    same,
                    "{set}, {preset:?}, row {row}: the plugin says {right}, the evaluation {found}"
                );
                compared += usize::from(!found.is_nan());
            }
        }
    }
    assert!(compared > 15_000, "only {compared} scores were compared");
}
