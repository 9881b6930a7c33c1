//! The days that an iCalendar text (RFC 5545) names.

use std::collections::BTreeSet;

use icalendar::parser::{Component, Property, read_components, unfold};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::yearly::{Rule, RuleError};

/// The most bytes of a text.
pub(super) const MOST_BYTES: usize = 256 * 1024;

/// The most events of a text.
const MOST_EVENTS: usize = 2_000;

/// The most days that all events may touch, each counted as often as it is: bounds the work.
const MOST_DAYS: i64 = 500_000;

/// The longest event, in days.
const LONGEST_DAYS: i64 = 366;

/// How deep components may stand in one another. RFC 5545 knows three: calendar, event, alarm.
const DEEPEST: usize = 8;

/// The day that others are counted from.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Why a text names no days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(super) enum IcsError {
    /// There is too much of it.
    #[error(
        "a calendar holds at most 256 KiB, 2000 events and 500000 days: write fewer years, or a yearly rule"
    )]
    TooLarge,
    /// It is no iCalendar.
    #[error("write the text of an .ics file, which starts with BEGIN:VCALENDAR and ends with END:VCALENDAR")]
    NoCalendar,
    /// A property of an event cannot be used.
    #[error("{property} of event {number} ({value:?}): {right}")]
    Property {
        /// The property's name.
        property: &'static str,
        /// Which event, from 1.
        number: usize,
        /// What it says.
        value: String,
        /// What would be right.
        right: String,
    },
}

