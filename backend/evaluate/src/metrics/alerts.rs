//! Alarms as people get them: events found, and false alarms per week of a series.
//!
//! A run of rows at or above the threshold is an alarm. Gaps of at most 10 rows are joined, and a lasting alarm is
//! counted again every 60 rows. An event is found by a row from its start to 10 rows after its end; an alarm outside of
//! 3 rows before to 10 rows after an event is false. For NAB an event is the window itself.

use seismo_detection::alarm_starts;

use super::Item;
use super::quantile::{median, quantile};
use super::rounded;

/// Rows after an event in which it can still be found. Higher: more recall, fewer false alarms.
const GRACE: usize = 10;
/// Rows before an event in which an alarm is not false. Higher: fewer false alarms.
const LEAD: usize = 3;
/// Seconds of a week.
const WEEK_S: f64 = 604_800.0;
/// False alarms per series-week at which the mean recall is taken.
pub const BUDGETS: [f64; 5] = [0.5, 1.0, 2.0, 4.0, 8.0];

/// Recall and alarms at a threshold.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct AlertView {
    /// Share of the events found, three decimals.
    pub recall: f64,
    /// False alarms per week and series, three decimals.
    pub false_per_week: f64,
    /// Share of the alarms that are not false, three decimals.
    pub precision: f64,
    /// The median delay of found events, in samples.
    pub delay_samples: Option<f64>,
    /// Number of events.
    pub events: usize,
}

/// The counts of one series at one threshold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Number of events.
    pub events: usize,
    /// Number of events found.
    pub found: usize,
    /// Number of alarms on an event.
    pub hits: usize,
    /// Number of false alarms.
    pub false_alarms: usize,
    /// Weeks of judged rows.
    pub weeks: f64,
    /// Delay of each event found, in samples.
    pub delays: Vec<f64>,
}

/// First and last row of the labelled events that end at `start` or later; events at most 2 rows apart are joined.
pub fn events(label: &[bool], start: usize) -> Vec<(usize, usize)> {
    const JOIN: usize = 2;
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut row = 0;
    while row < label.len() {
        if !label[row] {
            row += 1;
            continue;
        }
        let length = label[row..].iter().take_while(|label| **label).count();
        let (first, last) = (row.max(start), row + length - 1);
        row += length;
        if last < start {
            continue;
        }
        match out.last_mut() {
            Some(event) if first - event.1 <= JOIN => event.1 = last,
            _ => out.push((first, last)),
        }
    }
    out
}

/// For each of `rows` rows, whether an alarm there is not false, for events from [`events`].
pub fn covered(events: &[(usize, usize)], rows: usize, is_nab: bool) -> Vec<bool> {
    let (lead, grace) = margins(is_nab);
    let mut out = vec![false; rows];
    for (first, last) in events {
        out[first.saturating_sub(lead)..(last + grace + 1).min(rows)].fill(true);
    }
    out
}

/// Number of false alarms from row `from` on. `scores` and `covered` have a value for each row.
pub fn false_alarms(scores: &[f64], threshold: f64, from: usize, covered: &[bool]) -> usize {
    let alarms = alarm_starts(scores[from..].iter().copied(), threshold);
    alarms.into_iter().filter(|row| !covered[from + row]).count()
}

/// Rows before and after an event in which an alarm is not false.
const fn margins(is_nab: bool) -> (usize, usize) {
    if is_nab { (0, 0) } else { (LEAD, GRACE) }
}

/// Counts events and alarms of a series at a threshold.
pub fn tally(item: &Item, threshold: f64) -> Tally {
    let rows = item.score.len();
    let score = &item.score[item.start..];
    let (lead, grace) = margins(item.is_nab());
    let mut tally = Tally {
        events: item.events.len(),
        weeks: (rows - item.start) as f64 * item.interval_s / WEEK_S,
        ..Tally::default()
    };
    let alarms = alarm_starts(score.iter().copied(), threshold);
    let mut hit = vec![false; alarms.len()];
    for (first, last) in &item.events {
        let end = (last + grace + 1).min(rows);
        let delay = item.score[*first..end].iter().position(|score| *score >= threshold);
        tally.found += usize::from(delay.is_some());
        tally.delays.extend(delay.map(|delay| delay as f64));
        for (alarm, hit) in alarms.iter().zip(&mut hit) {
            *hit |= (first.saturating_sub(lead)..end).contains(&(alarm + item.start));
        }
    }
    tally.hits = hit.iter().filter(|hit| **hit).count();
    tally.false_alarms = alarms.len() - tally.hits;
    tally
}

impl AlertView {
    /// The view over several series.
    pub fn of(tallies: &[Tally]) -> Self {
        let sum = |what: fn(&Tally) -> usize| tallies.iter().map(what).sum::<usize>();
        let (events, found) = (sum(|tally| tally.events), sum(|tally| tally.found));
        let (hits, false_alarms) = (sum(|tally| tally.hits), sum(|tally| tally.false_alarms));
        let weeks: f64 = tallies.iter().map(|tally| tally.weeks).sum();
        let mut delays: Vec<f64> = tallies.iter().flat_map(|tally| tally.delays.iter().copied()).collect();
        Self {
            recall: rounded(found as f64 / events.max(1) as f64, 3),
            false_per_week: rounded(false_alarms as f64 / weeks.max(1e-9), 3),
            precision: rounded(hits as f64 / (hits + false_alarms).max(1) as f64, 3),
            delay_samples: median(&mut delays),
            events,
        }
    }
}

/// Series at the thresholds among which the best for a number of false alarms is searched.
#[derive(Debug)]
pub struct Sweep {
    /// For each threshold, highest first, the tallies of all series in their order.
    tallies: Vec<Vec<Tally>>,
}

