//! Where events of the platform are kept until everybody who must hear of them has.

use async_trait::async_trait;

use crate::domain::{
    account::AccountNumber,
    ids::{IntegrationId, OrganizationId},
    phone::Phone,
    secret::Secret,
    time::Timestamp,
    word::GatewayWord,
};

use super::{audit::AuditEntry, store::StoreError};

/// Whose events a webhook key proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The session.
    pub session: IntegrationId,
    /// Its tenant.
    pub organization: OrganizationId,
    /// Its account number.
    pub account: Option<AccountNumber>,
}

/// What an event says of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The status word behind its type.
    pub word: GatewayWord,
    /// The linked phone, if it names one.
    pub phone: Option<Phone>,
    /// When it happened by the platform's clock, which may disagree with ours; to be compared with its own alone.
    pub happened_at: Option<Timestamp>,
}

/// An event that is kept and not believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEvent {
    /// Our number of it.
    pub number: i64,
    /// Whose it is.
    pub session: IntegrationId,
    /// What it says.
    pub told: Told,
}

/// What becomes of an event beside being believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventFate {
    /// Nobody is to get it.
    Kept,
    /// It is to be passed on.
    Waiting,
    /// It was passed on.
    Forwarded,
    /// It was given up.
    Dead,
}

impl EventFate {
    /// The word as the database has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Waiting => "waiting",
            Self::Forwarded => "forwarded",
            Self::Dead => "dead",
        }
    }

    /// Reads [`EventFate::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Kept, Self::Waiting, Self::Forwarded, Self::Dead].into_iter().find(|fate| fate.as_str() == word)
    }
}

/// An event as people may see it: nothing that somebody wrote is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvent {
    /// Our number of it: grows with arrival.
    pub number: i64,
    /// The platform's id of it.
    pub event_id: Option<String>,
    /// Its type as it was sent.
    pub kind: String,
    /// Whether it may change a state.
    pub is_about_state: bool,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When it happened by the platform's clock.
    pub happened_at: Option<Timestamp>,
    /// What becomes of it.
    pub fate: EventFate,
    /// How often it was tried to pass it on in vain.
    pub tries: u32,
    /// What the receiver said last.
    pub why: Option<String>,
}

impl KeptEvent {
    /// Whether taking it up again can change anything: it may change a state, or was given up.
    #[must_use]
    pub fn can_be_replayed(&self) -> bool {
        self.is_about_state || self.fate == EventFate::Dead
    }
}

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
    /// When it happened by the platform's clock.
    pub happened_at: Option<Timestamp>,
    /// What it says of a state, if it may change one: such an event is open until it is settled.
    pub told: Option<Told>,
    /// The body as it came; only of an event that is to be passed on. It may hold people's messages.
    pub raw: Option<Vec<u8>>,
}

/// The inbox.
#[async_trait]
pub trait InboxStore: Send + Sync {
    /// Whose events `key` proves at `now`: the present key of a session, or the one before it while that counts. It is
    /// compared by its hash.
    async fn addressee(&self, key: &Secret, now: Timestamp) -> Result<Option<Addressee>, StoreError>;

    /// Keeps an event, durable when this returns, and says its number; `None` if the session has one with the same id
    /// already. The body is sealed. An event with a body waits to be passed on; one that says something of a state is
    /// open.
    async fn keep_event(&self, event: &NewEvent) -> Result<Option<i64>, StoreError>;

    /// Events that arrived before `received_before` and are open still, in the order of their arrival.
    async fn open_events(&self, received_before: Timestamp, limit: u32) -> Result<Vec<OpenEvent>, StoreError>;

    /// Events are believed, or need not be.
    async fn settle_events(&self, numbers: &[i64]) -> Result<(), StoreError>;

    /// Events of a session, the newest first, at most `limit`; those before number `before`, if it is given.
    async fn events_of(
        &self,
        session: IntegrationId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptEvent>, StoreError>;

    /// Takes an event of a session up again: one that may change a state is open again, one that was given up waits
    /// again. What it was before; `None` if the session has no such event. The audit is written only if it was there and
    /// [can be replayed](KeptEvent::can_be_replayed).
    async fn replay_event(
        &self,
        session: IntegrationId,
        number: i64,
        now: Timestamp,
        audit: &AuditEntry,
    ) -> Result<Option<KeptEvent>, StoreError>;

    /// Forgets events that arrived before `before`, and of each session all but the newest `most`; never those that wait
    /// to be passed on or are open. Says how many; some thousands at once, so it is to be called until there were none.
    async fn forget_events(&self, before: Timestamp, most: u32) -> Result<u64, StoreError>;

    /// Forgets the bodies of `qr` events that arrived before `before`: their codes are over, and a code is never kept
    /// longer than it lives. They wait for nothing any more; says how many there were.
    async fn forget_codes(&self, before: Timestamp) -> Result<u64, StoreError>;
}
