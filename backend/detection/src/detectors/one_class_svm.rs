//! One-class support vector machine on the newest window: how far it lies outside of the region that holds the history.
//!
//! Schölkopf, Platt, Shawe-Taylor, Smola, Williamson: Estimating the Support of a High-Dimensional Distribution, 2001,
//! <https://doi.org/10.1162/089976601750264965>. Gaussian kernel; solved by sequential minimal optimisation on the pair
//! that violates the conditions most, with second-order choice of the other: Fan, Chen, Lin: Working Set Selection
//! Using Second Order Information, 2005, <https://www.jmlr.org/papers/v6/fan05a.html>.
//!
//! A share `nu` of the history crosses the paper's own boundary without being alarming. So windows are ranked by the
//! machine's sum of kernels, and the limit is taken from the history's own windows. The logarithm of that sum still
//! measures distance where every kernel has vanished.
//!
//! # Not supported
//! Levels and the time of day: a window is only its shape. An unusual sample stays unusual for as long as the window
//! holds it, with decreasing weight.

use serde_json::{Map, Value};

use super::follow::{Follow, Judge};
use super::robust::{Limit, median_sorted, usable};
use super::smo::solve;
use super::windows::{Points, Shape};
use crate::{
    Context, Cost, Detector, DetectorInfo, Fitted, ParameterInfo, ParameterKind, Parameters, Reference, Unfit,
};

/// Number of windows of the history that the machine is trained on. The cost of a fit grows with its square.
const TRAINING: usize = 300;

/// Number of windows of the history that set the limit.
const CALIBRATION: usize = 1024;

/// Share of the history that may exceed the limit: that of the isolation forest.
const PART: f64 = 0.005;

/// Upper bound of the limit, in upper quartile distances above the median. White noise needs 5 for the share above; the
/// rest allows for longer tails and short histories.
const TAIL: f64 = 8.0;

/// Smallest distance of the limit above the median, as a logarithm: about half of what the share of white noise needs.
const LEAST_SPREAD: f64 = 0.5;

/// Smallest number of windows that a fit accepts.
const LEAST_WINDOWS: usize = 64;

/// The best of 8, 16, 24, 32, 48 and 64 on the tuning half of labelled metrics.
const DEFAULT_WINDOW: usize = 32;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "one_class_svm",
        name: "One-class SVM",
        summary: "Learns the region of the shapes of the history and votes if the newest window lies outside of it.",
        reference: Reference {
            title: "Schölkopf, Platt, Shawe-Taylor, Smola, Williamson: Estimating the Support of a High-Dimensional \
                    Distribution, 2001",
            url: "https://doi.org/10.1162/089976601750264965",
        },
        cost: Cost::Low,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 600,
        minimum_history: least_history(DEFAULT_WINDOW),
        parameters: vec![
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                default: DEFAULT_WINDOW as f64,
                minimum: 2.0,
                maximum: 128.0,
                unit: "samples",
                summary: "Number of samples of a shape.",
            },
            ParameterInfo {
                name: "nu",
                kind: ParameterKind::Number,
                default: 0.1,
                minimum: 0.01,
                maximum: 0.5,
                unit: "",
                summary: "Share of the history that may lie outside of the region; smaller values make it wider.",
            },
        ],
    }
}

/// Smallest number of observed samples that gives enough windows that share no sample with another.
const fn least_history(window: usize) -> usize {
    LEAST_WINDOWS + 3 * window
}

/// The detector.
#[derive(Debug)]
pub struct OneClassSvm {
    given: Parameters,
    window: usize,
    nu: f64,
}

impl OneClassSvm {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self { given: given.clone(), window: given.integer("window"), nu: given.number("nu") }
    }
}

impl Detector for OneClassSvm {
    fn id(&self) -> &'static str {
        "one_class_svm"
    }

    fn minimum_history(&self) -> usize {
        least_history(self.window)
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let history: Vec<f64> = history.iter().map(|value| usable(*value)).collect();
        let shape = Shape::of(&history, self.window);
        let points = shape.sample(&history, TRAINING, context.seed);
        let (needed, found) =
            (self.minimum_history(), history.iter().filter(|value| !value.is_nan()).count());
        if points.len() < LEAST_WINDOWS || found < needed {
            return Err(Unfit::ShortHistory { needed, found: found.min(points.len()) });
        }
        let machine = Machine::train(shape, &points, self.nu);
        let limit = machine.limit(&history);
        let scratch = Scratch::new(&machine);
        Ok(Box::new(Follow::new(machine, limit, scratch, &history)))
    }
}

