//! How often a person would have been alerted: counts alarms in runs of scores.

/// Number of samples below the threshold that do not end an alarm. Higher: fewer alarms.
const MERGE: usize = 10;
/// Number of samples after which a lasting alarm is counted again. Higher: fewer alarms.
const REFIRE: usize = 60;

/// The samples at which an alarm is counted: a run of scores at or above `threshold` is one alarm. Gaps of at most 10
/// samples are joined, and a lasting alarm is counted again every 60 samples. `scores`: `n` samples, ascending time;
/// NaN is below every threshold.
pub fn alarm_starts(scores: impl IntoIterator<Item = f64>, threshold: f64) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut seen: Option<(usize, usize)> = None;
    for (at, _) in scores.into_iter().enumerate().filter(|(_, score)| *score >= threshold) {
        let first = match seen {
            Some((first, last)) if at - last <= MERGE && at - first < REFIRE => first,
            _ => {
                starts.push(at);
                at
            }
        };
        seen = Some((first, at));
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_runs_are_one_alarm_and_a_long_one_is_counted_again() {
        let mut scores = vec![0.0; 40];
        for at in [5, 6, 16, 29] {
            scores[at] = 0.7;
        }
        scores[3] = f64::NAN;
        assert_eq!(alarm_starts(scores.iter().copied(), 0.6), [5, 29]);
        assert_eq!(alarm_starts([1.0; 130], 0.6), [0, 60, 120]);
        assert!(alarm_starts(scores, 0.8).is_empty());
    }
}