/// The days (local, since 1970-01-01) that the events of a text touch on the wall clock of `zone`: ascending, none twice.
pub(super) fn days(text: &str, zone: &TimeZone) -> Result<Vec<i64>, IcsError> {
    if text.len() > MOST_BYTES {
        return Err(IcsError::TooLarge);
    }
    let unfolded = unfold(text.trim_start_matches('\u{feff}').trim());
    if deepest(&unfolded) > DEEPEST {
        return Err(IcsError::NoCalendar);
    }
    let roots = read_components(&unfolded).map_err(|_| IcsError::NoCalendar)?;
    if roots.is_empty() || roots.iter().any(|root| !is(root, "VCALENDAR")) {
        return Err(IcsError::NoCalendar);
    }
    let events: Vec<_> =
        roots.iter().flat_map(|root| &root.components).filter(|part| is(part, "VEVENT")).collect();
    if events.len() > MOST_EVENTS {
        return Err(IcsError::TooLarge);
    }
    let mut days = BTreeSet::new();
    let mut touched = 0;
    for (at, component) in events.into_iter().enumerate() {
        let event = Event { component, number: at + 1 };
        if event.get("STATUS").is_some_and(|status| status.val.as_str().eq_ignore_ascii_case("CANCELLED")) {
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

fn is(component: &Component<'_>, name: &str) -> bool {
    component.name.as_str().eq_ignore_ascii_case(name)
}

/// How deep components stand in one another: the reader calls itself for each level.
fn deepest(text: &str) -> usize {
    let starts =
        |line: &str, word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let (mut depth, mut deepest) = (0_usize, 0);
    for line in text.lines().map(str::trim_start) {
        if starts(line, "BEGIN:") {
            depth += 1;
            deepest = deepest.max(depth);
        } else if starts(line, "END:") {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

/// One event of a text.
struct Event<'a> {
    component: &'a Component<'a>,
    number: usize,
}

/// When an event starts, on which clock.
#[derive(Debug, Clone)]
enum Clock {
    /// All day.
    Day,
    /// Wherever it is.
    Floating,
    /// In a zone.
    Zone(TimeZone),
}

impl Event<'_> {
    fn get(&self, name: &str) -> Option<&Property<'_>> {
        self.component.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
    }

    fn wrong(&self, property: &'static str, value: &str, right: impl Into<String>) -> IcsError {
        IcsError::Property { property, number: self.number, value: value.to_owned(), right: right.into() }
    }

    /// The first and the last day of every time that it happens.
    fn stretches(&self, zone: &TimeZone) -> Result<Vec<(i64, i64)>, IcsError> {
        for (name, property) in [("RDATE", self.get("RDATE")), ("RECURRENCE-ID", self.get("RECURRENCE-ID"))] {
            if let Some(property) = property {
                let right = "write the days as events of their own";
                return Err(self.wrong(name, property.val.as_str(), right));
            }
        }
        let start = self.get("DTSTART").ok_or_else(|| self.wrong("DTSTART", "", "every event needs one"))?;
        let (start, clock) = self.moment("DTSTART", start)?;
        let length = self.length(start, &clock)?;
        let starts: Vec<Date> = match self.get("RRULE") {
            None => vec![start.date()],
            Some(rule) => {
                let wrong = |error: RuleError| self.wrong("RRULE", rule.val.as_str(), error.to_string());
                let rule = Rule::parse(rule.val.as_str()).map_err(wrong)?;
                let except = self.exceptions(&clock)?;
                rule.from(start.date()).filter(|day| !except.contains(day)).collect()
            }
        };
        let stretch = |day: Date| {
            let start = day.to_datetime(start.time());
            self.touched(start, length, &clock, zone).map_err(|value| {
                self.wrong("DTSTART", &value, "write a time from the year 1900 to the year 9998")
            })
        };
        starts.into_iter().map(stretch).collect()
    }

    /// The first and the last day that something touches which starts at `start` and is `length` long.
    fn touched(
        &self,
        start: DateTime,
        length: SignedDuration,
        clock: &Clock,
        zone: &TimeZone,
    ) -> Result<(i64, i64), String> {
        let out_of_bounds = |_| start.to_string();
        // The end is no part of it, unless it is the start as well.
        let inside = length.saturating_sub(SignedDuration::from_nanos(1)).max(SignedDuration::ZERO);
        let (first, last) = match clock {
            Clock::Day | Clock::Floating => (start, start.checked_add(inside).map_err(out_of_bounds)?),
            Clock::Zone(own) => {
                let start = own.to_timestamp(start).map_err(out_of_bounds)?;
                let last = start.checked_add(inside).map_err(|_| start.to_string())?;
                (zone.to_datetime(start), zone.to_datetime(last))
            }
        };
        Ok((number(first.date()), number(last.date())))
    }

    /// How long it lasts: a day where nobody says of a day, no time otherwise.
    fn length(&self, start: DateTime, clock: &Clock) -> Result<SignedDuration, IcsError> {
        let length = if let Some(end) = self.get("DTEND") {
            let (until, other) = self.moment("DTEND", end)?;
            let between = match (clock, &other) {
                (Clock::Zone(from), Clock::Zone(to)) => from
                    .to_timestamp(start)
                    .and_then(|from| to.to_timestamp(until).map(|to| from.duration_until(to)))
                    .ok(),
                (Clock::Day, Clock::Day) | (Clock::Floating, Clock::Floating) => {
                    Some(start.duration_until(until))
                }
                _ => None,
            };
            let right = "write it as DTSTART is written";
            between.ok_or_else(|| self.wrong("DTEND", end.val.as_str(), right))?
        } else if let Some(duration) = self.get("DURATION") {
            let text = duration.val.as_str();
            let right = "write a duration such as P1D or PT2H";
            let span: Span = text.parse().map_err(|_| self.wrong("DURATION", text, right))?;
            span.to_duration(SpanRelativeTo::days_are_24_hours())
                .map_err(|_| self.wrong("DURATION", text, right))?
        } else if matches!(clock, Clock::Day) {
            SignedDuration::from_hours(24)
        } else {
            SignedDuration::ZERO
        };
        if length.is_negative() || length > SignedDuration::from_hours(24 * LONGEST_DAYS) {
            let right = format!("an event ends after its start, at most {LONGEST_DAYS} days later");
            return Err(self.wrong("DTEND", &length.to_string(), right));
        }
        Ok(length)
    }

    /// The days on which a recurring event does not happen.
    fn exceptions(&self, clock: &Clock) -> Result<BTreeSet<Date>, IcsError> {
        let properties = self.component.properties.iter();
        let mut days = BTreeSet::new();
        for property in properties.filter(|property| property.name.as_str().eq_ignore_ascii_case("EXDATE")) {
            for text in property.val.as_str().split(',') {
                let (at, of) = self.read("EXDATE", text, zone_of(property))?;
                // An exception in another zone means the day of the event's own.
                let day = match (&of, clock) {
                    (Clock::Zone(of), Clock::Zone(own)) => {
                        of.to_timestamp(at).map(|at| own.to_datetime(at)).ok()
                    }
                    _ => Some(at),
                };
                days.extend(day.map(DateTime::date));
            }
        }
        Ok(days)
    }

    fn moment(&self, name: &'static str, property: &Property<'_>) -> Result<(DateTime, Clock), IcsError> {
        self.read(name, property.val.as_str(), zone_of(property))
    }

    /// `20241225`, `20241225T080000`, `20241225T080000Z`, or the second of these in a zone.
    fn read(
        &self,
        name: &'static str,
        text: &str,
        zone: Option<&str>,
    ) -> Result<(DateTime, Clock), IcsError> {
        const RIGHT: &str = "write a day such as 20241225, or a time such as 20241225T080000Z";
        let text = text.trim();
        if text.len() == 8 {
            let day = Date::strptime("%Y%m%d", text).map_err(|_| self.wrong(name, text, RIGHT))?;
            return Ok((day.to_datetime(Time::midnight()), Clock::Day));
        }
        let (wall, utc) = text.strip_suffix('Z').map_or((text, false), |wall| (wall, true));
        let time = DateTime::strptime("%Y%m%dT%H%M%S", wall).map_err(|_| self.wrong(name, text, RIGHT))?;
        let clock = match zone {
            _ if utc => Clock::Zone(TimeZone::UTC),
            None => Clock::Floating,
            Some(zone) => Clock::Zone(TimeZone::get(zone).map_err(|_| {
                self.wrong(name, &format!("TZID={zone}"), "write an IANA name such as Europe/Berlin")
            })?),
        };
        Ok((time, clock))
    }
}

fn zone_of<'a>(property: &'a Property<'_>) -> Option<&'a str> {
    let zone =
        property.params.iter().find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("TZID"))?;
    zone.val.as_ref().map(|zone| zone.as_str().trim_matches('"'))
}

/// Days since 1970-01-01.
fn number(day: Date) -> i64 {
    EPOCH.duration_until(day).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

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
            // The clock is changed while it lasts: 24 hours from midnight end at 23:00.
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
        for text in [
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
        for text in [many, large, yearly] {
            assert_eq!(days(&text, &TimeZone::UTC), Err(IcsError::TooLarge));
        }
        assert_eq!(days(&calendar(&[]), &TimeZone::UTC), Ok(vec![]));
    }
}
