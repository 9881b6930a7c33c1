//! Writes frames as Arrow IPC files, as Grafana's plugin SDKs do: name, refId and meta are in the schema's metadata,
//! labels and config in each field's.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampNanosecondArray};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::datatypes::{DataType, Field as ArrowField, Schema, TimeUnit};
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use serde::Serialize;

use super::model::{Field, Frame, Values};

/// Approximate size of an encoded frame's meta, in bytes.
const META_BYTES: usize = 4 << 10;

/// Approximate size of an encoded column's name, labels and config, in bytes.
const COLUMN_BYTES: usize = 1 << 10;

impl Frame {
    /// The frame as an Arrow IPC file. Columns are consumed one by one, so that they never exist twice.
    ///
    /// # Errors
    /// If the columns differ in length, or the writer fails.
    pub fn into_arrow(self, ref_id: &str) -> Result<Vec<u8>, ArrowError> {
        let mut metadata =
            HashMap::from([("name".to_owned(), self.name.clone()), ("refId".to_owned(), ref_id.to_owned())]);
        if let Some(meta) = self.meta() {
            metadata.insert("meta".to_owned(), text(&meta)?);
        }
        let fields = self.fields.iter().map(arrow_field).collect::<Result<Vec<_>, _>>()?;
        let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
        let empty = self.fields.is_empty();
        let bytes = META_BYTES + self.fields.len() * (COLUMN_BYTES + self.rows() * size_of::<f64>());
        let columns = self.fields.into_iter().map(column).collect();
        let mut writer = FileWriter::try_new(Vec::with_capacity(bytes), &schema)?;
        if !empty {
            writer.write(&RecordBatch::try_new(schema, columns)?)?;
        }
        writer.into_inner()
    }
}

/// A value as JSON.
fn text(value: &impl Serialize) -> Result<String, ArrowError> {
    serde_json::to_string(value).map_err(|error| ArrowError::JsonError(error.to_string()))
}

fn arrow_field(field: &Field) -> Result<ArrowField, ArrowError> {
    let (kind, nullable) = match field.values {
        Values::Time(_) => (DataType::Timestamp(TimeUnit::Nanosecond, None), false),
        Values::TimeOrNull(_) => (DataType::Timestamp(TimeUnit::Nanosecond, None), true),
        Values::Number(_) => (DataType::Float64, true),
        Values::Text(_) => (DataType::Utf8, false),
    };
    let mut metadata = HashMap::from([("name".to_owned(), field.name().to_owned())]);
    if !field.labels.is_empty() {
        metadata.insert("labels".to_owned(), text(&field.labels)?);
    }
    if !field.config.is_empty() {
        metadata.insert("config".to_owned(), text(&field.config)?);
    }
    Ok(ArrowField::new(field.name(), kind, nullable).with_metadata(metadata))
}

fn column(field: Field) -> ArrayRef {
    match field.values {
        Values::Time(ms) => {
            Arc::new(TimestampNanosecondArray::from_iter_values(ms.into_iter().map(nanoseconds)))
        }
        Values::TimeOrNull(ms) => {
            Arc::new(ms.into_iter().map(|ms| ms.map(nanoseconds)).collect::<TimestampNanosecondArray>())
        }
        Values::Text(words) => Arc::new(StringArray::from(words)),
        Values::Number(values) => {
            let known: BooleanBuffer = values.iter().map(|value| !value.is_nan()).collect();
            Arc::new(Float64Array::new(values.into(), Some(NullBuffer::new(known))))
        }
    }
}

const fn nanoseconds(ms: i64) -> i64 {
    ms.saturating_mul(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::Array;
    use arrow::ipc::reader::FileReader;
    use seismo_explain::Notice;

    #[test]
    fn a_field_keeps_its_labels_beside_its_config_and_nan_becomes_null() {
        let labels = [("job", "api")].into_iter().collect();
        let frame = Frame {
            name: "legend".into(),
            fields: vec![
                Field::time("time", vec![60_000, 120_000]),
                Field::number("value", &labels, vec![1.5, f64::NAN]).with("displayNameFromDS", "legend"),
            ],
            notices: vec![Notice::info("short")],
            executed: "up".into(),
            ..Frame::default()
        };
        let bytes = frame.into_arrow("A").unwrap();
        let mut reader = FileReader::try_new(std::io::Cursor::new(bytes), None).unwrap();
        let schema = reader.schema();
        assert_eq!(schema.metadata()["refId"], "A");
        assert!(schema.metadata()["meta"].contains("executedQueryString"));
        let value = schema.field(1);
        assert_eq!(value.metadata()["labels"], r#"{"job":"api"}"#);
        assert_eq!(value.metadata()["config"], r#"{"displayNameFromDS":"legend"}"#);
        let batch = reader.next().unwrap().unwrap();
        assert!(batch.column(1).is_null(1) && !batch.column(1).is_null(0));
        let time = batch.column(0).as_any().downcast_ref::<TimestampNanosecondArray>().unwrap();
        assert_eq!(time.value(0), 60_000_000_000);
    }

    #[test]
    fn a_frame_without_columns_is_written_too() {
        let bytes = Frame { name: "nothing".into(), ..Frame::default() }.into_arrow("A").unwrap();
        let reader = FileReader::try_new(std::io::Cursor::new(bytes), None).unwrap();
        assert_eq!(reader.schema().fields().len(), 0);
    }
}
