//! InfluxDB, queried in InfluxQL (1.x) or Flux (2.x, and 1.8 with Flux enabled).

mod flux;
mod flux_csv;
mod guard;
mod influxql;
mod influxql_json;
mod origins;

use std::sync::Arc;

pub(crate) use influxql::remarks;
use seismo_series::GridRange;

use crate::collect::{Collector, Limits};
use crate::http::HttpServer;
use crate::source::tidy_names;
use crate::{
    BoxFuture, FetchRequest, Fetched, ForwardedHeaders, Health, HttpMethod, InfluxLanguage, InfluxSettings,
    Source, SourceError, SourceQuery, SourceSettings,
};

/// An InfluxDB server.
#[derive(Debug, Clone)]
pub(crate) struct InfluxDb {
    server: HttpServer,
    method: HttpMethod,
    settings: InfluxSettings,
    identity: ForwardedHeaders,
}

/// The lists of the editor.
#[derive(Debug, Clone, Copy)]
enum List<'a> {
    Measurements,
    TagKeys(Option<&'a str>),
    TagValues(&'a str, Option<&'a str>),
}

impl InfluxDb {
    /// The server of these settings.
    pub(crate) fn new(settings: &SourceSettings) -> Result<Self, SourceError> {
        let influx = settings.influx.clone();
        Ok(Self {
            server: HttpServer::new(&settings.http, influx.login.as_ref(), influx.token.as_ref())?,
            method: settings.http.method,
            settings: influx,
            identity: ForwardedHeaders::default(),
        })
    }

    async fn fetch_series(&self, request: &FetchRequest) -> Result<Fetched, SourceError> {
        let SourceQuery::Influx { language, query, .. } = &request.query else {
            return Err(SourceError::OtherKind {
                query: request.query.kind(),
                source_kind: crate::SourceKind::InfluxDb,
            });
        };
        match language {
            InfluxLanguage::InfluxQl => influxql::fetch(self, query, request).await,
            InfluxLanguage::Flux => flux::fetch(self, query, request).await,
        }
    }

    async fn list(&self, what: List<'_>, matching: &str) -> Result<Vec<String>, SourceError> {
        let names = match self.settings.language {
            InfluxLanguage::InfluxQl => influxql::list(self, what).await?,
            InfluxLanguage::Flux => flux::list(self, what).await?,
        };
        Ok(tidy_names(names, matching))
    }
}

impl Source for InfluxDb {
    fn fetch<'a>(&'a self, request: &'a FetchRequest) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.fetch_series(request))
    }

    fn health(&self) -> BoxFuture<'_, Result<Health, SourceError>> {
        Box::pin(async move {
            match self.settings.language {
                InfluxLanguage::InfluxQl => influxql::check(self).await,
                InfluxLanguage::Flux => flux::check(self).await,
            }
        })
    }

    fn metric_names<'a>(&'a self, matching: &'a str) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(self.list(List::Measurements, matching))
    }

    fn labels<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(self.list(List::TagKeys(metric.filter(|name| !name.is_empty())), ""))
    }

    fn label_values<'a>(
        &'a self,
        label: &'a str,
        metric: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move {
            if label.is_empty() {
                return Err(SourceError::query("label", "is empty: name a tag, such as host"));
            }
            self.list(List::TagValues(label, metric.filter(|name| !name.is_empty())), "").await
        })
    }

    fn on_behalf_of(&self, headers: ForwardedHeaders) -> Arc<dyn Source> {
        Arc::new(Self { identity: headers, ..self.clone() })
    }
}

/// The error of a server that speaks another language than the settings choose.
fn other_language(source: &InfluxDb, version: String, error: &SourceError) -> SourceError {
    SourceError::OtherLanguage {
        server: source.server.name().to_owned(),
        version,
        language: source.settings.language,
        problem: error.fact(),
    }
}

/// Parses an answer outside the threads that serve connections, and finishes it.
async fn read_off_thread(
    request: &FetchRequest,
    range: GridRange,
    executed: String,
    advice: &'static str,
    read: impl FnOnce(&mut Collector) -> Result<Vec<String>, SourceError> + Send + 'static,
) -> Result<Fetched, SourceError> {
    let (grid, over_cap) = (request.grid, request.over_cap);
    let limits = Limits::of(request, range)?;
    tokio::task::spawn_blocking(move || {
        let mut collector = Collector::new(grid, range, limits);
        let notices = read(&mut collector)?;
        let tally = collector.tally();
        if tally.off_grid > 0 {
            return Err(SourceError::OffGrid {
                found: tally.off_grid,
                samples: tally.samples,
                interval: grid.interval(),
                example_ms: tally.off_grid_ms,
                advice,
            });
        }
        collector.finish(over_cap, executed, notices)
    })
    .await
    .map_err(|error| SourceError::Internal { problem: error.to_string() })?
}
