//! The worked examples of the classic ensemble, members that cannot vote, and series that a person finds unproblematic.

use std::sync::Arc;

use seismo_detection::{
    AlertPolicy, Blocks, Catalogue, Context, Detector, Direction, Ensemble, Expectation, Fitted, Member,
    MemberSpec, MemberState, MinimumDeviation, Preset, Repeats, Scored, Scores, Season, Severity,
    SeverityScheme, Timeline, Unfit, ValueRange, Vote,
};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde_json::{Map, Value};

/// Votes as configured.
#[derive(Debug, Clone)]
struct Told {
    id: &'static str,
    confidence: Result<f32, Unfit>,
}

impl Detector for Told {
    fn id(&self) -> &'static str {
        self.id
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }

    fn fit(&self, _: &[f64], _: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        self.confidence.clone().map(|_| Box::new(self.clone()) as Box<dyn Fitted>)
    }
}

impl Fitted for Told {
    fn observe(&mut self, _: &[f64]) {}

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        let confidence = self.confidence.clone().unwrap();
        votes.extend(values.iter().map(|_| Vote::new(confidence, None)));
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        0
    }
}

const CLASSIC: [(&str, f64); 4] =
    [("isolation_forest", 0.3), ("lstm_autoencoder", 0.3), ("z_score", 0.2), ("seasonal_esd", 0.2)];

fn told(confidences: [Result<f32, Unfit>; 4]) -> Arc<Ensemble> {
    let member = |((id, weight), confidence)| Member { detector: Arc::new(Told { id, confidence }), weight };
    Arc::new(Ensemble::new(CLASSIC.into_iter().zip(confidences).map(member).collect()))
}

fn score_all(ensemble: &Arc<Ensemble>, season: Season, history: usize, values: &[f64]) -> Scored {
    let blocks = Blocks::new(Grid::new(Interval::MINUTE), history as i64 * 60_000, &Labels::new());
    let mut timeline = Timeline::new(blocks, Arc::clone(ensemble), season);
    timeline.settle(0, values);
    timeline.score(GridRange { from: 0, to: values.len() as i64 }, &[])
}

const CLASSIC_VERDICT: AlertPolicy = AlertPolicy {
    threshold: 0.6,
    direction: Direction::Both,
    scheme: SeverityScheme::FourLevel,
    budget: None,
    minimum: MinimumDeviation { absolute: 0.0, relative: 0.0 },
    range: ValueRange::ANY,
};

#[test]
fn the_classic_preset_has_the_weights_it_is_known_by() {
    let members = Preset::Classic.members();
    let weights: Vec<_> = members.iter().map(|member| (member.detector.as_str(), member.weight)).collect();
    assert_eq!(weights, CLASSIC);
    assert_eq!(Preset::Classic.threshold(), 0.6);
}

#[test]
fn worked_examples_give_the_scores_that_are_written_of_them() {
    for (votes, score, severity) in [
        // Two members are sure, two see nothing: .85 x .3 + .90 x .3 = .525, and no alert.
        ([0.85, 0.90, 0.0, 0.0], 0.525, Severity::None),
        // All agree at .9 and more.
        ([0.95, 0.92, 0.9, 0.91], 0.923, Severity::Critical),
        // Three carry it over the threshold without the fourth.
        ([0.9, 0.9, 0.8, 0.0], 0.7, Severity::Low),
        ([0.6, 0.6, 0.6, 0.6], 0.6, Severity::Low),
        ([0.0, 0.0, 0.0, 0.0], 0.0, Severity::None),
        ([0.9, 0.85, 0.8, 0.85], 0.855, Severity::High),
    ] {
        let ensemble = told(votes.map(Ok));
        let scored = score_all(&ensemble, Season::Off, 100, &[1.0]);
        let found = f64::from(scored.scores.score[0]);
        assert!((found - score).abs() < 1e-6, "{votes:?}: {found}");
        let (_, level) = CLASSIC_VERDICT.of(1.0, found, None);
        assert_eq!(level, severity, "{votes:?}");
    }
}

#[test]
fn a_member_that_cannot_vote_is_left_out_and_the_rest_are_weighed_anew() {
    let broken = Unfit::Model { reason: "the file is empty".to_owned() };
    let ensemble = told([Ok(0.8), Err(broken.clone()), Ok(0.8), Ok(0.0)]);
    let scored = score_all(&ensemble, Season::Off, 100, &[1.0]);
    assert!((scored.scores.score[0] - (0.24 + 0.16) / 0.7).abs() < 1e-6);
    assert!(scored.scores.votes[1][0].is_nan());
    assert_eq!(scored.members[1], MemberState::Dropped(broken));
    let nobody = told([(); 4].map(|()| Err(Unfit::ShortHistory { needed: 9, found: 1 })));
    assert!(score_all(&nobody, Season::Off, 100, &[1.0]).scores.score[0].is_nan());
}

#[test]
fn a_point_on_the_side_that_does_not_count_scores_nothing() {
    let expected = Some(Expectation { value: 10.0, sigma: 1.0 });
    for (direction, value, score) in [
        (Direction::Both, 20.0, 0.9),
        (Direction::Above, 20.0, 0.9),
        (Direction::Below, 20.0, 0.0),
        (Direction::Above, 0.0, 0.0),
        (Direction::Below, 0.0, 0.9),
    ] {
        let policy = AlertPolicy { direction, ..CLASSIC_VERDICT };
        assert_eq!(policy.of(value, 0.9, expected).0, score, "{direction:?} {value}");
        assert_eq!(policy.of(value, 0.9, None).0, 0.9, "without an expectation the side is not known");
    }
}

