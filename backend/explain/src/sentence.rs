//! Explains an anomaly in one sentence, for somebody who was woken by it.

use seismo_detection::{BAND_SIGMAS, Cause, Direction, Measure, ValueRange};

use crate::figures::{Figures, many_times, rarity, sigmas, size_of_sigmas};

/// The facts of a sentence. NaN is unknown.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The cause; `None` if no member distinguishes causes.
    pub cause: Option<Cause>,
    /// The measurement of the statistic.
    pub measure: Measure,
    /// The measured value, in the unit of the series; for a group, the reconstruction error.
    pub value: f64,
    /// The expected value.
    pub expected: f64,
    /// One standard deviation of ordinary values.
    pub sigma: f64,
    /// The deviation of the value, in sigmas.
    pub deviation: f64,
    /// The possible values.
    pub range: ValueRange,
    /// How often a week ordinary samples come this far.
    pub alarms_per_week: Option<f64>,
    /// For a group, the metrics with the largest shares of the error, 0..1.
    pub blamed: Option<Vec<(f64, &'a str)>>,
}

impl Facts<'_> {
    /// The sentence, without a full stop.
    pub fn sentence(&self) -> String {
        let mut text = match (&self.blamed, self.cause) {
            (Some(blamed), _) => self.of_group(blamed),
            (None, Some(Cause::Range)) if !self.range.contains(self.value) => return self.impossible(),
            (None, cause) => self.of_series(cause.unwrap_or_default()),
        };
        if let Some(per_week) = self.alarms_per_week {
            text.push_str(", ");
            text.push_str(&rarity(per_week));
        }
        text
    }

    fn of_series(&self, cause: Cause) -> String {
        let what = self.what(cause);
        match self.measured(cause) {
            Some(measured) => format!("{what}: {measured}, {}", self.where_expected(f64::NAN)),
            None => format!("{what}: {}", self.where_expected(self.own_deviation())),
        }
    }

    /// The measurement of a statistic that covers more than the value; `None` if no such statistic spoke, or it is
    /// unknown.
    fn measured(&self, cause: Cause) -> Option<String> {
        let Measure { samples, size } = self.measure;
        if samples < 2 || (size.is_nan() && cause != Cause::Flat) {
            return None;
        }
        let side = if size < 0.0 { "below" } else { "above" };
        match cause {
            Cause::LevelShift | Cause::Drift => {
                Some(format!("mean of {samples} samples {} {side}", size_of_sigmas(size)))
            }
            Cause::VarianceUp | Cause::VarianceDown => {
                Some(format!("scatter of {samples} samples {} times the usual", many_times(size)))
            }
            Cause::Flat => Some(format!("the same value for {samples} samples")),
            _ => None,
        }
    }

    /// The deviation of the value in the sigmas of the statistic that spoke, if it covers the value alone.
    fn own_deviation(&self) -> f64 {
        let Measure { samples, size } = self.measure;
        if samples == 1 && !size.is_nan() { size } else { self.deviation }
    }

    /// `412 where 96 ± 36 was expected (+26.3 σ)`; without the deviation where it is NaN.
    fn where_expected(&self, deviation: f64) -> String {
        let (value, expected, spread) = (self.value, self.expected, BAND_SIGMAS * self.sigma);
        if expected.is_nan() {
            return Figures::new(value, f64::NAN).write(value);
        }
        let distance = (value - expected).abs();
        let step = if spread > 0.0 { spread.min(distance) } else { distance };
        let step = if step > 0.0 { step } else { spread };
        let figures = Figures::new(value.abs().max(expected.abs()), step);
        let mut text = format!("{} where {}", figures.write(value), figures.write(expected));
        if spread > 0.0 {
            text.push_str(&format!(" ± {}", figures.write(spread)));
        }
        text.push_str(" was expected");
        if !deviation.is_nan() {
            text.push_str(&format!(" ({})", sigmas(deviation)));
        }
        text
    }

    fn what(&self, cause: Cause) -> &'static str {
        match cause {
            Cause::None => "Anomaly",
            cause => cause.word(Direction::of(self.value, self.expected)),
        }
    }

    fn impossible(&self) -> String {
        let bound = self.range.clip(self.value);
        let figures = Figures::new(self.value.abs().max(bound.abs()), (self.value - bound).abs());
        let side = if self.value < bound { "below" } else { "above" };
        let word = Cause::Range.word(Direction::Both);
        format!("{word}: {} is {side} {}", figures.write(self.value), figures.write(bound))
    }

    fn of_group(&self, blamed: &[(f64, &str)]) -> String {
        let error = Figures::new(self.value, f64::NAN).write(self.value);
        let named: Vec<String> =
            blamed.iter().map(|(share, name)| format!("{name} ({:.0} %)", share * 100.0)).collect();
        let who = match named.as_slice() {
            [] => {
                return format!(
                    "The metrics do not match their usual relation: {error} times the usual error"
                );
            }
            [one] => format!("{one} does"),
            [first @ .., last] => format!("{} and {last} do", first.join(", ")),
        };
        format!("{who} not fit the other metrics: {error} times the usual error")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use strum::IntoEnumIterator;

    fn facts(cause: Option<Cause>, value: f64) -> Facts<'static> {
        Facts {
            cause,
            measure: Measure::NONE,
            value,
            expected: 96.0,
            sigma: 12.0,
            deviation: (value - 96.0) / 12.0,
            range: ValueRange::ANY,
            alarms_per_week: Some(0.2),
            blamed: None,
        }
    }

    #[test]
    fn a_series_is_told_with_cause_numbers_and_rarity() {
        for (facts, want) in [
            (
                facts(Some(Cause::LevelShift), 412.0),
                "Level shift: 412 where 96 ± 36 was expected (+26.3 σ), about once in 5 weeks",
            ),
            (
                facts(Some(Cause::Spike), 3.25),
                "Sudden drop: 3 where 96 ± 36 was expected (−7.7 σ), about once in 5 weeks",
            ),
            (
                Facts { alarms_per_week: None, ..facts(None, 150.0) },
                "Anomaly: 150 where 96 ± 36 was expected (+4.5 σ)",
            ),
            (
                Facts { sigma: 0.0, deviation: f64::NAN, ..facts(Some(Cause::Record), 97.5) },
                "Higher than ever seen: 97.5 where 96 was expected, about once in 5 weeks",
            ),
            (
                Facts { alarms_per_week: None, ..facts(Some(Cause::Range), 412.0) },
                "Outside of the valid range: 412 where 96 ± 36 was expected (+26.3 σ)",
            ),
            (
                Facts { expected: f64::NAN, sigma: f64::NAN, deviation: f64::NAN, ..facts(None, 0.123_456) },
                "Anomaly: 0.123, about once in 5 weeks",
            ),
            (
                Facts { expected: 1e7, sigma: 0.0, deviation: f64::NAN, ..facts(None, 1e7) },
                "Anomaly: 10M where 10M was expected, about once in 5 weeks",
            ),
        ] {
            assert_eq!(facts.sentence(), want);
        }
    }

    #[test]
    fn both_sides_of_the_contract_tell_the_same_reason() {
        let table: Value =
            serde_json::from_str(include_str!("../../../tests/contract/reasons.json")).unwrap();
        let cases = table["cases"].as_array().unwrap();
        assert!(cases.len() > 10);
        for case in cases {
            let number = |name: &str| case[name].as_f64().unwrap_or(f64::NAN);
            let measure = Measure { samples: number("samples") as u16, size: number("size") };
            let (expected, sigma) = (number("expected"), number("sigma"));
            let cause = Cause::iter().find(|cause| case["cause"] == cause.id());
            let deviation = (number("value") - expected) / sigma;
            let alarms_per_week = case["alarmsPerWeek"].as_f64();
            let facts = Facts {
                measure,
                expected,
                sigma,
                deviation,
                alarms_per_week,
                ..facts(cause, number("value"))
            };
            assert_eq!(facts.sentence(), case["en"], "{}", case["what"]);
        }
    }

    #[test]
    fn a_value_that_cannot_be_is_no_matter_of_rarity() {
        let range = ValueRange::new(0.0, 100.0).unwrap();
        for (value, want) in [
            (412.0, "Outside of the valid range: 412 is above 100"),
            (-1.5, "Outside of the valid range: −1.5 is below 0"),
            (f64::INFINITY, "Outside of the valid range: inf is above 100"),
        ] {
            assert_eq!(Facts { range, ..facts(Some(Cause::Range), value) }.sentence(), want);
        }
    }

    #[test]
    fn a_group_names_the_metrics_to_blame() {
        let group = |blamed| Facts { blamed: Some(blamed), alarms_per_week: None, ..facts(None, 4.18) };
        for (blamed, want) in [
            (vec![], "The metrics do not match their usual relation: 4.18 times the usual error"),
            (
                vec![(0.999, "latency")],
                "latency (100 %) does not fit the other metrics: 4.18 times the usual error",
            ),
            (
                vec![(0.5, "cpu"), (0.3, "disk"), (0.12, "net")],
                "cpu (50 %), disk (30 %) and net (12 %) do not fit the other metrics: 4.18 times the usual error",
            ),
        ] {
            assert_eq!(group(blamed).sentence(), want);
        }
    }
}
