//! The messages on the channel.

use serde_json::{Value, json};

use super::window::Look;
use crate::frame::Frame;

/// Approximate largest size of one message, in bytes: far below what Grafana buffers for a slow browser (4 MiB).
const MOST_BYTES: usize = 1 << 20;

/// One tick as JSON messages: several if one would be too large.
pub(super) type Packets = Vec<Vec<u8>>;

/// The messages for the rows of these frames. `after_ms`: the end of the message before.
pub(super) fn rows(frames: &[Frame], look: &Look, after_ms: Option<i64>) -> Packets {
    let mut parts = vec![Vec::new()];
    let mut bytes = 0;
    for frame in frames {
        let text = schema_first(&frame.to_json());
        if bytes > 0 && bytes + text.len() > MOST_BYTES {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += text.len();
        if let Some(part) = parts.last_mut() {
            part.push(text);
        }
    }
    let (from_ms, to_ms) = (Value::from(look.start_ms()), Value::from(look.end_ms()));
    let after_ms = Value::from(after_ms);
    let message = |part: Vec<String>| {
        let frames = part.join(",");
        format!(r#"{{"frames":[{frames}],"fromMs":{from_ms},"toMs":{to_ms},"afterMs":{after_ms}}}"#)
            .into_bytes()
    };
    parts.into_iter().map(message).collect()
}

/// Grafana's Go SDK reads a frame only if its schema comes before its data.
fn schema_first(frame: &Value) -> String {
    format!(r#"{{"schema":{},"data":{}}}"#, frame["schema"], frame["data"])
}

/// The message that the source did not answer.
pub(super) fn failed(error: &str) -> Packets {
    vec![json!({ "frames": [], "error": error }).to_string().into_bytes()]
}

/// The message that the path belongs to other settings.
pub fn stale() -> Vec<u8> {
    let error = "The data source's settings have changed: run the query again.";
    json!({ "frames": [], "error": error, "stale": true }).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Field;
    use seismo_series::Labels;

    #[test]
    fn a_message_is_json_in_parts_that_are_not_too_large() {
        let frame = |rows: i64| Frame {
            name: "a".into(),
            fields: vec![
                Field::time("time", (0..rows).collect()),
                Field::number("value", &Labels::new(), vec![0.123_456_789; rows as usize]),
            ],
            ..Frame::default()
        };
        let look = Look::new(vec![frame(2)]);
        for (frames, parts) in
            [(vec![], 1), (vec![frame(1); 10], 1), (vec![frame(60_000); 3], 3), (vec![frame(30_000); 4], 4)]
        {
            let packets = rows(&frames, &look, Some(-1));
            let mut found = 0;
            for packet in &packets {
                assert!(packet.len() < 2 * MOST_BYTES);
                let message: Value = serde_json::from_slice(packet).unwrap();
                found += message["frames"].as_array().unwrap().len();
                assert_eq!((&message["fromMs"], &message["toMs"]), (&json!(0), &json!(1)));
                assert_eq!(message["afterMs"], -1);
            }
            assert!(found == frames.len() && packets.len() <= parts, "{} parts", packets.len());
        }
        let nothing: Value = serde_json::from_slice(&rows(&[], &Look::default(), None)[0]).unwrap();
        assert_eq!(nothing, json!({ "frames": [], "fromMs": null, "toMs": null, "afterMs": null }));
        let error: Value = serde_json::from_slice(&failed("it is \"down\"")[0]).unwrap();
        assert_eq!(error, json!({ "frames": [], "error": "it is \"down\"" }));
    }
}
