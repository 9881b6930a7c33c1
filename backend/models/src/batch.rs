//! Collects windows until the model has a full batch.

use crate::model::{BATCH, Model, ModelError};
use crate::window::{normalise, surprise};

/// The window at a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// There is no window: its newest sample is a gap, or too many others are.
    Nothing,
    /// The window is flat: nothing in it can be surprising, so the model does not see it.
    Flat,
    /// The window was added to the batch.
    Window,
}

/// Windows that wait for the model, each with the position of its result.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    model: &'a Model,
    samples: Vec<f64>,
    windows: Vec<f32>,
    places: Vec<usize>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        Self { model, samples: vec![0.0; model.window()], windows: Vec::new(), places: Vec::new() }
    }

    /// Adds the window of the newest `T` samples that are no gaps. `recent` are the samples from the newest back as far
    /// as a window may reach.
    pub(crate) fn show<'v>(&mut self, place: usize, mut recent: impl Iterator<Item = &'v f64>) -> Shown {
        let mut missing = self.samples.len();
        let newest = recent.next().filter(|value| value.is_finite());
        for value in newest.into_iter().chain(recent.filter(|value| value.is_finite()).take(missing - 1)) {
            missing -= 1;
            self.samples[missing] = *value;
        }
        if newest.is_none() || missing > 0 {
            return Shown::Nothing;
        }
        let from = self.windows.len();
        self.windows.resize(from + self.samples.len(), 0.0);
        let shown = match normalise(&self.samples, &mut self.windows[from..]) {
            None => Shown::Nothing,
            Some(0.0) => Shown::Flat,
            Some(_) => Shown::Window,
        };
        match shown {
            Shown::Window => self.places.push(place),
            Shown::Nothing | Shown::Flat => self.windows.truncate(from),
        }
        shown
    }

    /// Whether the model must run before another window is added.
    pub(crate) const fn is_full(&self) -> bool {
        self.places.len() >= BATCH
    }

    /// Runs the model, and passes the surprise of each window to `each`, with its position. The batch is empty
    /// afterwards.
    pub(crate) fn ask(&mut self, mut each: impl FnMut(usize, f64)) -> Result<(), ModelError> {
        let answer = self.model.reconstruct(&self.windows);
        let length = self.model.window();
        for (at, (window, rebuilt)) in self
            .windows
            .chunks_exact(length)
            .zip(answer.iter().flat_map(|all| all.chunks_exact(length)))
            .enumerate()
        {
            each(self.places[at], surprise(window, rebuilt));
        }
        self.windows.clear();
        self.places.clear();
        answer.map(drop)
    }
}
