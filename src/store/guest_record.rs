//! A link for the person with the phone, as every database gives it.

use crate::{
    connect::ports::StoreError,
    domain::{
        guest::GuestLink,
        ids::{AttemptId, GuestLinkId, IntegrationId, OrganizationId, UserId},
        time::Timestamp,
    },
};

/// How long an ended link is kept, in milliseconds: 30 days.
pub(super) const KEPT: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Id, organization, its name, who made it, when it was made and ends, session, attempt; when it was tried, failed, was
/// taken, was called back and connected. Text and whole numbers only, to which a dialect's statement casts everything else.
pub(super) type GuestRow = (
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<String>,
    String,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// The link.
///
/// # Errors
/// [`StoreError::Corrupt`] if an id is none.
pub(super) fn link(row: GuestRow) -> Result<GuestLink, StoreError> {
    let (
        id,
        organization,
        organization_name,
        made_by,
        created_at,
        expires_at,
        session,
        attempt,
        tried,
        failed,
        taken,
        ..,
    ) = row;
    let (revoked, connected) = (row.11, row.12);
    let corrupt = |_| StoreError::Corrupt(format!("an id of guest link {id}"));
    Ok(GuestLink {
        id: GuestLinkId(id.parse().map_err(corrupt)?),
        organization: OrganizationId(organization.parse().map_err(corrupt)?),
        organization_name,
        made_by: UserId(made_by.parse().map_err(corrupt)?),
        created_at: Timestamp(created_at),
        expires_at: Timestamp(expires_at),
        session: session.map(|id| id.parse().map(IntegrationId)).transpose().map_err(corrupt)?,
        attempt: AttemptId(attempt.parse().map_err(corrupt)?),
        tried_at: tried.map(Timestamp),
        failed_at: failed.map(Timestamp),
        taken_at: taken.map(Timestamp),
        revoked_at: revoked.map(Timestamp),
        connected_at: connected.map(Timestamp),
    })
}
