//! The LSTM autoencoder: the forward pass, and backpropagation through time.
//!
//! An encoder LSTM reads the window; its last state is the code. A decoder LSTM gets the code at every step and writes
//! the window from its newest sample to its oldest (Malhotra et al., 2016: the end of the input is written first). A
//! dense layer turns each decoder state into one sample.
//!
//! The memory layout is feature by feature with the batch innermost, so that the inner loops run over `B` neighbours.

use crate::real::Real;

/// The size of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Number of samples in a window.
    pub window: usize,
    /// Number of units in a state.
    pub hidden: usize,
}

/// The positions of the parameters of one LSTM; gates in ONNX's order: input, output, forget, cell.
#[derive(Debug, Clone, Copy)]
pub struct CellRange {
    /// Input weights, `4 hidden x inputs`, row by row.
    pub w: usize,
    /// Recurrence weights, `4 hidden x hidden`, row by row.
    pub r: usize,
    /// Biases, `4 hidden`.
    pub b: usize,
}

impl Shape {
    /// The positions of the encoder's parameters.
    pub const fn encoder(self) -> CellRange {
        let gates = 4 * self.hidden;
        CellRange { w: 0, r: gates, b: gates + gates * self.hidden }
    }

    /// The positions of the decoder's parameters.
    pub const fn decoder(self) -> CellRange {
        let (gates, from) = (4 * self.hidden, self.encoder().b + 4 * self.hidden);
        CellRange { w: from, r: from + gates * self.hidden, b: from + 2 * gates * self.hidden }
    }

    /// The position of the dense layer: `hidden` weights, then the bias.
    pub const fn dense(self) -> usize {
        self.decoder().b + 4 * self.hidden
    }

    /// Number of parameters.
    pub const fn parameters(self) -> usize {
        self.dense() + self.hidden + 1
    }
}

/// A row of the batch for one feature.
type Lane<F, const B: usize> = [F; B];

/// The values of one LSTM step that the backward pass needs.
#[derive(Debug, Clone)]
struct Step<F, const B: usize> {
    gates: Vec<Lane<F, B>>,
    cell: Vec<Lane<F, B>>,
    squashed: Vec<Lane<F, B>>,
    state: Vec<Lane<F, B>>,
}

impl<F: Real, const B: usize> Step<F, B> {
    fn new(hidden: usize) -> Self {
        let zeros = |n| vec![[F::default(); B]; n];
        Self { gates: zeros(4 * hidden), cell: zeros(hidden), squashed: zeros(hidden), state: zeros(hidden) }
    }
}

/// A network that works on batches of `B` windows: its memory is allocated once and reused.
#[derive(Debug, Clone)]
pub struct Network<F, const B: usize> {
    shape: Shape,
    encoder: Vec<Step<F, B>>,
    decoder: Vec<Step<F, B>>,
    drive: Vec<Lane<F, B>>,
    output: Vec<Lane<F, B>>,
}

impl<F: Real, const B: usize> Network<F, B> {
    /// A network of this shape.
    pub fn new(shape: Shape) -> Self {
        // One step more than the window: step 0 is the state before the first sample, all zeros.
        let steps = || vec![Step::new(shape.hidden); shape.window + 1];
        let lanes = |n| vec![[F::default(); B]; n];
        Self {
            shape,
            encoder: steps(),
            decoder: steps(),
            drive: lanes(4 * shape.hidden),
            output: lanes(shape.window),
        }
    }

    /// The reconstruction of `input` (`window` samples, ascending time, `B` windows side by side), in the same layout.
    pub fn forward(&mut self, parameters: &[F], input: &[Lane<F, B>]) -> &[Lane<F, B>] {
        let Shape { window, hidden } = self.shape;
        let gates = 4 * hidden;
        let at = self.shape.encoder();
        for (t, sample) in input.iter().enumerate() {
            for (g, drive) in self.drive.iter_mut().enumerate() {
                let (weight, bias) = (parameters[at.w + g], parameters[at.b + g]);
                for b in 0..B {
                    drive[b] = weight * sample[b] + bias;
                }
            }
            advance(&parameters[at.r..at.r + gates * hidden], &self.drive, &mut self.encoder[t..t + 2]);
        }
        let at = self.shape.decoder();
        for (drive, bias) in self.drive.iter_mut().zip(&parameters[at.b..at.b + gates]) {
            *drive = [*bias; B];
        }
        multiply(&parameters[at.w..at.w + gates * hidden], &self.encoder[window].state, &mut self.drive);
        let dense = &parameters[self.shape.dense()..];
        for s in 0..window {
            advance(&parameters[at.r..at.r + gates * hidden], &self.drive, &mut self.decoder[s..s + 2]);
            let output = &mut self.output[window - 1 - s];
            *output = [dense[hidden]; B];
            for (weight, state) in dense.iter().zip(&self.decoder[s + 1].state) {
                for b in 0..B {
                    output[b] += *weight * state[b];
                }
            }
        }
        &self.output
    }

