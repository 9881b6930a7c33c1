//! Makes metrics and registers them.

use prometheus::core::{Atomic, AtomicF64, Collector, GenericCounter};
use prometheus::{
    Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
};

/// From 5 ms to 2 min: from a refresh out of the cache to the longest query that the limits let through.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 120.0];

/// Makes and registers metrics. Names are fixed, valid and different, which a test sees to.
pub(super) struct Maker<'a> {
    pub(super) registry: &'a Registry,
}

impl Maker<'_> {
    pub(super) fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.any_counter(name, help)
    }

    pub(super) fn float_counter(&self, name: &str, help: &str) -> GenericCounter<AtomicF64> {
        self.any_counter(name, help)
    }

    pub(super) fn counters(&self, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
        self.add(IntCounterVec::new(Opts::new(name, help), labels))
    }

    pub(super) fn gauge(&self, name: &str, help: &str) -> IntGauge {
        self.add(IntGauge::new(name, help))
    }

    pub(super) fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
        self.add(IntGaugeVec::new(Opts::new(name, help), labels))
    }

    pub(super) fn histogram(&self, name: &str, help: &str) -> Histogram {
        self.add(Histogram::with_opts(HistogramOpts::new(name, help).buckets(SECONDS.to_vec())))
    }

    pub(super) fn histograms(&self, name: &str, help: &str, labels: &[&str]) -> HistogramVec {
        self.add(HistogramVec::new(HistogramOpts::new(name, help).buckets(SECONDS.to_vec()), labels))
    }

    fn any_counter<P: Atomic + 'static>(&self, name: &str, help: &str) -> GenericCounter<P> {
        self.add(GenericCounter::new(name, help))
    }

    pub(super) fn add<M: Collector + Clone + 'static>(&self, metric: Result<M, prometheus::Error>) -> M {
        metric
            .and_then(|metric| self.registry.register(Box::new(metric.clone())).map(|()| metric))
            .expect("the names of metrics are fixed, valid and different")
    }
}
