//! `seismo try --check`: one query through the real plugin, one line for scripts.

use std::fmt;
use std::time::Instant;

use seismo_detection::DEFAULT_BUDGET;
use serde_json::{Value, json};

use crate::Error;
use crate::args::Try;
use crate::clock::Clock;
use crate::datasource::DataSource;
use crate::host::{Client, Frame, Query};

/// Width of an ordinary panel in points. Thinning happens after counting, so it does not change the printed numbers.
const MAX_DATA_POINTS: i64 = 1000;

/// The query of a check.
#[derive(Debug, Clone)]
pub struct Check {
    query: Query,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// Number of frames.
    pub series: u64,
    /// Number of rows of all series in the range, including gaps.
    pub points: u64,
    /// Number of rows with a severity.
    pub anomalies: u64,
    /// Wall time of the query, in milliseconds.
    pub ms: u128,
}

impl Check {
    /// The query of the options, over their range up to the clock's now, with the detection of a new query on the page.
    ///
    /// # Errors
    /// [`Error::Option`] if a Prometheus or an InfluxDB is named without a query.
    pub fn new(options: &Try, clock: Clock) -> Result<Self, Error> {
        let source = if options.prometheus.is_some() {
            let why = "--check asks a Prometheus for one PromQL expression";
            let expr = options.expr.as_ref().ok_or(Error::Option { missing: "--expr", why })?;
            json!({ "kind": "prometheus", "expr": expr })
        } else if options.influxdb.is_some() {
            let why = "--check asks an InfluxDB for one query";
            let query = options.query.as_ref().ok_or(Error::Option { missing: "--query", why })?;
            let language = if options.asks_flux() { "flux" } else { "influxql" };
            json!({ "kind": "influxdb", "language": language, "query": query })
        } else {
            json!({ "kind": "sample" })
        };
        let detection = json!({ "preset": "auto", "budget": DEFAULT_BUDGET });
        let to_ms = clock.now_ms();
        Ok(Self {
            query: Query {
                ref_id: "A".to_owned(),
                json: json!({ "refId": "A", "version": 1, "source": source, "detection": detection }),
                from_ms: to_ms.saturating_sub(options.range),
                to_ms,
                interval_ms: (options.range / MAX_DATA_POINTS).max(1),
                max_data_points: MAX_DATA_POINTS,
            },
        })
    }

    /// Runs the query on the plugin.
    ///
    /// # Errors
    /// [`Error::Query`] if the answer is an error, [`Error::Counts`] if a frame lacks its counts, and the errors of
    /// [`Client::query`].
    pub async fn run(self, client: &Client, source: &DataSource) -> Result<CheckLine, Error> {
        let ref_id = self.query.ref_id.clone();
        let started = Instant::now();
        let mut answers = client.query(source, vec![self.query]).await?;
        let ms = started.elapsed().as_millis();
        let Some(answer) = answers.remove(&ref_id) else {
            return Err(Error::NoAnswer { ref_id });
        };
        if let Some(message) = answer.error {
            return Err(Error::Query { ref_id, status: answer.status, message });
        }
        let mut line = CheckLine { series: 0, points: 0, anomalies: 0, ms };
        for frame in &answer.frames {
            line.series += 1;
            line.points += count(frame, "points")?;
            line.anomalies += count(frame, "anomalies")?;
        }
        Ok(line)
    }
}

impl fmt::Display for CheckLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { series, points, anomalies, ms } = self;
        write!(f, "series={series} points={points} anomalies={anomalies} ms={ms}")
    }
}

fn count(frame: &Frame, what: &'static str) -> Result<u64, Error> {
    let counts: &Value = &frame.meta["custom"]["seismo"]["counts"];
    counts[what].as_u64().ok_or_else(|| Error::Counts { frame: frame.name.clone(), what })
}
