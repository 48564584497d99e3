//! Who is primary.

use sqlx::{Connection as _, PgConnection};

use crate::{
    connect::ports::StoreError,
    domain::ids::{IntegrationId, OrganizationId},
};

use super::{error::is_taken, statements::Statements};

/// Makes the row primary if its organization has none for its messenger and the row is not being removed.
pub(super) async fn if_none(
    connection: &mut PgConnection,
    statements: &Statements,
    id: IntegrationId,
) -> Result<(), StoreError> {
    let set = "UPDATE {integrations} AS i SET is_primary = TRUE{touched}
               WHERE i.id = $1::uuid
                 AND NOT EXISTS (SELECT 1 FROM wpp_panel.sessions AS s WHERE s.integration_id = i.id AND s.removing)
                 AND NOT EXISTS (SELECT 1 FROM {integrations} AS p WHERE p.is_primary
                                 AND p.organization_id = i.organization_id AND p.messenger_type = i.messenger_type)";
    unless_taken(connection, statements, set, &[id.to_string()]).await
}

/// After the primary has gone, unless there is another: a connected row, else the oldest. Rows being removed are none.
pub(super) async fn successor(
    connection: &mut PgConnection,
    statements: &Statements,
    organization: OrganizationId,
    messenger: &str,
) -> Result<(), StoreError> {
    let set = "UPDATE {integrations} SET is_primary = TRUE{touched} WHERE id = (
                   SELECT i.id FROM {integrations} AS i LEFT JOIN wpp_panel.sessions AS s ON s.integration_id = i.id
                   WHERE i.organization_id = $1::uuid AND i.messenger_type::text = $2 AND s.removing IS NOT TRUE
                   ORDER BY COALESCE(s.state = 'connected', FALSE) DESC, {age} LIMIT 1)
                 AND NOT EXISTS (SELECT 1 FROM {integrations} AS p WHERE p.is_primary
                                 AND p.organization_id = $1::uuid AND p.messenger_type::text = $2)";
    unless_taken(connection, statements, set, &[organization.to_string(), messenger.to_owned()]).await
}

/// Our lock keeps the other servers away, not the CRM: if that has just made another row primary and has an index that
/// allows one, its choice stands.
async fn unless_taken(
    connection: &mut PgConnection,
    statements: &Statements,
    set: &'static str,
    values: &[String],
) -> Result<(), StoreError> {
    let mut step = connection.begin().await?;
    let query = values.iter().fold(statements.query(set), |query, value| query.bind(value.clone()));
    match query.execute(&mut *step).await {
        Ok(_) => Ok(step.commit().await?),
        Err(error) if is_taken(&error) => Ok(step.rollback().await?),
        Err(error) => Err(error.into()),
    }
}
