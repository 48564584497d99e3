//! What several servers on one database settle among themselves. Where there is one server, everything is granted.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::{secret::Secret, time::Timestamp};

use super::store::StoreError;

/// How long what the last holder of a lease said of its work can be read by the next one.
pub const REMEMBERED: Duration = Duration::from_secs(5);

/// What came of asking for a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lease {
    /// It is ours until we give it back. What the last holder said when it gave it back, if that was within
    /// [`REMEMBERED`].
    Ours(Option<String>),
    /// Another living server has it.
    Theirs,
}

/// A token of the platform that all servers use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedToken {
    /// The token.
    pub value: Secret,
    /// From when on it should be renewed.
    pub renew_at: Timestamp,
}

/// Leases and tokens. The defaults are those of a server that is alone.
///
/// A lease has no end of its own: it is free when it was given back, or when the server that has it has not shown a sign
/// of life for [`ALIVE_FOR`]. Times are the database's, since clocks of servers differ.
#[async_trait]
pub trait Together: Send + Sync {
    /// Whether there may be other servers.
    fn shares(&self) -> bool {
        false
    }

    /// Takes a lease, unless another living server has it. Taking it twice is taking it once.
    async fn take(&self, _lease: &str) -> Result<Lease, StoreError> {
        Ok(Lease::Ours(None))
    }

    /// Gives a lease back with a word for the next one. One that is not ours stays as it is.
    async fn give_back(&self, _lease: &str, _said: &str) -> Result<(), StoreError> {
        Ok(())
    }

    /// Asks whoever has a lease to give it back soon.
    async fn ask_back(&self, _lease: &str) -> Result<(), StoreError> {
        Ok(())
    }

    /// Whether somebody has asked for a lease of ours.
    async fn is_asked_back(&self, _lease: &str) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// The token that is kept for a key, by the key's SHA-256; also one that is over.
    async fn shared_token(&self, _key: [u8; 32]) -> Result<Option<SharedToken>, StoreError> {
        Ok(None)
    }

    /// Keeps a token for all servers.
    async fn share_token(&self, _key: [u8; 32], _token: &SharedToken) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A server that has not shown a sign of life for this long has lost its leases.
pub const ALIVE_FOR: Duration = Duration::from_secs(10);