/// The support vectors that define the region.
#[derive(Debug)]
struct Machine {
    shape: Shape,
    supports: Points,
    /// The weight of each support vector; they add up to 1.
    weights: Vec<f32>,
    gamma: f32,
}

/// Buffers of a comparison, so that it does not allocate.
#[derive(Debug, Clone)]
struct Scratch {
    point: Vec<f32>,
    distances: Vec<f32>,
}

impl Scratch {
    fn new(machine: &Machine) -> Self {
        Self { point: vec![0.0; machine.shape.length()], distances: vec![0.0; machine.supports.len()] }
    }
}

impl Machine {
    fn train(shape: Shape, points: &Points, nu: f64) -> Self {
        let (length, count) = (shape.length(), points.len());
        let gamma = gamma(points, length);
        let mut point = vec![0.0; length];
        let mut kernels = vec![0.0; count * count];
        for (at, row) in kernels.chunks_exact_mut(count).enumerate() {
            points.get(at, &mut point);
            points.squared_distances(&point, row);
            row.iter_mut().for_each(|distance| *distance = (-gamma * *distance).exp());
        }
        let weights = solve(&kernels, count, nu);
        let mut machine = Self { shape, supports: Points::new(length), weights: Vec::new(), gamma };
        for (at, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            points.get(at, &mut point);
            machine.supports.push(&point, points.end(at));
            machine.weights.push(*weight as f32);
        }
        machine
    }

    /// Minus the logarithm of the sum of kernels at the point in `scratch`: larger means farther outside. The nearest
    /// support vector is factored out of the sum first, so that it does not vanish. If the point is the window of the
    /// history that ends at `end`, support vectors that share samples with it are left out.
    fn distance(&self, scratch: &mut Scratch, end: Option<usize>) -> f64 {
        match end {
            Some(end) => self.supports.squared_distances_apart(&scratch.point, end, &mut scratch.distances),
            None => self.supports.squared_distances(&scratch.point, &mut scratch.distances),
        }
        let nearest = scratch.distances.iter().fold(f32::INFINITY, |least, distance| least.min(*distance));
        let kernel = |(distance, weight): (&f32, &f32)| weight * (self.gamma * (nearest - distance)).exp();
        let sum: f32 = scratch.distances.iter().zip(&self.weights).map(kernel).sum();
        f64::from(self.gamma * nearest) - f64::from(sum).ln()
    }

    /// The limit from the distances of the history.
    fn limit(&self, history: &[f64]) -> Limit {
        let mut scratch = Scratch::new(self);
        let step = history.len().div_ceil(CALIBRATION);
        let mut distances = Vec::with_capacity(CALIBRATION);
        for end in (self.shape.length() - 1..history.len()).rev().step_by(step) {
            if self.shape.describe(self.shape.window(history, end), &mut scratch.point) {
                let distance = self.distance(&mut scratch, Some(end));
                distances.extend(distance.is_finite().then_some(distance));
            }
        }
        distances.sort_by(f64::total_cmp);
        Limit::of(&distances, PART, TAIL, LEAST_SPREAD)
    }
}

impl Judge for Machine {
    type Scratch = Scratch;

    fn length(&self) -> usize {
        self.shape.length()
    }

    fn unusual(&self, window: &[f64], scratch: &mut Scratch) -> Option<f64> {
        self.shape.describe(window, &mut scratch.point).then(|| self.distance(scratch, None))
    }

    fn bytes(&self, _: &Scratch) -> usize {
        self.supports.bytes()
    }
}

/// The width of the kernel: one over the number of features times their variance, which scikit-learn calls `scale`. The
/// variance is that of the median window, not of all together: one incident in the history would make every other
/// window look alike.
fn gamma(points: &Points, length: usize) -> f32 {
    let mut point = vec![0.0; length];
    let mut squares: Vec<f64> = (0..points.len())
        .map(|at| {
            points.get(at, &mut point);
            point.iter().map(|number| f64::from(*number).powi(2)).sum()
        })
        .collect();
    squares.sort_by(f64::total_cmp);
    let middle = median_sorted(&squares);
    let mean = squares.iter().sum::<f64>() / squares.len() as f64;
    let size = if middle > 0.0 { middle } else { mean };
    if size > 0.0 { (1.0 / size) as f32 } else { 1.0 }
}
