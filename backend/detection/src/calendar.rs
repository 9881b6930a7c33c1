//! The wall clock, and the days that are holidays.

use std::sync::Arc;

/// Milliseconds of a day on the wall clock.
pub const DAY_MS: i64 = 86_400_000;

/// The wall clock of a place, and its holidays. It holds only data: its creator reads time zones and calendars, so that
/// a score depends on this data and on nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// Changes of the wall clock: from which instant (ms since 1970) it is how many seconds ahead of UTC; ascending.
    /// UTC before the first.
    offsets: Vec<(i64, i32)>,
    /// Local days since 1970-01-01, ascending, without duplicates.
    holidays: Vec<i64>,
}

impl Calendar {
    /// The calendar of UTC without holidays.
    pub const fn utc() -> Self {
        Self { offsets: Vec::new(), holidays: Vec::new() }
    }

    /// A calendar. `offsets`: from which instant (ms since 1970) the wall clock is how many seconds ahead of UTC;
    /// before the first it shows UTC. `holidays`: local days since 1970-01-01. Both in any order; of two offsets at one
    /// instant the later one in the list counts.
    pub fn new(mut offsets: Vec<(i64, i32)>, mut holidays: Vec<i64>) -> Self {
        offsets.sort_by_key(|(from, _)| *from);
        offsets.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                *kept = *later;
            }
            same
        });
        holidays.sort_unstable();
        holidays.dedup();
        Self { offsets, holidays }
    }

    /// The wall clock's time at an instant, in ms since 1970 of the wall clock.
    pub fn local_ms(&self, utc_ms: i64) -> i64 {
        utc_ms.saturating_add(self.span(utc_ms).ahead_ms)
    }

    /// Whether a local day (days since 1970-01-01) is a holiday.
    pub fn is_holiday(&self, local_day: i64) -> bool {
        self.holidays.binary_search(&local_day).is_ok()
    }

    /// A cursor for looking up one instant after another; cheap if neighbours are looked up in turn.
    pub fn cursor(self: &Arc<Self>) -> CalendarCursor {
        CalendarCursor { span: self.span(0), day: Day::new(self, 0), calendar: Arc::clone(self) }
    }

    /// Approximate memory held, in bytes.
    pub const fn bytes(&self) -> usize {
        self.offsets.capacity() * size_of::<(i64, i32)>() + self.holidays.capacity() * size_of::<i64>()
    }

    /// The span of constant offset around an instant.
    fn span(&self, utc_ms: i64) -> Span {
        let next = self.offsets.partition_point(|(from, _)| *from <= utc_ms);
        let (from, ahead) = next.checked_sub(1).map_or((i64::MIN, 0), |at| self.offsets[at]);
        let to = self.offsets.get(next).map_or(i64::MAX, |(from, _)| *from);
        Span { from, to, ahead_ms: i64::from(ahead) * 1_000 }
    }
}

/// The local day (days since 1970-01-01) of a wall clock's reading.
pub const fn local_day(local_ms: i64) -> i64 {
    local_ms.div_euclid(DAY_MS)
}

/// The day of the week of a local day: 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday.
pub const fn weekday(local_day: i64) -> u8 {
    (local_day + 3).rem_euclid(7) as u8
}

/// The number of Sunday in [`weekday`]; a holiday counts as a Sunday.
pub const SUNDAY: u8 = 6;

/// The position of an instant in its day and week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Days since 1970-01-01 on the wall clock.
    pub day: i64,
    /// Milliseconds since the wall clock's midnight, below [`DAY_MS`].
    pub ms_of_day: i64,
    /// The day of the week, 0 is Monday; a holiday counts as Sunday.
    pub weekday: u8,
    /// Whether the day is a holiday: scored like a Sunday, and not learnt into a daily or weekly profile.
    pub holiday: bool,
}

/// A cursor in a [`Calendar`]: caches the span and the day of its last lookup. The answers do not depend on the cache.
#[derive(Debug, Clone)]
pub struct CalendarCursor {
    calendar: Arc<Calendar>,
    span: Span,
    day: Day,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    from: i64,
    to: i64,
    ahead_ms: i64,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    number: i64,
    /// Milliseconds of the wall clock at its midnight.
    begin_ms: i64,
    /// A holiday counts as Sunday.
    weekday: u8,
    holiday: bool,
}

impl Day {
    fn new(calendar: &Calendar, number: i64) -> Self {
        let holiday = calendar.is_holiday(number);
        let weekday = if holiday { SUNDAY } else { weekday(number) };
        Self { number, begin_ms: number.saturating_mul(DAY_MS), weekday, holiday }
    }
}

