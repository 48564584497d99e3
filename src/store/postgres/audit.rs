//! The audit: lines are added in the transaction of what they tell of, and nothing else is ever done to them.

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::{
    connect::ports::{AuditEntry, AuditFilter, AuditLine, AuditTrail, StoreError},
    domain::ids::OrganizationId,
    store::audit_record::{AuditRow, line},
};

use super::{PostgresStore, statements::Statements, text::storable};

#[async_trait]
impl AuditTrail for PostgresStore {
    async fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        add(&mut tx, &self.statements, entry).await?;
        Ok(tx.commit().await?)
    }

    async fn audit_lines(
        &self,
        organization: OrganizationId,
        filter: AuditFilter,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<AuditRow> = self
            .statements
            .rows(
                "SELECT a.id AS number, a.at, a.actor::text AS actor, COALESCE(u.email, f.email), a.address, a.action,
                        a.session_id::text AS session_id, a.detail
                 FROM wpp_panel.audit AS a
                 LEFT JOIN wpp_panel.users AS u ON u.id = a.actor
                 LEFT JOIN wpp_panel.former_users AS f ON f.id = a.actor
                 WHERE a.organization_id = $1::uuid AND ($2::uuid IS NULL OR a.session_id = $2::uuid)
                   AND ($3::uuid IS NULL OR a.actor = $3::uuid) AND ($4::bigint IS NULL OR a.id < $4::bigint)
                 ORDER BY a.id DESC LIMIT $5",
            )
            .bind(organization.to_string())
            .bind(filter.session.map(|id| id.to_string()))
            .bind(filter.actor.map(|id| id.to_string()))
            .bind(filter.before)
            .bind(i64::from(limit))
            .fetch_all(&mut *link)
            .await?;
        link.done().await?;
        rows.into_iter().map(line).collect()
    }
}

pub(super) async fn add(
    connection: &mut PgConnection,
    statements: &Statements,
    entry: &AuditEntry,
) -> Result<(), StoreError> {
    statements
        .query(
            "INSERT INTO wpp_panel.audit (at, organization_id, actor, action, session_id, detail, address)
             VALUES ($1, $2::uuid, $3::uuid, $4, $5::uuid, $6, $7)",
        )
        .bind(entry.at.0)
        .bind(entry.organization.to_string())
        .bind(entry.actor.map(|user| user.to_string()))
        .bind(entry.action)
        .bind(entry.session.map(|id| id.to_string()))
        .bind(storable(&entry.detail))
        .bind(entry.address.map(|address| address.to_string()))
        .execute(connection)
        .await?;
    Ok(())
}
