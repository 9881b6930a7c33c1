//! The cost of `auto` at one minute: nanoseconds per sample of a stream after seven days; the same for four weeks
//! queried at once; and the bytes that a stream holds. Prints the three.
//!
//! `tests/bench/before.sh` also builds it in an earlier commit, without the lines that name newer items.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use seismo_detection::Repeats; // not before
use seismo_detection::{Blocks, Catalogue, Context, DetectionSpec, Fitted, Timeline};
use seismo_series::{Grid, GridRange, Interval, Labels};

// The samples of `make bench`; a package for them alone would need its models too.
#[path = "../../bench/src/data.rs"]
mod data;

use data::series;

const POINTS: usize = 10_000;
const WEEKS: usize = 4;
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

    let stream = median(|| nanoseconds(fitted.as_ref(), &values));

    let (ensemble, values) = (Arc::new(ensemble), series(WEEKS * 10_080, 43));
    let blocks = Blocks::new(Grid::new(history.interval), history.history_ms, &Labels::default());
    let query = median(|| {
        let mut timeline = Timeline::new(blocks, Arc::clone(&ensemble), history.season);
        let from = Instant::now();
        timeline.settle(0, &values);
        black_box(timeline.score(GridRange { from: 0, to: values.len() as i64 }, &[]));
        per_sample(from, &values)
    });
    println!("{stream:.1} {query:.1} {}", bytes(fitted.as_ref()));
    Ok(())
}

fn median(measure: impl Fn() -> f64) -> f64 {
    let mut turns: Vec<f64> = (0..TURNS).map(|_| measure()).collect();
    turns.sort_by(f64::total_cmp);
    turns[TURNS / 2]
}

fn per_sample(from: Instant, values: &[f64]) -> f64 {
    from.elapsed().as_secs_f64() * 1e9 / values.len() as f64
}

/// The time per sample, one per call.
fn nanoseconds(fitted: &dyn Fitted, values: &[f64]) -> f64 {
    let mut fitted = fitted.clone_box();
    let mut votes = Vec::with_capacity(values.len());
    let from = Instant::now();
    for value in values {
        fitted.score(std::slice::from_ref(value), &mut votes);
    }
    black_box(&votes);
    per_sample(from, values)
}

/// Memory of one more stream.
fn bytes(fitted: &dyn Fitted) -> i64 {
    let mut held = None;
    let counted = allocation_counter::measure(|| held = Some(fitted.clone_box()));
    black_box(&held);
    counted.bytes_current
}
