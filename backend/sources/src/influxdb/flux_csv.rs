//! Parses annotated CSV, the answer format of Flux.
//! <https://docs.influxdata.com/influxdb/v2/reference/syntax/annotated-csv/>

use csv::StringRecord;
use jiff::Timestamp;
use seismo_series::Labels;

use super::origins::{Origins, free_label};
use crate::SourceError;
use crate::collect::{Collector, Column};
use crate::http::looks_like_html;

/// Candidates for the label that names the column if there is no `_value`; the first that the group key lacks is used.
const COLUMN_LABELS: [&str; 3] = ["_field", "_column", "_value_column"];

/// Reads every series of an answer into `collector`: one for each group and number column. Labels are the columns of
/// the group key, except the time range. Without `_value` (after `pivot`), one of [`COLUMN_LABELS`] names the column.
///
/// # Errors
/// [`SourceError::Answer`] if the answer is not annotated CSV, or holds no samples; [`SourceError::Reported`] for an
/// error table; those of the collector.
pub(super) fn read_series(body: &[u8], collector: &mut Collector, server: &str) -> Result<(), SourceError> {
    let mut origins = Origins::default();
    let mut group: Option<Group> = None;
    each_row(body, server, |schema, row| {
        if group.as_ref().is_none_or(|group| !group.continues(schema, row)) {
            if let Some(group) = group.take() {
                group.close(collector)?;
            }
            group = Some(Group::open(schema, row, collector, &mut origins, server)?);
        }
        group.as_mut().map_or(Ok(()), |group| group.put(schema, row, server))
    })?;
    group.map_or(Ok(()), |group| group.close(collector))
}

/// Reads one column of names.
pub(super) fn read_names(body: &[u8], column: &str, server: &str) -> Result<Vec<String>, SourceError> {
    let mut names = Vec::new();
    each_row(body, server, |schema, row| {
        if let Some(at) = schema.position(column) {
            names.push(schema.cell(row, at).to_owned());
        }
        Ok(())
    })?;
    Ok(names)
}

/// Annotations and header of the tables that follow.
#[derive(Debug, Default)]
struct Schema {
    /// The number of this schema in the answer.
    number: usize,
    datatypes: StringRecord,
    groups: StringRecord,
    defaults: StringRecord,
    names: StringRecord,
}

impl Schema {
    fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// A cell, or the column's default if it is empty.
    fn cell<'a>(&'a self, row: &'a StringRecord, at: usize) -> &'a str {
        match row.get(at) {
            Some("") | None => self.defaults.get(at).unwrap_or(""),
            Some(text) => text,
        }
    }

    /// Whether a column is one of the three that the format puts before those of the table.
    fn is_formal(&self, at: usize) -> bool {
        let first = |name: &str| self.position(name) == Some(at);
        self.names.get(at) == Some("") || first("result") || first("table")
    }

    fn is_group(&self, at: usize) -> bool {
        self.groups.get(at) == Some("true")
    }

    fn is_number(&self, at: usize) -> bool {
        matches!(self.datatypes.get(at), Some("double" | "long" | "unsignedLong" | "boolean"))
    }
}

/// Iterates over the rows of all tables; an error table is the error of the whole answer.
fn each_row(
    body: &[u8],
    server: &str,
    mut visit: impl FnMut(&Schema, &StringRecord) -> Result<(), SourceError>,
) -> Result<(), SourceError> {
    let wrong = |problem: String| SourceError::Answer { server: server.to_owned(), problem };
    if looks_like_html(body) {
        return Err(SourceError::WebPage { server: server.to_owned(), format: "CSV" });
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body);
    let mut schema = Schema::default();
    let mut expects_header = true;
    let mut row = StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| wrong(error.to_string()))? {
        match row.get(0).unwrap_or("") {
            annotation @ ("#datatype" | "#group" | "#default") => {
                if !expects_header {
                    schema = Schema { number: schema.number + 1, ..Schema::default() };
                    expects_header = true;
                }
                match annotation {
                    "#datatype" => schema.datatypes = row.clone(),
                    "#group" => schema.groups = row.clone(),
                    _ => schema.defaults = row.clone(),
                }
            }
            _ if expects_header => {
                schema.names = row.clone();
                expects_header = false;
                if schema.datatypes.is_empty() || schema.groups.is_empty() {
                    // An error in the middle of a query has no annotations.
                    if schema.position("error").is_none() {
                        return Err(wrong(
                            "it is not annotated CSV; is this the address of InfluxDB?".into(),
                        ));
                    }
                }
            }
            _ if row.len() != schema.names.len() => {
                return Err(wrong(format!(
                    "a row has {} cells where {} were announced; it may be truncated",
                    row.len(),
                    schema.names.len()
                )));
            }
            _ => {
                if let (Some(error), Some(_)) = (schema.position("error"), schema.position("reference")) {
                    let text = schema.cell(&row, error).to_owned();
                    return Err(SourceError::Reported { server: server.to_owned(), text });
                }
                visit(&schema, &row)?;
            }
        }
    }
    Ok(())
}

