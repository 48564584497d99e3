//! Attempts that were cancelled.

use sqlx::PgConnection;

use crate::{
    connect::ports::StoreError,
    domain::{
        ids::{AttemptId, OrganizationId},
        time::Timestamp,
    },
    store::CALLED_OFF_KEPT_MS,
};

use super::{PostgresStore, statements::Statements};

impl PostgresStore {
    /// Alone in the organization, so that a reservation is wholly before or after it.
    pub(super) async fn note_called_off(
        &self,
        organization: OrganizationId,
        attempt: AttemptId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.alone(organization).await?;
        self.statements
            .query("DELETE FROM wpp_panel.called_off WHERE at < $1")
            .bind(now.0 - CALLED_OFF_KEPT_MS)
            .execute(&mut *tx)
            .await?;
        self.statements
            .query(
                "INSERT INTO wpp_panel.called_off (attempt_id, at) VALUES ($1::uuid, $2)
                 ON CONFLICT (attempt_id) DO NOTHING",
            )
            .bind(attempt.to_string())
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

pub(super) async fn contains(
    connection: &mut PgConnection,
    statements: &Statements,
    attempt: AttemptId,
) -> Result<bool, StoreError> {
    Ok(statements
        .value("SELECT EXISTS (SELECT 1 FROM wpp_panel.called_off WHERE attempt_id = $1::uuid)")
        .bind(attempt.to_string())
        .fetch_one(connection)
        .await?)
}
