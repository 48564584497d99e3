//! The people of an organization, and who is to become one.

use super::{
    actor::Role,
    ids::{InvitationId, OrganizationId, UserId},
    time::Timestamp,
};

/// Somebody of an organization who was made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The person.
    pub user: UserId,
    /// What they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// When they came.
    pub created_at: Timestamp,
    /// When they were here last, as far as their sign-ins tell.
    pub seen_at: Option<Timestamp>,
}

/// An invitation that is out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, which opens nothing.
    pub id: InvitationId,
    /// Where it leads.
    pub organization: OrganizationId,
    /// The name of that organization.
    pub organization_name: String,
    /// Whom it is for: what they will sign in with.
    pub email: String,
    /// What they will be allowed.
    pub role: Role,
    /// Who invites.
    pub invited_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}
