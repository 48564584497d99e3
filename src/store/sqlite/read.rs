//! Reading sessions.

use sqlx::{Sqlite, SqliteExecutor, query::QueryAs, sqlite::SqliteArguments};

use crate::{
    connect::ports::{Session, StoreError},
    domain::{
        ids::{IntegrationId, OrganizationId},
        lifecycle::believed_since,
        state::SessionState,
        time::Timestamp,
    },
    store::{Sealer, record::SessionRecord},
};

type Select<'q> = QueryAs<'q, Sqlite, SessionRecord, SqliteArguments>;

/// Every session statement names the same columns and never a row of another provider.
macro_rules! select {
    ($rest:literal) => {
        sqlx::query_as::<Sqlite, SessionRecord>(concat!(
            "SELECT i.id, i.organization_id, i.name, i.is_primary, i.is_enabled, i.webhook_key, i.settings,
                    i.created_at, s.state, s.account_number, s.made_by, s.held_state, s.held_since, s.asked_at, s.checked_at,
                    s.checked_by, s.checked_word, s.trouble, s.trouble_since, s.qr_sealed, s.qr_ordinal,
                    s.qr_expires_at, s.phone, s.attempt_id, s.attempt_by, s.attempt_started_at, s.attempt_asked_at,
                    s.attempt_before, s.first_connected_at, s.removing, s.revision, s.told_at,
                    s.adopted AS is_adopted,
                    s.adopted AND s.webhook_ours_since IS NULL AS webhook_elsewhere
             FROM messenger_integrations AS i LEFT JOIN sessions AS s ON s.integration_id = i.id
             WHERE i.messenger_type = 'whatsapp' AND i.provider = 'wpp' AND ",
            $rest
        ))
    };
}

/// All rows of an organization, also those that are being removed: the primary first, then by age.
pub(super) fn of_organization<'q>(organization: OrganizationId) -> Select<'q> {
    select!("i.organization_id = $1 ORDER BY i.is_primary DESC, i.created_at, i.id").bind(organization.to_string())
}

/// The first rows of an organization that are not being removed, in that order. SQLite plans a statement again each time a
/// number is bound to a bare `LIMIT $2`, which takes longer than reading the rows.
pub(super) fn first<'q>(organization: OrganizationId, limit: u32) -> Select<'q> {
    select!("i.organization_id = $1 AND s.removing IS NOT TRUE ORDER BY i.is_primary DESC, i.created_at, i.id LIMIT CAST($2 AS INTEGER)")
        .bind(organization.to_string())
        .bind(limit)
}

/// How many of them there are, how many are connected, and how many are not adopted yet.
pub(super) fn count<'q>(
    organization: OrganizationId,
    now: Timestamp,
) -> QueryAs<'q, Sqlite, (i64, i64, i64), SqliteArguments> {
    sqlx::query_as(
        "SELECT count(*),
                count(*) FILTER (WHERE s.trouble IS NULL
                    AND CASE WHEN s.held_since <= $2 THEN s.held_state ELSE s.state END = $3),
                count(*) FILTER (WHERE s.state IS NULL)
         FROM messenger_integrations AS i LEFT JOIN sessions AS s ON s.integration_id = i.id
         WHERE i.messenger_type = 'whatsapp' AND i.provider = 'wpp' AND i.organization_id = $1
               AND s.removing IS NOT TRUE",
    )
    .bind(organization.to_string())
    .bind(believed_since(now).0)
    .bind(SessionState::Connected.as_str())
}

/// One row, whoever owns it.
pub(super) fn by_id<'q>(id: IntegrationId) -> Select<'q> {
    select!("i.id = $1").bind(id.to_string())
}

/// One row of an organization that is not being removed.
pub(super) fn own<'q>(organization: OrganizationId, id: IntegrationId) -> Select<'q> {
    select!("i.id = $1 AND i.organization_id = $2 AND s.removing IS NOT TRUE")
        .bind(id.to_string())
        .bind(organization.to_string())
}

/// Rows being removed, and rows with an attempt that nobody has asked for since.
pub(super) fn unfinished<'q>(asked_before: i64) -> Select<'q> {
    select!("(s.removing OR s.attempt_asked_at < $1) ORDER BY i.created_at, i.id").bind(asked_before)
}

/// Every row that is not being removed.
pub(super) fn every<'q>() -> Select<'q> {
    select!("s.removing IS NOT TRUE ORDER BY i.created_at, i.id")
}

/// Adopted rows whose webhook goes somewhere else; those that an operator sent back only if `sent_back_too`.
pub(super) fn webhook_elsewhere<'q>(sent_back_too: bool) -> Select<'q> {
    select!(
        "s.adopted AND s.webhook_ours_since IS NULL AND ($1 OR NOT s.webhook_sent_back) AND NOT s.removing
         ORDER BY i.created_at, i.id"
    )
    .bind(sent_back_too)
}

/// Adopted rows whose webhook comes to us.
pub(super) fn webhook_ours<'q>() -> Select<'q> {
    select!("s.adopted AND s.webhook_ours_since IS NOT NULL AND NOT s.removing ORDER BY i.created_at, i.id")
}

/// Rows whose new webhook key the platform has not taken yet.
pub(super) fn untaken_key<'q>() -> Select<'q> {
    select!("s.old_key_hash IS NOT NULL AND s.old_key_until IS NULL AND NOT s.removing ORDER BY i.created_at, i.id")
}

/// The session behind a statement that finds at most one.
pub(super) async fn one(
    executor: impl SqliteExecutor<'_>,
    sealer: &Sealer,
    select: Select<'_>,
) -> Result<Option<Session>, StoreError> {
    select.fetch_optional(executor).await?.map(|record| record.session(sealer)).transpose()
}
