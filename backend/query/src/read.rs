//! Parses JSON into types, with plain error messages: path, value, and what would be right.
//!
//! Objects must be objects: by default, serde would also read a struct from a list by position, and an enum from an
//! object.

use seismo_series::{LONGEST_VALUE, one_of, short};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_path_to_error::{Deserializer as Tracked, Track};

use crate::QueryError;

/// Parses a value into a type. `whole` is the name of the value itself in errors.
///
/// # Errors
/// [`QueryError::Field`] names the field by its path, its value, and what would be right.
pub fn read<T: for<'de> Deserialize<'de>>(value: &Value, whole: &str) -> Result<T, QueryError> {
    read_with(value, whole, false, |fields| T::deserialize(fields))
}

/// Parses a value with `make`. `within`: whether `whole` is the path of the value rather than a name for the whole
/// document, so that the paths of its fields begin with it.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_with<'a, T>(
    value: &'a Value,
    whole: &str,
    within: bool,
    make: impl FnOnce(Tracked<'_, '_, Strict<'a>>) -> Result<T, Wrong>,
) -> Result<T, QueryError> {
    let mut track = Track::new();
    make(Tracked::new(Strict(value), &mut track)).map_err(|Wrong { problem, is_missing }| {
        let path = track.path().to_string();
        let problem = match at(value, &path).filter(|_| !is_missing) {
            Some(found) => format!("{} is invalid: {problem}", shown(found)),
            None => problem,
        };
        let field = match (path.as_str(), within) {
            (".", _) => whole.to_owned(),
            (_, true) => format!("{whole}.{path}"),
            (_, false) => path,
        };
        QueryError::field(field, problem)
    })
}

/// The value at a path such as `detection.ensemble[0].weight`.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split(['.', '[']).filter(|step| !step.is_empty()).try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.trim_end_matches(']').parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// A value for an error message.
pub(crate) fn shown(value: &Value) -> String {
    short(&value.to_string(), LONGEST_VALUE)
}

/// Why a value cannot be parsed.
#[derive(Debug)]
pub(crate) struct Wrong {
    problem: String,
    /// Whether a field is missing, so that there is no value to show.
    is_missing: bool,
}

impl Wrong {
    fn value(problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), is_missing: false }
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.problem)
    }
}

impl std::error::Error for Wrong {}

impl serde::de::Error for Wrong {
    fn custom<T: std::fmt::Display>(problem: T) -> Self {
        Self::value(problem.to_string())
    }

    fn unknown_field(_field: &str, expected: &'static [&'static str]) -> Self {
        Self::value(format!("unknown field: {}", one_of(expected)))
    }

    fn unknown_variant(_variant: &str, expected: &'static [&'static str]) -> Self {
        Self::value(one_of(expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Self { problem: format!("{field:?} is missing: add it"), is_missing: true }
    }
}

/// A value that is only parsed as its own JSON type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strict<'a>(&'a Value);

impl<'de> IntoDeserializer<'de, Wrong> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Strict<'de> {
    /// Visits the value if it has the right kind.
    fn expect<V: Visitor<'de>>(self, fits: bool, right: &str, visitor: V) -> Result<V::Value, Wrong> {
        if fits { self.deserialize_any(visitor) } else { Err(Wrong::value(format!("write {right}"))) }
    }
}

