//! The cost of every detector of the catalogue, beside the cost that it claims.

use std::hint::black_box;
use std::sync::Arc;

use seismo_detection::{Blocks, Catalogue, Ensemble, MemberSpec, Season, Timeline};
use seismo_series::{Grid, Interval, Labels};
use serde_json::Map;

use crate::Failure;
use crate::auto::check;
use crate::data::{DAY, series};
use crate::turns::{Contestant, Measured, Took, take_turns, timed};

/// Number of samples of the history, and as many that are scored: a fit serves a whole block.
const HISTORY: usize = 7 * DAY;

/// Every detector with its own parameters, in the order of the catalogue: a fit to a week and the scores of the week
/// after. The points are the scored ones.
pub(crate) fn detectors(catalogue: &Catalogue) -> Result<Vec<Measured>, Failure> {
    const ROUNDS: usize = 3;
    let values = series(2 * HISTORY, 42);
    let contestant = |id: &str| -> Result<Contestant<'_>, Failure> {
        let member = MemberSpec { detector: id.to_owned(), weight: 1.0, parameters: Map::new() };
        let ensemble = Arc::new(catalogue.ensemble(&[member])?);
        let values = &values;
        Ok(Contestant::new(id, HISTORY, move || cold(&ensemble, values)))
    };
    let contestants: Result<Vec<_>, _> = catalogue.detectors().map(|info| contestant(info.id)).collect();
    take_turns(contestants?, ROUNDS)
}

/// The time for a fit to the first half of `values` and the scores of the second.
fn cold(ensemble: &Arc<Ensemble>, values: &[f64]) -> Result<Took, Failure> {
    let interval = Interval::MINUTE;
    let blocks = Blocks::new(Grid::new(interval), HISTORY as i64 * interval.ms(), &Labels::new());
    let (scored, took) = timed(|| {
        let mut timeline = Timeline::new(blocks, Arc::clone(ensemble), Season::Auto);
        timeline.settle(blocks.range(0).from, values);
        black_box(timeline.score(blocks.range(1), &[]))
    });
    check(scored.scores.score.iter().filter(|score| !score.is_nan()).count(), HISTORY)?;
    Ok(took)
}
