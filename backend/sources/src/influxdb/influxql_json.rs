//! Parses the JSON answers of InfluxQL: one document, or many in a row (chunked), each held only while it is read.

use std::fmt;

use seismo_series::Labels;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::origins::{Origins, free_label};
use crate::SourceError;
use crate::collect::Collector;
use crate::http::not_json;

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    results: Option<Vec<StatementResult>>,
    #[serde(default)]
    error: Option<String>,
}

#[derive(Deserialize)]
struct StatementResult {
    #[serde(default)]
    statement_id: u64,
    #[serde(default)]
    series: Vec<Table>,
    #[serde(default)]
    error: Option<String>,
    /// More of this statement follows; in the last document it means: truncated.
    #[serde(default)]
    partial: bool,
    #[serde(default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    text: String,
}

#[derive(Deserialize)]
struct Table {
    #[serde(default)]
    name: String,
    #[serde(default)]
    tags: Labels,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    values: Cells,
}

/// The cells of a table, row after row.
#[derive(Default)]
struct Cells(Vec<Cell>);

enum Cell {
    Null,
    Number(f64),
    Text(Box<str>),
}

/// Reads every series of an answer into `collector`; returns the server's messages about it.
///
/// # Errors
/// [`SourceError::Answer`] if the answer is truncated, cut short by the server or of another shape;
/// [`SourceError::Reported`] if a statement failed; those of the collector.
pub(super) fn read_series(
    body: &[u8],
    collector: &mut Collector,
    server: &str,
) -> Result<Vec<String>, SourceError> {
    let mut origins = Origins::default();
    let mut notices = Vec::new();
    let mut cut = false;
    each_result(body, server, |result| {
        cut = result.partial;
        for Message { text } in result.messages {
            if !notices.contains(&text) {
                notices.push(text);
            }
        }
        for table in result.series {
            let origin = format!("statement {} on {}", result.statement_id + 1, table.name);
            read_table(table, &origin, collector, &mut origins, &mut notices, server)?;
        }
        Ok(())
    })?;
    if cut {
        let problem =
            "the server has cut it short (max-row-limit): shorten the history or lengthen the interval";
        return Err(SourceError::Answer { server: server.to_owned(), problem: problem.into() });
    }
    Ok(notices)
}

/// Reads one column of names.
pub(super) fn read_names(body: &[u8], column: &str, server: &str) -> Result<Vec<String>, SourceError> {
    let mut names = Vec::new();
    each_result(body, server, |result| {
        for table in result.series {
            let Some(at) = table.columns.iter().position(|name| name == column) else { continue };
            for row in table.values.0.chunks_exact(table.columns.len()) {
                if let Cell::Text(name) = &row[at] {
                    names.push(name.to_string());
                }
            }
        }
        Ok(())
    })?;
    Ok(names)
}

/// Iterates over the results of all documents; an error of any statement is the error of the whole answer.
fn each_result(
    body: &[u8],
    server: &str,
    mut visit: impl FnMut(StatementResult) -> Result<(), SourceError>,
) -> Result<(), SourceError> {
    let wrong = |problem: String| SourceError::Answer { server: server.to_owned(), problem };
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut documents = 0;
    while documents == 0 || json.end().is_err() {
        let document = Document::deserialize(&mut json).map_err(|error| not_json(server, &error, body))?;
        documents += 1;
        if let Some(text) = document.error {
            return Err(SourceError::Reported { server: server.to_owned(), text });
        }
        let Some(results) = document.results else {
            return Err(wrong("it holds no results; is this the address of InfluxDB?".into()));
        };
        for mut result in results {
            if let Some(text) = result.error.take() {
                return Err(SourceError::Reported { server: server.to_owned(), text });
            }
            visit(result)?;
        }
    }
    Ok(())
}

/// Candidates for the label that names the column of a table with several; the first that is no tag is used.
const COLUMN_LABELS: [&str; 3] = ["field", "column", "value_column"];

