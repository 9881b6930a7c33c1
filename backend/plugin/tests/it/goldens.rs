//! Golden frames: written by this side, read by both. `SEISMO_UPDATE_GOLDENS=1` rewrites them.

use std::path::PathBuf;

use crate::common::*;
use seismo_engine::QueryRequest;
use seismo_plugin::frame::Frame;
use serde_json::{Value, json};

const NOW: i64 = START / MINUTE;

/// A calm rhythm with a spike, a dip, a burst and an outage.
fn line() -> Line {
    Line::new("checkout", |at| match NOW - at {
        20..=22 => f64::NAN,
        50 => 60.0,
        33 => -40.0,
        8..=10 => 45.0,
        _ => (at.rem_euclid(10) as f64 - 4.5).abs() * 2.0 + 20.0 + (noise(3, at) * 100.0).round() / 100.0,
    })
}

/// The same, for the last forty minutes: three samples are missing.
fn young() -> Line {
    let mut line = line();
    line.life.from = NOW - 40;
    line
}

async fn frame(fields: Value, asked: QueryRequest) -> Vec<Frame> {
    let source = match fields["source"]["service"].as_str() {
        Some("nobody") => vec![],
        Some("young") => vec![young()],
        _ => vec![line()],
    };
    answer(&engine(0), &Memory::new(source), query(&fields), asked).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_are_as_the_golden_files_say() {
    let hour = asked(NOW - 60, NOW - 1, NOW * MINUTE);
    let day = asked(NOW - 1_440, NOW - 1, NOW * MINUTE);
    let legend = json!({ "kind": "sample", "legend": "{{service}}" });
    let nobody = json!({ "kind": "sample", "service": "nobody" });
    let new = json!({ "kind": "sample", "legend": "{{service}}", "service": "young" });
    for (name, fields, asked) in [
        ("panel", json!({ "source": legend, "timezone": "Europe/Berlin" }), hour),
        ("panel-auto", json!({ "source": legend, "detection": { "preset": "auto", "budget": 4 } }), hour),
        ("panel-thinned", json!({ "source": legend }), QueryRequest { max_rows: 40, ..day }),
        ("panel-learning", json!({ "source": new, "detection": { "preset": "auto" } }), hour),
        (
            "panel-known",
            json!({ "source": legend, "detection": {
                "preset": "auto", "valueRange": { "minimum": 0, "maximum": 55 }, "severity": "three_level",
            } }),
            hour,
        ),
        ("panel-empty", json!({ "source": nobody }), hour),
        ("alert-score", json!({ "source": legend }), QueryRequest { from_alert: true, ..hour }),
        ("alert-deviation", json!({ "source": legend, "output": "deviation" }), hour),
        (
            "alert-since",
            json!({ "source": legend, "detection": { "preset": "auto" }, "output": "since" }),
            hour,
        ),
        (
            "alert-empty",
            json!({ "source": nobody, "output": "score" }),
            QueryRequest { from_alert: true, ..hour },
        ),
        (
            "events",
            json!({ "source": legend, "detection": { "preset": "auto", "budget": 4 }, "output": "events" }),
            hour,
        ),
        (
            "events-none",
            json!({ "source": legend, "detection": { "preset": "auto", "threshold": 1.0 }, "output": "events" }),
            hour,
        ),
    ] {
        let frames = frame(fields, asked).await;
        assert_eq!(frames.len(), 1, "{name}");
        check(&format!("{name}.frame"), &frames[0].to_json());
    }
}

/// Three metrics of one service that follow its load; one of them does not for a while.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_as_its_golden_file_says() {
    let metric = |name: &str, size: f64, seed: u64| {
        let mut line = Line::new("", move |at| {
            let load = (at.rem_euclid(20) as f64 - 9.5).abs() + (noise(1, at) * 100.0).round() / 100.0;
            let wrong = if seed == 12 && (8..=10).contains(&(NOW - at)) { 6.0 } else { 0.0 };
            if NOW - at == 20 { f64::NAN } else { size * (load + wrong + 0.1 * noise(seed, at)) }
        });
        line.labels = [("__name__", name), ("service", "checkout")].into_iter().collect();
        line
    };
    let source =
        Memory::new(vec![metric("errors", 0.1, 11), metric("latency", 2.0, 12), metric("requests", 9.0, 13)]);
    for (name, output) in [("panel-together", "panel"), ("events-together", "events")] {
        let query = query(&json!({
            "source": { "kind": "sample", "legend": "{{__name__}}" },
            "detection": { "interval": "1m", "history": "6h", "together": { "by": ["service"] } },
            "output": output,
        }));
        let range = asked(NOW - 60, NOW - 1, NOW * MINUTE);
        let frames = answer(&engine(0), &source, query, range).await.unwrap();
        assert_eq!(frames.len(), 1, "{name}");
        check(&format!("{name}.frame"), &frames[0].to_json());
    }
}

/// Compares with a golden file, or writes it.
pub(crate) fn check(name: &str, frame: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/contract/{name}.json"));
    if std::env::var("SEISMO_UPDATE_GOLDENS").is_ok_and(|value| value == "1") {
        std::fs::write(&path, serde_json::to_string_pretty(frame).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let golden: Value = serde_json::from_str(&text).unwrap();
    // `exp` differs slightly between machines.
    if let Some(difference) = difference("", &golden, frame, 1e-9) {
        panic!(
            "{name}: {difference}\nIf that is meant, write the golden files anew with SEISMO_UPDATE_GOLDENS=1."
        );
    }
}
