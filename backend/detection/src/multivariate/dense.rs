//! Dense autoencoder over metrics: how badly a small network that has learnt how the metrics depend on each other
//! reconstructs them.
//!
//! Hinton, Salakhutdinov: Reducing the Dimensionality of Data with Neural Networks, 2006,
//! <https://doi.org/10.1126/science.1127647>; some metrics are masked in training, as in Vincent, Larochelle, Bengio,
//! Manzagol: Extracting and Composing Robust Features with Denoising Autoencoders, 2008,
//! <https://doi.org/10.1145/1390156.1390294>.
//!
//! Each metric is measured from its median in units of its spread, and its error in units of its own usual error, so
//! that metrics that are usually reconstructed well count more. The network learns from one half of the drawn rows; the
//! other half sets the usual errors.

use seismo_series::{Labels, Random};

use super::spec::LEAST_METRICS;
use crate::Unfit;
use crate::detectors::robust::{
    Limit, MAD_TO_SIGMA, ScaleFloor, confidence_by_order, median_sorted, quantile_sorted, spread_sorted,
    usable,
};
use crate::network::{Autoencoder, Scratch, Training};

/// Largest number of rows of the history used, one drawn from each of as many equal parts.
const ROWS: usize = 2048;

/// Smallest number of rows for a fit, and of samples in them for a metric to be part of it.
pub(super) const LEAST_ROWS: usize = 64;

/// Share of the metrics that is masked in training.
const MASKING_RATE: f64 = 0.1;

/// Steps of the training times the number of weights, which is its cost. Higher: slower and better fits.
const WORK: usize = 400_000;
/// Smallest number of steps.
const LEAST_STEPS: usize = 300;
/// Largest number of steps.
const MOST_STEPS: usize = 1_500;

/// Share of the history that may exceed the limit. Higher: more alarms.
const PART: f64 = 0.002;

/// Upper bound of the limit, in upper quartile distances above the median. Higher: fewer alarms after histories with
/// incidents.
const TAIL: f64 = 8.0;
/// Smallest distance of the limit above the median. Higher: fewer alarms.
const LEAST_SPREAD: f64 = 0.5;

/// Exponent of the confidence beyond the limit: .9 at twice the limit's distance from the median, .956 at three times.
const POWER: f64 = 2.0;

/// Smallest usual error of a metric, in units of its spread: about what a network of this size can be trained to.
const LEAST_ERROR: f64 = 0.2;

/// Largest number of metrics that can account for a row, besides the bound of a third of all.
const MOST_HIDDEN: usize = 6;
/// Number of candidates tried for each of them. Higher: slower.
const SUSPECTS: usize = 8;

/// Largest distance of a metric, in units of its spread; larger ones are clamped to it.
const FARTHEST: f64 = 1e3;

/// A fitted autoencoder over metrics.
#[derive(Debug)]
pub(super) struct Dense {
    known: Known,
    limit: Limit,
}

/// The fitted metrics and the network that reconstructs them.
#[derive(Debug)]
struct Known {
    metrics: Vec<Metric>,
    network: Autoencoder,
}

/// The usual values of one metric.
#[derive(Debug)]
struct Metric {
    labels: Labels,
    median: f64,
    spread: f64,
    floor: ScaleFloor,
    /// Its usual reconstruction error, in units of its spread.
    error: f64,
}

/// Buffers of a judgement.
#[derive(Debug)]
pub(super) struct Room {
    row: Vec<f32>,
    network: Scratch,
    /// For each metric of the fit, its share of the squared errors; NaN if it is missing.
    pub(super) errors: Vec<f32>,
}

/// The result of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judgement {
    /// The reconstruction error: the mean of the metrics' errors by their fourth power, so that one of many is not
    /// lost; about 1 is normal.
    pub(super) error: f64,
    /// Confidence, 0..1.
    pub(super) confidence: f32,
}

