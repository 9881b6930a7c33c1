//! VUS-PR: the volume under the surface of precision, recall and tolerance.
//!
//! Paparrizos et al.: Volume Under the Surface: A New Accuracy Evaluation Measure for Time-Series Anomaly Detection,
//! VLDB 2022. <https://doi.org/10.14778/3551793.3551830>

use std::ops::RangeInclusive;

/// Largest tolerance around an event, in rows.
const WIDTH: usize = 100;
/// Distance between tolerances, in rows.
const STEP: usize = 10;
/// Number of thresholds, evenly spaced by rank.
const SAMPLES: usize = 250;

/// The volume, 0..1. `score`: `n` rows, NaN = not scored, which counts as the lowest score; `label`: also `n`. `None`
/// if no row is labelled.
pub fn vus_pr(score: &[f64], label: &[bool]) -> Option<f64> {
    let events = runs(label);
    let (first, last) = (events.first()?, events.last()?);
    debug_assert!(first.start() <= last.end());
    let rows = score.len();
    let lowest = score.iter().copied().fold(f64::NAN, f64::min);
    let lowest = if lowest.is_nan() { 0.0 } else { lowest };
    let score: Vec<f64> = score.iter().map(|score| if score.is_nan() { lowest } else { *score }).collect();
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_by(|a, b| score[*b].total_cmp(&score[*a]));
    let ranks = ranks(rows);
    let thresholds: Vec<f64> = ranks.iter().map(|rank| score[order[*rank]]).collect();
    // Number of rows that reach each threshold.
    let reach: Vec<usize> =
        thresholds.iter().map(|threshold| order.partition_point(|row| score[*row] >= *threshold)).collect();

    let mut inside = vec![false; rows];
    for segment in segments(&events, WIDTH, rows) {
        inside[segment].fill(true);
    }
    let positives = label.iter().filter(|label| **label).count() as f64;
    let mut areas = Vec::new();
    for width in (0..=WIDTH).step_by(STEP) {
        let soft = softened(label, &events, width);
        let segments = segments(&events, width, rows);
        let highest: Vec<f64> = segments
            .iter()
            .map(|segment| score[segment.clone()].iter().copied().fold(f64::NEG_INFINITY, f64::max))
            .collect();
        // Sums over the rows in the order of their scores: of all softened labels, and of those outside the events.
        let (mut all, mut beside) = (vec![0.0], vec![0.0]);
        let (mut sum_all, mut sum_beside) = (0.0, 0.0);
        for row in &order {
            if inside[*row] {
                sum_all += soft[*row];
                sum_beside += if label[*row] { 0.0 } else { soft[*row] };
            }
            all.push(sum_all);
            beside.push(sum_beside);
        }
        let (mut area, mut before) = (0.0, 0.0);
        for (threshold, reach) in thresholds.iter().zip(&reach) {
            let seen = highest.iter().filter(|highest| *highest >= threshold).count();
            let share = seen as f64 / segments.len() as f64;
            let recall = (all[*reach] / ((2.0 * positives + beside[*reach]) / 2.0)).min(1.0) * share;
            area += (recall - before) * (all[*reach] / *reach as f64);
            before = recall;
        }
        areas.push(area);
    }
    Some(areas.iter().sum::<f64>() / areas.len() as f64)
}

/// Runs of labelled rows.
fn runs(label: &[bool]) -> Vec<RangeInclusive<usize>> {
    let mut out: Vec<RangeInclusive<usize>> = Vec::new();
    for row in (0..label.len()).filter(|row| label[*row]) {
        match out.last_mut() {
            Some(run) if run.end() + 1 == row => *run = *run.start()..=row,
            _ => out.push(row..=row),
        }
    }
    out
}

/// The ranks of the thresholds: evenly spaced from the first to the last.
fn ranks(rows: usize) -> Vec<usize> {
    let last = (rows - 1) as f64;
    let step = last / (SAMPLES - 1) as f64;
    (0..SAMPLES).map(|at| if at == SAMPLES - 1 { rows - 1 } else { (at as f64 * step) as usize }).collect()
}

/// Events extended by half of the tolerance on either side; overlapping ones are joined.
fn segments(events: &[RangeInclusive<usize>], width: usize, rows: usize) -> Vec<RangeInclusive<usize>> {
    let half = width / 2;
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Vec::new() };
    let mut out = Vec::new();
    let mut from = first.start().saturating_sub(half);
    for pair in events.windows(2) {
        let (end, next) = (pair[0].end() + half, *pair[1].start());
        if end + half < next {
            out.push(from..=end);
            from = next - half;
        }
    }
    out.push(from..=(last.end() + half).min(rows - 1));
    out
}

/// The labels: 1 within events, falling with the square root over half of the tolerance on either side.
fn softened(label: &[bool], events: &[RangeInclusive<usize>], width: usize) -> Vec<f64> {
    let half = width / 2;
    let mut out: Vec<f64> = label.iter().map(|label| f64::from(u8::from(*label))).collect();
    let fade = |distance: usize| (1.0 - distance as f64 / width as f64).sqrt();
    for event in events.iter().filter(|_| half > 0) {
        let (first, last) = (*event.start(), *event.end());
        let after = last + 1..(last + half + 1).min(label.len());
        for (distance, soft) in (1..).zip(&mut out[after]) {
            *soft += fade(distance);
        }
        let before = first.saturating_sub(half)..first;
        for (distance, soft) in (1..).zip(out[before].iter_mut().rev()) {
            *soft += fade(distance);
        }
    }
    out.iter().map(|soft| soft.min(1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(rows: usize, events: &[RangeInclusive<usize>]) -> Vec<bool> {
        (0..rows).map(|row| events.iter().any(|event| event.contains(&row))).collect()
    }

    #[test]
    fn no_event_has_no_volume() {
        assert_eq!(vus_pr(&[0.5; 10], &[false; 10]), None);
        assert_eq!(vus_pr(&[], &[]), None);
    }

    #[test]
    fn a_score_that_rises_at_the_event_beats_one_that_does_not() {
        let label = labels(2000, &[900..=950]);
        let right: Vec<f64> = label.iter().map(|label| f64::from(u8::from(*label))).collect();
        let wrong: Vec<f64> = right.iter().map(|score| 1.0 - score).collect();
        let unknown = vec![f64::NAN; 2000];
        let volume = |score: &[f64]| vus_pr(score, &label).unwrap();
        assert!(volume(&right) > 0.7, "{}", volume(&right));
        assert!(volume(&wrong) < 0.1, "{}", volume(&wrong));
        assert_eq!(volume(&unknown), volume(&[0.3; 2000]));
    }

    #[test]
    fn segments_that_overlap_are_one() {
        assert_eq!(segments(&[10..=12, 20..=20], 10, 100), [5..=25]);
        assert_eq!(segments(&[10..=12, 23..=23], 10, 100), [5..=17, 18..=28]);
        assert_eq!(segments(&[2..=2, 97..=99], 10, 100), [0..=7, 92..=99]);
    }
}
