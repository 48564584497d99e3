//! The people of an organization, and the links by which more of them come.

use async_trait::async_trait;

use crate::domain::{
    actor::Role,
    ids::{InvitationId, OrganizationId, UserId},
    staff::{Colleague, Invitation},
    time::Timestamp,
};

use super::{audit::AuditEntry, store::StoreError};

/// A change of what a colleague may do.
#[derive(Clone, Copy, Debug)]
pub struct RoleChange {
    /// Their organization.
    pub organization: OrganizationId,
    /// The person.
    pub user: UserId,
    /// The role that they have.
    pub from: Role,
    /// The role that they get; `None` and they are gone.
    pub to: Option<Role>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffChange {
    /// It is done.
    Done,
    /// They are gone, or their role is another one by now.
    Outdated,
    /// They are the only owner.
    LastOwner,
}

/// An invitation to be kept.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Its id.
    pub id: InvitationId,
    /// Where it leads.
    pub organization: OrganizationId,
    /// Lower case, trimmed.
    pub email: String,
    /// What they will be allowed.
    pub role: Role,
    /// The SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// Who invites.
    pub invited_by: UserId,
    /// Now.
    pub now: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What became of a new invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is out; an earlier one for the same address is not.
    Done,
    /// Somebody of the organization signs in with this address.
    AlreadyHere,
    /// So many are out that no more are made.
    TooMany,
}

/// What became of somebody who came with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// They are in.
    Done,
    /// The link is unknown, used, called back or over.
    Unknown,
    /// Somebody signs in with this address already; the link lives on.
    EmailTaken,
}

/// The store of an organization's people. What changes something writes its line of the audit in the same transaction.
#[async_trait]
pub trait StaffStore: Send + Sync {
    /// Who was made here, by role and address. People of the CRM are not among them.
    async fn colleagues(&self, organization: OrganizationId) -> Result<Vec<Colleague>, StoreError>;

    /// Changes a role, or removes the person with all their sign-ins and links. The invitations that they made end.
    async fn change_role(&self, change: RoleChange, entry: &AuditEntry) -> Result<StaffChange, StoreError>;

    /// Keeps an invitation in place of an earlier one for the same address, unless `most` others are out.
    async fn keep_invitation(
        &self,
        invitation: &NewInvitation,
        most: u32,
        entry: &AuditEntry,
    ) -> Result<Kept, StoreError>;

    /// The invitations of an organization that are out, the newest first.
    async fn invitations(&self, organization: OrganizationId, now: Timestamp) -> Result<Vec<Invitation>, StoreError>;

    /// The invitation behind a link; `None` if it is unknown, used, called back or over.
    async fn invitation(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Invitation>, StoreError>;

    /// Calls an invitation back; `false` if it is not out.
    async fn revoke_invitation(
        &self,
        organization: OrganizationId,
        id: InvitationId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError>;

    /// Makes a person of who came with a link, which counts once. `entry` gets the organization and the address of the
    /// invitation.
    async fn join(
        &self,
        token_hash: [u8; 32],
        user: UserId,
        password_hash: &str,
        entry: &AuditEntry,
    ) -> Result<Joined, StoreError>;
}
