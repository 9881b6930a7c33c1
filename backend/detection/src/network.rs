//! A small fully connected autoencoder: it learns to reconstruct its input through a narrow middle layer. So it
//! reconstructs familiar inputs well and unfamiliar ones badly.
//!
//! Hinton, Salakhutdinov: Reducing the Dimensionality of Data with Neural Networks, 2006,
//! <https://doi.org/10.1126/science.1127647>. Trained by Adam: Kingma, Ba: Adam, 2015,
//! <https://arxiv.org/abs/1412.6980>. Weights start as in Glorot, Bengio: Understanding the Difficulty of Training Deep
//! Feedforward Neural Networks, 2010. It uses only additions, multiplications, divisions and square roots, in a fixed
//! order, so results are the same on every machine, bit for bit.

use seismo_series::Random;

/// Number of rows in each step of a training.
const BATCH: usize = 32;

/// Learning rate at first.
const RATE: f32 = 0.01;
/// Share of that rate at the end; it falls linearly.
const LAST_RATE: f32 = 0.05;

/// Decay rates of Adam's two averages: the authors' own.
const KEEP_MEAN: f32 = 0.9;
const KEEP_SQUARE: f32 = 0.999;

/// Largest error of a row, as a root mean square, that counts in full; a larger one teaches only its direction, so that
/// an incident in the history is not learnt with the weight of its size.
const MOST_ERROR: f32 = 2.0;

/// How a network is trained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Training {
    /// Number of steps, at least one.
    pub(crate) steps: usize,
    /// The masking rate: the share of each row's numbers that must be reconstructed from the others. So the network
    /// learns how they depend on each other, and does not pass each on.
    pub(crate) masking_rate: f64,
    /// The seed.
    pub(crate) seed: u64,
}

/// A trained autoencoder.
#[derive(Debug, Clone)]
pub(crate) struct Autoencoder {
    layers: Vec<Layer>,
}

/// One layer: every output is a weighted sum of every input.
#[derive(Debug, Clone)]
struct Layer {
    outputs: usize,
    /// For each input, its weight in each output.
    weights: Vec<f32>,
    biases: Vec<f32>,
    activation: Activation,
}

/// What becomes of the sums of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activation {
    /// Of all layers but the last.
    Tanh,
    /// Of the last.
    Linear,
}

/// Buffers of a pass, so that it does not allocate.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    /// The input row, and the outputs of each layer.
    values: Vec<Vec<f32>>,
}

impl Autoencoder {
    /// Learns `rows`, at least one: `n` times `sizes[0]` numbers, one row after the other, each about 1 in size, NaN =
    /// unknown. `sizes` are the widths of the layers; the first and the last are equal.
    pub(crate) fn train(sizes: &[usize], rows: &[f32], training: Training) -> Self {
        let Training { steps, masking_rate, seed } = training;
        let mut random = Random::new(seed);
        let last = sizes.len() - 2;
        let layers = sizes.windows(2).enumerate();
        let activation = |at| if at < last { Activation::Tanh } else { Activation::Linear };
        let mut network = Self {
            layers: layers
                .map(|(at, pair)| Layer::new(pair[0], pair[1], activation(at), &mut random))
                .collect(),
        };
        let mut teacher = Teacher::new(&network);
        let count = rows.len() / sizes[0];
        let mut shown = vec![0.0; sizes[0]];
        for step in 0..steps {
            for _ in 0..BATCH {
                let at = random.below(count) * sizes[0];
                let row = &rows[at..at + sizes[0]];
                for (shown, number) in shown.iter_mut().zip(row) {
                    *shown =
                        if masking_rate > 0.0 && random.unit() < masking_rate { f32::NAN } else { *number };
                }
                teacher.show(&network, &shown, row);
            }
            teacher.step(&mut network, step, steps);
        }
        network
    }

    /// The reconstruction of `row` (numbers about 1 in size, NaN = unknown): as many numbers.
    pub(crate) fn reconstruct<'a>(&self, row: &[f32], scratch: &'a mut Scratch) -> &'a [f32] {
        for (value, given) in scratch.values[0].iter_mut().zip(row) {
            *value = if given.is_nan() { 0.0 } else { *given };
        }
        for (at, layer) in self.layers.iter().enumerate() {
            let (before, after) = scratch.values.split_at_mut(at + 1);
            layer.forward(&before[at], &mut after[0]);
        }
        scratch.values.last().map_or(&[], Vec::as_slice)
    }

    /// Buffers of a pass.
    pub(crate) fn scratch(&self) -> Scratch {
        let inputs = self.layers.first().map_or(0, Layer::inputs);
        let outputs = self.layers.iter().map(|layer| layer.outputs);
        Scratch { values: std::iter::once(inputs).chain(outputs).map(|count| vec![0.0; count]).collect() }
    }

    /// Approximate memory held, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.layers.iter().map(|layer| 4 * (layer.weights.len() + layer.biases.len())).sum()
    }
}

