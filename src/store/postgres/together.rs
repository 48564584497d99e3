//! What several servers settle among themselves.

use async_trait::async_trait;

use crate::{
    connect::ports::{Lease, News, OF_SESSIONS, REMEMBERED, SharedToken, StoreError, Together},
    domain::{ids::IntegrationId, secret::Secret, time::Timestamp},
    store::sealer::{Place, hex},
};

use super::{PostgresStore, listen};

/// The field name that a sealed token is bound to; its row is the hash of its key.
pub(super) const TOKEN: &str = "token";
/// How long a token is kept that nobody renews.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

#[async_trait]
impl Together for PostgresStore {
    fn shares(&self) -> bool {
        true
    }

    /// Of a holder that died without a word nothing is remembered.
    async fn take(&self, lease: &str) -> Result<Lease, StoreError> {
        let mut link = self.link().await?;
        let taken: Option<Option<String>> = self
            .statements
            .value(
                "INSERT INTO wpp_panel.leases AS l (name, holder) VALUES ($1, $2::uuid)
                 ON CONFLICT (name) DO UPDATE SET
                     holder = EXCLUDED.holder,
                     asked_back = l.asked_back AND l.holder IS NOT DISTINCT FROM EXCLUDED.holder,
                     said = CASE WHEN l.holder IS NULL OR l.holder = EXCLUDED.holder THEN l.said END
                 WHERE l.holder IS NULL OR l.holder = EXCLUDED.holder
                    OR NOT EXISTS (SELECT 1 FROM wpp_panel.servers AS s
                                   WHERE s.id = l.holder AND s.alive_until > clock_timestamp())
                 RETURNING CASE WHEN said_at > clock_timestamp() - make_interval(secs => $3) THEN said END",
            )
            .bind(lease.to_owned())
            .bind(self.server.id().to_owned())
            .bind(REMEMBERED.as_secs_f64())
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        Ok(taken.map_or(Lease::Theirs, Lease::Ours))
    }

    async fn give_back(&self, lease: &str, said: &str) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query(
                "UPDATE wpp_panel.leases SET holder = NULL, asked_back = FALSE, said = $3, said_at = clock_timestamp()
                 WHERE name = $1 AND holder = $2::uuid",
            )
            .bind(lease.to_owned())
            .bind(self.server.id().to_owned())
            .bind(said.to_owned())
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    async fn ask_back(&self, lease: &str) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query("UPDATE wpp_panel.leases SET asked_back = TRUE WHERE name = $1 AND holder IS NOT NULL")
            .bind(lease.to_owned())
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    async fn is_asked_back(&self, lease: &str) -> Result<bool, StoreError> {
        let mut link = self.link().await?;
        Ok(self
            .statements
            .value(
                "SELECT EXISTS (SELECT 1 FROM wpp_panel.leases WHERE name = $1 AND holder = $2::uuid AND asked_back)",
            )
            .bind(lease.to_owned())
            .bind(self.server.id().to_owned())
            .fetch_one(&mut *link)
            .await?)
    }

    async fn left_behind(&self) -> Result<Vec<IntegrationId>, StoreError> {
        let mut link = self.link().await?;
        let names: Vec<String> = self
            .statements
            .value(
                "SELECT substr(l.name, length($1) + 1) FROM wpp_panel.leases AS l
                 WHERE starts_with(l.name, $1) AND l.holder IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM wpp_panel.servers AS s
                                   WHERE s.id = l.holder AND s.alive_until > clock_timestamp())",
            )
            .bind(OF_SESSIONS)
            .fetch_all(&mut *link)
            .await?;
        link.done().await?;
        Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
    }

    async fn shared_token(&self, key: [u8; 32]) -> Result<Option<SharedToken>, StoreError> {
        let mut link = self.link().await?;
        let row: Option<(String, i64)> = self
            .statements
            .rows("SELECT sealed, renew_at FROM wpp_panel.tokens WHERE key_hash = $1")
            .bind(key.to_vec())
            .fetch_optional(&mut *link)
            .await?;
        let Some((sealed, renew_at)) = row else { return Ok(None) };
        let row = hex(&key);
        let place = Place { row: &row, field: TOKEN };
        let value = self.sealer.unseal(place, &sealed).map_err(|error| place.failed(error))?;
        Ok(Some(SharedToken { value: Secret::new(value), renew_at: Timestamp(renew_at) }))
    }

    async fn share_token(&self, key: [u8; 32], token: &SharedToken) -> Result<(), StoreError> {
        let row = hex(&key);
        let place = Place { row: &row, field: TOKEN };
        let sealed = self.sealer.seal(place, token.value.expose()).map_err(|error| place.failed(error))?;
        let mut tx = self.begin().await?;
        self.statements
            .query("DELETE FROM wpp_panel.tokens WHERE renew_at < $1")
            .bind(token.renew_at.0.saturating_sub(KEPT_MS))
            .execute(&mut *tx)
            .await?;
        self.statements
            .query(
                "INSERT INTO wpp_panel.tokens (key_hash, sealed, renew_at) VALUES ($1, $2, $3)
                 ON CONFLICT (key_hash) DO UPDATE SET sealed = EXCLUDED.sealed, renew_at = EXCLUDED.renew_at",
            )
            .bind(key.to_vec())
            .bind(sealed)
            .bind(token.renew_at.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    fn announce(&self, news: News) {
        self.announcer.announce(news);
    }

    async fn listen(&self, heard: &(dyn Fn(News) + Send + Sync)) {
        listen::listen(self, heard).await;
    }
}
