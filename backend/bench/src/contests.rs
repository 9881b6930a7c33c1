//! The contests: which contestants are measured on which samples.

use std::cell::RefCell;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Failure;
use crate::auto::{Auto, LEARNING, check};
use crate::data::{DAY, series};
use crate::others::{augurs, sum};
use crate::python::{Job, Python};
use crate::turns::{Contestant, Measured, Took, take_turns, timed};

/// Number of samples of the single series: nearly a week at one minute.
const POINTS: usize = 10_000;
/// Number of queries for one more sample each.
const QUERIES: usize = 1_000;
/// Number of series of the fleet: as many as in a large query, a day each.
const FLEET: usize = 1_000;
/// Number of series that slow contestants score; the time for all of them is extrapolated.
const FEW: usize = 10;
/// The period for a fleet with one day of samples: several fit into it. In samples.
const HOUR: usize = 60;
/// Samples in a window of the isolation forest.
const WINDOW: usize = 10;
/// Number of passes over memory in one turn, so that a clock can measure it.
const PASSES: usize = 200;

/// One series on one core. `auto` sample by sample is the first, `auto` from cold the second.
pub(crate) fn one_series(auto: &Auto, python: Option<&RefCell<Python>>) -> Result<Vec<Measured>, Failure> {
    const ROUNDS: usize = 7;
    let history = series(auto.history(), 41);
    let values = series(POINTS, 42);
    let fitted = auto.fitted(&history)?;
    let half = auto.history() - POINTS / 2;
    let mut contestants = vec![
        Contestant::new("auto, a sample a call after 7 days", POINTS, || {
            auto.stream(fitted.as_ref(), &values)
        }),
        Contestant::new("auto from cold", POINTS, || auto.cold(&values, 0)),
        Contestant::new("auto from cold, a block ends half way", POINTS, || auto.cold(&values, half)),
        Contestant::new("auto, a query for each new sample", QUERIES, || {
            auto.ask(&history, &values[..QUERIES])
        }),
        Contestant::new("sum of the samples", POINTS, || {
            let ((), took) = timed(|| {
                for _ in 0..PASSES {
                    black_box(sum(black_box(&values)));
                }
            });
            Ok(took.times(1.0 / PASSES as f64))
        }),
        Contestant::new("augurs: MSTL (a day), MAD", POINTS, || {
            let (scored, took) = timed(|| augurs(&values, DAY));
            check(scored?, POINTS)?;
            Ok(took)
        }),
    ];
    if let Some(python) = python {
        let one = std::slice::from_ref(&values);
        let ask = move |job: Job| python.borrow_mut().took(job, one);
        contestants.push(Contestant::new("scikit-learn: isolation forest", POINTS, move || {
            ask(Job::Forest(WINDOW))
        }));
        contestants
            .push(Contestant::new("statsmodels: STL (a day), MAD", POINTS, move || ask(Job::Stl(DAY))));
    }
    take_turns(contestants, ROUNDS)
}

/// Many short series on all cores. `auto` is the first.
pub(crate) fn fleet(
    auto: &Auto,
    python: Option<&RefCell<Python>>,
    cores: usize,
) -> Result<Vec<Measured>, Failure> {
    const ROUNDS: usize = 5;
    let fleet: Vec<_> = (0..FLEET).map(|at| series(DAY, at as u64)).collect();
    let few = &fleet[..FEW];
    // Converts the time of a few series on one core to that of all series on all cores.
    let whole = move |took: Took| {
        let all = took.times((FLEET / FEW) as f64);
        Took { wall: all.wall / cores as f64, ..all }
    };
    let points = FLEET * DAY;
    let mut contestants = vec![
        Contestant::new("auto", points, || {
            let (voted, took) = timed(|| share(cores, FLEET, |at| Ok(auto.one_of_fleet(at, &fleet[at]))));
            check(voted?, FLEET * (DAY - LEARNING))?;
            Ok(took)
        }),
        Contestant::new("sum of the samples", points, || {
            let read = |at: usize| {
                black_box(sum(black_box(&fleet[at])));
                Ok(1)
            };
            let (read, took) = timed(|| share(cores, FLEET, read));
            check(read?, FLEET)?;
            Ok(took)
        }),
        Contestant::new("augurs: MSTL (an hour), MAD, from 10", points, || {
            let (scored, took) =
                timed(|| few.iter().map(|values| augurs(values, HOUR)).sum::<Result<usize, _>>());
            check(scored?, FEW * DAY)?;
            Ok(whole(took))
        }),
    ];
    if let Some(python) = python {
        let ask = move |job: Job| python.borrow_mut().took(job, few).map(whole);
        contestants.push(Contestant::new("scikit-learn: isolation forest, from 10", points, move || {
            ask(Job::Forest(WINDOW))
        }));
        contestants.push(Contestant::new("statsmodels: STL (an hour), MAD, from 10", points, move || {
            ask(Job::Stl(HOUR))
        }));
    }
    take_turns(contestants, ROUNDS)
}

/// Does `jobs` jobs on `cores` cores, each taking the next free one, and adds up the results.
fn share(
    cores: usize,
    jobs: usize,
    work: impl Fn(usize) -> Result<usize, Failure> + Sync,
) -> Result<usize, Failure> {
    let next = AtomicUsize::new(0);
    let some = || -> Result<usize, String> {
        let mut given = 0;
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= jobs {
                return Ok(given);
            }
            given += work(at).map_err(|error| error.to_string())?;
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(some)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, Result<usize, String>>| {
            thread.join().map_err(|_| Failure::from("a thread panicked"))?.map_err(Failure::from)
        };
        threads.into_iter().map(join).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once_on_any_number_of_cores() {
        for (cores, jobs) in [(1, 0), (1, 7), (3, 100), (8, 3)] {
            assert_eq!(share(cores, jobs, |at| Ok(at + 1)).unwrap(), jobs * (jobs + 1) / 2);
        }
    }
}
