//! A memory of limited size in which everything has its end.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::domain::time::Timestamp;

/// How much is remembered at most.
const CAPACITY: usize = 10_000;

/// What was found out, by key.
pub(super) struct Kept<K, V>(Mutex<Entries<K, V>>);

struct Entries<K, V> {
    map: HashMap<K, Entry<V>>,
    /// How often something was forgotten on purpose.
    forgotten: u64,
}

struct Entry<V> {
    value: V,
    since: Timestamp,
    until: Timestamp,
}

impl<V> Entry<V> {
    /// A clock that was set back must not make anything last longer.
    fn holds(&self, now: Timestamp) -> bool {
        self.since <= now && now < self.until
    }
}

/// The state of the memory before something was looked up elsewhere; see [`Kept::keep`].
#[derive(Clone, Copy)]
pub(super) struct Before {
    now: Timestamp,
    forgotten: u64,
}

impl<K: Clone + Eq + Hash, V: Clone> Kept<K, V> {
    pub fn new() -> Self {
        Self(Mutex::new(Entries { map: HashMap::new(), forgotten: 0 }))
    }

    /// What is remembered; else what to hand to [`Kept::keep`] when it has been found out.
    pub fn get(&self, key: &K, now: Timestamp) -> Result<V, Before> {
        let entries = self.lock();
        match entries.map.get(key).filter(|entry| entry.holds(now)) {
            Some(entry) => Ok(entry.value.clone()),
            None => Err(Before { now, forgotten: entries.forgotten }),
        }
    }

    /// Remembers it for `life` since `before`, unless anything was forgotten meanwhile: what was found out may be what
    /// was to be forgotten.
    pub fn keep(&self, before: Before, key: K, value: V, life: Duration) {
        let mut entries = self.lock();
        if entries.forgotten != before.forgotten {
            return;
        }
        entries.make_room(before.now);
        entries.map.insert(key, Entry { value, since: before.now, until: before.now.plus(life) });
    }

    /// Forgets it at once.
    pub fn forget(&self, key: &K) {
        let mut entries = self.lock();
        entries.forgotten += 1;
        entries.map.remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, Entries<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash, V> Entries<K, V> {
    fn make_room(&mut self, now: Timestamp) {
        if self.map.len() < CAPACITY {
            return;
        }
        self.map.retain(|_, entry| entry.holds(now));
        if self.map.len() >= CAPACITY
            && let Some(oldest) = self.map.iter().min_by_key(|(_, entry)| entry.since).map(|(key, _)| key.clone())
        {
            self.map.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp(1_800_000_000_000);
    const LIFE: Duration = Duration::from_secs(5);

    fn put(kept: &Kept<usize, &'static str>, key: usize, now: Timestamp) {
        let before = kept.get(&key, now).unwrap_err();
        kept.keep(before, key, "found", LIFE);
    }

    #[test]
    fn it_holds_for_its_life_and_not_before_it_began() {
        let kept = Kept::new();
        put(&kept, 1, T0);
        assert!(kept.get(&1, T0).is_ok());
        assert!(kept.get(&1, T0.plus(LIFE - Duration::from_millis(1))).is_ok());
        assert!(kept.get(&1, T0.plus(LIFE)).is_err());
        assert!(kept.get(&1, Timestamp(T0.0 - 1)).is_err(), "a clock that was set back");
    }

    #[test]
    fn what_was_looked_up_before_a_revocation_is_not_remembered_after_it() {
        let kept = Kept::new();
        let before = kept.get(&1, T0).unwrap_err();
        kept.forget(&1);
        kept.keep(before, 1, "old rights", LIFE);
        assert!(kept.get(&1, T0).is_err());
        put(&kept, 1, T0);
        kept.forget(&1);
        assert!(kept.get(&1, T0).is_err());
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_goes_first() {
        let kept = Kept::new();
        put(&kept, 0, T0);
        for key in 1..=CAPACITY {
            put(&kept, key, T0.plus(Duration::from_millis(1)));
        }
        let entries = kept.lock();
        assert_eq!(entries.map.len(), CAPACITY);
        assert!(!entries.map.contains_key(&0));
        assert!(entries.map.contains_key(&CAPACITY));
    }
}
