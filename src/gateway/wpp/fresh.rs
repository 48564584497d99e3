//! Keys so new that parts of the platform may not know them yet.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sha2::{Digest, Sha256};

use crate::domain::{secret::Secret, time::Timestamp};

/// What a key is remembered by.
pub(super) type KeyHash = [u8; 32];

/// The hash of a key.
pub(super) fn hash(key: &Secret) -> KeyHash {
    Sha256::digest(key.expose()).into()
}

/// When keys were made, for as long as it matters.
pub(super) struct FreshKeys {
    span: Duration,
    made: Mutex<HashMap<KeyHash, Timestamp>>,
}

impl FreshKeys {
    /// Keys count as new for `span`.
    pub fn new(span: Duration) -> Self {
        Self { span, made: Mutex::default() }
    }

    /// Notes that the platform made `key` just now.
    pub fn note(&self, key: &Secret, now: Timestamp) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.retain(|_, at| now.since(*at) < self.span);
        made.insert(hash(key), now);
    }

    /// How long `key` still counts as new; zero if it does not.
    pub fn left(&self, key: &Secret, now: Timestamp) -> Duration {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.get(&hash(key)).map_or(Duration::ZERO, |at| self.span.saturating_sub(now.since(*at)))
    }
}