/// The members of the classic ensemble that need no model, with equal weights.
fn members_without_models() -> Arc<Ensemble> {
    let member =
        |detector: &str| MemberSpec { detector: detector.to_owned(), weight: 1.0, parameters: Map::new() };
    let members = ["isolation_forest", "z_score", "seasonal_esd"].map(member);
    Arc::new(Catalogue::standard().ensemble(&members).unwrap())
}

/// Noise from a small generator, about normal with deviation 1.
fn noise(at: usize) -> f64 {
    let mut state = at as u64 ^ 0x5DEE_CE66;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..12).map(|_| unit()).sum::<f64>() - 6.0
}

#[test]
fn ordinary_series_raise_no_alarm() {
    let n = 2000;
    let draw = |shape: fn(usize) -> f64| (0..n).map(shape).collect::<Vec<f64>>();
    for (name, values) in [
        ("empty", vec![]),
        ("one point", vec![5.0]),
        ("two points", vec![5.0, 6.0]),
        ("all gaps", vec![f64::NAN; n]),
        ("constant", vec![7.25; n]),
        ("constant with rounding", draw(|at| 0.1 * 3.0 + if at % 2 == 0 { 5e-17 } else { 0.0 })),
        ("only zeros", vec![0.0; n]),
        ("negative noise", draw(|at| -20.0 + noise(at))),
        ("alternating", draw(|at| if at % 2 == 0 { -1.0 } else { 1.0 })),
        ("huge", draw(|at| 1e300 * (1.0 + 0.001 * noise(at)))),
        ("as huge as can be", draw(|at| if at % 2 == 0 { 1e300 } else { -1e300 })),
        ("denormal", draw(|at| f64::MIN_POSITIVE * noise(at) / 1e6)),
        ("integers", draw(|at| (noise(at) * 3.0).round())),
    ] {
        let scored = score_all(&members_without_models(), Season::Auto, 500, &values);
        let alarms = scored.scores.score.iter().filter(|score| **score >= 0.6).count();
        assert!(alarms <= 2, "{name}: {alarms} alarms");
        assert!(
            scored.scores.score.iter().all(|score| score.is_nan() || (0.0..=1.0).contains(score)),
            "{name}"
        );
        assert!(scored.scores.sigma.iter().all(|sigma| sigma.is_nan() || *sigma >= 0.0), "{name}");
    }
}

#[test]
fn plain_incidents_are_found_where_they_start() {
    for (name, incident) in [
        (
            "spike",
            (|at, value| if (1700..1703).contains(&at) { value + 8.0 } else { value })
                as fn(usize, f64) -> f64,
        ),
        ("dip", |at, value| if (1700..1703).contains(&at) { value - 8.0 } else { value }),
        ("level shift", |at, value| if at >= 1700 { value + 8.0 } else { value }),
        ("drop to zero", |at, value| if at >= 1700 { 0.0 } else { value }),
    ] {
        let season = |at: usize| 6.0 * (at as f64 * std::f64::consts::TAU / 240.0).sin();
        let values: Vec<f64> = (0..2000).map(|at| incident(at, 40.0 + season(at) + noise(at))).collect();
        let scored = score_all(&members_without_models(), Season::Auto, 960, &values);
        assert_eq!(scored.season, Some(240), "{name}");
        let found: Vec<usize> = (960..2000).filter(|at| scored.scores.score[*at] >= 0.6).collect();
        assert!(found.first().is_some_and(|at| (1700..1703).contains(at)), "{name}: {found:?}");
        assert!(scored.scores.expectation(1700).unwrap().sigma < 4.0, "{name}");
    }
}

#[test]
fn a_new_series_is_learnt_from_what_there_is() {
    let mut values = vec![f64::NAN; 1500];
    values.extend((0..300).map(|at| 10.0 + noise(at)));
    values[1750] = 30.0;
    let scored = score_all(&members_without_models(), Season::Off, 1000, &values);
    assert!(scored.scores.score[..1500].iter().all(|score| score.is_nan()));
    assert!(scored.scores.score[1750] >= 0.6, "{}", scored.scores.score[1750]);
}

#[test]
fn a_new_series_is_learnt_alike_in_whatever_parts_it_comes() {
    let values: Vec<f64> = (0..400).map(noise).collect();
    // Half of the history is between two fits, or beside them.
    for full in [100, 128, 180, 200, 256] {
        let calendar = Arc::default();
        let context = Context {
            interval: Interval::MINUTE,
            first: 0,
            season: Season::Off,
            seed: 1,
            calendar,
            repeats: Repeats::default(),
        };
        let fitted = members_without_models().fit(&[], full, &context);
        let scored = |part: usize| {
            let (mut state, mut scores) = (fitted.clone(), Scores::new(3));
            values.chunks(part).for_each(|values| state.score(values, &mut scores));
            let bits = |(score, sigma): (&f32, &f64)| (score.to_bits(), sigma.to_bits());
            scores.score.iter().zip(&scores.sigma).map(bits).collect::<Vec<_>>()
        };
        let whole = scored(values.len());
        for part in [1, 7, 100] {
            assert!(scored(part) == whole, "full {full}, parts of {part}");
        }
    }
}

#[test]
fn one_spike_in_zeros_is_found_and_then_forgotten() {
    let mut values = vec![0.0; 2000];
    values[1800] = 1.0;
    let scored = score_all(&members_without_models(), Season::Off, 900, &values);
    assert!(scored.scores.score[1800] > 0.9);
    assert!(scored.scores.score[1815..].iter().all(|score| *score < 0.6));
}
