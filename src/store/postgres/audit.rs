//! The audit: lines are added in the transaction of what they tell of, and nothing else is ever done to them.

use sqlx::PgConnection;

use crate::connect::ports::{AuditEntry, StoreError};

use super::{statements::Statements, text::storable};

pub(super) async fn add(
    connection: &mut PgConnection,
    statements: &Statements,
    entry: &AuditEntry,
) -> Result<(), StoreError> {
    statements
        .query(
            "INSERT INTO wpp_panel.audit (at, organization_id, actor, action, session_id, detail)
             VALUES ($1, $2::uuid, $3::uuid, $4, $5::uuid, $6)",
        )
        .bind(entry.at.0)
        .bind(entry.organization.to_string())
        .bind(entry.actor.map(|user| user.to_string()))
        .bind(entry.action)
        .bind(entry.session.map(|id| id.to_string()))
        .bind(storable(&entry.detail))
        .execute(connection)
        .await?;
    Ok(())
}
