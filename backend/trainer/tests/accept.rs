//! The requirements on the shipped model.
#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

use std::sync::Arc;

use seismo_models::window::{normalise, surprise};
use seismo_models::{Model, embedded};
use seismo_series::Labels;
use seismo_series::Random;
use seismo_sources::sample::{Fleet, Incident, IncidentKind};
use seismo_trainer::network::Network;
use seismo_trainer::ship::{Files, NAME, SHIPPED};
use seismo_trainer::train::{BATCH, Plan, Trained};
use seismo_trainer::windows::ordinary;

/// The dense script: two weeks of it hold enough incidents of each kind to rank.
const FLEET: Fleet = Fleet::Dense;
const MINUTE_MS: i64 = 60_000;
/// 2026-01-05, a Monday.
const FROM_MS: i64 = 1_767_571_200_000;
const DAYS: i64 = 14;
/// The kinds that have samples to rank: all but missing data.
const RANKED: [IncidentKind; 5] = [
    IncidentKind::Spike,
    IncidentKind::Dip,
    IncidentKind::LevelShift,
    IncidentKind::FlatLine,
    IncidentKind::VarianceChange,
];
/// Number of samples in a stretch: an incident is ranked by the highest surprise of its first minutes, a clean stretch
/// by that of as many.
const STRETCH: usize = 5;

/// The ratio of the error of predicting each sample by the one before it to the model's error: mean squared errors over
/// all samples but the first of all windows, each window in its own unit.
fn gain(model: &Model, windows: &[f32]) -> f64 {
    let length = model.window();
    let rebuilt = model.reconstruct(windows).unwrap();
    let (mut before, mut model) = (0.0, 0.0);
    for (window, rebuilt) in windows.chunks_exact(length).zip(rebuilt.chunks_exact(length)) {
        for at in 1..length {
            before += f64::from(window[at] - window[at - 1]).powi(2);
            model += f64::from(window[at] - rebuilt[at]).powi(2);
        }
    }
    before / model
}

/// Windows from a seed not used in training, with the same proportions of kinds.
fn unseen() -> Vec<f32> {
    let (length, mut random) = (SHIPPED.shape.window, Random::new(0x756e_7365_656e));
    (0..20_000).flat_map(|_| shown(&ordinary(&mut random, length))).collect()
}

/// Windows of the fleet's clean series, one every two hours.
fn clean() -> Vec<f32> {
    let length = SHIPPED.shape.window;
    let starts = (0..DAYS * 12).map(|two_hours| FROM_MS + two_hours * 120 * MINUTE_MS);
    let windows = FLEET
        .labels()
        .into_iter()
        .filter(|labels| FLEET.is_clean(labels))
        .flat_map(|labels| starts.clone().map(move |from| minutes(&labels, from, length)));
    windows.flat_map(|window| shown(&window)).collect()
}

fn minutes(labels: &Labels, from_ms: i64, count: usize) -> Vec<f64> {
    (0..count).map(|minute| FLEET.value_at(labels, from_ms + minute as i64 * MINUTE_MS).unwrap()).collect()
}

fn shown(window: &[f64]) -> Vec<f32> {
    let mut shown = vec![0.0; window.len()];
    normalise(window, &mut shown).filter(|unit| *unit > 0.0).unwrap();
    shown
}

/// For each position, the highest surprise of the `STRETCH` samples from there on, as the detector uses it.
fn peaks(model: &Model, places: impl Iterator<Item = (Labels, i64)>) -> Vec<f64> {
    let length = model.window();
    let stretch = |(labels, at_ms): (Labels, i64)| {
        minutes(&labels, at_ms - (length as i64 - 1) * MINUTE_MS, length + STRETCH - 1)
    };
    let windows: Vec<f32> =
        places.flat_map(|place| stretch(place).windows(length).flat_map(shown).collect::<Vec<_>>()).collect();
    let rebuilt = model.reconstruct(&windows).unwrap();
    let pairs = windows.chunks_exact(length).zip(rebuilt.chunks_exact(length));
    let surprises: Vec<f64> = pairs.map(|(window, rebuilt)| surprise(window, rebuilt)).collect();
    surprises.chunks_exact(STRETCH).map(|stretch| stretch.iter().copied().fold(0.0, f64::max)).collect()
}

/// Clean stretches: of each clean series, one every 97 minutes.
fn quiet(model: &Model) -> Vec<f64> {
    let starts = (0..DAYS * 1440 / 97).map(|number| FROM_MS + number * 97 * MINUTE_MS);
    let series = FLEET.labels().into_iter().filter(|labels| FLEET.is_clean(labels));
    peaks(model, series.flat_map(|labels| starts.clone().map(move |at| (labels.clone(), at))))
}

fn found(model: &Model, kind: IncidentKind) -> Vec<f64> {
    let starts_inside = |incident: &Incident| incident.kind == kind && incident.from_ms >= FROM_MS;
    let all = FLEET.incidents(FROM_MS, FROM_MS + DAYS * 1440 * MINUTE_MS).into_iter().filter(starts_inside);
    peaks(model, all.map(|incident| (incident.labels, incident.from_ms)))
}

/// The probability that one of `high` is above one of `low`; ties count half.
fn area(high: &[f64], low: &[f64]) -> f64 {
    let mut low = low.to_vec();
    low.sort_unstable_by(f64::total_cmp);
    let below = |value: &f64| {
        let (under, upto) =
            (low.partition_point(|other| other < value), low.partition_point(|other| other <= value));
        (under + upto) as f64 / 2.0
    };
    high.iter().map(below).sum::<f64>() / (high.len() * low.len()) as f64
}

