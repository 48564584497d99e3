//! Slows down who guesses passwords: per account and per address, with a delay that doubles.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::domain::time::Timestamp;

/// Failures that cost an account nothing.
const FREE_FOR_ACCOUNT: u32 = 5;
/// Failures that cost an address nothing: a whole office may share one.
const FREE_FOR_ADDRESS: u32 = 20;
/// The delay after the first failure that is not free; it doubles with each further one.
const FIRST_DELAY: Duration = Duration::from_secs(5);
/// The longest delay. Guessing for a stranger's account locks its owner out too, so this stays bearable.
const LONGEST_DELAY: Duration = Duration::from_secs(5 * 60);
/// Failures are forgotten after this long without a new one.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60 * 60);
/// How many accounts and addresses are remembered at most.
const CAPACITY: usize = 10_000;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(IpAddr),
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Failures {
    /// When the next try may be made.
    fn free_at(self, free: u32) -> Timestamp {
        let Some(beyond) = self.count.checked_sub(free) else { return self.last };
        let delay = FIRST_DELAY.saturating_mul(1 << beyond.min(16));
        self.last.plus(delay.min(LONGEST_DELAY))
    }
}

/// Remembers failures in memory; a restart forgets them, which costs an attacker more than it gives.
#[derive(Default)]
pub(super) struct Limiter(Mutex<HashMap<Key, Failures>>);

impl Limiter {
    /// Lets one try through and counts it as failed at once, so that a hundred tries sent together do not all slip
    /// through before the first one has failed; else says how long to wait.
    pub(super) fn charge(&self, account: &str, address: Option<IpAddr>, now: Timestamp) -> Result<(), Duration> {
        let keys = keys(account, address);
        let mut known = self.lock();
        known.retain_if_full(now);
        let wait = keys
            .iter()
            .filter_map(|key| known.0.get(key).map(|failures| failures.free_at(key.free())))
            .map(|free_at| free_at.since(now))
            .max()
            .unwrap_or_default();
        if !wait.is_zero() {
            return Err(wait);
        }
        for key in keys {
            let failures = known.0.entry(key).or_insert(Failures { count: 0, last: now });
            if now.since(failures.last) >= FORGOTTEN_AFTER {
                failures.count = 0;
            }
            *failures = Failures { count: failures.count.saturating_add(1), last: now };
        }
        Ok(())
    }

    /// Takes a charge back after a right password. The account is clean; the address keeps its other failures, since
    /// one known password must not pay for guessing others.
    pub(super) fn forgive(&self, account: &str, address: Option<IpAddr>) {
        let mut known = self.lock();
        for key in keys(account, address) {
            match &key {
                Key::Account(_) => {
                    known.0.remove(&key);
                }
                Key::Address(_) => {
                    if let Some(failures) = known.0.get_mut(&key) {
                        failures.count = failures.count.saturating_sub(1);
                    }
                }
            }
        }
    }

    fn lock(&self) -> Known<'_> {
        Known(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Known<'a>(MutexGuard<'a, HashMap<Key, Failures>>);

impl Known<'_> {
    /// Makes room for the two keys of one try: first what is forgotten anyway, then what failed longest ago.
    fn retain_if_full(&mut self, now: Timestamp) {
        if self.0.len() + 2 <= CAPACITY {
            return;
        }
        self.0.retain(|_, failures| now.since(failures.last) < FORGOTTEN_AFTER);
        while self.0.len() + 2 > CAPACITY {
            let Some(oldest) = self.0.iter().min_by_key(|(_, failures)| failures.last).map(|(key, _)| key.clone())
            else {
                return;
            };
            self.0.remove(&oldest);
        }
    }
}

impl Key {
    fn free(&self) -> u32 {
        match self {
            Self::Account(_) => FREE_FOR_ACCOUNT,
            Self::Address(_) => FREE_FOR_ADDRESS,
        }
    }
}

fn keys(account: &str, address: Option<IpAddr>) -> Vec<Key> {
    std::iter::once(Key::Account(account.to_owned()))
        .chain(address.map(|address| Key::Address(network(address))))
        .collect()
}

/// One IPv6 customer has at least 2^64 addresses, so the first 64 bits count as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64))),
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp(1_800_000_000_000);

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn the_delay_doubles_up_to_a_bearable_one() {
        let limiter = Limiter::default();
        let mut now = T0;
        for _ in 0..FREE_FOR_ACCOUNT {
            limiter.charge("a@b", None, now).unwrap();
        }
        for seconds in [5, 10, 20, 40, 80, 160, 300, 300] {
            assert_eq!(limiter.charge("a@b", None, now), Err(Duration::from_secs(seconds)));
            now = now.plus(Duration::from_secs(seconds));
            limiter.charge("a@b", None, now).unwrap();
        }
    }

    #[test]
    fn an_hour_of_quiet_is_forgotten() {
        let limiter = Limiter::default();
        for _ in 0..FREE_FOR_ACCOUNT {
            limiter.charge("a@b", None, T0).unwrap();
        }
        let later = T0.plus(FORGOTTEN_AFTER);
        for _ in 0..FREE_FOR_ACCOUNT {
            limiter.charge("a@b", None, later).unwrap();
        }
        assert!(limiter.charge("a@b", None, later).is_err());
    }

    #[test]
    fn one_address_cannot_walk_through_all_accounts() {
        let limiter = Limiter::default();
        for ordinal in 0..FREE_FOR_ADDRESS {
            limiter.charge(&format!("{ordinal}@b"), address(&format!("2001:db8::{ordinal:x}")), T0).unwrap();
        }
        assert!(limiter.charge("next@b", address("2001:db8::ffff"), T0).is_err(), "the same /64");
        limiter.charge("next@b", address("2001:db8:0:1::1"), T0).unwrap();
    }

    #[test]
    fn a_right_password_cleans_the_account_but_not_the_address() {
        let limiter = Limiter::default();
        let here = address("192.0.2.1");
        for ordinal in 1..FREE_FOR_ADDRESS {
            limiter.charge(&format!("{ordinal}@b"), here, T0).unwrap();
        }
        limiter.charge("right@b", here, T0).unwrap();
        limiter.forgive("right@b", here);
        limiter.charge("other@b", here, T0).unwrap();
        assert!(limiter.charge("right@b", here, T0).is_err());
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_goes_first() {
        let limiter = Limiter::default();
        for ordinal in 0..=CAPACITY {
            let now = T0.plus(Duration::from_millis(ordinal.try_into().unwrap()));
            limiter.charge(&format!("{ordinal}@b"), None, now).unwrap();
        }
        let known = limiter.lock();
        assert!(known.0.len() <= CAPACITY);
        assert!(!known.0.contains_key(&Key::Account("0@b".to_owned())));
        assert!(known.0.contains_key(&Key::Account(format!("{CAPACITY}@b"))));
    }
}
