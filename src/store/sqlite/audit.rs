//! The audit: lines are added in the transaction of what they tell of, and nothing else is ever done to them.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use crate::{
    connect::ports::{AuditEntry, AuditFilter, AuditLine, AuditTrail, StoreError},
    domain::ids::OrganizationId,
    store::audit_record::{AuditRow, line},
};

use super::SqliteStore;

#[async_trait]
impl AuditTrail for SqliteStore {
    async fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        add(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    async fn audit_lines(
        &self,
        organization: OrganizationId,
        filter: AuditFilter,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let rows: Vec<AuditRow> = sqlx::query_as(
            "SELECT a.id AS number, a.at, a.actor, COALESCE(u.email, f.email), a.address, a.action, a.session_id, a.detail
             FROM audit AS a LEFT JOIN users AS u ON u.id = a.actor LEFT JOIN former_users AS f ON f.id = a.actor
             WHERE a.organization_id = $1 AND ($2 IS NULL OR a.session_id = $2) AND ($3 IS NULL OR a.actor = $3)
               AND ($4 IS NULL OR a.id < $4)
             ORDER BY a.id DESC LIMIT $5",
        )
        .bind(organization.to_string())
        .bind(filter.session.map(|id| id.to_string()))
        .bind(filter.actor.map(|id| id.to_string()))
        .bind(filter.before)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(line).collect()
    }
}

pub(super) async fn add(connection: &mut SqliteConnection, entry: &AuditEntry) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit (at, organization_id, actor, action, session_id, detail, address)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(entry.at.0)
    .bind(entry.organization.to_string())
    .bind(entry.actor.map(|user| user.to_string()))
    .bind(entry.action)
    .bind(entry.session.map(|id| id.to_string()))
    .bind(&entry.detail)
    .bind(entry.address.map(|address| address.to_string()))
    .execute(connection)
    .await?;
    Ok(())
}
