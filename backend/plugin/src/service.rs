//! The plugin as one value: an engine, a clock, and connections to sources.

use std::sync::Arc;

use seismo_detection::Catalogue;
use seismo_engine::{Clock, Connect, Connections, Engine, EngineTelemetry};
use seismo_telemetry::Metrics;

use crate::config::Config;
use crate::telemetry::Telemetry;

/// State shared by all calls from Grafana. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Service {
    engine: Engine,
    metrics: Metrics,
    telemetry: Arc<Telemetry>,
    clock: Clock,
    connections: Arc<Connections>,
}

impl Service {
    /// A service with all detectors and real sources.
    pub fn new(config: Config) -> Self {
        let mut catalogue = Catalogue::standard();
        seismo_models::register(&mut catalogue);
        Self::with(config, catalogue, Arc::new(seismo_sources::connect))
    }

    /// A service with other detectors or sources.
    pub fn with(config: Config, catalogue: Catalogue, connect: Arc<Connect>) -> Self {
        let metrics = Metrics::new();
        let counted = EngineTelemetry::new(&metrics);
        Self {
            engine: Engine::new(catalogue, config.cache_bytes, config.cores, counted),
            telemetry: Arc::new(Telemetry::new(&metrics)),
            metrics,
            clock: config.clock,
            connections: Arc::new(Connections::new(connect)),
        }
    }

    /// The engine.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// All metrics of the process.
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The plugin's own metrics.
    pub const fn telemetry(&self) -> &Arc<Telemetry> {
        &self.telemetry
    }

    /// The clock.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// The connections to sources.
    pub fn connections(&self) -> &Connections {
        &self.connections
    }
}
