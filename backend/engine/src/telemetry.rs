//! The room's own metrics.

use seismo_telemetry::{FloatCounter, Histogram, IntCounter, IntCounterVec, IntGauge, Metrics};

use crate::votes::Votes;

const LEVELS: [&str; 4] = ["low", "medium", "high", "critical"];

/// Counters, gauges and histograms.
#[derive(Debug)]
pub struct EngineTelemetry {
    /// Seconds per fetch.
    pub(crate) fetch_seconds: Histogram,
    /// Seconds per scoring.
    pub(crate) score_seconds: Histogram,
    /// Number of samples received from sources.
    pub(crate) samples: IntCounter,
    /// Size of the cache, in bytes.
    pub(crate) cache_bytes: IntGauge,
    /// Largest size of the cache, in bytes.
    pub(crate) cache_limit: IntGauge,
    /// Number of contained panics.
    pub panics: IntCounter,
    series: IntCounter,
    points: IntCounter,
    anomalies: IntCounterVec,
    cache_requests: IntCounterVec,
    detector_points: IntCounterVec,
    detector_anomalies: IntCounterVec,
    agreed: IntCounterVec,
    alarms: IntCounter,
    alarms_allowed: FloatCounter,
}

impl EngineTelemetry {
    /// Creates them, all at zero.
    ///
    /// # Panics
    /// As [`Metrics`] does: if they have been created before.
    pub fn new(metrics: &Metrics) -> Self {
        let anomalies =
            metrics.counters("seismo_anomalies_total", "Anomalous rows in answers", &["severity"]);
        // All labels start at zero, because Prometheus sees no increase of a counter that appears with its first count.
        for level in LEVELS {
            anomalies.with_label_values(&[level]);
        }
        let cache_requests = metrics.counters(
            "seismo_cache_requests_total",
            "Queries, by whether their series were cached",
            &["outcome"],
        );
        for outcome in ["hit", "miss"] {
            cache_requests.with_label_values(&[outcome]);
        }
        Self {
            fetch_seconds: metrics
                .histogram("seismo_fetch_duration_seconds", "Time that the source takes for one fetch"),
            score_seconds: metrics
                .histogram("seismo_score_duration_seconds", "Time that scoring takes for one query"),
            samples: metrics.counter("seismo_samples_fetched_total", "Samples that sources have sent"),
            cache_bytes: metrics.gauge("seismo_cache_bytes", "Bytes that the cache holds"),
            cache_limit: metrics.gauge("seismo_cache_limit_bytes", "Bytes that the cache may hold"),
            panics: metrics.counter("seismo_panics_total", "Contained panics"),
            series: metrics.counter("seismo_series_scored_total", "Series and groups in answers"),
            points: metrics.counter("seismo_points_scored_total", "Rows with a score in answers"),
            anomalies,
            cache_requests,
            detector_points: metrics.counters(
                "seismo_detector_points_total",
                "Rows with a value in answers, by state of the detector: voting, still learning, or dropped",
                &["detector", "state"],
            ),
            detector_anomalies: metrics.counters(
                "seismo_detector_anomalies_total",
                "Rows in answers that a detector called anomalous by its own threshold",
                &["detector"],
            ),
            agreed: metrics.counters(
                "seismo_anomaly_votes_total",
                "Anomalous rows in answers, by how many detectors called them anomalous",
                &["votes"],
            ),
            alarms: metrics
                .counter("seismo_alarms_total", "Alarms in answers to queries with an alarm budget"),
            alarms_allowed: metrics.float_counter(
                "seismo_alarms_allowed_total",
                "Alarms that the budgets of the same queries allow for the same rows",
            ),
        }
    }

    /// Counts a series, or a group of series, with its rows.
    pub(crate) fn scored(&self, points: usize, by_severity: [usize; 4]) {
        self.series.inc();
        self.points.inc_by(points as u64);
        for (level, count) in LEVELS.into_iter().zip(by_severity) {
            self.anomalies.with_label_values(&[level]).inc_by(count as u64);
        }
    }

    /// Counts the votes of detectors, by their ids, on a series.
    pub(crate) fn voted<'a>(&self, detectors: impl IntoIterator<Item = &'a str>, votes: &Votes) {
        for (detector, (state, called)) in detectors.into_iter().zip(&votes.members) {
            self.detector_points.with_label_values(&[detector, *state]).inc_by(votes.points as u64);
            self.detector_anomalies.with_label_values(&[detector]).inc_by(*called as u64);
        }
        for (count, rows) in votes.agreed.iter().enumerate().filter(|(_, rows)| **rows > 0) {
            self.agreed.with_label_values(&[count.to_string().as_str()]).inc_by(*rows as u64);
        }
    }

    /// Counts alarms, and the number that the budget allows.
    pub(crate) fn alarmed(&self, count: usize, allowed: f64) {
        self.alarms.inc_by(count as u64);
        self.alarms_allowed.inc_by(allowed.max(0.0));
    }

    /// Counts a query as a cache hit or a miss.
    pub(crate) fn cache_request(&self, hit: bool) {
        self.cache_requests.with_label_values(&[if hit { "hit" } else { "miss" }]).inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_there_from_the_start() {
        let metrics = Metrics::new();
        let telemetry = EngineTelemetry::new(&metrics);
        telemetry.scored(10, [1, 2, 3, 4]);
        telemetry.cache_request(true);
        let votes = Votes { members: vec![("voting", 4), ("learning", 0)], agreed: vec![0, 3, 7], points: 9 };
        telemetry.voted(["z_score", "cusum"], &votes);
        telemetry.alarmed(2, 0.5);
        let text = String::from_utf8(metrics.encode().unwrap()).unwrap();
        for line in [
            "seismo_points_scored_total 10",
            "seismo_anomalies_total{severity=\"critical\"} 4",
            "seismo_cache_requests_total{outcome=\"hit\"} 1",
            "seismo_cache_requests_total{outcome=\"miss\"} 0",
            "seismo_fetch_duration_seconds_count 0",
            "seismo_score_duration_seconds_count 0",
            "seismo_cache_bytes 0",
            "seismo_panics_total 0",
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
