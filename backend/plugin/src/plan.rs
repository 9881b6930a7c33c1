//! From a query and the data source's settings to what is fetched, what is scored, and how much that may be.

use std::sync::Arc;

use seismo_detection::{Catalogue, Ensemble, History, MemberSpec, Preset, Together, Verdict};
use seismo_series::{Grid, GridRange, Interval};
use seismo_sources::{OverCap, SourceQuery, SourceSettings};
use serde_json::Map;

use crate::PluginError;
use crate::knowledge::Known;
use crate::query::{Output, Query};
use crate::work::{Work, check_scoring};

/// The last instant that a range may reach: the end of the year 9999.
const LAST_MS: i64 = 253_402_300_799_999;

/// The range and the size that Grafana asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Milliseconds since 1970, included.
    pub from_ms: i64,
    /// Milliseconds since 1970, included.
    pub to_ms: i64,
    /// The most rows that can be drawn; 0 where nobody says.
    pub max_rows: usize,
    /// Whether an alert rule asks.
    pub from_alert: bool,
    /// The present, in milliseconds since 1970.
    pub now_ms: i64,
}

/// Everything that follows from a query before anything is fetched.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What to ask the source; the legend is apart.
    pub source: SourceQuery,
    /// The legend template.
    pub legend: String,
    /// Interval, history and season.
    pub history: History,
    /// The grid of the interval.
    pub grid: Grid,
    /// The instants asked for, none later than the present.
    pub range: GridRange,
    /// The instants of which every series is needed: those asked for, and for groups all that a fit of theirs may look at, for
    /// a metric without a sample in the range belongs to its group all the same.
    pub gathered: GridRange,
    /// Which series are metrics of one thing; `None` where each is scored alone.
    pub together: Option<Together>,
    /// One past the last settled instant.
    pub settled_to: i64,
    /// The present, in milliseconds since 1970, less the offset of late data.
    pub now_ms: i64,
    /// What the operator knows.
    pub known: Known,
    /// Where no anomaly is reported, in samples: ascending, none touching another.
    pub unreported: Vec<GridRange>,
    /// The members.
    pub ensemble: Arc<Ensemble>,
    /// The members as they are written, for the cache's key.
    pub members: Vec<MemberSpec>,
    /// The members' names for people, in the order of the ensemble.
    pub names: Vec<&'static str>,
    /// The preset's name.
    pub preset: Preset,
    /// What turns scores into severities.
    pub verdict: Verdict,
    /// What to make of it.
    pub output: Output,
    /// The most rows of a panel frame; 0 = all.
    pub max_rows: usize,
    /// The time zone's name.
    pub timezone: String,
    /// The most series.
    pub max_series: usize,
    /// What to do beyond that.
    pub over_cap: OverCap,
    /// The work.
    pub work: Work,
}

