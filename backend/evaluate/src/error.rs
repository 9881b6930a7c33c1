//! Errors, worded so that the reader knows what to do next.

use std::path::{Path, PathBuf};

use seismo_detection::SpecError;

/// Why data cannot be evaluated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A JSON file has the wrong form.
    #[error("{}, line {}: {source}; {right}", path.display(), source.line())]
    Json {
        /// The file.
        path: PathBuf,
        /// The parser's reason.
        source: serde_json::Error,
        /// What would be right.
        right: &'static str,
    },
    /// A file is not valid CSV.
    #[error("{}: {source}", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// The parser's reason.
        source: csv::Error,
    },
    /// A file lacks a column.
    #[error("{}, line 1: the columns are {found}: {right}", path.display())]
    Columns {
        /// The file.
        path: PathBuf,
        /// The columns found.
        found: String,
        /// What would be right.
        right: &'static str,
    },
    /// A cell of a file is invalid.
    #[error("{}, line {line}: {column} is {found:?}: write {right}", path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// The text of the cell.
        found: String,
        /// What would be right.
        right: &'static str,
    },
    /// A field of an entry of the manifest is invalid.
    #[error("{}: the entry {file:?} has {field} = {found}: {right}", manifest.display())]
    Entry {
        /// The manifest.
        manifest: PathBuf,
        /// The entry's file.
        file: String,
        /// The field.
        field: &'static str,
        /// Its value.
        found: String,
        /// What would be right.
        right: String,
    },
    /// A file of NAB has no labels, or a window whose ends are not rows.
    #[error("{}: {file:?} {problem}", labels.display())]
    Window {
        /// The file of labels.
        labels: PathBuf,
        /// The data file, as it is named there.
        file: String,
        /// The problem, and what would be right.
        problem: String,
    },
    /// Nothing was selected.
    #[error("no series is left: {asked}; the manifest has {there}")]
    Nothing {
        /// The selection.
        asked: String,
        /// The available series.
        there: String,
    },
    /// The value of an option is invalid.
    #[error("{option} is {found:?}: write {right}")]
    Option {
        /// The option.
        option: &'static str,
        /// The value as written.
        found: String,
        /// What would be right.
        right: String,
    },
    /// The requested detection is invalid.
    #[error(transparent)]
    Spec(#[from] SpecError),
}

impl EvaluateError {
    /// Wraps the system's error for a file.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
