//! A model file: parsed, checked and ready to run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tract_onnx::prelude::*;

use crate::registers;

/// Number of windows per run. Every run has exactly this many, filled up with flat ones, so that the result for a
/// window depends only on the window.
pub const BATCH: usize = 64;

/// The metadata of a model file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metadata {
    /// The kind of model: `lstm_autoencoder`.
    pub id: String,
    /// Changes whenever the bytes do.
    pub version: String,
    /// Samples in a window.
    pub window: usize,
    /// Number of units in a state.
    pub hidden: usize,
    /// SHA-256 of the model file, in hexadecimal.
    pub sha256: String,
    /// A description of the training data.
    pub trained_on: String,
    /// Mean squared error on the training windows, at the end.
    pub training_loss: f64,
    /// The same on windows that were not used for training.
    pub validation_loss: f64,
    /// The distribution of its statistic on ordinary data.
    pub calibration: Calibration,
}

/// The distribution of the statistic ([`crate::window::surprise`]) on white noise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Calibration {
    /// The value exceeded by one window in a thousand.
    pub threshold: f64,
    /// Number of windows used to measure it.
    pub windows: usize,
}

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The metadata cannot be read.
    #[error("its metadata cannot be read: {0}")]
    Metadata(String),
    /// A field of the metadata is invalid.
    #[error("its metadata says {field} is {value}: {right}")]
    Field {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
        /// What would be right.
        right: &'static str,
    },
    /// The file is not the one that the metadata describes.
    #[error("its SHA-256 is {found}, its metadata says {said}")]
    Digest {
        /// The file's.
        found: String,
        /// The metadata's.
        said: String,
    },
    /// The file is not an ONNX model that can run here.
    #[error("it is not a usable ONNX model: {0}")]
    Onnx(String),
    /// The input or output of the model has the wrong shape.
    #[error(
        "it turns {input} into {output}, where [{BATCH}, {window}, 1] into [{BATCH}, {window}, 1] is needed"
    )]
    Form {
        /// The input's type and shape.
        input: String,
        /// The output's.
        output: String,
        /// Samples in a window.
        window: usize,
    },
}

/// A model that is loaded and can run, from many threads at once.
pub struct Model {
    metadata: Metadata,
    plan: Arc<TypedRunnableModel>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("metadata", &self.metadata).finish_non_exhaustive()
    }
}

impl Model {
    /// Parses a model file (`onnx`) and its metadata (JSON), and runs it once.
    ///
    /// # Errors
    /// [`ModelError`] if the two do not belong together, or the file is damaged, hostile, or of another form. The ONNX
    /// reader can panic on such files; that is caught.
    pub fn from_bytes(onnx: &[u8], metadata: &[u8]) -> Result<Self, ModelError> {
        let metadata = Metadata::read(metadata)?;
        let found = sha256(onnx);
        if found != metadata.sha256 {
            return Err(ModelError::Digest { found, said: metadata.sha256 });
        }
        let window = metadata.window;
        let plan = guarded(|| load(onnx, window))?;
        let model = Self { metadata, plan };
        let zeros = vec![0.0; window];
        let answer = guarded(|| model.run(&zeros))?;
        if answer.len() != window || answer.iter().any(|value| !value.is_finite()) {
            return Err(ModelError::Onnx("it does not answer a flat window with finite numbers".to_owned()));
        }
        Ok(model)
    }

    /// The metadata of the model.
    pub const fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Samples in a window.
    pub const fn window(&self) -> usize {
        self.metadata.window
    }

    /// Reconstructs normalised windows, concatenated in `windows` (`n * T` numbers), in the same layout. Each result is
    /// the same, bit for bit, whatever other windows are passed with it.
    ///
    /// # Errors
    /// [`ModelError::Onnx`] if the model fails.
    pub fn reconstruct(&self, windows: &[f32]) -> Result<Vec<f32>, ModelError> {
        let mut results = Vec::with_capacity(windows.len());
        for batch in windows.chunks(BATCH * self.window()) {
            results.extend_from_slice(&guarded(|| self.run(batch))?);
        }
        Ok(results)
    }

    /// Runs at most [`BATCH`] windows.
    fn run(&self, windows: &[f32]) -> Result<Vec<f32>, ModelError> {
        let mut input = Tensor::zero::<f32>(&[BATCH, self.window(), 1])?;
        input.try_as_plain_ram_mut()?.as_slice_mut::<f32>()?[..windows.len()].copy_from_slice(windows);
        let output = self.plan.run(tvec!(input.into()))?;
        let answer = output[0].try_as_plain_ram()?.as_slice::<f32>()?;
        Ok(answer[..windows.len()].to_vec())
    }
}

impl Metadata {
    /// Reads and checks metadata.
    ///
    /// # Errors
    /// [`ModelError::Metadata`] or [`ModelError::Field`].
    pub fn read(json: &[u8]) -> Result<Self, ModelError> {
        let read: Self =
            serde_json::from_slice(json).map_err(|error| ModelError::Metadata(error.to_string()))?;
        let field = |field, value: &dyn ToString, right| {
            Err(ModelError::Field { field, value: value.to_string(), right })
        };
        if !(4..=1024).contains(&read.window) {
            return field("window", &read.window, "4 to 1024 samples can be run");
        }
        let threshold = read.calibration.threshold;
        if !(threshold.is_finite() && threshold > 0.0) {
            return field("calibration.threshold", &threshold, "a number above 0 is needed");
        }
        Ok(read)
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs code that may panic on a bad model, and clears the processor's registers afterwards.
fn guarded<T>(work: impl FnOnce() -> Result<T, ModelError>) -> Result<T, ModelError> {
    let done = catch_unwind(AssertUnwindSafe(work));
    registers::clear();
    done.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("for no stated reason");
        Err(ModelError::Onnx(format!("the reader gave up: {text}")))
    })
}

impl From<TractError> for ModelError {
    fn from(error: TractError) -> Self {
        Self::Onnx(format!("{error:#}"))
    }
}

fn load(mut onnx: &[u8], window: usize) -> Result<Arc<TypedRunnableModel>, ModelError> {
    let shape = [BATCH, window, 1];
    let model = tract_onnx::onnx().model_for_read(&mut onnx)?.with_input_fact(0, f32::fact(shape).into())?;
    let typed = model.into_typed()?;
    let (inputs, outputs) = (typed.inputs.len(), typed.outputs.len());
    let (input, output) = (typed.input_fact(0)?.clone(), typed.output_fact(0)?.clone());
    let right = |fact: &TypedFact| {
        fact.datum_type == f32::datum_type() && fact.shape.as_concrete() == Some(&shape[..])
    };
    if inputs != 1 || outputs != 1 || !right(&input) || !right(&output) {
        return Err(ModelError::Form { input: format!("{input:?}"), output: format!("{output:?}"), window });
    }
    Ok(typed.into_optimized()?.into_runnable()?)
}
