//! InfluxQL over `/query`. <https://docs.influxdata.com/influxdb/v1/tools/api/#query-http-endpoint>

use std::time::Instant;

use seismo_series::{Grid, GridRange};

use super::guard::{ReadOnly, listing, select};
use super::{InfluxDb, List, influxql_json, read_off_thread};
use crate::collect::Limits;
use crate::http::{Answer, ByteBudget, Call, MAX_BYTES, Payload};
use crate::variables::{Variable, fill, holds, influx_duration};
use crate::{FetchRequest, Fetched, ForwardedHeaders, Health, HttpMethod, SourceError};

const ADVICE: &str = "the query must GROUP BY time($__interval), without an offset or time zone";

/// Functions whose first values depend on the start of the range, so that a score could change with it.
const NEED_A_PAST: [&str; 4] = ["cumulative_sum(", "moving_average(", "holt_winters(", "fill(previous"];

/// Largest number of names in a list.
const MAX_LISTED: usize = 5_000;

/// Fetches the series of a query.
pub(super) async fn fetch(
    source: &InfluxDb,
    query: &str,
    request: &FetchRequest,
) -> Result<Fetched, SourceError> {
    // A bucket is stamped with its start, so the one that starts at `now` is not complete.
    let range = request.complete_until(request.grid.floor(request.now_ms));
    Limits::of(request, range)?;
    let executed = filled(query, request.grid, range)?;
    let answer = ask(source, &executed, &request.headers).await?;
    let server = source.server.name().to_owned();
    read_off_thread(request, range, executed.into_text(), ADVICE, move |collector| {
        influxql_json::read_series(&answer.body, collector, &server)
    })
    .await
}

/// Notices about a query's text, if its scores may change with the range.
pub(crate) fn remarks(query: &str) -> Vec<String> {
    let lower = query.to_lowercase();
    let found = NEED_A_PAST.into_iter().filter(|function| lower.contains(function));
    let remark = |function| {
        format!(
            "{function}) depends on where the asked range starts; scores after a start can differ between views."
        )
    };
    found.map(remark).collect()
}

/// The query with its variables filled, checked to be read-only.
fn filled(query: &str, grid: Grid, range: GridRange) -> Result<ReadOnly, SourceError> {
    if !holds(query, "timeFilter") {
        select(query.to_owned())?;
        return Err(SourceError::query(
            "query",
            "holds no $timeFilter: write WHERE $timeFilter, so that only the asked range is read",
        ));
    }
    // One more bucket before the range serves functions that look one bucket back, such as derivative().
    let from = grid.instant_ms(range.from.saturating_sub(1));
    let to = grid.instant_ms(range.to);
    let interval = grid.interval();
    let variables = [
        Variable { name: "timeFilter", text: format!("time >= {from}ms AND time < {to}ms") },
        Variable { name: "__interval", text: influx_duration(interval) },
        Variable { name: "__interval_ms", text: interval.ms().to_string() },
    ];
    select(fill(query, "query", &variables)?)
}

/// Sends the query. InfluxDB 1.x executes over GET even what should need POST, so the text itself has to be checked.
async fn ask(
    source: &InfluxDb,
    query: &ReadOnly,
    identity: &ForwardedHeaders,
) -> Result<Answer, SourceError> {
    let mut parameters = vec![
        ("q", query.text().to_owned()),
        ("epoch", "ms".to_owned()),
        // Without it, a server with max-row-limit truncates the answer.
        ("chunked", "true".to_owned()),
        ("chunk_size", "10000".to_owned()),
    ];
    if !source.settings.database.is_empty() {
        parameters.push(("db", source.settings.database.clone()));
    }
    let payload = match source.method {
        HttpMethod::Post => Payload::Form(parameters),
        HttpMethod::Get => Payload::Url(parameters),
    };
    let call = Call { path: &["query"], payload, accept: "application/json" };
    source.server.ask(&call, identity, &ByteBudget::new(MAX_BYTES)).await
}

