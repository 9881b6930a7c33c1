//! The content of Prometheus: `load`, noise on a daily season. The first hundred series exist all the time, the others
//! only for the length of their histories.

use std::ops::Range;

use seismo_detection::Blocks;
use seismo_series::{Grid, Interval, Labels, Random};
use seismo_system_tests::History;

/// Number of series in a panel.
pub(crate) const FLEETS: [i64; 2] = [100, 1_000];
/// The data source's default cap on series: the most that an alert evaluation may request.
pub(crate) const CAP: i64 = 200;
pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 1440 * MINUTE_MS;
pub(crate) const HISTORY_MS: i64 = 7 * DAY_MS;
pub(crate) const SHOWN_MS: i64 = 6 * 60 * MINUTE_MS;
/// 2026-01-01T00:00:00Z.
const START_MS: i64 = 1_767_225_600_000;
pub(crate) const DAYS: i64 = 45;

/// The last instant at which every series has two histories before it.
pub(crate) const END_MS: i64 = START_MS + (DAYS - 1) * DAY_MS;

/// The PromQL of the first `series` series.
pub(crate) fn expression(series: i64) -> String {
    match series {
        100 => "load{series=~\"00..\"}".to_owned(),
        CAP => "load{series=~\"0[01]..\"}".to_owned(),
        _ => "load".to_owned(),
    }
}

/// All samples.
pub(crate) fn history() -> History {
    let most = FLEETS.into_iter().max().unwrap_or_default();
    (0..most).fold(History::new(), |history, series| {
        let first_day = if series < FLEETS[0] { 0 } else { DAYS - 2 * 7 - 2 };
        let minutes = first_day * 1440..DAYS * 1440;
        let samples = minutes.map(|minute| (START_MS + minute * MINUTE_MS, value(series, minute)));
        history.with("load", &[("series", &format!("{series:04}"))], samples)
    })
}

/// A block boundary of the first series, a month after the start.
pub(crate) fn boundary_ms() -> i64 {
    let blocks = blocks(0);
    blocks.range(blocks.block_of((START_MS + 30 * DAY_MS) / MINUTE_MS)).from * MINUTE_MS
}

/// The samples that any of the series needs, for a panel that ends at `at_ms`.
pub(crate) fn needed_ms(series: i64, at_ms: i64) -> Range<i64> {
    let shown = (at_ms - SHOWN_MS) / MINUTE_MS;
    let first = (0..series).map(|series| blocks(series).needed_from(shown)).min().unwrap_or(shown);
    first * MINUTE_MS..at_ms
}

fn blocks(series: i64) -> Blocks {
    let labels: Labels =
        [("__name__", "load".to_owned()), ("series", format!("{series:04}"))].into_iter().collect();
    Blocks::new(Grid::new(Interval::MINUTE), HISTORY_MS, &labels)
}

/// Noise on a daily season, with occasional spikes.
fn value(series: i64, minute: i64) -> f64 {
    let mut random = Random::new((series * 10_000_019 + minute) as u64);
    let mut unit = || random.unit();
    let noise = (0..6).map(|_| unit()).sum::<f64>() - 3.0;
    let season = (minute as f64 * std::f64::consts::TAU / 1440.0).sin();
    let spike = if unit() < 0.0002 { 8.0 } else { 0.0 };
    ((100.0 + 5.0 * season + noise + spike) * 1000.0).round() / 1000.0
}
