//! Every law on every detector and the ensemble; and for every law a detector that breaks it and is detected.

use std::sync::Arc;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use seismo_detection::laws::{self, Case, Law};
use seismo_detection::{Catalogue, Context, Detector, Ensemble, Fitted, Member, MemberSpec, Unfit, Vote};
use serde_json::{Map, Value};

/// Runs a law over cases drawn from a fixed seed.
fn run(law: Law, ensemble: &Arc<Ensemble>) -> Result<(), String> {
    run_over(&laws::cases(), law, ensemble)
}

fn run_over(cases: &impl Strategy<Value = Case>, law: Law, ensemble: &Arc<Ensemble>) -> Result<(), String> {
    let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome =
        runner.run(cases, |case| law(ensemble, &case).map_err(proptest::test_runner::TestCaseError::fail));
    outcome.map_err(|error| error.to_string())
}

/// Each detector alone, and all together.
fn subjects() -> Vec<(String, Arc<Ensemble>)> {
    let catalogue = Catalogue::standard();
    let member = |detector: &str, weight: f64| MemberSpec {
        detector: detector.to_owned(),
        weight,
        parameters: Map::new(),
    };
    let ids: Vec<_> = catalogue.detectors().map(|info| info.id).collect();
    let mut subjects: Vec<(String, Vec<MemberSpec>)> =
        ids.iter().map(|id| ((*id).to_owned(), vec![member(id, 1.0)])).collect();
    subjects.push((
        "ensemble".to_owned(),
        vec![member("isolation_forest", 0.3), member("z_score", 0.2), member("seasonal_esd", 0.2)],
    ));
    let seat =
        |(name, members): (String, Vec<MemberSpec>)| (name, Arc::new(catalogue.ensemble(&members).unwrap()));
    subjects.into_iter().map(seat).collect()
}

fn keeps(law: &str) {
    let (_, check) = laws::LAWS.into_iter().find(|(name, _)| *name == law).unwrap();
    for (name, ensemble) in subjects() {
        if let Err(broken) = run(check, &ensemble) {
            panic!("{name} breaks the law {law}: {broken}");
        }
    }
}

#[test]
fn laws_no_hindsight() {
    keeps("no_hindsight");
}

#[test]
fn laws_no_zoom_effects() {
    keeps("no_zoom_effects");
}

#[test]
fn laws_cold_equals_warm() {
    keeps("cold_equals_warm");
}

#[test]
fn laws_batch_equals_streaming() {
    keeps("batch_equals_streaming");
}

#[test]
fn laws_gaps_are_gaps() {
    keeps("gaps_are_gaps");
}

#[test]
fn laws_scale_and_shift() {
    keeps("scale_and_shift");
}

#[test]
fn laws_order_of_members() {
    keeps("order_of_members");
}

#[test]
fn laws_hold_whatever_the_operator_knows() {
    for (name, ensemble) in subjects() {
        for (law, check) in laws::INFORMED_LAWS {
            if let Err(broken) = run_over(&laws::informed_cases(), check, &ensemble) {
                panic!("{name} breaks the law {law} where the operator knows something: {broken}");
            }
        }
    }
}

/// The fault of a planted detector.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    /// Looks one row ahead.
    Peeks,
    /// Scales by the range shown.
    ScalesByRange,
    /// Resets with every call.
    ResetsAtStart,
    /// Reads a gap as 0.
    GapsToZero,
    /// Compares with a fixed number.
    AbsoluteUnits,
    /// Votes differently as the second member.
    MindsItsSeat,
}

/// A running maximum with a fault; without it, it would keep every law.
#[derive(Debug, Clone)]
struct Planted {
    wrong: Wrong,
    seat: usize,
    seen: Vec<f64>,
}

impl Detector for Planted {
    fn id(&self) -> &'static str {
        if self.seat == 0 { "planted" } else { "planted_too" }
    }

    fn minimum_history(&self) -> usize {
        0
    }

    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        // A detector can only infer its position from the order of the fits, so this counts them.
        let seat = if matches!(self.wrong, Wrong::MindsItsSeat) {
            SEATS.with(|seats| seats.replace(seats.get() + 1)) % 2
        } else {
            (context.seed % 2) as usize
        };
        let mut fitted = Self { seat, seen: Vec::new(), ..self.clone() };
        fitted.observe(history);
        Ok(Box::new(fitted))
    }
}

thread_local! {
    static SEATS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Fitted for Planted {
    fn observe(&mut self, values: &[f64]) {
        self.seen.extend_from_slice(values);
        let surplus = self.seen.len().saturating_sub(50);
        self.seen.drain(..surplus);
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        if matches!(self.wrong, Wrong::ResetsAtStart) {
            self.seen.clear();
        }
        for (at, value) in values.iter().enumerate() {
            let known = |value: &f64| {
                if matches!(self.wrong, Wrong::GapsToZero) && value.is_nan() { 0.0 } else { *value }
            };
            let seen: Vec<f64> = self.seen.iter().map(known).filter(|value| !value.is_nan()).collect();
            let (low, high) = bounds(&seen);
            let place =
                |value: f64| if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
            let value = known(value);
            let vote = match self.wrong {
                Wrong::Peeks => values.get(at + 1).map_or(0.0, |next| if *next > value { 1.0 } else { 0.0 }),
                Wrong::ScalesByRange => {
                    let (low, high) =
                        bounds(&values.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<_>>());
                    (value - low) / (high - low)
                }
                Wrong::AbsoluteUnits => f64::from(u8::from(value > 60.0)),
                Wrong::MindsItsSeat if self.seat == 1 => 1.0 - place(value),
                _ => place(value),
            };
            let confidence = if value.is_nan() { f32::NAN } else { vote as f32 };
            votes.push(Vote::new(confidence, None));
            self.observe(&[values[at]]);
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        self.seen.capacity() * 8
    }
}

fn bounds(values: &[f64]) -> (f64, f64) {
    values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
}

#[test]
fn laws_find_out_who_breaks_them() {
    for (law, wrong) in [
        ("no_hindsight", Wrong::Peeks),
        ("no_zoom_effects", Wrong::ScalesByRange),
        ("no_zoom_effects", Wrong::ResetsAtStart),
        ("cold_equals_warm", Wrong::ResetsAtStart),
        ("batch_equals_streaming", Wrong::ResetsAtStart),
        ("batch_equals_streaming", Wrong::Peeks),
        ("gaps_are_gaps", Wrong::GapsToZero),
        ("scale_and_shift", Wrong::AbsoluteUnits),
        ("order_of_members", Wrong::MindsItsSeat),
    ] {
        let member =
            |seat| Member { detector: Arc::new(Planted { wrong, seat, seen: Vec::new() }), weight: 0.5 };
        let seats =
            if matches!(wrong, Wrong::MindsItsSeat) { vec![member(0), member(1)] } else { vec![member(0)] };
        let (_, check) = laws::LAWS.into_iter().find(|(name, _)| *name == law).unwrap();
        let ensemble = Arc::new(Ensemble::new(seats));
        assert!(run(check, &ensemble).is_err(), "{wrong:?} was not found out by {law}");
        if let Some((_, check)) = laws::INFORMED_LAWS.into_iter().find(|(name, _)| *name == law) {
            let outcome = run_over(&laws::informed_cases(), check, &ensemble);
            assert!(
                outcome.is_err(),
                "{wrong:?} was not found out by {law} where the operator knows something"
            );
        }
    }
}
