//! The numbers of one subject on one half.

use super::Run;
use crate::bootstrap::{Draws, Interval95};
use crate::dataset::Entry;
use crate::metrics::Item;
use crate::metrics::alerts::{AlertView, Sweep, tally};
use crate::metrics::nab::{Corpus, NabScore};
use crate::report::{mean, volumes};
use crate::sets::by_set;

/// Number of draws of series for each interval. Higher: more exact intervals, slower.
const DRAWS: usize = 1000;

/// The numbers of a subject, set by set.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) sets: Vec<OfSet>,
    /// The mean over the sets of the mean recall, in each draw; paired between subjects on the same series.
    pub(super) draws: Vec<f64>,
}

/// The numbers of one set.
#[derive(Debug)]
pub(super) struct OfSet {
    pub(super) set: String,
    pub(super) series: usize,
    pub(super) mean_recall: f64,
    pub(super) mean_recall_within: Option<Interval95>,
    pub(super) recall_at_one: f64,
    pub(super) volume: Option<(f64, Option<Interval95>)>,
    pub(super) alerts: AlertView,
    pub(super) nab: Option<OfNab>,
}

/// NAB's numbers.
#[derive(Debug)]
pub(super) struct OfNab {
    pub(super) best: NabScore,
    pub(super) fixed: NabScore,
    /// The interval of the standard profile at its best threshold.
    pub(super) within: Option<Interval95>,
}

impl Measured {
    pub(super) fn new(run: &Run, entries: &[Entry], takes: &dyn Fn(&Entry) -> bool, threshold: f64) -> Self {
        let taken = run.places.iter().zip(&run.items).filter(|(place, _)| takes(&entries[**place]));
        let sets = by_set(taken.map(|(place, item)| (entries[*place].set.clone(), item.clone())));
        let mut draws = vec![0.0; DRAWS];
        let count = sets.len() as f64;
        let mut of_set = |(set, items): (String, Vec<Item>)| {
            let (measured, recalls) = OfSet::new(set, &items, threshold);
            draws.iter_mut().zip(recalls).for_each(|(sum, recall)| *sum += recall / count);
            measured
        };
        let sets = sets.into_iter().map(&mut of_set).collect();
        Self { sets, draws }
    }

    /// The mean over the sets of the mean recall; `None` without sets.
    pub(super) fn mean_recall(&self) -> Option<f64> {
        mean(&self.sets.iter().map(|set| set.mean_recall).collect::<Vec<_>>())
    }
}

impl OfSet {
    /// The numbers, and the mean recall in each draw.
    fn new(set: String, items: &[Item], threshold: f64) -> (Self, Vec<f64>) {
        let draws = Draws::new(items.len(), DRAWS);
        let sweep = Sweep::new(items);
        let recalls = draws.of(|times| sweep.mean_recall_of(times));
        let tallies: Vec<_> = items.iter().map(|item| tally(item, threshold)).collect();
        let is_nab = items.iter().any(Item::is_nab);
        let volumes = if is_nab { Vec::new() } else { volumes(items) };
        let volume_within = || Interval95::of(&Draws::new(volumes.len(), DRAWS).mean_of(&volumes));
        let nab = is_nab.then(|| {
            let corpus = Corpus::new(items);
            OfNab {
                best: corpus.score(None),
                fixed: corpus.score(Some(threshold)),
                within: Interval95::of(&draws.of(|times| corpus.best_of(0, times))),
            }
        });
        let measured = Self {
            set,
            series: items.len(),
            mean_recall: sweep.mean_recall(),
            mean_recall_within: Interval95::of(&recalls),
            recall_at_one: sweep.recall_at(1.0),
            volume: mean(&volumes).map(|volume| (volume, volume_within())),
            alerts: AlertView::of(&tallies),
            nab,
        };
        (measured, recalls)
    }
}
