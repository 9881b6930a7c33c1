//! Prometheus' HTTP API, which VictoriaMetrics, Mimir and Thanos also speak.
//! <https://prometheus.io/docs/prometheus/latest/querying/api/>

mod answer;
mod lists;
mod pairs;
mod status;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::future::join3;
use futures_util::stream::{self, StreamExt};
use seismo_series::{GridRange, Interval};

use crate::collect::{Collector, Limits};
use crate::http::{Answer, ByteBudget, Call, HttpServer, MAX_BYTES, Payload};
use crate::remarks::refuse_unfilled;
use crate::source::tidy_names;
use crate::variables::{fill, promql};
use crate::{
    BoxFuture, FetchRequest, Fetched, ForwardedHeaders, Health, HttpMethod, Source, SourceError, SourceQuery,
    SourceSettings,
};

/// Largest number of instants in one HTTP request. Prometheus refuses more than 11,000. Smaller parts keep each answer
/// small (100 series: about 5 MB), let the server's cores share the work, and let scoring begin earlier.
const MAX_POINTS: i64 = 2_500;

/// Largest number of concurrent requests of one query.
const CONCURRENT: usize = 3;

/// A server with Prometheus' HTTP API.
#[derive(Debug, Clone)]
pub(crate) struct Prometheus {
    server: HttpServer,
    /// Whether POST was refused, or is disabled.
    get_only: Arc<AtomicBool>,
    scrape: Interval,
    identity: ForwardedHeaders,
}

impl Prometheus {
    /// The server of these settings.
    pub(crate) fn new(settings: &SourceSettings) -> Result<Self, SourceError> {
        Ok(Self {
            server: HttpServer::new(&settings.http, None, None)?,
            get_only: Arc::new(AtomicBool::new(settings.http.method == HttpMethod::Get)),
            scrape: settings.scrape_interval(),
            identity: ForwardedHeaders::default(),
        })
    }

    async fn fetch_series(&self, request: &FetchRequest) -> Result<Fetched, SourceError> {
        let SourceQuery::Prometheus { expr, .. } = &request.query else {
            return Err(SourceError::OtherKind {
                query: request.query.kind(),
                source_kind: crate::SourceKind::Prometheus,
            });
        };
        let expr = fill(expr, "expr", &promql(request.grid.interval(), self.scrape))?;
        if expr.trim().is_empty() {
            return Err(SourceError::query("expr", "is empty: write a PromQL expression, such as up"));
        }
        refuse_unfilled(&expr)?;
        // A sample belongs to the instant at which it is evaluated, so the instant `now` itself is complete.
        let range = request.complete_until(request.grid.floor(request.now_ms).saturating_add(1));
        let limits = Limits::of(request, range)?;
        let budget = ByteBudget::new(MAX_BYTES);
        let mut all = Collector::new(request.grid, range, limits.clone());
        let mut notices: Vec<String> = Vec::new();
        let mut parts = stream::iter(parts(range))
            .map(|part| {
                self.fetch_part(&expr, Collector::new(request.grid, part, limits.clone()), request, &budget)
            })
            .buffer_unordered(CONCURRENT);
        while let Some(part) = parts.next().await {
            let (part, said) = part?;
            all.absorb(part)?;
            for notice in said {
                if !notices.contains(&notice) {
                    notices.push(notice);
                }
            }
        }
        drop(parts);
        notices.sort_unstable();
        all.finish(request.over_cap, expr, notices)
    }

    async fn fetch_part(
        &self,
        expr: &str,
        mut part: Collector,
        request: &FetchRequest,
        budget: &ByteBudget,
    ) -> Result<(Collector, Vec<String>), SourceError> {
        let range = part.range();
        let form = vec![
            ("query", expr.to_owned()),
            ("start", seconds(request.grid.instant_ms(range.from))),
            ("end", seconds(request.grid.instant_ms(range.to - 1))),
            ("step", seconds(request.grid.interval().ms())),
        ];
        let answer = self.ask(&["api", "v1", "query_range"], form, &request.headers, budget).await?;
        let server = self.server.name().to_owned();
        // Parsing is CPU work, so it does not run on the threads that serve connections.
        tokio::task::spawn_blocking(move || {
            let said = answer::read_series(&answer.body, &mut part, &server)?;
            Ok((part, said))
        })
        .await
        .map_err(|error| SourceError::Internal { problem: error.to_string() })?
    }

