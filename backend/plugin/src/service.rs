//! The plugin as one value: an engine, a clock, and connections to sources.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use seismo_detection::Catalogue;
use seismo_engine::{DataSource, Engine, EngineTelemetry, SourceIdentity};
use seismo_sources::{ForwardedHeaders, Source, SourceError, SourceSettings};
use seismo_telemetry::Metrics;

use crate::PluginError;
use crate::clock::Clock;
use crate::config::Config;
use crate::live::Hub;
use crate::telemetry::Telemetry;

/// Makes a source from settings.
pub type Connect = dyn Fn(&SourceSettings) -> Result<Arc<dyn Source>, SourceError> + Send + Sync;

/// Largest number of connections kept. More data sources are rare, and only need a new connection.
const MOST_SOURCES: usize = 256;

/// Sources by data source, with the settings they were made from.
type Connections = HashMap<SourceIdentity, (SourceSettings, Arc<dyn Source>)>;

/// State shared by all calls from Grafana. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    engine: Engine,
    metrics: Metrics,
    telemetry: Arc<Telemetry>,
    clock: Clock,
    connect: Arc<Connect>,
    sources: Arc<Mutex<Connections>>,
    live: Arc<Hub>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service")
            .field("engine", &self.engine)
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
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
            connect,
            sources: Arc::default(),
            live: Arc::default(),
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

    /// The running live streams.
    pub const fn live(&self) -> &Arc<Hub> {
        &self.live
    }

    /// The source of a data source: the connection is reused until the settings change.
    ///
    /// # Errors
    /// If the settings are invalid.
    pub fn source(&self, data_source: &DataSource) -> Result<Arc<dyn Source>, PluginError> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((settings, source)) = sources.get(&data_source.identity)
            && *settings == data_source.settings
        {
            return Ok(Arc::clone(source));
        }
        let source = (self.connect)(&data_source.settings)?;
        let SourceIdentity { org, uid, .. } = &data_source.identity;
        sources.retain(|known, _| known.org != *org || known.uid != *uid);
        if sources.len() >= MOST_SOURCES {
            sources.clear();
        }
        sources.insert(data_source.identity.clone(), (data_source.settings.clone(), Arc::clone(&source)));
        Ok(source)
    }

    /// The source of a data source with the identity of one caller.
    ///
    /// # Errors
    /// As [`Service::source`].
    pub fn source_for(
        &self,
        data_source: &DataSource,
        headers: ForwardedHeaders,
    ) -> Result<Arc<dyn Source>, PluginError> {
        Ok(self.source(data_source)?.on_behalf_of(data_source.caller(headers)))
    }
}
