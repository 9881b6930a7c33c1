//! A frame as Grafana's `DataFrameJSON`: times in milliseconds, numbers that JSON cannot express (`NaN`, infinities) in
//! `entities`, and the nanoseconds that milliseconds lose in `nanos`.

use arrow::array::{Array as _, AsArray as _};
use arrow::datatypes::{
    DataType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Field, Frame, type_names};

impl Serialize for Frame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut frame = serializer.serialize_map(Some(2))?;
        frame.serialize_entry("schema", &self.schema())?;
        frame.serialize_entry("data", &Data(&self.fields))?;
        frame.end()
    }
}

impl Frame {
    /// The schema as Grafana writes it: empty fields are left out.
    fn schema(&self) -> Map<String, Value> {
        let mut schema = Map::new();
        for (key, text) in [("name", &self.name), ("refId", &self.ref_id)] {
            if !text.is_empty() {
                schema.insert(key.to_owned(), text.as_str().into());
            }
        }
        if !self.meta.is_null() {
            schema.insert("meta".to_owned(), self.meta.clone());
        }
        schema.insert("fields".to_owned(), self.fields.iter().map(Field::schema).collect());
        schema
    }
}

impl Field {
    fn schema(&self) -> Value {
        let (simple, exact) = type_names(self.values.data_type()).unwrap_or(("other", "other"));
        let mut type_info = Map::from_iter([("frame".to_owned(), Value::from(exact))]);
        if self.nullable {
            type_info.insert("nullable".to_owned(), true.into());
        }
        let mut schema = Map::from_iter([
            ("name".to_owned(), Value::from(self.name.as_str())),
            ("type".to_owned(), simple.into()),
            ("typeInfo".to_owned(), type_info.into()),
        ]);
        for (key, value) in [("labels", &self.labels), ("config", &self.config)] {
            if !value.is_null() {
                schema.insert(key.to_owned(), value.clone());
            }
        }
        schema.into()
    }

    /// The rows with numbers that JSON cannot express; null if there are none.
    fn entities(&self) -> Value {
        let mut entities = Map::new();
        let mut note = |row: usize, value: f64| {
            let name = match value {
                value if value.is_nan() => "NaN",
                f64::INFINITY => "Inf",
                f64::NEG_INFINITY => "NegInf",
                _ => return,
            };
            if let Value::Array(rows) = entities.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
                rows.push(row.into());
            }
        };
        match self.values.data_type() {
            DataType::Float64 => {
                let rows = self.values.as_primitive::<Float64Type>().iter().enumerate();
                rows.for_each(|(row, value)| value.into_iter().for_each(|value| note(row, value)));
            }
            DataType::Float32 => {
                let rows = self.values.as_primitive::<Float32Type>().iter().enumerate();
                rows.for_each(|(row, value)| value.into_iter().for_each(|value| note(row, value.into())));
            }
            _ => {}
        }
        if entities.is_empty() { Value::Null } else { entities.into() }
    }

    /// The nanoseconds that each time loses in milliseconds; null if none do.
    fn nanos(&self) -> Value {
        let rest =
            |value: Option<i64>, per_ms: i64, ns: i64| value.map_or(0, |value| value.rem_euclid(per_ms) * ns);
        let nanos: Vec<i64> = match self.values.data_type() {
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                let times = self.values.as_primitive::<TimestampNanosecondType>();
                times.iter().map(|time| rest(time, 1_000_000, 1)).collect()
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                let times = self.values.as_primitive::<TimestampMicrosecondType>();
                times.iter().map(|time| rest(time, 1_000, 1_000)).collect()
            }
            _ => return Value::Null,
        };
        if nanos.iter().all(|&ns| ns == 0) { Value::Null } else { nanos.into() }
    }
}

struct Data<'a>(&'a [Field]);

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_map(None)?;
        data.serialize_entry("values", &self.0.iter().map(Values).collect::<Vec<_>>())?;
        for (key, per_field) in
            [("entities", Field::entities as fn(&Field) -> Value), ("nanos", Field::nanos)]
        {
            let values: Vec<_> = self.0.iter().map(per_field).collect();
            if values.iter().any(|value| !value.is_null()) {
                data.serialize_entry(key, &values)?;
            }
        }
        data.end()
    }
}