    /// Sends parameters as configured; if POST is not allowed, GET is tried once and remembered.
    async fn ask(
        &self,
        path: &[&str],
        parameters: Vec<(&'static str, String)>,
        identity: &ForwardedHeaders,
        budget: &ByteBudget,
    ) -> Result<Answer, SourceError> {
        const ACCEPT: &str = "application/json";
        if !self.get_only.load(Ordering::Relaxed) {
            let call = Call { path, payload: Payload::Form(parameters.clone()), accept: ACCEPT };
            match self.server.ask(&call, identity, budget).await {
                Err(SourceError::Refused { status: 405, .. }) => self.get_only.store(true, Ordering::Relaxed),
                other => return other,
            }
        }
        let call = Call { path, payload: Payload::Url(parameters), accept: ACCEPT };
        self.server.ask(&call, identity, budget).await
    }

    /// Fetches a list of names; these paths only know GET.
    async fn names(&self, path: &[&str], metric: Option<&str>) -> Result<Vec<String>, SourceError> {
        let selector =
            metric.filter(|metric| !metric.is_empty()).map(|metric| ("match[]", lists::selector(metric)));
        let call =
            Call { path, payload: Payload::Url(selector.into_iter().collect()), accept: "application/json" };
        let answer = self.server.ask(&call, &self.identity, &ByteBudget::new(MAX_BYTES)).await?;
        lists::read_names(&answer.body, self.server.name())
    }

    /// Number of series; `None` if the server does not report it.
    async fn series(&self) -> Option<u64> {
        // `limit` for Prometheus and `topN` for VictoriaMetrics shorten lists that nobody reads here.
        let few = vec![("limit", "1".to_owned()), ("topN", "1".to_owned())];
        let call = Call {
            path: &["api", "v1", "status", "tsdb"],
            payload: Payload::Url(few),
            accept: "application/json",
        };
        let answer = self.server.ask(&call, &self.identity, &ByteBudget::new(MAX_BYTES)).await.ok()?;
        // VictoriaMetrics counts those of today; there may be older ones when it reports none.
        status::read_series(&answer.body).filter(|series| *series > 0)
    }

    /// Age of the newest scraped sample, by the server's clock; `None` if the server scrapes nothing itself.
    async fn newest_age_ms(&self) -> Option<u64> {
        let query = vec![("query", "max(timestamp(up))".to_owned())];
        let answer = self
            .ask(&["api", "v1", "query"], query, &self.identity, &ByteBudget::new(MAX_BYTES))
            .await
            .ok()?;
        status::read_age_ms(&answer.body)
    }

    /// The version that VictoriaMetrics reports among its own metrics; empty if these are elsewhere.
    async fn version_of_victoria_metrics(&self) -> String {
        let call = Call { path: &["metrics"], payload: Payload::Url(Vec::new()), accept: "text/plain" };
        let answer = self.server.ask(&call, &self.identity, &ByteBudget::new(MAX_BYTES)).await;
        answer.map(|answer| status::read_own_version(&answer.body)).unwrap_or_default()
    }

    async fn check(&self) -> Result<Health, SourceError> {
        let started = Instant::now();
        let call = Call {
            path: &["api", "v1", "status", "buildinfo"],
            payload: Payload::Url(Vec::new()),
            accept: "application/json",
        };
        let (product, mut version) =
            match self.server.ask(&call, &self.identity, &ByteBudget::new(MAX_BYTES)).await {
                Ok(answer) => status::read_build(&answer, self.server.name())?,
                // Older servers and some proxies lack this path; a query still has to work.
                Err(SourceError::Refused { status: 404 | 405 | 501, .. }) => {
                    let form = vec![("query", "1".to_owned())];
                    let answer = self
                        .ask(&["api", "v1", "query"], form, &self.identity, &ByteBudget::new(MAX_BYTES))
                        .await?;
                    lists::check_answers(&answer.body, self.server.name())?;
                    ("A server with Prometheus' API".to_owned(), String::new())
                }
                Err(error) => return Err(error),
            };
        let latency_ms = started.elapsed().as_millis() as u64;
        if product == status::VICTORIA_METRICS && version.is_empty() {
            version = self.version_of_victoria_metrics().await;
        }
        let names = self.names(&["api", "v1", "label", "__name__", "values"], None);
        let (names, series, newest_age_ms) = join3(names, self.series(), self.newest_age_ms()).await;
        let count = names?.len() as u64;
        let hint = (count == 0).then(|| {
            "Nothing has been scraped or written yet, or this login may not see it: check the server's targets, and the tenant."
                .to_owned()
        });
        let counted = "metrics".to_owned();
        Ok(Health { product, version, count, counted, series, latency_ms, newest_age_ms, hint })
    }
}

impl Source for Prometheus {
    fn fetch<'a>(&'a self, request: &'a FetchRequest) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.fetch_series(request))
    }

