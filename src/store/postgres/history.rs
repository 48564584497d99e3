//! The history of states.

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::{
    connect::ports::{HistoryStore, StateChange, StoreError},
    domain::{
        ids::{IntegrationId, OrganizationId},
        time::Timestamp,
    },
    store::event_record::{ChangeRow, OwnChangeRow, own_state_change, state_change},
};

use super::{PostgresStore, statements::Statements, text::storable};

/// Writes lines in the caller's transaction.
pub(super) async fn add(
    connection: &mut PgConnection,
    statements: &Statements,
    session: IntegrationId,
    changes: &[StateChange],
) -> Result<(), StoreError> {
    for change in changes {
        statements
            .query(
                "INSERT INTO wpp_panel.state_changes (integration_id, at, state_before, state_after, cause, word)
                 VALUES ($1::uuid, $2, $3, $4, $5, $6)",
            )
            .bind(session.to_string())
            .bind(change.at.0)
            .bind(change.before.map(|state| state.as_str()))
            .bind(change.after.as_str())
            .bind(change.cause.as_str())
            .bind(change.word.as_deref().map(storable))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// What is about to start anew.
pub(super) async fn begins(
    connection: &mut PgConnection,
    statements: &Statements,
    session: IntegrationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    statements
        .query(
            "INSERT INTO wpp_panel.state_changes (integration_id, at, state_before, state_after, cause)
             SELECT integration_id, $2, state, 'starting', 'attempt' FROM wpp_panel.sessions
             WHERE integration_id = $1::uuid AND state <> 'starting'",
        )
        .bind(session.to_string())
        .bind(at.0)
        .execute(connection)
        .await?;
    Ok(())
}

#[async_trait]
impl HistoryStore for PostgresStore {
    async fn state_changes(&self, session: IntegrationId, limit: u32) -> Result<Vec<StateChange>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<ChangeRow> = self
            .statements
            .rows(
                "SELECT at, state_before, state_after, cause, word FROM wpp_panel.state_changes
                 WHERE integration_id = $1::uuid ORDER BY number DESC LIMIT $2",
            )
            .bind(session.to_string())
            .bind(i64::from(limit))
            .fetch_all(&mut *link)
            .await?;
        rows.into_iter().map(state_change).collect()
    }

    async fn changes_since(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> Result<Vec<(IntegrationId, StateChange)>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<OwnChangeRow> = self
            .statements
            .rows(
                "SELECT c.integration_id::text, c.at, c.state_before, c.state_after, c.cause, c.word
                 FROM {integrations} AS m JOIN wpp_panel.state_changes AS c ON c.integration_id = m.id
                 WHERE m.organization_id = $1::uuid AND c.number >= COALESCE(
                     (SELECT MAX(d.number) FROM wpp_panel.state_changes AS d
                      WHERE d.integration_id = m.id AND d.at < $2), 0)
                 ORDER BY c.number",
            )
            .bind(organization.to_string())
            .bind(since.0)
            .fetch_all(&mut *link)
            .await?;
        link.done().await?;
        rows.into_iter().map(own_state_change).collect()
    }

    async fn forget_changes(&self, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let forgotten = self
            .statements
            .query(
                "DELETE FROM wpp_panel.state_changes AS old WHERE at < $1 OR number <= (
                     SELECT newer.number FROM wpp_panel.state_changes AS newer
                     WHERE newer.integration_id = old.integration_id
                     ORDER BY newer.number DESC LIMIT 1 OFFSET $2)",
            )
            .bind(before.0)
            .bind(i64::from(most))
            .execute(&mut *link)
            .await?
            .rows_affected();
        link.done().await?;
        Ok(forgotten)
    }
}
