//! Unusual series, through every detector of the catalogue: nothing panics, every confidence is in 0..=1, and a
//! constant series is never unusual. Times that are unordered or duplicated never get here: see `seismo-series`.

use std::sync::Arc;

use seismo_detection::{
    Calendar, Catalogue, Context, Cost, DetectorInfo, Ensemble, FittedEnsemble, MemberSpec, Repeats, Scores,
    Season,
};
use seismo_series::{Interval, Random};
use serde_json::{Map, Value, json};

/// Number of samples of history, and of scored samples: more than any default needs.
const HISTORY: usize = 600;

/// Each detector of the catalogue alone.
fn each_detector() -> Vec<(DetectorInfo, Arc<Ensemble>)> {
    let catalogue = Catalogue::standard();
    let alone = |info: &DetectorInfo| {
        let member = MemberSpec { detector: info.id.to_owned(), weight: 1.0, parameters: Map::new() };
        (info.clone(), Arc::new(catalogue.ensemble(&[member]).unwrap()))
    };
    catalogue.detectors().map(alone).collect()
}

fn fit(ensemble: &Arc<Ensemble>, history: &[f64], season: Season) -> FittedEnsemble {
    let context = Context {
        interval: Interval::MINUTE,
        first: 0,
        season,
        seed: 42,
        calendar: Arc::new(Calendar::default()),
        repeats: Repeats::default(),
    };
    ensemble.fit(history, HISTORY, &context)
}

/// Scores of the samples after the first `history` ones.
fn scored(ensemble: &Arc<Ensemble>, values: &[f64], history: usize, season: Season) -> Scores {
    let (history, values) = values.split_at(history.min(values.len()));
    let mut scores = Scores::new(1);
    fit(ensemble, history, season).score(values, &mut scores);
    assert_eq!(scores.len(), values.len());
    scores
}

/// A small generator: its `at`-th number, 0..1.
fn unit(at: usize) -> f64 {
    Random::of(0, at as u64).unit()
}

/// About normal with deviation 1.
fn noise(at: usize) -> f64 {
    (0..12).map(|part| unit(12 * at + part)).sum::<f64>() - 6.0
}

fn draw(shape: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..2 * HISTORY).map(shape).collect()
}

/// The requirement on a series, besides valid numbers.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    /// Nothing.
    Nothing,
    /// Every observed sample after the history has a score.
    Scored,
    /// The same, and none of them is an anomaly.
    Quiet,
}

/// A season of 24 samples with noise.
fn daily(at: usize) -> f64 {
    20.0 + 5.0 * (at as f64 * std::f64::consts::TAU / 24.0).sin() + noise(at)
}