/// The server's product and version, and the number of measurements in its database.
pub(super) async fn check(source: &InfluxDb) -> Result<Health, SourceError> {
    if source.settings.database.is_empty() {
        return Err(SourceError::settings("jsonData.dbName", "is empty: name the InfluxDB database"));
    }
    let started = Instant::now();
    let call = Call { path: &["ping"], payload: Payload::Url(Vec::new()), accept: "*/*" };
    let pong = source.server.ask(&call, &source.identity, &ByteBudget::new(MAX_BYTES)).await?;
    let latency_ms = started.elapsed().as_millis() as u64;
    let version = pong.headers.get("x-influxdb-version").and_then(|value| value.to_str().ok()).unwrap_or("");
    let version = version.trim_start_matches('v').to_owned();
    let measurements = match list(source, List::Measurements).await {
        Err(error) if version.starts_with("2.") => {
            return Err(super::other_language(source, version, &error));
        }
        measurements => measurements?,
    };
    let hint = measurements.is_empty().then(|| {
        format!(
            "Nothing has been written to the database {:?} yet: check its name.",
            source.settings.database
        )
    });
    Ok(Health {
        product: "InfluxDB".to_owned(),
        version,
        count: measurements.len() as u64,
        counted: "measurements".to_owned(),
        latency_ms,
        hint,
        ..Health::default()
    })
}

/// Names for the editor.
pub(super) async fn list(source: &InfluxDb, what: List<'_>) -> Result<Vec<String>, SourceError> {
    let of = |measurement: Option<&str>| {
        measurement.map_or(String::new(), |name| format!(" FROM {}", quoted(name)))
    };
    let (query, column) = match what {
        List::Measurements => (format!("SHOW MEASUREMENTS LIMIT {MAX_LISTED}"), "name"),
        List::TagKeys(measurement) => (format!("SHOW TAG KEYS{}", of(measurement)), "tagKey"),
        List::TagValues(key, measurement) => (
            format!("SHOW TAG VALUES{} WITH KEY = {} LIMIT {MAX_LISTED}", of(measurement), quoted(key)),
            "value",
        ),
    };
    let answer = ask(source, &listing(query)?, &source.identity).await?;
    influxql_json::read_names(&answer.body, column, source.server.name())
}

/// A name in double quotes.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use seismo_series::Interval;

    use super::*;

    #[test]
    fn variables_are_filled_with_the_buckets_of_the_range_and_one_before() {
        let query = "SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time($__interval) -- ${__interval_ms}";
        for (interval, range, expected) in [
            (
                60_000,
                (2, 5),
                "SELECT mean(v) FROM m WHERE time >= 60000ms AND time < 300000ms GROUP BY time(60s) -- 60000",
            ),
            (
                1_500,
                (0, 1),
                "SELECT mean(v) FROM m WHERE time >= -1500ms AND time < 1500ms GROUP BY time(1500ms) -- 1500",
            ),
        ] {
            let grid = Grid::new(Interval::from_ms(interval).unwrap());
            let filled = filled(query, grid, GridRange { from: range.0, to: range.1 }).unwrap();
            assert_eq!(filled.text(), expected);
        }
    }

    #[test]
    fn a_query_that_would_read_everything_or_write_is_refused() {
        let grid = Grid::new(Interval::MINUTE);
        for (query, part) in [
            ("SELECT a FROM b", "$timeFilter"),
            ("DROP DATABASE x", "DROP"),
            ("", "is empty"),
            ("SELECT a INTO b FROM c WHERE $timeFilter", "INTO"),
            ("SELECT a FROM c WHERE $timeFilter AND x = $__range", "$__range follows"),
        ] {
            let error = filled(query, grid, GridRange { from: 0, to: 1 }).unwrap_err();
            assert!(error.to_string().contains(part), "{query}: {error}");
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        assert_eq!(quoted(r#"a" ; DROP \"#), r#""a\" ; DROP \\""#);
    }
}