struct Values<'a>(&'a Field);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = &self.0.values;
        // serde_json writes null for a number that is not finite, as `entities` expects.
        macro_rules! numbers {
            ($arrow:ty) => {
                sequence(serializer, values.as_primitive::<$arrow>().iter())
            };
        }
        match values.data_type() {
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                let times = values.as_primitive::<TimestampNanosecondType>().iter();
                sequence(serializer, times.map(|time| time.map(|ns| ns.div_euclid(1_000_000))))
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                let times = values.as_primitive::<TimestampMicrosecondType>().iter();
                sequence(serializer, times.map(|time| time.map(|us| us.div_euclid(1_000))))
            }
            DataType::Timestamp(TimeUnit::Millisecond, _) => numbers!(TimestampMillisecondType),
            DataType::Timestamp(TimeUnit::Second, _) => {
                let times = values.as_primitive::<TimestampSecondType>().iter();
                sequence(serializer, times.map(|time| time.map(|s| s.saturating_mul(1_000))))
            }
            DataType::Float64 => numbers!(Float64Type),
            DataType::Float32 => numbers!(Float32Type),
            DataType::Int8 => numbers!(Int8Type),
            DataType::Int16 => numbers!(Int16Type),
            DataType::Int32 => numbers!(Int32Type),
            DataType::Int64 => numbers!(Int64Type),
            DataType::UInt8 => numbers!(UInt8Type),
            DataType::UInt16 => numbers!(UInt16Type),
            DataType::UInt32 => numbers!(UInt32Type),
            DataType::UInt64 => numbers!(UInt64Type),
            DataType::Boolean => sequence(serializer, values.as_boolean().iter()),
            DataType::Utf8 => sequence(serializer, values.as_string::<i32>().iter()),
            DataType::LargeUtf8 => sequence(serializer, values.as_string::<i64>().iter()),
            other => Err(S::Error::custom(format!("no frame of Grafana can hold {other}"))),
        }
    }
}

