//! Contestants take turns, so that other load on the machine disturbs all of them alike.

use std::time::Instant;

use cpu_time::ProcessTime;

use crate::Failure;

/// A contestant.
pub(crate) struct Contestant<'a> {
    name: String,
    /// Samples that a turn scores.
    points: usize,
    turn: Box<dyn FnMut() -> Result<Took, Failure> + 'a>,
}

/// The time of a turn, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Took {
    /// Wall time.
    pub(crate) wall: f64,
    /// Processor time of all cores of this process: other processes do not count.
    pub(crate) processor: f64,
}

/// The measurement of a contestant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) name: String,
    /// Samples that a turn scores.
    pub(crate) points: usize,
    /// The median turn, for each clock separately.
    pub(crate) median: Took,
}

impl<'a> Contestant<'a> {
    /// A contestant whose `turn` scores `points` samples and returns its time.
    pub(crate) fn new(
        name: impl Into<String>,
        points: usize,
        turn: impl FnMut() -> Result<Took, Failure> + 'a,
    ) -> Self {
        Self { name: name.into(), points, turn: Box::new(turn) }
    }
}

impl Took {
    /// This time multiplied by a factor.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self { wall: self.wall * factor, processor: self.processor * factor }
    }
}

impl Measured {
    /// Nanoseconds of one core per sample.
    pub(crate) fn nanoseconds(&self) -> f64 {
        self.median.processor * 1e9 / self.points as f64
    }
}

/// Runs one turn of each contestant per round, after a warm-up turn. `rounds` is at least 1.
pub(crate) fn take_turns(
    mut contestants: Vec<Contestant<'_>>,
    rounds: usize,
) -> Result<Vec<Measured>, Failure> {
    let mut turns = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..=rounds {
        for (contestant, turns) in contestants.iter_mut().zip(&mut turns) {
            let took = (contestant.turn)()?;
            if round > 0 {
                turns.push(took);
            }
        }
    }
    let measured = contestants.into_iter().zip(turns).map(|(contestant, turns)| {
        let Contestant { name, points, .. } = contestant;
        let median = |clock: fn(&Took) -> f64| {
            let mut seconds: Vec<f64> = turns.iter().map(clock).collect();
            seconds.sort_by(f64::total_cmp);
            seconds[seconds.len() / 2]
        };
        let median = Took { wall: median(|took| took.wall), processor: median(|took| took.processor) };
        Measured { name, points, median }
    });
    Ok(measured.collect())
}

/// The result of the work, and its time in this process.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (wall, processor) = (Instant::now(), ProcessTime::now());
    let done = work();
    (done, Took { wall: wall.elapsed().as_secs_f64(), processor: processor.elapsed().as_secs_f64() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn everybody_takes_a_turn_each_round_and_the_first_does_not_count() {
        let order = RefCell::new(String::new());
        let one = |name: &'static str, seconds: &'static [f64]| {
            let (order, mut seconds) = (&order, seconds.iter());
            Contestant::new(name, 1_000, move || {
                order.borrow_mut().push_str(name);
                let processor = *seconds.next().ok_or("one turn too many")?;
                Ok(Took { wall: 10.0 - processor, processor })
            })
        };
        let measured =
            take_turns(vec![one("a", &[9.0, 3.0, 1.0, 2.0]), one("b", &[0.0, 5.0, 5.0, 4.0])], 3).unwrap();
        assert_eq!(order.borrow().as_str(), "abababab");
        let told: Vec<_> =
            measured.iter().map(|who| (who.median.wall, who.median.processor, who.nanoseconds())).collect();
        assert_eq!(told, [(8.0, 2.0, 2e6), (5.0, 5.0, 5e6)]);
    }

    #[test]
    fn who_fails_ends_it() {
        let failing = Contestant::new("a", 1, || Err("no more".into()));
        assert_eq!(take_turns(vec![failing], 3).unwrap_err().to_string(), "no more");
    }
}
