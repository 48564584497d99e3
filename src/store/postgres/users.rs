//! Writing people. Who is made here lives wholly in our own table: the CRM's `profiles` and `user_roles` are hers, and a
//! profile there may have to be somebody of her own sign-in.

use sqlx::PgConnection;

use crate::{
    connect::ports::{NewUser, StoreError},
    domain::{ids::OrganizationId, time::Timestamp},
};

use super::statements::Statements;

pub(super) async fn insert_organization(
    connection: &mut PgConnection,
    statements: &Statements,
    id: OrganizationId,
    name: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let inserted = statements
        .query("{insert_organization}")
        .bind(id.to_string())
        .bind(name.to_owned())
        .bind(now.0)
        .execute(connection)
        .await
        .map_err(StoreError::from);
    match inserted {
        Err(StoreError::Refused(why)) if statements.shape().adopted => Err(StoreError::Refused(format!(
            "the CRM's table of organizations does not take a new one with id and name alone, so make it in the CRM: {why}"
        ))),
        other => other.map(drop),
    }
}

/// `false`, and nothing written, if the address is taken.
pub(super) async fn insert_user(
    connection: &mut PgConnection,
    statements: &Statements,
    user: &NewUser,
) -> Result<bool, StoreError> {
    let known: bool = statements
        .value("SELECT EXISTS (SELECT 1 FROM {organizations} WHERE id = $1::uuid)")
        .bind(user.organization.to_string())
        .fetch_one(&mut *connection)
        .await?;
    if !known {
        return Err(StoreError::Refused("there is no such organization".to_owned()));
    }
    let inserted = statements
        .query(
            "INSERT INTO wpp_panel.users (id, email, password_hash, organization_id, role, created_at)
             VALUES ($1::uuid, $2, $3, $4::uuid, $5, $6) ON CONFLICT (email) DO NOTHING",
        )
        .bind(user.id.to_string())
        .bind(user.email.clone())
        .bind(user.password_hash.clone())
        .bind(user.organization.to_string())
        .bind(user.role.as_str())
        .bind(user.now.0)
        .execute(connection)
        .await?;
    Ok(inserted.rows_affected() == 1)
}
