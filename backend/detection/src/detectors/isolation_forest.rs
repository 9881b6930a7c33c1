//! Isolation forest over a few shapes of the newest samples: points that random cuts separate quickly are unusual.
//!
//! Liu, Ting, Zhou: Isolation Forest, 2008, <https://doi.org/10.1109/ICDM.2008.17>. 100 trees over 256 points each, as
//! in the paper. A point is described by its jump from the sample before, its distance from the last few, the distance
//! of the last few from the many before them, and how much the last few vary, in units of the history's own jitter.
//!
//! # Not supported
//! The distance of a point beyond everything seen: a forest only knows that it is beyond.

use std::sync::Arc;

use serde_json::{Map, Value};

use seismo_series::Random;

use super::robust::{FARTHEST, Jitter, Limit, sigma_sorted};
use super::windows::Newest;
use crate::{
    Context, Cost, Detector, DetectorInfo, Fitted, ParameterInfo, ParameterKind, Parameters, Reference,
    Unfit, Vote, confidence_above,
};

/// Steepness of the confidence above the threshold, per distance between threshold and median score. Higher: confidence
/// rises faster.
const STEEPNESS: f64 = 5.0;

/// Number of points of the history whose scores set the threshold: enough for a quantile, and bounded.
const CALIBRATION: usize = 1024;

/// Upper bound of the limit, in upper quartile distances above the median score, for a share of 0.005: white noise
/// exceeds both equally often. For other shares it grows like an exponential tail.
const TAIL: f64 = 4.5;

/// Number of samples that describe a point: itself and those before it.
const REACH: usize = 60;

/// Number of the newest of these that form the near group.
const NEAR: usize = 10;

const SHAPES: usize = 4;

/// Smallest number of observed points for a forest.
const LEAST_POINTS: usize = 2 * REACH;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    DetectorInfo {
        id: "isolation_forest",
        name: "Isolation forest",
        summary: "Grows random trees over jump, level and variation of the newest samples: points that few cuts \
                  separate are unusual.",
        reference: Reference {
            title: "Liu, Ting, Zhou: Isolation Forest, 2008",
            url: "https://doi.org/10.1109/ICDM.2008.17",
        },
        cost: Cost::Medium,
        nanoseconds_per_sample: 3_000,
        minimum_history: LEAST_POINTS,
        parameters: vec![
            ParameterInfo {
                name: "trees",
                kind: ParameterKind::Integer,
                default: 100.0,
                minimum: 1.0,
                maximum: 500.0,
                unit: "",
                summary: "Number of trees.",
            },
            ParameterInfo {
                name: "sample_size",
                kind: ParameterKind::Integer,
                default: 256.0,
                minimum: 8.0,
                maximum: 1024.0,
                unit: "samples",
                summary: "Number of points of the history for each tree.",
            },
            ParameterInfo {
                name: "contamination",
                kind: ParameterKind::Number,
                default: 0.005,
                minimum: 0.000_1,
                maximum: 0.1,
                unit: "",
                summary: "Share of the history above the threshold.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct IsolationForest {
    given: Parameters,
    trees: usize,
    sample_size: usize,
    contamination: f64,
}

impl IsolationForest {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self {
            given: given.clone(),
            trees: given.integer("trees"),
            sample_size: given.integer("sample_size"),
            contamination: given.number("contamination"),
        }
    }
}

impl Detector for IsolationForest {
    fn id(&self) -> &'static str {
        "isolation_forest"
    }

    fn minimum_history(&self) -> usize {
        LEAST_POINTS
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let scale = Jitter::of(history, sigma_sorted);
        let ends = REACH - 1..history.len();
        let points: Vec<[f64; SHAPES]> = ends.filter_map(|end| shape(window(history, end), scale)).collect();
        let found = history.iter().filter(|value| !value.is_nan()).count();
        if found < LEAST_POINTS || points.len() < LEAST_POINTS / 2 {
            return Err(Unfit::ShortHistory { needed: LEAST_POINTS, found: found.min(points.len()) });
        }
        let mut random = Random::new(context.seed);
        let size = self.sample_size.min(points.len());
        let depth = usize::BITS - (size - 1).leading_zeros();
        let mut draw = || {
            let drawn: Vec<_> = (0..size).map(|_| points[random.below(points.len())]).collect();
            Tree::grow(drawn, depth, &mut random)
        };
        let trees: Vec<Tree> = (0..self.trees).map(|_| draw()).collect();
        let constant = points.iter().all(|point| *point == points[0]).then_some(points[0]);
        let forest = Forest { trees, size };
        let step = points.len().div_ceil(CALIBRATION);
        let mut scores: Vec<f64> =
            points.iter().rev().step_by(step).map(|point| forest.score(point)).collect();
        scores.sort_by(f64::total_cmp);
        let tail = TAIL * self.contamination.ln() / 0.005_f64.ln();
        let limit = Limit::of(&scores, self.contamination, tail, 0.0);
        let judge = Arc::new(Judge { forest, constant, scale, limit });
        let mut fitted = Follow { judge, newest: Newest::new(REACH) };
        fitted.observe(history);
        Ok(Box::new(fitted))
    }
}

