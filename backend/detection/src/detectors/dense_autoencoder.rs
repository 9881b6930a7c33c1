//! Dense autoencoder on the newest window: how badly a small network, trained on the shapes of the history,
//! reconstructs it.
//!
//! Hinton, Salakhutdinov: Reducing the Dimensionality of Data with Neural Networks, 2006,
//! <https://doi.org/10.1126/science.1127647>. The network of `crate::network`, trained at each fit on windows drawn
//! from all of the history; the limit is taken from the history's own errors.
//!
//! # Not supported
//! Levels and the time of day: a window is only its shape. An unusual sample stays unusual for as long as the window
//! holds it, with decreasing weight.

use serde_json::{Map, Value};

use super::follow::{Follow, Judge};
use super::robust::{Limit, median_sorted, usable};
use super::windows::Shape;
use crate::network::{Autoencoder, Scratch, Training};
use crate::{
    Context, Cost, Detector, DetectorInfo, Fitted, ParameterInfo, ParameterKind, Parameters, Reference, Unfit,
};

/// Number of windows of the history that the network is trained on. Higher: slower fits.
const TRAINING: usize = 512;

/// Steps of the training. The error of white noise and of a season stops falling after two thirds of them.
const STEPS: usize = 300;

/// Number of windows of the history that set the limit.
const CALIBRATION: usize = 1024;

/// Upper bound of the limit, in upper quartile distances above the median error. White noise needs 5 for the share
/// above; the rest allows for longer tails and short histories. Higher: fewer alarms after histories with incidents.
const TAIL: f64 = 8.0;

/// Smallest distance of the limit above the median: a quarter of the history's jitter in each sample.
const LEAST_SPREAD: f64 = 0.25;

/// Smallest number of windows that a fit accepts.
const LEAST_WINDOWS: usize = 64;

const DEFAULT_WINDOW: usize = 16;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    let size = |name, default, maximum, unit, summary| ParameterInfo {
        name,
        kind: ParameterKind::Integer,
        default,
        minimum: 1.0,
        maximum,
        unit,
        summary,
    };
    DetectorInfo {
        id: "dense_autoencoder",
        name: "Dense autoencoder",
        summary: "Trains a small network to reconstruct the shapes of the history and votes if it reconstructs the \
                  newest window badly.",
        reference: Reference {
            title: "Hinton, Salakhutdinov: Reducing the Dimensionality of Data with Neural Networks, 2006",
            url: "https://doi.org/10.1126/science.1127647",
        },
        cost: Cost::Low,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 750,
        minimum_history: LEAST_WINDOWS + DEFAULT_WINDOW,
        parameters: vec![
            ParameterInfo {
                minimum: 4.0,
                ..size("window", DEFAULT_WINDOW as f64, 64.0, "samples", "Number of samples of a shape.")
            },
            size("hidden", 8.0, 32.0, "", "Number of units between the window and the middle."),
            size("middle", 3.0, 16.0, "", "Number of units that a shape is reconstructed from."),
            ParameterInfo {
                name: "quantile",
                kind: ParameterKind::Number,
                default: 0.995,
                minimum: 0.9,
                maximum: 0.9999,
                unit: "",
                summary: "Share of the history's windows below the limit.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct DenseAutoencoder {
    given: Parameters,
    window: usize,
    hidden: usize,
    middle: usize,
    quantile: f64,
}

impl DenseAutoencoder {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        Self {
            given: given.clone(),
            window: given.integer("window"),
            hidden: given.integer("hidden"),
            middle: given.integer("middle"),
            quantile: given.number("quantile"),
        }
    }
}

impl Detector for DenseAutoencoder {
    fn id(&self) -> &'static str {
        "dense_autoencoder"
    }

    fn minimum_history(&self) -> usize {
        LEAST_WINDOWS + self.window
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let history: Vec<f64> = history.iter().map(|value| usable(*value)).collect();
        let shape = Shape::of(&history, self.window);
        let points = shape.sample(&history, TRAINING, context.seed);
        if points.len() < LEAST_WINDOWS {
            return Err(Unfit::ShortHistory { needed: self.minimum_history(), found: points.len() });
        }
        let mut rows = vec![0.0; points.len() * self.window];
        for (at, row) in rows.chunks_exact_mut(self.window).enumerate() {
            points.get(at, row);
        }
        let unit = usual_size(&rows, self.window);
        rows.iter_mut().for_each(|number| *number /= unit);
        let sizes = [self.window, self.hidden, self.middle, self.hidden, self.window];
        let network = Autoencoder::train(
            &sizes,
            &rows,
            Training { steps: STEPS, masking_rate: 0.0, seed: context.seed },
        );
        let mut scratch = Room { row: vec![0.0; self.window], network: network.scratch() };
        let known = Known { shape, network, unit };
        let limit = known.limit(&history, 1.0 - self.quantile, &mut scratch);
        Ok(Box::new(Follow::new(known, limit, scratch, &history)))
    }
}

/// The root mean square of the median row; rows have `length` numbers each. At least the jitter. The median row is used
/// instead of all rows because one incident in the history would make every other window look alike.
fn usual_size(rows: &[f32], length: usize) -> f32 {
    let square = |row: &[f32]| row.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>();
    let mut squares: Vec<f64> = rows.chunks_exact(length).map(square).collect();
    squares.sort_by(f64::total_cmp);
    (median_sorted(&squares) / length as f64).sqrt().max(1.0) as f32
}

/// The fitted network and its units.
#[derive(Debug)]
struct Known {
    shape: Shape,
    network: Autoencoder,
    /// The divisor of described windows before they enter the network.
    unit: f32,
}

/// Buffers of a judgement, so that it does not allocate.
#[derive(Debug, Clone)]
struct Room {
    row: Vec<f32>,
    network: Scratch,
}

impl Known {
    /// The limit from the errors of the history.
    fn limit(&self, history: &[f64], part: f64, room: &mut Room) -> Limit {
        let step = history.len().div_ceil(CALIBRATION);
        let ends = (self.shape.length() - 1..history.len()).rev().step_by(step);
        let mut errors: Vec<f64> =
            ends.filter_map(|end| self.unusual(self.shape.window(history, end), room)).collect();
        errors.sort_by(f64::total_cmp);
        Limit::of(&errors, part, TAIL, LEAST_SPREAD)
    }
}

impl Judge for Known {
    type Scratch = Room;

    fn length(&self) -> usize {
        self.shape.length()
    }

    /// The reconstruction error of `window`: the root mean square, in units of the history's jitter.
    fn unusual(&self, window: &[f64], room: &mut Room) -> Option<f64> {
        if !self.shape.describe(window, &mut room.row) {
            return None;
        }
        room.row.iter_mut().for_each(|number| *number /= self.unit);
        let reconstructed = self.network.reconstruct(&room.row, &mut room.network);
        let square = |(one, other): (&f32, &f32)| f64::from(one - other).powi(2);
        let sum: f64 = reconstructed.iter().zip(&room.row).map(square).sum();
        Some((sum / room.row.len() as f64).sqrt() * f64::from(self.unit))
    }

    fn bytes(&self, room: &Room) -> usize {
        self.network.bytes() + room.network.bytes() + 4 * room.row.len()
    }
}
