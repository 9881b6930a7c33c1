//! What can go wrong, said so that the reader knows what to do next.

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
    /// A JSON file has another form.
    #[error("{}, line {}: {source}; {right}", path.display(), source.line())]
    Json {
        /// The file.
        path: PathBuf,
        /// The parser's reason.
        source: serde_json::Error,
        /// What would be right.
        right: &'static str,
    },
    /// A file is no CSV.
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
        /// The columns that there are.
        found: String,
        /// What would be right.
        right: &'static str,
    },
    /// A cell of a file holds what it cannot hold.
    #[error("{}, line {line}: {column} is {found:?}: write {right}", path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// What stands there.
        found: String,
        /// What would be right.
        right: &'static str,
    },
    /// An entry of the manifest has a field that it cannot have.
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
    /// A file of NAB has no labels, or a window whose ends are no rows.
    #[error("{}: {file:?} {problem}", labels.display())]
    Window {
        /// The file of labels.
        labels: PathBuf,
        /// The file of data, as it is named there.
        file: String,
        /// What is wrong, and what would be right.
        problem: String,
    },
    /// Nothing was selected.
    #[error("no series is left: {asked}; the manifest has {there}")]
    Nothing {
        /// What was asked for.
        asked: String,
        /// What there is.
        there: String,
    },
    /// An option has a value that it cannot have.
    #[error("{option} is {found:?}: write {right}")]
    Option {
        /// The option.
        option: &'static str,
        /// What was written.
        found: String,
        /// What would be right.
        right: String,
    },
    /// The detection that was asked for is not possible.
    #[error(transparent)]
    Spec(#[from] SpecError),
}

impl EvaluateError {
    /// Wraps what the system says of a file.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
