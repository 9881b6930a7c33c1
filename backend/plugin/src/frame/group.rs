//! The panel frame of several metrics scored as one.

use seismo_detection::{JudgedRow, TOGETHER, Together, round_score, thin};
use seismo_engine::{Plan, Subject};
use seismo_explain::Metric;
use serde_json::Map;

use super::explain::{explain, state};
use super::meta::{Custom, SeismoDetector, SeismoMeta, SeismoTogether};
use super::model::{Field, Frame};
use super::panel::{called, confidence, severity};
use crate::contract::field;

/// The frame of one group, thinned to about `plan.max_rows` rows. The values of `judged` are the errors.
pub(super) fn group_frame(plan: &Plan, subject: &Subject<'_>, metrics: &[Metric]) -> Frame {
    let Subject { name, labels, judged, executed, .. } = *subject;
    let shown = thin(&judged.rows, plan.max_rows);
    let time = shown.iter().map(|at| plan.detection.grid.instant_ms(judged.first + *at as i64)).collect();
    let number = |field: &'static str, cell: fn(&JudgedRow) -> f64| {
        Field::number(field, labels, shown.iter().map(|at| cell(&judged.rows[*at])).collect())
    };
    let mut fields = vec![
        Field::time(field::TIME, time),
        number(field::VALUE, |row| row.value).with("min", 0),
        confidence(number(field::SCORE, |row| row.score)),
        severity(number(field::SEVERITY, JudgedRow::severity_number), plan.detection.policy.scheme),
    ];
    for metric in metrics {
        let shares = shown.iter().map(|at| round_score(metric.contribution[*at])).collect();
        let mut share = confidence(Field::number("", &metric.labels, shares));
        share.other_name = Some(field::of_metric(&metric.name));
        fields.push(share.called(name, &metric.name));
    }
    Frame {
        name: name.to_owned(),
        fields: called(fields, name),
        custom: Custom::explained(explained(plan, subject, metrics, shown.len())),
        executed: executed.to_owned(),
        ..Frame::default()
    }
}

/// The metadata of a group: as for a series, except for the algorithm and members.
fn explained(plan: &Plan, subject: &Subject<'_>, metrics: &[Metric], shown: usize) -> SeismoMeta {
    let (state, reason) = state(subject.provenance.members.first());
    let detector = SeismoDetector {
        id: plan.detection.members.first().map(|member| member.detector.clone()).unwrap_or_default(),
        name: "Dense autoencoder over metrics",
        weight: 1.0,
        parameters: Map::new(),
        state,
        reason,
    };
    SeismoMeta {
        algorithm: TOGETHER,
        preset: "together",
        season: None,
        together: Some(SeismoTogether {
            by: plan.together.as_ref().map(Together::by).unwrap_or_default().to_vec(),
            metrics: metrics.iter().map(|metric| metric.name.clone()).collect(),
        }),
        detectors: vec![detector],
        ..explain(plan, subject, shown)
    }
}
