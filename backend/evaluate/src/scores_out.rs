//! Writes and reads scores beside the data: one CSV per series, with a row for each row of the data.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::EvaluateError;
use crate::dataset::Entry;

/// Writes the scores of a series below `folder`, at the path of its data without `.gz`, and returns that path. Columns
/// `score` and `alert_score`; empty without a score.
///
/// # Errors
/// If a folder or the file cannot be written.
pub fn write(folder: &Path, entry: &Entry, score: &[f64], alert: &[f64]) -> Result<PathBuf, EvaluateError> {
    let path = folder.join(entry.name());
    let save = || {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let mut file = BufWriter::new(std::fs::File::create(&path)?);
        writeln!(file, "score,alert_score")?;
        for (score, alert) in score.iter().zip(alert) {
            cell(&mut file, *score)?;
            file.write_all(b",")?;
            cell(&mut file, *alert)?;
            file.write_all(b"\n")?;
        }
        file.flush()
    };
    save().map_err(EvaluateError::io(&path))?;
    Ok(path)
}

/// The shortest text that parses to the same number.
fn cell(out: &mut impl Write, value: f64) -> std::io::Result<()> {
    if value.is_nan() { Ok(()) } else { write!(out, "{value}") }
}
