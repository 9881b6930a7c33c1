//! No zoom effects, end to end: a real Prometheus, a counter, `$__rate_interval`, two widths and two ranges.

use std::collections::BTreeMap;

use seismo_cli::host::Frame;
use seismo_system_tests::{History, Plugin, Prometheus, T0_MS, data_source};
use serde_json::{Value, json};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// The numbers of each row as text, by series and time.
type Rows = BTreeMap<(String, i64), String>;

#[tokio::test]
async fn neither_width_nor_range_changes_a_score() {
    let to_ms = T0_MS + 30 * HOUR_MS;
    let prometheus = Prometheus::start(&history()).await;
    let source = data_source(&["--prometheus", prometheus.url()]);
    let mut answers = Vec::new();
    for (hours, width) in [(6, 2000), (6, 200), (12, 2000), (12, 150)] {
        // A separate process for each, so that nothing is cached from the answer before.
        let plugin = Plugin::start(Some(to_ms)).await.expect("the plugin starts");
        let query = json!({
            "refId": "A", "version": 1,
            "source": { "kind": "prometheus", "expr": "rate(requests_total[$__rate_interval])" },
            "detection": { "interval": "1m", "history": "8h" },
        });
        let range = (to_ms - hours * HOUR_MS, to_ms);
        let answer = plugin.ask(&source, query, range, width).await.expect("the plugin answers");
        assert_eq!(answer.frames.len(), 2);
        let asked = answer.frames[0].meta["executedQueryString"].to_string();
        assert!(asked.contains("rate(requests_total[") && !asked.contains('$'), "{asked}");
        answers.push(rows(&answer.frames));
    }
    let [whole, thin, long, long_thin] = answers.as_slice() else {
        unreachable!("four questions were asked")
    };
    assert_eq!(whole.len(), 2 * 361);
    assert!(
        thin.len() < whole.len() && long_thin.len() < long.len(),
        "what is wide is drawn with fewer rows"
    );
    for (name, part, all) in [("width", thin, whole), ("range", whole, long), ("both", long_thin, long)] {
        let shared: Vec<_> = part.iter().filter(|(key, _)| all.contains_key(*key)).collect();
        assert!(shared.len() > 100, "{name}: only {} rows to compare", shared.len());
        for (key, row) in shared {
            assert_eq!(row, &all[key], "{name} changed {key:?}");
        }
    }
    assert!(whole.values().any(|row| !row.contains("\"severity\":0")), "there is something to see");
}

fn rows(frames: &[Frame]) -> Rows {
    let mut rows = Rows::new();
    for frame in frames {
        let json = serde_json::to_value(frame).expect("a frame is JSON");
        let fields = json["schema"]["fields"].as_array().expect("fields");
        let values = json["data"]["values"].as_array().expect("values");
        for (at, time) in values[0].as_array().expect("times").iter().enumerate() {
            let named = fields.iter().zip(values).skip(1);
            let row: serde_json::Map<String, Value> = named
                .map(|(field, column)| (field["name"].as_str().unwrap_or("").to_owned(), column[at].clone()))
                .collect();
            rows.insert((frame.name.clone(), time.as_i64().expect("a time")), Value::Object(row).to_string());
        }
    }
    rows
}

/// Two counters, scraped every 15 s, that grow unevenly; one of them stands still for ten minutes.
fn history() -> History {
    let counter = |seed: i64| {
        let mut total = 0.0;
        (0..30 * 240).map(move |scrape| {
            let quiet = seed == 1 && (28 * 240..28 * 240 + 40).contains(&scrape);
            let wobble = ((scrape * (31 + seed)) % 17) as f64 + ((scrape * scrape * 7 + seed) % 13) as f64;
            total += if quiet { 0.0 } else { 100.0 + wobble };
            (T0_MS + scrape * 15_000, total)
        })
    };
    History::new().with("requests_total", &[("job", "api")], counter(1)).with(
        "requests_total",
        &[("job", "web")],
        counter(2),
    )
}
