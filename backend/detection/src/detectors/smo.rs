//! Sequential minimal optimisation of the one-class problem: two weights are moved at a time.
//!
//! Fan, Chen, Lin: Working Set Selection Using Second Order Information for Training Support Vector Machines, 2005,
//! <https://www.jmlr.org/papers/v6/fan05a.html>, algorithm 1, for labels that are all 1.

/// Tolerance of the optimality conditions: the default of the paper's own program.
const TOLERANCE: f64 = 1e-3;

/// Largest number of steps per point; the solution found by then is used. A hundred points need about as many steps in
/// all.
const MOST_STEPS: usize = 100;

/// The weights that minimise `w' K w / 2` with `0 <= w <= 1 / (nu n)` and a sum of 1. `kernels` is the matrix `K`, of
/// `count` rows, symmetric and positive semidefinite with 1 on the diagonal; `nu` is above 0 and at most 1.
pub(crate) fn solve(kernels: &[f32], count: usize, nu: f64) -> Vec<f64> {
    let most = (1.0 / (nu * count as f64)).min(1.0);
    // As many of the first points as needed share the weight: a start that meets all conditions but the last.
    let mut left = 1.0_f64;
    let mut weights: Vec<f64> = Vec::with_capacity(count);
    for _ in 0..count {
        let share = left.min(most);
        weights.push(share);
        left -= share;
    }
    let row = |at: usize| &kernels[at * count..(at + 1) * count];
    let mut gradient = vec![0.0_f64; count];
    for (at, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        gradient.iter_mut().zip(row(at)).for_each(|(slope, kernel)| *slope += weight * f64::from(*kernel));
    }
    // In units of the largest weight, as in the paper's program.
    let tolerance = TOLERANCE * most;
    for _ in 0..MOST_STEPS * count {
        let Some((up, down)) = violators(&gradient, &weights, most, &row, tolerance) else {
            break;
        };
        let curve = curvature(row(up)[down]);
        let step = ((gradient[down] - gradient[up]) / curve).min(most - weights[up]).min(weights[down]);
        weights[up] = if step == most - weights[up] { most } else { weights[up] + step };
        weights[down] = if step == weights[down] { 0.0 } else { weights[down] - step };
        for ((slope, rise), fall) in gradient.iter_mut().zip(row(up)).zip(row(down)) {
            *slope += step * f64::from(rise - fall);
        }
    }
    weights
}

/// The second derivative along the exchange of two weights whose kernel is `kernel`; never 0, even for equal points.
fn curvature(kernel: f32) -> f64 {
    (2.0 - 2.0 * f64::from(kernel)).max(1e-6)
}

/// The weight to raise, which has the smallest slope, and the one to lower, for which the exchange gains most; `None`
/// if no exchange gains.
fn violators<'a>(
    gradient: &[f64],
    weights: &[f64],
    most: f64,
    row: &impl Fn(usize) -> &'a [f32],
    tolerance: f64,
) -> Option<(usize, usize)> {
    let free = weights.iter().zip(gradient).enumerate().filter(|(_, (weight, _))| **weight < most);
    let (up, (_, least)) = free.min_by(|(_, (_, one)), (_, (_, other))| one.total_cmp(other))?;
    let kernels = row(up);
    let mut best: Option<(usize, f64)> = None;
    for (at, slope) in gradient.iter().enumerate().filter(|(at, _)| weights[*at] > 0.0) {
        let gain = slope - least;
        if gain > tolerance {
            let worth = gain * gain / curvature(kernels[at]);
            if best.is_none_or(|(_, most)| worth > most) {
                best = Some((at, worth));
            }
        }
    }
    best.map(|(down, _)| (up, down))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    fn kernels(points: &[[f32; 2]], gamma: f32) -> Vec<f32> {
        let near =
            |a: &[f32; 2], b: &[f32; 2]| (-gamma * ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2))).exp();
        points.iter().flat_map(|a| points.iter().map(move |b| near(a, b))).collect()
    }

    fn noise(n: usize) -> Vec<[f32; 2]> {
        let mut random = Random::new(9);
        let mut bell = || ((0..12).map(|_| random.unit()).sum::<f64>() - 6.0) as f32;
        (0..n).map(|_| [bell(), bell()]).collect()
    }

    #[test]
    fn the_weights_meet_the_conditions_of_the_optimum() {
        for (n, nu) in [(64, 0.1), (300, 0.05), (300, 0.5), (100, 1.0)] {
            let kernels = kernels(&noise(n), 0.5);
            let weights = solve(&kernels, n, nu);
            let most = 1.0 / (nu * n as f64);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-4);
            assert!(weights.iter().all(|weight| (0.0..=most).contains(weight)));
            let slope = |at: usize| -> f64 {
                weights
                    .iter()
                    .zip(&kernels[at * n..])
                    .map(|(weight, kernel)| weight * f64::from(*kernel))
                    .sum()
            };
            let raisable = (0..n).filter(|at| weights[*at] < most).map(slope).fold(f64::INFINITY, f64::min);
            let lowerable = (0..n).filter(|at| weights[*at] > 0.0).map(slope).fold(0.0, f64::max);
            assert!(nu == 1.0 || lowerable - raisable < TOLERANCE * most + 1e-6, "{n} {nu}");
        }
    }

    #[test]
    fn at_most_a_part_nu_lies_outside_and_at_least_that_part_supports() {
        // Proposition 3 of the paper on the one-class machine.
        let n = 300;
        for nu in [0.05, 0.1, 0.3] {
            let weights = solve(&kernels(&noise(n), 0.5), n, nu);
            let most = 1.0 / (nu * n as f64);
            let outside = weights.iter().filter(|weight| **weight >= most).count() as f64;
            let supports = weights.iter().filter(|weight| **weight > 0.0).count() as f64;
            assert!(
                outside <= nu * n as f64 + 0.5 && supports >= nu * n as f64 - 0.5,
                "{nu}: {outside} {supports}"
            );
        }
    }

    #[test]
    fn equal_points_are_no_trouble() {
        let weights = solve(&[1.0; 100 * 100], 100, 0.1);
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-5);
    }
}
