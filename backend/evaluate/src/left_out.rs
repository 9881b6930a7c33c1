//! The weights of `auto`'s statistics, learnt on all sets but one and evaluated on that one: whether learnt weights
//! generalise.

use seismo_detection::detectors::auto::{self, Weights};
use seismo_detection::{Catalogue, DetectionSpec, Preset};

use crate::EvaluateError;
use crate::climb::climb;
use crate::dataset::{Dataset, Entry, Half, Selection};
use crate::evaluate::{Job, evaluate};
use crate::metrics::Item;
use crate::metrics::alerts::Sweep;
use crate::report::mean;
use crate::sets::by_set;

/// Number of names under which each series is scored. Blocks begin elsewhere under each, so that a single event counts
/// less.
const NAMES: u32 = 3;
/// Steps by which a weight is multiplied, the coarse ones first. 0 removes a statistic.
const STEPS: [&[f64]; 2] = [&[0.0, 0.25, 4.0], &[0.5, 2.0]];

/// The result.
#[derive(Debug, Clone)]
pub(crate) struct LeftOut {
    /// One row for each set left out, and one for none.
    pub(crate) rows: Vec<Row>,
    /// Number of weight combinations tried.
    pub(crate) tried: usize,
}

/// Learnt weights, and the mean recall with them and with others.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The set on which they are evaluated and not learnt; `None` if all sets are used for both.
    pub(crate) set: Option<String>,
    pub(crate) weights: Weights,
    /// The mean recall with these weights, with equal ones, and with those of the preset.
    pub(crate) learnt: f64,
    pub(crate) equal: f64,
    pub(crate) shipped: f64,
}

/// Learns the weights on the tuning half. `None` if that has fewer than three sets.
///
/// # Errors
/// [`EvaluateError`] of the data.
pub(crate) fn left_out(dataset: &Dataset, threads: usize) -> Result<Option<LeftOut>, EvaluateError> {
    let selection = Selection { half: Half::Tune, ..Selection::default() };
    let entries = dataset.select(&selection)?;
    let sets = by_set(entries.iter().map(|entry| (entry.set.clone(), ())));
    let sets: Vec<String> = sets.into_iter().map(|(set, _)| set).collect();
    if sets.len() < 3 {
        return Ok(None);
    }
    let named = |alias| entries.iter().cloned().map(move |entry| Entry { alias, ..entry });
    let entries: Vec<Entry> = (0..NAMES).flat_map(named).collect();
    let mut search = Search { dataset, entries, sets, threads, tried: Vec::new() };
    let all: Vec<usize> = (0..search.sets.len()).collect();
    let mut rows = Vec::new();
    for left in all.iter().copied().map(Some).chain([None]) {
        let learnt_on: Vec<usize> = all.iter().copied().filter(|set| Some(*set) != left).collect();
        let judged_on = left.map_or_else(|| all.clone(), |left| vec![left]);
        let weights = search.climb(&learnt_on)?;
        rows.push(Row {
            set: left.map(|left| search.sets[left].clone()),
            weights,
            learnt: search.recall(weights, &judged_on)?,
            equal: search.recall(Weights::EQUAL, &judged_on)?,
            shipped: search.recall(Weights::SHIPPED, &judged_on)?,
        });
    }
    Ok(Some(LeftOut { rows, tried: search.tried.len() }))
}

struct Search<'a> {
    dataset: &'a Dataset,
    entries: Vec<Entry>,
    sets: Vec<String>,
    threads: usize,
    /// The mean recall of each set, for the weights tried.
    tried: Vec<(Weights, Vec<f64>)>,
}

impl Search<'_> {
    /// Moves one weight after the other, from equal ones, while that improves recall on these sets.
    fn climb(&mut self, sets: &[usize]) -> Result<Weights, EvaluateError> {
        let weights = |weights: &[f64]| Weights(std::array::from_fn(|at| weights[at]));
        let (_, found) = climb(Weights::EQUAL.0.to_vec(), &STEPS, |moved| self.recall(weights(moved), sets))?;
        Ok(weights(&found))
    }

    /// The mean over these sets of the mean recall.
    fn recall(&mut self, weights: Weights, sets: &[usize]) -> Result<f64, EvaluateError> {
        // Only the ratios of weights matter.
        let most = weights.0.iter().copied().fold(0.0, f64::max);
        let weights = Weights(weights.0.map(|weight| weight / most));
        let recalls = match self.tried.iter().find(|(other, _)| *other == weights) {
            Some((_, recalls)) => recalls,
            None => {
                let recalls = self.measure(weights)?;
                self.tried.push((weights, recalls));
                &self.tried[self.tried.len() - 1].1
            }
        };
        let of_sets: Vec<f64> = sets.iter().map(|set| recalls[*set]).collect();
        Ok(mean(&of_sets).unwrap_or(0.0))
    }

    fn measure(&self, weights: Weights) -> Result<Vec<f64>, EvaluateError> {
        let mut catalogue = Catalogue::standard();
        catalogue.add(auto::info(), auto::weighing(weights));
        let spec = DetectionSpec { preset: Some(Preset::Auto), ..DetectionSpec::default() };
        let job = Job {
            dataset: self.dataset,
            entries: &self.entries,
            catalogue: &catalogue,
            spec: &spec,
            scores_out: None,
            threads: self.threads,
        };
        let items = evaluate(job)?.items;
        let recall = |set: &String, alias: u32| {
            let of_set = self.entries.iter().zip(&items);
            let of_set = of_set.filter(|(entry, _)| entry.set == *set && entry.alias == alias);
            let items: Vec<Item> = of_set.map(|(_, item)| item.clone()).collect();
            Sweep::new(&items).mean_recall()
        };
        let of_names = |set| mean(&(0..NAMES).map(|alias| recall(set, alias)).collect::<Vec<_>>());
        Ok(self.sets.iter().map(|set| of_names(set).unwrap_or(0.0)).collect())
    }
}
