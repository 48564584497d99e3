//! Where sessions are kept. One contract, `tests/store`, for every database.

use std::net::IpAddr;

use async_trait::async_trait;

use crate::domain::{
    account::AccountNumber,
    ids::{AttemptId, IntegrationId, OrganizationId, UserId},
    name::SessionName,
    secret::Secret,
    time::Timestamp,
};

use super::{
    audit::{AuditEntry, AuditTrail},
    events::EventStore,
    gateway::CredentialMode,
    history::{HistoryStore, StateChange},
    inbox::InboxStore,
    session::{Attempt, Live, Session},
    together::Together,
};

/// Why the database did not do it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Locked, gone, full or read-only: it may work later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A row holds what cannot be understood or unsealed.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// Anything else: a bug, or somebody else's schema.
    #[error("the database refused: {0}")]
    Refused(String),
}

/// What a reservation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// *Connect*: the open attempt of the organization whatever its id, else the session it has, else a new row.
    Connect,
    /// *One more*: the row that this attempt id made, else a new row.
    Add,
    /// *One more* without an id of its own: the row that this attempt id made and whose attempt is still open, else one
    /// that it made and that is being removed, else a new row.
    AddUntilOver,
}

/// The values that a new row needs, all chosen before the transaction.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The row's id.
    pub id: IntegrationId,
    /// The tenant.
    pub organization: OrganizationId,
    /// Who asks.
    pub by: UserId,
    /// And from where, for the audit.
    pub address: Option<IpAddr>,
    /// The attempt's id, from the browser.
    pub attempt: AttemptId,
    /// Proves later events.
    pub webhook_key: Secret,
    /// With a global key the store allocates the account number; with a key per client the number stays empty
    /// and `sub_organization` is kept.
    pub mode: CredentialMode,
    /// `{organizationId}__wpp__{8 hex}`; kept only with a key per client.
    pub sub_organization: String,
    /// Now.
    pub now: Timestamp,
}

/// What a reservation found or made.
#[derive(Clone, Debug)]
pub enum Reserved {
    /// The row was there: an open attempt to share, or a session to return.
    Existing(Session),
    /// A new row with this attempt, or one that a failed attempt left behind and that never was connected.
    Created(Session),
    /// The attempt was cancelled before it arrived; nothing was made.
    CalledOff,
}

/// The beginning of an organization's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// As many as were asked for, or all.
    pub first: Vec<Session>,
    /// How many there are.
    pub all: usize,
    /// How many of them are shown as connected, by a gateway that answers. Of more than were asked for it is counted by what
    /// the database says, also where a row cannot be read.
    pub connected: usize,
}

/// What became of opening an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The row, with this attempt or with the one that was open already.
    Open(Box<Session>),
    /// The attempt was cancelled before it arrived; the row is as it was.
    CalledOff,
    /// The row is gone or being removed.
    Gone,
}

/// A new account for a row that is there, in place of the one it has.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// With a global key the store allocates a number; with a key per client number and key stay empty.
    pub mode: CredentialMode,
    /// Kept only with a key per client; chosen before the platform is asked.
    pub sub_organization: String,
    /// The attempt this is for; `None` keeps the one that is open.
    pub attempt: Option<Attempt>,
    /// Its line.
    pub audit: AuditEntry,
}

/// The store of sessions. Every look-up by a person is bound to their organization; a foreign id is `None`.
///
/// Rows of `messenger_integrations` with provider wpp that somebody else made become sessions as soon as they are seen:
/// with the number and key of their settings if those can be understood and the number is nobody else's, as
/// `disconnected` and never checked; else as `failed` without account. They count as once connected.
#[async_trait]
pub trait SessionStore: AuditTrail + Together + EventStore + InboxStore + HistoryStore + Send + Sync {
    /// All sessions of an organization that are not being removed: the primary first, then by age.
    async fn sessions(&self, organization: OrganizationId) -> Result<Vec<Session>, StoreError>;

    /// The beginning of that list, and how many there are at `now`: no more than `limit` are read and unsealed.
    async fn first_sessions(
        &self,
        organization: OrganizationId,
        limit: u32,
        now: Timestamp,
    ) -> Result<Listing, StoreError>;

    /// One session; `None` if it is unknown, foreign or being removed.
    async fn session(&self, organization: OrganizationId, id: IntegrationId) -> Result<Option<Session>, StoreError>;

    /// Any session by its id, also one that is being removed: for jobs, which act for nobody.
    async fn session_for_job(&self, id: IntegrationId) -> Result<Option<Session>, StoreError>;

