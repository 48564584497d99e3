//! Account numbers in the mode of one key for all.

use sqlx::PgConnection;

use crate::{
    connect::ports::StoreError,
    domain::{account::AccountNumber, ids::OrganizationId},
    store::reservation,
};

use super::{link, statements::Statements};

/// Numbers of rows that are being removed are in use until the gateway has let go of them. Until the end of the transaction
/// no other one takes a number that begins alike.
pub(super) async fn free_number(
    connection: &mut PgConnection,
    statements: &Statements,
    organization: OrganizationId,
) -> Result<AccountNumber, StoreError> {
    let prefix = AccountNumber::prefix(organization, 8);
    link::lock(connection, statements.prepared(), &format!("numbers {prefix}")).await?;
    // '~' sorts after everything an account number may hold, so the range is the prefix, and the index serves it; of a row
    // that the CRM has deleted nobody knows whose it was
    let rows: Vec<(String, String)> = statements
        .rows(
            "SELECT s.account_number, COALESCE(i.organization_id, $2::uuid)::text
             FROM wpp_panel.sessions AS s LEFT JOIN {integrations} AS i ON i.id = s.integration_id
             WHERE s.account_number >= $1 AND s.account_number < $1 || '~'",
        )
        .bind(prefix)
        .bind(organization.to_string())
        .fetch_all(connection)
        .await?;
    reservation::allocate(organization, rows)
}
