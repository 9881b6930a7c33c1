//! The manifest of a folder of series.

use std::fmt;
use std::path::Path;

use seismo_series::Interval;
use serde::Deserialize;

use super::NAB;
use crate::EvaluateError;

/// One series of the manifest.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The set of the series.
    pub set: String,
    /// Its path below the folder of the manifest.
    pub file: String,
    /// The distance between its rows.
    pub interval: Interval,
    /// The half it belongs to.
    pub half: Option<String>,
    /// Number of rows, if the manifest states it.
    pub points: Option<usize>,
    /// Number of metrics that were measured together; `None` for a single one.
    pub dims: Option<usize>,
    /// The first row that is fed; 0 by default.
    pub warmup_from: usize,
    /// The first row that is judged; `None` for NAB, whose own rules apply.
    pub score_from: Option<usize>,
    /// One past the last row that is judged; `None` likewise.
    pub score_to: Option<usize>,
    /// The number of another name for the series; 0 is its own.
    pub alias: u32,
}

/// The purpose of a series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Half {
    /// For choosing and fitting.
    Tune,
    /// For reporting, never for choosing.
    Report,
    /// Both.
    #[default]
    All,
}

impl Half {
    /// The name in manifests and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Tune => "tune",
            Self::Report => "report",
            Self::All => "all",
        }
    }
}

/// Selects series of a folder.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The sets; empty = all.
    pub sets: Vec<String>,
    /// The half.
    pub half: Half,
    /// Selects series with several metrics instead of those with one.
    pub multivariate: bool,
}

impl Selection {
    /// Whether a series is selected.
    pub fn takes(&self, entry: &Entry) -> bool {
        let half = self.half == Half::All || entry.half.as_deref() == Some(self.half.id());
        half && (self.sets.is_empty() || self.sets.contains(&entry.set))
            && entry.dims.is_some() == self.multivariate
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = if self.sets.is_empty() { "any set".to_owned() } else { self.sets.join(", ") };
        let kind = if self.multivariate { "several metrics" } else { "one metric" };
        write!(f, "{sets}, half {}, {kind}", self.half.id())
    }
}

impl Entry {
    /// The file name without its compression suffix: the name of the series, and of its scores.
    pub fn name(&self) -> &str {
        self.file.strip_suffix(".gz").unwrap_or(&self.file)
    }

    /// Number of rows that are fed if no more is scored than is judged; 0 if the manifest does not state it.
    pub fn rows_fed(&self) -> usize {
        self.score_to.or(self.points).unwrap_or(0).saturating_sub(self.warmup_from)
    }

    /// Whether NAB's own labels and rules apply.
    pub fn is_nab(&self) -> bool {
        self.set == NAB
    }

    /// Set, half and number of metrics, for messages.
    pub(super) fn kind(&self) -> String {
        let metrics = if self.dims.is_some() { " (several metrics)" } else { "" };
        format!("{}/{}{metrics}", self.set, self.half.as_deref().unwrap_or("no half"))
    }

    /// Checks the bounds against the file that has been read.
    pub(super) fn check_rows(
        &self,
        manifest: &Path,
        rows: usize,
        columns: usize,
    ) -> Result<(), EvaluateError> {
        let wrong = |field, found: usize, right: String| {
            let (manifest, file) = (manifest.to_owned(), self.file.clone());
            Err(EvaluateError::Entry { manifest, file, field, found: found.to_string(), right })
        };
        if self.warmup_from >= rows {
            return wrong(
                "warmup_from",
                self.warmup_from,
                format!("the file has {rows} rows, so at most that less 1"),
            );
        }
        if let Some(to) = self.score_to.filter(|to| *to > rows) {
            return wrong("score_to", to, format!("the file has {rows} rows"));
        }
        let dims = self.dims.unwrap_or(1);
        if dims != columns {
            return wrong("dims", dims, format!("the file has {columns} columns of values"));
        }
        Ok(())
    }
}

/// An entry as written. Other fields are ignored.
#[derive(Deserialize)]
struct Written {
    set: String,
    file: String,
    interval_s: f64,
    half: Option<String>,
    points: Option<usize>,
    dims: Option<usize>,
    warmup_from: Option<usize>,
    score_from: Option<usize>,
    score_to: Option<usize>,
}

/// Reads and checks a manifest.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, EvaluateError> {
    const RIGHT: &str = "a manifest is a list of objects with set, file and interval_s, and, but for nab, warmup_from, \
                         score_from and score_to";
    let text = std::fs::read(path).map_err(EvaluateError::io(path))?;
    let written: Vec<Written> = serde_json::from_slice(&text).map_err(|source| EvaluateError::Json {
        path: path.to_owned(),
        source,
        right: RIGHT,
    })?;
    written.into_iter().map(|entry| check(path, entry)).collect()
}

fn check(manifest: &Path, written: Written) -> Result<Entry, EvaluateError> {
    let Written { set, file, interval_s, half, points, dims, warmup_from, score_from, score_to } = written;
    let wrong = |field: &'static str, found: String, right: &str| {
        let (manifest, file) = (manifest.to_owned(), file.clone());
        Err(EvaluateError::Entry { manifest, file, field, found, right: right.to_owned() })
    };
    let path = Path::new(&file);
    if path.is_absolute() || path.components().any(|part| part == std::path::Component::ParentDir) {
        return wrong("file", file.clone(), "write a path below the folder of the manifest");
    }
    let ms = (interval_s * 1000.0).round();
    let Some(interval) = Interval::from_ms(ms as i64).filter(|_| ms <= 86_400_000.0) else {
        return wrong("interval_s", interval_s.to_string(), "write seconds, above 0 and at most 86400");
    };
    if dims == Some(0) {
        return wrong("dims", "0".to_owned(), "write how many metrics there are, or leave it out for one");
    }
    let bounds = (warmup_from, score_from, score_to);
    match bounds {
        _ if set == NAB => {
            let entry = Entry {
                set,
                file,
                interval,
                half,
                points,
                dims,
                warmup_from: 0,
                score_from: None,
                score_to: None,
                alias: 0,
            };
            return Ok(entry);
        }
        (Some(fed), Some(from), Some(to)) if fed <= from && from < to => {}
        _ => {
            let text = |bound: Option<usize>| bound.map_or("none".to_owned(), |bound| bound.to_string());
            let found =
                format!("{} (score_from {}, score_to {})", text(bounds.0), text(bounds.1), text(bounds.2));
            return wrong("warmup_from", found, "write rows with warmup_from <= score_from < score_to");
        }
    }
    Ok(Entry {
        set,
        file,
        interval,
        half,
        points,
        dims,
        warmup_from: warmup_from.unwrap_or(0),
        score_from,
        score_to,
        alias: 0,
    })
}
