//! Flux against recorded answers in each shape that InfluxDB 2 writes.

use crate::support::{Received, Reply, Server, question, settings, source};
use seismo_sources::{Fetched, InfluxLanguage, SourceError, SourceQuery};
use serde_json::{Value, json};

const WINDOWS: &str = "from(bucket: v.defaultBucket) |> range(start: v.timeRangeStart, stop: v.timeRangeStop) |> aggregateWindow(every: v.windowPeriod, fn: mean)";

fn flux(query: &str) -> SourceQuery {
    SourceQuery::Influx { language: InfluxLanguage::Flux, query: query.to_owned(), legend: String::new() }
}

fn settings_of_flux() -> Value {
    json!({"kind": "influxdb", "version": "Flux", "organization": "my org", "defaultBucket": "metrics"})
}

async fn fetch(body: &str) -> Result<Fetched, SourceError> {
    let server = Server::always(body).await;
    source(&server.url, settings_of_flux()).fetch(&question(flux(WINDOWS), (1, 4))).await
}

fn shown(fetched: &Fetched) -> Vec<String> {
    fetched.series.iter().map(|series| format!("{} {:?}", series.labels, series.values)).collect()
}

#[tokio::test]
async fn every_shape_of_answer_becomes_series() {
    for (what, body, expected) in [
        (
            "tags in the group key, an empty window, a quoted value",
            include_str!("../recorded/flux_tags.csv"),
            vec![
                r#"{_field="usage", _measurement="cpu", host="a"} [1.5, NaN, -3.0]"#,
                r#"{_field="usage", _measurement="cpu", host="b, \"quoted\""} [NaN, 7.0, NaN]"#,
            ],
        ),
        (
            "two schemas, defaults for cells and labels",
            include_str!("../recorded/flux_two_schemas.csv"),
            vec![
                r#"{_field="high", region="eu"} [5.0, NaN, 9.0]"#,
                r#"{_field="high", region="us"} [NaN, 6.0, NaN]"#,
                r#"{_field="low"} [1.0, 2.0, NaN]"#,
            ],
        ),
        (
            "pivoted columns",
            include_str!("../recorded/flux_pivoted.csv"),
            vec![
                r#"{_field="jobs", host="a"} [3.0, 4.0, NaN]"#,
                r#"{_field="load", host="a"} [0.5, 0.75, NaN]"#,
                r#"{_field="up", host="a"} [1.0, 0.0, NaN]"#,
            ],
        ),
        (
            "a renamed value with the field and tags called table and result in the group key",
            "#datatype,string,long,string,string,string,dateTime:RFC3339,double\n\
             #group,false,false,true,true,true,false,false\n\
             #default,_result,,,,,,\n\
             ,result,table,_field,table,result,_time,mean\n\
             ,,0,temp,t1,r,1970-01-01T00:01:00Z,20\n\
             ,,1,temp,t2,r,1970-01-01T00:01:00Z,5\n\
             ,,2,moist,t1,r,1970-01-01T00:01:00Z,40\n",
            vec![
                r#"{_column="mean", _field="moist", result="r", table="t1"} [40.0, NaN, NaN]"#,
                r#"{_column="mean", _field="temp", result="r", table="t1"} [20.0, NaN, NaN]"#,
                r#"{_column="mean", _field="temp", result="r", table="t2"} [5.0, NaN, NaN]"#,
            ],
        ),
        ("no tables at all", "\r\n", vec![]),
        ("nothing", "", vec![]),
    ] {
        let fetched = fetch(body).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(shown(&fetched), expected, "{what}");
        let windows_line_ends = body.replace('\n', "\r\n");
        assert_eq!(shown(&fetch(&windows_line_ends).await.unwrap()), expected, "{what}");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_explained() {
    let table = |datatypes: &str, groups: &str, header: &str, row: &str| {
        format!(
            "#datatype,string,long,{datatypes}\n#group,false,false,{groups}\n#default,_result,,\n,result,table,{header}\n,,0,{row}\n"
        )
    };
    for (body, status, part) in [
        (
            include_str!("../recorded/flux_error_table.csv").to_owned(),
            400,
            "reports: error calling function \"filter\"",
        ),
        (include_str!("../recorded/flux_late_error.csv").to_owned(), 400, "reports: runtime limit reached"),
        ("<html>".to_owned(), 502, "a web page, not CSV"),
        ("{\"results\":[]}".to_owned(), 502, "not annotated CSV"),
        (",result,table,_time,_value\n,,0,1970-01-01T00:01:00Z,1\n".to_owned(), 502, "not annotated CSV"),
        (table("double", "false", "_value", "1"), 502, "no column _time"),
        (
            table("dateTime:RFC3339,string", "false,false", "_time,_value", "1970-01-01T00:01:00Z,hot"),
            502,
            "holds no numbers",
        ),
        (
            table("dateTime:RFC3339,string", "false,true", "_time,host", "1970-01-01T00:01:00Z,a"),
            502,
            "no column of numbers",
        ),
        (
            table("dateTime:RFC3339,double", "false,false", "_time,_value", "yesterday,1"),
            502,
            "\"yesterday\", which is not a valid instant",
        ),
        (
            table("dateTime:RFC3339,double", "false,false", "_time,_value", "1970-01-01T00:01:00Z,x"),
            502,
            "\"x\" is not a number",
        ),
        (
            table("dateTime:RFC3339,double", "false,false", "_time,_value", "1970-01-01T00:01:00Z"),
            502,
            "may be truncated",
        ),
        (
            table("dateTime:RFC3339,double", "false,false", "_time,_value", "1970-01-01T00:01:30Z,1"),
            400,
            "aggregateWindow(every: v.windowPeriod",
        ),
        (
            table("dateTime:RFC3339,double", "false,false", "_time,_value", "1970-01-01T00:01:00.0000005Z,1"),
            400,
            "1 of 1 samples do not lie on the 1m grid",
        ),
    ] {
        let error = fetch(&body).await.unwrap_err();
        assert!(error.to_string().contains(part), "{body}: {error}");
        assert_eq!(error.status(), status, "{body}: {error}");
    }
    let first = table("dateTime:RFC3339,double", "false,false", "_time,_value", "1970-01-01T00:01:00Z,1");
    let second = first.replace("_result", "other");
    let error = fetch(&format!("{first}\n{second}")).await.unwrap_err();
    assert!(error.to_string().contains("two series with the labels {}"), "{error}");
}

#[tokio::test]
async fn the_question_goes_to_the_organisation_with_the_token_and_ends_now() {
    let server = Server::always("").await;
    let settings = settings(&server.url, &settings_of_flux(), &[("token", "t0ken")]).unwrap();
    let mut question = question(flux(WINDOWS), (10, 20));
    question.now_ms = 15 * 60_000 + 1;
    let fetched = seismo_sources::connect(&settings).unwrap().fetch(&question).await.unwrap();
    assert_eq!((fetched.range.from, fetched.range.to), (10, 16));
    let request = &server.received()[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api/v2/query"));
    assert_eq!((request.parameter("org"), request.header("authorization")), ("my org", "Token t0ken"));
    let body: Value = serde_json::from_str(&request.body).unwrap();
    let executed = "from(bucket: \"metrics\") |> range(start: 1970-01-01T00:08:00Z, stop: 1970-01-01T00:15:00Z) |> aggregateWindow(every: 60s, fn: mean)";
    assert_eq!((body["query"].as_str(), fetched.executed.as_str()), (Some(executed), executed));
    assert_eq!(body["dialect"]["annotations"], json!(["datatype", "group", "default"]));
}

#[tokio::test]
async fn health_counts_buckets_and_lists_come_from_the_default_bucket() {
    let answer = |request: &Received| match request.path.as_str() {
        "/health" => Reply::ok(r#"{"name":"influxdb","status":"pass","version":"v2.7.1"}"#),
        _ if request.body.contains("buckets()") => Reply::ok(include_str!("../recorded/flux_buckets.csv")),
        _ => Reply::ok(include_str!("../recorded/flux_schema_values.csv")),
    };
    let server = Server::start(answer).await;
    let source_here = source(&server.url, settings_of_flux());
    let health = source_here.health().await.unwrap();
    assert_eq!((health.version.as_str(), health.count, health.counted.as_str()), ("2.7.1", 2, "buckets"));
    let mut elsewhere = settings_of_flux();
    elsewhere["defaultBucket"] = "archive".into();
    for (json, hint) in [(settings_of_flux(), None), (elsewhere, Some("default bucket \"archive\""))] {
        let found = source(&server.url, json).health().await.unwrap().hint;
        assert_eq!(found.is_some(), hint.is_some(), "{found:?}");
        assert!(hint.is_none_or(|hint| found.is_some_and(|found| found.contains(hint))));
    }
    assert_eq!(source_here.labels(Some("c\"pu")).await.unwrap(), ["_field", "host"]);
    let asked = server.received().last().unwrap().body.clone();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(
        asked["query"],
        "import \"influxdata/influxdb/schema\"\nschema.measurementTagKeys(bucket: \"metrics\", measurement: \"c\\\"pu\")"
    );
    for (reply, status, part) in [
        (
            Reply::status(401, r#"{"code":"unauthorized","message":"unauthorized access"}"#),
            401,
            "unauthorized access",
        ),
        (Reply::ok(r#"{"status":"fail","message":"disk is full"}"#), 400, "disk is full"),
        (Reply::ok("<html>"), 502, "web page"),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let error = source(&server.url, settings_of_flux()).health().await.unwrap_err();
        assert!(error.status() == status && error.to_string().contains(part), "{error}");
    }
    for (known, version) in [(404, "1.6.7"), (200, "1.8.10")] {
        let server = Server::start(move |request| match request.path.as_str() {
            "/health" if known == 200 => Reply::ok(r#"{"status":"pass","version":"1.8.10"}"#),
            "/ping" => Reply::status(204, "").header("X-Influxdb-Version", "1.6.7"),
            "/api/v2/query" => Reply::status(403, "Flux query service disabled."),
            _ => Reply::status(404, "404 page not found"),
        })
        .await;
        let error = source(&server.url, settings_of_flux()).health().await.unwrap_err().to_string();
        assert!(error.contains(&format!("is InfluxDB {version}")) && error.contains("in Flux"), "{error}");
    }
    let mut json = settings_of_flux();
    json["defaultBucket"] = "".into();
    let error = source(&server.url, json).metric_names("").await.unwrap_err();
    assert!(error.to_string().contains("jsonData.defaultBucket"), "{error}");
}