/// The area under the curve of each kind, then of all together.
fn areas(model: &Model) -> (Vec<f64>, f64) {
    let quiet = quiet(model);
    let found: Vec<Vec<f64>> = RANKED.iter().map(|kind| found(model, *kind)).collect();
    (found.iter().map(|kind| area(kind, &quiet)).collect(), area(&found.concat(), &quiet))
}

/// An untrained network of the shipped shape. Its output is nearly the same for every window, which fits either
/// incidents above or incidents below: its areas of single kinds are near 0, 1 or a half, and its overall area is
/// useless.
fn untaught(seed: u64) -> Model {
    let plan = Plan { seed, ..SHIPPED };
    let trained = Trained { parameters: plan.first(), training_loss: 0.0, validation_loss: 0.0 };
    Files::new(&plan, &trained).unwrap().model().unwrap()
}

#[test]
fn lstm_rebuilds_twice_as_well_as_the_last_value() {
    let model = embedded().unwrap();
    let (unseen, clean) = (unseen(), clean());
    let (on_unseen, on_clean) = (gain(&model, &unseen), gain(&model, &clean));
    println!("gain over the last value: {on_unseen:.2} on unseen windows, {on_clean:.2} on the clean fleet");
    assert!(on_unseen >= 2.0 && on_clean >= 2.0, "{on_unseen} and {on_clean}");
    for seed in 1..=5 {
        let model = untaught(seed);
        let (on_unseen, on_clean) = (gain(&model, &unseen), gain(&model, &clean));
        println!("untaught: {on_unseen:.2} and {on_clean:.2}");
        assert!(on_unseen < 1.5 && on_clean < 1.5, "untaught {seed}: {on_unseen} and {on_clean}");
    }
}

#[test]
fn lstm_ranks_the_fleets_incidents_above_clean_stretches() {
    let (kinds, all) = areas(&embedded().unwrap());
    println!("area under the curve: {RANKED:?} {kinds:.3?}, all {all:.3}");
    assert!(all >= 0.9 && kinds.iter().all(|area| *area >= 0.9), "{RANKED:?} {kinds:?}, all {all}");
    for seed in 1..=5 {
        let (kinds, all) = areas(&untaught(seed));
        println!("untaught: {kinds:.3?}, all {all:.3}");
        let worst = kinds.iter().copied().fold(1.0, f64::min);
        assert!(all < 0.8 && worst < 0.6, "untaught {seed}: {kinds:?}, all {all}");
    }
}

#[test]
fn lstm_area_under_the_curve_is_counted_right() {
    assert_eq!(area(&[2.0, 3.0], &[0.0, 1.0]), 1.0);
    assert_eq!(area(&[0.0, 1.0], &[2.0, 3.0]), 0.0);
    assert_eq!(area(&[1.0], &[1.0]), 0.5);
    assert_eq!(area(&[0.0, 3.0], &[1.0, 2.0]), 0.5);
}

#[test]
fn lstm_short_training_learns_and_gives_the_same_bytes_again() {
    let plan = Plan { steps: 400, ..SHIPPED };
    let mut reports = Vec::new();
    let one = plan.train(|_, loss| reports.push(loss));
    let other = plan.train(|_, _| {});
    assert!(reports.len() == 20 && reports[19] < 0.6 * reports[0], "{reports:?}");
    assert!(one.validation_loss < 0.6 * reports[0], "{}", one.validation_loss);
    let (one, other) = (Files::new(&plan, &one).unwrap(), Files::new(&plan, &other).unwrap());
    assert!(one.onnx == other.onnx && one.json() == other.json());
    assert_eq!(one.metadata.window, one.model().unwrap().window());
}

#[test]
fn lstm_shipped_model_is_the_one_that_its_metadata_and_the_plan_describe() {
    let model = embedded().unwrap();
    let (metadata, info) = (model.metadata(), seismo_models::info());
    assert_eq!((metadata.window, metadata.hidden), (SHIPPED.shape.window, SHIPPED.shape.hidden));
    assert_eq!((&*metadata.id, &metadata.sha256), (NAME, &info.sha256));
    assert!(metadata.version.ends_with(&info.sha256[..8]), "{}", metadata.version);
    assert!(metadata.trained_on.contains(&(SHIPPED.steps * BATCH).to_string()), "{}", metadata.trained_on);
    // The losses on training and on new windows are of similar size, so the model has not memorised its data.
    let ratio = metadata.validation_loss / metadata.training_loss;
    assert!((0.9..1.1).contains(&ratio), "{ratio}");
}

#[test]
fn lstm_exported_model_answers_as_the_network_does() {
    let plan = Plan { steps: 50, ..SHIPPED };
    let trained = plan.train(|_, _| {});
    let model = Arc::new(Files::new(&plan, &trained).unwrap().model().unwrap());
    let length = plan.shape.window;
    let mut random = Random::new(5);
    let windows: Vec<f32> = (0..BATCH).flat_map(|_| shown(&ordinary(&mut random, length))).collect();
    let mut input = vec![[0.0; BATCH]; length];
    for (at, value) in windows.iter().enumerate() {
        input[at % length][at / length] = *value;
    }
    let mut network = Network::<f32, BATCH>::new(plan.shape);
    let right = network.forward(&trained.parameters, &input);
    for (at, value) in model.reconstruct(&windows).unwrap().iter().enumerate() {
        let right = right[at % length][at / length];
        assert!((value - right).abs() < 1e-5, "sample {at}: {value} for {right}");
    }
}
