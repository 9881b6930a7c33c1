//! A folder of labelled series with a `manifest.json`.

mod manifest;
mod place;
mod table;
mod windows;

use std::path::{Path, PathBuf};

pub use manifest::{Entry, Half, Selection};
pub use place::{Fed, Placed, place};
use windows::Windows;

use crate::EvaluateError;
use table::Table;

/// The set with labels in windows in a file of their own, and with the rules of the Numenta Anomaly Benchmark.
pub const NAB: &str = "nab";

/// A folder of labelled series.
#[derive(Debug)]
pub struct Dataset {
    root: PathBuf,
    entries: Vec<Entry>,
}

/// One series with its labels: `n` rows, in the order of the file.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its entry in the manifest.
    pub entry: Entry,
    /// Milliseconds since 1970 of each row, in the order of the file; times without a zone are UTC.
    pub times_ms: Vec<i64>,
    /// The columns: `n` values each, NaN = gap. One, unless the entry has `dims`.
    pub columns: Vec<Vec<f64>>,
    /// Whether the row is labelled an anomaly.
    pub label: Vec<bool>,
    /// First and last row of each labelled window; empty but for [`NAB`].
    pub windows: Vec<(usize, usize)>,
}

impl Dataset {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// [`EvaluateError`] if it is missing or an entry is invalid.
    pub fn open(root: &Path) -> Result<Self, EvaluateError> {
        Ok(Self { root: root.to_owned(), entries: manifest::read(&root.join("manifest.json"))? })
    }

    /// All series, in the order of the manifest.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The selected series, in the order of the manifest.
    ///
    /// # Errors
    /// [`EvaluateError::Nothing`] if there are none.
    pub fn select(&self, selection: &Selection) -> Result<Vec<Entry>, EvaluateError> {
        let chosen: Vec<_> = self.entries.iter().filter(|entry| selection.takes(entry)).cloned().collect();
        if !chosen.is_empty() {
            return Ok(chosen);
        }
        let mut there: Vec<String> = self.entries.iter().map(Entry::kind).collect();
        there.sort();
        there.dedup();
        Err(EvaluateError::Nothing { asked: selection.to_string(), there: there.join(", ") })
    }

    /// Reads a series with its labels.
    ///
    /// # Errors
    /// [`EvaluateError`] if the file cannot be read or a cell is invalid.
    pub fn load(&self, entry: &Entry) -> Result<Record, EvaluateError> {
        let path = self.root.join(&entry.file);
        let is_nab = entry.is_nab();
        let Table { times_ms, columns, label } = table::read(&path, !is_nab)?;
        let rows = times_ms.len();
        entry.check_rows(&self.root.join("manifest.json"), rows, columns.len())?;
        let mut record = Record { entry: entry.clone(), times_ms, columns, label, windows: Vec::new() };
        if is_nab {
            let labels = self.root.join(NAB).join("labels/combined_windows.json");
            record.windows = Windows::read(&labels)?.of(&labels, &entry.file, &record.times_ms)?;
            record.label = vec![false; rows];
            for (first, last) in &record.windows {
                record.label[*first..=*last].fill(true);
            }
        }
        Ok(record)
    }
}

impl Record {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.times_ms.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.times_ms.is_empty()
    }

    /// The first row that is fed; everything before stays unknown.
    pub fn fed_from(&self) -> usize {
        self.entry.warmup_from
    }

    /// One past the last row that is judged.
    pub fn judged_to(&self) -> usize {
        self.entry.score_to.unwrap_or(self.len())
    }
}