/// Takes the number columns of a table as series: its tags are the labels, and another label names the column if there
/// are several.
fn read_table(
    table: Table,
    origin: &str,
    collector: &mut Collector,
    origins: &mut Origins,
    notices: &mut Vec<String>,
    server: &str,
) -> Result<(), SourceError> {
    let wrong = |problem: String| SourceError::Answer { server: server.to_owned(), problem };
    let Table { tags, columns, values: Cells(cells), .. } = table;
    let Some(time_at) = columns.iter().position(|name| name == "time") else {
        return Err(wrong("it has no column time; does the query select samples?".into()));
    };
    if cells.len() % columns.len() != 0 {
        return Err(wrong(format!("its rows do not all have {} columns", columns.len())));
    }
    let value_columns = columns.len() - 1;
    let column_label = free_label(COLUMN_LABELS, |name| tags.get(name).is_some());
    for (at, name) in columns.iter().enumerate().filter(|(at, _)| *at != time_at) {
        let mut column = collector.column();
        let mut texts = 0_u64;
        for row in cells.chunks_exact(columns.len()) {
            match (&row[time_at], &row[at]) {
                // An f64 holds every millisecond of the next 285,000 years exactly.
                (Cell::Number(ms), Cell::Number(value)) => column.put(*ms as i64, *value),
                (Cell::Number(_), Cell::Null) => {}
                (Cell::Number(_), Cell::Text(_)) => texts += 1,
                _ => return Err(wrong("a time is not a number of milliseconds".into())),
            }
        }
        if texts > 0 {
            let notice = format!("Column {name} holds text and was left out: select numbers only.");
            if !notices.contains(&notice) {
                notices.push(notice);
            }
            continue;
        }
        let mut labels = tags.clone();
        // InfluxDB writes a missing tag of a series as empty.
        let empty: Vec<String> =
            labels.iter().filter(|(_, value)| value.is_empty()).map(|(name, _)| name.to_owned()).collect();
        for name in empty {
            labels.remove(&name);
        }
        if value_columns > 1 {
            labels.insert(column_label, name);
        }
        origins.note(&labels, &format!("{origin}, column {at} {name}"))?;
        collector.take(labels, &mut column)?;
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rows;
        impl<'de> Visitor<'de> for Rows {
            type Value = Cells;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of rows")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Cells, A::Error> {
                let mut cells = Cells::default();
                while rows.next_element_seed(Row(&mut cells.0))?.is_some() {}
                Ok(cells)
            }
        }
        deserializer.deserialize_seq(Rows)
    }
}

/// Appends the cells of one row.
struct Row<'a>(&'a mut Vec<Cell>);

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        while let Some(cell) = row.next_element()? {
            self.0.push(cell);
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyCell;
        impl Visitor<'_> for AnyCell {
            type Value = Cell;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, text, true, false or null")
            }
            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell::Null)
            }
            fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
                Ok(Cell::Number(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
                Ok(Cell::Number(value as f64))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
                Ok(Cell::Number(value as f64))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
                Ok(Cell::Number(f64::from(u8::from(value))))
            }
            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.into()))
            }
        }
        deserializer.deserialize_any(AnyCell)
    }
}

#[cfg(test)]
mod tests {
    use seismo_series::{Grid, GridRange, Interval};

    use super::*;
    use crate::collect::Limits;
    use crate::{Fetched, OverCap};

    fn read(body: &str) -> Result<Fetched, SourceError> {
        let range = GridRange { from: 1, to: 4 };
        let limits = Limits { max_series: 10, max_samples: 100, instants: 3, only: None };
        let mut collector = Collector::new(Grid::new(Interval::MINUTE), range, limits);
        let notices = read_series(body.as_bytes(), &mut collector, "http://i")?;
        collector.finish(OverCap::Refuse, String::new(), notices)
    }

    fn shown(fetched: &Fetched) -> String {
        fetched.series.iter().map(|series| format!("{} {:?}\n", series.labels, series.values)).collect()
    }

