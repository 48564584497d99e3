//! A link for the person with the phone: whoever has it may scan a code, once, and see nothing else.

use super::{
    ids::{AttemptId, GuestLinkId, IntegrationId, OrganizationId, UserId},
    time::Timestamp,
};

/// A link, without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestLink {
    /// Its id, which opens nothing.
    pub id: GuestLinkId,
    /// Whose WhatsApp is connected.
    pub organization: OrganizationId,
    /// The name of that organization.
    pub organization_name: String,
    /// The administrator who made it, in whose name all is done.
    pub made_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, whatever was done with it.
    pub expires_at: Timestamp,
    /// The session that is connected: one that was there, or the one that was made for the guest.
    pub session: Option<IntegrationId>,
    /// The attempt that the guest looks at; each «Новый код» is another one.
    pub attempt: AttemptId,
    /// When that attempt was begun.
    pub tried_at: Option<Timestamp>,
    /// When it could not be begun.
    pub failed_at: Option<Timestamp>,
    /// When a browser took it.
    pub taken_at: Option<Timestamp>,
    /// When it was called back.
    pub revoked_at: Option<Timestamp>,
    /// When the phone was linked.
    pub connected_at: Option<Timestamp>,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestState {
    /// Nobody has taken it yet.
    Waiting,
    /// A browser has it.
    Taken,
    /// The phone is linked.
    Connected,
    /// An administrator called it back.
    Revoked,
    /// Its time is over.
    Expired,
}

impl GuestLink {
    /// Where it stands.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> GuestState {
        match self {
            Self { connected_at: Some(_), .. } => GuestState::Connected,
            Self { revoked_at: Some(_), .. } => GuestState::Revoked,
            Self { expires_at, .. } if now >= *expires_at => GuestState::Expired,
            Self { taken_at: Some(_), .. } => GuestState::Taken,
            _ => GuestState::Waiting,
        }
    }

    /// Whether something can still be done with it.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        matches!(self.state(now), GuestState::Waiting | GuestState::Taken)
    }
}
