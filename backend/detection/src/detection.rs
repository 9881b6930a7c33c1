//! A query's `detection`, assembled: everything that scores a series and judges its scores.

use std::sync::Arc;

use seismo_series::{Grid, Interval, Labels};
use serde_json::Map;

use crate::{
    AlertPolicy, Blocks, Catalogue, DetectionSpec, Ensemble, History, Knowledge, MemberSpec, Preset,
    SpecError, Timeline,
};

/// Everything that scores a series and judges its scores, assembled once for all series of a query.
#[derive(Debug, Clone)]
pub struct Detection {
    /// Interval, history and season.
    pub history: History,
    /// The grid of the interval.
    pub grid: Grid,
    /// The preset.
    pub preset: Preset,
    /// The members as written in the query.
    pub members: Vec<MemberSpec>,
    /// The members' display names, in the same order.
    pub names: Vec<&'static str>,
    /// The members.
    pub ensemble: Arc<Ensemble>,
    /// The knowledge of operators that changes scores.
    pub knowledge: Arc<Knowledge>,
    /// The policy that turns scores into severities.
    pub policy: AlertPolicy,
}

impl Detection {
    /// Assembles a specification. `default_interval` is the data source's own.
    ///
    /// # Errors
    /// [`SpecError`] names the field, its value and what would be right.
    pub fn new(
        spec: &DetectionSpec,
        catalogue: &Catalogue,
        default_interval: Interval,
        knowledge: Knowledge,
    ) -> Result<Self, SpecError> {
        let history = spec.history(default_interval)?;
        let groups = spec.together()?.is_some();
        // No ensemble member scores groups; the dense autoencoder stands in where members are named.
        let members = if groups { vec![autoencoder()] } else { spec.members() };
        let policy = spec.policy(history.interval)?;
        let names = members.iter().filter_map(|member| catalogue.get(&member.detector)).map(|info| info.name);
        Ok(Self {
            history,
            grid: Grid::new(history.interval),
            preset: spec.preset(),
            names: names.collect(),
            ensemble: Arc::new(catalogue.ensemble(&members)?),
            members,
            knowledge: Arc::new(knowledge),
            // Only scores that say how rare a point is have a budget; the score of a group is a confidence.
            policy: AlertPolicy { budget: policy.budget.filter(|_| !groups), ..policy },
        })
    }

    /// The blocks of the series, or of the group of series, with these labels.
    pub fn blocks(&self, labels: &Labels) -> Blocks {
        Blocks::new(self.grid, self.history.history_ms, labels)
    }

    /// The timeline of the series with these labels, without samples.
    pub fn timeline(&self, labels: &Labels) -> Timeline {
        Timeline::new(self.blocks(labels), Arc::clone(&self.ensemble), self.history.season)
            .knowing(Arc::clone(&self.knowledge))
    }

    /// The number of samples in a history.
    pub const fn history_samples(&self) -> i64 {
        self.grid.samples_in(self.history.history_ms)
    }
}

fn autoencoder() -> MemberSpec {
    MemberSpec { detector: "dense_autoencoder".to_owned(), weight: 1.0, parameters: Map::new() }
}
