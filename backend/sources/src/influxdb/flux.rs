//! Flux over `/api/v2/query`. <https://docs.influxdata.com/influxdb/v2/api-guide/>
//!
//! A `_time` stamp is treated as an instant that is complete when it has passed: `aggregateWindow` stamps a window with
//! its end. With `timeSrc: "_start"` the newest window of an answer is left for the next fetch.

use std::time::Instant;

use jiff::Timestamp;
use seismo_series::{Grid, GridRange};
use serde::Deserialize;

use super::guard::{self, ReadOnly};
use super::{InfluxDb, List, flux_csv, read_off_thread};
use crate::collect::Limits;
use crate::http::{Answer, ByteBudget, Call, MAX_BYTES, Payload, not_json};
use crate::variables::{Variable, fill, fill_words, influx_duration};
use crate::{FetchRequest, Fetched, ForwardedHeaders, Health, InfluxSettings, SourceError};

const ADVICE: &str = "the query must use aggregateWindow(every: v.windowPeriod, ...), without an offset";

/// Number of additional windows fetched before the range: a window stamped with its end needs one, and functions that
/// look one window back, such as `derivative()`, need another.
const WINDOWS_BEFORE: i64 = 2;

/// Fetches the series of a query.
pub(super) async fn fetch(
    source: &InfluxDb,
    query: &str,
    request: &FetchRequest,
) -> Result<Fetched, SourceError> {
    if query.trim().is_empty() {
        let problem = "is empty: write a Flux query, such as from(bucket: \"b\") |> range(start: v.timeRangeStart, stop: v.timeRangeStop)";
        return Err(SourceError::query("query", problem));
    }
    let now = request.grid.floor(request.now_ms);
    let range = request.complete_until(now.saturating_add(1));
    Limits::of(request, range)?;
    // `range()` excludes its stop, and a window that has not ended yet must not be in the answer.
    let asked = GridRange { from: range.from.saturating_sub(WINDOWS_BEFORE), to: range.to.min(now) };
    let executed = filled(query, request.grid, asked, &source.settings)?;
    let answer = ask(source, &executed, &request.headers).await?;
    let server = source.server.name().to_owned();
    read_off_thread(request, range, executed.into_text(), ADVICE, move |collector| {
        flux_csv::read_series(&answer.body, collector, &server).map(|()| Vec::new())
    })
    .await
}

/// The query with its variables filled, checked to be read-only.
fn filled(
    query: &str,
    grid: Grid,
    asked: GridRange,
    settings: &InfluxSettings,
) -> Result<ReadOnly, SourceError> {
    let interval = grid.interval();
    let variables = [
        Variable { name: "__interval", text: influx_duration(interval) },
        Variable { name: "__interval_ms", text: interval.ms().to_string() },
    ];
    let words = [
        Variable { name: "v.timeRangeStart", text: instant(grid.instant_ms(asked.from))? },
        Variable { name: "v.timeRangeStop", text: instant(grid.instant_ms(asked.to))? },
        Variable { name: "v.windowPeriod", text: influx_duration(interval) },
        Variable { name: "v.defaultBucket", text: quoted(&settings.default_bucket) },
        Variable { name: "v.organization", text: quoted(&settings.organization) },
    ];
    let query = fill(query, "query", &variables)?;
    guard::flux(fill_words(&query, &words).into_owned())
}

/// Formats an instant for Flux.
fn instant(ms: i64) -> Result<String, SourceError> {
    Timestamp::from_millisecond(ms).map(|instant| instant.to_string()).map_err(|_| {
        SourceError::query(
            "query",
            format!("asks for the instant {ms} ms since 1970, which is not a valid date"),
        )
    })
}

async fn ask(
    source: &InfluxDb,
    query: &ReadOnly,
    identity: &ForwardedHeaders,
) -> Result<Answer, SourceError> {
    let body = serde_json::json!({
        "query": query.text(),
        "type": "flux",
        "dialect": { "header": true, "delimiter": ",", "annotations": ["datatype", "group", "default"] },
    });
    let organization = &source.settings.organization;
    let parameters = if organization.is_empty() { Vec::new() } else { vec![("org", organization.clone())] };
    let payload = Payload::Json(parameters, body.to_string());
    let call = Call { path: &["api", "v2", "query"], payload, accept: "application/csv" };
    source.server.ask(&call, identity, &ByteBudget::new(MAX_BYTES)).await
}

/// The answer of `/health`.
#[derive(Deserialize)]
struct ServerHealth {
    #[serde(default)]
    status: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    version: String,
}

