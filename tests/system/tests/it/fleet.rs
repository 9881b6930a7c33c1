//! The sample fleet, queried from the real plugin at thirty times: which incidents are found, and how many false alarms
//! there are.

#![expect(clippy::print_stdout, reason = "what is found of each kind is of interest where all is well, too")]

use std::collections::BTreeMap;

use seismo_series::Labels;
use seismo_sources::sample::{Fleet, Incident, IncidentKind};
use seismo_system_tests::{Plugin, data_source};
use serde_json::{Value, json};

const TIMES: i64 = 30;
const SHOWN_MS: i64 = 6 * 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// 2026-01-01T00:00:00Z.
const FIRST_MS: i64 = 1_767_225_600_000;

/// Distance between the times, in ms: no divisor of a day or a week, so that every time of both occurs.
const STEP_MS: i64 = 29 * 3_600_000 + 7 * MINUTE_MS;

/// The kinds that `classic` must find: those that move values to another place.
const MOVED: [IncidentKind; 3] = [IncidentKind::Spike, IncidentKind::Dip, IncidentKind::LevelShift];

#[tokio::test]
async fn classic_finds_what_moves_values_to_another_place() {
    let seen = look(Fleet::Dense, &json!({ "season": "auto" })).await;
    seen.print("dense, classic");
    seen.finds(&MOVED.map(|kind| (kind, 0.9)));
    assert!(seen.rate() <= 3.0, "{:.2} alarms a series-week on clean series", seen.rate());
}

#[tokio::test]
async fn auto_finds_every_kind_in_a_fleet_where_much_goes_wrong() {
    let seen = look(Fleet::Dense, &json!({ "preset": "auto" })).await;
    seen.print("dense, auto");
    seen.finds(&[
        (IncidentKind::FlatLine, 0.95),
        (IncidentKind::VarianceChange, 0.9),
        (IncidentKind::LevelShift, 0.9),
        (IncidentKind::Spike, 0.8),
        (IncidentKind::Dip, 0.8),
    ]);
    assert!(seen.within_the_budget(), "{:.2} alarms a series-week on clean series", seen.rate());
    assert!(seen.missing >= 5, "missing data came up {} times", seen.missing);
}

/// A new query of the whole fleet, as a first-time user of the demo sees it.
#[tokio::test]
async fn the_first_screen_shows_something_found_at_any_hour() {
    let seen = look(Fleet::OnCall, &json!({ "preset": "auto" })).await;
    seen.print("on call, auto");
    let (found, all) = seen.of(&IncidentKind::SEEN);
    assert!(f64::from(found) >= 0.95 * f64::from(all), "{found} of {all} incidents were found");
    assert!(seen.within_the_budget(), "{:.2} alarms a series-week on clean series", seen.rate());
    assert_eq!(
        i64::from(seen.screens),
        TIMES,
        "screens on which an incident of ten minutes ago or more is found"
    );
}

/// The counts over all times.
#[derive(Default)]
struct Seen {
    /// Incidents found while they last, and all incidents, by kind.
    found: BTreeMap<&'static str, (u32, u32)>,
    /// Alarms on clean series.
    alarms: u32,
    series_weeks: f64,
    /// Incidents without data.
    missing: u32,
    /// Number of times at which an incident that is at least ten minutes old is found.
    screens: u32,
}

impl Seen {
    fn rate(&self) -> f64 {
        f64::from(self.alarms) / self.series_weeks
    }

    /// Whether the number of alarms on clean series is likely under a budget of one a week: at most two standard
    /// deviations of such a count more.
    fn within_the_budget(&self) -> bool {
        f64::from(self.alarms) <= self.series_weeks + 2.0 * self.series_weeks.sqrt()
    }

    /// Incidents found, and all, of these kinds.
    fn of(&self, kinds: &[IncidentKind]) -> (u32, u32) {
        let kinds = kinds.iter().filter_map(|kind| self.found.get(kind.name()));
        kinds.fold((0, 0), |(found, all), (more, of)| (found + more, all + of))
    }

