//! The plugin's own metrics, which Grafana hands on at `/metrics/plugins/<id>`.

mod maker;
mod votes;

use prometheus::core::{AtomicF64, GenericCounter};
use prometheus::{
    Encoder, Histogram, HistogramVec, IntCounter, IntCounterVec, IntGauge, Registry, TextEncoder,
};

use maker::Maker;
pub use votes::Votes;

use crate::query::Output;

/// How a query ends.
const OUTCOMES: [&str; 4] = ["ok", "refused", "source", "failed"];

const LEVELS: [&str; 4] = ["low", "medium", "high", "critical"];

/// Counters, gauges and histograms.
#[derive(Debug)]
pub struct Telemetry {
    registry: Registry,
    /// Queries by output and outcome: `ok`, `refused` (the query's fault), `source` (the source's), `failed` (ours).
    pub queries: IntCounterVec,
    /// Those of alert rules among them, by outcome.
    pub alert_queries: IntCounterVec,
    /// How long queries take.
    pub query_seconds: HistogramVec,
    /// How long a fetch takes.
    pub fetch_seconds: Histogram,
    /// How long scoring takes.
    pub score_seconds: Histogram,
    /// Samples that sources have sent.
    pub samples: IntCounter,
    /// Bytes that the cache holds.
    pub cache_bytes: IntGauge,
    /// Bytes that the cache may hold.
    pub cache_limit: IntGauge,
    /// Contained panics.
    pub panics: IntCounter,
    /// Live streams that run: each asks its source once a tick.
    pub live_streams: IntGauge,
    /// Receivers of live streams: one a Grafana server and stream, however many look on there.
    pub live_viewers: IntGauge,
    /// Ticks of live streams by outcome: `ok`, `failed`.
    pub live_ticks: IntCounterVec,
    series: IntCounter,
    points: IntCounter,
    anomalies: IntCounterVec,
    cache_requests: IntCounterVec,
    detector_points: IntCounterVec,
    detector_anomalies: IntCounterVec,
    agreed: IntCounterVec,
    alarms: IntCounter,
    alarms_allowed: GenericCounter<AtomicF64>,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self::new()
    }
}

impl Telemetry {
    /// All at zero.
    ///
    /// # Panics
    /// Never: the names are fixed, valid and different, which a test sees to.
    pub fn new() -> Self {
        let registry = Registry::new();
        let maker = Maker { registry: &registry };
        tell_constants(&maker);
        let anomalies = maker.counters("seismo_anomalies_total", "Anomalous rows in answers", &["severity"]);
        let cache_requests = maker.counters(
            "seismo_cache_requests_total",
            "Queries that found their series cached or not",
            &["outcome"],
        );
        let queries = maker.counters("seismo_queries_total", "Queries answered", &["output", "outcome"]);
        // From zero on: of a counter that appears with its first count, Prometheus sees no increase.
        for output in Output::ALL.map(Output::id).into_iter().chain(["unknown"]) {
            for outcome in OUTCOMES {
                queries.with_label_values(&[output, outcome]);
            }
        }
        let alert_queries =
            maker.counters("seismo_alert_queries_total", "Queries of alert rules answered", &["outcome"]);
        for outcome in OUTCOMES {
            alert_queries.with_label_values(&[outcome]);
        }
        for level in LEVELS {
            anomalies.with_label_values(&[level]);
        }
        for outcome in ["hit", "miss"] {
            cache_requests.with_label_values(&[outcome]);
        }
        let live_ticks = maker.counters(
            "seismo_live_ticks_total",
            "Times that live streams asked their source",
            &["outcome"],
        );
        for outcome in ["ok", "failed"] {
            live_ticks.with_label_values(&[outcome]);
        }
        Self {
            queries,
            alert_queries,
            query_seconds: maker.histograms(
                "seismo_query_duration_seconds",
                "Time from query to answer",
                &["output"],
            ),
            fetch_seconds: maker
                .histogram("seismo_fetch_duration_seconds", "Time that the source takes for one fetch"),
            score_seconds: maker
                .histogram("seismo_score_duration_seconds", "Time that scoring takes for one query"),
            samples: maker.counter("seismo_samples_fetched_total", "Samples that sources have sent"),
            cache_bytes: maker.gauge("seismo_cache_bytes", "Bytes that the cache holds"),
            cache_limit: maker.gauge("seismo_cache_limit_bytes", "Bytes that the cache may hold"),
            panics: maker.counter("seismo_panics_total", "Contained panics"),
            live_streams: maker.gauge("seismo_live_streams", "Live streams that run"),
            live_viewers: maker.gauge("seismo_live_viewers", "Receivers of live streams"),
            live_ticks,
            series: maker.counter("seismo_series_scored_total", "Series and groups in answers"),
            points: maker.counter("seismo_points_scored_total", "Rows with a score in answers"),
            anomalies,
            cache_requests,
            detector_points: maker.counters(
                "seismo_detector_points_total",
                "Rows with a value in answers, by what a detector did: vote, still learn, or be dropped",
                &["detector", "state"],
            ),
            detector_anomalies: maker.counters(
                "seismo_detector_anomalies_total",
                "Rows in answers that a detector called anomalous by its own threshold",
                &["detector"],
            ),
            agreed: maker.counters(
                "seismo_anomaly_votes_total",
                "Anomalous rows in answers, by how many detectors called them so",
                &["votes"],
            ),
            alarms: maker.counter("seismo_alarms_total", "Alarms in answers to queries with an alarm budget"),
            alarms_allowed: maker.float_counter(
                "seismo_alarms_allowed_total",
                "Alarms that the budgets of the same queries allow for the same rows",
            ),
            registry,
        }
    }

