//! Renaming.

use crate::{
    connect::ports::{AuditEntry, StoreError},
    domain::{
        ids::{IntegrationId, OrganizationId},
        name::SessionName,
    },
};

use super::{SqliteStore, audit};

impl SqliteStore {
    pub(super) async fn rename_row(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        name: &SessionName,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let renamed = sqlx::query(
            "UPDATE messenger_integrations SET name = $3
             WHERE id = $1 AND organization_id = $2 AND messenger_type = 'whatsapp' AND provider = 'wpp'
               AND NOT EXISTS (SELECT 1 FROM sessions WHERE integration_id = $1 AND removing)",
        )
        .bind(id.to_string())
        .bind(organization.to_string())
        .bind(name.as_str())
        .execute(&mut *tx)
        .await?
        .rows_affected()
            == 1;
        if renamed {
            audit::add(&mut tx, entry).await?;
        }
        tx.commit().await?;
        Ok(renamed)
    }
}