impl Sweep {
    /// 48 thresholds at evenly spaced logarithms of the share of rows above: 10^-5.5 to 10^-0.5 of all scores.
    pub fn new(items: &[Item]) -> Self {
        let judged = items.iter().flat_map(|item| &item.score[item.start..]);
        let mut scores: Vec<f64> = judged.copied().filter(|score| score.is_finite()).collect();
        scores.sort_unstable_by(f64::total_cmp);
        let mut thresholds: Vec<f64> = Vec::new();
        if !scores.is_empty() {
            let step = 5.0 / 47.0;
            let exponent = |at: i32| if at == 47 { -0.5 } else { f64::from(at) * step - 5.5 };
            thresholds = (0..48).map(|at| quantile(&scores, 1.0 - 10_f64.powf(exponent(at)))).collect();
            thresholds.sort_unstable_by(|a, b| b.total_cmp(a));
            thresholds.dedup();
        }
        let at = |threshold: f64| items.iter().map(|item| tally(item, threshold)).collect();
        Self { tallies: thresholds.into_iter().map(at).collect() }
    }

    /// The recall at the lowest threshold that raises at most `budget` false alarms per series-week, found by
    /// bisection.
    pub fn recall_at(&self, budget: f64) -> f64 {
        self.recall_of(budget, &mut |tallies| {
            let view = AlertView::of(tallies);
            (view.false_per_week, view.recall)
        })
    }

    /// The mean recall over [`BUDGETS`], three decimals.
    pub fn mean_recall(&self) -> f64 {
        rounded(BUDGETS.iter().map(|budget| self.recall_at(*budget)).sum::<f64>() / BUDGETS.len() as f64, 3)
    }

    /// The mean recall over [`BUDGETS`] of a sample of the series, each taken `times` times.
    pub fn mean_recall_of(&self, times: &[usize]) -> f64 {
        let mut view = |tallies: &[Tally]| {
            let (mut events, mut found, mut false_alarms, mut weeks) = (0, 0, 0, 0.0);
            for (tally, times) in tallies.iter().zip(times) {
                events += tally.events * times;
                found += tally.found * times;
                false_alarms += tally.false_alarms * times;
                weeks += tally.weeks * *times as f64;
            }
            (false_alarms as f64 / weeks.max(1e-9), found as f64 / events.max(1) as f64)
        };
        BUDGETS.iter().map(|budget| self.recall_of(*budget, &mut view)).sum::<f64>() / BUDGETS.len() as f64
    }

    fn recall_of(&self, budget: f64, view: &mut impl FnMut(&[Tally]) -> (f64, f64)) -> f64 {
        let (mut from, mut to, mut best) = (0, self.tallies.len(), 0.0);
        while from < to {
            let middle = usize::midpoint(from, to.saturating_sub(1));
            let (false_per_week, recall) = view(&self.tallies[middle]);
            if false_per_week <= budget {
                best = recall;
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(score: &[f64], label: &[bool], start: usize) -> Item {
        Item {
            set: "kpi".into(),
            interval_s: 60.0,
            score: score.to_vec(),
            alert: score.to_vec(),
            events: events(label, start),
            label: label.to_vec(),
            start,
            windows: Vec::new(),
        }
    }

    #[test]
    fn events_are_joined_over_one_row_and_cut_at_the_start() {
        let label = |text: &str| text.chars().map(|c| c == '1').collect::<Vec<_>>();
        for (text, start, want) in [
            ("0110", 0, vec![(1, 2)]),
            ("01101", 0, vec![(1, 4)]),
            ("011001", 0, vec![(1, 2), (5, 5)]),
            ("1110", 1, vec![(1, 2)]),
            ("1100", 2, vec![]),
            ("", 0, vec![]),
        ] {
            assert_eq!(events(&label(text), start), want, "{text}");
        }
    }

    #[test]
    fn alarms_near_an_event_are_not_false_and_late_ones_find_it() {
        let mut label = vec![false; 100];
        label[50..=52].fill(true);
        // Three rows before: no false alarm, but nothing found either.
        let mut score = vec![0.0; 100];
        score[47] = 1.0;
        let found = tally(&item(&score, &label, 0), 0.6);
        assert_eq!((found.found, found.hits, found.false_alarms), (0, 1, 0));
        // Ten rows after its end it counts as found; eleven is a false alarm.
        score[47] = 0.0;
        score[62] = 1.0;
        let found = tally(&item(&score, &label, 0), 0.6);
        assert_eq!((found.found, found.hits, found.false_alarms), (1, 1, 0));
        assert_eq!(found.delays, [12.0]);
        (score[62], score[63]) = (0.0, 1.0);
        let found = tally(&item(&score, &label, 0), 0.6);
        assert_eq!((found.found, found.hits, found.false_alarms), (0, 0, 1));
    }

    #[test]
    fn recall_at_a_budget_takes_the_lowest_threshold_that_keeps_it() {
        // 1000 minutes: one false alarm is 10.08 a week. The event has the second highest score.
        let mut label = vec![false; 1000];
        label[500] = true;
        let mut score: Vec<f64> = (0..1000).map(|row| f64::from(row) * 1e-6).collect();
        score[500] = 0.8;
        score[100] = 0.9;
        let sweep = Sweep::new(&[item(&score, &label, 0)]);
        assert_eq!(sweep.recall_at(1.0), 0.0);
        assert_eq!(sweep.recall_at(11.0), 1.0);
        assert_eq!(Sweep::new(&[]).recall_at(1.0), 0.0);
        let nothing = item(&[f64::NAN; 4], &[false, true, false, false], 0);
        assert_eq!(Sweep::new(&[nothing]).mean_recall(), 0.0);
    }
}
