//! The votes of the LSTM autoencoder.

use std::sync::Arc;

use seismo_detection::{Catalogue, Context, Detector, MemberSpec, Repeats, Season, SpecError, Unfit, Vote};
use seismo_models::{ModelError, register, register_from};
use seismo_series::Interval;
use serde_json::{Map, Value, json};

fn context() -> Context {
    Context {
        interval: Interval::MINUTE,
        first: 0,
        season: Season::Off,
        seed: 1,
        calendar: Arc::default(),
        repeats: Repeats::default(),
    }
}

fn detector(parameters: Value) -> Result<Arc<dyn Detector>, SpecError> {
    let mut catalogue = Catalogue::standard();
    register(&mut catalogue);
    let Value::Object(parameters) = parameters else { panic!("parameters are an object") };
    let spec = MemberSpec { detector: "lstm_autoencoder".to_owned(), weight: 1.0, parameters };
    Ok(Arc::clone(&catalogue.ensemble(&[spec])?.members()[0].detector))
}

/// White noise with variance 1, the same at every run.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    let mut unit = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    move || (0..12).map(|_| unit()).sum::<f64>() - 6.0
}

fn series(n: usize, seed: u64) -> Vec<f64> {
    let mut noise = noise(seed);
    (0..n).map(|_| 50.0 + noise()).collect()
}

fn votes(history: &[f64], values: &[f64]) -> Vec<Vote> {
    let mut votes = Vec::new();
    detector(json!({})).unwrap().fit(history, &context()).unwrap().score(values, &mut votes);
    votes
}

#[test]
fn lstm_is_silent_on_ordinary_noise_and_loud_on_what_is_far_off() {
    let (mut voted, mut total) = (0, 0);
    for seed in 1..=8 {
        for vote in votes(&series(2_000, seed), &series(5_000, seed + 100)) {
            assert!(vote.counts() && vote.expectation.is_none());
            voted += usize::from(vote.confidence > 0.0);
            total += 1;
        }
    }
    // One in a thousand, within the accuracy of 40,000 samples.
    println!("{voted} of {total} ordinary samples got a vote");
    assert!(voted * 1000 < total * 3 / 2, "{voted} of {total}");

    let fitted = detector(json!({})).unwrap().fit(&series(2_000, 9), &context()).unwrap();
    for (sigmas, least) in [(4.5, 0.85), (5.0, 0.9), (6.0, 0.95), (8.0, 0.98), (-5.0, 0.9), (-8.0, 0.98)] {
        let mut confidences: Vec<f32> = (0..400)
            .map(|number| {
                let (mut values, mut votes, mut fitted) =
                    (series(60, 1_000 + number), Vec::new(), fitted.clone());
                values[59] = 50.0 + sigmas;
                fitted.observe(&values[..59]);
                fitted.score(&values[59..], &mut votes);
                votes[0].confidence
            })
            .collect();
        confidences.sort_unstable_by(f32::total_cmp);
        println!("{sigmas} sigmas: median {}, lower tenth {}", confidences[200], confidences[40]);
        assert!(confidences[200] >= least, "{sigmas} sigmas off: {}", confidences[200]);
    }
}

#[test]
fn lstm_learns_what_is_ordinary_for_a_series() {
    // Every twentieth sample is a burst: surprising in white noise, ordinary here.
    let bursts = |n: usize, seed: u64| -> Vec<f64> {
        let mut noise = noise(seed);
        let burst = |at: usize| if at % 20 == 7 { 9.0 } else { 0.0 };
        (0..n).map(|at| noise() + burst(at)).collect()
    };
    let voted = |history: &[f64]| {
        let votes = votes(history, &bursts(2_000, 3));
        votes.iter().filter(|vote| vote.confidence > 0.0).count()
    };
    let (stranger, native) = (voted(&series(2_000, 1)), voted(&bursts(2_000, 2)));
    assert!(stranger > 40 && native <= 10, "{stranger} with another series' history, {native} with its own");
}

#[test]
fn lstm_leaves_gaps_alone() {
    let history = series(500, 1);
    let mut values = series(200, 2);
    for at in [10, 11, 50] {
        values[at] = f64::NAN;
    }
    for value in &mut values[100..140] {
        *value = f64::NAN;
    }
    for (at, vote) in votes(&history, &values).iter().enumerate() {
        // After a long gap there is no window until 32 samples, of at most 48, are there again.
        let silent = matches!(at, 10 | 11 | 50 | 100..171);
        assert_eq!(vote.counts(), !silent, "sample {at}");
    }
    let kept: Vec<f64> = values[..100].iter().copied().filter(|value| !value.is_nan()).collect();
    let with: Vec<f32> =
        votes(&history, &values[..100]).iter().filter(|v| v.counts()).map(|v| v.confidence).collect();
    let without: Vec<f32> = votes(&history, &kept).iter().map(|vote| vote.confidence).collect();
    assert_eq!(with, without, "a gap is left out of the window, not filled");
}

