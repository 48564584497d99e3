//! Events that are to be passed on, and where webhooks of adopted sessions go.

use async_trait::async_trait;

use crate::domain::{account::AccountNumber, ids::IntegrationId, secret::Secret, time::Timestamp};

use super::{audit::AuditEntry, session::Session, store::StoreError};

/// An event that is to be passed on.
#[derive(Clone)]
pub struct WaitingEvent {
    /// Our number of it: grows with arrival.
    pub number: i64,
    /// Whose it is.
    pub session: IntegrationId,
    /// The account number its session had then.
    pub account: Option<AccountNumber>,
    /// The webhook key of its session, which the receiver knows too; `None` if the row is gone.
    pub webhook_key: Option<Secret>,
    /// The body as it came.
    pub raw: Vec<u8>,
    /// How often it was tried in vain.
    pub tries: u32,
}

/// How many events are in the inbox, by what is to happen to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCounts {
    /// To be passed on.
    pub waiting: i64,
    /// Given up.
    pub dead: i64,
}

/// What waits in the [inbox](super::InboxStore) to be passed on.
#[async_trait]
pub trait EventStore: Send + Sync {
    /// The oldest waiting event of every session, if its time has come: what is behind it waits too. The oldest come
    /// first. One that cannot be unsealed is given up and does not come.
    async fn events_to_forward(&self, now: Timestamp, limit: u32) -> Result<Vec<WaitingEvent>, StoreError>;

    /// An event was passed on: its body is forgotten.
    async fn event_forwarded(&self, number: i64) -> Result<(), StoreError>;

    /// An event was not passed on. It is tried again at `again_at`, or given up: then its body stays, and what is behind
    /// it goes on. `why` is a few words without secrets.
    async fn event_not_forwarded(&self, number: i64, again_at: Option<Timestamp>, why: &str) -> Result<(), StoreError>;

    /// All that were given up wait again, as if they were never tried; says how many.
    async fn revive_dead_events(&self, now: Timestamp) -> Result<u64, StoreError>;

    /// How many there are.
    async fn count_events(&self) -> Result<EventCounts, StoreError>;

    /// Sessions that were adopted and whose webhook goes somewhere else still; those that an operator sent back only if
    /// `sent_back_too`. Only those with account and key.
    async fn webhooks_elsewhere(&self, sent_back_too: bool) -> Result<Vec<Session>, StoreError>;

    /// Adopted sessions whose webhook was brought to us. Only those with account and key.
    async fn webhooks_taken(&self) -> Result<Vec<Session>, StoreError>;

    /// Notes where the webhook of an adopted session goes: to us (since when), or back, and then it stays there until
    /// somebody asks for it. A session that was not adopted stays as it is.
    async fn note_webhook(
        &self,
        id: IntegrationId,
        ours_since: Option<Timestamp>,
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
}
