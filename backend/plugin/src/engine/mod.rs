//! The way of a query: plan, gather, score, judge, frame.

mod age;
mod drift;
mod gather;
mod gone;
mod notes;
mod pool;
mod score;
mod together;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use seismo_detection::Catalogue;
use seismo_sources::{ForwardedHeaders, Source};

pub use pool::Pool;
pub(crate) use pool::panic_text;

use crate::PluginError;
use crate::cache::{Cache, Key, Slot};
use crate::frame::Frame;
use crate::plan::{Asked, Plan};
use crate::query::{Output, Query};
use crate::settings::Instance;
use crate::telemetry::Telemetry;
use age::age;
use gather::{Asker, gather};
use score::{Scoring, score};
use together::score_together;

/// Answers queries. Cheap to clone; clones share cache, cores and counters.
#[derive(Debug, Clone)]
pub struct Engine {
    catalogue: Arc<Catalogue>,
    cache: Arc<Cache>,
    pool: Pool,
    telemetry: Arc<Telemetry>,
}

impl Engine {
    /// An engine with these detectors, a cache of about `cache_bytes`, and so many cores for scoring.
    pub fn new(catalogue: Catalogue, cache_bytes: usize, cores: usize) -> Self {
        let telemetry = Telemetry::new();
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

    /// What is kept between queries.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Where scores are computed.
    pub const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The counters.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// Answers one query with its frames.
    ///
    /// # Errors
    /// [`PluginError`], which concerns this query alone.
    pub async fn answer(
        &self,
        query: Query,
        asked: Asked,
        instance: &Instance,
        source: Arc<dyn Source>,
        headers: ForwardedHeaders,
    ) -> Result<Vec<Frame>, PluginError> {
        let plan = Arc::new(Plan::new(query, &instance.settings, &self.catalogue, asked)?);
        // The identity of the caller only matters where it is sent on.
        let headers =
            if instance.settings.http.oauth_pass_thru { headers } else { ForwardedHeaders::default() };
        let key = Key::new(&plan, instance.identity.clone(), self.cache.callers().of(&headers));
        let slot = self.cache.slot(&key);
        let asker = Asker { source, headers, telemetry: Arc::clone(&self.telemetry) };
        self.answer_in(&key, slot, plan, asker).await
    }

    async fn answer_in(
        &self,
        key: &Key,
        slot: Arc<Slot>,
        plan: Arc<Plan>,
        asker: Asker,
    ) -> Result<Vec<Frame>, PluginError> {
        let (mut entry, arrived) = slot.enter().await;
        let gathering =
            AssertUnwindSafe(gather(&mut entry, &plan, &asker, &slot, arrived)).catch_unwind().await;
        let gathered = match gathering {
            Ok(gathered) => gathered?,
            Err(panic) => {
                // Nobody knows how far it came.
                entry.reset();
                self.telemetry.panics.inc();
                return Err(PluginError::Failed(panic_text(panic.as_ref())));
            }
        };
        self.telemetry.cache_request(gathered.hit);
        // Of a query that does not fit, and of one whose series are cut off, nothing is kept, whatever comes of it.
        let budget = if gathered.capped { 0 } else { self.cache.budget().saturating_sub(entry.bytes()) };
        // From here on the series are out of the entry. The work goes on when the caller goes away, so that they come back.
        let (engine, key) = (self.clone(), key.clone());
        let scored = tokio::spawn(async move {
            let timer = engine.telemetry.score_seconds.start_timer();
            let (pool, telemetry, together) = (&engine.pool, &engine.telemetry, plan.together.clone());
            let output = plan.output;
            let scoring = Scoring { plan, gathered, budget };
            let frames = match together {
                None if output == Output::Age => age(pool, telemetry, scoring, &mut entry).await,
                None => score(pool, telemetry, scoring, &mut entry).await,
                Some(together) => score_together(pool, telemetry, scoring, &together, &mut entry).await,
            };
            timer.observe_duration();
            if frames.is_err() {
                entry.reset();
            }
            engine.cache.account(&key, &slot, entry.bytes());
            engine.telemetry.cache_bytes.set(i64::try_from(engine.cache.bytes()).unwrap_or(i64::MAX));
            frames
        });
        scored.await.map_err(|error| PluginError::Failed(error.to_string()))?
    }
}