/// The table: a name, the samples (the first 600 of them history), and the requirement.
fn series() -> Vec<(&'static str, Vec<f64>, Holds)> {
    use Holds::{Nothing, Quiet, Scored};
    let nan = f64::NAN;
    let gap = 30 * 1440;
    let spiky = |size: f64| draw(move |at| if at % 97 == 5 { size } else { noise(at) });
    vec![
        ("empty", vec![], Nothing),
        ("one point", vec![5.0], Nothing),
        ("two points", vec![5.0, 6.0], Nothing),
        ("only gaps", draw(|_| nan), Nothing),
        ("gaps and then one point", draw(|at| if at == 2 * HISTORY - 1 { 5.0 } else { nan }), Nothing),
        ("constant", draw(|_| 7.25), Quiet),
        ("constant and negative", draw(|_| -0.3), Quiet),
        ("constant up to rounding", draw(|at| if at % 2 == 0 { 0.1 + 0.2 } else { 0.3 }), Quiet),
        ("constant and huge", draw(|_| 1e300), Quiet),
        ("constant and too huge to be read", draw(|_| 1e308), Nothing),
        ("constant and denormal", draw(|_| 5e-324), Quiet),
        ("constant with gaps", draw(|at| if at % 7 == 3 { nan } else { 7.25 }), Quiet),
        ("only zeros", draw(|_| 0.0), Quiet),
        ("zeros of either sign", draw(|at| if at % 2 == 0 { 0.0 } else { -0.0 }), Quiet),
        ("only infinite", draw(|_| f64::INFINITY), Nothing),
        ("infinite now and then", spiky(f64::INFINITY), Nothing),
        ("negative infinite now and then", spiky(f64::NEG_INFINITY), Nothing),
        ("1e308 now and then", spiky(1e308), Nothing),
        ("-1e308 now and then", spiky(-1e308), Nothing),
        ("1e300 now and then", spiky(1e300), Scored),
        (
            "from one end of the numbers to the other",
            draw(|at| if at % 2 == 0 { 1e308 } else { -1e308 }),
            Nothing,
        ),
        ("as huge as can be read", draw(|at| if at % 2 == 0 { 1e300 } else { -1e300 }), Scored),
        ("denormal", draw(|at| f64::MIN_POSITIVE * noise(at) / 1e6), Scored),
        ("alternating", draw(|at| if at % 2 == 0 { -1.0 } else { 1.0 }), Quiet),
        ("one spike in zeros", draw(|at| f64::from(u8::from(at == HISTORY + 100))), Scored),
        ("one spike in the zeros of the history", draw(|at| f64::from(u8::from(at == 100))), Quiet),
        ("negative", draw(|at| -50.0 + noise(at)), Scored),
        ("integers", draw(|at| (3.0 * noise(at)).round()), Scored),
        ("a counter", draw(|at| at as f64 * 1e6), Scored),
        ("a counter that starts anew", draw(|at| (at % 700) as f64 * 1e6), Scored),
        ("mostly zeros", draw(|at| if unit(at) < 0.1 { (10.0 * unit(at + 7)).ceil() } else { 0.0 }), Scored),
        (
            "a month without samples",
            (0..2 * HISTORY + gap)
                .map(|at| if (900..900 + gap).contains(&at) { nan } else { daily(at) })
                .collect(),
            Nothing,
        ),
        (
            "a history that is a month without samples",
            (0..gap + HISTORY).map(|at| if at < gap { nan } else { daily(at) }).collect(),
            Nothing,
        ),
        ("irregular", draw(|at| if unit(at + 99_999) < 0.6 { nan } else { daily(at) }), Nothing),
        ("every other sample", draw(|at| if at % 2 == 0 { nan } else { daily(at) }), Nothing),
        (
            "an hour that does not exist",
            draw(|at| if at == 700 { nan } else { daily(at + usize::from(at > 700)) }),
            Nothing,
        ),
        ("an hour that comes twice", draw(|at| daily(at - usize::from(at > 700))), Scored),
    ]
}