impl Scratch {
    /// Approximate memory held, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.values.iter().map(|values| 4 * values.len() + size_of::<Vec<f32>>()).sum()
    }
}

impl Layer {
    fn new(inputs: usize, outputs: usize, activation: Activation, random: &mut Random) -> Self {
        let reach = (6.0 / (inputs + outputs) as f64).sqrt();
        let weights = (0..inputs * outputs).map(|_| (reach * (2.0 * random.unit() - 1.0)) as f32).collect();
        Self { outputs, weights, biases: vec![0.0; outputs], activation }
    }

    const fn inputs(&self) -> usize {
        self.weights.len() / self.outputs
    }

    fn forward(&self, inputs: &[f32], outputs: &mut [f32]) {
        outputs.copy_from_slice(&self.biases);
        for (input, weights) in inputs.iter().zip(self.weights.chunks_exact(self.outputs)) {
            for (output, weight) in outputs.iter_mut().zip(weights) {
                *output += input * weight;
            }
        }
        if self.activation == Activation::Tanh {
            outputs.iter_mut().for_each(|output| *output = tanh(*output));
        }
    }
}

/// The hyperbolic tangent as a continued fraction (Lambert), exact to 1e-4 and made of plain arithmetic.
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-4.97, 4.97);
    let square = x * x;
    let above = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let below = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    (above / below).clamp(-1.0, 1.0)
}

/// The state of a training.
struct Teacher {
    scratch: Scratch,
    /// The gradient of the error by each layer's outputs before activation.
    slopes: Vec<Vec<f32>>,
    /// For each layer, the moments of the weights and of the biases.
    moments: Vec<[Moments; 2]>,
    /// The share of their initial zeros that Adam's two averages still hold.
    unseen: [f32; 2],
}

/// Adam's two averages of the gradient.
struct Moments {
    gradient: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Moments {
    fn new(count: usize) -> Self {
        Self { gradient: vec![0.0; count], mean: vec![0.0; count], square: vec![0.0; count] }
    }

    fn step(&mut self, learnt: &mut [f32], rate: f32, unbias: f32) {
        let moments = self.gradient.iter_mut().zip(&mut self.mean).zip(&mut self.square);
        for (number, ((gradient, mean), square)) in learnt.iter_mut().zip(moments) {
            let given = *gradient / BATCH as f32;
            *mean = KEEP_MEAN * *mean + (1.0 - KEEP_MEAN) * given;
            *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * given * given;
            *number -= rate * *mean / ((*square * unbias).sqrt() + 1e-8);
            *gradient = 0.0;
        }
    }
}

impl Teacher {
    fn new(network: &Autoencoder) -> Self {
        Self {
            scratch: network.scratch(),
            slopes: network.layers.iter().map(|layer| vec![0.0; layer.outputs]).collect(),
            moments: network
                .layers
                .iter()
                .map(|layer| [Moments::new(layer.weights.len()), Moments::new(layer.outputs)])
                .collect(),
            unseen: [1.0; 2],
        }
    }

    /// Adds the gradient of one row, of which the network sees `shown`.
    fn show(&mut self, network: &Autoencoder, shown: &[f32], row: &[f32]) {
        let reconstructed = network.reconstruct(shown, &mut self.scratch);
        let last = network.layers.len() - 1;
        let (mut sum, mut count) = (0.0, 0.0_f32);
        for ((slope, reconstructed), given) in self.slopes[last].iter_mut().zip(reconstructed).zip(row) {
            let unknown = given.is_nan();
            *slope = if unknown { 0.0 } else { reconstructed - given };
            count += if unknown { 0.0 } else { 1.0 };
            sum += *slope * *slope;
        }
        let error = (sum / count.max(1.0)).sqrt();
        if error > MOST_ERROR {
            self.slopes[last].iter_mut().for_each(|slope| *slope *= MOST_ERROR / error);
        }
        for (at, layer) in network.layers.iter().enumerate().rev() {
            let (before, after) = self.slopes.split_at_mut(at);
            let [weights, biases] = &mut self.moments[at];
            let inputs = &self.scratch.values[at];
            for (gradient, slope) in biases.gradient.iter_mut().zip(&after[0]) {
                *gradient += slope;
            }
            for (gradients, input) in weights.gradient.chunks_exact_mut(layer.outputs).zip(inputs) {
                for (gradient, slope) in gradients.iter_mut().zip(&after[0]) {
                    *gradient += input * slope;
                }
            }
            if let Some(before) = before.last_mut() {
                let inputs = inputs.iter().zip(layer.weights.chunks_exact(layer.outputs));
                for (slope, (input, weights)) in before.iter_mut().zip(inputs) {
                    *slope = dot(weights, &after[0]) * (1.0 - input * input);
                }
            }
        }
    }

