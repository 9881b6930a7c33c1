//! Yearly recurrence rules (RFC 5545, 3.3.10), as holidays have.

use jiff::civil::{Date, Weekday};

/// The first year that is not computed any more.
const END_YEAR: i16 = 2100;

/// A yearly rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// Distance between occurrences in years, at least 1.
    interval: i16,
    /// Largest number of occurrences.
    count: Option<usize>,
    /// The last day for occurrences.
    until: Option<Date>,
    /// The month, if it is not the event's own.
    month: Option<i8>,
    day: Day,
}

/// The day of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    /// The event's own.
    Same,
    /// 1..=31, or from the end of the month where negative.
    Number(i8),
    /// The nth of a weekday, from the end of the month where negative.
    Weekday(i8, Weekday),
}

/// Why a rule is not supported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{part} is not understood: write FREQ=YEARLY, with INTERVAL, COUNT, UNTIL, one BYMONTH, and with it one BYMONTHDAY or \
         one BYDAY such as 4TH or -1MO; write other days as events of their own"
)]
pub(super) struct RuleError {
    /// The part of the rule.
    part: String,
}

impl Rule {
    /// Parses a rule.
    pub(super) fn parse(text: &str) -> Result<Self, RuleError> {
        let mut rule = Self { interval: 1, count: None, until: None, month: None, day: Day::Same };
        let mut yearly = false;
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let part = part.trim().to_ascii_uppercase();
            rule.take(&part, &mut yearly).ok_or(RuleError { part })?;
        }
        // Without a month, a day would count in every month or in the whole year.
        let complete = yearly && (rule.month.is_some() || rule.day == Day::Same);
        if complete { Ok(rule) } else { Err(RuleError { part: text.to_owned() }) }
    }

    fn take(&mut self, part: &str, yearly: &mut bool) -> Option<()> {
        let (name, value) = part.split_once('=')?;
        match name {
            "FREQ" => *yearly = (value == "YEARLY").then_some(true)?,
            "INTERVAL" => self.interval = value.parse().ok().filter(|every| (1..=100).contains(every))?,
            "COUNT" => self.count = Some(value.parse().ok().filter(|count| *count > 0)?),
            "UNTIL" => self.until = Some(Date::strptime("%Y%m%d", value.get(..8)?).ok()?),
            "BYMONTH" => self.month = Some(value.parse().ok().filter(|month| (1..=12).contains(month))?),
            "BYMONTHDAY" if self.day == Day::Same => {
                let day = value.parse().ok().filter(|day: &i8| (1..=31).contains(&day.abs()))?;
                self.day = Day::Number(day);
            }
            "BYDAY" if self.day == Day::Same => self.day = nth_weekday(value)?,
            // The first day of the week has no effect on a yearly rule.
            "WKST" => {}
            _ => return None,
        }
        Some(())
    }

    /// The days of an event that started on `start`.
    pub(super) fn from(&self, start: Date) -> impl Iterator<Item = Date> {
        let years = (start.year()..END_YEAR).step_by(usize::try_from(self.interval).unwrap_or(1));
        let days = years.filter_map(move |year| self.in_year(year, start)).filter(move |day| *day >= start);
        let until = self.until.unwrap_or(Date::MAX);
        days.take(self.count.unwrap_or(usize::MAX)).take_while(move |day| *day <= until)
    }

    /// The day in a year, if it exists: not every year has a 29th of February.
    fn in_year(&self, year: i16, start: Date) -> Option<Date> {
        let first = Date::new(year, self.month.unwrap_or(start.month()), 1).ok()?;
        let day = match self.day {
            Day::Same => start.day(),
            Day::Number(day) if day > 0 => day,
            Day::Number(day) => first.days_in_month() + 1 + day,
            Day::Weekday(nth, weekday) => return first.nth_weekday_of_month(nth, weekday).ok(),
        };
        Date::new(year, first.month(), day).ok()
    }
}

/// Parses `4TH`, `-1MO`.
fn nth_weekday(text: &str) -> Option<Day> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = match name {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth = nth.parse().ok().filter(|nth: &i8| (1..=5).contains(&nth.abs()))?;
    Some(Day::Weekday(nth, weekday))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_name_the_days_that_a_calendar_on_the_wall_would() {
        for (rule, start, want) in [
            ("FREQ=YEARLY;COUNT=3", "2024-12-25", "2024-12-25 2025-12-25 2026-12-25"),
            ("FREQ=YEARLY;INTERVAL=2;UNTIL=20281225", "2024-12-25", "2024-12-25 2026-12-25 2028-12-25"),
            ("FREQ=YEARLY;UNTIL=20251224T235959Z", "2024-12-25", "2024-12-25"),
            ("FREQ=YEARLY;COUNT=3", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29"),
            // Thanksgiving, Memorial Day, the last day of February.
            ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2", "2024-11-28", "2024-11-28 2025-11-27"),
            ("FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;COUNT=2;WKST=SU", "2024-05-27", "2024-05-27 2025-05-26"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=2", "2023-02-28", "2023-02-28 2024-02-29"),
            ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6;COUNT=1", "2024-03-01", "2025-01-06"),
            ("freq=yearly;bymonth=3;", "2098-05-17", "2099-03-17"),
        ] {
            let days: Vec<_> = Rule::parse(rule).unwrap().from(start.parse().unwrap()).collect();
            let days: Vec<_> = days.iter().map(Date::to_string).collect();
            assert_eq!(days.join(" "), want, "{rule}");
        }
    }

    #[test]
    fn other_rules_are_refused_by_name() {
        for (rule, part) in [
            ("FREQ=MONTHLY", "FREQ=MONTHLY"),
            ("", "is not understood"),
            ("COUNT=3", "COUNT=3"),
            ("FREQ=YEARLY;INTERVAL=0", "INTERVAL=0"),
            ("FREQ=YEARLY;COUNT=0", "COUNT=0"),
            ("FREQ=YEARLY;UNTIL=soon", "UNTIL=SOON"),
            ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"),
            ("FREQ=YEARLY;BYMONTH=1,2", "BYMONTH=1,2"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=MO", "BYDAY=MO"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=6MO", "BYDAY=6MO"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=1XX", "BYDAY=1XX"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=é", "BYDAY"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=1MO;BYMONTHDAY=1", "BYMONTHDAY=1"),
            ("FREQ=YEARLY;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTHDAY=1"),
            ("FREQ=YEARLY;BYEASTER=-2", "BYEASTER=-2"),
            ("FREQ=YEARLY;BYSETPOS=1", "BYSETPOS=1"),
            ("FREQ", "FREQ"),
        ] {
            let text = Rule::parse(rule).unwrap_err().to_string();
            assert!(text.contains(part) && text.contains("FREQ=YEARLY"), "{rule}: {text}");
        }
    }
}