    fn instants_at_once(&self) -> i64 {
        MAX_POINTS
    }

    fn health(&self) -> BoxFuture<'_, Result<Health, SourceError>> {
        Box::pin(self.check())
    }

    fn metric_names<'a>(&'a self, matching: &'a str) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move {
            Ok(tidy_names(self.names(&["api", "v1", "label", "__name__", "values"], None).await?, matching))
        })
    }

    fn labels<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move { Ok(tidy_names(self.names(&["api", "v1", "labels"], metric).await?, "")) })
    }

    fn label_values<'a>(
        &'a self,
        label: &'a str,
        metric: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move {
            if label.is_empty() {
                return Err(SourceError::query("label", "is empty: name a label, such as instance"));
            }
            Ok(tidy_names(self.names(&["api", "v1", "label", label, "values"], metric).await?, ""))
        })
    }

    fn on_behalf_of(&self, headers: ForwardedHeaders) -> Arc<dyn Source> {
        Arc::new(Self { identity: headers, ..self.clone() })
    }
}

/// Consecutive parts of at most [`MAX_POINTS`] instants, the newest first, because too broad a query fails there.
fn parts(range: GridRange) -> Vec<GridRange> {
    let mut parts = Vec::new();
    let mut to = range.to;
    while to > range.from {
        let from = range.from.max(to - MAX_POINTS);
        parts.push(GridRange { from, to });
        to = from;
    }
    parts
}

/// Formats milliseconds as seconds with three decimals, which Prometheus reads without loss.
fn seconds(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    format!("{sign}{}.{:03}", ms / 1000, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_range_once_and_stay_below_the_servers_limit() {
        for (from, to) in
            [(0, 0), (5, 4), (0, 1), (-7, MAX_POINTS - 7), (-7, MAX_POINTS - 6), (3, 3 * MAX_POINTS + 10)]
        {
            let parts = parts(GridRange { from, to });
            let mut at = from;
            for part in parts.iter().rev() {
                assert_eq!(part.from, at);
                assert!(part.to > part.from && part.to - part.from <= MAX_POINTS && MAX_POINTS < 11_000);
                at = part.to;
            }
            assert_eq!(at, to.max(from));
        }
    }

    #[test]
    fn instants_are_written_to_the_millisecond_on_both_sides_of_1970() {
        for (ms, text) in [(0, "0.000"), (1, "0.001"), (60_000, "60.000"), (-1_500, "-1.500"), (-1, "-0.001")]
        {
            assert_eq!(seconds(ms), text);
        }
    }
}
