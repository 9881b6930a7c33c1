//! Thins rows for drawing, and keeps every row that matters to a viewer.

use crate::JudgedRow;

/// Number of rows that a stretch of time keeps: at least two (lowest and highest value), at most four, with the highest
/// score and a gap. The first of these with which all rows fit sets the number of stretches.
const KEPT_A_STRETCH: [usize; 3] = [2, 3, 4];

/// Which rows to keep if about `max_rows` can be drawn (0 = all): ascending, without duplicates. They are the first and
/// the last row, every anomalous row, and from each stretch of time the lowest and highest value, the highest score and
/// the first gap.
pub fn thin(rows: &[JudgedRow], max_rows: usize) -> Vec<usize> {
    if max_rows == 0 || rows.len() <= max_rows {
        return (0..rows.len()).collect();
    }
    let mut kept = Vec::new();
    for each in KEPT_A_STRETCH {
        kept = keep(rows, (max_rows / each).max(1));
        if kept.len() <= max_rows {
            break;
        }
    }
    kept
}

fn keep(rows: &[JudgedRow], stretches: usize) -> Vec<usize> {
    let mut kept = vec![0, rows.len() - 1];
    kept.extend(rows.iter().enumerate().filter(|(_, row)| row.is_anomalous()).map(|(at, _)| at));
    for stretch in 0..stretches {
        let (from, to) = (stretch * rows.len() / stretches, (stretch + 1) * rows.len() / stretches);
        let part = || rows[from..to].iter().enumerate().map(|(at, row)| (from + at, row));
        let known = || part().filter(|(_, row)| !row.value.is_nan());
        kept.extend(known().min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value)).map(|(at, _)| at));
        kept.extend(known().max_by(|(_, a), (_, b)| a.value.total_cmp(&b.value)).map(|(at, _)| at));
        let scored = part().filter(|(_, row)| row.score > 0.0);
        kept.extend(scored.max_by(|(_, a), (_, b)| a.score.total_cmp(&b.score)).map(|(at, _)| at));
        kept.extend(part().find(|(_, row)| row.value.is_nan()).map(|(at, _)| at));
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Severity, ValueRange};

    fn rows(values: &[f64]) -> Vec<JudgedRow> {
        let row = |value: &f64| JudgedRow {
            value: *value,
            expected: f64::NAN,
            sigma: f64::NAN,
            score: if value.is_nan() { f64::NAN } else { 0.0 },
            severity: (!value.is_nan()).then_some(Severity::None),
            range: ValueRange::ANY,
            unreported: false,
        };
        values.iter().map(row).collect()
    }

    #[test]
    fn few_rows_all_stay() {
        for (count, max_rows) in [(0, 10), (1, 1), (10, 10), (100, 0)] {
            assert_eq!(thin(&rows(&vec![1.0; count]), max_rows).len(), count);
        }
    }

    #[test]
    fn anomalies_extremes_gaps_and_both_ends_stay() {
        let mut values: Vec<f64> = (0..10_000).map(|at| f64::from(at % 7)).collect();
        values[1_234] = 1e9;
        values[4_321] = -1e9;
        values[7_000] = f64::NAN;
        let mut rows = rows(&values);
        for at in [10, 11, 5_555] {
            rows[at].severity = Some(Severity::Low);
        }
        rows[8_001].score = 0.5;
        let kept = thin(&rows, 100);
        assert!(kept.is_sorted() && (60..=110).contains(&kept.len()), "{}", kept.len());
        for at in [0, 9_999, 1_234, 4_321, 7_000, 10, 11, 5_555, 8_001] {
            assert!(kept.contains(&at), "{at}");
        }
    }

    #[test]
    fn nothing_but_gaps_still_shows_as_gaps() {
        let kept = thin(&rows(&vec![f64::NAN; 1_000]), 40);
        assert!(kept.len() >= 10 && kept[0] == 0 && kept.contains(&999));
    }
}
