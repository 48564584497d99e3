//! Taking a row out, in two steps: out of every list, then out of the database.

use crate::{
    connect::ports::{AuditEntry, StoreError},
    domain::ids::IntegrationId,
    store::WHATSAPP,
};

use super::{PostgresStore, audit, promote};

impl PostgresStore {
    /// Marking twice is marking once, in the audit too.
    /// With `unless_connected` a row that was once connected stays as it is. Says whether the row was marked now.
    pub(super) async fn mark_row(
        &self,
        id: IntegrationId,
        entry: &AuditEntry,
        unless_connected: bool,
    ) -> Result<bool, StoreError> {
        let Some((mut tx, organization)) = self.alone_with(id).await? else { return Ok(false) };
        // the revision grows, so that a save which began before finds out; the code is of no use to anybody any more
        let marked = self
            .statements
            .query(
                "UPDATE wpp_panel.sessions SET removing = TRUE, revision = revision + 1,
                                               qr_sealed = NULL, qr_ordinal = NULL, qr_expires_at = NULL
                 WHERE integration_id = $1::uuid AND NOT removing AND (NOT $2 OR first_connected_at IS NULL)",
            )
            .bind(id.to_string())
            .bind(unless_connected)
            .execute(&mut *tx)
            .await?
            .rows_affected();
        if marked == 0 {
            return Ok(false);
        }
        let was_primary = self
            .statements
            .query("UPDATE {integrations} SET is_primary = FALSE{touched} WHERE id = $1::uuid AND is_primary")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?
            .rows_affected()
            == 1;
        if was_primary {
            promote::successor(&mut tx, &self.statements, organization, WHATSAPP).await?;
        }
        audit::add(&mut tx, &self.statements, entry).await?;
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
        let Some((mut tx, organization)) = self.alone_with(id).await? else { return Ok(()) };
        let was_primary: Option<bool> = self
            .statements
            .value(
                "DELETE FROM {integrations} AS i WHERE i.id = $1::uuid AND {wpp}
                   AND (NOT $2 OR EXISTS (SELECT 1 FROM wpp_panel.sessions AS s
                                          WHERE s.integration_id = i.id AND s.removing))
                 RETURNING {primary}",
            )
            .bind(id.to_string())
            .bind(only_if_removing)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(was_primary) = was_primary else { return Ok(()) };
        self.statements
            .query("DELETE FROM wpp_panel.sessions WHERE integration_id = $1::uuid")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        if was_primary {
            promote::successor(&mut tx, &self.statements, organization, WHATSAPP).await?;
        }
        audit::add(&mut tx, &self.statements, entry).await?;
        Ok(tx.commit().await?)
    }

    /// What is left of rows that the CRM has deleted: nobody sees it, but it keeps its account number in use.
    pub(super) async fn forget_orphans(&self) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query(
                "DELETE FROM wpp_panel.sessions AS s
                 WHERE NOT EXISTS (SELECT 1 FROM {integrations} AS i WHERE i.id = s.integration_id)",
            )
            .execute(&mut *link)
            .await?;
        link.done().await
    }
}
