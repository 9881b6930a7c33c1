//! Windows of time that are treated specially.

use seismo_series::{Grid, GridRange};

/// Windows of time, each from an instant (ms since 1970, included) to another (excluded): ascending, not touching.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Windows(Vec<(i64, i64)>);

impl Windows {
    /// Windows in any order, which may overlap; one that does not end after its start is dropped.
    pub fn new(windows: impl IntoIterator<Item = (i64, i64)>) -> Self {
        Self(merged(windows.into_iter().filter(|(from, to)| from < to).collect()))
    }

    /// The samples of a grid inside the windows: ascending, not touching.
    pub fn on(&self, grid: Grid) -> Vec<GridRange> {
        let indices = self.0.iter().map(|(from, to)| (grid.ceil(*from), grid.ceil(*to)));
        let merged = merged(indices.filter(|(from, to)| from < to).collect());
        merged.into_iter().map(|(from, to)| GridRange { from, to }).collect()
    }
}

/// Whether `index` lies within one of `windows`, which ascend and do not touch.
pub fn within(windows: &[GridRange], index: i64) -> bool {
    let next = windows.partition_point(|window| window.to <= index);
    windows.get(next).is_some_and(|window| window.from <= index)
}

/// Splits `range` at the ends of windows: each part with the window that it lies in.
pub(super) fn split(windows: &[GridRange], range: GridRange) -> Vec<(GridRange, Option<GridRange>)> {
    let mut parts = Vec::new();
    let mut at = range.from;
    for window in &windows[windows.partition_point(|window| window.to <= range.from)..] {
        let inside = window.intersect(range);
        if inside.is_empty() {
            break;
        }
        if at < inside.from {
            parts.push((GridRange { from: at, to: inside.from }, None));
        }
        parts.push((inside, Some(*window)));
        at = inside.to;
    }
    if at < range.to {
        parts.push((GridRange { from: at, to: range.to }, None));
    }
    parts
}

fn merged(mut windows: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    windows.sort_unstable();
    windows.dedup_by(|later, kept| {
        let touch = later.0 <= kept.1;
        if touch {
            kept.1 = kept.1.max(later.1);
        }
        touch
    });
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Interval;

    const fn range(from: i64, to: i64) -> GridRange {
        GridRange { from, to }
    }

    #[test]
    fn windows_that_touch_are_one_and_empty_ones_are_none() {
        let windows = Windows::new([
            (60_000, 120_000),
            (0, 60_000),
            (300_000, 300_000),
            (400_000, 1),
            (90_000, 100_000),
        ]);
        assert_eq!(windows, Windows::new([(0, 120_000)]));
        // Between 1 s and 59 s there is no whole minute, and these two meet at minute 3.
        let windows = Windows::new([(1_000, 59_000), (61_000, 130_000), (170_000, 240_001), (-60_000, -1)]);
        assert_eq!(windows.on(Grid::new(Interval::MINUTE)), [range(-1, 0), range(2, 5)]);
        assert!(Windows::default().on(Grid::new(Interval::MINUTE)).is_empty());
    }

    #[test]
    fn a_range_is_split_where_windows_begin_and_end() {
        let windows = [range(2, 5), range(7, 9)];
        let shown: Vec<_> = split(&windows, range(3, 12))
            .into_iter()
            .map(|(part, window)| (part.from, part.to, window.map(|window| window.from)))
            .collect();
        assert_eq!(shown, [(3, 5, Some(2)), (5, 7, None), (7, 9, Some(7)), (9, 12, None)]);
        assert_eq!(split(&windows, range(9, 11)), [(range(9, 11), None)]);
        assert_eq!(split(&windows, range(7, 8)), [(range(7, 8), Some(windows[1]))]);
        assert!(split(&windows, range(4, 4)).is_empty());
        for index in 0..12 {
            assert_eq!(within(&windows, index), [2, 3, 4, 7, 8].contains(&index), "{index}");
        }
    }
}
