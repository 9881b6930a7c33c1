//! The cache between queries: settled samples, fits and scores. It is bounded by bytes and drops the least recently
//! used entry first.
//!
//! The rows of an answer equal those of a cold one for the same samples, and so do the counts of left-out samples. The
//! server's messages about settled samples are cached too.

mod entry;
mod key;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use entry::{Entry, History, Tail};
pub(crate) use key::{CallerHash, Key};

use crate::SourceIdentity;

/// Lifetime of an entry: 6 hours. After it, samples that were filled in later appear. Higher: fewer fetches, later
/// corrections.
pub const LIFETIME_MS: i64 = 6 * 3_600_000;

/// Assumed size of an entry besides its series, in bytes: the key, locks, its share of the map.
const OVERHEAD: usize = 2_048;

/// Entries by key.
#[derive(Debug)]
pub struct Cache {
    slots: Mutex<HashMap<Key, Arc<Slot>>>,
    budget: usize,
    clock: AtomicU64,
    callers: CallerHash,
}

/// The slot of one entry. The holder of its lock fetches and scores; others wait and then find it warm.
#[derive(Debug, Default)]
pub struct Slot {
    entry: Arc<tokio::sync::Mutex<Entry>>,
    /// Number of finished fetches; shows what was fetched while a query waited.
    fetches: AtomicU64,
    used: AtomicU64,
    bytes: AtomicU64,
}

impl Slot {
    /// Locks the entry. Also returns the number of fetches that had finished when the wait began.
    pub async fn enter(&self) -> (tokio::sync::OwnedMutexGuard<Entry>, u64) {
        let arrived = self.fetches.load(Ordering::SeqCst);
        (Arc::clone(&self.entry).lock_owned().await, arrived)
    }

    /// Counts a finished fetch, and returns its number.
    pub fn fetched(&self) -> u64 {
        self.fetches.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl Cache {
    /// An empty cache that holds about `budget` bytes at most.
    pub fn new(budget: usize) -> Self {
        Self { slots: Mutex::default(), budget, clock: AtomicU64::new(0), callers: CallerHash::default() }
    }

    /// Largest size, in bytes.
    pub const fn budget(&self) -> usize {
        self.budget
    }

    /// Distinguishes callers whose identity is forwarded.
    pub const fn callers(&self) -> &CallerHash {
        &self.callers
    }

    /// The slot of a key; a new one if there is none.
    pub fn slot(&self, key: &Key) -> Arc<Slot> {
        let mut slots = self.lock();
        let slot = slots.entry(key.clone()).or_default();
        slot.used.store(self.clock.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        Arc::clone(slot)
    }

    /// Records the size of an entry, and makes room. An entry that does not fit alone is dropped itself.
    pub fn account(&self, key: &Key, slot: &Arc<Slot>, bytes: usize) {
        let mut slots = self.lock();
        slot.bytes.store((bytes + OVERHEAD) as u64, Ordering::SeqCst);
        if slots.get(key).is_some_and(|current| Arc::ptr_eq(current, slot)) && bytes + OVERHEAD > self.budget
        {
            slots.remove(key);
        }
        while total(&slots) > self.budget as u64 {
            // A slot that is being filled holds nothing yet, so dropping it would free nothing.
            let filled = slots.iter().filter(|(_, slot)| slot.bytes.load(Ordering::SeqCst) > 0);
            let oldest =
                filled.min_by_key(|(_, slot)| slot.used.load(Ordering::SeqCst)).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            slots.remove(&oldest);
        }
    }

    /// Drops all entries of one data source, under any of its settings; returns their number.
    pub fn clear(&self, identity: &SourceIdentity) -> usize {
        let mut slots = self.lock();
        let before = slots.len();
        slots.retain(|key, _| !key.belongs_to(identity));
        before - slots.len()
    }

    /// Approximate size, in bytes.
    pub fn bytes(&self) -> u64 {
        total(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<Slot>>> {
        // Nothing that can panic happens under the lock between two changes of the map.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn total(slots: &HashMap<Key, Arc<Slot>>) -> u64 {
    slots.values().map(|slot| slot.bytes.load(Ordering::SeqCst)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(uid: &str, source: &str) -> Key {
        let identity = SourceIdentity { org: 1, uid: uid.into(), updated_ms: 0 };
        key::for_tests(identity, source)
    }

    #[test]
    fn what_was_used_least_recently_goes_first() {
        let cache = Cache::new(10_000);
        let keys: Vec<_> = ["a", "b", "c"].map(|query| key("x", query)).into();
        for key in &keys[..2] {
            let slot = cache.slot(key);
            cache.account(key, &slot, 2_000);
        }
        cache.slot(&keys[0]);
        let slot = cache.slot(&keys[2]);
        cache.account(&keys[2], &slot, 2_000);
        assert!(cache.bytes() <= 10_000);
        let held: Vec<_> = keys.iter().map(|key| cache.lock().contains_key(key)).collect();
        assert_eq!(held, [true, false, true]);
    }

    #[test]
    fn what_does_not_fit_alone_is_not_kept_and_takes_nothing_along() {
        let cache = Cache::new(10_000);
        let (small, large) = (key("x", "small"), key("x", "large"));
        let slot = cache.slot(&small);
        cache.account(&small, &slot, 1_000);
        let slot = cache.slot(&large);
        cache.account(&large, &slot, 1_000_000);
        assert_eq!(cache.bytes(), (1_000 + OVERHEAD) as u64);
    }

    #[test]
    fn clearing_touches_one_data_source_only() {
        let cache = Cache::new(10_000);
        for key in [key("x", "a"), key("x", "b"), key("y", "a")] {
            cache.slot(&key);
        }
        assert_eq!(cache.clear(&SourceIdentity { org: 1, uid: "x".into(), updated_ms: 7 }), 2);
        assert_eq!(cache.clear(&SourceIdentity { org: 2, uid: "y".into(), updated_ms: 0 }), 0);
        assert_eq!(cache.clear(&SourceIdentity { org: 1, uid: "y".into(), updated_ms: 0 }), 1);
    }
}
