//! One event of an iCalendar text: the days that each of its occurrences touches.

use std::collections::BTreeSet;

use icalendar::parser::{Component, Property};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::ics::IcsError;
use super::yearly::{Rule, RuleError};

/// Largest length of an event, in days.
const LONGEST_DAYS: i64 = 366;

/// The day from which days are counted.
pub(super) const EPOCH: Date = Date::constant(1970, 1, 1);

/// One event of a text.
pub(super) struct Event<'a> {
    component: &'a Component<'a>,
    number: usize,
}

/// The clock of an event's start.
#[derive(Debug, Clone)]
enum Clock {
    /// An all-day event.
    Day,
    /// The local time of any place.
    Floating,
    /// The time of a zone.
    Zone(TimeZone),
}

impl<'a> Event<'a> {
    /// The event with this number, from 1.
    pub(super) const fn new(component: &'a Component<'a>, number: usize) -> Self {
        Self { component, number }
    }

    /// Whether it is cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        self.get("STATUS").is_some_and(|status| status.val.as_str().eq_ignore_ascii_case("CANCELLED"))
    }

    fn get(&self, name: &str) -> Option<&Property<'_>> {
        self.component.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
    }

    fn wrong(&self, property: &'static str, value: &str, right: impl Into<String>) -> IcsError {
        IcsError::Property { property, number: self.number, value: value.to_owned(), right: right.into() }
    }

    /// The first and the last day of every occurrence.
    pub(super) fn stretches(&self, zone: &TimeZone) -> Result<Vec<(i64, i64)>, IcsError> {
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

    /// The first and the last day touched by an occurrence that starts at `start` and lasts `length`.
    fn touched(
        &self,
        start: DateTime,
        length: SignedDuration,
        clock: &Clock,
        zone: &TimeZone,
    ) -> Result<(i64, i64), String> {
        let out_of_bounds = |_| start.to_string();
        // The end is excluded, unless it equals the start.
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

    /// The length: by default a day for an all-day event, and zero for any other.
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

    /// The days on which a recurring event does not occur.
    fn exceptions(&self, clock: &Clock) -> Result<BTreeSet<Date>, IcsError> {
        let properties = self.component.properties.iter();
        let mut days = BTreeSet::new();
        for property in properties.filter(|property| property.name.as_str().eq_ignore_ascii_case("EXDATE")) {
            for text in property.val.as_str().split(',') {
                let (at, of) = self.read("EXDATE", text, zone_of(property))?;
                // An exception in another zone means the day in the event's own zone.
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

    /// Parses `20241225`, `20241225T080000`, `20241225T080000Z`, or the second of these in a zone.
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
