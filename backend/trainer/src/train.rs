//! Fits a network's parameters to windows.

use seismo_models::window::normalise;

use crate::network::{Network, Shape};
use crate::windows;
use seismo_series::Random;

/// Number of windows per training step.
pub const BATCH: usize = 64;

/// A training plan.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The network.
    pub shape: Shape,
    /// Number of batches.
    pub steps: usize,
    /// Seed of the initial parameters and of the windows.
    pub seed: u64,
    /// The highest learning rate.
    pub rate: f64,
    /// Weight of the newest sample in the loss.
    pub emphasis: f64,
}

/// Trained parameters and their losses.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The parameters, laid out as [`Shape`] says.
    pub parameters: Vec<f32>,
    /// Mean loss of the last twentieth of the batches.
    pub training_loss: f64,
    /// Mean loss on windows of another seed.
    pub validation_loss: f64,
}

impl Plan {
    /// The initial parameters: uniform within `1 / sqrt(hidden)` of 0.
    pub fn first(&self) -> Vec<f32> {
        let mut random = Random::new(self.seed);
        let bound = 1.0 / (self.shape.hidden as f64).sqrt();
        (0..self.shape.parameters()).map(|_| random.between(-bound, bound) as f32).collect()
    }

    /// Trains. `report` gets the number of batches done and the mean loss since its last call.
    pub fn train(&self, mut report: impl FnMut(usize, f64)) -> Trained {
        let mut network = Network::<f32, BATCH>::new(self.shape);
        let mut parameters = self.first();
        let mut adam = Adam::new(parameters.len());
        let mut gradient = vec![0.0; parameters.len()];
        let emphasis = self.weights();
        let mut random = Random::new(self.seed ^ TRAINING);
        let (mut sum, mut last, mut count) = (0.0, 0.0, 0);
        let (part, tail) = ((self.steps / 20).max(1), self.steps - (self.steps / 20).max(1));
        for step in 0..self.steps {
            let (input, target) = batch(&mut random, self.shape.window);
            let loss = f64::from(network.backward(&parameters, &input, &target, &emphasis, &mut gradient));
            adam.step(&mut parameters, &mut gradient, self.rate * schedule(step, self.steps));
            sum += loss;
            count += 1;
            if step >= tail {
                last += loss;
            }
            if count == part {
                report(step + 1, sum / count as f64);
                (sum, count) = (0.0, 0);
            }
        }
        let validation_loss = self.validate(&mut network, &parameters);
        Trained { parameters, training_loss: last / (self.steps - tail) as f64, validation_loss }
    }

    fn validate(&self, network: &mut Network<f32, BATCH>, parameters: &[f32]) -> f64 {
        let mut random = Random::new(self.seed ^ VALIDATION);
        let (emphasis, mut ignored) = (self.weights(), vec![0.0; parameters.len()]);
        let mut loss = || {
            let (input, target) = batch(&mut random, self.shape.window);
            f64::from(network.backward(parameters, &input, &target, &emphasis, &mut ignored))
        };
        (0..VALIDATION_BATCHES).map(|_| loss()).sum::<f64>() / VALIDATION_BATCHES as f64
    }

    fn weights(&self) -> Vec<f32> {
        let mut weights = vec![1.0; self.shape.window];
        weights[self.shape.window - 1] = self.emphasis as f32;
        weights
    }
}

const TRAINING: u64 = 0x7472_6169_6e00_0000;
const VALIDATION: u64 = 0x7661_6c69_6400_0000;
const VALIDATION_BATCHES: usize = 100;

/// A batch in the network's layout: sample by sample, the windows side by side.
fn batch(random: &mut Random, length: usize) -> (Vec<[f32; BATCH]>, Vec<[f32; BATCH]>) {
    let (mut input, mut target) = (vec![[0.0; BATCH]; length], vec![[0.0; BATCH]; length]);
    let mut seen = vec![0.0; length];
    let mut b = 0;
    while b < BATCH {
        let example = windows::example(random, length);
        let Some(unit) = normalise(&example.seen, &mut seen).filter(|unit| *unit > 0.0) else { continue };
        for t in 0..length {
            input[t][b] = seen[t];
            target[t][b] = ((example.truth[t] - example.seen[length - 1]) / unit) as f32;
        }
        b += 1;
    }
    (input, target)
}

/// The learning rate: a short rise, then a fall to zero, faster at first than linear.
fn schedule(step: usize, steps: usize) -> f64 {
    let progress = step as f64 / steps as f64;
    let rise = ((step + 1) as f64 / 200.0).min(1.0);
    rise * (1.0 - progress) * (1.0 - progress * 0.5)
}

/// Adam (Kingma and Ba, 2015) with its paper's constants, and gradients clipped to norm 1.
struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    keep: (f64, f64),
}

impl Adam {
    fn new(parameters: usize) -> Self {
        Self { mean: vec![0.0; parameters], square: vec![0.0; parameters], keep: (1.0, 1.0) }
    }

    fn step(&mut self, parameters: &mut [f32], gradient: &mut [f32], rate: f64) {
        let norm = gradient.iter().map(|slope| f64::from(*slope).powi(2)).sum::<f64>().sqrt();
        let cut = (1.0 / norm.max(1.0)) as f32;
        self.keep = (self.keep.0 * 0.9, self.keep.1 * 0.999);
        let scale = (rate * (1.0 - self.keep.1).sqrt() / (1.0 - self.keep.0)) as f32;
        for (((value, slope), mean), square) in
            parameters.iter_mut().zip(gradient).zip(&mut self.mean).zip(&mut self.square)
        {
            *slope *= cut;
            *mean = 0.9 * *mean + 0.1 * *slope;
            *square = 0.999 * *square + 0.001 * *slope * *slope;
            *value -= scale * *mean / (square.sqrt() + 1e-8);
        }
    }
}
