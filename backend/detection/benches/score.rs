//! The cost of scoring. `make bench-detectors`.
//!
//! History 7 days at 1 minute; seed 42. The shapes are at [`SHAPES`].

#![expect(clippy::unwrap_used, reason = "a bench that cannot start should say so")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use seismo_detection::{Blocks, Catalogue, Ensemble, MemberSpec, Season, Timeline};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::Map;

const HISTORY: i64 = 7 * 1440;

/// Number of series, and number of scored samples of each.
const SHAPES: [(usize, i64); 4] = [
    // An alert rule over the last five minutes of many series: the fits and the fixed cost of a series.
    (20, 5),
    // A panel of 6 hours: mostly the fit.
    (1, 360),
    // A panel of a day for a handful of series: both.
    (5, 1440),
    // A whole block: the per-sample path, with the fit spread over as many samples as it can be.
    (1, HISTORY),
];

/// Noise on a daily season.
fn samples(n: i64) -> Vec<f64> {
    let mut state: u64 = 42;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let season = |minute: i64| 5.0 * (minute as f64 * std::f64::consts::TAU / 1440.0).sin();
    (0..n).map(|minute| 100.0 + season(minute) + (0..6).map(|_| unit()).sum::<f64>() - 3.0).collect()
}

fn ensembles() -> Vec<(String, Arc<Ensemble>)> {
    let catalogue = Catalogue::standard();
    let member = |id: &str| MemberSpec { detector: id.to_owned(), weight: 1.0, parameters: Map::new() };
    let ids: Vec<_> = catalogue.detectors().map(|info| info.id).collect();
    let alone = ids.iter().map(|id| ((*id).to_owned(), vec![member(id)]));
    let together = ("together".to_owned(), ids.iter().map(|id| member(id)).collect());
    let seat = |(name, members): (String, Vec<_>)| (name, Arc::new(catalogue.ensemble(&members).unwrap()));
    alone.chain([together]).map(seat).collect()
}

fn cold(criterion: &mut Criterion) {
    let values = samples(3 * HISTORY);
    for (name, ensemble) in ensembles() {
        let mut group = criterion.benchmark_group(format!("cold/{name}"));
        group.sample_size(10);
        for shape in SHAPES {
            let (series, shown) = shape;
            group.throughput(Throughput::Elements(series as u64 * shown as u64));
            let id = BenchmarkId::from_parameter(format!("{series} x {shown}"));
            group.bench_with_input(id, &shape, |bencher, (series, shown)| {
                let blocks = Blocks::new(Grid::new(Interval::MINUTE), HISTORY * 60_000, &Labels::new());
                let end = blocks.range(1).to;
                bencher.iter(|| {
                    for at in 0..*series {
                        let mut timeline = Timeline::new(blocks, Arc::clone(&ensemble), Season::Auto);
                        timeline.settle(blocks.range(0).from, &values[at..at + 2 * HISTORY as usize]);
                        black_box(timeline.score(GridRange { from: end - shown, to: end }, &[]));
                    }
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, cold);
criterion_main!(benches);
