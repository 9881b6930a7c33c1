//! Reads the fields of `jsonData` and `secureJsonData`.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use seismo_series::{LONGEST_VALUE, one_of, quoted, short};
use serde_json::Value;
use strum::VariantNames;

use crate::{Secret, SourceError};

/// Largest number of holiday calendars in one data source.
pub const MOST_CALENDARS: usize = 50;

/// Largest timeout of a request, in seconds.
pub const LONGEST_TIMEOUT_SECONDS: f64 = 86_400.0;

/// `jsonData` and `secureJsonData` by key, with errors that name the key. Null and absent are the same.
pub(super) struct Fields<'a> {
    pub(super) json: &'a Value,
    pub(super) secure: &'a HashMap<String, String>,
}

impl<'a> Fields<'a> {
    fn get(&self, key: &str) -> Option<&'a Value> {
        self.json.get(key).filter(|value| !value.is_null())
    }

    fn wrong(key: &str, value: &Value, right: &str) -> SourceError {
        SourceError::settings(
            format!("jsonData.{key}"),
            format!("{} is not {right}", short(&value.to_string(), LONGEST_VALUE)),
        )
    }

    pub(super) fn text(&self, key: &str) -> Result<&'a str, SourceError> {
        match self.get(key) {
            None => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(Self::wrong(key, other, "a text")),
        }
    }

    /// One of the words of `W`; the default if there is none, or an error that names `what` it should be.
    pub(super) fn word<W: FromStr + VariantNames>(
        &self,
        key: &str,
        what: &str,
        default: Option<W>,
    ) -> Result<W, SourceError> {
        let text = self.text(key)?.trim();
        match (text, default) {
            ("", Some(default)) => Ok(default),
            _ => text.parse().map_err(|_| {
                let problem = format!("{} is not {what}: {}", quoted(text), one_of(W::VARIANTS));
                SourceError::settings(format!("jsonData.{key}"), problem)
            }),
        }
    }

    /// A flag, which may be text: Grafana fills environment variables in as text, and an unset one as empty text.
    pub(super) fn flag(&self, key: &str) -> Result<bool, SourceError> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(value) => match value.as_str().map(|text| text.trim().to_ascii_lowercase()).as_deref() {
                Some("") => Ok(false),
                Some("true") => Ok(true),
                Some("false") => Ok(false),
                _ => Err(Self::wrong(key, value, "a flag: write true or false")),
            },
        }
    }

    /// A number, which may be text: Grafana's own editors write both. NaN if it is neither; None if it is empty.
    fn number(&self, key: &str) -> Option<(&'a Value, f64)> {
        match self.get(key)? {
            Value::String(text) if text.trim().is_empty() => None,
            value @ Value::String(text) => Some((value, text.trim().parse().unwrap_or(f64::NAN))),
            value => Some((value, value.as_f64().unwrap_or(f64::NAN))),
        }
    }

    pub(super) fn whole(&self, key: &str, default: u64) -> Result<u64, SourceError> {
        match self.number(key) {
            None => Ok(default),
            // 2^53: above it, an f64 is not an exact whole number.
            Some((_, number)) if (1.0..=9e15).contains(&number) && number.fract() == 0.0 => Ok(number as u64),
            Some((value, _)) => Err(Self::wrong(key, value, "a whole number from 1 upwards")),
        }
    }

    pub(super) fn seconds(&self, key: &str, default: f64) -> Result<f64, SourceError> {
        match self.number(key) {
            // Grafana's editors write 0 for "the default".
            None | Some((_, 0.0)) => Ok(default),
            Some((_, number)) if number > 0.0 && number <= LONGEST_TIMEOUT_SECONDS => Ok(number),
            Some((value, _)) => Err(Self::wrong(
                key,
                value,
                &format!("a number of seconds above 0, at most {LONGEST_TIMEOUT_SECONDS}"),
            )),
        }
    }

    pub(super) fn secret(&self, key: &str) -> Option<Secret> {
        self.secure.get(key).filter(|text| !text.is_empty()).map(Secret::new)
    }

    /// `calendars`, by name.
    pub(super) fn calendars(&self) -> Result<BTreeMap<String, String>, SourceError> {
        let list = match self.get("calendars") {
            None => return Ok(BTreeMap::new()),
            Some(Value::Array(list)) if list.len() <= MOST_CALENDARS => list,
            Some(_) => {
                let problem = format!("write a list of at most {MOST_CALENDARS} calendars with name and ics");
                return Err(SourceError::settings("jsonData.calendars", problem));
            }
        };
        let mut calendars = BTreeMap::new();
        for (at, entry) in list.iter().enumerate() {
            let text =
                |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
            let (Some(name), Some(ics)) = (text("name"), text("ics")) else {
                let problem = format!("calendar {} needs a name and the text of an .ics file", at + 1);
                return Err(SourceError::settings("jsonData.calendars", problem));
            };
            if calendars.insert(name.trim().to_owned(), ics.to_owned()).is_some() {
                let problem =
                    format!("two calendars are named {}: give each its own name", quoted(name.trim()));
                return Err(SourceError::settings("jsonData.calendars", problem));
            }
        }
        Ok(calendars)
    }

    /// `httpHeaderName1..n` with `httpHeaderValue1..n`; a name without a value is sent empty, as Grafana does.
    pub(super) fn headers(&self) -> Result<Vec<(String, Secret)>, SourceError> {
        let Some(object) = self.json.as_object() else { return Ok(Vec::new()) };
        let mut numbers: Vec<u32> = object
            .keys()
            .filter_map(|key| key.strip_prefix("httpHeaderName").and_then(|number| number.parse().ok()))
            .collect();
        numbers.sort_unstable();
        let mut headers = Vec::with_capacity(numbers.len());
        for number in numbers {
            let name = self.text(&format!("httpHeaderName{number}"))?.trim();
            if !name.is_empty() {
                let value =
                    self.secret(&format!("httpHeaderValue{number}")).unwrap_or_else(|| Secret::new(""));
                headers.push((name.to_owned(), value));
            }
        }
        Ok(headers)
    }
}
