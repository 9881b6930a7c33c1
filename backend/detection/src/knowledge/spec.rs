//! The knowledge of operators, as it is written in a query.

use std::sync::Arc;

use schemars::JsonSchema;
use seismo_series::{format_duration_ms, parse_duration_ms, quoted};
use serde::{Deserialize, Serialize};

use super::{Knowledge, MinimumDeviation, ValueRange, Windows};
use crate::{Calendar, DAY_MS, DetectionSpec, SpecError};

/// How far from the expected value a point must lie to matter, as it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "MinimumDeviation")]
pub struct MinimumDeviationSpec {
    /// In the unit of the series, at least 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub absolute: Option<f64>,
    /// As a share of the expected value's size, at least 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub relative: Option<f64>,
}

/// The values that a series can have, as they are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "ValueRange")]
pub struct ValueRangeSpec {
    /// The lowest possible value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// The highest possible value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<f64>,
}

/// A window as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ExcludedWindow")]
pub struct ExcludedSpec {
    /// An instant of RFC 3339, in the window.
    pub from: String,
    /// An instant of RFC 3339, after the window.
    pub to: String,
    /// Whether anomalies in the window are reported.
    #[serde(default)]
    pub report: bool,
    /// Whether the window is learnt.
    #[serde(default)]
    pub learn: bool,
}

/// A calendar of holidays: its text, or its name in the data source's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Holidays")]
pub struct HolidaysSpec {
    /// iCalendar text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ics: Option<String>,
    /// Name of a calendar in the data source's settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
}

/// Largest delay of late data, in milliseconds.
pub const LONGEST_OFFSET_MS: i64 = DAY_MS;

impl DetectionSpec {
    /// How far from the expected value a point must lie to matter.
    ///
    /// # Errors
    /// If a bound is not a number from 0 upwards.
    pub fn minimum_deviation(&self) -> Result<MinimumDeviation, SpecError> {
        let spec = self.minimum_deviation.unwrap_or_default();
        let bound = |name: &str, given: Option<f64>, right: &str| match given {
            None => Ok(0.0),
            Some(bound) if bound >= 0.0 && bound.is_finite() => Ok(bound),
            Some(bound) => Err(SpecError::field(format!("minimumDeviation.{name}"), bound, right)),
        };
        Ok(MinimumDeviation {
            absolute: bound(
                "absolute",
                spec.absolute,
                "write a number from 0 upwards, in the unit of the series",
            )?,
            relative: bound(
                "relative",
                spec.relative,
                "write a share of the expected value from 0 upwards, such as 0.1 for a tenth",
            )?,
        })
    }

    /// The possible values.
    ///
    /// # Errors
    /// If the lowest is above the highest, or either is not a number.
    pub fn values(&self) -> Result<ValueRange, SpecError> {
        let spec = self.value_range.unwrap_or_default();
        for (name, given) in [("minimum", spec.minimum), ("maximum", spec.maximum)] {
            if let Some(end) = given.filter(|end| !end.is_finite()) {
                return Err(SpecError::field(
                    format!("valueRange.{name}"),
                    end,
                    "write a number, or leave it out",
                ));
            }
        }
        let (minimum, maximum) =
            (spec.minimum.unwrap_or(f64::NEG_INFINITY), spec.maximum.unwrap_or(f64::INFINITY));
        ValueRange::new(minimum, maximum).ok_or_else(|| {
            let right = format!("write a number of at most {maximum}, which is the maximum");
            SpecError::field("valueRange.minimum", minimum, right)
        })
    }

    /// The knowledge that changes scores. The caller passes the wall clock and the windows that are not to be learnt,
    /// because reading instants is its task.
    ///
    /// # Errors
    /// If the range of values is empty, or repeats are not allowed.
    pub fn knowledge(&self, calendar: Calendar, unlearnt: Windows) -> Result<Knowledge, SpecError> {
        Ok(Knowledge {
            calendar: Arc::new(calendar),
            range: self.values()?,
            unlearnt,
            gaps: self.gaps.unwrap_or_default(),
            repeats: self.repeats()?,
        })
    }

