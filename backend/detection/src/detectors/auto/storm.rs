//! A storm: values jump about far off. Many recent rows were far off on either side, or their scatter alone was as rare
//! as an alarm. It is an incident without a level of its own.

use super::tuning::{STORM_BEGIN, STORM_END, STORM_RATE};

/// The share of recent rows that were far off.
#[derive(Debug, Clone, Default)]
pub(super) struct Storm {
    share: f64,
    /// Rows since it began; 0 if there is none.
    rows: f64,
    /// It has lasted so long that it counts as normal behaviour, until fewer rows are far off.
    accepted: bool,
}

impl Storm {
    /// Takes a row in. After `longest` rows the storm is accepted as normal behaviour. Returns whether it has just
    /// ended because values calmed down.
    pub(super) fn step(&mut self, is_far: bool, longest: impl FnOnce() -> f64) -> bool {
        self.share += STORM_RATE * (f64::from(u8::from(is_far)) - self.share);
        if self.share < STORM_END {
            self.accepted = false;
            return std::mem::take(&mut self.rows) > 0.0;
        }
        if self.is_on() || (self.share >= STORM_BEGIN && !self.accepted) {
            self.rows += 1.0;
            if self.rows > longest() {
                (self.rows, self.accepted) = (0.0, true);
            }
        }
        false
    }

    pub(super) fn is_on(&self) -> bool {
        self.rows > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_many_far_rows_and_ends_within_twenty_without() {
        let mut storm = Storm::default();
        assert!((0..1_000).all(|at| !storm.step(at % 10 == 0, || 100.0) && !storm.is_on()), "now and then");
        assert_eq!((0..9).position(|_| !storm.step(true, || 100.0) && storm.is_on()), Some(2));
        assert!((0..60).all(|at| !storm.step(at % 2 == 0, || 100.0) && storm.is_on()));
        assert!((0..20).any(|_| storm.step(false, || 100.0)) && !storm.is_on());
    }

    #[test]
    fn what_lasts_is_what_the_series_does_until_it_is_calm() {
        let mut storm = Storm::default();
        let on = (0..500).filter(|at| !storm.step(at % 2 == 0, || 100.0) && storm.is_on()).count();
        assert_eq!(on, 100);
        assert!((0..50).all(|_| !storm.step(false, || 100.0)));
        assert!((0..9).any(|_| !storm.step(true, || 100.0) && storm.is_on()));
    }
}
