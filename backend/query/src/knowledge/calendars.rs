//! The holidays of a query.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use seismo_detection::{HolidaysSpec, SpecError};
use seismo_series::quoted;

use super::ics;
use crate::QueryError;

/// The local days (since 1970-01-01) that are holidays for a query.
///
/// # Errors
/// [`SpecError`] if there is no such calendar, or its text is invalid.
pub(super) fn holidays(
    spec: Option<&HolidaysSpec>,
    zone: &TimeZone,
    calendars: &BTreeMap<String, String>,
) -> Result<Vec<i64>, SpecError> {
    let Some(spec) = spec else { return Ok(Vec::new()) };
    match (&spec.ics, &spec.calendar) {
        (None, None) => Ok(Vec::new()),
        (Some(text), None) => ics::days(text, zone)
            .map_err(|problem| SpecError::field("holidays.ics", quoted(text), problem.to_string())),
        (None, Some(name)) => {
            let text = calendars
                .get(name.trim())
                .ok_or_else(|| SpecError::field("holidays.calendar", quoted(name), names(calendars)))?;
            ics::days(text, zone)
                .map_err(|problem| SpecError::field("holidays.calendar", quoted(name), problem.to_string()))
        }
        (Some(_), Some(name)) => {
            let right = "write either the text of a calendar in \"ics\" or the name of one in \"calendar\"";
            Err(SpecError::field("holidays.calendar", quoted(name), right))
        }
    }
}

/// Checks every calendar of a data source.
///
/// # Errors
/// [`QueryError`] names the first invalid one.
pub fn check(calendars: &BTreeMap<String, String>) -> Result<(), QueryError> {
    for (name, text) in calendars {
        ics::days(text, &TimeZone::UTC).map_err(|problem| {
            QueryError::field("jsonData.calendars", format!("{}: {problem}", quoted(name)))
        })?;
    }
    Ok(())
}

fn names(calendars: &BTreeMap<String, String>) -> String {
    if calendars.is_empty() {
        return "the data source has no calendar: add one to its settings, or write its text in \"ics\""
            .to_owned();
    }
    let names: Vec<_> = calendars.keys().map(|name| quoted(name)).collect();
    format!("the data source has no such calendar, but {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHRISTMAS: &str =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20241225\nEND:VEVENT\nEND:VCALENDAR\n";

    fn asked(ics: Option<&str>, calendar: Option<&str>) -> Result<Vec<i64>, SpecError> {
        let spec = HolidaysSpec { ics: ics.map(str::to_owned), calendar: calendar.map(str::to_owned) };
        let calendars =
            BTreeMap::from([("de".to_owned(), CHRISTMAS.to_owned()), ("broken".to_owned(), "x".to_owned())]);
        holidays(Some(&spec), &TimeZone::UTC, &calendars)
    }

    #[test]
    fn a_calendar_is_given_by_its_text_or_by_its_name() {
        assert_eq!(asked(Some(CHRISTMAS), None), Ok(vec![20_082]));
        assert_eq!(asked(None, Some(" de ")), Ok(vec![20_082]));
        assert_eq!(asked(None, None), Ok(vec![]));
    }

    #[test]
    fn what_is_no_calendar_is_named() {
        for (ics, calendar, parts) in [
            (None, Some("fr"), ["detection.holidays.calendar: \"fr\"", "\"broken\", \"de\""]),
            (None, Some("broken"), ["detection.holidays.calendar: \"broken\"", "BEGIN:VCALENDAR"]),
            (
                Some("https://example.org/de.ics"),
                None,
                ["detection.holidays.ics: \"https://", "BEGIN:VCALENDAR"],
            ),
            (Some(CHRISTMAS), Some("de"), ["detection.holidays.calendar", "either"]),
        ] {
            let text = asked(ics, calendar).unwrap_err().to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
        }
    }

    #[test]
    fn a_data_source_with_a_broken_calendar_says_which() {
        let calendars = |text: &str| BTreeMap::from([("de".to_owned(), text.to_owned())]);
        assert!(check(&calendars(CHRISTMAS)).is_ok() && check(&BTreeMap::new()).is_ok());
        let text = check(&calendars("x")).unwrap_err().to_string();
        assert!(text.contains("jsonData.calendars: \"de\""), "{text}");
    }
}
