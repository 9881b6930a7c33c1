//! Reads the CSV of one series, compressed or not.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use jiff::civil::DateTime;
use seismo_series::Series;

use crate::EvaluateError;

/// The cells of a file: `n` rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) times_ms: Vec<i64>,
    /// NaN = gap.
    pub(super) columns: Vec<Vec<f64>>,
    /// The labels; all false if the file has no such column.
    pub(super) label: Vec<bool>,
}

const COLUMNS: &str =
    "the first has to be timestamp, then one or more of values, and, but for nab, label at last";

/// Reads a file. `labelled`: whether its last column marks anomalies (any number above 0).
pub(super) fn read(path: &Path, labelled: bool) -> Result<Table, EvaluateError> {
    let file = File::open(path).map_err(EvaluateError::io(path))?;
    let bytes: Box<dyn Read> = if path.extension().is_some_and(|end| end == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let failed = |source| EvaluateError::Csv { path: path.to_owned(), source };
    let mut reader = csv::Reader::from_reader(bytes);
    let names: Vec<String> = reader.headers().map_err(failed)?.iter().map(str::to_owned).collect();
    let fixed = 1 + usize::from(labelled);
    let last_is_label = names.last().is_some_and(|name| name == "label");
    if names.len() <= fixed || names[0] != "timestamp" || last_is_label != labelled {
        let found = names.join(", ");
        return Err(EvaluateError::Columns { path: path.to_owned(), found, right: COLUMNS });
    }
    let mut table =
        Table { times_ms: Vec::new(), columns: vec![Vec::new(); names.len() - fixed], label: Vec::new() };
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(failed)? {
        let line = row.position().map_or(0, csv::Position::line);
        let wrong = |at: usize, right| EvaluateError::Cell {
            path: path.to_owned(),
            line,
            column: names[at].clone(),
            found: row[at].to_owned(),
            right,
        };
        let right = "seconds since 1970, or a time such as 2014-02-14 14:27:00";
        table.times_ms.push(time_ms(&row[0]).ok_or_else(|| wrong(0, right))?);
        for (at, column) in (1..).zip(&mut table.columns) {
            column.push(number(&row[at]).ok_or_else(|| wrong(at, "a number, or nothing for a gap"))?);
        }
        let label = if labelled { row.len() - 1 } else { 0 };
        let anomalous = labelled && {
            let text = if row[label].is_empty() { "0" } else { &row[label] };
            text.parse::<f64>().map_err(|_| wrong(label, "0, or 1 for an anomaly"))? > 0.0
        };
        table.label.push(anomalous);
    }
    Ok(table)
}

/// Milliseconds since 1970 of NAB's text, or of seconds since 1970. Text without a zone is UTC.
pub(super) fn time_ms(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<f64>() {
        // The years -9999 to 9999, as for texts.
        return (seconds.abs() <= 377_705_116_800.0).then(|| (seconds * 1000.0).round() as i64);
    }
    let civil: DateTime = text.parse().ok()?;
    Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// A value. Empty text, NaN, and values that sources treat as infinite are gaps.
fn number(text: &str) -> Option<f64> {
    if text.is_empty() {
        return Some(f64::NAN);
    }
    let value: f64 = text.parse().ok()?;
    Some(if value.abs() <= Series::LARGEST { value } else { f64::NAN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_both_forms() {
        for (text, want) in [
            ("0", Some(0)),
            ("1530626400", Some(1_530_626_400_000)),
            ("1530626400.5", Some(1_530_626_400_500)),
            ("2014-02-14 14:27:00", Some(1_392_388_020_000)),
            ("2014-02-14 14:27:00.000000", Some(1_392_388_020_000)),
            ("1969-12-31 23:59:59", Some(-1_000)),
            ("", None),
            ("yesterday", None),
            ("1e300", None),
            ("nan", None),
            ("inf", None),
            ("2014-02-30 00:00:00", None),
        ] {
            assert_eq!(time_ms(text), want, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_finite_number_is_a_gap_or_an_error() {
        for text in ["", "nan", "NaN", "inf", "-inf", "1e308"] {
            assert!(number(text).unwrap().is_nan(), "{text:?}");
        }
        assert_eq!(number("-1.5e3"), Some(-1500.0));
        assert_eq!(number("5 apples"), None);
    }
}