impl Dense {
    /// Fits to the given rows (ascending) of `metrics` (as many samples each, NaN = gap).
    ///
    /// # Errors
    /// [`Unfit::ShortHistory`] if fewer than two metrics, or too few rows, have samples.
    pub(super) fn fit(metrics: &[(&Labels, &[f64])], rows: &[usize], seed: u64) -> Result<Self, Unfit> {
        let mut random = Random::new(seed);
        let drawn = draw(rows, &mut random);
        let column = |values: &[f64]| drawn.iter().map(|at| usable(values[*at])).collect::<Vec<f64>>();
        let columns = metrics.iter().map(|(labels, values)| (*labels, column(values)));
        let known: Vec<(&Labels, Vec<f64>)> =
            columns.filter(|(_, values)| observed(values) >= LEAST_ROWS).collect();
        if known.len() < LEAST_METRICS {
            let mut found: Vec<usize> = metrics.iter().map(|(_, values)| observed(&column(values))).collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            let found = found.get(LEAST_METRICS - 1).copied().unwrap_or_default();
            return Err(Unfit::ShortHistory { needed: LEAST_ROWS, found });
        }
        let metrics: Vec<Metric> = known.iter().map(|(labels, values)| Metric::of(labels, values)).collect();
        let count = metrics.len();
        let mut kept: Vec<f32> = Vec::with_capacity(drawn.len() * count);
        for at in 0..drawn.len() {
            if 2 * known.iter().filter(|(_, values)| !values[at].is_nan()).count() >= count {
                kept.extend(metrics.iter().zip(&known).map(|(metric, (_, values))| metric.place(values[at])));
            }
        }
        if kept.len() < LEAST_ROWS * count {
            return Err(Unfit::ShortHistory { needed: LEAST_ROWS, found: kept.len() / count });
        }
        let half = |which: usize| -> Vec<f32> {
            kept.chunks_exact(count).skip(which).step_by(2).flatten().copied().collect()
        };
        let (wide, narrow) = ((2 * count).div_ceil(3), count.div_ceil(3));
        let weights = 2 * wide * (count + narrow);
        let steps = (WORK / weights).clamp(LEAST_STEPS, MOST_STEPS);
        let training = Training { steps, masking_rate: MASKING_RATE, seed: random.bits() };
        let network = Autoencoder::train(&[count, wide, narrow, wide, count], &half(0), training);
        let mut known = Known { metrics, network };
        let mut room = known.room();
        known.learn_errors(&half(1), &mut room);
        let limit = known.limit(&half(1), &mut room);
        Ok(Self { known, limit })
    }

    /// The metrics, in the order of rows and shares.
    pub(super) fn metrics(&self) -> impl Iterator<Item = &Labels> {
        self.known.metrics.iter().map(|metric| &metric.labels)
    }

    /// Buffers of a judgement.
    pub(super) fn room(&self) -> Room {
        self.known.room()
    }

    /// Judges one row: the metrics' values in their order, NaN = gap. `None` if fewer than half are present. Leaves the
    /// shares of the error in `room`.
    pub(super) fn judge(&self, values: impl IntoIterator<Item = f64>, room: &mut Room) -> Option<Judgement> {
        for ((place, metric), value) in room.row.iter_mut().zip(&self.known.metrics).zip(values) {
            *place = metric.place(usable(value));
        }
        let error = self.known.error(room)?;
        let ratio = self.limit.ratio(error);
        if ratio > 0.0 {
            self.blame(room);
        }
        share(&mut room.errors);
        Some(Judgement { error, confidence: confidence_by_order(ratio, POWER) })
    }

    /// Finds the metrics that account for an unusual row, whose errors are in `room`. A fault in one metric makes the
    /// network reconstruct the others badly as well. So metrics are masked one after the other until the error of the
    /// rest is normal; each time, of those with the largest errors, the one whose masking reduces the error of the rest
    /// most. Then errors of the masked metrics are measured from their reconstruction by the rest.
    fn blame(&self, room: &mut Room) {
        let count = room.row.len();
        let whole = room.row.clone();
        for _ in 0..MOST_HIDDEN.min(count / 3) {
            let mut suspects: Vec<usize> = (0..count).filter(|at| !room.row[*at].is_nan()).collect();
            suspects.sort_by(|a, b| room.errors[*b].total_cmp(&room.errors[*a]));
            let mut best: Option<(f64, usize)> = None;
            for at in suspects.into_iter().take(SUSPECTS) {
                let shown = std::mem::replace(&mut room.row[at], f32::NAN);
                let left = self.known.rest(room);
                room.row[at] = shown;
                if best.is_none_or(|(least, _)| left < least) {
                    best = Some((left, at));
                }
            }
            let Some((left, at)) = best else { break };
            room.row[at] = f32::NAN;
            self.known.measure(&whole, room);
            if self.limit.ratio(left) == 0.0 {
                break;
            }
        }
        room.row.copy_from_slice(&whole);
    }

    /// Approximate memory held, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let labels =
            |labels: &Labels| labels.iter().map(|(name, value)| name.len() + value.len() + 64).sum::<usize>();
        let metrics = self.metrics().map(|metric| size_of::<Metric>() + labels(metric));
        size_of::<Self>() + self.known.network.bytes() + metrics.sum::<usize>()
    }
}

impl Known {
    fn room(&self) -> Room {
        let count = self.metrics.len();
        Room { row: vec![0.0; count], network: self.network.scratch(), errors: vec![f32::NAN; count] }
    }

