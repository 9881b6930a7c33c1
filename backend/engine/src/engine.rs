//! The path of a query: plan, gather, score, judge, and pass each series to the caller's shape.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use seismo_detection::Catalogue;
use seismo_explain::Notice;
use seismo_query::{Output, Query};
use seismo_series::GridRange;
use seismo_sources::{ForwardedHeaders, Source};

use crate::age::age;
use crate::cache::{Cache, Key, Slot};
use crate::gather::{Asker, gather};
use crate::groups::score_groups;
use crate::score::{Scoring, score};
use crate::{DataSource, EngineError, EngineTelemetry, Plan, Pool, QueryRequest, Shape, panic_text};

/// Answers queries. Cheap to clone; clones share cache, cores and counters.
#[derive(Debug, Clone)]
pub struct Engine {
    catalogue: Arc<Catalogue>,
    cache: Arc<Cache>,
    pool: Pool,
    telemetry: Arc<EngineTelemetry>,
}

/// The answer to a query.
#[derive(Debug)]
pub struct Answer<Part> {
    /// The plan that it follows.
    pub plan: Arc<Plan>,
    /// The answered instants: the requested ones whose intervals are over.
    pub range: GridRange,
    /// The shaped parts, one per series or group, in the order of the labels.
    pub parts: Vec<Part>,
    /// Messages about the answer as a whole.
    pub notices: Vec<Notice>,
    /// The query text as sent to the source.
    pub executed: String,
}

impl Engine {
    /// An engine with these detectors, a cache of about `cache_bytes`, and `cores` cores for scoring.
    pub fn new(catalogue: Catalogue, cache_bytes: usize, cores: usize, telemetry: EngineTelemetry) -> Self {
        telemetry.cache_limit.set(i64::try_from(cache_bytes).unwrap_or(i64::MAX));
        Self {
            catalogue: Arc::new(catalogue),
            cache: Arc::new(Cache::new(cache_bytes)),
            pool: Pool::new(cores),
            telemetry: Arc::new(telemetry),
        }
    }

    /// The detectors that queries can name.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The cache between queries.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The pool that computes scores.
    pub const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The metrics.
    pub fn telemetry(&self) -> &EngineTelemetry {
        &self.telemetry
    }

    /// Answers one query: `shape` makes the parts of the answer, on the pool.
    ///
    /// # Errors
    /// [`EngineError`], which concerns only this query.
    pub async fn answer<S: Shape>(
        &self,
        query: Query,
        request: QueryRequest,
        data_source: &DataSource,
        source: Arc<dyn Source>,
        headers: ForwardedHeaders,
        shape: Arc<S>,
    ) -> Result<Answer<S::Part>, EngineError> {
        let plan = Arc::new(Plan::new(query, &data_source.settings, &self.catalogue, request)?);
        let headers = data_source.caller(headers);
        let key = Key::new(&plan, data_source.identity.clone(), self.cache.callers().of(&headers));
        let slot = self.cache.slot(&key);
        let asker =
            Asker { source, headers, telemetry: Arc::clone(&self.telemetry), pool: self.pool.clone() };
        self.answer_in(&key, slot, plan, asker, shape).await
    }

    async fn answer_in<S: Shape>(
        &self,
        key: &Key,
        slot: Arc<Slot>,
        plan: Arc<Plan>,
        asker: Asker,
        shape: Arc<S>,
    ) -> Result<Answer<S::Part>, EngineError> {
        let (mut entry, arrived) = slot.enter().await;
        let gathering =
            AssertUnwindSafe(gather(&mut entry, &plan, &asker, &slot, arrived)).catch_unwind().await;
        let gathered = match gathering {
            Ok(gathered) => gathered?,
            Err(panic) => {
                // A failed gathering may have stopped anywhere.
                entry.reset();
                self.telemetry.panics.inc();
                return Err(EngineError::Failed(panic_text(panic.as_ref())));
            }
        };
        self.telemetry.cache_request(gathered.hit);
        // Nothing of a query that does not fit into the cache, or whose series are cut off, is kept.
        let budget = if gathered.capped { 0 } else { self.cache.budget().saturating_sub(entry.bytes()) };
        // From here on the series are out of the entry. The work continues even if the caller goes away, so that they
        // return to it.
        let (engine, key) = (self.clone(), key.clone());
        let scored = tokio::spawn(async move {
            let timer = engine.telemetry.score_seconds.start_timer();
            let (pool, telemetry, together) = (&engine.pool, &engine.telemetry, plan.together.clone());
            let output = plan.output;
            let scoring = Scoring { plan, gathered, budget, shape };
            let answer = match together {
                None if output == Output::Age => age(pool, telemetry, scoring, &mut entry).await,
                None => score(pool, telemetry, scoring, &mut entry).await,
                Some(together) => score_groups(pool, telemetry, scoring, &together, &mut entry).await,
            };
            timer.observe_duration();
            if answer.is_err() {
                entry.reset();
            }
            engine.cache.account(&key, &slot, entry.bytes());
            engine.telemetry.cache_bytes.set(i64::try_from(engine.cache.bytes()).unwrap_or(i64::MAX));
            answer
        });
        scored.await.map_err(|error| EngineError::Failed(error.to_string()))?
    }
}
