//! InfluxQL against servers with correct and wrong answers.

use seismo_sources::{InfluxLanguage, OverCap, SourceError, SourceQuery};
use serde_json::{Value, json};

use crate::support::{Reply, Server, question, source};

fn influxql() -> SourceQuery {
    SourceQuery::Influx {
        language: InfluxLanguage::InfluxQl,
        query: "SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time($__interval), *".into(),
        legend: String::new(),
    }
}

fn settings() -> Value {
    json!({"kind": "influxdb", "dbName": "my db"})
}

/// Documents of two rows each, as with `chunked=true`.
fn chunks(series: usize, rows: usize) -> String {
    let mut text = String::new();
    for name in 0..series {
        for row in (0..rows).step_by(2) {
            let values: Vec<_> =
                (row..rows.min(row + 2)).map(|at| format!("[{},{at}]", (at + 1) * 60_000)).collect();
            let last = row + 2 >= rows;
            text.push_str(&format!(
                r#"{{"results":[{{"statement_id":0,"series":[{{"name":"m","tags":{{"n":"{name:03}"}},"columns":["time","mean"],"values":[{}],"partial":{}}}],"partial":{}}}]}}"#,
                values.join(","),
                !last,
                !(last && name + 1 == series)
            ));
            text.push('\n');
        }
    }
    text
}

#[tokio::test]
async fn chunks_are_joined_and_the_question_is_complete() {
    let server = Server::always(chunks(3, 7)).await;
    for (method, expected) in [("POST", "POST"), ("GET", "GET")] {
        let mut json = settings();
        json["httpMethod"] = method.into();
        let fetched = source(&server.url, json).fetch(&question(influxql(), (1, 8))).await.unwrap();
        assert_eq!(fetched.series.len(), 3);
        assert!(fetched.series.iter().all(|series| series.values == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
        let request = server.received().pop().unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), (expected, "/query"));
        assert_eq!(
            (request.parameter("db"), request.parameter("epoch"), request.parameter("chunked")),
            ("my db", "ms", "true")
        );
        assert_eq!(request.parameter("q"), fetched.executed);
        assert!(fetched.executed.contains("time >= 0ms AND time < 480000ms"), "{}", fetched.executed);
    }
}

#[tokio::test]
async fn caps_are_kept_and_answers_that_are_cut_are_refused() {
    let server = Server::always(chunks(30, 7)).await;
    let source_here = source(&server.url, settings());
    let mut few = question(influxql(), (1, 8));
    few.max_series = 4;
    let error = source_here.fetch(&few).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySeries { total: 30, cap: 4 }), "{error}");
    few.over_cap = OverCap::Truncate;
    let fetched = source_here.fetch(&few).await.unwrap();
    assert_eq!((fetched.series.len(), fetched.total_series), (4, 30));
    few.max_samples = 100;
    let error = source_here.fetch(&few).await.unwrap_err();
    assert!(matches!(error, SourceError::TooManySamples { cap: 100, .. }), "{error}");

    let whole = chunks(2, 7);
    for (body, part) in [
        (whole[..whole.len() - 30].to_owned(), "truncated"),
        (whole.lines().next().unwrap().to_owned(), "cut it short"),
        ("<html>".to_owned(), "web page"),
    ] {
        let server = Server::always(body).await;
        let error = source(&server.url, settings()).fetch(&question(influxql(), (1, 8))).await.unwrap_err();
        assert!(error.status() == 502 && error.to_string().contains(part), "{error}");
    }
}

#[tokio::test]
async fn health_needs_a_database_that_exists() {
    let answer = |body: &'static str| {
        move |request: &crate::support::Received| match request.path.as_str() {
            "/ping" => Reply::status(204, "").header("X-Influxdb-Version", "1.8.10"),
            _ => Reply::ok(body),
        }
    };
    let server = Server::start(answer(
        r#"{"results":[{"series":[{"name":"measurements","columns":["name"],"values":[["cpu"]]}]}]}"#,
    ))
    .await;
    let health = source(&server.url, settings()).health().await.unwrap();
    assert_eq!((health.version.as_str(), health.count), ("1.8.10", 1));
    let error = source(&server.url, json!({"kind": "influxdb"})).health().await.unwrap_err();
    assert!(error.to_string().contains("jsonData.dbName: is empty"), "{error}");
    let server = Server::start(answer(r#"{"results":[{"error":"database not found: my db"}]}"#)).await;
    let error = source(&server.url, settings()).health().await.unwrap_err();
    assert!(error.status() == 400 && error.to_string().contains("database not found: my db"), "{error}");
}

#[tokio::test]
async fn a_server_of_the_wrong_version_is_named() {
    let two = Server::start(|request| match request.path.as_str() {
        "/ping" => Reply::status(204, "").header("X-Influxdb-Version", "v2.7.1"),
        _ => Reply::status(401, r#"{"code":"unauthorized","message":"unauthorized access"}"#),
    })
    .await;
    let error = source(&two.url, settings()).health().await.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.status(), 400);
    for part in ["is InfluxDB 2.7.1", "in InfluxQL", "unauthorized access"] {
        assert!(text.contains(part), "{text}");
    }
    let three = Server::start(|request| match request.path.as_str() {
        "/ping" => Reply::status(204, "").header("X-Influxdb-Version", "3.0.0"),
        _ => Reply::ok(r#"{"results":[{}]}"#),
    })
    .await;
    let health = source(&three.url, settings()).health().await.unwrap();
    assert_eq!((health.version.as_str(), health.count), ("3.0.0", 0), "it knows InfluxQL");
    assert!(health.hint.unwrap().contains("check its name"));
}
