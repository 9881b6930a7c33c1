//! The model that ships in the binary.

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::model::{Metadata, Model, ModelError, sha256};

/// The description of the embedded model: the resource `model-info`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    /// The kind of model.
    pub id: String,
    /// Changes whenever the bytes do.
    pub version: String,
    /// SHA-256 of the model file, in hexadecimal.
    pub sha256: String,
    /// Samples in a window.
    pub window: usize,
    /// A description of the training data.
    pub trained_on: String,
    /// Whether it can be used.
    pub loaded: bool,
    /// The error, if it cannot be used.
    pub error: Option<String>,
}

/// The embedded model, loaded at the first call and shared from then on.
///
/// # Errors
/// [`ModelError`] if this build's model cannot be used on this machine; the same at every call.
pub fn embedded() -> Result<Arc<Model>, ModelError> {
    static LOADED: OnceLock<Result<Arc<Model>, ModelError>> = OnceLock::new();
    LOADED.get_or_init(|| Model::from_bytes(ONNX, METADATA).map(Arc::new)).clone()
}

/// The description of the embedded model, loaded or not.
pub fn info() -> ModelInfo {
    let said = Metadata::read(METADATA).ok();
    let text = |pick: fn(&Metadata) -> &String| {
        said.as_ref().map_or_else(|| "unknown".to_owned(), |m| pick(m).clone())
    };
    let error = embedded().err().map(|error| error.to_string());
    ModelInfo {
        id: text(|said| &said.id),
        version: text(|said| &said.version),
        sha256: sha256(ONNX),
        window: said.as_ref().map_or(0, |said| said.window),
        trained_on: text(|said| &said.trained_on),
        loaded: error.is_none(),
        error,
    }
}

const ONNX: &[u8] = include_bytes!("../models/lstm_autoencoder.onnx");
const METADATA: &[u8] = include_bytes!("../models/lstm_autoencoder.json");
