//! Seismo's InfluxDB source against a real InfluxDB 1.x.

use seismo_sources::{Fetched, InfluxLanguage, SourceError, SourceQuery};
use seismo_system_tests::{History, Influx, PASSWORD, Settings, T0_MS, USER, question};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// Two samples a minute whose mean is the minute.
fn minutes(range: std::ops::Range<i64>) -> impl Iterator<Item = (i64, f64)> {
    range.flat_map(|minute| {
        let start = T0_MS + minute * MINUTE;
        [(start + 10_000, minute as f64 - 1.0), (start + 50_000, minute as f64 + 1.0)]
    })
}

fn settings(url: &str, mut json: Value) -> Settings {
    json["dbName"] = Value::from(Influx::DATABASE);
    Settings::new("influxdb", url, json)
}

async fn fetch(settings: &Settings, query: &str, to: i64) -> Result<Fetched, SourceError> {
    let query = SourceQuery::Influx {
        language: InfluxLanguage::InfluxQl,
        query: query.to_owned(),
        legend: String::new(),
    };
    settings.connect().fetch(&question(query, MINUTE, T0_MS, T0_MS + to * MINUTE)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn buckets_come_back_with_their_tags_and_empty_ones_are_gaps() {
    const LAST: i64 = 12_000;
    let history = History::new()
        .with("cpu", &[("host", "a")], minutes(0..LAST + 1))
        .with("cpu", &[("host", "b b")], minutes(0..10).chain(minutes(20..30)))
        .with("plain", &[], minutes(0..30));
    let server = Influx::start(&history).await;
    server
        .write(&format!("two,host=a low=1,high=5 {}\ntwo,host=a low=2,high=6 {}", T0_MS, T0_MS + MINUTE))
        .await;
    for method in ["POST", "GET"] {
        let settings = settings(server.url(), json!({"httpMethod": method}));
        let mean = "SELECT mean(value) FROM cpu WHERE $timeFilter GROUP BY time($__interval), host";
        let fetched = fetch(&settings, mean, LAST).await.unwrap();
        assert_eq!(fetched.series.len(), 2, "{method}");
        assert_eq!(fetched.series[0].labels.to_string(), r#"{host="a"}"#);
        for (at, value) in fetched.series[0].values.iter().enumerate() {
            assert_eq!(*value, at as f64, "minute {at}");
        }
        let gaps = &fetched.series[1];
        assert_eq!(gaps.labels.get("host"), Some("b b"));
        for (at, value) in gaps.values.iter().enumerate() {
            let seen = at < 10 || (20..30).contains(&at);
            assert_eq!(value.is_nan(), !seen, "minute {at}");
        }
        assert!(fetched.executed.contains("GROUP BY time(60s)"), "{}", fetched.executed);

        let plain = fetch(
            &settings,
            "SELECT mean(value) FROM plain WHERE $timeFilter GROUP BY time($__interval)",
            29,
        )
        .await
        .unwrap();
        assert!(plain.series[0].labels.is_empty());
        assert_eq!(plain.series[0].values.len(), 30);

        let two = fetch(&settings, "SELECT mean(low) AS low, mean(high) AS high FROM two WHERE $timeFilter GROUP BY time(${__interval}), host", 1).await.unwrap();
        let shown: Vec<_> =
            two.series.iter().map(|series| (series.labels.get("field"), series.values.as_slice())).collect();
        assert_eq!(shown, [(Some("high"), &[5.0, 6.0][..]), (Some("low"), &[1.0, 2.0][..])]);

        // The bucket before the range serves functions that look back.
        let change = "SELECT difference(mean(value)) FROM cpu WHERE $timeFilter AND host = 'a' GROUP BY time($__interval)";
        let later = SourceQuery::Influx {
            language: InfluxLanguage::InfluxQl,
            query: change.into(),
            legend: String::new(),
        };
        let later = question(later, MINUTE, T0_MS + 5 * MINUTE, T0_MS + 8 * MINUTE);
        assert_eq!(settings.connect().fetch(&later).await.unwrap().series[0].values, [1.0; 4]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_is_called_field_keeps_its_series_apart() {
    let server = Influx::start(&History::new().with("cpu", &[], minutes(0..2))).await;
    for (site, warm, wet) in [("cellar", 11, 70), ("attic", 24, 35)] {
        server.write(&format!("room,field={site} warmth={warm},water={wet} {T0_MS}")).await;
    }
    // `field` is a keyword, and needs quotes.
    let two = "SELECT mean(warmth) AS warmth, mean(water) AS water FROM room WHERE $timeFilter GROUP BY time($__interval), \"field\"";
    let fetched = fetch(&settings(server.url(), json!({})), two, 0).await.unwrap();
    let shown: Vec<_> = fetched
        .series
        .iter()
        .map(|series| (series.labels.get("field"), series.labels.get("column"), series.values[0]))
        .collect();
    assert_eq!(
        shown,
        [
            (Some("attic"), Some("warmth"), 24.0),
            (Some("cellar"), Some("warmth"), 11.0),
            (Some("attic"), Some("water"), 35.0),
            (Some("cellar"), Some("water"), 70.0)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_of_several_series_in_one_are_pointed_out() {
    let server = Influx::start(&History::new().with("cpu", &[], minutes(0..2))).await;
    for host in ["a", "b"] {
        server.write(&format!("raw,host={host} value=1 {T0_MS}")).await;
    }
    let fetched =
        fetch(&settings(server.url(), json!({})), "SELECT value FROM raw WHERE $timeFilter", 0).await;
    let notices = fetched.unwrap().left_out.notices();
    assert!(notices[0].starts_with("1 sample of this time range is at an instant"), "{notices:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_bucket_is_left_out() {
    let server = Influx::start(&History::new().with("cpu", &[], minutes(0..10))).await;
    let query = "SELECT mean(value) FROM cpu WHERE $timeFilter GROUP BY time($__interval)";
    let query = SourceQuery::Influx {
        language: InfluxLanguage::InfluxQl,
        query: query.into(),
        legend: String::new(),
    };
    let mut question = question(query, MINUTE, T0_MS, T0_MS + 9 * MINUTE);
    for (now_ms, complete) in
        [(T0_MS + 5 * MINUTE - 1, 4), (T0_MS + 5 * MINUTE, 5), (T0_MS, 0), (T0_MS - MINUTE, 0)]
    {
        question.now_ms = now_ms;
        let fetched = settings(server.url(), json!({})).connect().fetch(&question).await.unwrap();
        assert_eq!(fetched.range.len(), complete, "{now_ms}");
        assert!(fetched.series.iter().all(|series| series.values.len() == complete));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_the_server_are_passed_on_and_mistakes_are_explained() {
    let history =
        History::new().with("cpu", &[("host", "a")], minutes(0..10)).with("memory", &[], minutes(0..10));
    let server = Influx::start(&history).await;
    let settings = settings(server.url(), json!({}));
    for (query, part) in [
        ("SELECT mean(value FROM cpu WHERE $timeFilter", "error parsing query"),
        ("SELECT value FROM cpu WHERE $timeFilter", "GROUP BY time($__interval)"),
        (
            "SELECT mean(value) FROM cpu WHERE $timeFilter GROUP BY time($__interval, 7s)",
            "GROUP BY time($__interval)",
        ),
        ("SELECT mean(value) FROM cpu", "$timeFilter"),
        ("DROP MEASUREMENT cpu", "only SELECT is allowed"),
        ("SELECT value INTO copy FROM cpu WHERE $timeFilter", "INTO"),
        (
            "SELECT mean(value) FROM cpu, memory WHERE $timeFilter GROUP BY time($__interval)",
            "two series with the labels {}",
        ),
    ] {
        let error = fetch(&settings, query, 9).await.unwrap_err();
        assert_eq!(error.status(), 400, "{query}: {error}");
        assert!(error.to_string().contains(part), "{query}: {error}");
    }
    let elsewhere = Settings::new("influxdb", server.url(), json!({"dbName": "nowhere"}));
    let error =
        fetch(&elsewhere, "SELECT mean(value) FROM cpu WHERE $timeFilter GROUP BY time($__interval)", 9)
            .await
            .unwrap_err();
    assert!(error.to_string().contains("database not found: nowhere"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_lists_ask_the_server_with_the_right_password_only() {
    let history = History::new()
        .with("cpu", &[("host", "a"), ("rack", "r1")], minutes(0..2))
        .with("cpu", &[("host", "b")], minutes(0..2))
        .with("memory", &[("pool", "heap")], minutes(0..2));
    let server = Influx::start_with_login(&history).await;
    for right in [
        settings(server.url(), json!({})).login(USER, PASSWORD),
        settings(server.url(), json!({})).basic_auth(USER, PASSWORD),
    ] {
        let source = right.connect();
        let health = source.health().await.unwrap();
        assert_eq!(
            (health.product.as_str(), health.count, health.counted.as_str()),
            ("InfluxDB", 2, "measurements")
        );
        assert!(health.version.starts_with("1.") && health.hint.is_none(), "{health:?}");
        assert_eq!(source.metric_names("").await.unwrap(), ["cpu", "memory"]);
        assert_eq!(source.labels(None).await.unwrap(), ["host", "pool", "rack"]);
        assert_eq!(source.labels(Some("memory")).await.unwrap(), ["pool"]);
        assert_eq!(source.label_values("host", Some("cpu")).await.unwrap(), ["a", "b"]);
    }
    for wrong in [settings(server.url(), json!({})), settings(server.url(), json!({})).login(USER, "wrong")] {
        let error = wrong.connect().health().await.unwrap_err();
        assert_eq!(error.status(), 401, "{error}");
    }
}
