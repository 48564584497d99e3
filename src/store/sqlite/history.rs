//! The history of states.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use crate::{
    connect::ports::{HistoryStore, StateChange, StoreError},
    domain::{
        ids::{IntegrationId, OrganizationId},
        time::Timestamp,
    },
    store::event_record::{ChangeRow, OwnChangeRow, own_state_change, state_change},
};

use super::SqliteStore;

/// Writes lines in the caller's transaction.
pub(super) async fn add(
    connection: &mut SqliteConnection,
    session: IntegrationId,
    changes: &[StateChange],
) -> Result<(), StoreError> {
    for change in changes {
        sqlx::query(
            "INSERT INTO state_changes (integration_id, at, state_before, state_after, cause, word)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(session.to_string())
        .bind(change.at.0)
        .bind(change.before.map(|state| state.as_str()))
        .bind(change.after.as_str())
        .bind(change.cause.as_str())
        .bind(&change.word)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// What is about to start anew.
pub(super) async fn begins(
    connection: &mut SqliteConnection,
    session: IntegrationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO state_changes (integration_id, at, state_before, state_after, cause)
         SELECT integration_id, $2, state, 'starting', 'attempt' FROM sessions
         WHERE integration_id = $1 AND state <> 'starting'",
    )
    .bind(session.to_string())
    .bind(at.0)
    .execute(connection)
    .await?;
    Ok(())
}

#[async_trait]
impl HistoryStore for SqliteStore {
    async fn state_changes(&self, session: IntegrationId, limit: u32) -> Result<Vec<StateChange>, StoreError> {
        let rows: Vec<ChangeRow> = sqlx::query_as(
            "SELECT at, state_before, state_after, cause, word FROM state_changes
             WHERE integration_id = $1 ORDER BY number DESC LIMIT $2",
        )
        .bind(session.to_string())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(state_change).collect()
    }

    async fn changes_since(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> Result<Vec<(IntegrationId, StateChange)>, StoreError> {
        let rows: Vec<OwnChangeRow> = sqlx::query_as(
            "SELECT c.integration_id, c.at, c.state_before, c.state_after, c.cause, c.word
             FROM messenger_integrations AS m JOIN state_changes AS c ON c.integration_id = m.id
             WHERE m.organization_id = $1 AND c.number >= COALESCE(
                 (SELECT MAX(d.number) FROM state_changes AS d WHERE d.integration_id = m.id AND d.at < $2), 0)
             ORDER BY c.number",
        )
        .bind(organization.to_string())
        .bind(since.0)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(own_state_change).collect()
    }

    async fn forget_changes(&self, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        let forgotten = sqlx::query(
            "DELETE FROM state_changes WHERE at < $1 OR number <= (
                 SELECT newer.number FROM state_changes AS newer
                 WHERE newer.integration_id = state_changes.integration_id
                 ORDER BY newer.number DESC LIMIT 1 OFFSET $2)",
        )
        .bind(before.0)
        .bind(most)
        .execute(&self.writer)
        .await?;
        Ok(forgotten.rows_affected())
    }
}