/// The server's product and version, and the number of buckets that the token may see.
pub(super) async fn check(source: &InfluxDb) -> Result<Health, SourceError> {
    let started = Instant::now();
    let call = Call { path: &["health"], payload: Payload::Url(Vec::new()), accept: "application/json" };
    let answer = match source.server.ask(&call, &source.identity, &ByteBudget::new(MAX_BYTES)).await {
        // InfluxDB before 1.8 has no such path, and no Flux.
        Err(error @ SourceError::Refused { status: 404, .. }) => return Err(older(source, error).await),
        answer => answer?,
    };
    let latency_ms = started.elapsed().as_millis() as u64;
    let server = source.server.name();
    let health: ServerHealth =
        serde_json::from_slice(&answer.body).map_err(|error| not_json(server, &error, &answer.body))?;
    if health.status == "fail" {
        return Err(SourceError::Reported { server: server.to_owned(), text: health.message });
    }
    let version = health.version.trim_start_matches('v').to_owned();
    let buckets = guard::flux("buckets() |> keep(columns: [\"name\"])".to_owned())?;
    let answer = match ask(source, &buckets, &source.identity).await {
        Err(error) if version.starts_with("1.") => {
            return Err(super::other_language(source, version, &error));
        }
        answer => answer?,
    };
    let buckets = flux_csv::read_names(&answer.body, "name", server)?;
    Ok(Health {
        product: "InfluxDB".to_owned(),
        version,
        count: buckets.len() as u64,
        counted: "buckets".to_owned(),
        latency_ms,
        hint: missing(&source.settings.default_bucket, &buckets),
        ..Health::default()
    })
}

/// The error of a server without `/health`, with its version if it reports one.
async fn older(source: &InfluxDb, error: SourceError) -> SourceError {
    let call = Call { path: &["ping"], payload: Payload::Url(Vec::new()), accept: "*/*" };
    let pong = source.server.ask(&call, &source.identity, &ByteBudget::new(MAX_BYTES)).await.ok();
    let version = pong.as_ref().and_then(|pong| pong.headers.get("x-influxdb-version")?.to_str().ok());
    match version {
        Some(version) => super::other_language(source, version.to_owned(), &error),
        None => error,
    }
}

/// The problem with the buckets that the token may see.
fn missing(default: &str, buckets: &[String]) -> Option<String> {
    if buckets.is_empty() {
        return Some("The token may read no bucket: give it one to read.".to_owned());
    }
    let absent = !default.is_empty() && !buckets.iter().any(|bucket| bucket == default);
    absent.then(|| {
        format!("The default bucket {default:?} is not among those that the token may read: check both.")
    })
}

/// Names for the editor, from the default bucket.
pub(super) async fn list(source: &InfluxDb, what: List<'_>) -> Result<Vec<String>, SourceError> {
    if source.settings.default_bucket.is_empty() {
        return Err(SourceError::settings(
            "jsonData.defaultBucket",
            "is empty: name the bucket whose measurements are listed",
        ));
    }
    let bucket = quoted(&source.settings.default_bucket);
    let call = match what {
        List::Measurements => format!("measurements(bucket: {bucket})"),
        List::TagKeys(None) => format!("tagKeys(bucket: {bucket})"),
        List::TagKeys(Some(measurement)) => {
            format!("measurementTagKeys(bucket: {bucket}, measurement: {})", quoted(measurement))
        }
        List::TagValues(tag, None) => format!("tagValues(bucket: {bucket}, tag: {})", quoted(tag)),
        List::TagValues(tag, Some(measurement)) => {
            let (tag, measurement) = (quoted(tag), quoted(measurement));
            format!("measurementTagValues(bucket: {bucket}, measurement: {measurement}, tag: {tag})")
        }
    };
    let query = guard::flux(format!("import \"influxdata/influxdb/schema\"\nschema.{call}"))?;
    let answer = ask(source, &query, &source.identity).await?;
    let mut names = flux_csv::read_names(&answer.body, "_value", source.server.name())?;
    // Columns of every table that are not tags.
    names.retain(|name| !matches!(name.as_str(), "_start" | "_stop"));
    Ok(names)
}

/// A text in double quotes; `${...}` is escaped because Flux would fill it.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "\\${").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use seismo_series::Interval;

    use super::*;

    fn settings() -> InfluxSettings {
        InfluxSettings {
            language: crate::InfluxLanguage::Flux,
            database: String::new(),
            organization: "org".into(),
            default_bucket: "a \"b\" ${c}".into(),
            login: None,
            token: None,
        }
    }

    #[test]
    fn variables_are_filled_as_flux_writes_them() {
        let grid = Grid::new(Interval::MINUTE);
        let query = "from(bucket: v.defaultBucket) |> range(start: v.timeRangeStart, stop: v.timeRangeStop) |> aggregateWindow(every: v.windowPeriod, fn: mean) // $__interval ${__interval_ms} v.organization";
        let expected = "from(bucket: \"a \\\"b\\\" \\${c}\") |> range(start: 1970-01-01T00:01:00Z, stop: 1970-01-01T00:05:00Z) |> aggregateWindow(every: 60s, fn: mean) // 60s 60000 \"org\"";
        assert_eq!(filled(query, grid, GridRange { from: 1, to: 5 }, &settings()).unwrap().text(), expected);
        let error = filled("$__range", grid, GridRange { from: 1, to: 5 }, &settings()).unwrap_err();
        assert!(error.to_string().contains("$__range follows"));
        let error =
            filled("v.timeRangeStart", grid, GridRange { from: i64::MIN, to: 5 }, &settings()).unwrap_err();
        assert!(error.to_string().contains("which is not a valid date"), "{error}");
    }
}