    /// Finds or makes the row of an attempt, in one transaction. The name is the first free one.
    ///
    /// For [`Reservation::Connect`]: an open attempt, else [`Session::chosen`], else a row that is being removed and
    /// never was connected (it is revived with this attempt), else a new row.
    async fn reserve(&self, new: &NewSession, what: Reservation) -> Result<Reserved, StoreError>;

    /// Saves `live` if the row still has `revision`, and returns the saved session; `None` if somebody was faster or
    /// the row is gone. When `first_connected_at` is set for the first time and the organization has no primary for
    /// WhatsApp, the row becomes it in the same transaction, which writes the history of `changes` too.
    async fn save_live(
        &self,
        id: IntegrationId,
        revision: i64,
        live: &Live,
        changes: &[StateChange],
    ) -> Result<Option<Session>, StoreError>;

    /// Opens `attempt` on a row that has none. A row with an open attempt keeps that one.
    async fn begin_attempt(&self, id: IntegrationId, attempt: &Attempt) -> Result<Begun, StoreError>;

    /// Notes that an attempt is cancelled, so that a request of it which arrives later finds that out: requests overtake
    /// each other. Of this and a reservation or opening in the same organization one is wholly before the other. Notes
    /// older than a day are forgotten.
    async fn call_off(
        &self,
        organization: OrganizationId,
        attempt: AttemptId,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Whether an attempt was cancelled.
    async fn was_called_off(&self, attempt: AttemptId) -> Result<bool, StoreError>;

    /// Gives a row another account, in one transaction: number and key of the old one are forgotten, everything known of
    /// its state too, and the state is `starting`; name, webhook key and history stay, and so does the age of its first
    /// connection. `made_by` is the attempt's id. `None` if the row is gone or being removed.
    async fn replace_account(&self, id: IntegrationId, new: &NewAccount) -> Result<Option<Session>, StoreError>;

    /// Notes that somebody still asks for the attempt. Does not change the revision.
    async fn touch_attempt(&self, id: IntegrationId, now: Timestamp) -> Result<(), StoreError>;

    /// Keeps what the platform made for a sub-organization: number and key, patched into `settings` by key.
    async fn keep_client(
        &self,
        id: IntegrationId,
        number: &AccountNumber,
        api_key: &Secret,
    ) -> Result<Option<Session>, StoreError>;

    /// Gives a session another webhook key. The one it has goes on to count beside it, until
    /// [`SessionStore::webhook_key_taken`] gives it an end. A session whose new key was not taken yet stays as it is: the
    /// platform may know the key before alone. So does an adopted one: the CRM knows its key. `None` if the row is gone or
    /// being removed.
    async fn rotate_webhook_key(
        &self,
        id: IntegrationId,
        key: &Secret,
        audit: &AuditEntry,
    ) -> Result<Option<Session>, StoreError>;

    /// The platform has taken the address with the present webhook key: the one before counts until `old_until`.
    async fn webhook_key_taken(&self, id: IntegrationId, old_until: Timestamp) -> Result<(), StoreError>;

    /// Sessions whose new webhook key the platform has not taken yet.
    async fn untaken_webhook_keys(&self) -> Result<Vec<Session>, StoreError>;

    /// Renames; `false` if the row is unknown, foreign or being removed.
    async fn rename(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        name: &SessionName,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError>;

    /// Takes a row out of every list until the gateway has confirmed; another row becomes primary in the same
    /// transaction if this one was.
    async fn mark_removing(&self, id: IntegrationId, audit: &AuditEntry) -> Result<(), StoreError>;

    /// [`SessionStore::mark_removing`], but only a row that never was connected; `false` if it was, or is out already.
    async fn withdraw(&self, id: IntegrationId, audit: &AuditEntry) -> Result<bool, StoreError>;

    /// Deletes a row; a connected one, else the oldest, becomes primary in the same transaction if this one was.
    async fn remove(&self, id: IntegrationId, audit: &AuditEntry) -> Result<(), StoreError>;

    /// [`SessionStore::remove`], but only while the row is still being removed: a new attempt may have revived it.
    async fn remove_if_removing(&self, id: IntegrationId, audit: &AuditEntry) -> Result<(), StoreError>;

    /// What a job must look at: rows being removed, and rows with an attempt nobody has asked for since `asked_before`.
    async fn unfinished(&self, asked_before: Timestamp) -> Result<Vec<Session>, StoreError>;

    /// Every session of every organization that is not being removed: for jobs, which act for nobody.
    async fn every_session(&self) -> Result<Vec<Session>, StoreError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
}
