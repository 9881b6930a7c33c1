//! Several metrics of one entity: the laws, faults that are found and named, and unusual input.

use std::collections::BTreeMap;

use seismo_detection::{Blocks, DetectionSpec, Group, GroupFits, GroupScored, MemberState, Together};
use seismo_series::{Grid, GridRange, Interval, Labels, Random};
use serde_json::json;

/// Number of samples in a history.
const HISTORY: i64 = 1_000;

/// A small generator: its `at`-th number, 0..1.
fn unit(at: u64) -> f64 {
    Random::of(0, at).unit()
}

/// About normal with deviation 1; a separate stream for each salt.
fn noise(salt: u64, at: i64) -> f64 {
    let at = at.unsigned_abs();
    (0..12).map(|part| unit((salt << 40) + 12 * at + part)).sum::<f64>() - 6.0
}

/// Metric `metric` of a busy service: it depends on the load, which follows the hour, and half of the metrics also
/// depend on a second hidden quantity.
fn sample(metric: u64, at: i64) -> f64 {
    let load = 3.0 * (at as f64 * std::f64::consts::TAU / 240.0).sin() + noise(1, at);
    let other = noise(2, at / 5);
    let part = if metric.is_multiple_of(2) { other } else { 0.0 };
    10.0 * (metric + 1) as f64 + (1.0 + 0.2 * metric as f64) * load + part + 0.1 * noise(10 + metric, at)
}

type Metrics = BTreeMap<Labels, Vec<f64>>;

fn name(metric: u64) -> Labels {
    [("__name__", format!("metric_{metric:02}"))].into_iter().collect()
}

/// `count` metrics from sample 0 on.
fn service(count: u64, samples: i64) -> Metrics {
    (0..count).map(|metric| (name(metric), (0..samples).map(|at| sample(metric, at)).collect())).collect()
}

fn blocks() -> Blocks {
    let thing: Labels = [("instance", "a")].into_iter().collect();
    Blocks::new(Grid::new(Interval::MINUTE), HISTORY * 60_000, &thing)
}

/// The first block that has a whole history.
fn block() -> GridRange {
    (0..).map(|at| blocks().range(at)).find(|range| range.from >= HISTORY).unwrap()
}

fn scored(metrics: &Metrics, range: GridRange) -> GroupScored {
    let group = Group::new(blocks(), 0, metrics.clone(), Vec::new());
    group.score(range, i64::MIN, &mut GroupFits::default())
}

/// Whether all of `part` is in `whole`, bit for bit. A metric that only one of them has may be present without a share.
fn assert_same(part: &GroupScored, whole: &GroupScored, what: &str) {
    let offset = (part.scored.first - whole.scored.first) as usize;
    for at in 0..part.scored.values.len() {
        let (one, other) = (&part.scored, &whole.scored);
        let (a, b) = (one.scores.score[at], other.scores.score[offset + at]);
        assert_eq!(a.to_bits(), b.to_bits(), "{what} at {at}: {a} and {b}");
        assert_eq!(one.values[at].to_bits(), other.values[offset + at].to_bits(), "{what} at {at}");
        for (labels, shares) in &part.contributions {
            let other = whole.contributions.get(labels).map_or(f32::NAN, |shares| shares[offset + at]);
            assert_eq!(shares[at].to_bits(), other.to_bits(), "{what} at {at}: {labels}");
        }
    }
}

fn alarms(scored: &GroupScored) -> Vec<usize> {
    let scores = &scored.scored.scores.score;
    (0..scores.len()).filter(|at| scores[*at] >= 0.6).collect()
}

#[test]
fn a_score_depends_neither_on_what_comes_later_nor_on_the_range() {
    let samples = block().to + HISTORY;
    let mut metrics = service(6, samples);
    // One has gaps, one begins late, one ends.
    metrics.get_mut(&name(1)).unwrap().iter_mut().step_by(7).for_each(|value| *value = f64::NAN);
    metrics.get_mut(&name(2)).unwrap()[..(block().from + 50) as usize].fill(f64::NAN);
    metrics.get_mut(&name(3)).unwrap()[(block().from + 300) as usize..].fill(f64::NAN);
    let range = GridRange { from: block().from - 200, to: block().to + 200 };
    let wide = scored(&metrics, range);
    for now in [block().from + 1, block().from + 60, block().from + 301, block().to + 5] {
        let mut then = metrics.clone();
        then.values_mut().for_each(|values| values.truncate(now as usize));
        then.retain(|_, values| values.iter().any(|value| !value.is_nan()));
        let narrow = scored(&then, GridRange { from: now - 40, to: now });
        assert_same(&narrow, &wide, &format!("at {now}"));
    }
    let mut later = metrics.clone();
    let huge: Vec<f64> = (0..samples).map(|at| if at < block().from { f64::NAN } else { 1e9 }).collect();
    later.insert(name(99), huge);
    let with = scored(&later, GridRange { from: block().from, to: block().to });
    assert_same(&scored(&metrics, GridRange { from: block().from, to: block().to }), &with, "a new metric");
}

