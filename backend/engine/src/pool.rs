//! The pool that computes scores: never on the threads that answer Grafana, and never on more cores than allowed.

use std::any::Any;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::sync::Semaphore;

use crate::EngineError;

/// Largest number of jobs that run one after the other without a chance for another query.
const MOST_TOGETHER: usize = 8;

/// A bounded number of cores, shared fairly: a query waits for at most as many permits at once as there are cores, so
/// that a small query never waits for all of a large one.
#[derive(Debug, Clone)]
pub struct Pool {
    permits: Arc<Semaphore>,
    cores: usize,
}

impl Pool {
    /// A pool that uses `cores` cores, at least one.
    pub fn new(cores: usize) -> Self {
        let cores = cores.max(1);
        Self { permits: Arc::new(Semaphore::new(cores)), cores }
    }

    /// Runs every job; the results are in the order of the jobs. A few jobs at a time go to a thread, because to wake one
    /// costs as much as a small job.
    ///
    /// # Errors
    /// [`EngineError::Failed`] if a job panics. Other jobs and other queries are not affected.
    pub async fn map<I, O>(
        &self,
        jobs: impl IntoIterator<Item = I>,
        work: impl Fn(I) -> O + Send + Sync + 'static,
    ) -> Result<Vec<O>, EngineError>
    where
        I: Send + 'static,
        O: Send + 'static,
    {
        let work = Arc::new(work);
        let jobs: Vec<I> = jobs.into_iter().collect();
        let together = jobs.len().div_ceil(4 * self.cores).clamp(1, MOST_TOGETHER);
        let some = |jobs: Vec<I>| {
            let (permits, work) = (Arc::clone(&self.permits), Arc::clone(&work));
            async move {
                // The semaphore is never closed.
                let permit = permits
                    .acquire_owned()
                    .await
                    .map_err(|closed| EngineError::Failed(closed.to_string()))?;
                let done = tokio::task::spawn_blocking(move || {
                    let _permit = permit;
                    jobs.into_iter().map(|job| work(job)).collect::<Vec<O>>()
                });
                done.await.map_err(|error| match error.try_into_panic() {
                    Ok(panic) => EngineError::Failed(panic_text(panic.as_ref())),
                    Err(error) => EngineError::Failed(error.to_string()),
                })
            }
        };
        stream::iter(jobs).chunks(together).map(some).buffered(self.cores).try_concat().await
    }
}

/// The message of a panic.
pub fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a word".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(flavor = "multi_thread")]
    async fn results_keep_their_order_and_no_more_cores_are_used_than_allowed() {
        let busy = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let seen = Arc::clone(&busy);
        let work = move |job: usize| {
            let now = busy.0.fetch_add(1, Ordering::SeqCst) + 1;
            busy.1.fetch_max(now, Ordering::SeqCst);
            std::hint::black_box((0..10_000).fold(job, usize::wrapping_add));
            busy.0.fetch_sub(1, Ordering::SeqCst);
            job * 2
        };
        let pool = Pool::new(2);
        let (one, other) = tokio::join!(pool.map(0..100, work.clone()), pool.map(0..100, work));
        assert_eq!(one.unwrap(), (0..100).map(|job| job * 2).collect::<Vec<_>>());
        assert_eq!(other.unwrap().len(), 100);
        assert!(seen.1.load(Ordering::SeqCst) <= 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_panic_becomes_an_error_and_the_pool_goes_on() {
        let pool = Pool::new(1);
        let error = pool.map([1, 2, 3], |job| assert!(job != 2, "job {job} fell")).await.unwrap_err();
        assert!(matches!(&error, EngineError::Failed(said) if said.contains("job 2 fell")), "{error}");
        assert_eq!(pool.map([1], |job| job).await.unwrap(), [1]);
    }
}