/// The samples that describe the one at `end`.
fn window(values: &[f64], end: usize) -> &[f64] {
    &values[end + 1 - REACH..=end]
}

/// Describes the last sample of `window`, which is `REACH` long; `None` if it is a gap or if half of the others are.
fn shape(window: &[f64], scale: Jitter) -> Option<[f64; SHAPES]> {
    let newest = window[REACH - 1];
    let before = &window[..REACH - 1];
    let near = &before[before.len() - NEAR..];
    let (near_mean, near_count) = mean(near);
    let (far_mean, far_count) = mean(&before[..before.len() - NEAR]);
    if newest.is_nan() || near_count < NEAR / 2 || far_count < (REACH - NEAR) / 2 {
        return None;
    }
    let last = near.iter().rev().copied().find(|value| !value.is_nan()).unwrap_or(near_mean);
    let unit = |difference: f64| scale.units(difference, newest);
    let spread =
        near.iter().filter(|value| !value.is_nan()).map(|value| unit(value - near_mean).abs()).sum::<f64>();
    Some([
        unit(newest - last),
        unit(newest - near_mean),
        unit(near_mean - far_mean),
        spread / near_count as f64,
    ])
}

/// The mean of the samples that are no gap, and their number.
fn mean(values: &[f64]) -> (f64, usize) {
    let (mut sum, mut count) = (0.0, 0);
    for value in values.iter().filter(|value| !value.is_nan()) {
        sum += value;
        count += 1;
    }
    (sum / f64::from(count), count as usize)
}

/// A grown tree, as an array: the children of node `i` are `2 i + 1` and `2 i + 2`.
#[derive(Debug)]
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
enum Node {
    Cut { shape: u8, at: f32 },
    Leaf { path: f32 },
}

impl Tree {
    fn grow(mut points: Vec<[f64; SHAPES]>, depth: u32, random: &mut Random) -> Self {
        let mut nodes = vec![Node::Leaf { path: 0.0 }; (2usize << depth) - 1];
        grow_node(&mut nodes, 0, &mut points, 0, depth, random);
        Self { nodes }
    }

    /// The number of cuts that separate `point`, plus the paper's correction for cuts that were not made.
    fn path(&self, point: &[f32; SHAPES]) -> f64 {
        let mut at = 0;
        loop {
            match self.nodes[at] {
                Node::Leaf { path } => return f64::from(path),
                Node::Cut { shape, at: cut } => {
                    at = 2 * at + if point[usize::from(shape)] < cut { 1 } else { 2 }
                }
            }
        }
    }
}

fn grow_node(
    nodes: &mut [Node],
    at: usize,
    points: &mut [[f64; SHAPES]],
    depth: u32,
    deepest: u32,
    random: &mut Random,
) {
    // Points that are equal in every shape cannot be cut; otherwise a shape in which they differ is drawn.
    let bounds = |shape: usize| {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        points.iter().fold(start, |(low, high), point| (low.min(point[shape]), high.max(point[shape])))
    };
    let open: Vec<(usize, f64, f64)> = (0..SHAPES)
        .map(|shape| (shape, bounds(shape)))
        .filter(|(_, (low, high))| low < high)
        .map(|(shape, (low, high))| (shape, low, high))
        .collect();
    if depth == deepest || points.len() < 2 || open.is_empty() {
        nodes[at] = Node::Leaf { path: depth as f32 + average_path(points.len()) as f32 };
        return;
    }
    let (shape, low, high) = open[random.below(open.len())];
    let cut = (low + (high - low) * random.unit()) as f32;
    let middle = partition(points, |point| (point[shape] as f32) < cut);
    nodes[at] = Node::Cut { shape: shape as u8, at: cut };
    let (left, right) = points.split_at_mut(middle);
    grow_node(nodes, 2 * at + 1, left, depth + 1, deepest, random);
    grow_node(nodes, 2 * at + 2, right, depth + 1, deepest, random);
}

