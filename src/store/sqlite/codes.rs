//! Codes that open the panel once.

use crate::{
    connect::ports::{CodeOwner, NewCode, StoreError},
    domain::{ids::UserId, time::Timestamp},
};

use super::SqliteStore;

impl SqliteStore {
    pub(super) async fn insert_code(&self, code: &NewCode) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM codes WHERE expires_at <= $1").bind(code.now.0).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO codes (hash, user_id, email, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(code.hash.as_slice())
            .bind(code.owner.user.to_string())
            .bind(&code.owner.email)
            .bind(code.expires_at.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn delete_code(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<CodeOwner>, StoreError> {
        let row: Option<(String, Option<String>, i64)> =
            sqlx::query_as("DELETE FROM codes WHERE hash = $1 RETURNING user_id, email, expires_at")
                .bind(hash.as_slice())
                .fetch_optional(&self.writer)
                .await?;
        let Some((user, email, _)) = row.filter(|(_, _, expires_at)| now.0 < *expires_at) else { return Ok(None) };
        let user = user.parse().map_err(|_| StoreError::Corrupt("codes.user_id".to_owned()))?;
        Ok(Some(CodeOwner { user: UserId(user), email }))
    }
}