    /// Counts a series, or a group of series, with its rows.
    pub fn scored(&self, points: usize, by_severity: [usize; 4]) {
        self.series.inc();
        self.points.inc_by(points as u64);
        for (level, count) in LEVELS.into_iter().zip(by_severity) {
            self.anomalies.with_label_values(&[level]).inc_by(count as u64);
        }
    }

    /// Counts how detectors, by their ids, voted on a series.
    pub fn voted<'a>(&self, detectors: impl IntoIterator<Item = &'a str>, votes: &Votes) {
        for (detector, (state, called)) in detectors.into_iter().zip(&votes.members) {
            self.detector_points.with_label_values(&[detector, *state]).inc_by(votes.points as u64);
            self.detector_anomalies.with_label_values(&[detector]).inc_by(*called as u64);
        }
        for (count, rows) in votes.agreed.iter().enumerate().filter(|(_, rows)| **rows > 0) {
            self.agreed.with_label_values(&[count.to_string().as_str()]).inc_by(*rows as u64);
        }
    }

    /// Counts alarms, beside those that the budget allows.
    pub fn alarmed(&self, count: usize, allowed: f64) {
        self.alarms.inc_by(count as u64);
        self.alarms_allowed.inc_by(allowed.max(0.0));
    }

    /// Counts a query that found its series cached, or did not.
    pub fn cache_request(&self, hit: bool) {
        self.cache_requests.with_label_values(&[if hit { "hit" } else { "miss" }]).inc();
    }

    /// Everything in Prometheus' text format.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn encode(&self) -> Result<Vec<u8>, prometheus::Error> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

/// What does not change while the process runs: version, model, and on Linux what the system says of the process.
fn tell_constants(maker: &Maker<'_>) {
    let info = maker.gauges("seismo_build_info", "Always 1; the label tells the version", &["version"]);
    info.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
    let model = seismo_models::info();
    let info = maker.gauges(
        "seismo_model_info",
        "1 where the model of the LSTM autoencoder can be used, 0 where it cannot",
        &["id", "version"],
    );
    info.with_label_values(&[model.id.as_str(), model.version.as_str()]).set(i64::from(model.loaded));
    #[cfg(target_os = "linux")]
    {
        let process = prometheus::process_collector::ProcessCollector::for_self();
        maker.registry.register(Box::new(process)).expect("the names of metrics are different");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_there_from_the_start() {
        let telemetry = Telemetry::new();
        telemetry.scored(10, [1, 2, 3, 4]);
        telemetry.cache_request(true);
        telemetry.queries.with_label_values(&["panel", "ok"]).inc();
        telemetry.query_seconds.with_label_values(&["panel"]).observe(0.1);
        let votes = Votes { members: vec![("voting", 4), ("learning", 0)], agreed: vec![0, 3, 7], points: 9 };
        telemetry.voted(["z_score", "cusum"], &votes);
        telemetry.alarmed(2, 0.5);
        let text = String::from_utf8(telemetry.encode().unwrap()).unwrap();
        for line in [
            "seismo_points_scored_total 10",
            "seismo_anomalies_total{severity=\"critical\"} 4",
            "seismo_cache_requests_total{outcome=\"hit\"} 1",
            "seismo_cache_requests_total{outcome=\"miss\"} 0",
            "seismo_queries_total{outcome=\"ok\",output=\"panel\"} 1",
            "seismo_queries_total{outcome=\"refused\",output=\"unknown\"} 0",
            "seismo_queries_total{outcome=\"failed\",output=\"events\"} 0",
            "seismo_alert_queries_total{outcome=\"source\"} 0",
            "seismo_query_duration_seconds_count{output=\"panel\"} 1",
            "seismo_fetch_duration_seconds_count 0",
            "seismo_score_duration_seconds_count 0",
            "seismo_cache_bytes 0",
            "seismo_panics_total 0",
            "seismo_live_streams 0",
            "seismo_live_viewers 0",
            "seismo_live_ticks_total{outcome=\"ok\"} 0",
            "seismo_build_info{version=",
            "seismo_model_info{id=",
            "seismo_series_scored_total 1",
            "seismo_samples_fetched_total 0",
            "seismo_cache_limit_bytes 0",
            "seismo_detector_points_total{detector=\"z_score\",state=\"voting\"} 9",
            "seismo_detector_points_total{detector=\"cusum\",state=\"learning\"} 9",
            "seismo_detector_anomalies_total{detector=\"z_score\"} 4",
            "seismo_anomaly_votes_total{votes=\"2\"} 7",
            "seismo_alarms_total 2",
            "seismo_alarms_allowed_total 0.5",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
