//! Generates the training windows: ordinary series of many kinds, and no incidents.

use crate::random::factor;
use seismo_series::Random;

/// A window as the encoder sees it and as the decoder should write it.
#[derive(Debug, Clone)]
pub struct Example {
    /// Samples, ascending time; one of them may be displaced.
    pub seen: Vec<f64>,
    /// The same samples without displacement.
    pub truth: Vec<f64>,
}

/// An ordinary window of `length` samples.
pub fn ordinary(random: &mut Random, length: usize) -> Vec<f64> {
    let mut window = vec![0.0; length];
    match random.below(20) {
        0..6 => {}
        6..11 => season(random, &mut window),
        11..13 => trend(random, &mut window),
        13..15 => walk(random, &mut window),
        15..18 => correlated(random, &mut window),
        18 => {
            season(random, &mut window);
            trend(random, &mut window);
        }
        _ => step(random, &mut window),
    }
    noise(random, &mut window);
    if random.chance(0.1) {
        let grain = spread(&window) * factor(random, 0.1, 1.5);
        for value in &mut window {
            *value = (*value / grain).round() * grain;
        }
    }
    window
}

/// A training window. In half of them the newest sample is displaced, in some an older one: the decoder should write
/// the original (a denoising autoencoder: Vincent et al., 2008).
pub fn example(random: &mut Random, length: usize) -> Example {
    let truth = ordinary(random, length);
    let mut seen = truth.clone();
    let unit = spread(&truth);
    let mut displace = |at: usize, random: &mut Random| {
        let sign = if random.chance(0.5) { 1.0 } else { -1.0 };
        seen[at] += sign * unit * factor(random, 0.2, 20.0);
    };
    if random.chance(0.5) {
        displace(length - 1, random);
    }
    if random.chance(0.15) {
        displace(random.below(length - 1), random);
    }
    Example { seen, truth }
}

fn season(random: &mut Random, window: &mut [f64]) {
    let (period, phase, overtone) = (factor(random, 6.0, 400.0), random.unit(), random.between(0.0, 0.5));
    let (shift, size) = (random.unit(), factor(random, 0.5, 30.0));
    for (t, value) in window.iter_mut().enumerate() {
        let turn = t as f64 / period + phase;
        *value += size * (wave(turn) + overtone * wave(2.0 * turn + shift));
    }
}

fn trend(random: &mut Random, window: &mut [f64]) {
    let (slope, bend) = (random.normal() * factor(random, 0.05, 3.0), random.normal() * 0.03);
    for (t, value) in window.iter_mut().enumerate() {
        *value += slope * t as f64 + bend * (t * t) as f64;
    }
}

fn walk(random: &mut Random, window: &mut [f64]) {
    let mut level = 0.0;
    let size = factor(random, 0.3, 5.0);
    for value in window {
        level += size * random.normal();
        *value += level;
    }
}

fn correlated(random: &mut Random, window: &mut [f64]) {
    let (keep, size) = (random.between(0.3, 0.98), factor(random, 0.5, 5.0));
    let fresh = size * (1.0 - keep * keep).sqrt();
    let mut level = size * random.normal();
    for value in window {
        level = keep * level + fresh * random.normal();
        *value += level;
    }
}

fn step(random: &mut Random, window: &mut [f64]) {
    let (from, size) = (2 + random.below(window.len() - 4), random.normal() * 6.0);
    for value in &mut window[from..] {
        *value += size;
    }
}

/// White noise, mostly normal, sometimes with heavier tails.
fn noise(random: &mut Random, window: &mut [f64]) {
    let (size, heavy) = (factor(random, 0.02, 1.5), random.chance(0.15));
    for value in window {
        let tail = if heavy && random.chance(0.1) { 2.5 } else { 1.0 };
        *value += size * tail * random.normal();
    }
}

/// The standard deviation.
fn spread(window: &[f64]) -> f64 {
    let n = window.len() as f64;
    let mean = window.iter().sum::<f64>() / n;
    (window.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()
}

/// A wave of period and height 1, within 0.1 % of a sine (Bhaskara's formula): plain arithmetic.
fn wave(turn: f64) -> f64 {
    let turn = turn - turn.floor();
    let (sign, x) = if turn < 0.5 { (1.0, 2.0 * turn) } else { (-1.0, 2.0 * turn - 1.0) };
    let rise = x * (1.0 - x);
    sign * 16.0 * rise / (5.0 - 4.0 * rise)
}
