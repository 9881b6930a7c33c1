//! From a query and the data source's settings to what is fetched and scored, and its limits.

use seismo_detection::{Catalogue, DAY_MS, Detection, LookBack, Together};
use seismo_series::{Grid, GridRange, Interval};
use seismo_sources::{OverCap, SourceQuery, SourceSettings};

use crate::EngineError;
use crate::cost::{CostEstimate, check_scoring};
use seismo_query::knowledge::{Resolved, Window};
use seismo_query::{Hold, Output, Query};

/// The last instant that a range may reach: the end of the year 9999, in ms since 1970.
const LAST_MS: i64 = 253_402_300_799_999;

/// Distance between refreshes up to which a refresh continues from the last one, even for a range that may still change
/// as a whole: scores of this many milliseconds of settled samples are kept. Without them, each evaluation of an alert
/// rule would fit again. Higher: more work per cold query.
const REFRESH_MS: i64 = 3 * 3_600_000;

/// The requested range and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryRequest {
    /// Milliseconds since 1970, included.
    pub from_ms: i64,
    /// Milliseconds since 1970, included.
    pub to_ms: i64,
    /// Largest number of rows that can be drawn; 0 if unknown.
    pub max_rows: usize,
    /// Whether the query comes from an alert rule.
    pub from_alert: bool,
    /// The present, in milliseconds since 1970.
    pub now_ms: i64,
}

/// Everything that follows from a query before anything is fetched.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The query for the source, without the legend.
    pub source: SourceQuery,
    /// The legend template.
    pub legend: String,
    /// The name of a series without labels: the query as it was written, on one line. With the time range filled in, it
    /// would change with each refresh.
    pub unlabelled: String,
    /// The requested instants, none later than the present.
    pub range: GridRange,
    /// The scored instants: the requested ones, settled ones before them, and for open events up to a day before.
    pub scored: GridRange,
    /// The instants for which every series is needed: the requested ones; for groups everything that their fits may
    /// use, because a metric without a sample in the range still belongs to its group; for the output `age` also the
    /// history before.
    pub gathered: GridRange,
    /// Which series are metrics of one entity; `None` if each is scored alone.
    pub together: Option<Together>,
    /// One past the last settled instant.
    pub settled_to: i64,
    /// How late data may arrive, in milliseconds.
    pub offset_ms: i64,
    /// The present less the offset, in milliseconds since 1970.
    pub now_ms: i64,
    /// The detectors and the policy.
    pub detection: Detection,
    /// The excluded windows, in the order in which they were written.
    pub windows: Vec<Window>,
    /// Sample ranges in which no anomaly is reported: ascending, not touching.
    pub unreported: Vec<GridRange>,
    /// The output.
    pub output: Output,
    /// How long scores and severities are held within an open event.
    pub hold: Hold,
    /// How far open events reach back; `None` if the output does not depend on them.
    pub look_back: Option<LookBack>,
    /// Largest number of rows of a panel frame; 0 = all.
    pub max_rows: usize,
    /// The time zone's name.
    pub timezone: String,
    /// Largest number of series.
    pub max_series: usize,
    /// What to do with more series.
    pub over_cap: OverCap,
    /// The estimated cost, and its limits.
    pub cost: CostEstimate,
}