#[test]
fn what_is_kept_changes_no_score() {
    for begins in [0, block().from - 100] {
        let mut metrics = service(4, block().to + 500);
        metrics.values_mut().for_each(|values| values[..begins as usize].fill(f64::NAN));
        let mut fits = GroupFits::default();
        for now in (block().from + 20..block().to + 400).step_by(97) {
            let mut seen = metrics.clone();
            seen.values_mut().for_each(|values| {
                values.truncate(now as usize);
                // Unsettled samples may still change.
                *values.last_mut().unwrap() += 3.5;
            });
            let range = GridRange { from: now - 60, to: now };
            let group = Group::new(blocks(), 0, seen.clone(), Vec::new());
            let warm = group.score(range, now - 10, &mut fits);
            assert_same(&warm, &scored(&seen, range), &format!("from {begins} at {now}"));
            fits.forget_before(&blocks(), range.from);
        }
        assert!(!fits.is_empty() && fits.len() <= 4 && fits.bytes() > 0, "{}", fits.len());
    }
}

#[test]
fn neither_order_nor_unit_of_the_metrics_matters() {
    let range = GridRange { from: block().from, to: block().from + 300 };
    let metrics = service(5, range.to);
    let reversed: Metrics = metrics.clone().into_iter().rev().collect();
    assert_same(&scored(&reversed, range), &scored(&metrics, range), "another order");
    let mut scaled = metrics.clone();
    for (at, values) in scaled.values_mut().enumerate() {
        values.iter_mut().for_each(|value| *value *= (1_u64 << (4 * at)) as f64);
    }
    assert_same(&scored(&scaled, range), &scored(&metrics, range), "other units");
}

#[test]
fn a_fault_in_two_of_eight_metrics_is_found_and_named() {
    let range = GridRange { from: block().from, to: block().to };
    for faulty in [[2, 5], [0, 1], [3, 7]] {
        let mut metrics = service(8, range.to);
        let fault = range.from + 400..range.from + 420;
        for metric in faulty {
            for at in fault.clone() {
                // Well within the metric's range at another hour: unusual only beside the other metrics.
                let wrong = sample(metric, at + 120) + 2.0;
                metrics.get_mut(&name(metric)).unwrap()[at as usize] = wrong;
            }
        }
        let scored = scored(&metrics, range);
        let found = alarms(&scored);
        let hits = found.iter().filter(|at| (400..420).contains(*at)).count();
        assert!(hits >= 18, "{faulty:?}: {hits} of 20");
        assert!(found.len() - hits < 10, "{faulty:?}: {found:?}");
        let mut named = 0;
        for at in 400..420 {
            let mut shares: Vec<(f32, &Labels)> =
                scored.contributions.iter().map(|(labels, shares)| (shares[at], labels)).collect();
            let sum: f32 = shares.iter().map(|(share, _)| share).sum();
            assert!((sum - 1.0).abs() < 1e-3, "{faulty:?} at {at}: {sum}");
            shares.sort_by(|a, b| b.0.total_cmp(&a.0));
            let first: Vec<_> = shares[..2].iter().map(|(_, labels)| (*labels).clone()).collect();
            named += usize::from(faulty.iter().all(|metric| first.contains(&name(*metric))));
        }
        assert!(named >= 16, "{faulty:?} are named first in {named} of 20 rows");
    }
}

#[test]
fn it_is_quiet_where_nothing_happens() {
    for count in [2, 3, 8, 20] {
        let range = GridRange { from: block().from, to: block().to };
        let scored = scored(&service(count, range.to), range);
        let alarms = alarms(&scored).len();
        assert!(alarms <= 10, "{count} metrics: {alarms} of {HISTORY} rows");
        assert!(scored.scored.scores.score.iter().all(|score| !score.is_nan()));
        assert_eq!(scored.scored.members, [MemberState::Voting]);
    }
}