    fn step(&mut self, network: &mut Autoencoder, step: usize, steps: usize) {
        self.unseen = [self.unseen[0] * KEEP_MEAN, self.unseen[1] * KEEP_SQUARE];
        let left = 1.0 - step as f32 / steps as f32;
        let rate = RATE * (LAST_RATE + (1.0 - LAST_RATE) * left);
        let (rate, unbias) = (rate / (1.0 - self.unseen[0]), 1.0 / (1.0 - self.unseen[1]));
        for (layer, [weights, biases]) in network.layers.iter_mut().zip(&mut self.moments) {
            weights.step(&mut layer.weights, rate, unbias);
            biases.step(&mut layer.biases, rate, unbias);
        }
    }
}

/// The dot product, in eight independent sums.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (ones, others) = (one.chunks_exact(8), other.chunks_exact(8));
    let rest: f32 = ones.remainder().iter().zip(others.remainder()).map(|(a, b)| a * b).sum();
    for (one, other) in ones.zip(others) {
        for (sum, (a, b)) in sums.iter_mut().zip(one.iter().zip(other)) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn training(seed: u64) -> Training {
        Training { steps: 300, masking_rate: 0.0, seed }
    }

    /// Rows of six numbers that depend on two.
    fn rows(count: usize) -> Vec<f32> {
        let mut random = Random::new(7);
        let mut rows = Vec::new();
        for _ in 0..count {
            let (a, b) = (2.0 * random.unit() - 1.0, 2.0 * random.unit() - 1.0);
            rows.extend([a, b, a + b, a - b, -a, 0.5 * b].map(|number| number as f32));
        }
        rows
    }

    fn error(network: &Autoencoder, row: &[f32]) -> f32 {
        let mut scratch = network.scratch();
        let reconstructed = network.reconstruct(row, &mut scratch);
        reconstructed.iter().zip(row).map(|(one, other)| (one - other).powi(2)).sum::<f32>().sqrt()
    }

    #[test]
    fn what_is_like_what_it_knows_is_reconstructed_and_what_is_not_is_not() {
        let rows = rows(200);
        let network = Autoencoder::train(&[6, 4, 2, 4, 6], &rows, training(1));
        let known: f32 = rows.chunks_exact(6).map(|row| error(&network, row)).sum::<f32>() / 200.0;
        assert!(known < 0.2, "{known}");
        let strange = error(&network, &[0.5, 0.5, -1.0, 0.0, -0.5, 0.25]);
        assert!(strange > 5.0 * known, "{strange} and {known}");
    }

    #[test]
    fn a_training_can_be_repeated_bit_for_bit() {
        let rows = rows(50);
        let bits = |seed: u64| -> Vec<u32> {
            let network = Autoencoder::train(&[6, 4, 2, 4, 6], &rows, training(seed));
            network.layers.iter().flat_map(|layer| &layer.weights).map(|weight| weight.to_bits()).collect()
        };
        assert_eq!(bits(3), bits(3));
        assert_ne!(bits(3), bits(4));
    }

    #[test]
    fn what_is_unknown_teaches_nothing_and_spoils_nothing() {
        let mut holed = rows(200);
        holed.iter_mut().step_by(7).for_each(|number| *number = f32::NAN);
        let network = Autoencoder::train(&[6, 4, 2, 4, 6], &holed, training(1));
        let known: f32 = rows(200).chunks_exact(6).map(|row| error(&network, row)).sum::<f32>() / 200.0;
        assert!(known < 0.4, "{known}");
    }

    #[test]
    fn huge_numbers_stay_numbers() {
        let mut rows = rows(100);
        rows[17] = 1e6;
        rows[200] = -1e6;
        let network = Autoencoder::train(&[6, 4, 2, 4, 6], &rows, training(1));
        for row in rows.chunks_exact(6) {
            assert!(error(&network, row).is_finite());
        }
    }

    #[test]
    fn slopes_are_those_of_the_error() {
        let network = Autoencoder::train(&[3, 2, 3], &[0.3, -0.2, 0.9], training(5));
        let row = [0.9, -0.4, f32::NAN];
        let loss = |network: &Autoencoder| -> f32 {
            let mut scratch = network.scratch();
            let reconstructed = network.reconstruct(&row, &mut scratch);
            let known = reconstructed.iter().zip(&row).filter(|(_, given)| !given.is_nan());
            known.map(|(one, other)| (one - other).powi(2) / 2.0).sum()
        };
        let mut teacher = Teacher::new(&network);
        teacher.show(&network, &row, &row);
        for layer in 0..2 {
            for at in 0..6 {
                let moved = |by: f32| {
                    let mut network = network.clone();
                    network.layers[layer].weights[at] += by;
                    loss(&network)
                };
                let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
                let found = teacher.moments[layer][0].gradient[at];
                assert!((slope - found).abs() < 1e-2, "{layer} {at}: {slope} and {found}");
            }
        }
    }

    #[test]
    fn the_tangent_is_near_enough() {
        for at in -800_i16..=800 {
            let x = f32::from(at) / 100.0;
            assert!((tanh(x) - x.tanh()).abs() < 2e-4, "{x}: {}", tanh(x));
        }
    }
}
