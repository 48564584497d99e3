//! Events of one session must not take the place of everybody else's.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::domain::{ids::IntegrationId, time::Timestamp};

/// What one session may send.
#[derive(Clone, Copy, Debug)]
pub struct EventLimits {
    /// Events a second, on average and at once.
    pub per_second: u32,
    /// Events that are being written down at the same time.
    pub at_once: u32,
}

impl Default for EventLimits {
    fn default() -> Self {
        Self { per_second: 10_000, at_once: 256 }
    }
}

/// An empty bank is full again after this.
const FULL_AFTER: Duration = Duration::from_secs(1);
/// So many banks are never worth clearing away.
const FEW: usize = 64;

/// How much of it each session has left.
#[derive(Clone)]
pub struct Floods {
    limits: EventLimits,
    banks: Arc<Mutex<Banks>>,
}

#[derive(Default)]
struct Banks {
    of: HashMap<IntegrationId, Bank>,
    /// So many, and those that say nothing any more are cleared away: most sessions of long ago are gone.
    swept_at: usize,
}

struct Bank {
    /// Events that may come now, in thousandths.
    left: u64,
    at: Timestamp,
    under_way: u32,
}

/// An event on its way in; until it is dropped it counts as one of those at once.
pub struct Passage {
    banks: Arc<Mutex<Banks>>,
    session: IntegrationId,
}

impl Floods {
    pub fn new(limits: EventLimits) -> Self {
        Self { limits, banks: Arc::default() }
    }

    /// Lets an event in, or says after what time another try makes sense.
    pub fn enter(&self, session: IntegrationId, now: Timestamp) -> Result<Passage, Duration> {
        let rate = u64::from(self.limits.per_second);
        let whole = rate * 1_000;
        let mut banks = lock(&self.banks);
        banks.sweep(now);
        let bank = banks.of.entry(session).or_insert(Bank { left: whole, at: now, under_way: 0 });
        let passed = u64::try_from(now.since(bank.at).as_millis()).unwrap_or(u64::MAX);
        bank.left = bank.left.saturating_add(passed.saturating_mul(rate)).min(whole);
        bank.at = now;
        if bank.left < 1_000 || bank.under_way >= self.limits.at_once {
            return Err(Duration::from_secs(1));
        }
        bank.left -= 1_000;
        bank.under_way += 1;
        Ok(Passage { banks: self.banks.clone(), session })
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        if let Some(bank) = lock(&self.banks).of.get_mut(&self.session) {
            bank.under_way -= 1;
        }
    }
}

impl Banks {
    /// A bank that nobody has used for a second is full, as a new one is.
    fn sweep(&mut self, now: Timestamp) {
        if self.of.len() >= self.swept_at {
            self.of.retain(|_, bank| bank.under_way > 0 || now.since(bank.at) < FULL_AFTER);
            self.swept_at = (self.of.len() * 2).max(FEW);
        }
    }
}

fn lock(banks: &Mutex<Banks>) -> MutexGuard<'_, Banks> {
    banks.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn session(id: u128) -> IntegrationId {
        IntegrationId(Uuid::from_u128(id))
    }

    fn at(ms: u64) -> Timestamp {
        Timestamp(0).plus(Duration::from_millis(ms))
    }

    #[test]
    fn a_flood_is_held_back_and_others_are_not() {
        let floods = Floods::new(EventLimits { per_second: 10, at_once: 100 });
        for _ in 0..10 {
            assert!(floods.enter(session(1), at(0)).is_ok());
        }
        assert_eq!(floods.enter(session(1), at(0)).err(), Some(Duration::from_secs(1)));
        assert!(floods.enter(session(2), at(0)).is_ok());
        assert!(floods.enter(session(1), at(99)).is_err());
        assert!(floods.enter(session(1), at(100)).is_ok() && floods.enter(session(1), at(100)).is_err());
        assert!((0..10).all(|_| floods.enter(session(1), at(60_000)).is_ok()), "no more than a second is saved up");
        assert!(floods.enter(session(1), at(60_000)).is_err());
        assert!(floods.enter(session(1), at(0)).is_err(), "a clock that goes back gives nothing away");
    }

    #[test]
    fn nothing_is_kept_of_sessions_of_long_ago() {
        let floods = Floods::new(EventLimits { per_second: 1_000, at_once: 2 });
        let held = floods.enter(session(0), at(0));
        for id in 1..10_000 {
            assert!(floods.enter(session(id), at(u64::try_from(id).unwrap() * 100)).is_ok());
        }
        assert!(lock(&floods.banks).of.len() <= FEW && lock(&floods.banks).of.contains_key(&session(0)));
        drop(held);
    }

    #[test]
    fn what_is_under_way_counts_until_it_is_done() {
        let floods = Floods::new(EventLimits { per_second: 1_000, at_once: 2 });
        let (first, _second) = (floods.enter(session(1), at(0)), floods.enter(session(1), at(0)));
        assert!(floods.enter(session(1), at(0)).is_err());
        drop(first);
        assert!(floods.enter(session(1), at(0)).is_ok());
    }
}
