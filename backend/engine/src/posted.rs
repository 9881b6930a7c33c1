//! Scores points that a caller posts, without a source.

use std::collections::BTreeMap;

use seismo_detection::{
    Detection, DetectionSpec, Ensemble, Judged, JudgedRow, Member, MemberState, round_score,
};
use seismo_query::{knowledge::Resolved, read};
use seismo_series::{Grid, GridRange, Interval, Labels};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{CostEstimate, Engine, EngineError, check_scoring};

/// Largest number of points, and of instants from the first to the last one.
const MOST_POINTS: usize = 200_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(default)]
    interval: Option<String>,
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    detection: DetectionSpec,
    points: Vec<(i64, Option<f64>)>,
}

impl Engine {
    /// Scores the points of a JSON body, and returns JSON. Blocks are those of a series without labels; `calendars` are those
    /// of the data source.
    ///
    /// # Errors
    /// [`EngineError`], with the path of an invalid field in the body.
    pub async fn detect(
        &self,
        calendars: &BTreeMap<String, String>,
        body: &[u8],
    ) -> Result<Value, EngineError> {
        let value: Value = serde_json::from_slice(body)
            .map_err(|error| EngineError::field("body", format!("is not valid JSON: {error}")))?;
        let Body { interval, timezone, mut detection, points } = read(&value, "body")?;
        detection.interval = interval.or(detection.interval);
        if detection.together()?.is_some() {
            let problem = "posted points are one series, and a group has at least two: leave it out";
            return Err(EngineError::field("detection.together", problem));
        }
        let (range, values) = on_grid(Grid::new(detection.history(Interval::MINUTE)?.interval), &points)?;
        let resolved = Resolved::of(&detection, timezone.as_deref().unwrap_or("UTC"), calendars)?;
        let detection = Detection::new(&detection, self.catalogue(), Interval::MINUTE, resolved.knowledge)?;
        let grid = detection.grid;
        let work = CostEstimate::of(&detection.members, self.catalogue(), MOST_POINTS as u64);
        check_scoring(&work, range.len() as u64)?;

        let scoring = {
            let detection = detection.clone();
            move |values: Vec<f64>| {
                let mut timeline = detection.timeline(&Labels::new());
                timeline.settle(range.from, &values);
                timeline.score(range, &[])
            }
        };
        let scored =
            self.pool().map([values], scoring).await.inspect_err(|_| self.telemetry().panics.inc())?;
        let Some(scored) = scored.into_iter().next() else {
            return Err(EngineError::Failed("no scores came back".to_owned()));
        };
        let notices = notices(&scored.members, &detection.ensemble);
        let judged = Judged::new(scored, &detection.policy, &resolved.unreported.on(grid));
        let ids: Vec<_> = detection.ensemble.members().iter().map(|member| member.detector.id()).collect();
        let point = |(at, row): (usize, &JudgedRow)| {
            let vote = |(id, votes): (&&str, &Vec<f32>)| ((*id).to_owned(), json!(round_score(votes[at])));
            json!({
                "timeMs": grid.instant_ms(range.from + at as i64),
                "value": row.value, "score": row.score, "severity": row.severity.map(|severity| severity.number()),
                "expected": row.expected, "lower": row.lower(), "upper": row.upper(),
                "votes": ids.iter().zip(&judged.votes).map(vote).collect::<Map<_, _>>(),
            })
        };
        Ok(
            json!({ "points": judged.rows.iter().enumerate().map(point).collect::<Vec<_>>(), "notices": notices }),
        )
    }
}

/// Points on the grid; missing instants are gaps.
fn on_grid(grid: Grid, points: &[(i64, Option<f64>)]) -> Result<(GridRange, Vec<f64>), EngineError> {
    let interval = grid.interval();
    for (at, (ms, value)) in points.iter().enumerate() {
        if grid.instant_ms(grid.floor(*ms)) != *ms {
            let problem = format!("{ms} ms is not a whole multiple of the interval {interval} since 1970");
            return Err(EngineError::field(format!("points[{at}]"), problem));
        }
        if at > 0 && points[at - 1].0 >= *ms {
            let problem = format!("{ms} ms does not come after {} ms: points must ascend", points[at - 1].0);
            return Err(EngineError::field(format!("points[{at}]"), problem));
        }
        if value.is_some_and(f64::is_infinite) {
            return Err(EngineError::field(format!("points[{at}]"), "is infinite: write null for a gap"));
        }
    }
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else {
        return Ok((GridRange { from: 0, to: 0 }, Vec::new()));
    };
    let range = grid.between(*first, *last);
    if range.len() > MOST_POINTS {
        let problem =
            format!("span {} intervals of {interval}: at most {MOST_POINTS} are scored at once", range.len());
        return Err(EngineError::field("points", problem));
    }
    let mut values = vec![f64::NAN; range.len()];
    for (ms, value) in points {
        values[(grid.floor(*ms) - range.from) as usize] = value.unwrap_or(f64::NAN);
    }
    Ok((range, values))
}

fn notices(states: &[MemberState], ensemble: &Ensemble) -> Vec<String> {
    let told = |(state, member): (&MemberState, &Member)| {
        let what =
            if matches!(state, MemberState::Dropped(_)) { "does not vote" } else { "is still learning" };
        state.why().map(|why| format!("{} {what}: {why}.", member.detector.id()))
    };
    states.iter().zip(ensemble.members()).filter_map(told).collect()
}
