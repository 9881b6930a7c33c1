//! What is kept between queries: settled samples, fits and scores. Bounded by bytes; what was used least recently goes
//! first.
//!
//! Whatever is kept, the rows of an answer are those of a cold one for the same samples, and so are the counts of what was
//! left out. What the server said of settled samples is kept beside them.

mod entry;
mod key;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use entry::{Entry, Tail};
pub(crate) use key::{CallerHash, Key};

use crate::SourceIdentity;

/// How long an entry lives, so that samples filled in later show: 6 hours.
pub const LIFETIME_MS: i64 = 6 * 3_600_000;

/// What an entry is taken to hold besides its series: the key, locks, the map's share.
const OVERHEAD: usize = 2_048;

/// Entries by key.
#[derive(Debug)]
pub struct Cache {
    slots: Mutex<HashMap<Key, Arc<Slot>>>,
    budget: usize,
    clock: AtomicU64,
    callers: CallerHash,
}

/// The place of one entry. Who holds the lock fetches and scores; others wait and find it warm.
#[derive(Debug, Default)]
pub struct Slot {
    entry: Arc<tokio::sync::Mutex<Entry>>,
    /// Rises with every fetch that was finished: tells what was fetched while a query waited.
    fetches: AtomicU64,
    used: AtomicU64,
    bytes: AtomicU64,
}

impl Slot {
    /// The entry, and how many fetches had been finished when the wait for it began.
    pub async fn enter(&self) -> (tokio::sync::OwnedMutexGuard<Entry>, u64) {
        let arrived = self.fetches.load(Ordering::SeqCst);
        (Arc::clone(&self.entry).lock_owned().await, arrived)
    }

    /// Counts a fetch that was finished, and returns its number.
    pub fn fetched(&self) -> u64 {
        self.fetches.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl Cache {
    /// An empty cache that holds about `budget` bytes at most.
    pub fn new(budget: usize) -> Self {
        Self { slots: Mutex::default(), budget, clock: AtomicU64::new(0), callers: CallerHash::default() }
    }

    /// How many bytes it may hold.
    pub const fn budget(&self) -> usize {
        self.budget
    }

    /// Tells callers apart whose identity is sent on.
    pub const fn callers(&self) -> &CallerHash {
        &self.callers
    }

    /// The place for a key; a new one where there is none.
    pub fn slot(&self, key: &Key) -> Arc<Slot> {
        let mut slots = self.lock();
        let slot = slots.entry(key.clone()).or_default();
        slot.used.store(self.clock.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        Arc::clone(slot)
    }

    /// Notes how much an entry holds, and makes room. An entry that does not fit alone is let go itself.
    pub fn account(&self, key: &Key, slot: &Arc<Slot>, bytes: usize) {
        let mut slots = self.lock();
        slot.bytes.store((bytes + OVERHEAD) as u64, Ordering::SeqCst);
        if slots.get(key).is_some_and(|current| Arc::ptr_eq(current, slot)) && bytes + OVERHEAD > self.budget
        {
            slots.remove(key);
        }
        while total(&slots) > self.budget as u64 {
            // A place that is being filled holds nothing yet, and letting it go would free nothing.
            let filled = slots.iter().filter(|(_, slot)| slot.bytes.load(Ordering::SeqCst) > 0);
            let oldest =
                filled.min_by_key(|(_, slot)| slot.used.load(Ordering::SeqCst)).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            slots.remove(&oldest);
        }
    }

    /// Lets go of everything of one data source, whatever its settings were; returns how many entries that was.
    pub fn clear(&self, identity: &SourceIdentity) -> usize {
        let mut slots = self.lock();
        let before = slots.len();
        slots.retain(|key, _| !key.belongs_to(identity));
        before - slots.len()
    }

    /// About how many bytes are held.
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
