//! All printed numbers of a set.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::metrics::alerts::{AlertView, Sweep, tally};
use crate::metrics::nab::{Corpus, NabScore};
use crate::metrics::vus::vus_pr;
use crate::metrics::{Item, rounded};
use crate::sets::by_set;

/// The numbers of each set, in the order of the sets.
#[derive(Debug, Clone, PartialEq)]
pub struct Report(pub Vec<(String, SetReport)>);

/// The numbers of one set.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SetReport {
    /// Number of series.
    pub series: usize,
    /// NAB's scores at the best threshold of each profile; for NAB alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nab: Option<NabScore>,
    /// NAB's scores at the given threshold; for NAB alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nab_fixed: Option<NabScore>,
    /// Recall at one false alarm per series-week.
    #[serde(rename = "R@1")]
    pub recall_at_one: f64,
    /// Mean recall at .5, 1, 2, 4 and 8 false alarms per series-week.
    #[serde(rename = "rAUC")]
    pub mean_recall: f64,
    /// The mean volume under the surface over series with an event; `None` for NAB, and without events.
    #[serde(rename = "VUS-PR", skip_serializing_if = "Option::is_none")]
    pub vus_pr: Option<f64>,
    /// Alarms at the given threshold.
    pub at_threshold: AlertView,
}

impl Report {
    /// Evaluates series, set by set, at a threshold.
    pub fn new(items: Vec<Item>, threshold: f64) -> Self {
        let sets = by_set(items.into_iter().map(|item| (item.set.clone(), item)));
        Self(sets.into_iter().map(|(set, items)| (set, SetReport::new(&items, threshold))).collect())
    }
}

impl SetReport {
    /// Evaluates the series of one set, at least one.
    pub fn new(items: &[Item], threshold: f64) -> Self {
        let corpus = items.first().filter(|item| item.is_nab()).map(|_| Corpus::new(items));
        let sweep = Sweep::new(items);
        let tallies: Vec<_> = items.iter().map(|item| tally(item, threshold)).collect();
        Self {
            series: items.len(),
            nab: corpus.as_ref().map(|corpus| corpus.score(None)),
            nab_fixed: corpus.as_ref().map(|corpus| corpus.score(Some(threshold))),
            recall_at_one: sweep.recall_at(1.0),
            mean_recall: sweep.mean_recall(),
            vus_pr: if corpus.is_some() { None } else { mean(&volumes(items)).map(|mean| rounded(mean, 3)) },
            at_threshold: AlertView::of(&tallies),
        }
    }
}

/// The volume under the surface of each series that has an event.
pub(crate) fn volumes(items: &[Item]) -> Vec<f64> {
    items.iter().filter_map(|item| vus_pr(&item.score[item.start..], &item.label[item.start..])).collect()
}

pub(crate) fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sets = serializer.serialize_map(Some(self.0.len()))?;
        for (set, report) in &self.0 {
            sets.serialize_entry(set, report)?;
        }
        sets.end()
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (set, report) in &self.0 {
            let SetReport { series, recall_at_one, mean_recall, at_threshold, .. } = report;
            write!(f, "{set:8} {series:3} series  rAUC {mean_recall:.3}  R@1 {recall_at_one:.3}")?;
            if let Some(volume) = report.vus_pr {
                write!(f, "  VUS-PR {volume:.3}")?;
            }
            let AlertView { recall, false_per_week, precision, delay_samples, events } = at_threshold;
            let delay = delay_samples.map_or("-".to_owned(), |delay| delay.to_string());
            writeln!(
                f,
                "  at the threshold: recall {recall:.3} of {events}, {false_per_week:.3} false a series-week, precision \
                 {precision:.3}, delay {delay} samples"
            )?;
            for (name, nab) in [("best threshold", report.nab), ("given threshold", report.nab_fixed)] {
                let Some(NabScore { standard, reward_low_fp, reward_low_fn }) = nab else { continue };
                let profiles = [("standard", standard), ("low-FP", reward_low_fp), ("low-FN", reward_low_fn)];
                let text = |(name, of): (&str, crate::metrics::nab::ProfileScore)| {
                    format!("{name} {:.2} from {:.4}", of.score, of.threshold)
                };
                writeln!(f, "{:8} NAB at the {name}: {}", "", profiles.map(text).join(", "))?;
            }
        }
        Ok(())
    }
}