/// The rows of one group key.
struct Group {
    schema: usize,
    table: String,
    result: String,
    time_at: usize,
    /// The number columns: position, labels, samples.
    columns: Vec<(usize, Labels, Column)>,
}

impl Group {
    fn open(
        schema: &Schema,
        row: &StringRecord,
        collector: &Collector,
        origins: &mut Origins,
        server: &str,
    ) -> Result<Self, SourceError> {
        let wrong =
            |problem: &str| SourceError::Answer { server: server.to_owned(), problem: problem.to_owned() };
        let time_at = schema.position("_time").ok_or_else(|| {
            wrong("it has no column _time: keep it, for instance by aggregateWindow(every: v.windowPeriod, fn: mean)")
        })?;
        let mut labels = Labels::new();
        for (at, name) in schema.names.iter().enumerate().filter(|(at, _)| schema.is_group(*at)) {
            let value = schema.cell(row, at);
            let formal = schema.is_formal(at) || matches!(name, "_start" | "_stop" | "_time");
            if !formal && !value.is_empty() {
                labels.insert(name, value);
            }
        }
        let values: Vec<usize> = match schema.position("_value") {
            Some(at) if schema.is_number(at) => vec![at],
            Some(_) => {
                return Err(wrong(
                    "its column _value holds no numbers: select numeric fields, or convert them",
                ));
            }
            None => (0..schema.names.len())
                .filter(|at| schema.is_number(*at) && !schema.is_group(*at) && !schema.is_formal(*at))
                .collect(),
        };
        if values.is_empty() {
            return Err(wrong("it has no column of numbers beside the group key"));
        }
        let result = schema.position("result").map_or("", |at| schema.cell(row, at)).to_owned();
        let pivoted = schema.position("_value").is_none();
        let in_key = |name: &str| {
            schema.names.iter().enumerate().any(|(at, known)| known == name && schema.is_group(at))
        };
        let column_label = free_label(COLUMN_LABELS, in_key);
        let mut columns = Vec::with_capacity(values.len());
        for at in values {
            let mut labels = labels.clone();
            if pivoted {
                labels.insert(column_label, schema.names.get(at).unwrap_or(""));
            }
            origins.note(&labels, &format!("result {result:?}"))?;
            columns.push((at, labels, collector.column()));
        }
        let table = schema.position("table").map_or("", |at| schema.cell(row, at)).to_owned();
        Ok(Self { schema: schema.number, table, result, time_at, columns })
    }

    fn continues(&self, schema: &Schema, row: &StringRecord) -> bool {
        let cell = |name| schema.position(name).map_or("", |at| schema.cell(row, at));
        self.schema == schema.number && self.table == cell("table") && self.result == cell("result")
    }

    fn put(&mut self, schema: &Schema, row: &StringRecord, server: &str) -> Result<(), SourceError> {
        let wrong = |problem: String| SourceError::Answer { server: server.to_owned(), problem };
        let time = schema.cell(row, self.time_at);
        let instant: Timestamp =
            time.parse().map_err(|_| wrong(format!("_time holds {time:?}, which is not a valid instant")))?;
        let ms = instant.as_millisecond();
        let between = instant.as_nanosecond() % 1_000_000 != 0;
        for (at, _, column) in &mut self.columns {
            let value = match schema.cell(row, *at) {
                "" => continue,
                "true" => 1.0,
                "false" => 0.0,
                text => text.parse().map_err(|_| wrong(format!("{text:?} is not a number")))?,
            };
            if between {
                column.put_beside(ms);
            } else {
                column.put(ms, value);
            }
        }
        Ok(())
    }

    fn close(self, collector: &mut Collector) -> Result<(), SourceError> {
        for (_, labels, mut column) in self.columns {
            collector.take(labels, &mut column)?;
        }
        Ok(())
    }
}
