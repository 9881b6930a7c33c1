//! The loader on good and bad files.

use seismo_models::{BATCH, Model, ModelError, embedded, info, sha256};
use serde_json::{Value, json};

const ONNX: &[u8] = include_bytes!("../../models/lstm_autoencoder.onnx");
const METADATA: &[u8] = include_bytes!("../../models/lstm_autoencoder.json");

/// The shipped metadata with some fields changed.
fn metadata(changes: &Value) -> Vec<u8> {
    let mut metadata: Value = serde_json::from_slice(METADATA).unwrap();
    for (field, value) in changes.as_object().unwrap() {
        metadata[field] = value.clone();
    }
    serde_json::to_vec(&metadata).unwrap()
}

/// Loads a file with matching metadata.
fn vouched(onnx: &[u8]) -> Result<Model, ModelError> {
    Model::from_bytes(onnx, &metadata(&json!({ "sha256": sha256(onnx) })))
}

#[test]
fn lstm_shipped_model_loads_and_tells_about_itself() {
    let (model, info) = (embedded().unwrap(), info());
    assert!(info.loaded && info.error.is_none());
    assert_eq!(info.sha256, sha256(ONNX));
    assert_eq!((&info.sha256, &info.version), (&model.metadata().sha256, &model.metadata().version));
    let mut keys: Vec<String> =
        serde_json::to_value(&info).unwrap().as_object().unwrap().keys().cloned().collect();
    keys.sort_unstable();
    assert_eq!(keys, ["error", "id", "loaded", "sha256", "trainedOn", "version", "window"]);
}

#[test]
fn lstm_answer_for_a_window_does_not_depend_on_the_others() {
    let model = embedded().unwrap();
    let length = model.window();
    let windows: Vec<f32> =
        (0..3 * BATCH * length).map(|at| ((at * 7919) % 1009) as f32 / 300.0 - 1.6).collect();
    let whole = model.reconstruct(&windows).unwrap();
    let bits = |values: &[f32]| -> Vec<u32> { values.iter().map(|value| value.to_bits()).collect() };
    for number in [0, 1, 5, 31, 62, 63, 64, 100, 150, 191] {
        let own = number * length..(number + 1) * length;
        assert_eq!(
            bits(&model.reconstruct(&windows[own.clone()]).unwrap()),
            bits(&whole[own]),
            "window {number}"
        );
    }
    for start in 1..=BATCH {
        let part = model.reconstruct(&windows[start * length..]).unwrap();
        assert_eq!(bits(&part), bits(&whole[start * length..]), "from window {start}");
    }
    assert!(model.reconstruct(&[]).unwrap().is_empty());
}

#[test]
fn lstm_bad_metadata_is_refused_with_a_reason() {
    let zeros = "0".repeat(64);
    for (metadata, reason) in [
        (Vec::new(), "metadata cannot be read"),
        (b"[]".to_vec(), "metadata cannot be read"),
        (b"{\"id\": \"lstm_autoencoder\"}".to_vec(), "missing field"),
        (metadata(&json!({ "colour": "red" })), "unknown field `colour`"),
        (metadata(&json!({ "window": 0 })), "window is 0"),
        (metadata(&json!({ "window": 1_000_000 })), "window is 1000000"),
        (
            metadata(&json!({ "calibration": { "threshold": 0.0, "windows": 1 } })),
            "calibration.threshold is 0",
        ),
        (metadata(&json!({ "sha256": zeros })), "its SHA-256 is"),
    ] {
        let error = Model::from_bytes(ONNX, &metadata).unwrap_err().to_string();
        assert!(error.contains(reason), "{reason}: {error}");
    }
}

#[test]
fn lstm_model_of_another_window_is_refused() {
    for window in [16, 31, 33] {
        let error = Model::from_bytes(ONNX, &metadata(&json!({ "window": window }))).unwrap_err();
        assert!(matches!(error, ModelError::Onnx(_) | ModelError::Form { .. }), "window {window}: {error}");
    }
}

#[test]
fn lstm_torn_and_foreign_files_are_refused() {
    let half = ONNX.len() / 2;
    let mut cases: Vec<Vec<u8>> =
        vec![b"not a model".to_vec(), vec![0xff; 500], vec![0; 64], METADATA.to_vec()];
    cases.extend([0, 1, 2, 10, 100, half, ONNX.len() - 100, ONNX.len() - 1].map(|end| ONNX[..end].to_vec()));
    cases.push(ONNX[half..].to_vec());
    for (number, case) in cases.iter().enumerate() {
        let error = vouched(case).map(|_| ()).unwrap_err();
        assert!(!error.to_string().is_empty(), "case {number}");
    }
}

#[test]
fn lstm_damaged_files_never_end_the_process() {
    let (mut refused, mut at) = (0, 3);
    while at < ONNX.len() {
        let mut damaged = ONNX.to_vec();
        damaged[at] ^= 0x15;
        // The damage may have hit a weight, and then the model still runs.
        refused += usize::from(vouched(&damaged).is_err());
        at += 211;
    }
    assert!(refused > 0);
}
