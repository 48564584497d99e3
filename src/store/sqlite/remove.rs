//! Taking a row out, in two steps: out of every list, then out of the database.

use sqlx::SqliteConnection;

use crate::{
    connect::ports::{AuditEntry, StoreError},
    domain::ids::{IntegrationId, OrganizationId},
    store::WHATSAPP,
};

use super::{SqliteStore, adopt::adopt, audit, promote};

impl SqliteStore {
    /// Marking twice is marking once, in the audit too.
    /// With `unless_connected` a row that was once connected stays as it is. Says whether the row was marked now.
    pub(super) async fn mark_row(
        &self,
        id: IntegrationId,
        entry: &AuditEntry,
        unless_connected: bool,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        adopt(&mut tx, &self.sealer, id).await?;
        // the revision grows, so that a save which began before finds out; the code is of no use to anybody any more
        let marked = sqlx::query(
            "UPDATE sessions SET removing = TRUE, revision = revision + 1,
                                 qr_sealed = NULL, qr_ordinal = NULL, qr_expires_at = NULL
             WHERE integration_id = $1 AND NOT removing AND (NOT $2 OR first_connected_at IS NULL)",
        )
        .bind(id.to_string())
        .bind(unless_connected)
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if marked == 0 {
            return Ok(false);
        }
        let primary_of: Option<String> = sqlx::query_scalar(
            "UPDATE messenger_integrations SET is_primary = FALSE WHERE id = $1 AND is_primary
             RETURNING organization_id",
        )
        .bind(id.to_string())
        .fetch_optional(&mut *tx)
        .await?;
        follow(&mut tx, primary_of).await?;
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// With `only_if_removing` a row that a new attempt has revived meanwhile stays.
    pub(super) async fn delete_row(
        &self,
        id: IntegrationId,
        entry: &AuditEntry,
        only_if_removing: bool,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let gone: Option<(String, bool)> = sqlx::query_as(
            "DELETE FROM messenger_integrations WHERE id = $1 AND messenger_type = 'whatsapp' AND provider = 'wpp'
               AND (NOT $2 OR EXISTS (SELECT 1 FROM sessions s WHERE s.integration_id = $1 AND s.removing))
             RETURNING organization_id, is_primary",
        )
        .bind(id.to_string())
        .bind(only_if_removing)
        .fetch_optional(&mut *tx)
        .await?;
        let Some((organization, was_primary)) = gone else { return Ok(()) };
        follow(&mut tx, was_primary.then_some(organization)).await?;
        audit::add(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }
}

async fn follow(connection: &mut SqliteConnection, primary_of: Option<String>) -> Result<(), StoreError> {
    let Some(organization) = primary_of else { return Ok(()) };
    let organization: OrganizationId = organization
        .parse()
        .map_err(|_| StoreError::Corrupt("organization_id of a row of messenger_integrations".to_owned()))?;
    promote::successor(connection, organization, WHATSAPP).await
}
