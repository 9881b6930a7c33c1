//! The newest samples as a point in space, for detectors that compare shapes by their distance.
//!
//! A window is described by the distance of each of its samples from the window's mean, in units of the history's own
//! jitter: shape and size count, the level does not. A gap repeats the sample before it. The weight of samples falls
//! linearly with their age, so that a vote is about its own sample.

use seismo_series::Random;

use super::robust::{Jitter, spread_sorted};

/// Largest share of gaps in a window that is described.
const MOST_GAPS: f64 = 0.25;

/// The newest samples of a series, including gaps.
#[derive(Debug)]
pub(crate) struct Newest {
    values: Vec<f64>,
    length: usize,
}

impl Newest {
    /// No samples yet; `length`, at least 1, is the number of samples in a window.
    pub(crate) fn new(length: usize) -> Self {
        Self { values: Vec::with_capacity(2 * length), length }
    }

    /// Adds a sample.
    pub(crate) fn push(&mut self, value: f64) {
        if self.values.len() == 2 * self.length {
            self.values.drain(..self.length + 1);
        }
        self.values.push(value);
    }

    /// Adds samples whose windows are not used.
    pub(crate) fn skip(&mut self, values: &[f64]) {
        for value in &values[values.len().saturating_sub(self.length)..] {
            self.push(*value);
        }
    }

    /// The newest samples; `None` until there are enough.
    pub(crate) fn window(&self) -> Option<&[f64]> {
        self.values.len().checked_sub(self.length).map(|from| &self.values[from..])
    }

    /// Approximate memory held, in bytes.
    pub(crate) const fn bytes(&self) -> usize {
        size_of::<Self>() + 16 * self.length
    }
}

impl Clone for Newest {
    /// Keeps the capacity, so that scoring with the clone does not allocate.
    fn clone(&self) -> Self {
        let mut copy = Self::new(self.length);
        copy.values.extend_from_slice(&self.values);
        copy
    }
}

/// How windows of a series are described.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    jitter: Jitter,
    /// The square root of each sample's weight in a squared distance, oldest first.
    weights: Vec<f64>,
}

impl Shape {
    /// For windows of `length` samples, at least 1, in units of `history` (`n` samples, NaN = gap).
    pub(crate) fn of(history: &[f64], length: usize) -> Self {
        let weight = |at: usize| ((at + 1) as f64 / length as f64).sqrt();
        Self { jitter: Jitter::of(history, spread_sorted), weights: (0..length).map(weight).collect() }
    }

    /// Samples in a window, and numbers in its description.
    pub(crate) const fn length(&self) -> usize {
        self.weights.len()
    }

    /// Writes the description of `window` to `point`, both of this length. Returns false and leaves `point` unchanged
    /// if the newest sample or too many others are gaps.
    pub(crate) fn describe(&self, window: &[f64], point: &mut [f32]) -> bool {
        let newest = window[window.len() - 1];
        let observed = || window.iter().copied().filter(|value| !value.is_nan());
        let gaps = window.len() - observed().count();
        let Some(first) = observed().next().filter(|_| !newest.is_nan()) else {
            return false;
        };
        if gaps as f64 > MOST_GAPS * window.len() as f64 {
            return false;
        }
        // Relative to one of them, so that a high level does not cost precision.
        let (mut held, mut sum) = (0.0, 0.0);
        for value in window {
            held = if value.is_nan() { held } else { value - first };
            sum += held;
        }
        let mean = sum / window.len() as f64;
        held = 0.0;
        for ((value, weight), number) in window.iter().zip(&self.weights).zip(point) {
            held = if value.is_nan() { held } else { value - first };
            *number = (weight * self.jitter.units(held - mean, newest)) as f32;
        }
        true
    }

    /// The window of `history` that ends at `end`, which is at least its length less 1.
    pub(crate) fn window<'a>(&self, history: &'a [f64], end: usize) -> &'a [f64] {
        &history[end + 1 - self.length()..=end]
    }

    /// At most `most` described windows of `history`, one drawn from each of as many equal parts.
    pub(crate) fn sample(&self, history: &[f64], most: usize, seed: u64) -> Points {
        let mut point = vec![0.0; self.length()];
        let ends: Vec<usize> = (self.length() - 1..history.len())
            .filter(|end| self.describe(self.window(history, *end), &mut point))
            .collect();
        let mut random = Random::new(seed);
        let parts = most.min(ends.len());
        let bound = |part: usize| part * ends.len() / parts.max(1);
        let mut points = Points::new(self.length());
        for part in 0..parts {
            let end = ends[bound(part) + random.below(bound(part + 1) - bound(part))];
            self.describe(self.window(history, end), &mut point);
            points.push(&point, end);
        }
        points
    }
}

/// Described windows of a history, laid out so that their distances from one more window are summed in lanes.
#[derive(Debug, Clone)]
pub(crate) struct Points {
    length: usize,
    /// In groups of [`LANES`] points; in each group first the first numbers of all points, then the second ones, and so
    /// on.
    groups: Vec<[f32; LANES]>,
    /// The end of each window in the history, ascending.
    ends: Vec<usize>,
}

/// Number of points whose distances are summed together: enough independent sums to keep the processor busy.
const LANES: usize = 16;

impl Points {
    /// No points yet, of `length` numbers each.
    pub(crate) const fn new(length: usize) -> Self {
        Self { length, groups: Vec::new(), ends: Vec::new() }
    }

