//! Lengths of time: the detection interval, and the durations that people write (`90s`, `5m`, `7d`).

use std::fmt;
use std::num::NonZeroI64;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::quoted;

/// Units in the order in which they are written, with their length in milliseconds. The letters are those of
/// Prometheus' durations: <https://prometheus.io/docs/prometheus/latest/querying/basics/>.
const UNITS: [(&str, i64); 7] = [
    ("y", 365 * 86_400_000),
    ("w", 7 * 86_400_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// Why a text is not a valid duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseIntervalError {
    /// The text does not follow `<number><unit>`, such as `5m` or `1h30m`.
    #[error(
        "{} is not a valid duration: write a whole number and a unit (ms, s, m, h, d, w, y), such as \"5m\"",
        quoted(text)
    )]
    Malformed {
        /// The text.
        text: String,
    },
    /// The duration is zero, negative or longer than a century.
    #[error("{} is out of range: a duration must be at least 1ms and at most 100y", quoted(text))]
    OutOfRange {
        /// The text.
        text: String,
    },
}

/// Parses a duration such as `5m`, `1h30m` or `250ms`, into milliseconds. At least 1 ms, at most 100 years.
///
/// # Errors
/// [`ParseIntervalError`] if the text has another form, or the length is out of range.
///
/// # Example
/// ```
/// assert_eq!(seismo_series::parse_duration_ms("1h30m"), Ok(5_400_000));
/// assert!(seismo_series::parse_duration_ms("0s").is_err());
/// ```
pub fn parse_duration_ms(text: &str) -> Result<i64, ParseIntervalError> {
    let malformed = || ParseIntervalError::Malformed { text: text.to_owned() };
    let out_of_range = || ParseIntervalError::OutOfRange { text: text.to_owned() };
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(malformed());
    }
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(malformed)?;
        let number: i64 = match rest[..digits].parse() {
            Ok(number) => number,
            Err(_) if digits == 0 => return Err(malformed()),
            Err(_) => return Err(out_of_range()),
        };
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (_, unit) = UNITS.iter().find(|(name, _)| *name == &rest[..letters]).ok_or_else(malformed)?;
        rest = &rest[letters..];
        total =
            number.checked_mul(*unit).and_then(|part| total.checked_add(part)).ok_or_else(out_of_range)?;
    }
    if (1..=100 * UNITS[0].1).contains(&total) { Ok(total) } else { Err(out_of_range()) }
}

/// Formats a length of time for [`parse_duration_ms`], with the fewest units: `90000` is `1m30s`.
pub fn format_duration_ms(mut ms: i64) -> String {
    if ms <= 0 {
        return format!("{ms}ms");
    }
    let mut text = String::new();
    for (name, length) in UNITS.into_iter().filter(|(name, _)| *name != "y" && *name != "w") {
        if ms >= length {
            text.push_str(&format!("{}{name}", ms / length));
            ms %= length;
        }
    }
    text
}

/// The distance between two samples of an evenly spaced series: at least 1 ms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(NonZeroI64);

impl Interval {
    /// An interval of `ms` milliseconds; `None` unless `ms` is at least 1.
    pub const fn from_ms(ms: i64) -> Option<Self> {
        match NonZeroI64::new(ms) {
            Some(value) if ms > 0 => Some(Self(value)),
            _ => None,
        }
    }

    /// One minute.
    pub const MINUTE: Self = match Self::from_ms(60_000) {
        Some(minute) => minute,
        None => unreachable!(),
    };

    /// The length in milliseconds, at least 1.
    pub const fn ms(self) -> i64 {
        self.0.get()
    }
}

impl FromStr for Interval {
    type Err = ParseIntervalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ms = parse_duration_ms(text)?;
        Self::from_ms(ms).ok_or_else(|| ParseIntervalError::OutOfRange { text: text.to_owned() })
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_duration_ms(self.ms()))
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interval({self})")
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_back() {
        for (text, ms, canonical) in [
            ("1ms", 1, "1ms"),
            ("90s", 90_000, "1m30s"),
            ("1h30m", 5_400_000, "1h30m"),
            ("7d", 604_800_000, "7d"),
            ("2w", 1_209_600_000, "14d"),
            (" 5m ", 300_000, "5m"),
        ] {
            assert_eq!(parse_duration_ms(text), Ok(ms), "{text}");
            assert_eq!(format_duration_ms(ms), canonical, "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_named() {
        for text in ["", "5", "m", "5 m", "-5m", "5q", "1.5h", "٣m", "$__interval", "5mm"] {
            let error = parse_duration_ms(text).unwrap_err();
            assert!(matches!(error, ParseIntervalError::Malformed { .. }), "{text}: {error}");
            assert!(error.to_string().contains(&format!("{text:?}")));
        }
        for text in ["0s", "0ms", "101y", "9223372036854775807y", "99999999999999999999s"] {
            let error = parse_duration_ms(text).unwrap_err();
            assert!(matches!(error, ParseIntervalError::OutOfRange { .. }), "{text}: {error}");
        }
    }

    #[test]
    fn an_interval_is_never_zero_or_negative() {
        assert_eq!(Interval::from_ms(0), None);
        assert_eq!(Interval::from_ms(-1), None);
        assert_eq!(Interval::from_ms(i64::MIN), None);
        assert_eq!(Interval::from_ms(1).map(Interval::ms), Some(1));
    }
}
