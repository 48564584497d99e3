//! The audit: lines are added in the transaction of what they tell of, and nothing else is ever done to them.

use sqlx::SqliteConnection;

use crate::connect::ports::{AuditEntry, StoreError};

pub(super) async fn add(connection: &mut SqliteConnection, entry: &AuditEntry) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit (at, organization_id, actor, action, session_id, detail) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(entry.at.0)
    .bind(entry.organization.to_string())
    .bind(entry.actor.map(|user| user.to_string()))
    .bind(entry.action)
    .bind(entry.session.map(|id| id.to_string()))
    .bind(&entry.detail)
    .execute(connection)
    .await?;
    Ok(())
}
