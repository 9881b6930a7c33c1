#![doc = include_str!("../README.md")]

use prometheus::core::{Atomic, AtomicF64, Collector, GenericCounter};
use prometheus::{Encoder, HistogramOpts, Opts, Registry, TextEncoder};
pub use prometheus::{Error, Histogram, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec};

/// A counter of a fractional quantity.
pub type FloatCounter = GenericCounter<AtomicF64>;

/// Histogram buckets in seconds, from 5 ms to 2 min: from a cached refresh to the longest query within the limits.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 120.0];

/// Creates metrics and holds all of them. Cheap to clone; clones share the registry.
///
/// # Panics
/// Every method that creates a metric panics if its name is invalid or taken: names are fixed in the code, and the
/// tests of each room create all of them.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    registry: Registry,
}

impl Metrics {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// A counter.
    pub fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.any_counter(name, help)
    }

    /// A counter of a fractional quantity.
    pub fn float_counter(&self, name: &str, help: &str) -> FloatCounter {
        self.any_counter(name, help)
    }

    /// Counters by labels.
    pub fn counters(&self, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
        self.add(IntCounterVec::new(Opts::new(name, help), labels))
    }

    /// A gauge.
    pub fn gauge(&self, name: &str, help: &str) -> IntGauge {
        self.add(IntGauge::new(name, help))
    }

    /// Gauges by labels.
    pub fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
        self.add(IntGaugeVec::new(Opts::new(name, help), labels))
    }

    /// A histogram of seconds.
    pub fn histogram(&self, name: &str, help: &str) -> Histogram {
        self.add(Histogram::with_opts(HistogramOpts::new(name, help).buckets(SECONDS.to_vec())))
    }

    /// Histograms of seconds by labels.
    pub fn histograms(&self, name: &str, help: &str, labels: &[&str]) -> HistogramVec {
        self.add(HistogramVec::new(HistogramOpts::new(name, help).buckets(SECONDS.to_vec()), labels))
    }

    /// Registers the system's metrics of this process: memory, processor time, open files. Only on Linux.
    pub fn process(&self) {
        #[cfg(target_os = "linux")]
        self.registry
            .register(Box::new(prometheus::process_collector::ProcessCollector::for_self()))
            .expect("no metric has the name of one of the process");
    }

    /// All metrics in Prometheus' text format.
    ///
    /// # Errors
    /// If the encoder fails.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }

    fn any_counter<P: Atomic + 'static>(&self, name: &str, help: &str) -> GenericCounter<P> {
        self.add(GenericCounter::new(name, help))
    }

    fn add<M: Collector + Clone + 'static>(&self, metric: Result<M, Error>) -> M {
        metric
            .and_then(|metric| self.registry.register(Box::new(metric.clone())).map(|()| metric))
            .expect("the names of metrics are fixed, valid and different")
    }
}