#[test]
fn a_missing_metric_has_no_share_and_too_few_metrics_are_a_gap() {
    let range = GridRange { from: block().from, to: block().from + 60 };
    let mut metrics = service(6, range.to);
    for (metric, missing) in [(0, 10..40), (1, 20..40), (2, 20..40), (3, 30..40)] {
        for at in missing {
            metrics.get_mut(&name(metric)).unwrap()[(range.from + at) as usize] = f64::NAN;
        }
    }
    let scored = scored(&metrics, range);
    for at in 0..60 {
        let shares: Vec<f32> = scored.contributions.values().map(|shares| shares[at]).collect();
        let (gap, score) = (scored.scored.values[at].is_nan(), scored.scored.scores.score[at]);
        assert_eq!(gap, (30..40).contains(&at), "{at}");
        assert_eq!(score.is_nan(), gap, "{at}");
        assert_eq!(shares[0].is_nan(), (10..40).contains(&at), "{at}");
        let sum: f32 = shares.iter().filter(|share| !share.is_nan()).sum();
        assert!(gap || (sum - 1.0).abs() < 1e-3, "{at}: {sum}");
    }
    assert!(alarms(&scored).len() <= 2, "a missing sample is not an anomaly: {:?}", alarms(&scored));
}

#[test]
fn a_new_thing_is_scored_from_its_sixty_fourth_row() {
    let begins = block().from + 100;
    let mut metrics = service(4, block().to);
    metrics.values_mut().for_each(|values| values[..begins as usize].fill(f64::NAN));
    let scored = scored(&metrics, GridRange { from: begins - 10, to: block().to });
    let first = scored.scored.scores.score.iter().position(|score| !score.is_nan());
    assert_eq!(first, Some(10 + 64));
    assert_eq!(scored.scored.values[9].to_bits(), f64::NAN.to_bits());
    assert_eq!(scored.scored.values[10], 0.0);
    let early = self::scored(&metrics, GridRange { from: begins, to: begins + 30 });
    assert_eq!(early.scored.members, [MemberState::Learning { needed: 64, found: 0 }]);
}

#[test]
fn what_is_not_to_be_learnt_is_not_learnt() {
    let range = GridRange { from: block().from, to: block().from + 200 };
    let mut metrics = service(4, range.to);
    let window = GridRange { from: range.from - 600, to: range.from - 100 };
    for at in window.from..window.to {
        metrics.get_mut(&name(1)).unwrap()[at as usize] = 1e3 * noise(77, at);
    }
    let learnt = |unlearnt: Vec<GridRange>, metrics: &Metrics| {
        let group = Group::new(blocks(), 0, metrics.clone(), unlearnt);
        group.score(range, i64::MIN, &mut GroupFits::default())
    };
    let mut gone = metrics.clone();
    gone.values_mut().for_each(|values| values[window.from as usize..window.to as usize].fill(f64::NAN));
    assert_same(&learnt(vec![window], &metrics), &learnt(Vec::new(), &gone), "a window");
}

#[test]
fn metrics_that_no_textbook_has() {
    let nan = f64::NAN;
    let samples = block().to;
    type Shape = fn(i64) -> f64;
    let table: [(&str, Shape); 13] = [
        ("constant", |_| 7.25),
        ("zeros", |_| 0.0),
        ("only gaps", |_| f64::NAN),
        ("infinite", |_| f64::INFINITY),
        ("infinite now and then", |at| if at % 97 == 5 { f64::INFINITY } else { noise(5, at) }),
        ("1e308 now and then", |at| if at % 97 == 5 { 1e308 } else { noise(5, at) }),
        ("as huge as can be read", |at| if at % 2 == 0 { 1e300 } else { -1e300 }),
        ("denormal", |at| f64::MIN_POSITIVE * noise(5, at) / 1e6),
        ("alternating", |at| if at % 2 == 0 { -1.0 } else { 1.0 }),
        ("one spike in zeros", |at| f64::from(u8::from(at == 1_700))),
        ("integers", |at| (3.0 * noise(5, at)).round()),
        ("every other sample", |at| if at % 2 == 0 { f64::NAN } else { noise(5, at) }),
        ("a counter", |at| at as f64 * 1e6),
    ];
    let range = GridRange { from: block().from, to: block().to };
    for (what, shape) in table {
        for all in [false, true] {
            let mut metrics = service(4, samples);
            for metric in if all { 0..4 } else { 2..3 } {
                metrics.insert(name(metric), (0..samples).map(shape).collect());
            }
            let scored = scored(&metrics, range);
            for at in 0..range.len() {
                let score = scored.scored.scores.score[at];
                assert!(score.is_nan() || (0.0..=1.0).contains(&score), "{what} at {at}: {score}");
                for share in scored.contributions.values().map(|shares| shares[at]) {
                    assert!(share.is_nan() || (0.0..=1.0).contains(&share), "{what} at {at}: {share}");
                }
            }
            let quiet = matches!(what, "constant" | "zeros" | "alternating") && all;
            assert!(!quiet || alarms(&scored).is_empty(), "{what}: {:?}", alarms(&scored));
        }
    }
    // A constant metric that moves is an anomaly, and the metric to blame.
    let mut metrics = service(4, samples);
    let mut constant = vec![3.0; samples as usize];
    constant[(range.from + 10) as usize] = 4.0;
    metrics.insert(name(9), constant);
    let found = scored(&metrics, range);
    assert!(alarms(&found).contains(&10) && found.contributions[&name(9)][10] > 0.9);
    // Fewer than two metrics cannot depend on each other.
    for metrics in [Metrics::new(), service(1, samples), [(name(0), vec![nan; 9]), (name(1), vec![])].into()]
    {
        let scored = scored(&metrics, range);
        assert!(scored.scored.scores.score.iter().all(|score| score.is_nan()));
        assert!(matches!(scored.scored.members[..], [MemberState::Learning { .. }]));
    }
    assert!(scored(&service(2, 100), GridRange { from: 5, to: 5 }).scored.values.is_empty());
}

