//! Links for the person with the phone.

use async_trait::async_trait;

use crate::domain::{
    guest::GuestLink,
    ids::{AttemptId, GuestLinkId, IntegrationId, OrganizationId, UserId},
    time::Timestamp,
};

use super::{audit::AuditEntry, store::StoreError};

/// A link to be kept.
#[derive(Clone, Debug)]
pub struct NewGuestLink {
    /// Its id.
    pub id: GuestLinkId,
    /// Whose WhatsApp is connected.
    pub organization: OrganizationId,
    /// The SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// The administrator who makes it.
    pub made_by: UserId,
    /// The session to bring back; `None` for a new one.
    pub session: Option<IntegrationId>,
    /// The first attempt.
    pub attempt: AttemptId,
    /// Now.
    pub now: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What is learned about a link while it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestNews {
    /// Another attempt begins.
    Tries(AttemptId, Timestamp),
    /// The attempt could not be begun.
    Failed(AttemptId, Timestamp),
    /// The attempt's session is this one.
    Session(AttemptId, IntegrationId),
}

/// The store of links. What changes something that people want to know of writes its line of the audit with it.
#[async_trait]
pub trait GuestStore: Send + Sync {
    /// Keeps a link, unless `most` of the organization are open. Those that ended 30 days ago are cleared away.
    async fn keep_guest_link(&self, link: &NewGuestLink, most: u32, entry: &AuditEntry) -> Result<bool, StoreError>;

    /// The links of an organization that did not end before `since`, the newest first.
    async fn guest_links(&self, organization: OrganizationId, since: Timestamp) -> Result<Vec<GuestLink>, StoreError>;

    /// Binds a link to the browser that has come with it first: of many one gets it. `None` if it is unknown, taken,
    /// called back or over. `entry` gets the organization of the link.
    async fn take_guest_link(
        &self,
        token_hash: [u8; 32],
        browser_hash: [u8; 32],
        entry: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError>;

    /// The link that a browser is bound to, whatever has become of it.
    async fn guest(&self, browser_hash: [u8; 32]) -> Result<Option<GuestLink>, StoreError>;

    /// Notes what was learned; what is about an attempt that is not the link's any more is dropped.
    async fn note_guest(&self, id: GuestLinkId, news: GuestNews) -> Result<bool, StoreError>;

    /// Notes that the phone is linked; `false` if that is known.
    async fn guest_connected(&self, id: GuestLinkId, entry: &AuditEntry) -> Result<bool, StoreError>;

    /// Calls a link back that is open; the link as it was, or `None`.
    async fn revoke_guest_link(
        &self,
        organization: OrganizationId,
        id: GuestLinkId,
        entry: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError>;
}