fn sequence<S: Serializer, T: Serialize>(
    serializer: S,
    values: impl ExactSizeIterator<Item = Option<T>>,
) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(values.len()))?;
    for value in values {
        sequence.serialize_element(&value)?;
    }
    sequence.end()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use arrow::array::{
        ArrayRef, BooleanArray, Float32Array, Float64Array, Int64Array, RecordBatch, StringArray,
        TimestampMillisecondArray, TimestampNanosecondArray, UInt8Array,
    };
    use arrow::datatypes::{Field as ArrowField, Schema};
    use arrow::ipc::writer::FileWriter;
    use serde_json::json;

    use super::*;

    /// Name, values and metadata.
    type Column<'a> = (&'a str, ArrayRef, &'a [(&'a str, &'a str)]);

    /// An Arrow file of `batches` equal batches, with the metadata that Grafana's SDKs write.
    fn file(columns: Vec<Column<'_>>, meta: &[(&str, &str)], batches: usize) -> Vec<u8> {
        let owned = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let fields: Vec<_> = columns
            .iter()
            .map(|(name, values, pairs)| {
                ArrowField::new(*name, values.data_type().clone(), *name != "time")
                    .with_metadata(owned(pairs))
            })
            .collect();
        let schema = Arc::new(Schema::new_with_metadata(fields, owned(meta)));
        let arrays: Vec<_> = columns.into_iter().map(|(_, values, _)| values).collect();
        let mut writer = FileWriter::try_new(Vec::new(), &schema).expect("a writer");
        for _ in 0..batches {
            writer
                .write(&RecordBatch::try_new(Arc::clone(&schema), arrays.clone()).expect("a batch"))
                .expect("bytes");
        }
        writer.into_inner().expect("a file")
    }

    fn json_of(bytes: Vec<u8>) -> Value {
        serde_json::to_value(Frame::read("A", bytes).expect("a frame")).expect("JSON")
    }

    #[test]
    fn a_frame_becomes_what_grafana_would_send() {
        let bytes = file(
            vec![
                ("time", Arc::new(TimestampNanosecondArray::from(vec![1_700_000_000_000_000_000, -1])), &[]),
                (
                    "value",
                    Arc::new(Float64Array::from(vec![Some(1.5), None])),
                    &[("labels", r#"{"host":"a"}"#), ("config", r#"{"displayNameFromDS":"a"}"#)],
                ),
            ],
            &[("name", "legend"), ("refId", "A"), ("meta", r#"{"custom":{"seismo":{}}}"#)],
            1,
        );
        assert_eq!(
            json_of(bytes),
            json!({
                "schema": {
                    "name": "legend", "refId": "A", "meta": { "custom": { "seismo": {} } },
                    "fields": [
                        { "name": "time", "type": "time", "typeInfo": { "frame": "time.Time" } },
                        { "name": "value", "type": "number", "typeInfo": { "frame": "float64", "nullable": true },
                          "labels": { "host": "a" }, "config": { "displayNameFromDS": "a" } },
                    ],
                },
                "data": {
                    "values": [[1_700_000_000_000_i64, -1], [1.5, null]],
                    "nanos": [[0, 999_999], null],
                },
            })
        );
    }

    #[test]
    fn numbers_that_json_cannot_hold_are_listed_as_entities() {
        let values = vec![Some(f64::NAN), Some(1.0), None, Some(f64::INFINITY), Some(f64::NEG_INFINITY)];
        let bytes = file(
            vec![
                ("plain", Arc::new(Float64Array::from(vec![1.0; 5])), &[]),
                ("odd", Arc::new(Float64Array::from(values)), &[]),
                ("odd32", Arc::new(Float32Array::from(vec![0.5, 0.5, 0.5, 0.5, f32::NAN])), &[]),
            ],
            &[],
            1,
        );
        let data = &json_of(bytes)["data"];
        assert_eq!(data["values"][1], json!([null, 1.0, null, null, null]));
        assert_eq!(
            data["entities"],
            json!([null, { "NaN": [0], "Inf": [3], "NegInf": [4] }, { "NaN": [4] }])
        );
    }

    #[test]
    fn every_simple_type_and_several_batches_are_read() {
        let bytes = file(
            vec![
                ("time", Arc::new(TimestampMillisecondArray::from(vec![7])), &[]),
                ("count", Arc::new(Int64Array::from(vec![i64::MAX])), &[]),
                ("small", Arc::new(UInt8Array::from(vec![255])), &[]),
                ("flag", Arc::new(BooleanArray::from(vec![true])), &[]),
                ("text", Arc::new(StringArray::from(vec!["ä\""])), &[]),
            ],
            &[],
            2,
        );
        let frame = json_of(bytes);
        assert_eq!(
            frame["data"]["values"],
            json!([[7, 7], [i64::MAX, i64::MAX], [255, 255], [true, true], ["ä\"", "ä\""]])
        );
        let types: Vec<_> =
            (0..5).map(|field| &frame["schema"]["fields"][field]["typeInfo"]["frame"]).collect();
        assert_eq!(types, ["time.Time", "int64", "uint8", "bool", "string"]);
        assert_eq!(frame["schema"].get("meta"), None, "what is empty is left out");
    }

    #[test]
    fn a_frame_without_rows_or_fields_is_a_frame() {
        let columns: Vec<Column<'_>> =
            vec![("time", Arc::new(TimestampMillisecondArray::from(Vec::<i64>::new())), &[])];
        let empty = Frame::read("A", file(columns, &[], 0)).expect("a frame");
        assert_eq!((empty.rows(), empty.fields.len()), (0, 1));
        assert_eq!(json_of(file(Vec::new(), &[], 0))["data"], json!({ "values": [] }));
    }

    #[test]
    fn what_is_no_frame_is_refused_with_its_reason() {
        let binary: ArrayRef = Arc::new(arrow::array::BinaryArray::from(vec![b"x".as_slice()]));
        let number: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
        for (bytes, named) in [
            (Vec::new(), "query A"),
            (b"ARROW1 and then nothing".to_vec(), "query A"),
            (file(vec![("blob", binary, &[])], &[], 1), "\"blob\""),
            (file(vec![("value", Arc::clone(&number), &[("labels", "{")])], &[], 1), "labels"),
            (file(vec![("value", number, &[])], &[("meta", "{")], 1), "meta"),
        ] {
            let message = Frame::read("A", bytes).expect_err(named).to_string();
            assert!(message.contains(named), "{message}");
        }
    }
}
