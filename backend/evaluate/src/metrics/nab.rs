//! The scores of the Numenta Anomaly Benchmark, version 1.1.
//!
//! Lavin and Ahmad: Evaluating Real-time Anomaly Detection Algorithms, 2015. <https://arxiv.org/abs/1510.03336>
//!
//! The first 15 % of a file, at most 750 rows, are not judged. The first alarm in a window counts, and earlier ones
//! count more. Alarms outside cost more the farther they lie behind a window. One threshold applies to all files.

use super::{Item, rounded};

/// The weights of a profile.
#[derive(Debug, Clone, Copy)]
struct Weights {
    found: f64,
    missed: f64,
    false_alarm: f64,
}

/// NAB's three profiles, by name.
const PROFILES: [(&str, Weights); 3] = [
    ("standard", Weights { found: 1.0, missed: 1.0, false_alarm: 0.11 }),
    ("reward_low_FP", Weights { found: 1.0, missed: 1.0, false_alarm: 0.22 }),
    ("reward_low_FN", Weights { found: 1.0, missed: 2.0, false_alarm: 0.11 }),
];

/// A score of one profile.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ProfileScore {
    /// 100 = every window found at its start and nothing else, 0 = no alarm at all; two decimals.
    pub score: f64,
    /// The threshold; JSON's null stands for infinity, which raises no alarm.
    pub threshold: f64,
}

/// The scores of all profiles.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct NabScore {
    /// The standard profile.
    pub standard: ProfileScore,
    /// False alarms cost twice as much.
    #[serde(rename = "reward_low_FP")]
    pub reward_low_fp: ProfileScore,
    /// Missed windows cost twice as much.
    #[serde(rename = "reward_low_FN")]
    pub reward_low_fn: ProfileScore,
}

/// Number of rows of a file that are not judged.
pub fn probation(rows: usize) -> usize {
    ((0.15 * rows as f64).floor() as usize).min(750)
}

/// A row of any file, for sorting by score.
struct Row {
    score: f64,
    reward: f64,
    /// The window that contains it, counted over all files.
    window: Option<usize>,
    file: usize,
}

/// All judged rows of a corpus in the order of their scores, with the gain of each at a threshold that it reaches.
pub struct Corpus {
    rows: Vec<Row>,
    /// For each profile and row.
    gains: [Vec<f64>; 3],
    /// For each file, its number of windows, and how many of them have a judged row.
    windows: Vec<(usize, usize)>,
}

impl std::fmt::Debug for Corpus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Corpus").field("rows", &self.rows.len()).field("windows", &self.windows).finish()
    }
}

impl Corpus {
    /// Sorts the rows of these series by [`Item::alert`].
    pub fn new(items: &[Item]) -> Self {
        let mut rows = Vec::new();
        let mut windows = Vec::new();
        let mut base = 0;
        for (file, item) in items.iter().enumerate() {
            let from = probation(item.alert.len());
            let (rewards, within) = rewards(item.alert.len(), &item.windows);
            rows.extend((from..item.alert.len()).map(|row| Row {
                score: if item.alert[row].is_nan() { 0.0 } else { item.alert[row] },
                reward: rewards[row],
                window: within[row].map(|window| base + window),
                file,
            }));
            let mut judged: Vec<usize> = within[from..].iter().flatten().copied().collect();
            judged.dedup();
            windows.push((item.windows.len(), judged.len()));
            base += item.windows.len();
        }
        rows.sort_by(|a, b| b.score.total_cmp(&a.score));
        let gains = PROFILES.map(|(_, weights)| gains(&rows, base, weights));
        Self { rows, gains, windows }
    }

    /// The scores at the best threshold of each profile, or at a fixed one.
    pub fn score(&self, threshold: Option<f64>) -> NabScore {
        let [standard, reward_low_fp, reward_low_fn] =
            [0, 1, 2].map(|profile| self.profile(profile, threshold));
        NabScore { standard, reward_low_fp, reward_low_fn }
    }

    fn profile(&self, profile: usize, threshold: Option<f64>) -> ProfileScore {
        let baseline = self.baseline(profile, |_| 1.0);
        let (mut best, mut at) = (baseline, f64::INFINITY);
        let mut sum = 0.0;
        for (row, gain) in self.gains[profile].iter().enumerate() {
            sum += gain;
            let score = self.rows[row].score;
            if self.rows.get(row + 1).is_some_and(|next| next.score == score) {
                continue;
            }
            let taken = match threshold {
                Some(threshold) => score >= threshold,
                None => baseline + sum > best,
            };
            if taken {
                (best, at) = (baseline + sum, score);
            }
        }
        ProfileScore { score: rounded(self.scaled(profile, best, |_| 1.0), 2), threshold: at }
    }

    /// The score of one profile (0 standard, 1 low-FP, 2 low-FN) at its best threshold for a sample of the files, each
    /// taken `times` times; NaN if the sample has no window.
    pub fn best_of(&self, profile: usize, times: &[usize]) -> f64 {
        let times: Vec<f64> = times.iter().map(|times| *times as f64).collect();
        let baseline = self.baseline(profile, |file| times[file]);
        let (mut best, mut sum) = (0.0_f64, 0.0);
        for (at, (row, gain)) in self.rows.iter().zip(&self.gains[profile]).enumerate() {
            sum += gain * times[row.file];
            if sum > best && self.rows.get(at + 1).is_none_or(|next| next.score != row.score) {
                best = sum;
            }
        }
        self.scaled(profile, baseline + best, |file| times[file])
    }