    /// The loss against `target`, in which sample `t` has the weight `emphasis[t]`; writes its gradient to `gradient`.
    pub fn backward(
        &mut self,
        parameters: &[F],
        input: &[Lane<F, B>],
        target: &[Lane<F, B>],
        emphasis: &[F],
        gradient: &mut [F],
    ) -> F {
        self.forward(parameters, input);
        gradient.fill(F::default());
        let Shape { window, hidden } = self.shape;
        let gates = 4 * hidden;
        let lanes = |n| vec![[F::default(); B]; n];
        let mut total = F::default();
        for weight in emphasis {
            total += *weight;
        }
        let each = F::of(1.0) / (total * F::of(B as f64));
        let (mut loss, mut back) =
            (F::default(), Back { state: lanes(hidden), cell: lanes(hidden), gates: lanes(gates) });
        let (at, dense) = (self.shape.decoder(), self.shape.dense());
        let mut drive = lanes(gates);
        for s in (0..window).rev() {
            let t = window - 1 - s;
            let mut slope = [F::default(); B];
            for (slope, (output, target)) in slope.iter_mut().zip(self.output[t].iter().zip(&target[t])) {
                let error = *output - *target;
                loss += error * error * emphasis[t] * each;
                *slope = F::of(2.0) * error * emphasis[t] * each;
            }
            for k in 0..hidden {
                gradient[dense + k] += dot(&slope, &self.decoder[s + 1].state[k]);
                for (back, slope) in back.state[k].iter_mut().zip(&slope) {
                    *back += parameters[dense + k] * *slope;
                }
            }
            gradient[dense + hidden] += dot(&slope, &[F::of(1.0); B]);
            back.through(parameters, at, &self.decoder[s..s + 2], gradient);
            for (sum, part) in drive.iter_mut().zip(&back.gates) {
                for b in 0..B {
                    sum[b] += part[b];
                }
            }
        }
        outer(&drive, &self.encoder[window].state, &mut gradient[at.w..at.w + gates * hidden]);
        back.state = lanes(hidden);
        back.cell = lanes(hidden);
        multiply_back(&parameters[at.w..at.w + gates * hidden], &drive, &mut back.state);
        let at = self.shape.encoder();
        for t in (0..window).rev() {
            back.through(parameters, at, &self.encoder[t..t + 2], gradient);
            outer(&back.gates, &input[t..=t], &mut gradient[at.w..at.w + gates]);
        }
        loss
    }
}

/// The gradients that flow from one step to the step before it.
struct Back<F, const B: usize> {
    state: Vec<Lane<F, B>>,
    cell: Vec<Lane<F, B>>,
    gates: Vec<Lane<F, B>>,
}

impl<F: Real, const B: usize> Back<F, B> {
    /// Backpropagates through `steps[1]`, which followed `steps[0]`.
    fn through(&mut self, parameters: &[F], at: CellRange, steps: &[Step<F, B>], gradient: &mut [F]) {
        let (before, step, one) = (&steps[0], &steps[1], F::of(1.0));
        let hidden = self.state.len();
        for k in 0..hidden {
            for b in 0..B {
                let [input, output, forget, fresh] = [0, 1, 2, 3].map(|g| step.gates[g * hidden + k][b]);
                let (squashed, state) = (step.squashed[k][b], self.state[k][b]);
                let cell = self.cell[k][b] + state * output * (one - squashed * squashed);
                self.gates[k][b] = cell * fresh * input * (one - input);
                self.gates[hidden + k][b] = state * squashed * output * (one - output);
                self.gates[2 * hidden + k][b] = cell * before.cell[k][b] * forget * (one - forget);
                self.gates[3 * hidden + k][b] = cell * input * (one - fresh * fresh);
                self.cell[k][b] = cell * forget;
            }
        }
        let recurrence = at.r..at.r + 4 * hidden * hidden;
        outer(&self.gates, &before.state, &mut gradient[recurrence.clone()]);
        outer(&self.gates, &[[one; B]], &mut gradient[at.b..at.b + 4 * hidden]);
        self.state.fill([F::default(); B]);
        multiply_back(&parameters[recurrence], &self.gates, &mut self.state);
    }
}

