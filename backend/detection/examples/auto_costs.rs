//! What `auto` costs at one minute after seven days: nanoseconds a sample, and bytes of what a stream has to hold. Prints both.
//!
//! `tests/bench/before.sh` also builds it in an earlier commit, without the lines that name what came later.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use seismo_detection::Repeats; // not before
use seismo_detection::{Catalogue, Context, DetectionSpec, Fitted};
use seismo_series::Interval;

// The samples of `make bench`; a package for them alone would take its models with it.
#[path = "../../bench/src/data.rs"]
mod data;

use data::series;

const POINTS: usize = 10_000;
const TURNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let spec: DetectionSpec = serde_json::from_value(serde_json::json!({ "preset": "auto" }))?;
    let history = spec.history(Interval::MINUTE)?;
    let ensemble = Catalogue::standard().ensemble(&spec.members())?;
    let context = Context {
        interval: history.interval,
        first: 0,
        season: history.season,
        seed: 0,
        calendar: Arc::default(),
        repeats: Repeats::default(), // not before
    };
    let member = ensemble.members().first().ok_or("the preset has no member")?;
    let fitted = member.detector.fit(&series(10_080, 41), &context)?;
    let values = series(POINTS, 42);

    let mut turns: Vec<f64> = (0..TURNS).map(|_| nanoseconds(fitted.as_ref(), &values)).collect();
    turns.sort_by(f64::total_cmp);
    println!("{:.1} {}", turns[TURNS / 2], bytes(fitted.as_ref()));
    Ok(())
}

/// The time for a sample, one a call.
fn nanoseconds(fitted: &dyn Fitted, values: &[f64]) -> f64 {
    let mut fitted = fitted.clone_box();
    let mut votes = Vec::with_capacity(values.len());
    let from = Instant::now();
    for value in values {
        fitted.score(std::slice::from_ref(value), &mut votes);
    }
    black_box(&votes);
    from.elapsed().as_secs_f64() * 1e9 / values.len() as f64
}

/// Memory that a stream more takes.
fn bytes(fitted: &dyn Fitted) -> i64 {
    let mut held = None;
    let counted = allocation_counter::measure(|| held = Some(fitted.clone_box()));
    black_box(&held);
    counted.bytes_current
}
