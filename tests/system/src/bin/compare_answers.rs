//! Sends the same queries, valid and broken, to two builds of the plugin, and prints where their answers differ:
//! `compare_answers BEFORE [COUNT]`, with the path of the earlier build's `gpx_seismo`. Fails if they differ.

#![expect(clippy::print_stdout, reason = "it is a program that prints")]

use std::path::PathBuf;
use std::process::ExitCode;

use seismo_series::Random;
use seismo_system_tests::{Plugin, binary, data_source};
use serde_json::{Map, Value, json};

/// 2026-01-10T00:00:00Z.
const NOW_MS: i64 = 1_768_003_200_000;
const HOUR_MS: i64 = 3_600_000;
/// Default number of queries.
const COUNT: u64 = 5_000;
/// Largest number of differences printed.
const SHOWN: usize = 20;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(before) = arguments.next().map(PathBuf::from).filter(|path| path.is_file()) else {
        println!("usage: compare_answers BEFORE [COUNT], with the path of an earlier gpx_seismo");
        return ExitCode::FAILURE;
    };
    let count = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(COUNT);
    match compare(before, count).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Number of answers that differ.
async fn compare(before: PathBuf, count: u64) -> Result<usize, seismo_cli::Error> {
    let before = Plugin::start_binary(before, Some(NOW_MS)).await?;
    let now = Plugin::start_binary(binary("gpx_seismo"), Some(NOW_MS)).await?;
    let source = data_source(&[]);
    let (mut answered, mut refused, mut different) = (0, 0, 0);
    for number in 0..count {
        let mut random = Random::of(20_260, number);
        let (query, range) = (query(&mut random), range(&mut random));
        let width = [0, 50, 1_000][random.below(3)].max(1);
        let (one, other) = tokio::join!(
            before.ask(&source, query.clone(), range, width),
            now.ask(&source, query.clone(), range, width)
        );
        match (&one, &other) {
            (Ok(_), Ok(_)) => answered += 1,
            (Err(_), Err(_)) => refused += 1,
            _ => {}
        }
        let [one, other] = [one, other].map(|answer| match answer {
            Ok(answer) => serde_json::to_string(&answer.frames).unwrap_or_else(|error| error.to_string()),
            Err(error) => error,
        });
        if one != other {
            different += 1;
            if different <= SHOWN {
                let from = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
                let near =
                    |text: &str| text.chars().skip(from.saturating_sub(60)).take(240).collect::<String>();
                println!("{query}\n  before: {}\n  now:    {}", near(&one), near(&other));
            }
        }
    }
    println!("{count} queries: {answered} answered and {refused} refused by both, {different} differ");
    Ok(different)
}

/// Up to six hours that end within two days before the present; sometimes empty, or in the future.
fn range(random: &mut Random) -> (i64, i64) {
    let to_ms =
        NOW_MS - (random.unit() * 48.0) as i64 * HOUR_MS + [0, 0, 0, 59_999, 3 * HOUR_MS][random.below(5)];
    let hours = if random.chance(0.05) { [0, -1][random.below(2)] } else { [1, 2, 6][random.below(3)] };
    (to_ms - hours * HOUR_MS, to_ms)
}

/// A query of one metric of the sample fleet with some fields, each mostly valid.
fn query(random: &mut Random) -> Value {
    let metric = ["request_rate", "latency_ms", "cpu_percent", "queue_depth", "nothing"][random.below(5)];
    let service = ["cart", "checkout", ""][random.below(3)];
    let mut query =
        json!({ "refId": "A", "source": { "kind": "sample", "metric": metric, "service": service } });
    let mut detection = fields(random, &DETECTION);
    if random.chance(0.2) {
        detection.insert("ensemble".to_owned(), ensemble(random));
    }
    if random.chance(0.9) {
        query["detection"] = Value::Object(detection);
    }
    for (name, value) in fields(random, &QUERY) {
        query[name] = value;
    }
    if random.chance(0.05) {
        let (name, wrong) = (pick(random, &["expr", "source", "detection", "kind"]), wrong(random));
        query[name] = wrong;
    }
    query
}

/// Each field, with the JSON of valid values, and of values that are invalid, or invalid in some combinations.
type Fields<'a> = [(&'a str, &'a [&'a str], &'a [&'a str])];

