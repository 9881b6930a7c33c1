//! How long a new series is without a score: the prediction comes true.

use std::sync::Arc;

use seismo_detection::{
    Calendar, Catalogue, Context, Ensemble, Learning, MemberSpec, MemberState, Preset, Repeats, Scores,
    Season, Unfit,
};
use seismo_series::Interval;
use serde_json::Map;

/// Number of samples in a whole history.
const FULL: usize = 1_440;

/// The number of the first sample of a new series that has a score, and the prediction after each sample before it.
fn first_scored(ensemble: &Arc<Ensemble>) -> (usize, Vec<Learning>) {
    let context = Context {
        interval: Interval::MINUTE,
        first: 0,
        season: Season::Off,
        seed: 42,
        calendar: Arc::new(Calendar::default()),
        repeats: Repeats::default(),
    };
    let mut fitted = ensemble.fit(&[], FULL, &context);
    let mut told = Vec::new();
    for number in 1..=FULL {
        let mut scores = Scores::new(ensemble.members().len());
        let value = (number % 17) as f64 + (number * number % 101) as f64 / 50.0;
        fitted.score(&[value], &mut scores);
        if !scores.score[0].is_nan() {
            return (number, told);
        }
        told.push(Learning::of(&fitted.states(), number, FULL).unwrap());
    }
    panic!("never scored");
}

#[test]
fn every_detector_is_scored_when_it_was_told_to_be() {
    let catalogue = Catalogue::standard();
    let alone = |id: &str| vec![MemberSpec { detector: id.to_owned(), weight: 1.0, parameters: Map::new() }];
    let mut teams: Vec<(String, Vec<MemberSpec>)> =
        catalogue.detectors().map(|info| (info.id.to_owned(), alone(info.id))).collect();
    teams.push(("auto".to_owned(), Preset::Auto.members()));
    for (name, members) in teams {
        let (first, told) = first_scored(&Arc::new(catalogue.ensemble(&members).unwrap()));
        for (at, learning) in told.iter().enumerate() {
            assert_eq!(learning.seen, at + 1, "{name}");
            assert!(learning.needed > learning.seen, "{name}: {learning:?}");
            assert!(
                (learning.needed..=learning.needed + 1).contains(&first),
                "{name}: {learning:?}, scored from sample {first} on"
            );
        }
    }
}

#[test]
fn the_first_to_vote_is_waited_for_and_nobody_where_none_will() {
    let short = |needed| MemberState::Dropped(Unfit::ShortHistory { needed, found: 3 });
    let broken = || MemberState::Dropped(Unfit::Model { reason: "no file".into() });
    for (what, members, want) in [
        ("nobody", vec![], None),
        ("a model that is missing", vec![broken()], None),
        ("one that learns", vec![broken(), MemberState::Learning { needed: 60, found: 20 }], Some((20, 60))),
        ("one that is fitted later", vec![short(40)], Some((21, 64))),
        (
            "the sooner of two",
            vec![short(100), short(5), MemberState::Learning { needed: 60, found: 20 }],
            Some((21, 32)),
        ),
        ("one that has just been fitted", vec![MemberState::Voting], Some((21, 22))),
        ("one that waits for the next block", vec![short(900)], Some((21, 1_024))),
        ("one for which the history is too short", vec![short(1_200)], Some((21, 1_200))),
    ] {
        let found = Learning::of(&members, 21, FULL).map(|one| (one.seen, one.needed));
        assert_eq!(found, want, "{what}");
    }
}
