//! Local outlier factor of the newest window: how much thinner the history is around it than around its neighbours.
//!
//! Breunig, Kriegel, Ng, Sander: LOF: Identifying Density-Based Local Outliers, 2000,
//! <https://doi.org/10.1145/335191.335388>, for points that are not part of the data themselves. The history gives a
//! bounded set of reference windows, drawn by seed; neighbours among them are exact. Windows that share samples are no
//! neighbours, or every window would be next to itself.
//!
//! The limit is taken from the factors of the history's own windows.
//!
//! # Not supported
//! Levels and the time of day: a window is its shape alone. An unusual sample stays unusual for as long as the window
//! holds it, though less and less.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::robust::{Limit, usable};
use super::windows::{Newest, Points, Shape};
use crate::{
    Context, Cost, Detector, DetectorInfo, Fitted, ParameterInfo, ParameterKind, Parameters, Reference,
    Unfit, Vote, confidence_above,
};

/// How fast confidence rises beyond the limit, in units of limit less median.
const STEEPNESS: f64 = 1.5;

/// Windows of the history that others are compared with: their distances are what a sample costs.
const REFERENCES: usize = 512;

/// Windows of the history whose factors set the limit.
const CALIBRATION: usize = 1024;

/// The part of the history that may lie beyond the limit: the isolation forest's.
const PART: f64 = 0.005;

/// The limit is at most this many times the upper half of the middle half above the median. White noise exceeds 5 times as
/// often as the part; what is left is for longer tails and for histories that are short.
const TAIL: f64 = 8.0;

/// The limit is at least this far above the median, as a logarithm: the part of white noise. Short histories seem denser
/// than they are.
const LEAST_SPREAD: f64 = 0.3;

/// Windows whose neighbours are nearer than this, in units of jitter for each sample, are as dense as can be: of a
/// series that repeats itself exactly no window is denser than another.
const LEAST_REACH: f32 = 0.1;

const DEFAULT_NEIGHBOURS: usize = 20;
const DEFAULT_WINDOW: usize = 16;

/// What people are told.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "local_outlier_factor",
        name: "Local outlier factor",
        summary: "Compares the newest window with the most similar ones of the history: where these are closer to each \
                  other than to it, its shape is unusual.",
        reference: Reference {
            title: "Breunig, Kriegel, Ng, Sander: LOF: Identifying Density-Based Local Outliers, 2000",
            url: "https://doi.org/10.1145/335191.335388",
        },
        cost: Cost::Medium,
        nanoseconds_per_sample: 3_000,
        minimum_history: least_history(DEFAULT_NEIGHBOURS, DEFAULT_WINDOW),
        parameters: vec![
            ParameterInfo {
                name: "window",
                kind: ParameterKind::Integer,
                default: DEFAULT_WINDOW as f64,
                minimum: 2.0,
                maximum: 128.0,
                unit: "samples",
                summary: "How many samples make a shape.",
            },
            ParameterInfo {
                name: "neighbours",
                kind: ParameterKind::Integer,
                // The paper: at least 10, so that chance clusters do not count; usually 10 to 20.
                default: DEFAULT_NEIGHBOURS as f64,
                minimum: 2.0,
                maximum: 100.0,
                unit: "",
                summary: "With how many of the most similar windows it is compared: the k of the paper.",
            },
        ],
    }
}

/// Observed samples without which there are not twice as many neighbours as asked for that share no sample with a window.
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
    /// With these parameters.
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
        let mut fitted = Follow {
            scratch: Scratch::new(&density),
            newest: Newest::new(self.window),
            judge: Arc::new((density, limit)),
        };
        fitted.observe(&history);
        Ok(Box::new(fitted))
    }
}

/// The reference windows and how densely each lies among the others.
#[derive(Debug)]
struct Density {
    shape: Shape,
    points: Points,
    neighbours: usize,
    /// Of each reference, its distance from the farthest of its nearest.
    reach: Vec<f32>,
    /// Of each reference, its local reachability density: definition 6 of the paper.
    local: Vec<f32>,
    least: f32,
}

/// What a comparison writes to, so that it allocates nothing.
#[derive(Debug, Clone)]
struct Scratch {
    point: Vec<f32>,
    distances: Vec<f32>,
    nearest: Vec<(f32, u32)>,
}

impl Scratch {
    fn new(density: &Density) -> Self {
        Self {
            point: vec![0.0; density.shape.length()],
            distances: vec![0.0; density.points.len()],
            nearest: vec![(f32::INFINITY, 0); density.neighbours],
        }
    }

    /// Leaves the nearest references in `nearest`, ascending, with their distances. Where the point is the window of the
    /// history that ends at `end`, those that share samples with it are left out.
    fn find(&mut self, points: &Points, end: Option<usize>) {
        match end {
            Some(end) => points.squared_distances_apart(&self.point, end, &mut self.distances),
            None => points.squared_distances(&self.point, &mut self.distances),
        }
        self.nearest.fill((f32::INFINITY, 0));
        let last = self.nearest.len() - 1;
        for (at, distance) in self.distances.iter().enumerate() {
            if *distance < self.nearest[last].0 {
                let mut place = last;
                while place > 0 && self.nearest[place - 1].0 > *distance {
                    self.nearest[place] = self.nearest[place - 1];
                    place -= 1;
                }
                self.nearest[place] = (*distance, at as u32);
            }
        }
        self.nearest.iter_mut().for_each(|(distance, _)| *distance = distance.sqrt());
    }
}

impl Density {
    fn new(shape: Shape, points: Points, neighbours: usize) -> Self {
        let least = LEAST_REACH * (shape.length() as f32).sqrt();
        let (reach, local) = (vec![0.0; points.len()], vec![0.0; points.len()]);
        Self { shape, points, neighbours, reach, local, least }
    }

    /// Finds the densities of the references.
    fn learn(&mut self) {
        let mut scratch = Scratch::new(self);
        let mut nearest = Vec::with_capacity(self.points.len() * self.neighbours);
        for at in 0..self.points.len() {
            self.points.get(at, &mut scratch.point);
            scratch.find(&self.points, Some(self.points.end(at)));
            self.reach[at] = scratch.nearest[self.neighbours - 1].0;
            nearest.extend_from_slice(&scratch.nearest);
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
        scratch.find(&self.points, end);
        let local: f32 = scratch.nearest.iter().map(|(_, at)| self.local[*at as usize]).sum();
        f64::from(local / self.neighbours as f32 * self.mean_reach(&scratch.nearest)).ln()
    }

    /// Where the factors of the history end.
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

/// A series that is followed: the samples that make the next window.
#[derive(Debug, Clone)]
struct Follow {
    judge: Arc<(Density, Limit)>,
    newest: Newest,
    scratch: Scratch,
}

impl Follow {
    fn step(&mut self, value: f64) -> Vote {
        self.newest.push(value);
        let (density, limit) = self.judge.as_ref();
        let described = self
            .newest
            .window()
            .is_some_and(|window| density.shape.describe(window, &mut self.scratch.point));
        if !described {
            return Vote::ABSTAIN;
        }
        let factor = density.factor(&mut self.scratch, None);
        Vote::new(confidence_above(limit.ratio(factor), STEEPNESS), None)
    }
}

impl Fitted for Follow {
    fn observe(&mut self, values: &[f64]) {
        for value in &values[values.len().saturating_sub(self.judge.0.shape.length())..] {
            self.newest.push(usable(*value));
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.extend(values.iter().map(|value| self.step(usable(*value))));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        let density = &self.judge.0;
        size_of::<Self>() + self.newest.bytes() + density.points.bytes() + 12 * density.points.len()
    }
}