/// JSON kinds, each with its test and its name in errors.
macro_rules! expecting {
    ($($method:ident($($name:ident: $type:ty),*) $fits:expr, $right:expr;)+) => {
        $(fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Wrong> {
            let fits: fn(&Value) -> bool = $fits;
            self.expect(fits(self.0), $right, visitor)
        })+
    };
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Strict))),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.as_str(), Strict(value)));
                visitor.visit_map(MapDeserializer::new(fields))
            }
        }
    }

    expecting! {
        deserialize_bool() Value::is_boolean, "true or false";
        deserialize_i64() Value::is_i64, "a whole number";
        deserialize_f64() Value::is_number, "a number";
        deserialize_str() Value::is_string, "a text";
        deserialize_string() Value::is_string, "a text";
        deserialize_seq() Value::is_array, "a list";
        deserialize_map() Value::is_object, "an object";
        deserialize_struct(_name: &'static str, _fields: &'static [&'static str]) Value::is_object, "an object";
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Wrong> {
        let fits = self.0.as_array().is_some_and(|items| items.len() == length);
        self.expect(fits, &format!("a list of {length} values"), visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => Err(Wrong::value(one_of(variants))),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple_struct identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Choice {
        One,
        Two,
    }

    #[derive(Debug, PartialEq, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Inner {
        number: f64,
        text: String,
        flag: bool,
        choice: Option<Choice>,
        pairs: Vec<(i64, Option<f64>)>,
        any: serde_json::Map<String, Value>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        inner: Vec<Inner>,
    }

    fn error(value: &Value) -> String {
        read::<Outer>(value, "query").unwrap_err().to_string()
    }

    #[test]
    fn what_fits_is_read() {
        let inner = json!({
            "number": 3, "text": "a", "flag": true, "choice": "two", "pairs": [[-1, 0.5], [2, null]], "any": { "a": [{}] },
        });
        let read: Outer = read(&json!({ "inner": [inner, {}] }), "query").unwrap();
        let any = json!({ "a": [{}] }).as_object().cloned().unwrap_or_default();
        let pairs = vec![(-1, Some(0.5)), (2, None)];
        let full = Inner { number: 3.0, text: "a".into(), flag: true, choice: Some(Choice::Two), pairs, any };
        assert_eq!(read.inner, [full, Inner::default()]);
    }

    #[test]
    fn what_does_not_fit_is_named_by_path_and_value_in_plain_words() {
        let wrong = [
            ("number", vec![json!("1"), json!([1]), json!({}), json!(null), json!(true)], "write a number"),
            ("text", vec![json!(1), json!(["a"]), json!({ "a": null }), json!(null)], "write a text"),
            ("flag", vec![json!("yes"), json!(0), json!([])], "write true or false"),
            (
                "choice",
                vec![json!("three"), json!(5), json!(["one"]), json!({ "one": null })],
                r#"write one of "one", "two""#,
            ),
            ("any", vec![json!([]), json!([["a", 1]]), json!("a")], "write an object"),
            ("pairs", vec![json!({}), json!("a")], "write a list"),
            ("unknown", vec![json!(1), json!({})], r#"unknown field: write one of "number", "text", "flag""#),
        ];
        for (name, values, right) in wrong {
            for value in values {
                let text = error(&json!({ "inner": [{}, { name: value }] }));
                let want = format!("inner[1].{name}: {value} is invalid: {right}");
                assert!(text.starts_with(&want), "{text}\n{want}");
            }
        }
        for (value, want) in [
            (json!([]), "query: [] is invalid: write an object"),
            (json!({}), "query: \"inner\" is missing: add it"),
            (json!({ "inner": {} }), "inner: {} is invalid: write a list"),
            (json!({ "inner": [[1.0, "a"]] }), "inner[0]: [1.0,\"a\"] is invalid: write an object"),
            (json!({ "inner": [], "inner.inner": 1 }), "inner.inner: unknown field: write \"inner\""),
            (
                json!({ "inner": [{ "pairs": [[1]] }] }),
                "inner[0].pairs[0]: [1] is invalid: write a list of 2 values",
            ),
            (
                json!({ "inner": [{ "pairs": [[1, 2, 3]] }] }),
                "inner[0].pairs[0]: [1,2,3] is invalid: write a list of 2",
            ),
            (
                json!({ "inner": [{ "pairs": [[1.5, 2]] }] }),
                "inner[0].pairs[0][0]: 1.5 is invalid: write a whole number",
            ),
        ] {
            let text = error(&value);
            assert!(text.starts_with(want), "{text}\n{want}");
        }
    }

    #[test]
    fn a_path_begins_where_it_is_told_to() {
        let value = json!({ "number": "high" });
        let text = read_with(&value, "detection", true, |fields| Inner::deserialize(fields))
            .unwrap_err()
            .to_string();
        assert_eq!(text, "detection.number: \"high\" is invalid: write a number");
        let text = read_with(&json!(5), "detection", true, |fields| Inner::deserialize(fields))
            .unwrap_err()
            .to_string();
        assert_eq!(text, "detection: 5 is invalid: write an object");
    }
}