    /// Adds a window that ends at `end`, which is after the existing ones.
    pub(crate) fn push(&mut self, point: &[f32], end: usize) {
        let lane = self.ends.len() % LANES;
        if lane == 0 {
            self.groups.resize(self.groups.len() + self.length, [0.0; LANES]);
        }
        let from = self.groups.len() - self.length;
        for (numbers, number) in self.groups[from..].iter_mut().zip(point) {
            numbers[lane] = *number;
        }
        self.ends.push(end);
    }

    /// The number of points.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The end of the window at `at`.
    pub(crate) fn end(&self, at: usize) -> usize {
        self.ends[at]
    }

    /// The point at `at`.
    pub(crate) fn get(&self, at: usize, point: &mut [f32]) {
        let from = at / LANES * self.length;
        for (number, numbers) in point.iter_mut().zip(&self.groups[from..]) {
            *number = numbers[at % LANES];
        }
    }

    /// Writes the squared distance of each point from `point` to `distances`, which has the same number of elements.
    pub(crate) fn squared_distances(&self, point: &[f32], distances: &mut [f32]) {
        for (group, distances) in self.groups.chunks_exact(self.length).zip(distances.chunks_mut(LANES)) {
            let mut lanes = [0.0_f32; LANES];
            for (numbers, number) in group.iter().zip(point) {
                for (lane, other) in lanes.iter_mut().zip(numbers) {
                    *lane += (number - other) * (number - other);
                }
            }
            distances.copy_from_slice(&lanes[..distances.len()]);
        }
    }

    /// Like [`Points::squared_distances`], but infinite for windows that share samples with the one that ends at `end`
    /// of the history, because an overlapping window is always near.
    pub(crate) fn squared_distances_apart(&self, point: &[f32], end: usize, distances: &mut [f32]) {
        self.squared_distances(point, distances);
        let from = self.ends.partition_point(|other| other + self.length <= end);
        let to = self.ends.partition_point(|other| *other < end + self.length);
        distances[from..to].fill(f32::INFINITY);
    }

    /// Approximate memory held, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.groups.as_slice()) + size_of_val(self.ends.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_in_lanes_are_those_of_the_formula() {
        let mut random = Random::new(42);
        for (length, count) in [(1, 1), (3, 7), (5, 8), (16, 21)] {
            let mut draw = || (0..length).map(|_| random.unit() as f32).collect::<Vec<_>>();
            let all: Vec<Vec<f32>> = (0..count).map(|_| draw()).collect();
            let point = draw();
            let mut points = Points::new(length);
            all.iter().enumerate().for_each(|(at, point)| points.push(point, 2 * at));
            let mut distances = vec![f32::NAN; count];
            points.squared_distances(&point, &mut distances);
            for (at, other) in all.iter().enumerate() {
                let plain: f32 = other.iter().zip(&point).map(|(a, b)| (a - b).powi(2)).sum();
                assert!((distances[at] - plain).abs() <= 1e-6 * plain, "{length} {count}: {at}");
                let mut back = vec![0.0; length];
                points.get(at, &mut back);
                assert_eq!(back, *other);
            }
            let plain = distances.clone();
            points.squared_distances_apart(&point, 10, &mut distances);
            for at in 0..count {
                let shared = (2 * at).abs_diff(10) < length;
                assert_eq!(distances[at], if shared { f32::INFINITY } else { plain[at] }, "{length} {at}");
            }
        }
    }

    #[test]
    fn a_window_is_described_by_its_shape_and_not_by_its_level() {
        let history: Vec<f64> = (0..200).map(|at| f64::from(at % 7)).collect();
        let shape = Shape::of(&history, 8);
        let describe = |window: [f64; 8]| {
            let mut point = [f32::NAN; 8];
            shape.describe(&window, &mut point).then_some(point)
        };
        let nan = f64::NAN;
        let plain = describe([1.0, 2.0, 3.0, 3.0, 5.0, 5.0, 7.0, 8.0]);
        assert!(plain.is_some());
        assert_eq!(describe([101.0, 102.0, 103.0, 103.0, 105.0, 105.0, 107.0, 108.0]), plain, "shifted");
        assert_eq!(describe([1.0, 2.0, 3.0, nan, 5.0, nan, 7.0, 8.0]), plain, "gaps repeat what was before");
        assert_eq!(describe([1.0, 2.0, 3.0, 3.0, 5.0, 5.0, 7.0, nan]), None, "the newest is a gap");
        assert_eq!(describe([1.0, nan, 3.0, nan, 5.0, nan, 7.0, 8.0]), None, "too many gaps");
        assert_eq!(describe([4.0; 8]), Some([0.0; 8]));
    }

    #[test]
    fn windows_are_drawn_from_all_of_the_history_and_again_alike() {
        let history: Vec<f64> = (0..1000).map(|at| f64::from(at * at % 31)).collect();
        let shape = Shape::of(&history, 8);
        for (history, most, count) in
            [(&history[..], 100, 100), (&history[..20], 100, 13), (&history[..7], 9, 0), (&[][..], 9, 0)]
        {
            let points = shape.sample(history, most, 3);
            assert_eq!(points.len(), count);
            assert!(points.ends.is_sorted() && points.ends.iter().all(|end| *end < history.len()));
            let again = shape.sample(history, most, 3);
            assert!(again.ends == points.ends && again.groups == points.groups);
        }
    }

    #[test]
    fn the_newest_samples_are_the_newest_however_they_came() {
        let mut newest = Newest::new(3);
        assert_eq!(newest.window(), None);
        for at in 0..40_i32 {
            newest.push(f64::from(at));
            if at >= 2 {
                assert_eq!(newest.window(), Some(&[at - 2, at - 1, at].map(f64::from)[..]));
            }
        }
        newest.skip(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(newest.window(), Some(&[3.0, 4.0, 5.0][..]));
    }
}
