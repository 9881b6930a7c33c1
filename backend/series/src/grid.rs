//! The absolute grid: instants are whole multiples of the interval since 1970-01-01T00:00:00Z, independent of a panel's
//! range.

use crate::Interval;

/// Instants `k * interval` for every whole `k`, the *index* of the instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grid {
    interval: Interval,
}

impl Grid {
    /// The grid of this interval.
    pub const fn new(interval: Interval) -> Self {
        Self { interval }
    }

    /// The distance between neighbours.
    pub const fn interval(self) -> Interval {
        self.interval
    }

    /// Index of the last instant at or before `ms` (milliseconds since 1970, may be negative).
    pub const fn floor(self, ms: i64) -> i64 {
        ms.div_euclid(self.interval.ms())
    }

    /// Index of the first instant at or after `ms`.
    pub const fn ceil(self, ms: i64) -> i64 {
        let floor = self.floor(ms);
        if floor * self.interval.ms() == ms { floor } else { floor + 1 }
    }

    /// Milliseconds since 1970 of the instant with this index; saturates at the ends of `i64`.
    pub const fn instant_ms(self, index: i64) -> i64 {
        index.saturating_mul(self.interval.ms())
    }

    /// Number of intervals in `ms`, rounded up.
    pub const fn samples_in(self, ms: i64) -> i64 {
        self.ceil(ms)
    }

    /// The instants from `from_ms` to `to_ms`, both included.
    pub const fn between(self, from_ms: i64, to_ms: i64) -> GridRange {
        GridRange { from: self.ceil(from_ms), to: self.floor(to_ms) + 1 }
    }
}

/// Consecutive instants by index: `from..to`, `to` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GridRange {
    /// First index.
    pub from: i64,
    /// One past the last index.
    pub to: i64,
}

impl GridRange {
    /// Number of instants; 0 if `to <= from`.
    pub const fn len(self) -> usize {
        if self.to > self.from { (self.to - self.from) as usize } else { 0 }
    }

    /// Whether it contains no instant.
    pub const fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// The instants in both.
    pub fn intersect(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_multiples_of_the_interval_on_both_sides_of_1970() {
        let grid = Grid::new(Interval::MINUTE);
        for (ms, floor, ceil) in
            [(0, 0, 0), (1, 0, 1), (59_999, 0, 1), (60_000, 1, 1), (-1, -1, 0), (-60_000, -1, -1)]
        {
            assert_eq!(grid.floor(ms), floor, "{ms}");
            assert_eq!(grid.ceil(ms), ceil, "{ms}");
        }
    }

    #[test]
    fn a_range_holds_both_of_its_ends() {
        let grid = Grid::new(Interval::MINUTE);
        assert_eq!(grid.between(60_000, 180_000).len(), 3);
        assert_eq!(grid.between(60_001, 179_999).len(), 1);
        assert!(grid.between(60_001, 60_002).is_empty());
        assert!(grid.between(180_000, 60_000).is_empty());
    }
}
