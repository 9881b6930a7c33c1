//! The laws of every detector, over the LSTM autoencoder and the whole ensemble.
use std::sync::Arc;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use seismo_detection::laws::{LAWS, Law, cases};
use seismo_detection::{Catalogue, Ensemble, MemberSpec, Preset};
use serde_json::Map;

fn keep(laws: &[(&str, Law)], members: &[MemberSpec]) {
    let mut catalogue = Catalogue::standard();
    seismo_models::register(&mut catalogue);
    let ensemble: Arc<Ensemble> = Arc::new(catalogue.ensemble(members).unwrap());
    for (name, law) in laws {
        let config =
            Config { cases: 12, failure_persistence: None, max_shrink_iters: 16, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let outcome = runner.run(&cases(), |case| law(&ensemble, &case).map_err(TestCaseError::fail));
        assert!(outcome.is_ok(), "the law {name} is broken: {}", outcome.unwrap_err());
    }
}

#[test]
fn laws_lstm_autoencoder_keeps_them_all() {
    keep(
        &LAWS,
        &[MemberSpec { detector: "lstm_autoencoder".to_owned(), weight: 1.0, parameters: Map::new() }],
    );
}

#[test]
fn laws_lstm_in_the_classic_ensemble_keeps_them_all() {
    keep(&LAWS, &Preset::Classic.members());
}
