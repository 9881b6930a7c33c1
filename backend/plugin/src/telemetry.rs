//! The plugin's own metrics beside the engine's, which Grafana serves at `/metrics/plugins/<id>`.

use seismo_query::Output;
use seismo_telemetry::{HistogramVec, IntCounterVec, IntGauge, Metrics};
use strum::IntoEnumIterator;

/// The outcomes of a query.
const OUTCOMES: [&str; 4] = ["ok", "refused", "source", "failed"];

/// Counters, gauges and histograms.
#[derive(Debug)]
pub struct Telemetry {
    /// Queries by output and outcome: `ok`, `refused` (the query's fault), `source` (the source's), `failed` (ours).
    pub queries: IntCounterVec,
    /// The queries of alert rules among them, by outcome.
    pub alert_queries: IntCounterVec,
    /// Seconds per query.
    pub query_seconds: HistogramVec,
    /// Number of running live streams: each asks its source once per tick.
    pub live_streams: IntGauge,
    /// Number of receivers of live streams: one per Grafana server and stream, whatever the number of viewers there.
    pub live_viewers: IntGauge,
    /// Ticks of live streams by outcome: `ok`, `failed`.
    pub live_ticks: IntCounterVec,
}

impl Telemetry {
    /// Creates them, all at zero.
    ///
    /// # Panics
    /// As [`Metrics`] does: if they have been created before.
    pub fn new(metrics: &Metrics) -> Self {
        tell_constants(metrics);
        let queries = metrics.counters("seismo_queries_total", "Queries answered", &["output", "outcome"]);
        // All labels start at zero, because Prometheus sees no increase of a counter that appears with its first count.
        for output in Output::iter().map(Output::id).chain(["unknown"]) {
            for outcome in OUTCOMES {
                queries.with_label_values(&[output, outcome]);
            }
        }
        let alert_queries =
            metrics.counters("seismo_alert_queries_total", "Queries of alert rules answered", &["outcome"]);
        for outcome in OUTCOMES {
            alert_queries.with_label_values(&[outcome]);
        }
        let live_ticks = metrics.counters(
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
            query_seconds: metrics.histograms(
                "seismo_query_duration_seconds",
                "Time from query to answer",
                &["output"],
            ),
            live_streams: metrics.gauge("seismo_live_streams", "Running live streams"),
            live_viewers: metrics.gauge("seismo_live_viewers", "Receivers of live streams"),
            live_ticks,
        }
    }
}

/// Sets the metrics that stay constant while the process runs: version, model, and the system's metrics of the process.
fn tell_constants(metrics: &Metrics) {
    let info = metrics.gauges("seismo_build_info", "Always 1; the label is the version", &["version"]);
    info.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
    let model = seismo_models::info();
    let info = metrics.gauges(
        "seismo_model_info",
        "1 if the model of the LSTM autoencoder can be used, 0 otherwise",
        &["id", "version"],
    );
    info.with_label_values(&[model.id.as_str(), model.version.as_str()]).set(i64::from(model.loaded));
    metrics.process();
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_engine::EngineTelemetry;

    #[test]
    fn every_metric_is_there_from_the_start_beside_those_of_the_engine() {
        let metrics = Metrics::new();
        let (telemetry, _engine) = (Telemetry::new(&metrics), EngineTelemetry::new(&metrics));
        telemetry.queries.with_label_values(&["panel", "ok"]).inc();
        telemetry.query_seconds.with_label_values(&["panel"]).observe(0.1);
        let text = String::from_utf8(metrics.encode().unwrap()).unwrap();
        for line in [
            "seismo_queries_total{outcome=\"ok\",output=\"panel\"} 1",
            "seismo_queries_total{outcome=\"refused\",output=\"unknown\"} 0",
            "seismo_queries_total{outcome=\"failed\",output=\"events\"} 0",
            "seismo_alert_queries_total{outcome=\"source\"} 0",
            "seismo_query_duration_seconds_count{output=\"panel\"} 1",
            "seismo_live_streams 0",
            "seismo_live_viewers 0",
            "seismo_live_ticks_total{outcome=\"ok\"} 0",
            "seismo_build_info{version=",
            "seismo_model_info{id=",
            "seismo_points_scored_total 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
