//! `make bench-query`: the cost of a panel, from a real Prometheus through the plugin's gRPC, beside that of Prometheus
//! alone for the same samples in the same run. `bench_query BEFORE`, with the path of an earlier build's `gpx_seismo`, measures
//! that one too.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod ask;
mod beside;
mod fleet;

use std::path::PathBuf;

use ask::{Question, prometheus_alone};
use fleet::{CAP, DAY_MS, DAYS, END_MS, FLEETS, MINUTE_MS, SHOWN_MS};
use seismo_system_tests::{Plugin, Prometheus};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let [few, many] = FLEETS;
    println!("Loading {many} series, {few} of them for {DAYS} days at 1 minute, into a Prometheus ...");
    let prometheus = Prometheus::start(&fleet::history()).await;
    let url = prometheus.url();
    if let Some(before) = std::env::args_os().nth(1).map(PathBuf::from) {
        beside::measure(before, url).await?;
    }

    println!("\n6 hours shown at 1 minute, history 7 d; the series' boundaries are spread over the week.");
    println!("fetch: Prometheus alone, for the same samples. shown: Prometheus alone, for the 6 hours.\n");
    println!(
        "{:<50} {:>8} {:>8} {:>11} {:>9} {:>8} {:>14} {:>10} {:>8}",
        "",
        "cold s",
        "fetch s",
        "cold/fetch",
        "refresh s",
        "shown s",
        "refresh/shown",
        "answer MB",
        "peak MB"
    );
    let boundary_ms = fleet::boundary_ms();
    for (series, place, at_ms) in [
        (few, "before a boundary", boundary_ms - MINUTE_MS),
        (few, "after a boundary", boundary_ms + MINUTE_MS),
        (many, "anywhere", END_MS),
    ] {
        let expression = fleet::expression(series);
        let fetch = prometheus_alone(url, &expression, fleet::needed_ms(series, at_ms)).await?;
        let shown = prometheus_alone(url, &expression, at_ms - SHOWN_MS..at_ms).await?;
        for (name, detection) in presets() {
            let title = format!("{series} series, {name}, {place}");
            let question = Question {
                expression: expression.clone(),
                series,
                detection,
                output: "panel",
                range: (at_ms - SHOWN_MS, at_ms),
            };
            let plugin = Plugin::start(Some(at_ms)).await?;
            let cold = match question.ask(&plugin, url).await {
                Ok(cold) => cold,
                // Reaching a limit of the plugin is a result, too.
                Err(refused) => {
                    println!("{title:<50} {refused}");
                    continue;
                }
            };
            let mut refresh = f64::INFINITY;
            for _ in 0..3 {
                refresh = refresh.min(question.ask(&plugin, url).await?.seconds);
            }
            println!(
                "{title:<50} {:>8.3} {fetch:>8.3} {:>11.2} {refresh:>9.3} {shown:>8.3} {:>14.2} {:>10.2} {:>8.0}",
                cold.seconds,
                cold.seconds / fetch,
                refresh / shown,
                cold.megabytes,
                peak_memory_mb(&plugin)?
            );
        }
    }

    println!(
        "\nAn alert evaluation from cold at the default cap of {CAP} series, in seconds of Grafana's 30:"
    );
    for (name, detection) in presets() {
        let plugin = Plugin::start(Some(END_MS)).await?;
        let question = Question {
            expression: fleet::expression(CAP),
            series: CAP,
            detection,
            output: "score",
            range: (END_MS - 10 * MINUTE_MS, END_MS),
        };
        println!("{name:<24} {:>6.2}", question.ask(&plugin, url).await?.seconds);
    }

    println!("\n30 days shown at 1 minute, {few} series, auto, drawn 1,000 points wide.");
    let plugin = Plugin::start(Some(END_MS)).await?;
    let question = Question {
        expression: fleet::expression(few),
        series: few,
        detection: json!({ "preset": "auto" }),
        output: "panel",
        range: (END_MS - 30 * DAY_MS, END_MS),
    };
    let answer = question.ask(&plugin, url).await?;
    println!(
        "points={} seconds={:.2} answer_mb={:.2} peak_rss_mb={:.0}",
        answer.points,
        answer.seconds,
        answer.megabytes,
        peak_memory_mb(&plugin)?
    );
    Ok(())
}

/// The common cases: the preset of new queries, that of older ones, and the latter without its most expensive member.
fn presets() -> [(&'static str, Value); 3] {
    let without_lstm = json!([
        { "detector": "isolation_forest", "weight": 0.3 },
        { "detector": "z_score", "weight": 0.2 },
        { "detector": "seasonal_esd", "weight": 0.2 },
    ]);
    [
        ("auto", json!({ "preset": "auto" })),
        ("classic", json!({ "preset": "classic" })),
        ("classic without LSTM", json!({ "preset": "classic", "ensemble": without_lstm })),
    ]
}

/// The peak resident memory of the plugin so far, in MB, from Linux' own accounting.
fn peak_memory_mb(plugin: &Plugin) -> Result<f64, Failure> {
    let id = plugin.process().id().ok_or("the plugin has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM in the status")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}
