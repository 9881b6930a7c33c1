//! Reads the days of an iCalendar text (RFC 5545).

use std::collections::BTreeSet;

use icalendar::parser::{read_components, unfold};
use jiff::tz::TimeZone;

use super::event::Event;

/// Largest size of a text, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;

/// Largest number of events in a text.
const MOST_EVENTS: usize = 2_000;

/// Largest number of days that all events may touch, with repetition. It bounds the work.
const MOST_DAYS: i64 = 50_000;

/// Largest size of one event, in bytes: the reader's time grows with its square.
const MOST_EVENT_BYTES: usize = 16 * 1024;

/// Largest nesting depth of components. RFC 5545 has three: calendar, event, alarm.
const DEEPEST: usize = 8;

/// Why a text is not a usable calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(super) enum IcsError {
    /// The text exceeds a limit.
    #[error(
        "a calendar holds at most 256 KiB, 2000 events of at most 16 KiB each, and 50000 days: leave out what is long ago"
    )]
    TooLarge,
    /// The text is not an iCalendar.
    #[error("write the text of an .ics file, which starts with BEGIN:VCALENDAR and ends with END:VCALENDAR")]
    NoCalendar,
    /// A property of an event is invalid.
    #[error("{property} of event {number} ({value:?}): {right}")]
    Property {
        /// The property's name.
        property: &'static str,
        /// Which event, from 1.
        number: usize,
        /// Its value.
        value: String,
        /// What would be right.
        right: String,
    },
}

/// The days (local, since 1970-01-01) that the events of a text touch on the wall clock of `zone`: ascending, without
/// duplicates.
pub(super) fn days(text: &str, zone: &TimeZone) -> Result<Vec<i64>, IcsError> {
    if text.len() > MOST_BYTES {
        return Err(IcsError::TooLarge);
    }
    let unfolded = unfold(text.trim_start_matches('\u{feff}').trim());
    let events = events(&unfolded).ok_or(IcsError::NoCalendar)?;
    if events.len() > MOST_EVENTS || events.iter().any(|event| event.len() > MOST_EVENT_BYTES) {
        return Err(IcsError::TooLarge);
    }
    let mut days = BTreeSet::new();
    let mut touched = 0;
    for (at, text) in events.into_iter().enumerate() {
        let components = read_components(text).map_err(|_| IcsError::NoCalendar)?;
        let [component] = components.as_slice() else { return Err(IcsError::NoCalendar) };
        let event = Event::new(component, at + 1);
        if event.is_cancelled() {
            continue;
        }
        for (first, last) in event.stretches(zone)? {
            touched += last - first + 1;
            if touched > MOST_DAYS {
                return Err(IcsError::TooLarge);
            }
            days.extend(first..=last);
        }
    }
    Ok(days.into_iter().collect())
}

