//! `make bench-query`: what a panel costs, from a real Prometheus through the plugin's gRPC, beside what Prometheus alone
//! needs for the same samples in the same run.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::Instant;

use seismo_detection::Blocks;
use seismo_series::{Grid, Interval, Labels};
use seismo_system_tests::{History, Plugin, Prometheus, data_source};
use serde_json::{Value, json};

const SERIES: i64 = 100;
/// The data source's default cap on series: what an alert evaluation may ask for at most.
const CAP: i64 = 200;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1440 * MINUTE_MS;
const HISTORY_MS: i64 = 7 * DAY_MS;
const SHOWN_MS: i64 = 6 * 60 * MINUTE_MS;
/// 2026-01-01T00:00:00Z.
const START_MS: i64 = 1_767_225_600_000;
const DAYS: i64 = 45;
/// Below the 11,000 points that Prometheus answers for one series.
const CHUNK: i64 = 10_000;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    println!("Loading {SERIES} series, {DAYS} days at 1 minute, into a Prometheus ...");
    let prometheus = Prometheus::start(&history()).await;
    // The first series' boundary, far enough from the start of the data for two histories.
    let blocks = Blocks::new(Grid::new(Interval::MINUTE), HISTORY_MS, &labels(0));
    let wanted = (START_MS + 30 * DAY_MS) / MINUTE_MS;
    let boundary_ms = blocks.range(blocks.block_of(wanted)).from * MINUTE_MS;

    println!("\n6 hours shown at 1 minute, history 7 d; the series' boundaries are spread over the week.");
    println!(
        "{:<34} {:>9} {:>9} {:>9} {:>11} {:>9}",
        "", "cold s", "refresh s", "fetch s", "cold/fetch", "answer MB"
    );
    for (place, at_ms) in [
        ("just before a boundary", boundary_ms - MINUTE_MS),
        ("just after a boundary", boundary_ms + MINUTE_MS),
    ] {
        let fetch = fetch_alone(prometheus.url(), needed_from(at_ms - SHOWN_MS), at_ms).await?;
        for (name, members) in [("classic without the LSTM", Some(without_lstm())), ("classic", None)] {
            let plugin = Plugin::start(Some(at_ms)).await?;
            let range = (at_ms - SHOWN_MS, at_ms);
            let (cold, bytes, _) = ask(&plugin, prometheus.url(), members.clone(), range, 1000).await?;
            let mut refresh = f64::INFINITY;
            for _ in 0..3 {
                refresh = refresh.min(ask(&plugin, prometheus.url(), members.clone(), range, 1000).await?.0);
            }
            println!(
                "{:<34} {cold:>9.3} {refresh:>9.3} {fetch:>9.3} {:>11.2} {:>9.2}",
                format!("{name}, {place}"),
                cold / fetch,
                bytes as f64 / 1e6
            );
        }
    }

    let at_ms = START_MS + (DAYS - 1) * DAY_MS;
    let plugin = Plugin::start(Some(at_ms)).await?;
    let seconds = alert(&plugin, prometheus.url(), at_ms).await?;
    println!(
        "\nAn alert evaluation from cold at the cap of {CAP} series, classic: {seconds:.2} s of Grafana's 30."
    );

    println!("\n30 days shown at 1 minute, classic without the LSTM, drawn 1,000 points wide.");
    let plugin = Plugin::start(Some(at_ms)).await?;
    let range = (at_ms - 30 * DAY_MS, at_ms);
    let (seconds, bytes, points) = ask(&plugin, prometheus.url(), Some(without_lstm()), range, 1000).await?;
    let memory = peak_memory_mb(&plugin)?;
    println!(
        "points={points} seconds={seconds:.2} answer_mb={:.2} peak_rss_mb={memory:.0}",
        bytes as f64 / 1e6
    );
    Ok(())
}

/// Asks for the scores of every series as an alert rule does, from cold, and returns seconds.
async fn alert(plugin: &Plugin, url: &str, at_ms: i64) -> Result<f64, Failure> {
    let query = json!({
        "refId": "A", "version": 1, "source": { "kind": "prometheus", "expr": "{__name__=~\"load|more\"}" },
        "detection": { "history": "7d", "season": "auto", "interval": "1m" }, "output": "score",
    });
    let started = Instant::now();
    let answer =
        plugin.ask(&data_source(&["--prometheus", url]), query, (at_ms - 10 * MINUTE_MS, at_ms), 100).await?;
    let seconds = started.elapsed().as_secs_f64();
    if answer.frames.len() as i64 != CAP {
        return Err(format!("{} of {CAP} series were answered", answer.frames.len()).into());
    }
    Ok(seconds)
}

