//! People of an organization and invitations, as every database gives them.

use crate::{
    connect::ports::StoreError,
    domain::{
        actor::Role,
        ids::{InvitationId, OrganizationId, UserId},
        staff::{Colleague, Invitation},
        time::Timestamp,
    },
};

/// Id, e-mail address, role, when they came, when they were here last.
pub(super) type ColleagueRow = (String, String, String, i64, Option<i64>);

/// Id, organization, its name, e-mail address, role, who invites, when it was made, when it ends.
pub(super) type InvitationRow = (String, String, String, String, String, String, i64, i64);

/// The colleague.
///
/// # Errors
/// [`StoreError::Corrupt`] if id or role is none.
pub(super) fn colleague((id, email, word, created_at, seen_at): ColleagueRow) -> Result<Colleague, StoreError> {
    Ok(Colleague {
        user: UserId(uuid("users.id", &id)?),
        email,
        role: role(&word)?,
        created_at: Timestamp(created_at),
        seen_at: seen_at.map(Timestamp),
    })
}

/// The invitation.
///
/// # Errors
/// [`StoreError::Corrupt`] if an id or the role is none.
pub(super) fn invitation(row: InvitationRow) -> Result<Invitation, StoreError> {
    let (id, organization, organization_name, email, word, invited_by, created_at, expires_at) = row;
    Ok(Invitation {
        id: InvitationId(uuid("invitations.id", &id)?),
        organization: OrganizationId(uuid("invitations.organization_id", &organization)?),
        organization_name,
        email,
        role: role(&word)?,
        invited_by: UserId(uuid("invitations.invited_by", &invited_by)?),
        created_at: Timestamp(created_at),
        expires_at: Timestamp(expires_at),
    })
}

fn role(word: &str) -> Result<Role, StoreError> {
    Role::parse(word).ok_or_else(|| StoreError::Corrupt("the role of a person".to_owned()))
}

fn uuid(column: &str, text: &str) -> Result<uuid::Uuid, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(column.to_owned()))
}