#[test]
fn sixty_four_metrics_are_scored_as_one() {
    let range = GridRange { from: block().from, to: block().from + 100 };
    let mut metrics = service(64, range.to);
    metrics.get_mut(&name(40)).unwrap()[(range.from + 50) as usize] += 60.0;
    let scored = scored(&metrics, range);
    assert!(alarms(&scored).contains(&50), "{:?} {:?}", alarms(&scored), &scored.scored.values[45..55]);
    let most = scored.contributions.iter().max_by(|(_, a), (_, b)| a[50].total_cmp(&b[50]));
    assert_eq!(most.map(|(labels, _)| labels), Some(&name(40)));
}

fn together(detection: serde_json::Value) -> Result<Option<Together>, String> {
    let spec: DetectionSpec = serde_json::from_value(detection).map_err(|error| error.to_string())?;
    spec.together().map_err(|error| error.to_string())
}

#[test]
fn series_are_grouped_by_the_labels_that_name_an_entity() {
    assert_eq!(together(json!({})), Ok(None));
    let by =
        together(json!({ "together": { "by": ["instance", "job"] }, "preset": "auto", "season": "off" }));
    let by = by.unwrap().unwrap();
    let labels: Labels = [("__name__", "up"), ("instance", "a"), ("mode", "idle")].into_iter().collect();
    assert_eq!(by.thing(&labels), [("instance", "a")].into_iter().collect());
    assert_eq!(by.metric(&labels), [("__name__", "up"), ("mode", "idle")].into_iter().collect());
    let all = together(json!({ "together": { "by": [] } })).unwrap().unwrap();
    assert_eq!((all.thing(&labels), all.metric(&labels)), (Labels::new(), labels));
    assert!(all.check(&Labels::new(), 64, None).is_ok());
    let error = all.check(&Labels::new(), 65, None).unwrap_err().to_string();
    assert!(
        error.contains("detection.together.by") && error.contains("65") && error.contains("64"),
        "{error}"
    );
    let error = by.too_few().to_string();
    assert!(error.contains(r#"["instance", "job"]"#) && error.contains("2 metrics"), "{error}");
}

#[test]
fn what_groups_cannot_do_is_named_with_what_would_be_right() {
    for (field, detection, right) in [
        ("together", json!({ "together": { "by": "instance" } }), "sequence"),
        ("together", json!({ "together": {} }), "by"),
        ("together", json!({ "together": { "by": [], "most": 3 } }), "most"),
        ("together.by[1]", json!({ "together": { "by": ["a", "a"] } }), "once"),
        ("together.by[0]", json!({ "together": { "by": [" "] } }), "once"),
        ("together.by", json!({ "together": { "by": vec!["a"; 17] } }), "at most 16"),
        ("budget", json!({ "together": { "by": [] }, "budget": 2 }), "remove it"),
        ("repeats", json!({ "together": { "by": [] }, "repeats": "accept" }), "remove it"),
        ("direction", json!({ "together": { "by": [] }, "direction": "above" }), "remove it"),
        ("gaps", json!({ "together": { "by": [] }, "gaps": "zero" }), "remove it"),
        ("valueRange", json!({ "together": { "by": [] }, "valueRange": { "minimum": 0 } }), "remove it"),
        ("ensemble", json!({ "together": { "by": [] }, "ensemble": [] }), "remove it"),
        ("minimumDeviation", json!({ "together": { "by": [] }, "minimumDeviation": {} }), "remove it"),
        ("holidays", json!({ "together": { "by": [] }, "holidays": { "calendar": "de" } }), "remove it"),
    ] {
        let error = together(detection.clone()).unwrap_err();
        let named = error.contains(&format!("detection.{field}: ")) || field == "together";
        assert!(named && error.contains(right), "{detection}: {error}");
    }
}
