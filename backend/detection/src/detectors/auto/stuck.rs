//! Flat lines: one value that stays for longer than is usual for the series, or a short cycle of values.

use super::tuning::{STUCK_DECADES, STUCK_RUN, STUCK_SHARE};

/// Length of the longest cycle searched for, in samples. Higher: more work per repeated sample.
const CYCLE: usize = 8;
/// Number of suspect runs in a few days above which they are normal behaviour. Higher: more flat lines are reported.
const OFTEN: f64 = 12.0;

/// The current run, and the runs that ended.
#[derive(Debug, Clone)]
pub(super) struct Stuck {
    /// The newest values; the one of `length` samples ago is at `next - length`.
    past: [f64; CYCLE],
    next: usize,
    /// For each cycle length, the number of samples that equal the one a cycle before.
    runs: [f64; CYCLE],
    /// Whether any of them is above 0.
    is_running: bool,
    /// The longest ordinary run of one value, and of a longer cycle.
    longest: [f64; 2],
    /// Number of ordinary repeats, of one value and of longer cycles.
    repeats: [f64; 2],
    /// The value of the last suspect run, and the number of recent ones.
    suspect: f64,
    suspects: f64,
    /// The share of that number that is left after one more sample.
    kept: f64,
    /// Samples after which a run is accepted as ordinary.
    accepted: f64,
}

/// The state of the current run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Its rarity, in decades of one sample; 0 if it is ordinary.
    pub(super) decades: f64,
    /// The number of repeating samples.
    pub(super) samples: f64,
}

impl Stuck {
    /// A run that lasts `accepted` samples is ordinary from then on. Suspect runs are remembered for about `remembered`
    /// samples.
    pub(super) const fn new(accepted: f64, remembered: f64) -> Self {
        Self {
            past: [f64::NAN; CYCLE],
            next: 0,
            runs: [0.0; CYCLE],
            is_running: false,
            longest: [0.0; 2],
            repeats: [0.0; 2],
            suspect: f64::NAN,
            suspects: 0.0,
            kept: 1.0 - 1.0 / remembered,
            accepted,
        }
    }

    /// Takes in the next value, the `n`th counted from 0.
    pub(super) fn add(&mut self, value: f64, n: f64) -> Run {
        self.suspects *= self.kept;
        let repeats = self.past.iter().fold(false, |repeats, past| repeats | (*past == value));
        let run = if repeats || self.is_running {
            self.follow(value, n)
        } else {
            Run { decades: 0.0, samples: 0.0 }
        };
        self.past[self.next] = value;
        self.next = (self.next + 1) % CYCLE;
        run
    }

    #[inline(never)]
    fn follow(&mut self, value: f64, n: f64) -> Run {
        let (mut best, mut samples) = (0.0, 0.0);
        let accepted = self.accepted;
        for length in 1..=CYCLE {
            let kind = usize::from(length > 1);
            // Each value of a cycle has to occur several times, and the values have to differ.
            let least = STUCK_RUN.max(4.0 * length as f64);
            let run = self.runs[length - 1];
            // A constant value repeats at every distance.
            let is_constant = length > 1 && self.runs[0] >= length as f64;
            if self.past(length) == value && !is_constant {
                let run = run + 1.0;
                self.runs[length - 1] = run;
                let share = (self.repeats[kind] + 1.0) / (n + 2.0);
                let suspect = self.is_suspect(run, least, kind) && run <= accepted && n >= 100.0;
                if suspect && share < STUCK_SHARE {
                    let decades = run * (-share.log10()).min(STUCK_DECADES);
                    if decades > best {
                        (best, samples) = (decades, run + length as f64);
                    }
                } else {
                    if length <= 2 {
                        self.repeats[kind] += 1.0;
                    }
                    if run > accepted || n < 100.0 {
                        self.longest[kind] = self.longest[kind].max(run);
                    }
                }
            } else {
                if run > 0.0 {
                    self.end(run, least, kind);
                }
                self.runs[length - 1] = 0.0;
            }
        }
        self.is_running = self.runs.iter().any(|run| *run > 0.0);
        Run { decades: best, samples }
    }

    /// The value `length` samples ago, at most [`CYCLE`].
    const fn past(&self, length: usize) -> f64 {
        self.past[(self.next + CYCLE - length) % CYCLE]
    }

    fn is_suspect(&self, run: f64, least: f64, kind: usize) -> bool {
        run + 1.0 >= least && run > 1.5 * self.longest[kind] + 4.0
    }

    fn end(&mut self, run: f64, least: f64, kind: usize) {
        if !self.is_suspect(run, least, kind) {
            self.longest[kind] = self.longest[kind].max(run);
            return;
        }
        self.suspects += 1.0;
        // The same value again, or too many runs: this is normal behaviour.
        if self.past(1) == self.suspect || self.suspects > OFTEN {
            self.longest[kind] = self.longest[kind].max(run);
        }
        self.suspect = self.past(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds values, and returns when the first was suspect.
    fn first(stuck: &mut Stuck, n: &mut f64, values: impl IntoIterator<Item = f64>) -> Option<usize> {
        let mut found = None;
        for (at, value) in values.into_iter().enumerate() {
            if stuck.add(value, *n).decades > 3.0 {
                found = found.or(Some(at));
            }
            *n += 1.0;
        }
        found
    }

    #[test]
    fn a_value_that_stays_is_told_within_ten_samples_and_a_cycle_within_forty() {
        let noise = || (0..2_000).map(|at| f64::from(at * 7_919 % 10_007));
        let (mut stuck, mut n) = (Stuck::new(255.0, 2_880.0), 0.0);
        assert_eq!(first(&mut stuck, &mut n, noise()), None);
        assert!(first(&mut stuck, &mut n, vec![5.5; 60]).is_some_and(|at| at < 10));
        assert_eq!(first(&mut stuck, &mut n, noise().skip(1_000)), None);
        let cycle = (0..60).map(|at| [3.5, 9.5, 1.5][at % 3]);
        assert!(first(&mut stuck, &mut n, cycle).is_some_and(|at| at < 40));
    }

    #[test]
    fn a_series_that_is_flat_by_nature_is_never_stuck() {
        let (mut stuck, mut n) = (Stuck::new(255.0, 2_880.0), 0.0);
        assert_eq!(first(&mut stuck, &mut n, vec![1.0; 5_000]), None);
        let zeros = (0..5_000).map(|at| if at % 97 == 0 { 1.0 } else { 0.0 });
        assert_eq!(first(&mut stuck, &mut n, zeros), None);
        let steps = (0..5_000).map(|at| f64::from(at / 50));
        assert_eq!(first(&mut stuck, &mut n, steps), None);
    }
}
