//! LSTM autoencoder: how far a sample is from its reconstruction by a network that has learnt ordinary windows.
//!
//! The encoder-decoder of Malhotra et al. (2016), trained to ignore displaced samples (denoising: Vincent et al.,
//! 2008). The vote at `t` uses the last `T` observed samples up to `t`. Each window is normalised by itself, so one
//! model serves every series: its unit and its zero do not matter.
//!
//! Gaps are left out of a window, never filled. If the last `T` observed samples reach back more than `3 T / 2`
//! samples, there is no window, and the detector abstains.
//!
//! # Not supported
//! Patterns longer than a window, such as a day at one sample a minute: other members cover those. A flat line and a
//! change of variance: no single sample of theirs is out of place.

use std::collections::VecDeque;
use std::sync::Arc;

use seismo_detection::{Context, Detector, Fitted, Parameters, Unfit, Vote, confidence_above};
use serde_json::{Map, Value};

use crate::batch::{Batch, Shown};
use crate::model::{Model, ModelError};

/// The id of the detector in queries.
pub(crate) const ID: &str = "lstm_autoencoder";

/// The detector.
#[derive(Debug)]
pub struct LstmAutoencoder {
    given: Parameters,
    model: Result<Arc<Model>, ModelError>,
}

impl LstmAutoencoder {
    /// Makes the detector from checked parameters and the model, or the reason why there is none.
    pub fn new(given: &Parameters, model: Result<Arc<Model>, ModelError>) -> Self {
        Self { given: given.clone(), model }
    }
}

impl Detector for LstmAutoencoder {
    fn id(&self) -> &'static str {
        ID
    }

    fn minimum_history(&self) -> usize {
        self.model.as_ref().map_or(0, |model| WINDOWS_NEEDED * model.window())
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], _: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let model = self.model.as_ref().map_err(|error| Unfit::Model { reason: error.to_string() })?;
        let found = history.iter().filter(|value| value.is_finite()).count();
        if found < self.minimum_history() {
            return Err(Unfit::ShortHistory { needed: self.minimum_history(), found });
        }
        let mut surprises = sample(model, history, self.given.integer("windows"))
            .map_err(|error| Unfit::Model { reason: error.to_string() })?;
        let threshold = threshold(&mut surprises, self.given.number("sigma"));
        let mut fitted =
            Follower { model: Arc::clone(model), threshold, recent: VecDeque::with_capacity(reach(model)) };
        fitted.observe(history);
        Ok(Box::new(fitted))
    }
}

/// Number of observed samples that a fit needs, in windows.
pub(crate) const WINDOWS_NEEDED: usize = 3;

/// Steepness of the confidence above the threshold. A sample 4.5 sigmas off in white noise stands at 1.2 times the
/// threshold in the median, and its confidence should be .9. Higher: confidence rises faster.
const STEEPNESS: f64 = 7.0;

/// Number of windows of history from which on they are used to estimate the tail.
const TAIL_WINDOWS: usize = 32;

/// The threshold of a series. It is that of white noise (`least`), or, if the series' own windows are more surprising,
/// the value that one in a thousand of them would exceed. Between one in ten and one in fifty, surprises fall off about
/// exponentially. The line through these two is extrapolated to one in a thousand, less its typical error on 256
/// windows.
fn threshold(surprises: &mut [f64], least: f64) -> f64 {
    const ALLOWANCE: f64 = 0.85;
    if surprises.len() < TAIL_WINDOWS {
        return least;
    }
    surprises.sort_unstable_by(f64::total_cmp);
    let upper = |part: f64| surprises[surprises.len() - 1 - (surprises.len() as f64 * part) as usize];
    let (tenth, fiftieth) = (upper(0.1), upper(0.02));
    let thousandth = tenth + (fiftieth - tenth) * (100.0_f64.ln() / 5.0_f64.ln());
    least.max(ALLOWANCE * thousandth)
}

/// The surprises of at most `count` windows, spread evenly over the history.
fn sample(model: &Model, history: &[f64], count: usize) -> Result<Vec<f64>, ModelError> {
    let (mut batch, mut surprises) = (Batch::new(model), Vec::with_capacity(count));
    let first = model.window() - 1;
    let places = history.len().saturating_sub(first);
    for number in 0..count.min(places) {
        let at = first + number * places / count.min(places);
        if let Shown::Flat = batch.show(at, history[..=at].iter().rev().take(reach(model))) {
            surprises.push(0.0);
        }
        if batch.is_full() {
            batch.ask(|_, surprise| surprises.push(surprise))?;
        }
    }
    batch.ask(|_, surprise| surprises.push(surprise))?;
    Ok(surprises)
}

/// Number of samples that a window can reach back.
fn reach(model: &Model) -> usize {
    model.window() + model.window() / 2
}

/// Follows a series.
#[derive(Debug, Clone)]
struct Follower {
    model: Arc<Model>,
    threshold: f64,
    /// The last samples, including gaps: as many as a window can reach back.
    recent: VecDeque<f64>,
}

/// Adds one sample, and drops the one that no window reaches any more.
fn push(recent: &mut VecDeque<f64>, reach: usize, value: f64) {
    if recent.len() == reach {
        recent.pop_front();
    }
    recent.push_back(value);
}

impl Fitted for Follower {
    fn observe(&mut self, values: &[f64]) {
        let reach = reach(&self.model);
        for value in &values[values.len().saturating_sub(reach)..] {
            push(&mut self.recent, reach, *value);
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        let Self { model, threshold, recent } = self;
        let reach = reach(model);
        let vote = |surprise: f64| Vote::new(confidence_above(surprise / *threshold, STEEPNESS), None);
        let mut batch = Batch::new(model);
        for value in values {
            push(recent, reach, *value);
            let at = votes.len();
            // A vote abstains until the model has answered; if the model fails, it stays so.
            votes.push(match batch.show(at, recent.iter().rev()) {
                Shown::Nothing | Shown::Window => Vote::ABSTAIN,
                Shown::Flat => Vote::new(0.0, None),
            });
            if batch.is_full() {
                let _ = batch.ask(|at, surprise| votes[at] = vote(surprise));
            }
        }
        let _ = batch.ask(|at, surprise| votes[at] = vote(surprise));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.recent.capacity() * size_of::<f64>()
    }
}
