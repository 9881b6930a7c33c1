//! Finds series that have stopped: their samples end well before the range does.

use jiff::Timestamp;
use seismo_series::GridRange;

use crate::Plan;
use seismo_explain::Notice;

/// Number of missing samples at the end that are tolerated. Higher: later notices.
const FEW: i64 = 3;
/// Largest number of series named in the notice.
const MOST_NAMED: usize = 3;

/// The newest sample of a series, and the distance of its samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Grid index of the newest sample.
    last: i64,
    /// Average number of intervals between its samples, rounded up; at least 1.
    apart: i64,
}

impl Seen {
    /// Finds them among the samples from grid index `first` on (NaN = gap); `None` if there is no sample.
    pub(crate) fn among(first: i64, samples: &[f64]) -> Option<Self> {
        let is_sample = |value: &f64| !value.is_nan();
        let (from, to) = (samples.iter().position(is_sample)?, samples.iter().rposition(is_sample)?);
        let others = samples[from..to].iter().filter(|value| is_sample(value)).count().max(1);
        Some(Self { last: first + to as i64, apart: (to - from).div_ceil(others).max(1) as i64 })
    }

    /// Whether more samples are missing at the end of `range` than such a series usually lacks.
    const fn has_stopped(self, range: GridRange) -> bool {
        range.to - 1 - self.last > FEW * self.apart
    }
}

/// The notice with the series, of `count`, that have stopped, by name and time. A series without a sample in the whole
/// range is not known here; the notice says so.
pub(crate) fn gone<'a>(
    plan: &Plan,
    range: GridRange,
    count: usize,
    seen: impl Iterator<Item = (&'a str, Seen)>,
) -> Option<Notice> {
    let mut stopped: Vec<_> = seen.filter(|(_, seen)| seen.has_stopped(range)).collect();
    // The newest loss first, because an older one is probably known.
    stopped.sort_by(|(a, first), (b, second)| second.last.cmp(&first.last).then(a.cmp(b)));
    let named: Vec<String> = stopped
        .iter()
        .take(MOST_NAMED)
        .map(|(name, seen)| format!("{name} since {}", local(plan, seen.last)))
        .collect();
    let more = match stopped.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!stopped.is_empty()).then(|| {
        Notice::warning(format!(
            "{} of {count} series no longer have samples: {}{more} (times in {}). Nothing is scored there. A series without a \
             sample in the whole range is not shown at all; the output \"age\" reports it.",
            stopped.len(),
            named.join(", "),
            plan.timezone,
        ))
    })
}

/// An instant on the wall clock of the query.
fn local(plan: &Plan, index: i64) -> String {
    let local_ms = plan.detection.knowledge.calendar.local_ms(plan.detection.grid.instant_ms(index));
    let moment = Timestamp::from_millisecond(local_ms).unwrap_or_default();
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: f64 = f64::NAN;

    #[test]
    fn a_series_has_stopped_when_more_is_missing_than_it_lacks_now_and_then() {
        let dense = |gaps: usize| [vec![1.0; 10], vec![GAP; gaps]].concat();
        let sparse = |gaps: usize| [[1.0, GAP, GAP, GAP, GAP].repeat(4), vec![1.0], vec![GAP; gaps]].concat();
        for (what, samples, stopped) in [
            ("nothing", vec![], None),
            ("gaps alone", vec![GAP; 9], None),
            ("all there", dense(0), Some(false)),
            ("three missing", dense(3), Some(false)),
            ("four missing", dense(4), Some(true)),
            ("one sample, long ago", [vec![1.0], vec![GAP; 4]].concat(), Some(true)),
            ("every fifth, three more missing", sparse(15), Some(false)),
            ("every fifth, and then none", sparse(16), Some(true)),
            (
                "a hole in the middle",
                [vec![1.0], vec![GAP; 5], vec![1.0; 9], vec![GAP; 7]].concat(),
                Some(true),
            ),
        ] {
            let range = GridRange { from: 100, to: 100 + samples.len() as i64 };
            let found = Seen::among(range.from, &samples).map(|seen| seen.has_stopped(range));
            assert_eq!(found, stopped, "{what}");
        }
    }
}