/// The texts of the events of calendars; `None` if the text is not a calendar. The iCalendar reader recurses for each
/// level of nesting and takes time with the square of the length, so it only gets single events.
fn events(text: &str) -> Option<Vec<&str>> {
    let (mut open, mut events, mut start) = (Vec::new(), Vec::new(), 0);
    let (mut at, mut calendars) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let (word, name) = line.trim().split_once(':').unwrap_or_default();
        let name = name.to_ascii_uppercase();
        if word.eq_ignore_ascii_case("BEGIN") {
            match (open.len(), name.as_str()) {
                (0, "VCALENDAR") => calendars += 1,
                (0 | DEEPEST.., _) => return None,
                (1, "VEVENT") => start = at,
                _ => {}
            }
            open.push(name);
        } else if word.eq_ignore_ascii_case("END") {
            if open.pop().as_ref() != Some(&name) {
                return None;
            }
            if open.len() == 1 && name == "VEVENT" {
                events.push(&text[start..end]);
            }
        } else if open.is_empty() && !line.trim().is_empty() {
            return None;
        }
        at = end;
    }
    (open.is_empty() && calendars > 0).then_some(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::event::EPOCH;
    use jiff::Span;

    fn calendar(events: &[&str]) -> String {
        let event =
            |lines: &&str| format!("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\\, b\r\n{lines}\r\nEND:VEVENT\r\n");
        let events: String = events.iter().map(event).collect();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{events}END:VCALENDAR\r\n")
    }

    fn named(events: &[&str], zone: &str) -> Vec<String> {
        let days = days(&calendar(events), &TimeZone::get(zone).unwrap()).unwrap();
        days.into_iter().map(|day| (EPOCH + Span::new().days(day)).to_string()).collect()
    }

    #[test]
    fn events_of_a_day_or_more_name_their_days() {
        for (event, want) in [
            ("DTSTART;VALUE=DATE:20241225", &["2024-12-25"][..]),
            ("DTSTART;VALUE=DATE:20241225\r\nDTEND;VALUE=DATE:20241227", &["2024-12-25", "2024-12-26"]),
            ("DTSTART;VALUE=DATE:20241231\r\nDURATION:P2D", &["2024-12-31", "2025-01-01"]),
            ("DTSTART;VALUE=DATE:20241225\r\nDTEND;VALUE=DATE:20241225", &["2024-12-25"]),
            ("DTSTART;VALUE=DATE:20241225\r\nSTATUS:CANCELLED", &[]),
            ("DTSTART;VALUE=DATE:1969\r\n 1231", &["1969-12-31"]),
            (
                "DTSTART:20241225\r\nDESCRIPTION:folded\r\n  line: with; signs\r\nX-APPLE-REGION:DE",
                &["2024-12-25"],
            ),
        ] {
            assert_eq!(named(&[event], "Europe/Berlin"), want, "{event}");
        }
    }

    #[test]
    fn timed_events_touch_the_days_of_the_querys_own_clock() {
        for (event, zone, want) in [
            ("DTSTART:20241224T230000Z\r\nDTEND:20241225T230000Z", "Europe/Berlin", &["2024-12-25"][..]),
            ("DTSTART:20241224T230000Z\r\nDTEND:20241225T230000Z", "UTC", &["2024-12-24", "2024-12-25"]),
            ("DTSTART;TZID=America/New_York:20241225T200000", "Europe/Berlin", &["2024-12-26"]),
            ("DTSTART:20241225T200000\r\nDURATION:PT6H", "Asia/Tokyo", &["2024-12-25", "2024-12-26"]),
            // The clock changes during it: 24 hours from midnight end at 23:00.
            (
                "DTSTART;TZID=Europe/Berlin:20241027T000000\r\nDURATION:PT24H",
                "Europe/Berlin",
                &["2024-10-27"],
            ),
        ] {
            assert_eq!(named(&[event], zone), want, "{event} in {zone}");
        }
    }

    #[test]
    fn what_comes_every_year_does_so_until_2100() {
        let event = "DTSTART;VALUE=DATE:20201003\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20211003,20231003";
        let days = named(&[event], "UTC");
        assert_eq!(days[..3], ["2020-10-03", "2022-10-03", "2024-10-03"]);
        assert_eq!(days[days.len() - 1], "2099-10-03");
        let timed = "DTSTART;TZID=Europe/Berlin:20240101T000000\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n\
                     EXDATE:20231231T230000Z";
        assert_eq!(named(&[timed], "Europe/Berlin"), ["2025-01-01"]);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (event, parts) in [
            ("SUMMARY:nothing", ["DTSTART of event 1", "needs one"]),
            ("DTSTART:tomorrow", ["DTSTART of event 1 (\"tomorrow\")", "20241225"]),
            ("DTSTART:20241332", ["DTSTART", "20241225"]),
            ("DTSTART;TZID=Mars/Olympus:20241225T080000", ["TZID=Mars/Olympus", "IANA"]),
            ("DTSTART:20241225\r\nDTEND:20241224", ["DTEND", "after its start"]),
            ("DTSTART:20241225\r\nDTEND:20260224", ["DTEND", "366 days"]),
            ("DTSTART:20241225\r\nDTEND:20241226T000000Z", ["DTEND", "as DTSTART is written"]),
            ("DTSTART:20241225\r\nDURATION:long", ["DURATION", "P1D"]),
            ("DTSTART:20241225\r\nRRULE:FREQ=WEEKLY", ["RRULE of event 1 (\"FREQ=WEEKLY\")", "FREQ=YEARLY"]),
            ("DTSTART:20241225\r\nRDATE:20251225", ["RDATE", "events of their own"]),
            ("DTSTART:20241225\r\nRECURRENCE-ID:20241225", ["RECURRENCE-ID", "events of their own"]),
        ] {
            let text = days(&calendar(&[event]), &TimeZone::UTC).unwrap_err().to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{event}: {text}");
        }
    }

    #[test]
    fn what_is_no_calendar_or_too_much_of_one_is_refused() {
        let deep = format!("{}{}", "BEGIN:A\r\n".repeat(20_000), "END:A\r\n".repeat(10_000));
        let crossed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT";
        let broken = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n=\nEND:VEVENT\nEND:VCALENDAR";
        for text in [
            crossed,
            broken,
            "",
            "hello",
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT\r\nEND:VEVENT",
            "BEGIN:",
            "END:VCALENDAR",
            "\0",
            &deep,
        ] {
            let start: String = text.chars().take(20).collect();
            assert_eq!(days(text, &TimeZone::UTC), Err(IcsError::NoCalendar), "{start}");
        }
        let cut = calendar(&["DTSTART:20241225"]).replace("END:VCALENDAR", "");
        assert_eq!(days(&cut, &TimeZone::UTC), Err(IcsError::NoCalendar));
        let many = calendar(&["DTSTART:20241225"; 2_001]);
        let large = format!("{}{}", calendar(&["DTSTART:20241225"]), " ".repeat(MOST_BYTES));
        let yearly = calendar(&["DTSTART:19700101\r\nDTEND:19710101\r\nRRULE:FREQ=YEARLY"; 20]);
        let long = calendar(&[&format!("DTSTART:20241225\r\nDESCRIPTION:{}", "x".repeat(MOST_EVENT_BYTES))]);
        for text in [many, large, yearly, long] {
            assert_eq!(days(&text, &TimeZone::UTC), Err(IcsError::TooLarge));
        }
        assert_eq!(days(&calendar(&[]), &TimeZone::UTC), Ok(vec![]));
    }
}
