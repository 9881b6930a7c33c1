//! The plugin's log: hclog's JSON lines, shown as readable lines.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

/// Copies the plugin's log to standard error until it ends.
pub(super) async fn forward(stderr: impl AsyncRead + Unpin) {
    let mut lines = BufReader::new(stderr).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        write(&readable(&String::from_utf8_lossy(&line)));
    }
}

/// Writes one line of our own or of the plugin's log.
pub(crate) fn write(line: &str) {
    // A closed terminal is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// `INFO message key=value`; a line that is not a JSON object (a panic, for example) stays as it is.
fn readable(line: &str) -> String {
    let Ok(Value::Object(mut entry)) = serde_json::from_str::<Value>(line) else {
        return format!("plugin: {line}");
    };
    let level = take_text(&mut entry, "@level").to_uppercase();
    let message = take_text(&mut entry, "@message");
    entry.retain(|key, _| key != "@timestamp" && key != "target" && key != "span");
    let mut text = format!("plugin: {level:<5} {message}");
    for (key, value) in &entry {
        let _ = match value {
            Value::String(value) => write!(text, " {key}={value:?}"),
            value => write!(text, " {key}={value}"),
        };
    }
    text
}

fn take_text(entry: &mut Map<String, Value>, key: &str) -> String {
    match entry.remove(key) {
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_lines_are_made_readable_and_foreign_lines_are_kept() {
        for (line, expected) in [
            (
                r#"{"@timestamp":"t","@level":"INFO","@message":"Query answered.","series":4,"ref":"A","target":"x"}"#,
                r#"plugin: INFO  Query answered. ref="A" series=4"#,
            ),
            (r#"{"@level":"warn","@message":"Slow."}"#, "plugin: WARN  Slow."),
            ("thread 'main' panicked at x", "plugin: thread 'main' panicked at x"),
            ("[1]", "plugin: [1]"),
            ("", "plugin: "),
        ] {
            assert_eq!(readable(line), expected);
        }
    }
}
