//! What several servers on one database settle among themselves. Where there is one server, everything is granted.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::{
    alert::Notice,
    ids::{IntegrationId, OrganizationId},
    secret::Secret,
    time::Timestamp,
};

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

/// What pages at every server should hear of: where to look, never what is to be seen there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A session has changed, came or went.
    Changed(OrganizationId, IntegrationId),
    /// Pages that may notify somebody should.
    Alerted(OrganizationId, Notice),
    /// Somebody of the organization has signed out.
    SignedOut(OrganizationId),
    /// Nobody knows what there was: look at everything.
    Missed,
}

/// Leases, tokens and news. The defaults are those of a server that is alone.
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

    /// Sessions that servers had when they died, and that nobody has taken over yet.
    async fn left_behind(&self) -> Result<Vec<IntegrationId>, StoreError> {
        Ok(vec![])
    }

    /// The token that is kept for a key, by the key's SHA-256; also one that is over.
    async fn shared_token(&self, _key: [u8; 32]) -> Result<Option<SharedToken>, StoreError> {
        Ok(None)
    }

    /// Keeps a token for all servers.
    async fn share_token(&self, _key: [u8; 32], _token: &SharedToken) -> Result<(), StoreError> {
        Ok(())
    }

    /// Tells the other servers, soon. Never waits and never fails; the same news that still wait are told once.
    fn announce(&self, _news: News) {}

    /// Passes on what other servers announce, for as long as this is waited for; never what this one announced. Where
    /// announcements do not come through, `heard` is told so ([`News::Missed`]) when they do again, and now and then until
    /// then if there are other servers.
    async fn listen(&self, _heard: &(dyn Fn(News) + Send + Sync)) {}
}

/// What the name of a session's lease begins with; its id follows.
pub const OF_SESSIONS: &str = "session:";

/// A server that has not shown a sign of life for this long has lost its leases.
pub const ALIVE_FOR: Duration = Duration::from_secs(10);
