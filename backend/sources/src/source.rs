//! The trait that every source implements.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::influxdb::InfluxDb;
use crate::prometheus::Prometheus;
use crate::sample::SampleFleet;
use crate::{FetchRequest, Fetched, ForwardedHeaders, Health, SourceError, SourceKind, SourceSettings};

/// A future on the heap, which makes [`Source`] usable as `dyn Source`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of series.
pub trait Source: Send + Sync + Debug {
    /// Fetches every series of a query on a grid; only intervals that are over at `now_ms` hold samples.
    ///
    /// # Errors
    /// [`SourceError`]; never a shorter answer instead of an error.
    fn fetch<'a>(&'a self, request: &'a FetchRequest) -> BoxFuture<'a, Result<Fetched, SourceError>>;

    /// Largest number of instants that one request to the server covers; a longer range becomes several requests.
    /// Consecutive ranges of this length hold the same samples as all of them at once.
    fn instants_at_once(&self) -> i64 {
        i64::MAX
    }

    /// Sends a real request to find out the server's product and size.
    ///
    /// # Errors
    /// [`SourceError`], with what to do about it.
    fn health(&self) -> BoxFuture<'_, Result<Health, SourceError>>;

    /// Names of metrics (Prometheus, sample) or measurements (InfluxDB) that hold `matching` in any case, sorted,
    /// at most 5,000; empty = all.
    ///
    /// # Errors
    /// [`SourceError`] as from the server.
    fn metric_names<'a>(&'a self, matching: &'a str) -> BoxFuture<'a, Result<Vec<String>, SourceError>>;

    /// Label names (tag keys for InfluxDB) of one metric, or of all; sorted, at most 5,000.
    ///
    /// # Errors
    /// [`SourceError`] as from the server.
    fn labels<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, SourceError>>;

    /// Values of a label (tag values for InfluxDB) of one metric, or of all; sorted, at most 5,000.
    ///
    /// # Errors
    /// [`SourceError`] as from the server.
    fn label_values<'a>(
        &'a self,
        label: &'a str,
        metric: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Vec<String>, SourceError>>;

    /// The same source for a caller whose identity is forwarded if the settings have `oauthPassThru`; for the requests
    /// without a [`FetchRequest`].
    fn on_behalf_of(&self, headers: ForwardedHeaders) -> Arc<dyn Source>;
}

/// The source that these settings describe. Sends no request yet.
///
/// # Errors
/// [`SourceError::Settings`] if the URL, a certificate or a header is invalid.
pub fn connect(settings: &SourceSettings) -> Result<Arc<dyn Source>, SourceError> {
    Ok(match settings.kind {
        SourceKind::Prometheus => Arc::new(Prometheus::new(settings)?),
        SourceKind::InfluxDb => Arc::new(InfluxDb::new(settings)?),
        SourceKind::Sample => Arc::new(SampleFleet(settings.fleet)),
    })
}

/// Largest number of names in a list for the editor.
const MAX_NAMES: usize = 5_000;

/// Sorts names, removes duplicates and empty ones, and keeps those that contain `matching` in any case.
pub(crate) fn tidy_names(mut names: Vec<String>, matching: &str) -> Vec<String> {
    let matching = matching.to_lowercase();
    names.retain(|name| !name.is_empty() && (matching.is_empty() || name.to_lowercase().contains(&matching)));
    names.sort_unstable();
    names.dedup();
    names.truncate(MAX_NAMES);
    names
}
