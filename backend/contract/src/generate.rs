//! Random queries, each with the verdict of [`judge`]: the same ones in every run.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::judge::{Case, judge};

/// Number of queries.
const CASES: usize = 400;

/// The file, with one case per line.
pub(crate) fn generated() -> String {
    let mut runner = TestRunner::deterministic();
    let strategy = asked();
    let line = |_| {
        let (settings, query) =
            strategy.new_tree(&mut runner).expect("no strategy rejects a value").current();
        let wrong = judge(&query, &settings).into_iter().collect();
        json!(Case { what: String::new(), settings, query, wrong }).to_string()
    };
    format!("[\n{}\n]\n", (0..CASES).map(line).collect::<Vec<_>>().join(",\n"))
}

type Field = BoxedStrategy<Option<(&'static str, Value)>>;

/// Settings and a query for them.
fn asked() -> impl Strategy<Value = (Value, Value)> {
    let christmas = "BEGIN:VCALENDAR\nEND:VCALENDAR";
    let scrape = prop_oneof![2 => Just(""), 2 => select(vec!["15s", "1m", ">10s", " 5m "]), 1 => select(vec!["1d", "500ms"])];
    let settings = (source(), scrape).prop_map(move |(source, scrape)| {
        let kind = source["kind"].clone();
        (source, json!({ "kind": kind, "timeInterval": scrape, "calendars": [{ "name": "de", "ics": christmas }] }))
    });
    let top = vec![
        maybe("version", 0.18, json_of(vec![json!(1)]), json_of(vec![json!(2), json!(0)])),
        maybe(
            "timezone",
            0.18,
            text(vec!["UTC", "", "Europe/Berlin", " Asia/Kolkata "]),
            text(vec!["Mars/Olympus", "+01:00"]),
        ),
        maybe(
            "output",
            0.24,
            text(vec!["panel", "score", "severity", "value", "since", "events"]),
            text(vec!["graph"]),
        ),
        maybe(
            "output",
            0.06,
            text(vec![
                "expected",
                "deviation",
                "lower",
                "upper",
                "cause",
                "cause_samples",
                "cause_size",
                "age",
            ]),
            text(vec![""]),
        ),
        maybe("hold", 0.12, text(vec!["event", "row"]), text(vec!["week"])),
        maybe("live", 0.06, json_of(vec![json!(true), json!(false)]), json_of(vec![json!(true)])),
    ];
    (settings, top, detection()).prop_map(|((source, settings), top, detection)| {
        let mut query: Map<String, Value> = object(top);
        query.insert("source".to_owned(), source);
        if !detection.is_empty() {
            query.insert("detection".to_owned(), Value::Object(detection));
        }
        (settings, Value::Object(query))
    })
}

fn source() -> impl Strategy<Value = Value> {
    select(vec![
        json!({ "kind": "prometheus", "expr": "rate(up[5m])" }),
        json!({ "kind": "prometheus", "expr": "up", "legend": "{{job}}" }),
        json!({ "kind": "influxdb", "language": "flux", "query": "from(bucket: \"a\")" }),
        json!({ "kind": "influxdb", "language": "influxql", "query": "SELECT mean(a) FROM b", "legend": "" }),
        json!({ "kind": "sample" }),
        json!({ "kind": "sample", "metric": "cpu.*", "service": "", "legend": "{{service}}" }),
    ])
}

fn detection() -> impl Strategy<Value = Map<String, Value>> {
    let alone = vec![
        maybe("preset", 0.3, text(vec!["auto", "classic"]), text(vec!["magic"])),
        maybe(
            "threshold",
            0.18,
            (1..=100_u32).prop_map(|percent| json!(f64::from(percent) / 100.0)).boxed(),
            json_of(vec![json!(0), json!(-1), json!(1.001)]),
        ),
        maybe(
            "budget",
            0.12,
            json_of(vec![
                json!(1),
                json!(0.25),
                json!(6.9),
                json!(7),
                json!(10_079),
                json!(10_080),
                json!(700_000),
            ]),
            json_of(vec![json!(0), json!(-2)]),
        ),
        maybe("repeats", 0.09, text(vec!["alarm", "accept"]), text(vec!["never"])),
        maybe("direction", 0.18, text(vec!["above", "below", "both"]), text(vec!["up"])),
        maybe(
            "interval",
            0.3,
            duration(vec!["auto", "", " auto ", "1s", "1d", "1h30m"]),
            text(vec!["999ms", "1d1ms", "1 m", "5q", "0s"]),
        ),
        maybe(
            "history",
            0.3,
            duration(vec!["auto", "", " auto", "400d", "7d", "100d", "1h40m"]),
            text(vec!["400d1ms", "99s", "week"]),
        ),
        maybe(
            "season",
            0.24,
            season(),
            json_of(vec![json!(1), json!(0), json!(2.5), json!(-24), json!("daily"), json!("")]),
        ),
        maybe("severity", 0.12, text(vec!["four_level", "three_level"]), text(vec!["five_level"])),
        maybe("ensemble", 0.12, ensemble(), json_of(vec![json!([])])),
    ];
    let known = vec![
        maybe(
            "minimumDeviation",
            0.09,
            pair("absolute", "relative", 0, 20),
            pair("absolute", "relative", -2, 2),
        ),
        maybe(
            "valueRange",
            0.09,
            pair("minimum", "maximum", -5, 5),
            json_of(vec![json!({ "minimum": 2, "maximum": 1 })]),
        ),
        maybe(
            "excluded",
            0.12,
            prop::collection::vec(window(), 0..3).prop_map(Value::from).boxed(),
            json_of(vec![json!([{ "from": "yesterday", "to": "today" }])]),
        ),
        maybe(
            "holidays",
            0.09,
            json_of(vec![
                json!({}),
                json!({ "calendar": "de" }),
                json!({ "calendar": " de " }),
                json!({ "ics": "BEGIN:VCALENDAR\nEND:VCALENDAR" }),
            ]),
            json_of(vec![
                json!({ "calendar": "fr" }),
                json!({ "ics": "https://example.org" }),
                json!({ "ics": "BEGIN:VCALENDAR\nEND:VCALENDAR", "calendar": "de" }),
            ]),
        ),
        maybe(
            "offset",
            0.12,
            duration(vec!["0s", "0", "", "1d", " 5m "]),
            text(vec!["1d1ms", "-5m", "soon"]),
        ),
        maybe("gaps", 0.12, text(vec!["skip", "zero", "previous"]), text(vec!["linear"])),
        maybe(
            "together",
            0.09,
            json_of(vec![
                json!({ "by": [] }),
                json!({ "by": ["instance"] }),
                json!({ "by": ["a", "A", " a"] }),
            ]),
            json_of(vec![json!({ "by": [" "] }), json!({ "by": ["a", "b", "a"] })]),
        ),
    ];
    (alone, known).prop_map(|(alone, known)| object(alone.into_iter().chain(known)))
}

/// A field that is present with this probability, and then mostly valid as far as that depends on the field alone.
fn maybe(
    name: &'static str,
    probability: f64,
    right: BoxedStrategy<Value>,
    wrong: BoxedStrategy<Value>,
) -> Field {
    let value = prop_oneof![24 => right, 1 => wrong].prop_map(move |value| (name, value));
    prop::option::weighted(probability, value).boxed()
}

fn object(fields: impl IntoIterator<Item = Option<(&'static str, Value)>>) -> Map<String, Value> {
    fields.into_iter().flatten().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn json_of(values: Vec<Value>) -> BoxedStrategy<Value> {
    select(values).boxed()
}

fn text(words: Vec<&'static str>) -> BoxedStrategy<Value> {
    select(words).prop_map(Value::from).boxed()
}

fn length(most: u32) -> impl Strategy<Value = String> {
    (1..=most, select(vec!["s", "m", "h", "d"])).prop_map(|(number, unit)| format!("{number}{unit}"))
}

/// One of these texts, or any length of time.
fn duration(words: Vec<&'static str>) -> BoxedStrategy<Value> {
    prop_oneof![2 => select(words).prop_map(Value::from), 1 => length(20).prop_map(Value::from), 1 => (7..=90_u32).prop_map(|days| json!(format!("{days}d")))].boxed()
}

fn season() -> BoxedStrategy<Value> {
    prop_oneof![
        2 => text(vec!["auto", "off", " off ", "24h", "7d", "90s"]),
        1 => length(12).prop_map(Value::from),
        1 => (2..3_000_u32).prop_map(Value::from),
    ]
    .boxed()
}

fn ensemble() -> BoxedStrategy<Value> {
    let parameters = json_of(vec![
        json!({}),
        json!({ "window": 100 }),
        json!({ "window": 100.5 }),
        json!({ "window": 0 }),
        json!({ "sigma": 3.5 }),
        json!({ "colour": 1 }),
    ]);
    let detectors = vec!["auto", "z_score", "hampel", "ewma", "lstm_autoencoder", "magic"];
    let weight = prop_oneof![9 => (1..10_u32).prop_map(f64::from), 1 => select(vec![0.0, -0.5])];
    let member = (select(detectors), weight, prop::option::weighted(0.3, parameters)).prop_map(
        |(detector, weight, parameters)| {
            let mut member = json!({ "detector": detector, "weight": weight });
            if let Some(parameters) = parameters {
                member["parameters"] = parameters;
            }
            member
        },
    );
    prop::collection::vec(member, 1..3).prop_map(Value::from).boxed()
}

/// An object with one of two numbers, or both, or none.
fn pair(a: &'static str, b: &'static str, least: i32, most: i32) -> BoxedStrategy<Value> {
    let end = || prop::option::of((least..most).prop_map(|tenths| json!(f64::from(tenths) / 10.0)));
    (end(), end())
        .prop_map(move |ends| Value::Object(object([ends.0.map(|end| (a, end)), ends.1.map(|end| (b, end))])))
        .boxed()
}

fn window() -> impl Strategy<Value = Value> {
    let flags = (any::<bool>(), any::<bool>());
    (instant(5), instant(6), flags).prop_map(
        |(from, to, (report, learn))| json!({ "from": from, "to": to, "report": report, "learn": learn }),
    )
}

fn instant(month: u32) -> impl Strategy<Value = String> {
    let day = prop_oneof![19 => 1..=30_u32, 1 => Just(31_u32)];
    let hour = prop_oneof![19 => 0..=23_u32, 1 => Just(24_u32)];
    (day, hour, select(vec!["Z", "+02:00", "-05:30", ".5Z", "z"]))
        .prop_map(move |(day, hour, end)| format!("2026-{month:02}-{day:02}T{hour:02}:00:00{end}"))
}
