//! Maps the rows of a file to the absolute grid.

use seismo_series::Grid;

/// The slots of the rows of a file, and the values fed at each slot.
///
/// A row belongs to the first instant of the grid at or after its time: an instant looks back, as in Prometheus, so
/// that a row between two instants is seen at the next one. Rows are taken in the order of the file.
///
/// - A row at a later slot than all before it is fed. Slots between are gaps.
/// - A row at the newest slot replaces the one there, because in every source the later sample wins; a gap replaces
///   nothing. Each of the two gets the score that its own value has at that slot, as in an answer from before the later
///   one arrived.
/// - A row before the newest slot comes late, after a clock was set back: it is not fed, and shares the score of its
///   slot.
///
/// So the score of a row depends only on rows up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Grid index of each row.
    pub slots: Vec<i64>,
    /// Slots in ascending order, each with the rows that were fed there, in the order of the file. No slot is empty.
    pub fed: Vec<(i64, Vec<Fed>)>,
}

/// A row and the value at its slot once it has arrived: NaN = gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fed {
    /// The index of the row, counted from the first placed one.
    pub row: usize,
    /// The value.
    pub value: f64,
}

/// Places rows, `n` times with their values, NaN = gap.
pub fn place(grid: Grid, times_ms: &[i64], values: &[f64]) -> Placed {
    let slots: Vec<i64> = times_ms.iter().map(|ms| grid.ceil(*ms)).collect();
    let mut fed: Vec<(i64, Vec<Fed>)> = Vec::with_capacity(slots.len());
    for (row, (slot, value)) in slots.iter().zip(values).enumerate() {
        match fed.last_mut() {
            Some((newest, rows)) if slot == newest => {
                let stands = rows.last().map_or(f64::NAN, |fed| fed.value);
                rows.push(Fed { row, value: if value.is_nan() { stands } else { *value } });
            }
            Some((newest, _)) if *slot < *newest => {}
            _ => fed.push((*slot, vec![Fed { row, value: *value }])),
        }
    }
    Placed { slots, fed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Interval;

    const MINUTE: i64 = 60_000;

    fn placed(times_ms: &[i64], values: &[f64]) -> Vec<(i64, Vec<(usize, f64)>)> {
        let placed = place(Grid::new(Interval::MINUTE), times_ms, values);
        let rows = |fed: Vec<Fed>| fed.into_iter().map(|fed| (fed.row, fed.value)).collect();
        placed.fed.into_iter().map(|(slot, fed)| (slot, rows(fed))).collect()
    }

    #[test]
    fn rows_off_the_grid_are_seen_at_the_next_instant() {
        let found = placed(&[1, MINUTE, MINUTE + 1, 4 * MINUTE], &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(found, [(1, vec![(0, 1.0), (1, 2.0)]), (2, vec![(2, 3.0)]), (4, vec![(3, 4.0)])]);
    }

    #[test]
    fn a_gap_takes_no_place() {
        let found = placed(&[0, 0, 0, MINUTE], &[1.0, f64::NAN, 3.0, 4.0]);
        assert_eq!(found, [(0, vec![(0, 1.0), (1, 1.0), (2, 3.0)]), (1, vec![(3, 4.0)])]);
    }

    #[test]
    fn rows_after_a_clock_was_set_back_are_not_fed() {
        let found =
            placed(&[0, MINUTE, 2 * MINUTE, MINUTE, 2 * MINUTE, 3 * MINUTE], &[0.0, 1.0, 2.0, 9.0, 5.0, 3.0]);
        assert_eq!(
            found,
            [(0, vec![(0, 0.0)]), (1, vec![(1, 1.0)]), (2, vec![(2, 2.0), (4, 5.0)]), (3, vec![(5, 3.0)])]
        );
    }
}
