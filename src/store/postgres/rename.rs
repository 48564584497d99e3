//! Renaming.

use crate::{
    connect::ports::{AuditEntry, StoreError},
    domain::{
        ids::{IntegrationId, OrganizationId},
        name::SessionName,
    },
};

use super::{PostgresStore, audit};

impl PostgresStore {
    pub(super) async fn rename_row(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        name: &SessionName,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.alone(organization).await?;
        let renamed = self
            .statements
            .query(
                "UPDATE {integrations} AS i SET name = $3{touched}
                 WHERE i.id = $1::uuid AND i.organization_id = $2::uuid AND {wpp}
                   AND NOT EXISTS (SELECT 1 FROM wpp_panel.sessions AS s WHERE s.integration_id = i.id AND s.removing)",
            )
            .bind(id.to_string())
            .bind(organization.to_string())
            .bind(name.as_str().to_owned())
            .execute(&mut *tx)
            .await?
            .rows_affected()
            == 1;
        if renamed {
            audit::add(&mut tx, &self.statements, entry).await?;
        }
        tx.commit().await?;
        Ok(renamed)
    }
}
