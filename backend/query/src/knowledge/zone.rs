//! A time zone as a list of offsets.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use seismo_series::quoted;

use crate::QueryError;

/// The span of computed offsets, in seconds since 1970: to the start of the year 2100. It is constant, so that a score
/// does not depend on when the plugin was started.
pub(super) const SPAN_SECONDS: (i64, i64) = (0, 4_102_444_800);

/// The zone of an IANA name.
///
/// # Errors
/// [`QueryError`] if there is no such zone.
pub fn named(name: &str) -> Result<TimeZone, QueryError> {
    TimeZone::get(name).map_err(|_| {
        let problem = format!(
            "{} is not a valid time zone: write an IANA name such as \"Europe/Berlin\" or \"UTC\"",
            quoted(name)
        );
        QueryError::field("timezone", problem)
    })
}

/// The changes of the zone's wall clock: from which instant (ms since 1970) it is how many seconds ahead of UTC. Empty
/// for UTC itself.
pub(super) fn offsets(zone: &TimeZone) -> Vec<(i64, i32)> {
    let start = Timestamp::UNIX_EPOCH;
    let changes = zone.following(start).map(|change| (change.timestamp(), change.offset().seconds()));
    let changes = changes.take_while(|(at, _)| at.as_second() < SPAN_SECONDS.1);
    let mut offsets = vec![(i64::MIN, 0), (start.as_millisecond(), zone.to_offset(start).seconds())];
    offsets.extend(changes.map(|(at, ahead)| (at.as_millisecond(), ahead)));
    // Equal consecutive offsets are redundant.
    offsets.dedup_by_key(|(_, ahead)| *ahead);
    offsets.remove(0);
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Vec<(i64, i32)> {
        offsets(&named(name).unwrap())
    }

    #[test]
    fn a_zone_without_a_change_has_one_offset_and_utc_has_none() {
        assert!(of("UTC").is_empty() && of("Etc/UTC").is_empty());
        assert_eq!(of("Asia/Kolkata"), [(0, 19_800)]);
    }

    #[test]
    fn both_changes_of_a_year_are_there_from_1970_to_2100() {
        let berlin = of("Europe/Berlin");
        // 2024-03-31T01:00:00Z and 2024-10-27T01:00:00Z.
        assert!(berlin.contains(&(1_711_846_800_000, 7_200)) && berlin.contains(&(1_729_990_800_000, 3_600)));
        let (last, _) = berlin[berlin.len() - 1];
        assert!((4_000_000_000_000..SPAN_SECONDS.1 * 1_000).contains(&last), "{last}");
        // Ireland's summer time is its standard time; Lord Howe's clocks move by half an hour.
        assert!(of("Europe/Dublin").contains(&(1_711_846_800_000, 3_600)));
        assert!(of("Australia/Lord_Howe").iter().any(|(_, ahead)| *ahead == 37_800));
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        for name in ["Mars/Olympus", "browser", "", "+01:00"] {
            assert!(named(name).is_err(), "{name}");
        }
    }
}