/// One LSTM step from `steps[0]` to `steps[1]`; `drive` is the contribution of input and bias to the gates.
fn advance<F: Real, const B: usize>(recurrence: &[F], drive: &[Lane<F, B>], steps: &mut [Step<F, B>]) {
    let (before, after) = steps.split_at_mut(1);
    let (before, after) = (&before[0], &mut after[0]);
    let hidden = before.state.len();
    after.gates.copy_from_slice(drive);
    multiply(recurrence, &before.state, &mut after.gates);
    let (sigmoids, tanhs) = after.gates.split_at_mut(3 * hidden);
    for gate in sigmoids.iter_mut().flatten() {
        *gate = gate.sigmoid();
    }
    for gate in tanhs.iter_mut().flatten() {
        *gate = gate.tanh();
    }
    for k in 0..hidden {
        for b in 0..B {
            let cell = after.gates[2 * hidden + k][b] * before.cell[k][b]
                + after.gates[k][b] * after.gates[3 * hidden + k][b];
            let squashed = cell.tanh();
            after.cell[k][b] = cell;
            after.squashed[k][b] = squashed;
            after.state[k][b] = after.gates[hidden + k][b] * squashed;
        }
    }
}

/// `to += matrix * from`, the matrix row by row.
fn multiply<F: Real, const B: usize>(matrix: &[F], from: &[Lane<F, B>], to: &mut [Lane<F, B>]) {
    for (row, sum) in matrix.chunks_exact(from.len()).zip(to) {
        for (weight, lane) in row.iter().zip(from) {
            for b in 0..B {
                sum[b] += *weight * lane[b];
            }
        }
    }
}

/// `to += transpose(matrix) * from`.
fn multiply_back<F: Real, const B: usize>(matrix: &[F], from: &[Lane<F, B>], to: &mut [Lane<F, B>]) {
    for (row, lane) in matrix.chunks_exact(to.len()).zip(from) {
        for (weight, sum) in row.iter().zip(to.iter_mut()) {
            for b in 0..B {
                sum[b] += *weight * lane[b];
            }
        }
    }
}

/// `gradient += left * transpose(right)`, summed over the batch.
fn outer<F: Real, const B: usize>(left: &[Lane<F, B>], right: &[Lane<F, B>], gradient: &mut [F]) {
    for (row, left) in gradient.chunks_exact_mut(right.len()).zip(left) {
        for (sum, right) in row.iter_mut().zip(right) {
            *sum += dot(left, right);
        }
    }
}

/// The dot product, in eight running sums: a single one would keep the compiler from vectorising.
#[inline(always)]
fn dot<F: Real, const B: usize>(left: &Lane<F, B>, right: &Lane<F, B>) -> F {
    let mut sums = [F::default(); 8];
    for (left, right) in left.chunks(8).zip(right.chunks(8)) {
        for ((sum, left), right) in sums.iter_mut().zip(left).zip(right) {
            *sum += *left * *right;
        }
    }
    let mut total = F::default();
    for sum in sums {
        total += sum;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_series::Random;

    #[test]
    fn lstm_gradients_are_those_of_finite_differences() {
        let shape = Shape { window: 5, hidden: 3 };
        let mut random = Random::new(1);
        let mut network = Network::<f64, 4>::new(shape);
        let mut parameters: Vec<f64> = (0..shape.parameters()).map(|_| random.between(-0.8, 0.8)).collect();
        let mut lanes =
            || -> Vec<[f64; 4]> { (0..5).map(|_| [(); 4].map(|()| random.between(-1.0, 1.0))).collect() };
        let (input, target, emphasis) = (lanes(), lanes(), [1.0, 1.0, 1.0, 1.0, 4.0]);
        let mut gradient = vec![0.0; parameters.len()];
        let mut ignored = gradient.clone();
        network.backward(&parameters, &input, &target, &emphasis, &mut gradient);
        for at in 0..parameters.len() {
            let (kept, step) = (parameters[at], 1e-5);
            let mut loss = |value: f64| {
                parameters[at] = value;
                network.backward(&parameters, &input, &target, &emphasis, &mut ignored)
            };
            let slope = (loss(kept + step) - loss(kept - step)) / (2.0 * step);
            loss(kept);
            let error = (slope - gradient[at]).abs();
            assert!(
                error < 1e-9 + 1e-6 * slope.abs(),
                "parameter {at}: {slope} by differences, {} by rule",
                gradient[at]
            );
        }
        assert!(gradient.iter().all(|slope| *slope != 0.0), "every parameter takes part");
    }
}