#[test]
fn every_detector_survives_series_that_no_textbook_has() {
    for (info, ensemble) in each_detector() {
        for (name, values, holds) in series() {
            for season in [Season::Off, Season::Auto, Season::Samples(24)] {
                let what = format!("{}, {name}, {season:?}", info.id);
                let scores = scored(&ensemble, &values, HISTORY, season);
                for (at, value) in values.iter().skip(HISTORY).enumerate() {
                    let (score, sigma) = (scores.score[at], scores.sigma[at]);
                    assert!(score.is_nan() || (0.0..=1.0).contains(&score), "{what} at {at}: {score}");
                    assert!(sigma.is_nan() || sigma >= 0.0, "{what} at {at}: {sigma}");
                    assert!(!value.is_nan() || score.is_nan(), "{what} at {at}: a gap has {score}");
                    if holds != Holds::Nothing && !value.is_nan() {
                        assert!(!score.is_nan(), "{what} at {at}: nobody scored {value}");
                    }
                    assert!(
                        holds != Holds::Quiet || value.is_nan() || score < 0.6,
                        "{what} at {at}: {score}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_detector_survives_series_without_a_history() {
    for (info, ensemble) in each_detector() {
        for (name, values, _) in series() {
            let scores = scored(&ensemble, &values, 0, Season::Auto);
            let possible = |score: &f32| score.is_nan() || (0.0..=1.0).contains(score);
            assert!(scores.score.iter().all(possible), "{}, {name}", info.id);
        }
    }
}

#[test]
fn every_detector_survives_the_ends_of_its_parameters() {
    let catalogue = Catalogue::standard();
    for info in catalogue.detectors() {
        let least = info.parameters.iter().map(|known| (known.name, known.minimum)).collect::<Vec<_>>();
        let most = info.parameters.iter().map(|known| (known.name, known.maximum)).collect::<Vec<_>>();
        let one = least.iter().chain(&most).map(|given| vec![*given]);
        for given in one.chain([least.clone(), most.clone()]) {
            let number = |(name, value): &(&str, f64)| ((*name).to_owned(), json!(value));
            let parameters: Map<String, Value> = given.iter().map(number).collect();
            let member = MemberSpec { detector: info.id.to_owned(), weight: 1.0, parameters };
            let ensemble = Arc::new(catalogue.ensemble(&[member]).unwrap());
            for (name, values, _) in series().into_iter().filter(|(_, values, _)| values.len() <= 2 * HISTORY)
            {
                let scores = scored(&ensemble, &values, HISTORY, Season::Auto);
                let possible = |score: &f32| score.is_nan() || (0.0..=1.0).contains(score);
                assert!(scores.score.iter().all(possible), "{} with {given:?}, {name}", info.id);
            }
        }
    }
}

#[test]
fn every_detector_finds_its_way_back_after_what_cannot_be() {
    for (info, ensemble) in each_detector() {
        for wrong in [f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308, f64::NAN] {
            let values: Vec<f64> =
                (0..4 * HISTORY).map(|at| if at == HISTORY + 10 { wrong } else { noise(at) }).collect();
            let scores = scored(&ensemble, &values, HISTORY, Season::Off);
            let late = &scores.score[2 * HISTORY..];
            let alarms = late.iter().filter(|score| **score >= 0.6).count();
            assert!(late.iter().all(|score| !score.is_nan()), "{} after {wrong}", info.id);
            assert!(alarms * 50 <= late.len(), "{} after {wrong}: {alarms} alarms", info.id);
        }
    }
}

/// Ten million samples for the cheap detectors, which read one sample after the other; a hundred thousand for those
/// that compare windows or take more than a microsecond per sample. One thread each.
#[test]
fn every_detector_follows_a_long_series_without_growing() {
    let detectors = each_detector();
    std::thread::scope(|scope| {
        for (info, ensemble) in &detectors {
            let cheap = info.cost == Cost::Low && info.id != "one_class_svm";
            let count = if cheap { 10_000_000 } else { 100_000 };
            scope.spawn(move || follow(info.id, ensemble, count));
        }
    });
}

fn follow(id: &str, ensemble: &Arc<Ensemble>, count: usize) {
    const PART: usize = 10_000;
    let history: Vec<f64> = (0..HISTORY).map(daily).collect();
    let mut state = fit(ensemble, &history, Season::Samples(24));
    let mut held = None;
    for from in (0..count).step_by(PART) {
        let season = |at: usize| 5.0 * ((at % 24) as f64 * std::f64::consts::TAU / 24.0).sin();
        let part: Vec<f64> = (from..from + PART).map(|at| 20.0 + season(at) + 2.0 * unit(at)).collect();
        let mut scores = Scores::new(1);
        state.score(&part, &mut scores);
        assert!(scores.score.iter().all(|score| (0.0..=1.0).contains(score)), "{id} at {from}");
        let held = *held.get_or_insert(state.bytes());
        assert!(state.bytes() <= held, "{id} grew to {} bytes at {from}", state.bytes());
    }
}
