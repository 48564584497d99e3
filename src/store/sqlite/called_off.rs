//! Attempts that were cancelled.

use sqlx::SqliteExecutor;

use crate::{
    connect::ports::StoreError,
    domain::{ids::AttemptId, time::Timestamp},
    store::CALLED_OFF_KEPT_MS,
};

use super::SqliteStore;

impl SqliteStore {
    /// In a transaction that has the write lock, so that a reservation is wholly before or after it.
    pub(super) async fn note_called_off(&self, attempt: AttemptId, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM called_off WHERE at < $1").bind(now.0 - CALLED_OFF_KEPT_MS).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO called_off (attempt_id, at) VALUES ($1, $2) ON CONFLICT (attempt_id) DO NOTHING")
            .bind(attempt.to_string())
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

pub(super) async fn contains(executor: impl SqliteExecutor<'_>, attempt: AttemptId) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM called_off WHERE attempt_id = $1)")
        .bind(attempt.to_string())
        .fetch_one(executor)
        .await?)
}
