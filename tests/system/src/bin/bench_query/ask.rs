//! Sends the queries: to the plugin, and to Prometheus alone.

use std::ops::Range;
use std::time::Instant;

use seismo_cli::datasource::DataSource;
use seismo_system_tests::{Plugin, data_source};
use serde_json::{Value, json};

use crate::Failure;
use crate::fleet::{FLEETS, MINUTE_MS};

/// Number of points per request, below the 11,000 that Prometheus allows for one series.
const CHUNK: i64 = 10_000;

/// Width of a panel in points.
const WIDTH: i64 = 1000;

/// A query to the plugin.
pub(crate) struct Question {
    pub(crate) expression: String,
    pub(crate) series: i64,
    /// Fields added to `detection`: a preset, or members.
    pub(crate) detection: Value,
    pub(crate) output: &'static str,
    pub(crate) range: (i64, i64),
}

/// The answer and its size.
pub(crate) struct Answer {
    /// Time until the encoded answer has arrived.
    pub(crate) seconds: f64,
    /// Size as Grafana's JSON, in MB.
    pub(crate) megabytes: f64,
    /// Number of points with a score.
    pub(crate) points: u64,
}

impl Question {
    /// Sends the query.
    pub(crate) async fn ask(&self, plugin: &Plugin, url: &str) -> Result<Answer, Failure> {
        let mut detection = json!({ "history": "7d", "season": "auto", "interval": "1m" });
        for (name, value) in self.detection.as_object().into_iter().flatten() {
            detection[name] = value.clone();
        }
        let query = json!({
            "refId": "A", "version": 1, "source": { "kind": "prometheus", "expr": self.expression },
            "detection": detection, "output": self.output,
        });
        let source = source(url);
        let (answer, elapsed) = plugin.ask_timed(&source, query, self.range, WIDTH).await?;
        let seconds = elapsed.as_secs_f64();
        let (mut bytes, mut points) = (0, 0);
        for frame in &answer.frames {
            points += frame.meta["custom"]["seismo"]["counts"]["scored"].as_u64().unwrap_or(0);
            bytes += serde_json::to_vec(frame)?.len();
        }
        if answer.frames.len() as i64 != self.series {
            return Err(format!("{} of {} series were answered", answer.frames.len(), self.series).into());
        }
        Ok(Answer { seconds, megabytes: bytes as f64 / 1e6, points })
    }
}

/// The data source, with a cap high enough for the largest fleet.
fn source(url: &str) -> DataSource {
    let mut source = data_source(&["--prometheus", url]);
    source.json_data.insert("maxSeries".to_owned(), json!(FLEETS.into_iter().max()));
    source
}

/// The time that Prometheus alone needs for these samples: in chunks and uncompressed, as the plugin requests them; the
/// answers are discarded.
pub(crate) async fn prometheus_alone(
    url: &str,
    expression: &str,
    needed: Range<i64>,
) -> Result<f64, Failure> {
    let client = reqwest::Client::builder().no_proxy().no_gzip().build()?;
    let started = Instant::now();
    let mut from = needed.start;
    while from <= needed.end {
        let to = (from + (CHUNK - 1) * MINUTE_MS).min(needed.end);
        let parameters = [
            ("query", expression),
            ("start", &(from / 1000).to_string()),
            ("end", &(to / 1000).to_string()),
            ("step", "60"),
        ];
        let request = client.get(format!("{url}/api/v1/query_range")).query(&parameters);
        let mut answer = request.send().await?.error_for_status()?;
        let mut bytes = 0;
        while let Some(part) = answer.chunk().await? {
            bytes += part.len();
        }
        if bytes == 0 {
            return Err("Prometheus answered nothing".into());
        }
        from = to + MINUTE_MS;
    }
    Ok(started.elapsed().as_secs_f64())
}
