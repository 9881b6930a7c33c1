//! Recurring incidents: how many are found, and how long each alarm lasts, by form, rate and kind of series.
//!
//! The series are synthetic, from fixed seeds, with five weeks at one minute; the first week is not judged: see
//! [`crate::made`].

use seismo_detection::{Catalogue, DetectionSpec};
use seismo_series::Interval;
use strum::IntoEnumIterator;

use crate::EvaluateError;
use crate::evaluate::{on_cores, score};
use crate::made::{Form, Kind, Planted, WEEK, WEEKS};
use crate::metrics::alerts::{covered, events, false_alarms};

/// Number of samples within which a flat line must be found.
const SOON: usize = 20;
/// Incidents a week.
pub const RATES: [f64; 4] = [0.5, 3.0, 7.0, 20.0];

/// The counts for incidents of one form at one rate.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Recurring {
    /// The form.
    pub form: Form,
    /// The kind of series; `None` for all kinds together.
    pub kind: Option<Kind>,
    /// Incidents per series-week.
    pub a_week: f64,
    /// Number of incidents.
    pub incidents: usize,
    /// Number found while they last; flat lines within 20 samples.
    pub found: usize,
    /// Number of rows of the incidents found.
    pub rows: usize,
    /// Number of these rows that are anomalous.
    pub anomalous: usize,
    /// Number of alarms outside incidents.
    pub false_alarms: usize,
    /// Weeks over all series.
    pub series_weeks: f64,
}

impl Recurring {
    /// The share of incidents found.
    pub fn recall(&self) -> f64 {
        self.found as f64 / self.incidents.max(1) as f64
    }

    /// The share of anomalous rows in the incidents found.
    pub fn rows(&self) -> f64 {
        self.anomalous as f64 / self.rows.max(1) as f64
    }

    fn add(&mut self, other: &Self) {
        self.incidents += other.incidents;
        self.found += other.found;
        self.rows += other.rows;
        self.anomalous += other.anomalous;
        self.false_alarms += other.false_alarms;
        self.series_weeks += other.series_weeks;
    }
}

impl std::fmt::Display for Recurring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.kind.map_or("all kinds".to_owned(), |kind| format!("{kind:?}"));
        let form = format!("{:?}", self.form);
        write!(
            f,
            "{form:5} {:4.1} a week  {kind:10} recall {:.3} of {:4}  rows {:.3}  false alarms {:.2} a series-week",
            self.a_week,
            self.recall(),
            self.incidents,
            self.rows(),
            self.false_alarms as f64 / self.series_weeks,
        )
    }
}

/// Plants incidents in `series` series of each kind and counts those found: all kinds together, then each kind.
///
/// # Errors
/// If the detection is invalid.
pub fn recurring(
    catalogue: &Catalogue,
    spec: &DetectionSpec,
    series: u64,
    threads: usize,
) -> Result<Vec<Recurring>, EvaluateError> {
    let mut jobs = Vec::new();
    for form in Form::iter() {
        for a_week in RATES {
            let kinds = Kind::CLEAR.into_iter().filter(|kind| form != Form::Flat || kind.is_continuous());
            jobs.extend(kinds.flat_map(|kind| (0..series).map(move |seed| (form, a_week, kind, seed))));
        }
    }
    let counted = on_cores(&jobs, threads, |(form, a_week, kind, seed)| {
        let made = kind.make(1_000 + seed, Interval::MINUTE, WEEKS * WEEK);
        one(catalogue, spec, &Planted::new(made, *form, *a_week), *a_week)
    });
    let counted: Vec<Recurring> = counted.into_iter().collect::<Result<_, _>>()?;
    let mut out: Vec<Recurring> = Vec::new();
    for one in &counted {
        for kind in [None, one.kind] {
            let same =
                |sum: &&mut Recurring| (sum.form, sum.a_week, sum.kind) == (one.form, one.a_week, kind);
            match out.iter_mut().find(same) {
                Some(sum) => sum.add(one),
                None => out.push(Recurring { kind, ..one.clone() }),
            }
        }
    }
    out.sort_by_key(|sum| sum.kind.map(|kind| Kind::iter().position(|other| other == kind)));
    Ok(out)
}

fn one(
    catalogue: &Catalogue,
    spec: &DetectionSpec,
    planted: &Planted,
    a_week: f64,
) -> Result<Recurring, EvaluateError> {
    let threshold = spec.threshold();
    let label = planted.label();
    let record = planted.made.clone().record("recurring", label.clone());
    let scores = score(spec, catalogue, &record, record.len())?.scores;
    let Planted { made, starts, form } = planted;
    let anomalous = |row: &usize| scores[*row] >= threshold;
    let mut sum = Recurring {
        form: *form,
        kind: Some(made.kind),
        a_week,
        incidents: 0,
        found: 0,
        rows: 0,
        anomalous: 0,
        false_alarms: 0,
        series_weeks: (WEEKS - 1) as f64,
    };
    for start in starts.iter().filter(|start| **start >= WEEK) {
        let rows = *start..start + form.samples();
        sum.incidents += 1;
        let soon = if *form == Form::Flat { SOON } else { form.samples() };
        if rows.clone().take(soon).any(|row| anomalous(&row)) {
            sum.found += 1;
            sum.rows += rows.len();
            sum.anomalous += rows.filter(anomalous).count();
        }
    }
    let covered = covered(&events(&label, 0), record.len(), false);
    sum.false_alarms = false_alarms(&scores, threshold, WEEK, &covered);
    Ok(sum)
}