    /// The delay of late data, in ms: the present is taken to be that much earlier.
    ///
    /// # Errors
    /// If it is not a duration of at most a day.
    pub fn offset_ms(&self) -> Result<i64, SpecError> {
        const RIGHT: &str = "write a duration of at most 1d, such as \"5m\", or \"0s\"";
        match self.offset.as_deref().map(str::trim) {
            None | Some("" | "0" | "0s") => Ok(0),
            Some(text) => match parse_duration_ms(text) {
                Ok(ms) if ms <= LONGEST_OFFSET_MS => Ok(ms),
                Ok(ms) => Err(SpecError::field("offset", format_duration_ms(ms), RIGHT)),
                Err(_) => Err(SpecError::field("offset", quoted(text), RIGHT)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn spec(json: Value) -> DetectionSpec {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn nothing_known_changes_nothing() {
        for empty in [json!({}), json!({ "minimumDeviation": {}, "valueRange": {}, "offset": "" })] {
            let spec = spec(empty);
            assert_eq!(spec.minimum_deviation().unwrap(), MinimumDeviation::default());
            assert_eq!(spec.values().unwrap(), ValueRange::ANY);
            assert_eq!(spec.offset_ms(), Ok(0));
        }
    }

    #[test]
    fn what_is_known_is_read() {
        let spec = spec(json!({
            "minimumDeviation": { "absolute": 5, "relative": 0.1 }, "valueRange": { "minimum": -20 }, "offset": "90s",
            "excluded": [{ "from": "2026-05-01T00:00:00Z", "to": "2026-05-02T00:00:00Z", "learn": true }],
            "holidays": { "calendar": "de" }, "gaps": "previous"
        }));
        assert_eq!(spec.minimum_deviation().unwrap(), MinimumDeviation { absolute: 5.0, relative: 0.1 });
        assert_eq!(spec.values().unwrap(), ValueRange::new(-20.0, f64::INFINITY).unwrap());
        assert_eq!(spec.offset_ms(), Ok(90_000));
        let back: DetectionSpec = serde_json::from_value(serde_json::to_value(&spec).unwrap()).unwrap();
        assert_eq!(back, spec);
    }

    #[test]
    fn what_is_not_possible_is_named_with_what_would_be_right() {
        for (json, field, right) in [
            (
                json!({ "minimumDeviation": { "absolute": -1 } }),
                "detection.minimumDeviation.absolute: -1",
                "from 0",
            ),
            (
                json!({ "minimumDeviation": { "relative": -0.1 } }),
                "detection.minimumDeviation.relative: -0.1",
                "0.1",
            ),
            (
                json!({ "valueRange": { "minimum": 2, "maximum": 1 } }),
                "detection.valueRange.minimum: 2",
                "at most 1",
            ),
            (json!({ "offset": "2d" }), "detection.offset: 2d", "1d"),
            (json!({ "offset": "late" }), "detection.offset: \"late\"", "5m"),
            (json!({ "offset": "-5m" }), "detection.offset: \"-5m\"", "5m"),
        ] {
            let spec = spec(json.clone());
            let errors = [spec.minimum_deviation().err(), spec.values().err(), spec.offset_ms().err()];
            let text: String = errors.into_iter().flatten().map(|error| error.to_string()).collect();
            assert!(text.contains(field) && text.contains(right), "{json}: {text}");
        }
        for wrong in [f64::NAN, f64::INFINITY] {
            let absolute = Some(MinimumDeviationSpec { absolute: Some(wrong), relative: None });
            let range = Some(ValueRangeSpec { minimum: None, maximum: Some(wrong) });
            let spec =
                DetectionSpec { minimum_deviation: absolute, value_range: range, ..DetectionSpec::default() };
            assert!(spec.minimum_deviation().is_err() && spec.values().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_field_or_choice_is_refused() {
        for wrong in [
            json!({ "minimumDeviation": { "percent": 5 } }),
            json!({ "valueRange": { "min": 5 } }),
            json!({ "excluded": [{ "from": "2026-05-01T00:00:00Z" }] }),
            json!({ "holidays": { "url": "https://example.org/de.ics" } }),
            json!({ "gaps": "linear" }),
            json!({ "minimum_deviation": {} }),
        ] {
            assert!(serde_json::from_value::<DetectionSpec>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
