//! The knowledge of operators: resolves text settings into instants, days and UTC offsets.

mod calendars;
mod event;
mod ics;
mod yearly;
mod zone;

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use seismo_detection::{Calendar, DAY_MS, DetectionSpec, ExcludedSpec, Knowledge, SpecError, Windows};
use seismo_series::{LONGEST_VALUE, quoted, short};
use serde::Serialize;

pub use calendars::check as check_calendars;
pub use ics::MOST_BYTES as MOST_CALENDAR_BYTES;
pub use zone::named as time_zone;

use crate::QueryError;

/// Largest number of windows in a query.
pub const MOST_WINDOWS: usize = 100;

/// Largest length of a window, in days.
pub const LONGEST_WINDOW_DAYS: i64 = 31;

/// The operator's knowledge with all text resolved.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The part that changes scores.
    pub knowledge: Knowledge,
    /// Windows in which no anomaly is reported.
    pub unreported: Windows,
    /// The windows as they were written, in that order.
    pub windows: Vec<Window>,
    /// How late data may arrive, in ms, 0 to a day.
    pub offset_ms: i64,
}

/// A window of the query, with its times resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SeismoWindow")]
pub struct Window {
    /// The first instant in the window.
    pub from_ms: i64,
    /// The first instant after the window.
    pub to_ms: i64,
    /// Whether anomalies in the window are reported.
    pub report: bool,
    /// Whether the window is learnt.
    pub learn: bool,
}

impl Resolved {
    /// Resolves the knowledge in a query. `timezone` is an IANA name; `calendars` are those of the data source, text by
    /// name.
    ///
    /// # Errors
    /// [`QueryError`] names the field, its value and what would be right.
    pub fn of(
        detection: &DetectionSpec,
        timezone: &str,
        calendars: &BTreeMap<String, String>,
    ) -> Result<Self, QueryError> {
        let zone = zone::named(timezone)?;
        let holidays = calendars::holidays(detection.holidays.as_ref(), &zone, calendars)?;
        let windows = windows(&detection.excluded)?;
        let apart = |denied: fn(&Window) -> bool| {
            let windows = windows.iter().filter(|window| denied(window));
            Windows::new(windows.map(|window| (window.from_ms, window.to_ms)))
        };
        let calendar = Calendar::new(zone::offsets(&zone), holidays);
        let knowledge = detection.knowledge(calendar, apart(|window| !window.learn))?;
        Ok(Self {
            knowledge,
            unreported: apart(|window| !window.report),
            windows,
            offset_ms: detection.offset_ms()?,
        })
    }
}

fn windows(excluded: &[ExcludedSpec]) -> Result<Vec<Window>, SpecError> {
    if excluded.len() > MOST_WINDOWS {
        let right = format!("write at most {MOST_WINDOWS} windows");
        return Err(SpecError::field("excluded", format!("{} windows", excluded.len()), right));
    }
    excluded.iter().enumerate().map(|(at, spec)| window(at, spec)).collect()
}

fn window(at: usize, spec: &ExcludedSpec) -> Result<Window, SpecError> {
    let instant = |name: &str, text: &str| {
        text.trim().parse::<Timestamp>().map(Timestamp::as_millisecond).map_err(|_| {
            let right = "write an instant of RFC 3339 with its offset, such as \"2026-05-01T00:00:00Z\"";
            SpecError::field(format!("excluded[{at}].{name}"), quoted(text), right)
        })
    };
    let (from_ms, to_ms) = (instant("from", &spec.from)?, instant("to", &spec.to)?);
    if to_ms <= from_ms || to_ms - from_ms > LONGEST_WINDOW_DAYS * DAY_MS {
        let from = short(spec.from.trim(), LONGEST_VALUE);
        let right = format!("write an instant after {from}, at most {LONGEST_WINDOW_DAYS} days later");
        return Err(SpecError::field(format!("excluded[{at}].to"), quoted(&spec.to), right));
    }
    Ok(Window { from_ms, to_ms, report: spec.report, learn: spec.learn })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn known(detection: Value, timezone: &str) -> Result<Resolved, QueryError> {
        let spec = serde_json::from_value(detection).unwrap();
        Resolved::of(&spec, timezone, &BTreeMap::new())
    }

    #[test]
    fn who_knows_nothing_changes_nothing() {
        let known = known(json!({}), "UTC").unwrap();
        assert_eq!(known.knowledge, Knowledge::default());
        assert_eq!((known.unreported, known.windows, known.offset_ms), (Windows::default(), Vec::new(), 0));
    }

    #[test]
    fn each_flag_of_a_window_counts_for_itself_and_denial_wins() {
        let window = |from: u32, to: u32, report: bool, learn: bool| {
            let at = |hour: u32| format!("2026-05-01T{hour:02}:00:00+02:00");
            json!({ "from": at(from), "to": at(to), "report": report, "learn": learn })
        };
        let excluded =
            json!([window(2, 4, false, true), window(3, 6, true, false), window(8, 9, true, true)]);
        let known = known(json!({ "excluded": excluded }), "UTC").unwrap();
        const HOUR: i64 = 3_600_000;
        // 2026-05-01T00:00:00Z
        let day = 1_777_593_600_000;
        assert_eq!(known.unreported, Windows::new([(day, day + 2 * HOUR)]));
        assert_eq!(known.knowledge.unlearnt, Windows::new([(day + HOUR, day + 4 * HOUR)]));
        assert_eq!(known.windows.len(), 3);
    }

    #[test]
    fn what_cannot_be_a_window_is_named() {
        let window = |from: &str, to: &str| json!({ "excluded": [{ "from": from, "to": to }] });
        for (detection, field, right) in [
            (
                window("yesterday", "2026-05-02T00:00:00Z"),
                "detection.excluded[0].from: \"yesterday\"",
                "RFC 3339",
            ),
            (window("2026-05-01T00:00:00", "2026-05-02T00:00:00Z"), "detection.excluded[0].from", "offset"),
            (window("2026-05-01T00:00:00Z", ""), "detection.excluded[0].to: \"\"", "RFC 3339"),
            (
                window("2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z"),
                "detection.excluded[0].to",
                "after 2026-05-01",
            ),
            (window("2026-05-01T00:00:00Z", "2026-04-01T00:00:00Z"), "detection.excluded[0].to", "after"),
            (window("2026-05-01T00:00:00Z", "2026-06-02T00:00:00Z"), "detection.excluded[0].to", "31 days"),
            (
                json!({ "excluded": vec![json!({ "from": "2026-05-01T00:00:00Z", "to": "2026-05-02T00:00:00Z" }); 101] }),
                "detection.excluded: 101 windows",
                "at most 100",
            ),
            (
                json!({ "valueRange": { "minimum": 2, "maximum": 1 } }),
                "detection.valueRange.minimum",
                "at most 1",
            ),
            (json!({ "offset": "2d" }), "detection.offset", "1d"),
            (json!({ "repeats": "accept" }), "detection.repeats: \"accept\"", "auto"),
        ] {
            let error = known(detection.clone(), "UTC").unwrap_err();
            let text = error.to_string();
            assert!(text.contains(field) && text.contains(right), "{detection}: {text}");
        }
        assert!(known(json!({}), "Mars/Olympus").unwrap_err().to_string().contains("Mars/Olympus"));
    }
}
