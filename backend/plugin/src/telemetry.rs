//! The plugin's own metrics, which Grafana hands on at `/metrics/plugins/<id>`.

use prometheus::{
    Encoder, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

/// From 5 ms to 2 min: from a refresh out of the cache to the longest query that the limits let through.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 120.0];

const LEVELS: [&str; 4] = ["low", "medium", "high", "critical"];

/// Counters, gauges and histograms.
#[derive(Debug)]
pub struct Telemetry {
    registry: Registry,
    /// Queries by output and outcome: `ok`, `refused` (the query's fault), `source` (the source's), `failed` (ours).
    pub queries: IntCounterVec,
    /// How long queries take.
    pub query_seconds: HistogramVec,
    /// How long a fetch takes.
    pub fetch_seconds: Histogram,
    /// How long scoring takes.
    pub score_seconds: Histogram,
    /// Bytes that the cache holds.
    pub cache_bytes: IntGauge,
    /// Contained panics.
    pub panics: IntCounter,
    points: IntCounter,
    anomalies: IntCounterVec,
    cache_requests: IntCounterVec,
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
        let info = maker.gauges("seismo_build_info", "Always 1; the label tells the version", &["version"]);
        info.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        let anomalies = maker.counters("seismo_anomalies_total", "Anomalous rows in answers", &["severity"]);
        let cache_requests = maker.counters(
            "seismo_cache_requests_total",
            "Queries that found their series cached or not",
            &["outcome"],
        );
        for level in LEVELS {
            anomalies.with_label_values(&[level]);
        }
        for outcome in ["hit", "miss"] {
            cache_requests.with_label_values(&[outcome]);
        }
        Self {
            queries: maker.counters("seismo_queries_total", "Queries answered", &["output", "outcome"]),
            query_seconds: maker.histograms(
                "seismo_query_duration_seconds",
                "Time from query to answer",
                &["output"],
            ),
            fetch_seconds: maker
                .histogram("seismo_fetch_duration_seconds", "Time that the source takes for one fetch"),
            score_seconds: maker
                .histogram("seismo_score_duration_seconds", "Time that scoring takes for one query"),
            cache_bytes: maker.gauge("seismo_cache_bytes", "Bytes that the cache holds"),
            panics: maker.counter("seismo_panics_total", "Contained panics"),
            points: maker.counter("seismo_points_scored_total", "Rows with a score in answers"),
            anomalies,
            cache_requests,
            registry,
        }
    }

    /// Counts the rows of a series.
    pub fn scored(&self, points: usize, by_severity: [usize; 4]) {
        self.points.inc_by(points as u64);
        for (level, count) in LEVELS.into_iter().zip(by_severity) {
            self.anomalies.with_label_values(&[level]).inc_by(count as u64);
        }
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

/// Makes and registers metrics.
struct Maker<'a> {
    registry: &'a Registry,
}

impl Maker<'_> {
    fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.add(IntCounter::new(name, help))
    }

    fn counters(&self, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
        self.add(IntCounterVec::new(Opts::new(name, help), labels))
    }

    fn gauge(&self, name: &str, help: &str) -> IntGauge {
        self.add(IntGauge::new(name, help))
    }

    fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
        self.add(IntGaugeVec::new(Opts::new(name, help), labels))
    }

    fn histogram(&self, name: &str, help: &str) -> Histogram {
        self.add(Histogram::with_opts(HistogramOpts::new(name, help).buckets(SECONDS.to_vec())))
    }

    fn histograms(&self, name: &str, help: &str, labels: &[&str]) -> HistogramVec {
        self.add(HistogramVec::new(HistogramOpts::new(name, help).buckets(SECONDS.to_vec()), labels))
    }

    fn add<M: prometheus::core::Collector + Clone + 'static>(
        &self,
        metric: Result<M, prometheus::Error>,
    ) -> M {
        metric
            .and_then(|metric| self.registry.register(Box::new(metric.clone())).map(|()| metric))
            .expect("the names of metrics are fixed, valid and different")
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
        let text = String::from_utf8(telemetry.encode().unwrap()).unwrap();
        for line in [
            "seismo_points_scored_total 10",
            "seismo_anomalies_total{severity=\"critical\"} 4",
            "seismo_cache_requests_total{outcome=\"hit\"} 1",
            "seismo_cache_requests_total{outcome=\"miss\"} 0",
            "seismo_queries_total{outcome=\"ok\",output=\"panel\"} 1",
            "seismo_query_duration_seconds_count{output=\"panel\"} 1",
            "seismo_fetch_duration_seconds_count 0",
            "seismo_score_duration_seconds_count 0",
            "seismo_cache_bytes 0",
            "seismo_panics_total 0",
            "seismo_build_info{version=",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
