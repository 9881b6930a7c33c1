//! Absolute blocks: the fixed times of fits, the same for every caller.

use seismo_series::{Grid, GridRange, Labels};

/// The blocks of one series: each is as long as the history, and starts on an absolute boundary, shifted by a stable
/// hash of the labels so that the fits of many series never coincide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    grid: Grid,
    history: i64,
    offset: i64,
    hash: u64,
}

impl Blocks {
    /// The blocks of the series with these labels, for a history of `history_ms`, at least one interval.
    pub fn new(grid: Grid, history_ms: i64, labels: &Labels) -> Self {
        let history = grid.samples_in(history_ms).max(1);
        let hash = labels.stable_hash();
        let offset = (hash % history.unsigned_abs()) as i64;
        Self { grid, history, offset, hash }
    }

    /// The grid of the samples.
    pub const fn grid(&self) -> Grid {
        self.grid
    }

    /// Samples in a history, which is also the length of a block; at least 1.
    pub const fn history(&self) -> usize {
        self.history as usize
    }

    /// The block that contains a sample.
    pub const fn block_of(&self, index: i64) -> i64 {
        (index - self.offset).div_euclid(self.history)
    }

    /// The samples of a block.
    pub const fn range(&self, block: i64) -> GridRange {
        let from = block * self.history + self.offset;
        GridRange { from, to: from + self.history }
    }

    /// The first sample that the score at `index` may use: the start of its block less the history.
    pub const fn needed_from(&self, index: i64) -> i64 {
        self.range(self.block_of(index)).from - self.history
    }

    /// The seed of a block's fits. It never changes.
    pub(crate) fn seed(&self, block: i64) -> u64 {
        self.hash ^ (block as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Interval;

    #[test]
    fn blocks_tile_time_and_differ_between_series() {
        let grid = Grid::new(Interval::MINUTE);
        let labels = |name: &str| -> Labels { [("job", name)].into_iter().collect() };
        let blocks = Blocks::new(grid, 100 * 60_000, &labels("a"));
        assert_eq!(blocks.history(), 100);
        for index in -250..250 {
            let range = blocks.range(blocks.block_of(index));
            assert!(range.from <= index && index < range.to && range.len() == 100);
            assert!((100..200).contains(&(index - blocks.needed_from(index))));
        }
        assert_ne!(blocks.range(0), Blocks::new(grid, 100 * 60_000, &labels("b")).range(0));
    }
}
