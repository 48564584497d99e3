//! Reading sessions.

use sqlx::{PgConnection, Postgres, postgres::PgArguments, query::QueryAs};

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

use super::statements::Statements;

pub(super) type Select = QueryAs<'static, Postgres, SessionRecord, PgArguments>;

/// All rows of an organization, also those that are being removed: the primary first, then by age.
pub(super) fn of_organization(statements: &Statements, organization: OrganizationId) -> Select {
    statements
        .rows("{session} AND i.organization_id = $1::uuid ORDER BY {primary} DESC, {age}")
        .bind(organization.to_string())
}

/// The first rows of an organization that are not being removed, in that order.
pub(super) fn first(statements: &Statements, organization: OrganizationId, limit: u32) -> Select {
    statements
        .rows(
            "{session} AND i.organization_id = $1::uuid AND s.removing IS NOT TRUE
             ORDER BY {primary} DESC, {age} LIMIT $2",
        )
        .bind(organization.to_string())
        .bind(i64::from(limit))
}

/// How many of them there are, how many are connected, and how many are not adopted yet.
pub(super) fn count(
    statements: &Statements,
    organization: OrganizationId,
    now: Timestamp,
) -> QueryAs<'static, Postgres, (i64, i64, i64), PgArguments> {
    statements
        .rows(
            "SELECT count(*),
                    count(*) FILTER (WHERE s.trouble IS NULL
                        AND CASE WHEN s.held_since <= $2 THEN s.held_state ELSE s.state END = $3),
                    count(*) FILTER (WHERE s.state IS NULL)
             FROM {integrations} AS i LEFT JOIN wpp_panel.sessions AS s ON s.integration_id = i.id
             WHERE {wpp} AND i.organization_id = $1::uuid AND s.removing IS NOT TRUE",
        )
        .bind(organization.to_string())
        .bind(believed_since(now).0)
        .bind(SessionState::Connected.as_str())
}

/// One row, whoever owns it.
pub(super) fn by_id(statements: &Statements, id: IntegrationId) -> Select {
    statements.rows("{session} AND i.id = $1::uuid").bind(id.to_string())
}

/// One row of an organization that is not being removed.
pub(super) fn own(statements: &Statements, organization: OrganizationId, id: IntegrationId) -> Select {
    statements
        .rows("{session} AND i.id = $1::uuid AND i.organization_id = $2::uuid AND s.removing IS NOT TRUE")
        .bind(id.to_string())
        .bind(organization.to_string())
}

/// Rows being removed, and rows with an attempt that nobody has asked for since.
pub(super) fn unfinished(statements: &Statements, asked_before: i64) -> Select {
    statements.rows("{session} AND (s.removing OR s.attempt_asked_at < $1) ORDER BY {age}").bind(asked_before)
}

/// Every row that is not being removed.
pub(super) fn every(statements: &Statements) -> Select {
    statements.rows("{session} AND s.removing IS NOT TRUE ORDER BY {age}")
}

/// Adopted rows whose webhook goes somewhere else; those that an operator sent back only if `sent_back_too`.
pub(super) fn webhook_elsewhere(statements: &Statements, sent_back_too: bool) -> Select {
    statements
        .rows(
            "{session} AND s.adopted AND s.webhook_ours_since IS NULL AND ($1 OR NOT s.webhook_sent_back)
               AND NOT s.removing ORDER BY {age}",
        )
        .bind(sent_back_too)
}

/// Adopted rows whose webhook comes to us.
pub(super) fn webhook_ours(statements: &Statements) -> Select {
    statements.rows("{session} AND s.adopted AND s.webhook_ours_since IS NOT NULL AND NOT s.removing ORDER BY {age}")
}

/// Rows whose new webhook key the platform has not taken yet.
pub(super) fn untaken_key(statements: &Statements) -> Select {
    statements
        .rows("{session} AND s.old_key_hash IS NOT NULL AND s.old_key_until IS NULL AND NOT s.removing ORDER BY {age}")
}

/// The session behind a statement that finds at most one.
pub(super) async fn one(
    connection: &mut PgConnection,
    sealer: &Sealer,
    select: Select,
) -> Result<Option<Session>, StoreError> {
    select.fetch_optional(connection).await?.map(|record| record.session(sealer)).transpose()
}
