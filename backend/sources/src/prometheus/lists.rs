//! Names and labels.

use serde::Deserialize;

use crate::SourceError;
use crate::http::not_json;

/// The envelope of every answer.
#[derive(Deserialize)]
struct Envelope<T> {
    data: Option<T>,
    error: Option<String>,
}

pub(super) fn open<'a, T: Deserialize<'a>>(body: &'a [u8], server: &str) -> Result<Option<T>, SourceError> {
    let envelope: Envelope<T> =
        serde_json::from_slice(body).map_err(|error| not_json(server, &error, body))?;
    match envelope.error {
        Some(text) => Err(SourceError::Reported { server: server.to_owned(), text }),
        None => Ok(envelope.data),
    }
}

/// Reads a list of names.
pub(super) fn read_names(body: &[u8], server: &str) -> Result<Vec<String>, SourceError> {
    Ok(open::<Vec<String>>(body, server)?.unwrap_or_default())
}

/// Checks that a body is an answer of this API at all.
pub(super) fn check_answers(body: &[u8], server: &str) -> Result<(), SourceError> {
    match open::<serde::de::IgnoredAny>(body, server)? {
        Some(_) => Ok(()),
        None => Err(SourceError::Answer {
            server: server.to_owned(),
            problem: "it holds no data; is this the address of a Prometheus API?".into(),
        }),
    }
}

/// The selector of one metric by its name.
pub(super) fn selector(metric: &str) -> String {
    let escaped = metric.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{{__name__=\"{escaped}\"}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_name_cannot_break_out_of_its_selector() {
        for (metric, expected) in [
            ("up", r#"{__name__="up"}"#),
            (r#"a"} or {b="c"#, r#"{__name__="a\"} or {b=\"c"}"#),
            ("a\\", r#"{__name__="a\\"}"#),
            ("a\nb", r#"{__name__="a\nb"}"#),
        ] {
            assert_eq!(selector(metric), expected);
        }
    }

    #[test]
    fn names_are_read_and_errors_passed_on() {
        assert_eq!(read_names(br#"{"status":"success","data":["a","b"]}"#, "s").unwrap(), ["a", "b"]);
        assert!(read_names(br#"{"status":"success","data":null}"#, "s").unwrap().is_empty());
        let error = read_names(br#"{"status":"error","error":"no"}"#, "s").unwrap_err();
        assert!(error.to_string().contains("s reports: no"));
        assert!(read_names(b"<html>", "s").unwrap_err().to_string().contains("web page"));
    }
}
