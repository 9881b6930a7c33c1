//! What scoring costs. `make bench-detectors`.
//!
//! Shapes: a panel of 6 hours, which is mostly the fit; a day; and a whole block, which is mostly the per-sample path.
//! History 7 days at 1 minute; seed 42.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start should say so")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use seismo_detection::{Blocks, Catalogue, Ensemble, MemberSpec, Season, Timeline};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::Map;

const HISTORY: i64 = 7 * 1440;

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
        for shown in [360, 1440, HISTORY] {
            group.throughput(Throughput::Elements(shown as u64));
            group.bench_with_input(BenchmarkId::from_parameter(shown), &shown, |bencher, shown| {
                let blocks = Blocks::new(Grid::new(Interval::MINUTE), HISTORY * 60_000, &Labels::new());
                let end = blocks.range(1).to;
                bencher.iter(|| {
                    let mut timeline = Timeline::new(blocks, Arc::clone(&ensemble), Season::Auto);
                    timeline.settle(blocks.range(0).from, &values[..2 * HISTORY as usize]);
                    black_box(timeline.score(GridRange { from: end - shown, to: end }, &[]))
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, cold);
criterion_main!(benches);