impl Plan {
    /// Plans a query.
    ///
    /// # Errors
    /// [`PluginError`] when a field, the time range or the amount of work is out of bounds.
    pub fn new(
        query: Query,
        settings: &SourceSettings,
        catalogue: &Catalogue,
        asked: Asked,
    ) -> Result<Self, PluginError> {
        let Query { source, detection, output, timezone, live: _ } = query;
        if source.kind() != settings.kind {
            return Err(seismo_sources::SourceError::OtherKind {
                query: source.kind(),
                source_kind: settings.kind,
            }
            .into());
        }
        let history = detection.history(settings.interval.unwrap_or(Interval::MINUTE))?;
        let known = Known::of(&detection, &timezone, &settings.calendars)?;
        let asked = Asked { now_ms: asked.now_ms.saturating_sub(known.offset_ms), ..asked };
        let grid = Grid::new(history.interval);
        let range = time_range(asked, grid)?;
        let together = detection.together()?;
        // What scores a group is no member of any ensemble; its kin stands for it where members are named.
        let members = together.as_ref().map_or_else(|| detection.members(), |_| vec![autoencoder()]);
        let before = 2 * grid.samples_in(history.history_ms);
        let verdict = detection.verdict(history.interval)?;
        if asked.from_alert && output == Output::Events {
            let problem =
                "\"events\" is a list, and an alert rule needs one number for each series: write \"score\"";
            return Err(PluginError::field("output", problem));
        }
        let mut work = Work::of(&members, catalogue, settings.max_samples);
        if together.is_some() {
            expect_score(output)?;
            work = work.together(before);
        }
        let plan = Self {
            legend: source.legend().to_owned(),
            source: without_legend(source),
            settled_to: grid.ceil(asked.now_ms.saturating_sub(settings.settle_ms)),
            history,
            grid,
            range,
            gathered: GridRange { from: range.from - if together.is_some() { before } else { 0 }, ..range },
            now_ms: asked.now_ms,
            unreported: known.unreported.on(grid),
            known,
            ensemble: Arc::new(catalogue.ensemble(&members)?),
            work,
            names: members
                .iter()
                .filter_map(|member| catalogue.get(&member.detector))
                .map(|info| info.name)
                .collect(),
            members,
            preset: detection.preset(),
            // How rare a point is, only a detector that learns it says: see `detection.budget`.
            verdict: Verdict { budget: verdict.budget.filter(|_| together.is_none()), ..verdict },
            output: if asked.from_alert && output == Output::Panel { Output::Score } else { output },
            max_rows: asked.max_rows,
            timezone,
            max_series: settings.max_series,
            // A group without some of its metrics would have other scores.
            over_cap: if asked.from_alert || together.is_some() {
                OverCap::Refuse
            } else {
                OverCap::Truncate
            },
            together,
        };
        // One series is the least: what is too much for one needs no fetch.
        plan.check_work(1)?;
        Ok(plan)
    }

    /// Samples that one series needs at most: the range, and twice the history before it.
    pub fn samples_each(&self) -> u64 {
        let before = 2 * self.grid.samples_in(self.history.history_ms);
        self.range.len() as u64 + before.unsigned_abs()
    }

    /// Whether this many series are few enough.
    ///
    /// # Errors
    /// [`PluginError::TooManySamples`] and [`PluginError::TooMuchWork`].
    pub fn check_work(&self, series: usize) -> Result<(), PluginError> {
        let series = series as u64;
        let each = self.samples_each();
        let needed = series.saturating_mul(each);
        if needed > self.work.max_samples {
            return Err(PluginError::TooManySamples { needed, series, each, allowed: self.work.max_samples });
        }
        check_scoring(&self.work, series.saturating_mul(self.gathered.len() as u64))
    }
}

fn autoencoder() -> MemberSpec {
    MemberSpec { detector: "dense_autoencoder".to_owned(), weight: 1.0, parameters: Map::new() }
}

/// Whether a group has this output: its metrics have a score together, and no expected value.
fn expect_score(output: Output) -> Result<(), PluginError> {
    if !matches!(output, Output::Deviation | Output::Expected) {
        return Ok(());
    }
    let problem = format!(
        "{:?} is not possible with detection.together, for a group has no expected value: write \"panel\", \"score\", \
         \"severity\" or \"events\"",
        output.id()
    );
    Err(PluginError::field("output", problem))
}

/// The instants of the range, none later than the present.
fn time_range(asked: Asked, grid: Grid) -> Result<GridRange, PluginError> {
    let Asked { from_ms, to_ms, now_ms, .. } = asked;
    let wrong = |problem: String| Err(PluginError::field("time range", problem));
    if from_ms > to_ms {
        return wrong(format!(
            "ends at {to_ms} ms, before it starts at {from_ms} ms: choose an end after the start"
        ));
    }
    if from_ms == to_ms {
        return wrong(format!("is empty, from {from_ms} ms to {to_ms} ms: choose an end after the start"));
    }
    if from_ms < 0 || to_ms > LAST_MS {
        return wrong(format!(
            "from {from_ms} ms to {to_ms} ms is not possible: choose one from the year 1970 to the year 9999"
        ));
    }
    Ok(grid.between(from_ms, to_ms.min(now_ms)))
}

fn without_legend(mut source: SourceQuery) -> SourceQuery {
    match &mut source {
        SourceQuery::Prometheus { legend, .. }
        | SourceQuery::Influx { legend, .. }
        | SourceQuery::Sample { legend, .. } => {
            legend.clear();
        }
    }
    source
}
