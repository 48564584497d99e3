//! Who is primary for a messenger.

use sqlx::SqliteConnection;

use crate::{
    connect::ports::StoreError,
    domain::ids::{IntegrationId, OrganizationId},
};

/// Makes the row primary if its organization has none and the row is not being removed.
pub(super) async fn if_none(connection: &mut SqliteConnection, id: IntegrationId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messenger_integrations AS i SET is_primary = TRUE
         WHERE i.id = $1
           AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.integration_id = i.id AND s.removing)
           AND NOT EXISTS (SELECT 1 FROM messenger_integrations AS p WHERE p.is_primary
                           AND p.organization_id = i.organization_id AND p.messenger_type = i.messenger_type)",
    )
    .bind(id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// After the primary has gone: a connected row, else the oldest. Rows being removed are none.
pub(super) async fn successor(
    connection: &mut SqliteConnection,
    organization: OrganizationId,
    messenger_type: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messenger_integrations SET is_primary = TRUE WHERE id = (
             SELECT i.id FROM messenger_integrations AS i LEFT JOIN sessions AS s ON s.integration_id = i.id
             WHERE i.organization_id = $1 AND i.messenger_type = $2 AND s.removing IS NOT TRUE
             ORDER BY COALESCE(s.state = 'connected', FALSE) DESC, i.created_at, i.id
             LIMIT 1)",
    )
    .bind(organization.to_string())
    .bind(messenger_type)
    .execute(connection)
    .await?;
    Ok(())
}
