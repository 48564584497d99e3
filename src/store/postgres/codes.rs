//! Codes that open the panel once.

use crate::{
    connect::ports::{CodeOwner, NewCode, StoreError},
    domain::{ids::UserId, time::Timestamp},
};

use super::{PostgresStore, text::storable};

impl PostgresStore {
    pub(super) async fn insert_code(&self, code: &NewCode) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.statements
            .query("DELETE FROM wpp_panel.codes WHERE expires_at <= $1")
            .bind(code.now.0)
            .execute(&mut *tx)
            .await?;
        self.statements
            .query("INSERT INTO wpp_panel.codes (hash, user_id, email, expires_at) VALUES ($1, $2::uuid, $3, $4)")
            .bind(code.hash.to_vec())
            .bind(code.owner.user.to_string())
            .bind(code.owner.email.as_deref().map(storable))
            .bind(code.expires_at.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn delete_code(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<CodeOwner>, StoreError> {
        let mut link = self.link().await?;
        let row: Option<(String, Option<String>, i64)> = self
            .statements
            .rows("DELETE FROM wpp_panel.codes WHERE hash = $1 RETURNING user_id::text, email, expires_at")
            .bind(hash.to_vec())
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        let Some((user, email, _)) = row.filter(|(_, _, expires_at)| now.0 < *expires_at) else { return Ok(None) };
        let user = user.parse().map_err(|_| StoreError::Corrupt("codes.user_id".to_owned()))?;
        Ok(Some(CodeOwner { user: UserId(user), email }))
    }
}
