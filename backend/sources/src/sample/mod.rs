//! An embedded fleet of synthetic services: every value is a pure function of the series and of absolute time.
//!
//! [`Fleet::incidents`] gives the ground truth: which series are always clean, and the incidents of the others. So a
//! dashboard has something to show, and an accuracy check has labels. Nothing in the series' own labels reveals it.

mod dense;
mod fleet;
mod incident;
mod member;
mod noise;
mod on_call;
mod ordinary;
mod script;

use std::sync::Arc;

use regex::Regex;
use seismo_series::{Labels, Series, quoted};

pub use fleet::Fleet;
pub use incident::{Incident, IncidentKind};

use crate::query::or_all;
use crate::source::tidy_names;
use crate::{
    BoxFuture, FetchRequest, Fetched, ForwardedHeaders, Health, LeftOut, OverCap, Source, SourceError,
    SourceQuery,
};
use member::{Member, members};

const MINUTE_MS: i64 = 60_000;

/// The embedded fleet as a source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SampleFleet(pub(crate) Fleet);

impl SampleFleet {
    fn answer(self, request: &FetchRequest) -> Result<Fetched, SourceError> {
        let SourceQuery::Sample { metric, service, .. } = &request.query else {
            return Err(SourceError::OtherKind {
                query: request.query.kind(),
                source_kind: crate::SourceKind::Sample,
            });
        };
        let metric_pattern = anchored("metric", metric)?;
        let service_pattern = anchored("service", service)?;
        let chosen: Vec<Member> = members()
            .filter(|member| {
                metric_pattern.is_match(member.metric()) && service_pattern.is_match(member.service())
            })
            .filter(|member| request.only.as_ref().is_none_or(|only| only.contains(&member.labels())))
            .collect();
        // A value belongs to its instant, so the instant `now` itself is complete.
        let range = request.complete_until(request.grid.floor(request.now_ms).saturating_add(1));
        let (total, cap) = (chosen.len(), request.max_series.max(1));
        let mut notices = Vec::new();
        if total > cap {
            if request.over_cap == OverCap::Refuse {
                return Err(SourceError::TooManySeries { total, cap });
            }
            notices.push(format!("The query gives {total} series; the first {cap} by labels are shown."));
        }
        let kept = total.min(cap);
        let found = (kept as u64).saturating_mul(range.len() as u64);
        if found > request.max_samples {
            return Err(SourceError::TooManySamples { found, cap: request.max_samples });
        }
        let series: Vec<Series> =
            chosen.into_iter().take(kept).map(|member| self.0.draw(member, request.grid, range)).collect();
        let samples = series.iter().map(|series| series.observed() as u64).sum();
        let executed = request.query.text();
        let dropped = (total > cap)
            .then(|| crate::Dropped {
                what: "series".into(),
                count: (total - cap) as u64,
                why: "beyond maxSeries".into(),
            })
            .into_iter()
            .collect();
        let left_out = LeftOut::default();
        Ok(Fetched { series, range, total_series: total, notices, left_out, dropped, samples, executed })
    }
}

impl Source for SampleFleet {
    fn fetch<'a>(&'a self, request: &'a FetchRequest) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        let (fleet, request) = (*self, request.clone());
        Box::pin(async move {
            tokio::task::spawn_blocking(move || fleet.answer(&request))
                .await
                .map_err(|error| SourceError::Internal { problem: error.to_string() })?
        })
    }

    fn health(&self) -> BoxFuture<'_, Result<Health, SourceError>> {
        let series = members().count() as u64;
        let metrics: std::collections::BTreeSet<_> = members().map(Member::metric).collect();
        Box::pin(async move {
            Ok(Health {
                product: "The sample fleet".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                count: metrics.len() as u64,
                counted: "metrics".to_owned(),
                series: Some(series),
                ..Health::default()
            })
        })
    }

    fn metric_names<'a>(&'a self, matching: &'a str) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        let names = members().map(|member| member.metric().to_owned()).collect();
        Box::pin(async move { Ok(tidy_names(names, matching)) })
    }

    fn labels<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        let names = of_metric(metric)
            .flat_map(|labels| labels.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>());
        let names = tidy_names(names.collect(), "");
        Box::pin(async move { Ok(names) })
    }

    fn label_values<'a>(
        &'a self,
        label: &'a str,
        metric: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        let values = of_metric(metric).filter_map(|labels| labels.get(label).map(str::to_owned)).collect();
        let values = tidy_names(values, "");
        Box::pin(async move { Ok(values) })
    }

    fn on_behalf_of(&self, _headers: ForwardedHeaders) -> Arc<dyn Source> {
        Arc::new(*self)
    }
}

/// A regular expression that has to match the whole text; empty = all.
fn anchored(field: &'static str, pattern: &str) -> Result<Regex, SourceError> {
    Regex::new(&format!("^(?:{})$", or_all(pattern))).map_err(|error| {
        // The lines before the last one repeat the pattern.
        let told = error.to_string();
        let why = told.lines().last().unwrap_or_default().trim_start_matches("error: ");
        SourceError::query(field, format!("{} is not a valid regular expression: {why}", quoted(pattern)))
    })
}

fn of_metric(metric: Option<&str>) -> impl Iterator<Item = Labels> {
    members()
        .filter(move |member| metric.is_none_or(|metric| metric.is_empty() || member.metric() == metric))
        .map(Member::labels)
}
