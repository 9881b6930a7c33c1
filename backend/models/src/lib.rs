#![doc = include_str!("../README.md")]

mod batch;
mod detector;
mod embedded;
mod model;
mod registers;
pub mod window;

use std::sync::Arc;

use seismo_detection::{Catalogue, Cost, DetectorInfo, ParameterInfo, ParameterKind, Reference};

pub use detector::LstmAutoencoder;
pub use embedded::{ModelInfo, embedded, info};
pub use model::{BATCH, Calibration, Metadata, Model, ModelError, sha256};

/// Adds the detectors of this room, with the embedded model.
pub fn register(catalogue: &mut Catalogue) {
    register_from(catalogue, embedded());
}

/// Adds the detectors of this room, with a given model or the reason why there is none. Without a model the detector is
/// still known by name, but cannot be fitted.
pub fn register_from(catalogue: &mut Catalogue, model: Result<Arc<Model>, ModelError>) {
    let described = describe(model.as_deref().ok());
    catalogue.add(described, move |given| Arc::new(LstmAutoencoder::new(given, model.clone())));
}

/// The entry of the detector in the catalogue.
fn describe(model: Option<&Model>) -> DetectorInfo {
    DetectorInfo {
        id: detector::ID,
        name: "LSTM autoencoder",
        summary: "Compares each value with its reconstruction by a network trained on ordinary windows of many kinds. \
                  Finds spikes, dips and sudden changes in noisy, drifting and rhythmic series.",
        reference: Reference {
            title: "Malhotra et al.: LSTM-based Encoder-Decoder for Multi-sensor Anomaly Detection, 2016",
            url: "https://arxiv.org/abs/1607.00148",
        },
        cost: Cost::High,
        nanoseconds_per_sample: 25_000,
        minimum_history: model.map_or(0, |model| detector::WINDOWS_NEEDED * model.window()),
        parameters: vec![
            ParameterInfo {
                name: "sigma",
                kind: ParameterKind::Number,
                default: model.map_or(DEFAULT_SIGMA, |model| model.metadata().calibration.threshold),
                minimum: 0.5,
                maximum: 50.0,
                unit: "sigma",
                summary: "Smallest deviation of an unusual value, in units of the network's error on the window before \
                          it. Series whose ordinary values deviate more get a higher limit automatically.",
            },
            ParameterInfo {
                name: "windows",
                kind: ParameterKind::Integer,
                default: 256.0,
                minimum: 32.0,
                maximum: 4096.0,
                unit: "windows",
                summary: "Number of windows of history that set a series' limit.",
            },
        ],
    }
}

/// The default shown if there is no model to provide it.
const DEFAULT_SIGMA: f64 = 4.0;
