//! Connections to sources, reused between queries.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use seismo_sources::{ForwardedHeaders, Source, SourceError, SourceSettings};

use crate::{DataSource, SourceIdentity};

/// Makes a source from settings.
pub type Connect = dyn Fn(&SourceSettings) -> Result<Arc<dyn Source>, SourceError> + Send + Sync;

/// Largest number of connections kept. More data sources are rare, and only need a new connection.
const MOST_SOURCES: usize = 256;

/// Sources by data source, with the settings they were made from.
type Sources = HashMap<SourceIdentity, (SourceSettings, Arc<dyn Source>)>;

/// The connections of a process.
pub struct Connections {
    connect: Arc<Connect>,
    sources: Mutex<Sources>,
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").finish_non_exhaustive()
    }
}

impl Connections {
    /// No connection yet.
    pub fn new(connect: Arc<Connect>) -> Self {
        Self { connect, sources: Mutex::default() }
    }

    /// The source of a data source: the connection is reused until the settings change.
    ///
    /// # Errors
    /// If the settings are invalid.
    pub fn source(&self, data_source: &DataSource) -> Result<Arc<dyn Source>, SourceError> {
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
    /// As [`Connections::source`].
    pub fn source_for(
        &self,
        data_source: &DataSource,
        headers: ForwardedHeaders,
    ) -> Result<Arc<dyn Source>, SourceError> {
        Ok(self.source(data_source)?.on_behalf_of(data_source.caller(headers)))
    }
}
