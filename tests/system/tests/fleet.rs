//! The sample fleet, asked of the real plugin at thirty times: what is found of what goes wrong, and how often nothing is.

use std::collections::BTreeMap;

use seismo_series::Labels;
use seismo_sources::sample::{self, IncidentKind};
use seismo_system_tests::{Plugin, data_source};
use serde_json::{Value, json};

const TIMES: i64 = 30;
const SHOWN_MS: i64 = 6 * 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// 2026-01-01T00:00:00Z.
const FIRST_MS: i64 = 1_767_225_600_000;

/// No divisor of a day or a week, so that every time of both comes up.
const STEP_MS: i64 = 29 * 3_600_000 + 7 * MINUTE_MS;

/// At least this part of the spikes, dips and level shifts is found while they last.
const FOUND: f64 = 0.9;

/// At most this many alarms a week on a series in which nothing ever goes wrong.
const ALARMS_A_WEEK: f64 = 3.0;

#[tokio::test]
async fn incidents_are_found_and_clean_series_are_left_alone() {
    let source = data_source(&[]);
    let mut found: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let (mut alarms, mut series_weeks, mut missing) = (0, 0.0, 0);
    for turn in 0..TIMES {
        let at_ms = FIRST_MS + turn * STEP_MS;
        let plugin = Plugin::start(Some(at_ms)).await.expect("the plugin starts");
        let query = json!({ "refId": "A", "version": 1, "source": { "kind": "sample" }, "detection": { "season": "auto" } });
        let range = (at_ms - SHOWN_MS, at_ms);
        let answer = plugin.ask(&source, query, range, 100_000).await.expect("the plugin answers");
        assert_eq!(answer.frames.len(), sample::fleet().len());
        let notices = answer.frames[0].meta["notices"].to_string();
        for frame in &answer.frames {
            let frame = serde_json::to_value(frame).expect("a frame is JSON");
            let labels: Labels =
                serde_json::from_value(frame["schema"]["fields"][1]["labels"].clone()).expect("labels");
            let rows = rows(&frame);
            let first = rows.first().expect("rows").time_ms;
            if sample::is_clean(&labels) {
                series_weeks += rows.len() as f64 / (7.0 * 1440.0);
                alarms += count_alarms(&rows);
            }
            let incidents =
                sample::incidents(first, at_ms).into_iter().filter(|incident| incident.labels == labels);
            for incident in incidents {
                let during = |row: &&Row| (incident.from_ms..incident.to_ms).contains(&row.time_ms);
                let anomalous = rows.iter().filter(during).any(|row| row.severity > 0.0);
                if incident.kind == IncidentKind::MissingData {
                    assert!(!anomalous, "missing data of {labels} at {at_ms} is called an anomaly");
                    missing += 1;
                    assert!(notices.contains("Samples are missing"), "no notice of it: {notices}");
                } else if rows.iter().filter(during).count() >= 5 && incident.from_ms >= first {
                    let tally = found.entry(name(incident.kind)).or_default();
                    tally.0 += u32::from(anomalous);
                    tally.1 += 1;
                }
            }
        }
    }
    for (kind, (seen, all)) in &found {
        println!("{kind}: {seen} of {all} found while they last");
    }
    let rate = f64::from(alarms) / series_weeks;
    println!("clean series: {alarms} alarms in {series_weeks:.1} series-weeks, {rate:.2} a series-week");
    println!("missing data: {missing} times, each with a notice");
    let (seen, all) = ["spike", "dip", "level shift"]
        .iter()
        .map(|kind| found[kind])
        .fold((0, 0), |(seen, all), (more, of)| (seen + more, all + of));
    assert!(all >= 30, "only {all} incidents were looked for");
    assert!(
        f64::from(seen) >= FOUND * f64::from(all),
        "{seen} of {all} spikes, dips and level shifts were found"
    );
    assert!(rate <= ALARMS_A_WEEK, "{rate:.2} alarms a series-week on clean series");
    assert!(missing >= 5, "missing data came up {missing} times");
}

struct Row {
    time_ms: i64,
    severity: f64,
}

fn rows(frame: &Value) -> Vec<Row> {
    let fields = frame["schema"]["fields"].as_array().expect("fields");
    let column = |name: &str| {
        let at = fields.iter().position(|field| field["name"] == name).expect("the field is there");
        frame["data"]["values"][at].as_array().expect("values")
    };
    let row = |(time, severity): (&Value, &Value)| Row {
        time_ms: time.as_i64().expect("a time"),
        severity: severity.as_f64().unwrap_or(0.0),
    };
    column("time").iter().zip(column("severity")).map(row).collect()
}

/// Runs of anomalous rows; rows at most 10 apart belong to one.
fn count_alarms(rows: &[Row]) -> u32 {
    let anomalous = rows.iter().enumerate().filter(|(_, row)| row.severity > 0.0).map(|(at, _)| at);
    let joined = anomalous.fold((0, None), |(alarms, last), at| {
        let new = last.is_none_or(|last| at - last > 10);
        (alarms + u32::from(new), Some(at))
    });
    joined.0
}

fn name(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::Spike => "spike",
        IncidentKind::Dip => "dip",
        IncidentKind::LevelShift => "level shift",
        IncidentKind::FlatLine => "flat line",
        IncidentKind::VarianceChange => "variance change",
        IncidentKind::MissingData => "missing data",
    }
}
