//! Naive baselines: a method that is no better than these is useless.

/// Scores rows as they come: the score of a row depends only on rows up to it.
#[derive(Debug, Clone, Copy)]
pub struct Baseline {
    /// The display name.
    pub name: &'static str,
    /// Takes `n` values, NaN = gap, and the number of rows of a day, at least 1. Returns `n` scores, 0..1, NaN = not
    /// scored.
    pub score: fn(&[f64], usize) -> Vec<f64>,
}

/// All baselines.
pub const BASELINES: [Baseline; 4] = [
    Baseline { name: "chance", score: chance },
    Baseline { name: "difference from the last value", score: last_value },
    Baseline { name: "rolling z-score, 100 samples", score: rolling_z },
    Baseline { name: "difference from the day before", score: day_before },
];

/// Number of values before the first score.
const FEW: f64 = 10.0;

/// The score of a deviation in sigmas: .6 at three of them.
fn of_sigmas(sigmas: f64) -> f64 {
    if sigmas.is_infinite() { 1.0 } else { sigmas / (sigmas + 2.0) }
}

fn chance(values: &[f64], _day: usize) -> Vec<f64> {
    let mut random = seismo_series::Random::new(7);
    values.iter().map(|_| random.unit()).collect()
}

/// Differences in units of their size so far.
fn in_sigmas(differences: impl Iterator<Item = f64>) -> Vec<f64> {
    let (mut squares, mut count) = (0.0, 0.0);
    differences
        .map(|difference| {
            let sigma = f64::sqrt(squares / count);
            if difference.is_nan() {
                return f64::NAN;
            }
            squares += difference * difference;
            count += 1.0;
            match difference.abs() {
                _ if count <= FEW => f64::NAN,
                0.0 => 0.0,
                size => of_sigmas(size / sigma),
            }
        })
        .collect()
}

fn last_value(values: &[f64], _day: usize) -> Vec<f64> {
    let mut last = f64::NAN;
    in_sigmas(values.iter().map(|value| {
        let difference = value - last;
        if !value.is_nan() {
            last = *value;
        }
        difference
    }))
}

fn day_before(values: &[f64], day: usize) -> Vec<f64> {
    in_sigmas(
        (0..values.len()).map(|row| row.checked_sub(day).map_or(f64::NAN, |then| values[row] - values[then])),
    )
}

fn rolling_z(values: &[f64], _day: usize) -> Vec<f64> {
    const WINDOW: usize = 100;
    let z = |row: usize| {
        let window = values[row.saturating_sub(WINDOW)..row].iter().filter(|value| !value.is_nan());
        let count = window.clone().count() as f64;
        let mean = window.clone().sum::<f64>() / count;
        let sigma = (window.map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
        match (values[row] - mean).abs() {
            distance if distance.is_nan() || count < FEW => f64::NAN,
            0.0 => 0.0,
            distance => of_sigmas(distance / sigma),
        }
    };
    (0..values.len()).map(z).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_baseline_looks_back_only_and_survives_odd_values() {
        let ordinary: Vec<f64> = (0..300).map(|row| f64::from(row * 7919 % 13)).collect();
        let mut gappy = ordinary.clone();
        gappy[50..60].fill(f64::NAN);
        for Baseline { name, score } in BASELINES {
            for values in [&ordinary, &gappy, &vec![0.0; 300], &vec![f64::NAN; 3], &vec![], &vec![5.0]] {
                let whole = score(values, 24);
                assert_eq!(whole.len(), values.len(), "{name}");
                assert!(whole.iter().all(|score| score.is_nan() || (0.0..=1.0).contains(score)), "{name}");
                let half = score(&values[..values.len() / 2], 24);
                let same = half.iter().zip(&whole).all(|(a, b)| a.to_bits() == b.to_bits());
                assert!(same, "{name}");
            }
        }
    }

    #[test]
    fn a_spike_stands_out_but_for_chance() {
        let mut values: Vec<f64> = (0..300).map(|row| f64::from(row * 7919 % 13)).collect();
        values[200] = 1e3;
        for Baseline { name, score } in &BASELINES[1..] {
            let scores = score(&values, 24);
            let highest = (0..300).max_by(|a, b| scores[*a].max(-1.0).total_cmp(&scores[*b].max(-1.0)));
            assert_eq!(highest, Some(200), "{name}");
            assert!(scores[200] > 0.9, "{name}: {}", scores[200]);
        }
    }
}