#[test]
fn lstm_copes_with_series_of_every_kind() {
    let n = 400;
    let ramp: Vec<f64> = (0..n).map(f64::from).collect();
    let tiny: Vec<f64> = series(400, 1).iter().map(|value| value * 1e-300).collect();
    let huge: Vec<f64> = series(400, 1).iter().map(|value| value * 1e300).collect();
    let opposite: Vec<f64> = (0..n).map(|at| if at % 2 == 0 { f64::MAX } else { f64::MIN }).collect();
    let mut infinite = series(400, 1);
    infinite[350] = f64::INFINITY;
    let mut stepped = vec![5.0; 400];
    stepped[380] = 6.0;
    for (name, values, counts) in [
        ("constant", vec![7.0; 400], 100),
        ("constant with a blip", stepped.clone(), 100),
        ("rising", ramp, 100),
        ("tiny", tiny, 100),
        ("huge", huge, 100),
        ("beyond the range of differences", opposite, 0),
        ("with an infinite value", infinite, 99),
    ] {
        let votes = votes(&values[..300], &values[300..]);
        assert_eq!(votes.iter().filter(|vote| vote.counts()).count(), counts, "{name}");
        let sound = |vote: &&Vote| vote.confidence.is_nan() || (0.0..=1.0).contains(&vote.confidence);
        assert_eq!(votes.iter().filter(sound).count(), 100, "{name}");
    }
    let flat = votes(&[7.0; 300], &[7.0; 100]);
    assert!(flat.iter().all(|vote| vote.confidence == 0.0));
    let blip = votes(&stepped[..300], &stepped[300..]);
    assert!(blip[80].confidence > 0.9, "{}", blip[80].confidence);
}

#[test]
fn lstm_needs_three_windows_of_history() {
    let detector = detector(json!({})).unwrap();
    assert_eq!(detector.minimum_history(), 96);
    for history in [&[][..], &[f64::NAN; 500], &series(95, 1)] {
        let found = history.iter().filter(|value| !value.is_nan()).count();
        assert_eq!(detector.fit(history, &context()).unwrap_err(), Unfit::ShortHistory { needed: 96, found });
    }
    assert!(detector.fit(&series(96, 1), &context()).is_ok());
}

#[test]
fn lstm_follows_alike_in_one_call_or_many_and_as_a_copy() {
    let (history, values) = (series(300, 1), series(200, 2));
    let mut fitted = detector(json!({})).unwrap().fit(&history, &context()).unwrap();
    let mut copy = fitted.clone_box();
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    fitted.score(&values, &mut whole);
    for part in values.chunks(7) {
        copy.score(part, &mut parts);
    }
    assert_eq!(bits(&whole), bits(&parts));
    assert!(copy.bytes() < 2_000, "the model is shared, not copied: {}", copy.bytes());
}

fn bits(votes: &[Vote]) -> Vec<u32> {
    votes.iter().map(|vote| vote.confidence.to_bits()).collect()
}

#[test]
fn lstm_without_a_model_says_why_it_cannot_vote() {
    let mut catalogue = Catalogue::standard();
    register_from(&mut catalogue, Err(ModelError::Onnx("the file is torn".to_owned())));
    let spec = MemberSpec { detector: "lstm_autoencoder".to_owned(), weight: 1.0, parameters: Map::new() };
    let ensemble = catalogue.ensemble(&[spec]).unwrap();
    let unfit = ensemble.members()[0].detector.fit(&series(500, 1), &context()).unwrap_err();
    assert!(matches!(&unfit, Unfit::Model { reason } if reason.contains("the file is torn")), "{unfit}");
}

#[test]
fn lstm_parameters_are_checked_and_a_higher_limit_votes_less() {
    assert!(detector(json!({ "sigma": 0.1 })).is_err());
    assert!(detector(json!({ "windows": 1 })).is_err());
    assert!(detector(json!({ "depth": 3 })).is_err());
    let (history, values) = (series(500, 1), series(3_000, 2));
    let voted = |sigma: f64| {
        let mut votes = Vec::new();
        detector(json!({ "sigma": sigma }))
            .unwrap()
            .fit(&history, &context())
            .unwrap()
            .score(&values, &mut votes);
        votes.iter().filter(|vote| vote.confidence > 0.0).count()
    };
    assert!(voted(3.0) > voted(5.0));
}
