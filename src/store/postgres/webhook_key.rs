//! Another webhook key for a session.

use sqlx::PgConnection;

use crate::{
    connect::ports::{AuditEntry, Session, StoreError},
    domain::{ids::IntegrationId, secret::Secret, time::Timestamp},
    store::{
        listing::{understood, with_access},
        record::field,
        sealer::fingerprint,
    },
};

use super::{PostgresStore, audit, read};

impl PostgresStore {
    pub(super) async fn rotate_key(
        &self,
        id: IntegrationId,
        key: &Secret,
        entry: &AuditEntry,
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let Some((mut tx, _)) = self.alone_with(id).await? else { return Ok(None) };
        let rotated = self
            .statements
            .query(
                "UPDATE wpp_panel.sessions
                 SET old_key_hash = webhook_key_hash, old_key_until = NULL, webhook_key_hash = $2
                 WHERE integration_id = $1::uuid AND NOT removing AND NOT adopted
                   AND (old_key_hash IS NULL OR old_key_until IS NOT NULL)",
            )
            .bind(row.clone())
            .bind(fingerprint(key.expose()))
            .execute(&mut *tx)
            .await?
            .rows_affected();
        if rotated > 0 {
            self.write_key(&mut tx, row, key).await?;
            audit::add(&mut tx, &self.statements, entry).await?;
        }
        let session = read::one(&mut tx, &self.sealer, read::by_id(&self.statements, id)).await?;
        tx.commit().await?;
        Ok(session.filter(|session| !session.removing))
    }

    /// Where the key stood: in our row, or in the one that the CRM reads. Where its table makes keys, it makes this one
    /// too.
    async fn write_key(&self, connection: &mut PgConnection, row: String, key: &Secret) -> Result<(), StoreError> {
        let kept_here: bool = self
            .statements
            .value("SELECT webhook_key IS NOT NULL FROM wpp_panel.sessions WHERE integration_id = $1::uuid")
            .bind(row.clone())
            .fetch_one(&mut *connection)
            .await?;
        let shape = self.statements.shape();
        if !kept_here && shape.takes_webhook_key() {
            self.statements
                .query("UPDATE {integrations} SET webhook_key = $2{touched} WHERE id = $1::uuid")
                .bind(row.clone())
                .bind(self.shared_secret(&row, field::WEBHOOK_KEY, key.expose())?)
                .execute(connection)
                .await?;
        } else if !kept_here && shape.makes_webhook_keys() {
            let made: String = self
                .statements
                .value(
                    "UPDATE {integrations} SET webhook_key = gen_random_uuid(){touched} WHERE id = $1::uuid
                     RETURNING webhook_key::text",
                )
                .bind(row.clone())
                .fetch_one(&mut *connection)
                .await?;
            self.statements
                .query("UPDATE wpp_panel.sessions SET webhook_key_hash = $2 WHERE integration_id = $1::uuid")
                .bind(row)
                .bind(fingerprint(&made))
                .execute(connection)
                .await?;
        } else {
            self.statements
                .query("UPDATE wpp_panel.sessions SET webhook_key = $2 WHERE integration_id = $1::uuid")
                .bind(row.clone())
                .bind(self.own_secret(&row, field::WEBHOOK_KEY, key.expose())?)
                .execute(connection)
                .await?;
        }
        Ok(())
    }

    pub(super) async fn key_taken(&self, id: IntegrationId, old_until: Timestamp) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query(
                "UPDATE wpp_panel.sessions SET old_key_until = $2
                 WHERE integration_id = $1::uuid AND old_key_hash IS NOT NULL AND old_key_until IS NULL",
            )
            .bind(id.to_string())
            .bind(old_until.0)
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    pub(super) async fn untaken_keys(&self) -> Result<Vec<Session>, StoreError> {
        let mut link = self.link().await?;
        let records = read::untaken_key(&self.statements).fetch_all(&mut *link).await?;
        Ok(with_access(understood(&records, &self.sealer)))
    }
}
