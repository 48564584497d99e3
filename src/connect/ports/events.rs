//! Where events of the platform are kept until everybody who must hear of them has.

use async_trait::async_trait;

use crate::domain::{
    account::AccountNumber,
    ids::{IntegrationId, OrganizationId},
    secret::Secret,
    time::Timestamp,
};

use super::{
    session::Session,
    store::{AuditEntry, StoreError},
};

/// An event that has arrived.
#[derive(Clone)]
pub struct NewEvent {
    /// Whose it is, by its webhook key.
    pub session: IntegrationId,
    /// The tenant of that session.
    pub organization: OrganizationId,
    /// The account number of that session.
    pub account: Option<AccountNumber>,
    /// The platform's id of the event, if it has one: the same twice is one event.
    pub event_id: Option<String>,
    /// Its type, as it was sent, shortened.
    pub kind: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The body as it came; only of an event that is to be passed on. It may hold people's messages.
    pub raw: Option<Vec<u8>>,
}

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

/// The inbox.
#[async_trait]
pub trait EventStore: Send + Sync {
    /// Keeps an event, durable when this returns; `false` if the session has one with the same id already. The body is
    /// sealed. An event with a body waits to be passed on.
    ///
    /// An event that changes a state is kept after the change: one that is here was taken over whole.
    async fn keep_event(&self, event: &NewEvent) -> Result<bool, StoreError>;

    /// Whether the session has an event with this id of the platform's.
    async fn has_event(&self, session: IntegrationId, event_id: &str) -> Result<bool, StoreError>;

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

    /// Forgets events that arrived before `before`, but for those that wait to be passed on; says how many.
    async fn forget_events(&self, before: Timestamp) -> Result<u64, StoreError>;

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