    /// The error of the row in `room`; leaves that of each metric there. `None` if fewer than half are present.
    fn error(&self, room: &mut Room) -> Option<f64> {
        let there = room.row.iter().filter(|value| !value.is_nan()).count();
        (2 * there >= room.row.len()).then(|| self.rest(room))
    }

    /// The error of the metrics of the row in `room` that are present; leaves that of each in `room`.
    fn rest(&self, room: &mut Room) -> f64 {
        let reconstructed = self.network.reconstruct(&room.row, &mut room.network);
        let (mut sum, mut there) = (0.0, 0.0);
        let numbers = room.row.iter().zip(reconstructed).zip(&self.metrics);
        for (error, ((value, reconstructed), metric)) in room.errors.iter_mut().zip(numbers) {
            *error = (f64::from(value - reconstructed).abs() / metric.error) as f32;
            if !error.is_nan() {
                sum += f64::from(*error).powi(4);
                there += 1.0;
            }
        }
        if there > 0.0 { (sum / there).sqrt().sqrt() } else { 0.0 }
    }

    /// Leaves in `room` the difference of each number of `whole` from its reconstruction, for the partly masked row in
    /// `room`.
    fn measure(&self, whole: &[f32], room: &mut Room) {
        let reconstructed = self.network.reconstruct(&room.row, &mut room.network);
        let numbers = whole.iter().zip(reconstructed).zip(&self.metrics);
        for (error, ((value, reconstructed), metric)) in room.errors.iter_mut().zip(numbers) {
            *error = (f64::from(value - reconstructed).abs() / metric.error) as f32;
        }
    }

    /// Learns from rows which errors are usual for each metric.
    fn learn_errors(&mut self, rows: &[f32], room: &mut Room) {
        let mut errors = vec![Vec::new(); self.metrics.len()];
        for row in rows.chunks_exact(self.metrics.len()) {
            let reconstructed = self.network.reconstruct(row, &mut room.network);
            for (errors, (value, reconstructed)) in errors.iter_mut().zip(row.iter().zip(reconstructed)) {
                errors.extend((!value.is_nan()).then(|| f64::from(value - reconstructed).abs()));
            }
        }
        for (metric, errors) in self.metrics.iter_mut().zip(&mut errors) {
            errors.sort_by(f64::total_cmp);
            metric.error = (MAD_TO_SIGMA * quantile_sorted(errors, 0.5)).max(LEAST_ERROR);
        }
    }

    /// The limit from the errors of these rows.
    fn limit(&self, rows: &[f32], room: &mut Room) -> Limit {
        let mut errors = Vec::with_capacity(rows.len() / self.metrics.len());
        for row in rows.chunks_exact(self.metrics.len()) {
            room.row.copy_from_slice(row);
            errors.extend(self.error(room));
        }
        errors.sort_by(f64::total_cmp);
        Limit::of(&errors, PART, TAIL, LEAST_SPREAD)
    }
}

impl Metric {
    fn of(labels: &Labels, values: &[f64]) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        let median = median_sorted(&sorted);
        Self {
            labels: labels.clone(),
            median,
            spread: spread_sorted(&sorted, median),
            floor: ScaleFloor::of(&sorted),
            error: 1.0,
        }
    }

    /// The position of a value, in units of the spread from the median; NaN stays NaN.
    fn place(&self, value: f64) -> f32 {
        let deviation = value - self.median;
        let units = self.floor.ratio(deviation.abs(), self.spread, value);
        // `min` returns the other number if one is NaN.
        if units.is_nan() { f32::NAN } else { units.min(FARTHEST).copysign(deviation) as f32 }
    }
}

/// Turns errors into their shares of the sum of squares; equal shares if there is no error.
fn share(errors: &mut [f32]) {
    let there = || errors.iter().filter(|error| !error.is_nan()).map(|error| f64::from(*error));
    let (sum, count) = (there().map(|error| error * error).sum::<f64>(), there().count() as f64);
    for error in errors {
        let square = f64::from(*error).powi(2);
        *error = if sum > 0.0 { square / sum } else { square + 1.0 / count } as f32;
    }
}

fn observed(values: &[f64]) -> usize {
    values.iter().filter(|value| !value.is_nan()).count()
}

/// At most [`ROWS`] of `rows`, one drawn from each of as many equal parts.
fn draw(rows: &[usize], random: &mut Random) -> Vec<usize> {
    let parts = ROWS.min(rows.len());
    let bound = |part: usize| part * rows.len() / parts.max(1);
    (0..parts).map(|part| rows[bound(part) + random.below(bound(part + 1) - bound(part))]).collect()
}
