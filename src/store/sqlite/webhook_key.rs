//! Another webhook key for a session.

use crate::{
    connect::ports::{AuditEntry, Session, StoreError},
    domain::{ids::IntegrationId, secret::Secret, time::Timestamp},
    store::{
        listing::{understood, with_access},
        record::field,
        sealer::{Place, fingerprint},
    },
};

use super::{SqliteStore, adopt::adopt, audit, read};

impl SqliteStore {
    pub(super) async fn rotate_key(
        &self,
        id: IntegrationId,
        key: &Secret,
        entry: &AuditEntry,
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let place = Place { row: &row, field: field::WEBHOOK_KEY };
        let sealed = self.sealer.seal(place, key.expose()).map_err(|error| place.failed(error))?;
        let mut tx = self.write().await?;
        adopt(&mut tx, &self.sealer, id).await?;
        let rotated = sqlx::query(
            "UPDATE sessions SET old_key_hash = webhook_key_hash, old_key_until = NULL, webhook_key_hash = $2
             WHERE integration_id = $1 AND NOT removing AND NOT adopted
               AND (old_key_hash IS NULL OR old_key_until IS NOT NULL)",
        )
        .bind(&row)
        .bind(fingerprint(key.expose()))
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if rotated > 0 {
            sqlx::query("UPDATE messenger_integrations SET webhook_key = $2 WHERE id = $1")
                .bind(&row)
                .bind(sealed)
                .execute(&mut *tx)
                .await?;
            audit::add(&mut tx, entry).await?;
        }
        let session = read::one(&mut *tx, &self.sealer, read::by_id(id)).await?;
        tx.commit().await?;
        Ok(session.filter(|session| !session.removing))
    }

    pub(super) async fn key_taken(&self, id: IntegrationId, old_until: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE sessions SET old_key_until = $2
             WHERE integration_id = $1 AND old_key_hash IS NOT NULL AND old_key_until IS NULL",
        )
        .bind(id.to_string())
        .bind(old_until.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    pub(super) async fn untaken_keys(&self) -> Result<Vec<Session>, StoreError> {
        let records = read::untaken_key().fetch_all(&self.reader).await?;
        Ok(with_access(understood(&records, &self.sealer)))
    }
}
