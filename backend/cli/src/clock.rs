//! Parses times as people and Grafana write them: `--at`, and the ends of a time range.

use jiff::Timestamp;
use seismo_series::parse_duration_ms;

use crate::Error;

/// The clock: real, or fixed at an instant (`--at`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    /// The fixed instant in milliseconds since 1970; `None` for the real clock.
    pub at_ms: Option<i64>,
}

impl Clock {
    /// The present in milliseconds since 1970.
    pub fn now_ms(self) -> i64 {
        self.at_ms.unwrap_or_else(|| Timestamp::now().as_millisecond())
    }

    /// Parses one end of a time range: milliseconds since 1970, an RFC 3339 time, `now`, or `now` plus or minus a
    /// duration (`now-6h`). `what` names the field in the error.
    ///
    /// # Errors
    /// [`Error::Time`] for anything else, including the rounding forms (`now/d`) that the front end resolves itself.
    pub fn resolve(self, what: &'static str, text: &str) -> Result<i64, Error> {
        let no_time = || Error::Time { what, text: text.to_owned() };
        let Some(offset) = text.strip_prefix("now") else {
            return parse_instant(text).ok_or_else(no_time);
        };
        let now = self.now_ms();
        if offset.is_empty() {
            return Ok(now);
        }
        let (sign, duration) = match offset.split_at_checked(1) {
            Some(("-", duration)) => (-1, duration),
            Some(("+", duration)) => (1, duration),
            _ => return Err(no_time()),
        };
        let ms = parse_duration_ms(duration).map_err(|_| no_time())?;
        now.checked_add(sign * ms).ok_or_else(no_time)
    }
}

/// Parses the value of `--at`: milliseconds since 1970 or an RFC 3339 time.
///
/// # Errors
/// [`Error::Time`] for anything else.
pub fn parse_at(text: &str) -> Result<i64, Error> {
    parse_instant(text).ok_or_else(|| Error::Time { what: "--at", text: text.to_owned() })
}

/// Milliseconds since 1970 from digits or RFC 3339, within the years that a timestamp can hold.
fn parse_instant(text: &str) -> Option<i64> {
    match text.parse::<i64>() {
        Ok(ms) => Timestamp::from_millisecond(ms).ok().map(|_| ms),
        Err(_) => text.parse::<Timestamp>().ok().map(|instant| instant.as_millisecond()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOCK: Clock = Clock { at_ms: Some(1_700_000_000_000) };

    #[test]
    fn every_form_of_a_time_is_read() {
        for (text, expected) in [
            ("1699999999999", 1_699_999_999_999),
            ("0", 0),
            ("-1", -1),
            ("2023-11-14T22:13:20Z", 1_700_000_000_000),
            ("2023-11-14T23:13:20.500+01:00", 1_700_000_000_500),
            ("now", 1_700_000_000_000),
            ("now-6h", 1_699_978_400_000),
            ("now+1m30s", 1_700_000_090_000),
        ] {
            assert_eq!(CLOCK.resolve("from", text).expect(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_named_with_its_field() {
        for text in [
            "",
            " ",
            "yesterday",
            "now-",
            "now-6",
            "now/d",
            "now-6h/h",
            "nowish",
            "now*2h",
            "2023-11-14",
            "1e12",
        ] {
            let message = CLOCK.resolve("from", text).expect_err(text).to_string();
            assert!(message.starts_with(&format!("from is {text:?}")), "{message}");
        }
        assert!(CLOCK.resolve("to", "9223372036854775807").is_err(), "beyond the calendar");
        assert!(parse_at("now").is_err(), "--at is the clock and cannot refer to it");
    }

    #[test]
    fn without_a_fixed_instant_the_clock_runs() {
        assert!(Clock::default().now_ms() > 1_700_000_000_000);
    }
}
