//! Local outlier factor of the newest window: how much thinner the history is around it than around its neighbours.
//!
//! Breunig, Kriegel, Ng, Sander: LOF: Identifying Density-Based Local Outliers, 2000,
//! <https://doi.org/10.1145/335191.335388>, for points that are not part of the data themselves. The history gives a
//! bounded set of reference windows, drawn by seed; neighbours among them are exact. Windows that share samples are not
//! neighbours; otherwise every window would be next to itself.
//!
//! The limit is taken from the factors of the history's own windows.
//!
//! # Not supported
//! Levels and the time of day: a window is only its shape. An unusual sample stays unusual for as long as the window
//! holds it, with decreasing weight.

use serde_json::{Map, Value};

use super::follow::{Follow, Judge};
use super::robust::{Limit, usable};
use super::windows::{Points, Shape};
use crate::{
    Context, Cost, Detector, DetectorInfo, Fitted, ParameterInfo, ParameterKind, Parameters, Reference, Unfit,
};

/// Number of windows of the history that others are compared with. Higher: slower, because their distances are the cost
/// of a sample.
const REFERENCES: usize = 512;

/// Number of windows of the history whose factors set the limit.
const CALIBRATION: usize = 1024;

/// Share of the history that may exceed the limit: that of the isolation forest.
const PART: f64 = 0.005;

/// Upper bound of the limit, in upper quartile distances above the median factor. White noise needs 5 for the share
/// above; the rest allows for longer tails and short histories.
const TAIL: f64 = 8.0;

/// Smallest distance of the limit above the median, as a logarithm: what the share of white noise needs. Short
/// histories seem denser than they are.
const LEAST_SPREAD: f64 = 0.3;

/// Smallest reach of a window, in units of jitter per sample. Windows with nearer neighbours count as equally dense, so
/// that in a series that repeats itself exactly no window is denser than another.
const LEAST_REACH: f32 = 0.1;

const DEFAULT_NEIGHBOURS: usize = 20;
/// The best of 8, 16 and 32 on the tuning half of labelled metrics.
const DEFAULT_WINDOW: usize = 16;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "local_outlier_factor",
        name: "Local outlier factor",
        summary: "Compares the newest window with the most similar ones of the history: if these are closer to each \
                  other than to it, its shape is unusual.",
        reference: Reference {
            title: "Breunig, Kriegel, Ng, Sander: LOF: Identifying Density-Based Local Outliers, 2000",
            url: "https://doi.org/10.1145/335191.335388",
        },
        cost: Cost::Medium,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 2_200,
        minimum_history: least_history(DEFAULT_NEIGHBOURS, DEFAULT_WINDOW),
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
                name: "neighbours",
                kind: ParameterKind::Integer,
                // The paper: at least 10, so that chance clusters do not count; usually 10 to 20.
                default: DEFAULT_NEIGHBOURS as f64,
                minimum: 2.0,
                maximum: 100.0,
                unit: "",
                summary: "Number of most similar windows that it is compared with: the k of the paper.",
            },
        ],
    }
}

/// Smallest number of observed samples that gives twice the requested number of neighbours that share no sample with a
/// window.
const fn least_history(neighbours: usize, window: usize) -> usize {
    2 * neighbours + 3 * window
}

/// The detector.
#[derive(Debug)]
pub struct LocalOutlierFactor {
    given: Parameters,
    window: usize,
    neighbours: usize,
}

impl LocalOutlierFactor {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self {
            given: given.clone(),
            window: given.integer("window"),
            neighbours: given.integer("neighbours"),
        }
    }
}

impl Detector for LocalOutlierFactor {
    fn id(&self) -> &'static str {
        "local_outlier_factor"
    }

    fn minimum_history(&self) -> usize {
        least_history(self.neighbours, self.window)
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let history: Vec<f64> = history.iter().map(|value| usable(*value)).collect();
        let needed = self.minimum_history();
        let shape = Shape::of(&history, self.window);
        let points = shape.sample(&history, REFERENCES, context.seed);
        if points.len() + self.window <= needed {
            return Err(Unfit::ShortHistory { needed, found: points.len() });
        }
        let mut density = Density::new(shape, points, self.neighbours);
        density.learn();
        let limit = density.limit(&history);
        let scratch = Scratch::new(&density);
        Ok(Box::new(Follow::new(density, limit, scratch, &history)))
    }
}

/// The reference windows and the density around each.
#[derive(Debug)]
struct Density {
    shape: Shape,
    points: Points,
    neighbours: usize,
    /// For each reference, its distance to the farthest of its nearest neighbours.
    reach: Vec<f32>,
    /// For each reference, its local reachability density: definition 6 of the paper.
    local: Vec<f32>,
    least: f32,
}

/// Buffers of a comparison, so that it does not allocate.
#[derive(Debug)]
struct Scratch {
    point: Vec<f32>,
    distances: Vec<f32>,
    /// The smallest distance of each [`GROUP`] of references, twice: in their order, and in any order.
    minima: Vec<f32>,
    shuffled: Vec<f32>,
    /// The nearest references first, in any order, with their distances.
    nearest: Vec<(f32, u32)>,
}

/// References per group; a group's smallest distance is checked before its members.
const GROUP: usize = 8;