/// Asks one query and returns seconds, bytes of the decoded answer as Grafana's JSON, and points scored.
async fn ask(
    plugin: &Plugin,
    url: &str,
    members: Option<Value>,
    range: (i64, i64),
    width: i64,
) -> Result<(f64, usize, u64), Failure> {
    let mut detection = json!({ "history": "7d", "season": "auto", "interval": "1m" });
    if let Some(members) = members {
        detection["ensemble"] = members;
    }
    let query = json!({
        "refId": "A", "version": 1, "source": { "kind": "prometheus", "expr": "load" }, "detection": detection,
    });
    let started = Instant::now();
    let answer = plugin.ask(&data_source(&["--prometheus", url]), query, range, width).await?;
    let seconds = started.elapsed().as_secs_f64();
    let mut bytes = 0;
    let mut points = 0;
    for frame in &answer.frames {
        points += frame.meta["custom"]["seismo"]["counts"]["scored"].as_u64().unwrap_or(0);
        bytes += serde_json::to_vec(frame)?.len();
    }
    if answer.frames.len() as i64 != SERIES {
        return Err(format!("{} of {SERIES} series were answered", answer.frames.len()).into());
    }
    Ok((seconds, bytes, points))
}

/// Fetches the same samples from Prometheus alone: the same chunks, uncompressed, as the plugin asks for them, and let go.
async fn fetch_alone(url: &str, from_ms: i64, to_ms: i64) -> Result<f64, Failure> {
    let client = reqwest::Client::builder().no_proxy().no_gzip().build()?;
    let started = Instant::now();
    let mut from = from_ms;
    while from <= to_ms {
        let to = (from + (CHUNK - 1) * MINUTE_MS).min(to_ms);
        let address =
            format!("{url}/api/v1/query_range?query=load&start={}&end={}&step=60", from / 1000, to / 1000);
        let answer = client.get(address).send().await?.error_for_status()?.bytes().await?;
        if answer.is_empty() {
            return Err("Prometheus answered nothing".into());
        }
        from = to + MINUTE_MS;
    }
    Ok(started.elapsed().as_secs_f64())
}

/// The first sample that any of the series needs.
fn needed_from(shown_ms: i64) -> i64 {
    let grid = Grid::new(Interval::MINUTE);
    let needed = (0..SERIES).map(|series| {
        Blocks::new(grid, HISTORY_MS, &labels(series)).needed_from(shown_ms / MINUTE_MS) * MINUTE_MS
    });
    needed.min().unwrap_or(shown_ms)
}

fn labels(series: i64) -> Labels {
    [("__name__", "load".to_owned()), ("series", format!("{series:03}"))].into_iter().collect()
}

/// `load`: the series of the panels. `more`: what an alert asks for besides, as long as its histories.
fn history() -> History {
    let panels = (0..SERIES).map(|series| ("load", series, 0));
    let others = (SERIES..CAP).map(|series| ("more", series, DAYS - 2 * 7 - 2));
    panels.chain(others).fold(History::new(), |history, (metric, series, first_day)| {
        let minutes = first_day * 1440..DAYS * 1440;
        let samples = minutes.map(|minute| (START_MS + minute * MINUTE_MS, value(series, minute)));
        history.with(metric, &[("series", &format!("{series:03}"))], samples)
    })
}

/// Noise on a daily season, with a spike here and there.
fn value(series: i64, minute: i64) -> f64 {
    let mut state = (series * 10_000_019 + minute) as u64;
    let mut unit = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    };
    let noise = (0..6).map(|_| unit()).sum::<f64>() - 3.0;
    let season = (minute as f64 * std::f64::consts::TAU / 1440.0).sin();
    let spike = if unit() < 0.0002 { 8.0 } else { 0.0 };
    ((100.0 + 5.0 * season + noise + spike) * 1000.0).round() / 1000.0
}

fn without_lstm() -> Value {
    json!([
        { "detector": "isolation_forest", "weight": 0.3 },
        { "detector": "z_score", "weight": 0.2 },
        { "detector": "seasonal_esd", "weight": 0.2 },
    ])
}

/// The most memory that the plugin has had resident so far, in MB, from Linux' own accounting.
fn peak_memory_mb(plugin: &Plugin) -> Result<f64, Failure> {
    let id = plugin.process().id().ok_or("the plugin has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM in the status")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}
