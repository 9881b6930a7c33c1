//! Today's plugin beside an earlier one: the same panels of the same Prometheus, in turns.

use std::path::{Path, PathBuf};

use seismo_system_tests::{Plugin, binary};
use serde_json::json;

use crate::Failure;
use crate::ask::{Question, prometheus_alone};
use crate::fleet::{CAP, END_MS, FLEETS, SHOWN_MS, expression, needed_ms};

/// Each is asked so many times from cold, in turns; the median is printed. Odd, so that there is one.
const TURNS: usize = 5;
/// How often a panel is refreshed each time.
const REFRESHES: usize = 5;

/// Seconds of all turns.
#[derive(Default)]
struct Seconds {
    cold: Vec<f64>,
    refresh: Vec<f64>,
}

/// Prints seconds of both and their ratios.
pub(crate) async fn measure(before: PathBuf, url: &str) -> Result<(), Failure> {
    println!(
        "\nPreset auto, 6 hours shown at 1 minute, history 7 d, beside an earlier plugin, the median of {TURNS} turns."
    );
    println!("fetch: Prometheus alone, for the same samples.\n");
    println!(
        "{:<12} {:>8} {:>14} {:>11} {:>7} {:>11} {:>17} {:>14} {:>7}",
        "",
        "fetch s",
        "cold before s",
        "cold now s",
        "ratio",
        "cold/fetch",
        "refresh before s",
        "refresh now s",
        "ratio"
    );
    for series in [FLEETS[0], CAP] {
        let question = Question {
            expression: expression(series),
            series,
            detection: json!({ "preset": "auto" }),
            output: "panel",
            range: (END_MS - SHOWN_MS, END_MS),
        };
        let (mut then, mut now, mut fetch) = (Seconds::default(), Seconds::default(), Vec::new());
        for _ in 0..TURNS {
            fetch.push(prometheus_alone(url, &question.expression, needed_ms(series, END_MS)).await?);
            then.take(&before, &question, url).await?;
            now.take(&binary("gpx_seismo"), &question, url).await?;
        }
        let fetch = median(fetch);
        let [cold_then, cold_now] = [then.cold, now.cold].map(median);
        let [refresh_then, refresh_now] = [then.refresh, now.refresh].map(median);
        println!(
            "{:<12} {fetch:>8.3} {cold_then:>14.3} {cold_now:>11.3} {:>7.2} {:>11.2} {refresh_then:>17.4} {refresh_now:>14.4} {:>7.2}",
            format!("{series} series"),
            cold_now / cold_then,
            cold_now / fetch,
            refresh_now / refresh_then,
        );
    }
    Ok(())
}

impl Seconds {
    /// Asks a plugin that has just started, and again.
    async fn take(&mut self, binary: &Path, question: &Question, url: &str) -> Result<(), Failure> {
        let plugin = Plugin::start_binary(binary.to_owned(), Some(END_MS)).await?;
        self.cold.push(question.ask(&plugin, url).await?.seconds);
        for _ in 0..REFRESHES {
            self.refresh.push(question.ask(&plugin, url).await?.seconds);
        }
        Ok(())
    }
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