impl Scratch {
    fn new(density: &Density) -> Self {
        let count = density.points.len();
        Self {
            point: vec![0.0; density.shape.length()],
            distances: vec![0.0; count],
            minima: Vec::with_capacity(count.div_ceil(GROUP)),
            shuffled: Vec::with_capacity(count.div_ceil(GROUP)),
            nearest: Vec::with_capacity(count),
        }
    }

    /// The `count` nearest references, in any order, with their distances. If the point is the window of the history
    /// that ends at `end`, references that share samples with it are left out.
    fn find(&mut self, points: &Points, end: Option<usize>, count: usize) -> &[(f32, u32)] {
        match end {
            Some(end) => points.squared_distances_apart(&self.point, end, &mut self.distances),
            None => points.squared_distances(&self.point, &mut self.distances),
        }
        let least = |group: &[f32]| group.iter().copied().fold(f32::INFINITY, f32::min);
        self.minima.clear();
        self.minima.extend(self.distances.chunks(GROUP).map(least));
        // This many groups have a reference this near, so the neighbours are no farther.
        let mut bound = f32::INFINITY;
        if count < self.minima.len() {
            self.shuffled.clone_from(&self.minima);
            bound = *self.shuffled.select_nth_unstable_by(count - 1, f32::total_cmp).1;
        }
        self.nearest.clear();
        for (group, (distances, least)) in self.distances.chunks(GROUP).zip(&self.minima).enumerate() {
            if *least <= bound {
                let near = distances.iter().enumerate().filter(|(_, distance)| **distance <= bound);
                self.nearest.extend(near.map(|(at, distance)| (*distance, (group * GROUP + at) as u32)));
            }
        }
        let order =
            |one: &(f32, u32), other: &(f32, u32)| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1));
        self.nearest.select_nth_unstable_by(count - 1, order);
        self.nearest.truncate(count);
        self.nearest.iter_mut().for_each(|(distance, _)| *distance = distance.sqrt());
        &self.nearest
    }
}

impl Clone for Scratch {
    /// Keeps the capacity but not the contents.
    fn clone(&self) -> Self {
        Self {
            point: self.point.clone(),
            distances: self.distances.clone(),
            minima: Vec::with_capacity(self.minima.capacity()),
            shuffled: Vec::with_capacity(self.shuffled.capacity()),
            nearest: Vec::with_capacity(self.nearest.capacity()),
        }
    }
}

impl Density {
    fn new(shape: Shape, points: Points, neighbours: usize) -> Self {
        let least = LEAST_REACH * (shape.length() as f32).sqrt();
        let (reach, local) = (vec![0.0; points.len()], vec![0.0; points.len()]);
        Self { shape, points, neighbours, reach, local, least }
    }

    /// Computes the densities of the references.
    fn learn(&mut self) {
        let mut scratch = Scratch::new(self);
        let mut nearest = Vec::with_capacity(self.points.len() * self.neighbours);
        for at in 0..self.points.len() {
            self.points.get(at, &mut scratch.point);
            let found = scratch.find(&self.points, Some(self.points.end(at)), self.neighbours);
            self.reach[at] = found.iter().fold(0.0, |farthest, (distance, _)| farthest.max(*distance));
            nearest.extend_from_slice(found);
        }
        for (at, nearest) in nearest.chunks_exact(self.neighbours).enumerate() {
            self.local[at] = self.mean_reach(nearest).recip();
        }
    }

    /// The mean reachability distance from these neighbours: definition 5 of the paper.
    fn mean_reach(&self, nearest: &[(f32, u32)]) -> f32 {
        let reach = |(distance, at): &(f32, u32)| distance.max(self.reach[*at as usize]);
        (nearest.iter().map(reach).sum::<f32>() / nearest.len() as f32).max(self.least)
    }

    /// The logarithm of the local outlier factor of the point in `scratch`: definition 7 of the paper.
    fn factor(&self, scratch: &mut Scratch, end: Option<usize>) -> f64 {
        let nearest = scratch.find(&self.points, end, self.neighbours);
        let local: f32 = nearest.iter().map(|(_, at)| self.local[*at as usize]).sum();
        f64::from(local / self.neighbours as f32 * self.mean_reach(nearest)).ln()
    }

    /// The limit from the factors of the history.
    fn limit(&self, history: &[f64]) -> Limit {
        let mut scratch = Scratch::new(self);
        let length = self.shape.length();
        let step = history.len().div_ceil(CALIBRATION);
        let mut factors = Vec::with_capacity(CALIBRATION);
        for end in (length - 1..history.len()).rev().step_by(step) {
            if self.shape.describe(self.shape.window(history, end), &mut scratch.point) {
                factors.push(self.factor(&mut scratch, Some(end)));
            }
        }
        factors.sort_by(f64::total_cmp);
        Limit::of(&factors, PART, TAIL, LEAST_SPREAD)
    }
}

impl Judge for Density {
    type Scratch = Scratch;

    fn length(&self) -> usize {
        self.shape.length()
    }

    fn unusual(&self, window: &[f64], scratch: &mut Scratch) -> Option<f64> {
        self.shape.describe(window, &mut scratch.point).then(|| self.factor(scratch, None))
    }

    fn bytes(&self, _: &Scratch) -> usize {
        // Per reference: a reach, a density, and the buffers of a comparison.
        self.points.bytes() + 21 * self.points.len()
    }
}
