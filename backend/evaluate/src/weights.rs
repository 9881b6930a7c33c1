//! Learns the weights of an ensemble from labelled series: those with the highest mean recall.

use std::convert::Infallible;
use std::path::Path;

use seismo_detection::{Catalogue, DetectionSpec, MemberSpec};
use serde_json::Map;

use crate::EvaluateError;
use crate::climb::climb;
use crate::dataset::{Dataset, Entry};
use crate::evaluate::{Job, evaluate, on_cores};
use crate::metrics::Item;
use crate::metrics::alerts::Sweep;
use crate::report::mean;
use crate::sets::by_set;

/// The result.
#[derive(Debug, Clone)]
pub struct Learnt {
    /// Members with weights above 0, as a query writes them; their sum is 1.
    pub ensemble: Vec<MemberSpec>,
    /// The mean over the sets of the mean recall, with these weights.
    pub mean_recall: f64,
    /// The same for each detector alone.
    pub alone: Vec<(String, f64)>,
    /// Number of combinations tried.
    pub tried: usize,
}

/// Steps by which a weight is multiplied, the coarse ones first. 0 removes a member.
const STEPS: [&[f64]; 3] = [&[0.0, 0.25, 4.0], &[0.5, 2.0], &[0.8, 1.25]];

/// Searches weights by moving one at a time, from equal ones, until no step improves them. Deterministic for the same
/// data.
///
/// # Errors
/// [`EvaluateError`] of the data, or if a detector is unknown or named twice.
pub fn learn(
    dataset: &Dataset,
    entries: &[Entry],
    catalogue: &Catalogue,
    spec: &DetectionSpec,
    detectors: &[String],
    threads: usize,
) -> Result<Learnt, EvaluateError> {
    let member =
        |detector: &String, weight| MemberSpec { detector: detector.clone(), weight, parameters: Map::new() };
    catalogue.ensemble(&detectors.iter().map(|id| member(id, 1.0)).collect::<Vec<_>>())?;
    let mut votes: Vec<Vec<Item>> = Vec::new();
    for id in detectors {
        let spec = DetectionSpec { ensemble: Some(vec![member(id, 1.0)]), ..spec.clone() };
        let no_folder: Option<&Path> = None;
        let job = Job { dataset, entries, catalogue, spec: &spec, scores_out: no_folder, threads };
        votes.push(evaluate(job)?.items);
    }
    let sets = by_set(entries.iter().enumerate().map(|(place, entry)| (entry.set.as_str(), place)));
    let search = Search { sets: sets.into_iter().map(|(_, places)| places).collect(), votes, threads };
    let count = detectors.len();
    let only = |at: usize| (0..count).map(|other| if other == at { 1.0 } else { 0.0 }).collect::<Vec<_>>();
    let alone: Vec<f64> = (0..count).map(|at| search.mean_recall(&only(at))).collect();
    let mut tried = count;
    let mut starts: Vec<Vec<f64>> = vec![vec![1.0; count]];
    starts.extend((0..count).map(|at| (0..count).map(|other| if other == at { 1.0 } else { 0.1 }).collect()));
    let mut best = (f64::NEG_INFINITY, Vec::new());
    for start in starts {
        let (recall, weights) = search.climb(start, &mut tried);
        if recall > best.0 {
            best = (recall, weights);
        }
    }
    for (at, recall) in alone.iter().enumerate() {
        if *recall > best.0 {
            best = (*recall, only(at));
        }
    }
    let sum: f64 = best.1.iter().sum();
    let share = |weight: f64| crate::metrics::rounded(weight / sum, 4);
    let seated = detectors.iter().zip(&best.1).filter(|(_, weight)| share(**weight) > 0.0);
    Ok(Learnt {
        ensemble: seated.map(|(id, weight)| member(id, share(*weight))).collect(),
        mean_recall: best.0,
        alone: detectors.iter().cloned().zip(alone).collect(),
        tried,
    })
}

struct Search {
    sets: Vec<Vec<usize>>,
    /// For each detector, its confidence on every series.
    votes: Vec<Vec<Item>>,
    threads: usize,
}

impl Search {
    /// Moves one weight after the other while that improves recall.
    fn climb(&self, weights: Vec<f64>, tried: &mut usize) -> (f64, Vec<f64>) {
        let worth = |weights: &[f64]| {
            *tried += 1;
            Ok::<_, Infallible>(self.mean_recall(weights))
        };
        let Ok(found) = climb(weights, &STEPS, worth);
        found
    }

    /// The mean over the sets of the mean recall. Scores are weighed as an ensemble weighs votes: members that abstain
    /// are left out.
    fn mean_recall(&self, weights: &[f64]) -> f64 {
        let recalls = on_cores(&self.sets, self.threads, |places| {
            let items: Vec<Item> = places.iter().map(|place| self.weighed(weights, *place)).collect();
            Sweep::new(&items).mean_recall_of(&vec![1; items.len()])
        });
        mean(&recalls).unwrap_or(0.0)
    }

    fn weighed(&self, weights: &[f64], place: usize) -> Item {
        let Some(first) = self.votes.first() else { unreachable!("an ensemble has at least one member") };
        let mut item = first[place].clone();
        for row in 0..item.score.len() {
            let (mut sum, mut of) = (0.0, 0.0);
            for (votes, weight) in self.votes.iter().zip(weights) {
                let vote = votes[place].score[row];
                if *weight > 0.0 && !vote.is_nan() {
                    sum += weight * vote;
                    of += weight;
                }
            }
            item.score[row] = sum / of;
        }
        item
    }
}