/// Moves the points that are `left` to the front and returns their number.
fn partition(points: &mut [[f64; SHAPES]], left: impl Fn(&[f64; SHAPES]) -> bool) -> usize {
    let mut middle = 0;
    for at in 0..points.len() {
        if left(&points[at]) {
            points.swap(at, middle);
            middle += 1;
        }
    }
    middle
}

/// The average path of an unsuccessful search in a binary search tree of `n` points: equation 1 of the paper.
fn average_path(n: usize) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    match n {
        0 | 1 => 0.0,
        2 => 1.0,
        n => 2.0 * (((n - 1) as f64).ln() + EULER) - 2.0 * (n - 1) as f64 / n as f64,
    }
}

#[derive(Debug)]
struct Forest {
    trees: Vec<Tree>,
    size: usize,
}

impl Forest {
    /// The anomaly score of the paper, 0..1: equation 2.
    fn score(&self, point: &[f64; SHAPES]) -> f64 {
        let point = point.map(|value| value as f32);
        let path: f64 =
            self.trees.iter().map(|tree| tree.path(&point)).sum::<f64>() / self.trees.len() as f64;
        (-path / average_path(self.size).max(1.0)).exp2()
    }
}

/// A forest with the limit above which its scores are unusual.
#[derive(Debug)]
struct Judge {
    forest: Forest,
    /// The one shape of a history that never varied: no cut is possible, and any other shape is unusual.
    constant: Option<[f64; SHAPES]>,
    scale: Jitter,
    limit: Limit,
}

impl Judge {
    fn confidence(&self, point: &[f64; SHAPES]) -> f32 {
        if let Some(constant) = self.constant {
            let apart = point.iter().zip(constant).any(|(shape, usual)| (shape - usual).abs() > 1.0);
            return if apart { confidence_above(FARTHEST, STEEPNESS) } else { 0.0 };
        }
        confidence_above(self.limit.ratio(self.forest.score(point)), STEEPNESS)
    }
}

/// A forest that follows a series; it keeps the samples that describe the next one.
#[derive(Debug, Clone)]
struct Follow {
    judge: Arc<Judge>,
    newest: Newest,
}

impl Fitted for Follow {
    fn observe(&mut self, values: &[f64]) {
        self.newest.skip(values);
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        for value in values {
            self.newest.push(*value);
            let vote = self.newest.window().and_then(|window| shape(window, self.judge.scale));
            votes.push(vote.map_or(Vote::ABSTAIN, |point| Vote::new(self.judge.confidence(&point), None)));
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        let nodes: usize = self.judge.forest.trees.iter().map(|tree| tree.nodes.len()).sum();
        size_of::<Self>() + self.newest.bytes() + nodes * size_of::<Node>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_paths_are_those_of_the_paper() {
        assert_eq!((average_path(1), average_path(2)), (0.0, 1.0));
        assert!((average_path(256) - 10.244_77).abs() < 1e-4, "{}", average_path(256));
    }

    #[test]
    fn what_lies_apart_has_the_shorter_path() {
        let mut random = Random::new(42);
        let mut points: Vec<[f64; SHAPES]> =
            (0..255).map(|_| [0.0; SHAPES].map(|_: f64| random.unit())).collect();
        points.push([9.0; SHAPES]);
        let path = |point: [f32; SHAPES]| {
            let mut random = Random::new(7);
            let trees = (0..50).map(|_| Tree::grow(points.clone(), 8, &mut random).path(&point));
            trees.sum::<f64>() / 50.0
        };
        assert!(path([9.0; SHAPES]) < 0.5 * path([0.5; SHAPES]));
    }
}
