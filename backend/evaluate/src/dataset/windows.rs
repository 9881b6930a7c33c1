//! NAB's labels: windows of time, in one file for all series.

use std::collections::BTreeMap;
use std::path::Path;

use crate::EvaluateError;
use crate::dataset::table::time_ms;

/// The labelled windows by file, as `folder/file.csv`, each as the times of its first and last row.
#[derive(Debug)]
pub(super) struct Windows(BTreeMap<String, Vec<(String, String)>>);

impl Windows {
    pub(super) fn read(path: &Path) -> Result<Self, EvaluateError> {
        const RIGHT: &str = "labels are an object of files, each with a list of [first, last] times";
        let text = std::fs::read(path).map_err(EvaluateError::io(path))?;
        serde_json::from_slice(&text).map(Self).map_err(|source| EvaluateError::Json {
            path: path.to_owned(),
            source,
            right: RIGHT,
        })
    }

    /// First and last row of each window of a file with rows at `times_ms`; of rows at the same time the first counts.
    pub(super) fn of(
        &self,
        labels: &Path,
        file: &str,
        times_ms: &[i64],
    ) -> Result<Vec<(usize, usize)>, EvaluateError> {
        // The labels omit the two folders that all files share.
        let name = file.splitn(3, '/').nth(2).unwrap_or(file);
        let wrong = |problem: String| EvaluateError::Window {
            labels: labels.to_owned(),
            file: name.to_owned(),
            problem,
        };
        let windows = self
            .0
            .get(name)
            .ok_or_else(|| wrong("is not there: list it, with [] where nothing is odd".to_owned()))?;
        let mut first_row = BTreeMap::new();
        for (row, ms) in times_ms.iter().enumerate() {
            first_row.entry(*ms).or_insert(row);
        }
        let row = |time: &str| {
            let found = time_ms(time).and_then(|ms| first_row.get(&ms)).copied();
            found.ok_or_else(|| wrong(format!("has a window at {time:?}, which is the time of no row")))
        };
        let rows = windows.iter().map(|(first, last)| Ok((row(first)?, row(last)?)));
        let rows: Vec<_> = rows.collect::<Result<_, EvaluateError>>()?;
        match rows.iter().find(|(first, last)| first > last) {
            Some(odd) => {
                Err(wrong(format!("has a window that ends at row {}, before its start at {}", odd.1, odd.0)))
            }
            None => Ok(rows),
        }
    }
}