    /// The cost of raising no alarm at all.
    fn baseline(&self, profile: usize, times: impl Fn(usize) -> f64) -> f64 {
        let judged: f64 =
            self.windows.iter().enumerate().map(|(file, windows)| windows.1 as f64 * times(file)).sum();
        -PROFILES[profile].1.missed * judged
    }

    /// Scales a sum of rewards to 0 .. 100.
    fn scaled(&self, profile: usize, sum: f64, times: impl Fn(usize) -> f64) -> f64 {
        let Weights { found, missed, .. } = PROFILES[profile].1;
        let windows: f64 =
            self.windows.iter().enumerate().map(|(file, windows)| windows.0 as f64 * times(file)).sum();
        100.0 * (sum + missed * windows) / (found * windows + missed * windows)
    }
}

/// The gain of each row, in the order of the rows.
fn gains(rows: &[Row], windows: usize, weights: Weights) -> Vec<f64> {
    let top = sigmoid(-1.0);
    // The best row reached in a window counts; before any is reached, the window is missed.
    let mut reached = vec![-weights.missed; windows];
    let gain = |row: &Row| match row.window {
        None => row.reward * weights.false_alarm,
        Some(window) => {
            let better = reached[window].max(row.reward * weights.found / top);
            better - std::mem::replace(&mut reached[window], better)
        }
    };
    rows.iter().map(gain).collect()
}

/// The reward of an alarm at each row of a file, -1..1, and the window that contains the row.
fn rewards(rows: usize, windows: &[(usize, usize)]) -> (Vec<f64>, Vec<Option<usize>>) {
    let (mut rewards, mut within) = (vec![-1.0; rows], vec![None; rows]);
    // Behind a window the reward falls with the distance, measured in windows.
    let behind = |rewards: &mut [f64], window: &(usize, usize), to: usize| {
        let length = (window.1 - window.0) as f64;
        for (off, reward) in (1_u32..).zip(&mut rewards[window.1 + 1..to]) {
            *reward = sigmoid(f64::from(off) / length);
        }
    };
    for (at, (first, last)) in windows.iter().enumerate() {
        if let Some(before) = at.checked_sub(1) {
            behind(&mut rewards, &windows[before], *first);
        }
        for row in *first..=*last {
            rewards[row] = sigmoid(-((last - row + 1) as f64) / (last - first + 1) as f64);
            within[row] = Some(at);
        }
    }
    if let Some(last) = windows.last() {
        behind(&mut rewards, last, rows);
    }
    (rewards, within)
}

/// NAB's scaled sigmoid: near 1 well before 0, 0 at 0, -1 from 3 on.
fn sigmoid(x: f64) -> f64 {
    if x > 3.0 { -1.0 } else { 2.0 / (1.0 + (5.0 * x).exp()) - 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(alert: Vec<f64>, windows: &[(usize, usize)]) -> Item {
        Item {
            set: "nab".into(),
            interval_s: 300.0,
            score: alert.clone(),
            label: vec![false; alert.len()],
            alert,
            start: 0,
            windows: windows.to_vec(),
            events: Vec::new(),
        }
    }

    #[test]
    fn an_alarm_at_the_first_row_of_each_window_is_perfect_and_no_alarm_is_nothing() {
        let mut alert = vec![0.0; 100];
        let windows = [(40, 49), (70, 79)];
        assert_eq!(Corpus::new(&[item(alert.clone(), &windows)]).score(Some(0.5)).standard.score, 0.0);
        (alert[40], alert[70]) = (1.0, 0.9);
        let corpus = Corpus::new(&[item(alert, &windows)]);
        let best = corpus.score(None);
        assert_eq!((best.standard.score, best.standard.threshold), (100.0, 0.9));
        assert_eq!(best.reward_low_fn.score, 100.0);
        assert_eq!(corpus.score(Some(0.95)).standard.score, 50.0);
        assert_eq!(corpus.best_of(0, &[1]), 100.0);
        assert!((corpus.best_of(0, &[7]) - 100.0).abs() < 1e-9);
        assert!(corpus.best_of(0, &[0]).is_nan());
    }

    #[test]
    fn late_finds_earn_less_and_false_alarms_cost_the_more_the_further_off() {
        let score = |row: usize| {
            let mut alert = vec![0.0; 200];
            alert[row] = 1.0;
            Corpus::new(&[item(alert, &[(100, 109)])]).score(Some(0.5)).standard.score
        };
        assert!(score(100) > score(105) && score(105) > score(109) && score(109) > score(110));
        assert!(score(110) > score(112) && score(112) > score(190));
        // Far off: the weight of one false alarm, of two.
        assert_eq!((score(190), score(50)), (-5.5, -5.5));
        // Rows in probation cost nothing.
        assert_eq!(score(29), 0.0);
    }

    #[test]
    fn probation_ends_at_750_rows() {
        for (rows, want) in [(0, 0), (6, 0), (7, 1), (4032, 604), (5000, 750), (22_695, 750)] {
            assert_eq!(probation(rows), want, "{rows}");
        }
    }
}