const QUERY: [(&str, &[&str], &[&str]); 6] = [
    (
        "output",
        &[
            r#""panel""#,
            r#""score""#,
            r#""severity""#,
            r#""value""#,
            r#""expected""#,
            r#""deviation""#,
            r#""lower""#,
            r#""upper""#,
            r#""cause""#,
            r#""cause_samples""#,
            r#""cause_size""#,
            r#""since""#,
            r#""age""#,
            r#""events""#,
        ],
        &[r#""graph""#, "1", "null"],
    ),
    ("hold", &[r#""event""#, r#""row""#, "null"], &[r#""week""#, "[]"]),
    (
        "timezone",
        &[r#""UTC""#, r#""Europe/Berlin""#, r#""""#, r#""Asia/Kolkata""#],
        &[r#""Mars/Olympus""#, "5"],
    ),
    ("live", &["false", "true"], &[r#""yes""#]),
    ("version", &["1", "null"], &["2", r#""1""#]),
    ("hide", &["false"], &["1"]),
];

const DETECTION: [(&str, &[&str], &[&str]); 17] = [
    ("preset", &[r#""auto""#, r#""auto""#, r#""classic""#], &[r#""magic""#, "[]"]),
    ("threshold", &["0.5", "0.6", "1"], &["0", "1.5", r#""high""#, "-1"]),
    ("budget", &["0.5", "1", "7"], &["0", "1e9", r#""x""#]),
    ("repeats", &[r#""alarm""#, r#""accept""#], &[r#""never""#]),
    ("direction", &[r#""above""#, r#""below""#, r#""both""#], &[r#""up""#]),
    ("interval", &[r#""1m""#, r#""5m""#, r#""auto""#, r#""2m""#], &[r#""7s!""#, r#""1d""#, r#""2d""#, "60"]),
    ("history", &[r#""1d""#, r#""12h""#, r#""auto""#, r#""2d""#], &[r#""1s""#, r#""1000d""#, "7"]),
    ("season", &[r#""off""#, r#""auto""#, r#""1h""#, r#""24h""#], &[r#""90s""#, r#""-1h""#, "true"]),
    ("severity", &[r#""four_level""#, r#""three_level""#], &[r#""five""#]),
    ("minimumDeviation", &[r#"{"absolute":1}"#, r#"{"relative":0.1}"#, "{}"], &[r#"{"absolute":-1}"#, "3"]),
    (
        "valueRange",
        &[r#"{"minimum":0}"#, r#"{"minimum":0,"maximum":100}"#],
        &[r#"{"minimum":5,"maximum":1}"#, "[]"],
    ),
    (
        "excluded",
        &[
            "[]",
            r#"[{"from":"2026-01-08T00:00:00Z","to":"2026-01-09T12:00:00+01:00"}]"#,
            r#"[{"from":"2026-01-09T20:00:00Z","to":"2026-01-09T23:00:00Z","learn":true}]"#,
        ],
        &[
            r#"[{"from":"2026-01-09","to":"2026-01-08"}]"#,
            r#"[{"from":"2026-01-01T00:00:00Z","to":"2026-09-01T00:00:00Z"}]"#,
            r#"[{"from":1}]"#,
        ],
    ),
    ("holidays", &["{}", "null"], &[r#"{"calendar":"de"}"#, r#"{"ics":"no calendar"}"#]),
    ("offset", &[r#""0s""#, r#""5m""#, r#""1h""#], &[r#""2d""#, r#""soon""#, "5"]),
    ("gaps", &[r#""skip""#, r#""zero""#, r#""previous""#], &[r#""fill""#, "0"]),
    (
        "together",
        &["null", r#"{"by":["service"]}"#, r#"{"by":[]}"#],
        &[r#"{"by":"service"}"#, r#"{"by":[""]}"#, "true"],
    ),
    ("treshold", &[], &["0.5"]),
];

/// The probability that a field is present.
const THERE: f64 = 0.15;
/// The probability that a present field is valid.
const RIGHT: f64 = 0.95;

fn fields(random: &mut Random, fields: &Fields<'_>) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, right, wrong) in fields {
        if !random.chance(THERE) {
            continue;
        }
        let values = if random.chance(RIGHT) { right } else { wrong };
        if !values.is_empty() {
            let value = serde_json::from_str(pick(random, values)).unwrap_or(Value::Null);
            out.insert((*name).to_owned(), value);
        }
    }
    out
}

fn ensemble(random: &mut Random) -> Value {
    let detectors = [
        "auto",
        "isolation_forest",
        "z_score",
        "seasonal_esd",
        "hampel",
        "holt_winters",
        "ewma",
        "cusum",
        "lstm_autoencoder",
    ];
    let member = |random: &mut Random| {
        let weight = if random.chance(0.05) { "-1" } else { pick(random, &["1", "0.2", "3"]) };
        json!({
            "detector": if random.chance(0.05) { "nobody" } else { pick(random, &detectors) },
            "weight": serde_json::from_str::<Value>(weight).unwrap_or(Value::Null),
        })
    };
    (0..=random.below(3)).map(|_| member(random)).collect()
}

fn wrong(random: &mut Random) -> Value {
    [json!(5), json!("x"), json!([]), json!({}), Value::Null][random.below(5)].clone()
}

fn pick<'a>(random: &mut Random, all: &[&'a str]) -> &'a str {
    all[random.below(all.len())]
}