impl CalendarCursor {
    /// Like [`Calendar::local_ms`].
    pub fn local_ms(&mut self, utc_ms: i64) -> i64 {
        if utc_ms < self.span.from || utc_ms >= self.span.to {
            self.span = self.calendar.span(utc_ms);
        }
        utc_ms.saturating_add(self.span.ahead_ms)
    }

    /// The position of an instant in its day and week.
    #[inline]
    pub fn moment(&mut self, utc_ms: i64) -> Moment {
        let local_ms = self.local_ms(utc_ms);
        let mut ms_of_day = local_ms.saturating_sub(self.day.begin_ms);
        if !(0..DAY_MS).contains(&ms_of_day) {
            self.day = Day::new(&self.calendar, local_day(local_ms));
            ms_of_day = local_ms.rem_euclid(DAY_MS);
        }
        let Day { number, weekday, holiday, .. } = self.day;
        Moment { day: number, ms_of_day, weekday, holiday }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 3_600_000;
    /// 2024-03-31T01:00:00Z and 2024-10-27T01:00:00Z: Berlin's clocks are changed.
    const SPRING_MS: i64 = 1_711_846_800_000;
    const AUTUMN_MS: i64 = 1_729_990_800_000;

    fn berlin(holidays: Vec<i64>) -> Arc<Calendar> {
        Arc::new(Calendar::new(vec![(AUTUMN_MS, 3_600), (0, 3_600), (SPRING_MS, 7_200)], holidays))
    }

    #[test]
    fn both_clock_changes_move_the_wall_clock_and_nothing_else() {
        let calendar = berlin(Vec::new());
        let mut cursor = calendar.cursor();
        for (utc_ms, ahead_hours) in [
            (SPRING_MS - 1, 1),
            (SPRING_MS, 2),
            (AUTUMN_MS - 1, 2),
            (AUTUMN_MS, 1),
            (SPRING_MS, 2),
            (-1, 0),
            (i64::MIN, 0),
        ] {
            assert_eq!(calendar.local_ms(utc_ms), utc_ms + ahead_hours * HOUR_MS, "{utc_ms}");
            assert_eq!(cursor.local_ms(utc_ms), utc_ms + ahead_hours * HOUR_MS, "{utc_ms}");
        }
        assert_eq!(calendar.local_ms(i64::MAX), i64::MAX);
    }

    #[test]
    fn a_local_hour_keeps_its_phase_over_both_weekends() {
        let calendar = berlin(Vec::new());
        let mut cursor = calendar.cursor();
        // Noon in Berlin is 11:00 UTC in winter and 10:00 UTC in summer.
        for change in [SPRING_MS, AUTUMN_MS] {
            for day in -4..=4 {
                let midnight = (change - HOUR_MS) + day * DAY_MS;
                let noons = [10, 11].map(|hour| cursor.moment(midnight + hour * HOUR_MS).ms_of_day);
                assert!(noons.contains(&(12 * HOUR_MS)), "{change} {day}: {noons:?}");
            }
        }
    }

    #[test]
    fn weeks_start_on_monday_and_a_holiday_is_a_sunday() {
        // 1970-01-01 was a Thursday, 2024-12-25 (day 20082) a Wednesday.
        for (day, expected) in [(0, 3), (3, 6), (4, 0), (-1, 2), (-4, 6), (20_082, 2)] {
            assert_eq!(weekday(day), expected, "{day}");
        }
        let calendar = berlin(vec![20_082, -4, 20_082]);
        let mut cursor = calendar.cursor();
        // 23:30 UTC on the 24th is the 25th in Berlin.
        let eve = cursor.moment(20_082 * DAY_MS - HOUR_MS / 2);
        assert_eq!((eve.day, eve.weekday, eve.holiday), (20_082, SUNDAY, true));
        let before = cursor.moment(20_082 * DAY_MS - 2 * HOUR_MS);
        assert_eq!((before.day, before.weekday, before.holiday), (20_081, 1, false));
        assert!(calendar.is_holiday(-4) && !calendar.is_holiday(0));
    }

    #[test]
    fn an_empty_calendar_is_utc() {
        let calendar = Arc::new(Calendar::utc());
        let mut cursor = calendar.cursor();
        for ms in [i64::MIN, -1, 0, SPRING_MS, i64::MAX] {
            assert_eq!(cursor.local_ms(ms), ms);
            assert!(!cursor.moment(ms).holiday);
        }
        assert_eq!(Calendar::new(Vec::new(), Vec::new()), Calendar::default());
    }

    #[test]
    fn of_two_offsets_at_one_instant_the_later_counts() {
        assert_eq!(Calendar::new(vec![(5, 60), (5, 120)], Vec::new()).local_ms(5), 5 + 120_000);
    }
}
