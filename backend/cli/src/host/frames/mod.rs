//! Grafana's data frames: parsed from the Arrow files of the plugin's answers, written as JSON for the browser.

mod json;

use std::io::Cursor;

use arrow::array::{Array as _, ArrayRef, new_empty_array};
use arrow::compute::concat;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::ipc::reader::FileReader;
use serde_json::Value;

use crate::Error;

/// A frame: columns of the same length.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The series' legend.
    pub name: String,
    /// The id of the query that it answers.
    pub ref_id: String,
    /// Notices and metadata (`custom.seismo`); null if there are none.
    pub meta: Value,
    /// The columns.
    pub fields: Vec<Field>,
}

/// A column of a frame.
#[derive(Debug, Clone)]
pub struct Field {
    /// `time`, `value`, `score`...
    pub name: String,
    /// The series' labels; null if there are none.
    pub labels: Value,
    /// Display settings; null if there are none.
    pub config: Value,
    /// Whether it may have gaps.
    pub nullable: bool,
    values: ArrayRef,
}

impl Frame {
    /// Parses an Arrow file.
    ///
    /// # Errors
    /// [`Error::Frame`] if the bytes are not an Arrow file, [`Error::FrameMetadata`] if its metadata is not JSON,
    /// [`Error::FieldType`] if a column has a type that frames do not support.
    pub fn read(ref_id: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let broken = |source: ArrowError| Error::Frame { ref_id: ref_id.to_owned(), source };
        let reader = FileReader::try_new(Cursor::new(bytes), None).map_err(broken)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(broken)?;
        let json = |what, text: Option<&String>| match text {
            None => Ok(Value::Null),
            Some(text) => serde_json::from_str(text).map_err(|source| Error::FrameMetadata {
                ref_id: ref_id.to_owned(),
                what,
                source,
            }),
        };
        let mut fields = Vec::with_capacity(schema.fields().len());
        for (index, field) in schema.fields().iter().enumerate() {
            if type_names(field.data_type()).is_none() {
                let data_type = field.data_type().to_string();
                return Err(Error::FieldType { field: field.name().clone(), data_type });
            }
            let columns: Vec<_> = batches.iter().map(|batch| batch.column(index).as_ref()).collect();
            let values = match columns.as_slice() {
                [] => new_empty_array(field.data_type()),
                columns => concat(columns).map_err(broken)?,
            };
            fields.push(Field {
                name: field.name().clone(),
                labels: json("labels", field.metadata().get("labels"))?,
                config: json("config", field.metadata().get("config"))?,
                nullable: field.is_nullable(),
                values,
            });
        }
        let text = |key: &str| schema.metadata().get(key).cloned().unwrap_or_default();
        Ok(Self {
            name: text("name"),
            ref_id: text("refId"),
            meta: json("meta", schema.metadata().get("meta"))?,
            fields,
        })
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.fields.first().map_or(0, |field| field.values.len())
    }
}

/// Grafana's names of a type: for the browser, and in Go. `None` for a type that frames do not support.
fn type_names(data_type: &DataType) -> Option<(&'static str, &'static str)> {
    Some(match data_type {
        DataType::Timestamp(..) => ("time", "time.Time"),
        DataType::Float64 => ("number", "float64"),
        DataType::Float32 => ("number", "float32"),
        DataType::Int8 => ("number", "int8"),
        DataType::Int16 => ("number", "int16"),
        DataType::Int32 => ("number", "int32"),
        DataType::Int64 => ("number", "int64"),
        DataType::UInt8 => ("number", "uint8"),
        DataType::UInt16 => ("number", "uint16"),
        DataType::UInt32 => ("number", "uint32"),
        DataType::UInt64 => ("number", "uint64"),
        DataType::Boolean => ("boolean", "bool"),
        DataType::Utf8 | DataType::LargeUtf8 => ("string", "string"),
        _ => return None,
    })
}