    #[test]
    fn tables_become_series_with_their_tags() {
        for (what, body, expected) in [
            (
                "tags and an empty bucket",
                r#"{"results":[{"statement_id":0,"series":[
                    {"name":"cpu","tags":{"host":"a","rack":""},"columns":["time","mean"],"values":[[60000,1],[120000,null],[180000,2.5]]},
                    {"name":"cpu","tags":{"host":"b"},"columns":["time","mean"],"values":[[60000,-1]]}]}]}"#,
                "{host=\"a\"} [1.0, NaN, 2.5]\n{host=\"b\"} [-1.0, NaN, NaN]\n",
            ),
            (
                "several value columns",
                r#"{"results":[{"series":[{"name":"cpu","columns":["time","min","max"],"values":[[60000,1,2],[120000,3,4]]}]}]}"#,
                "{field=\"max\"} [2.0, 4.0, NaN]\n{field=\"min\"} [1.0, 3.0, NaN]\n",
            ),
            (
                "a series without tags",
                r#"{"results":[{"series":[{"name":"cpu","columns":["time","mean"],"values":[[60000,true]]}]}]}"#,
                "{} [1.0, NaN, NaN]\n",
            ),
            (
                "chunks in a row",
                "{\"results\":[{\"series\":[{\"name\":\"c\",\"columns\":[\"time\",\"v\"],\"values\":[[60000,1]],\"partial\":true}],\"partial\":true}]}\n{\"results\":[{\"series\":[{\"name\":\"c\",\"columns\":[\"time\",\"v\"],\"values\":[[120000,2]]}]}]}\n",
                "{} [1.0, 2.0, NaN]\n",
            ),
            (
                "buckets beside the range",
                r#"{"results":[{"series":[{"name":"c","columns":["time","v"],"values":[[0,9],[60000,1],[240000,9]]}]}]}"#,
                "{} [1.0, NaN, NaN]\n",
            ),
            (
                "a tag that has the name of the label for columns",
                r#"{"results":[{"series":[
                    {"name":"c","tags":{"field":"n"},"columns":["time","t","m"],"values":[[60000,1,2]]},
                    {"name":"c","tags":{"field":""},"columns":["time","t","m"],"values":[[60000,3,4]]}]}]}"#,
                "{column=\"m\"} [4.0, NaN, NaN]\n{column=\"m\", field=\"n\"} [2.0, NaN, NaN]\n{column=\"t\"} [3.0, NaN, NaN]\n{column=\"t\", field=\"n\"} [1.0, NaN, NaN]\n",
            ),
            ("nothing found", r#"{"results":[{"statement_id":0}]}"#, ""),
        ] {
            let fetched = read(body).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(shown(&fetched), expected, "{what}");
        }
    }

    #[test]
    fn text_columns_and_messages_are_notices() {
        let body = r#"{"results":[{"messages":[{"level":"warning","text":"deprecated"}],"series":[
            {"name":"c","columns":["time","host","v"],"values":[[60000,"a",1]]}]}]}"#;
        let fetched = read(body).unwrap();
        assert_eq!(shown(&fetched), "{field=\"v\"} [1.0, NaN, NaN]\n");
        assert_eq!(
            fetched.notices,
            ["deprecated", "Column host holds text and was left out: select numbers only."]
        );
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (body, part) in [
            ("", "it is empty"),
            ("<html>", "web page"),
            (r#"{"results":[{"series":[{"name":"c","colu"#, "truncated"),
            ("{}", "no results"),
            (r#"{"results":[{"series":[{"columns":["v"],"values":[[1]]}]}]}"#, "no column time"),
            (
                r#"{"results":[{"series":[{"columns":["time","v"],"values":[[1]]}]}]}"#,
                "do not all have 2 columns",
            ),
            (
                r#"{"results":[{"series":[{"columns":["time","v"],"values":[["1970",1]]}]}]}"#,
                "not a number of milliseconds",
            ),
            (r#"{"results":[{"series":[],"partial":true}]}"#, "cut it short"),
            (
                r#"{"results":[{"series":[{"columns":["time","v"],"values":[[60000,[1]]]}]}]}"#,
                "a number, text",
            ),
            (r#"{"error":"database not found: x"}"#, "http://i reports: database not found: x"),
            (
                r#"{"results":[{"statement_id":0,"error":"unknown measurement"}]}"#,
                "reports: unknown measurement",
            ),
            (
                r#"{"results":[{"series":[]},{"statement_id":1,"error":"second failed"}]}"#,
                "reports: second failed",
            ),
        ] {
            let error = read(body).unwrap_err();
            assert!(error.to_string().contains(part), "{body}: {error}");
        }
    }

    #[test]
    fn series_that_look_alike_are_never_mixed() {
        let table =
            |name: &str| format!(r#"{{"name":"{name}","columns":["time","v"],"values":[[60000,1]]}}"#);
        let twice = r#"{"name":"cpu","columns":["time","v","v"],"values":[[60000,1,2]]}"#;
        for results in [
            format!(r#"[{{"series":[{},{}]}}]"#, table("cpu"), table("mem")),
            format!(
                r#"[{{"statement_id":0,"series":[{}]}},{{"statement_id":1,"series":[{}]}}]"#,
                table("cpu"),
                table("cpu")
            ),
        ] {
            let error = read(&format!(r#"{{"results":{results}}}"#)).unwrap_err().to_string();
            assert!(
                error.contains("two series with the labels {}") && error.contains("statement 1 on cpu"),
                "{error}"
            );
        }
        let error = read(&format!(r#"{{"results":[{{"series":[{twice}]}}]}}"#)).unwrap_err().to_string();
        assert!(
            error.contains("two series with the labels {field=\"v\"}") && error.contains("column 2 v"),
            "{error}"
        );
    }

    #[test]
    fn names_are_read_from_their_column() {
        let body = br#"{"results":[{"series":[{"name":"cpu","columns":["key","value"],"values":[["host","a"],["host","b"]]}]}]}"#;
        assert_eq!(read_names(body, "value", "s").unwrap(), ["a", "b"]);
        assert!(read_names(br#"{"results":[{}]}"#, "value", "s").unwrap().is_empty());
    }
}
