//! Sign-ins and passwords, verb by verb.

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::{
    connect::ports::{AccountStore, IDLE, KnownSignIn, StoreError},
    domain::{
        ids::UserId,
        look::{Look, Theme},
        time::Timestamp,
    },
    store::sign_in_record::{LookRow, SignInRow, known, look},
};

use super::PostgresStore;

#[async_trait]
impl AccountStore for PostgresStore {
    async fn sign_ins(&self, user: UserId, now: Timestamp) -> Result<Vec<KnownSignIn>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<SignInRow> = self
            .statements
            .rows(
                "SELECT token_hash, created_at, COALESCE(seen_at, created_at) AS seen, address, agent
                 FROM wpp_panel.sign_ins
                 WHERE user_id = $1::uuid AND expires_at > $2 AND COALESCE(seen_at, created_at) > $2 - $3
                 ORDER BY seen DESC, created_at DESC",
            )
            .bind(user.to_string())
            .bind(now.0)
            .bind(i64::try_from(IDLE.as_millis()).unwrap_or(i64::MAX))
            .fetch_all(&mut *link)
            .await?;
        link.done().await?;
        rows.into_iter().map(known).collect()
    }

    async fn end_sign_ins(&self, user: UserId, keep: Option<[u8; 32]>) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let ended = self
            .statements
            .query(
                "DELETE FROM wpp_panel.sign_ins
                 WHERE user_id = $1::uuid AND ($2::bytea IS NULL OR token_hash <> $2::bytea)",
            )
            .bind(user.to_string())
            .bind(keep.map(|hash| hash.to_vec()))
            .execute(&mut *link)
            .await?
            .rows_affected();
        link.done().await?;
        Ok(ended)
    }

    async fn password_hash(&self, user: UserId) -> Result<Option<String>, StoreError> {
        let mut link = self.link().await?;
        let hash = self
            .statements
            .value("SELECT password_hash FROM wpp_panel.users WHERE id = $1::uuid")
            .bind(user.to_string())
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        Ok(hash)
    }

    async fn set_password(&self, user: UserId, password_hash: &str) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let set = self.write_password(&mut tx, user.to_string(), password_hash).await?;
        tx.commit().await?;
        Ok(set)
    }

    async fn keep_reset(&self, user: UserId, token_hash: [u8; 32], expires_at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.statements
            .query("DELETE FROM wpp_panel.resets WHERE user_id = $1::uuid")
            .bind(user.to_string())
            .execute(&mut *tx)
            .await?;
        self.statements
            .query("INSERT INTO wpp_panel.resets (token_hash, user_id, expires_at) VALUES ($1, $2::uuid, $3)")
            .bind(token_hash.to_vec())
            .bind(user.to_string())
            .bind(expires_at.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn reset_owner(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<UserId>, StoreError> {
        let mut link = self.link().await?;
        let owner: Option<String> = self
            .statements
            .value("SELECT user_id::text FROM wpp_panel.resets WHERE token_hash = $1 AND expires_at > $2")
            .bind(token_hash.to_vec())
            .bind(now.0)
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        owner.map(|id| user(&id)).transpose()
    }

    async fn reset(
        &self,
        token_hash: [u8; 32],
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let mut tx = self.begin().await?;
        let owner: Option<String> = self
            .statements
            .value("DELETE FROM wpp_panel.resets WHERE token_hash = $1 AND expires_at > $2 RETURNING user_id::text")
            .bind(token_hash.to_vec())
            .bind(now.0)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(id) = owner else { return Ok(None) };
        self.write_password(&mut tx, id.clone(), password_hash).await?;
        self.statements
            .query("DELETE FROM wpp_panel.sign_ins WHERE user_id = $1::uuid")
            .bind(id.clone())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        user(&id).map(Some)
    }

    async fn look(&self, user: UserId) -> Result<Look, StoreError> {
        let mut link = self.link().await?;
        let row: Option<LookRow> = self
            .statements
            .rows("SELECT language, theme FROM wpp_panel.looks WHERE user_id = $1::uuid")
            .bind(user.to_string())
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        Ok(look(row))
    }

    async fn set_look(&self, user: UserId, look: &Look) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query(
                "INSERT INTO wpp_panel.looks (user_id, language, theme) VALUES ($1::uuid, $2, $3)
                 ON CONFLICT (user_id) DO UPDATE SET language = excluded.language, theme = excluded.theme",
            )
            .bind(user.to_string())
            .bind(look.language.clone())
            .bind(look.theme.map(Theme::as_str))
            .execute(&mut *link)
            .await?;
        link.done().await
    }
}

impl PostgresStore {
    async fn write_password(
        &self,
        connection: &mut PgConnection,
        id: String,
        password_hash: &str,
    ) -> Result<bool, StoreError> {
        self.statements
            .query("DELETE FROM wpp_panel.resets WHERE user_id = $1::uuid")
            .bind(id.clone())
            .execute(&mut *connection)
            .await?;
        let set = self
            .statements
            .query("UPDATE wpp_panel.users SET password_hash = $2 WHERE id = $1::uuid")
            .bind(id)
            .bind(password_hash.to_owned());
        Ok(set.execute(connection).await?.rows_affected() > 0)
    }
}

fn user(id: &str) -> Result<UserId, StoreError> {
    id.parse().map_err(|_| StoreError::Corrupt("resets.user_id".to_owned()))
}