    /// Panics unless at least this share of each of these kinds is found.
    fn finds(&self, kinds: &[(IncidentKind, f64)]) {
        for (kind, part) in kinds {
            let (found, all) = self.of(&[*kind]);
            assert!(all >= 8, "only {all} of kind {} were looked for", kind.name());
            assert!(f64::from(found) >= part * f64::from(all), "{found} of {all} of kind {}", kind.name());
        }
    }

    fn print(&self, fleet: &str) {
        for (kind, (found, all)) in &self.found {
            println!("{fleet}: {kind}: {found} of {all} found while they last");
        }
        let Self { alarms, series_weeks, missing, screens, .. } = self;
        println!(
            "{fleet}: clean series: {alarms} alarms in {series_weeks:.1} series-weeks, {:.2} a series-week",
            self.rate()
        );
        println!("{fleet}: missing data: {missing} times, each with a notice");
        println!("{fleet}: {screens} of {TIMES} screens show something found");
    }
}

/// Queries the whole fleet at each of the times.
async fn look(fleet: Fleet, detection: &Value) -> Seen {
    let mut source = data_source(&[]);
    if fleet == Fleet::Dense {
        source.json_data.insert("fleet".to_owned(), "dense".into());
    }
    let mut seen = Seen::default();
    for turn in 0..TIMES {
        let at_ms = FIRST_MS + turn * STEP_MS;
        let plugin = Plugin::start(Some(at_ms)).await.expect("the plugin starts");
        let query =
            json!({ "refId": "A", "version": 1, "source": { "kind": "sample" }, "detection": detection });
        let range = (at_ms - SHOWN_MS, at_ms);
        let answer = plugin.ask(&source, query, range, 100_000).await.expect("the plugin answers");
        assert_eq!(answer.frames.len(), fleet.labels().len());
        let notices = answer.frames[0].meta["notices"].to_string();
        let mut shows = false;
        for frame in &answer.frames {
            let frame = serde_json::to_value(frame).expect("a frame is JSON");
            let labels: Labels =
                serde_json::from_value(frame["schema"]["fields"][1]["labels"].clone()).expect("labels");
            let rows = rows(&frame);
            let first = rows.first().expect("rows").time_ms;
            if fleet.is_clean(&labels) {
                seen.series_weeks += rows.len() as f64 / (7.0 * 1440.0);
                seen.alarms += count_alarms(&rows);
            }
            for incident in fleet.incidents_of(&labels, first, at_ms) {
                let during = |row: &&Row| (incident.from_ms..incident.to_ms).contains(&row.time_ms);
                let anomalous = rows.iter().filter(during).any(|row| row.severity > 0.0);
                if incident.kind == IncidentKind::MissingData {
                    assert!(!anomalous, "missing data of {labels} at {at_ms} is called an anomaly");
                    seen.missing += 1;
                    assert!(notices.contains("Samples are missing"), "no notice of it: {notices}");
                } else if rows.iter().filter(during).count() >= 5 && incident.from_ms >= first {
                    let tally = seen.found.entry(incident.kind.name()).or_default();
                    tally.0 += u32::from(anomalous);
                    tally.1 += 1;
                    shows |= anomalous && has_begun(&incident, at_ms);
                }
            }
        }
        seen.screens += u32::from(shows);
    }
    seen
}

/// Whether an incident began at least ten minutes ago.
const fn has_begun(incident: &Incident, at_ms: i64) -> bool {
    incident.from_ms <= at_ms - 10 * MINUTE_MS
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

/// Number of runs of anomalous rows; rows at most 10 apart belong to one run.
fn count_alarms(rows: &[Row]) -> u32 {
    let anomalous = rows.iter().enumerate().filter(|(_, row)| row.severity > 0.0).map(|(at, _)| at);
    let joined = anomalous.fold((0, None), |(alarms, last), at| {
        let new = last.is_none_or(|last| at - last > 10);
        (alarms + u32::from(new), Some(at))
    });
    joined.0
}
