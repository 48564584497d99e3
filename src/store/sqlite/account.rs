//! Sign-ins and passwords, verb by verb.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use crate::{
    connect::ports::{AccountStore, IDLE, KnownSignIn, StoreError},
    domain::{
        ids::UserId,
        look::{Look, Theme},
        time::Timestamp,
    },
    store::sign_in_record::{LookRow, SignInRow, known, look},
};

use super::SqliteStore;

#[async_trait]
impl AccountStore for SqliteStore {
    async fn sign_ins(&self, user: UserId, now: Timestamp) -> Result<Vec<KnownSignIn>, StoreError> {
        let rows: Vec<SignInRow> = sqlx::query_as(
            "SELECT token_hash, created_at, COALESCE(seen_at, created_at) AS seen, address, agent FROM sign_ins
             WHERE user_id = $1 AND expires_at > $2 AND COALESCE(seen_at, created_at) > $2 - $3
             ORDER BY seen DESC, created_at DESC",
        )
        .bind(user.to_string())
        .bind(now.0)
        .bind(i64::try_from(IDLE.as_millis()).unwrap_or(i64::MAX))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(known).collect()
    }

    async fn end_sign_ins(&self, user: UserId, keep: Option<[u8; 32]>) -> Result<u64, StoreError> {
        Ok(sqlx::query("DELETE FROM sign_ins WHERE user_id = $1 AND ($2 IS NULL OR token_hash <> $2)")
            .bind(user.to_string())
            .bind(keep.map(|hash| hash.to_vec()))
            .execute(&self.writer)
            .await?
            .rows_affected())
    }

    async fn password_hash(&self, user: UserId) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT password_hash FROM users WHERE id = $1")
            .bind(user.to_string())
            .fetch_optional(&self.reader)
            .await?)
    }

    async fn set_password(&self, user: UserId, password_hash: &str) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let set = set_password(&mut tx, &user.to_string(), password_hash).await?;
        tx.commit().await?;
        Ok(set)
    }

    async fn keep_reset(&self, user: UserId, token_hash: [u8; 32], expires_at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM resets WHERE user_id = $1").bind(user.to_string()).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO resets (token_hash, user_id, expires_at) VALUES ($1, $2, $3)")
            .bind(token_hash.as_slice())
            .bind(user.to_string())
            .bind(expires_at.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn reset_owner(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<UserId>, StoreError> {
        let owner: Option<String> =
            sqlx::query_scalar("SELECT user_id FROM resets WHERE token_hash = $1 AND expires_at > $2")
                .bind(token_hash.as_slice())
                .bind(now.0)
                .fetch_optional(&self.reader)
                .await?;
        owner.map(|id| user(&id)).transpose()
    }

    async fn reset(
        &self,
        token_hash: [u8; 32],
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let mut tx = self.write().await?;
        let owner: Option<String> =
            sqlx::query_scalar("DELETE FROM resets WHERE token_hash = $1 AND expires_at > $2 RETURNING user_id")
                .bind(token_hash.as_slice())
                .bind(now.0)
                .fetch_optional(&mut *tx)
                .await?;
        let Some(id) = owner else { return Ok(None) };
        set_password(&mut tx, &id, password_hash).await?;
        sqlx::query("DELETE FROM sign_ins WHERE user_id = $1").bind(&id).execute(&mut *tx).await?;
        tx.commit().await?;
        user(&id).map(Some)
    }

    async fn look(&self, user: UserId) -> Result<Look, StoreError> {
        let row: Option<LookRow> = sqlx::query_as("SELECT language, theme FROM looks WHERE user_id = $1")
            .bind(user.to_string())
            .fetch_optional(&self.reader)
            .await?;
        Ok(look(row))
    }

    async fn set_look(&self, user: UserId, look: &Look) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO looks (user_id, language, theme) VALUES ($1, $2, $3)
             ON CONFLICT (user_id) DO UPDATE SET language = excluded.language, theme = excluded.theme",
        )
        .bind(user.to_string())
        .bind(look.language.as_deref())
        .bind(look.theme.map(Theme::as_str))
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}

async fn set_password(connection: &mut SqliteConnection, id: &str, password_hash: &str) -> Result<bool, StoreError> {
    sqlx::query("DELETE FROM resets WHERE user_id = $1").bind(id).execute(&mut *connection).await?;
    let set = sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1").bind(id).bind(password_hash);
    Ok(set.execute(connection).await?.rows_affected() > 0)
}

fn user(id: &str) -> Result<UserId, StoreError> {
    id.parse().map_err(|_| StoreError::Corrupt("resets.user_id".to_owned()))
}