impl Plan {
    /// Plans a query.
    ///
    /// # Errors
    /// [`EngineError`] if a field, the time range or the amount of work is out of bounds.
    pub fn new(
        query: Query,
        settings: &SourceSettings,
        catalogue: &Catalogue,
        asked: QueryRequest,
    ) -> Result<Self, EngineError> {
        let Query { source, detection, output, hold, timezone, live: _ } = query;
        if source.kind() != settings.kind {
            return Err(seismo_sources::SourceError::OtherKind {
                query: source.kind(),
                source_kind: settings.kind,
            }
            .into());
        }
        let default_interval = settings.interval.unwrap_or(Interval::MINUTE);
        let grid = Grid::new(detection.history(default_interval)?.interval);
        let resolved = Resolved::of(&detection, &timezone, &settings.calendars)?;
        let asked = QueryRequest { now_ms: asked.now_ms.saturating_sub(resolved.offset_ms), ..asked };
        let range = time_range(asked, grid)?;
        let together = detection.together()?;
        let detection = Detection::new(&detection, catalogue, default_interval, resolved.knowledge)?;
        let output = expected_output(output, asked, together.is_some())?;
        let hold = hold.unwrap_or(if asked.from_alert { Hold::Event } else { Hold::Row });
        let look_back = looks_back(output, hold).then(|| LookBack::new(DAY_MS / grid.interval().ms()));
        let settled_to = grid.ceil(asked.now_ms.saturating_sub(settings.settle_ms));
        let first = look_back.map_or(range.from, |look_back| look_back.from(range.from));
        let first =
            if together.is_some() { first } else { first.min(settled_to - grid.samples_in(REFRESH_MS)) };
        let scored = GridRange { from: first, ..range };
        let cost = CostEstimate::of(&detection.members, catalogue, settings.max_samples);
        let fit = detection.history_samples();
        let (cost, gathered) = match together {
            Some(_) => (cost.together(fit), GridRange { from: scored.from - 2 * fit, ..range }),
            None if output == Output::Age => (cost.idle(), GridRange { from: range.from - fit, ..range }),
            None => (cost, range),
        };
        let plan = Self {
            legend: source.legend().to_owned(),
            unlabelled: one_line(&source.text()),
            source: without_legend(source),
            settled_to,
            range,
            scored,
            gathered,
            offset_ms: resolved.offset_ms,
            now_ms: asked.now_ms,
            unreported: resolved.unreported.on(grid),
            windows: resolved.windows,
            detection,
            cost,
            output,
            hold,
            look_back,
            max_rows: asked.max_rows,
            timezone,
            max_series: settings.max_series,
            // A group without some of its metrics would have other scores, and `age` exists to report missing series.
            over_cap: if asked.from_alert || together.is_some() || output == Output::Age {
                OverCap::Refuse
            } else {
                OverCap::Truncate
            },
            together,
        };
        // If one series is already too much, no fetch is needed.
        plan.check_cost(1)?;
        Ok(plan)
    }

    /// Largest number of samples that one series needs: those of the range, or those that are scored and twice the
    /// history before.
    pub fn samples_each(&self) -> u64 {
        let before = 2 * self.detection.history_samples();
        let scored = self.scored.len() as u64 + before.unsigned_abs();
        if self.output == Output::Age { self.gathered.len() as u64 } else { scored }
    }

    /// Checks whether this many series are allowed.
    pub fn check_cost(&self, series: usize) -> Result<(), EngineError> {
        let series = series as u64;
        let each = self.samples_each();
        let needed = series.saturating_mul(each);
        if needed > self.cost.max_samples {
            return Err(EngineError::TooManySamples { needed, series, each, allowed: self.cost.max_samples });
        }
        let points = self.gathered.len().max(self.scored.len()) as u64;
        check_scoring(&self.cost, series.saturating_mul(points))
    }
}

/// Whether an output depends on open events.
const fn looks_back(output: Output, hold: Hold) -> bool {
    match output {
        Output::Cause | Output::CauseSamples | Output::CauseSize | Output::Since => true,
        Output::Score | Output::Severity => matches!(hold, Hold::Event),
        _ => false,
    }
}

/// The output to use, if the caller can have it.
fn expected_output(output: Output, asked: QueryRequest, of_groups: bool) -> Result<Output, EngineError> {
    if asked.from_alert && output == Output::Events {
        let problem =
            "\"events\" is a list, and an alert rule needs one number for each series: write \"score\"";
        return Err(EngineError::field("output", problem));
    }
    if of_groups && !Output::OF_GROUPS.contains(&output) {
        let possible = Output::OF_GROUPS.map(|output| format!("{:?}", output.id())).join(", ");
        let problem = format!(
            "{:?} does not work with detection.together, because a group has no expected value, no cause and no age: \
             write one of {possible}",
            output.id()
        );
        return Err(EngineError::field("output", problem));
    }
    Ok(if asked.from_alert && output == Output::Panel { Output::Score } else { output })
}

/// The instants of the range, none later than the present.
fn time_range(asked: QueryRequest, grid: Grid) -> Result<GridRange, EngineError> {
    let QueryRequest { from_ms, to_ms, now_ms, .. } = asked;
    let wrong = |problem: String| Err(EngineError::field("time range", problem));
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
            "from {from_ms} ms to {to_ms} ms is invalid: choose one from the year 1970 to the year 9999"
        ));
    }
    Ok(grid.between(from_ms, to_ms.min(now_ms)))
}

fn one_line(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
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
