//! What a query's `detection` comes to: everything that scores a series and judges its scores.

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
    /// The members as they are written.
    pub members: Vec<MemberSpec>,
    /// The members' names for people, in the same order.
    pub names: Vec<&'static str>,
    /// The members.
    pub ensemble: Arc<Ensemble>,
    /// What operators know that changes scores.
    pub knowledge: Arc<Knowledge>,
    /// What turns scores into severities.
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
        // What scores a group is no member of any ensemble; its kin stands for it where members are named.
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
            // Only a detector that learns it says how rare a point is; what several metrics say together is a confidence.
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
