//! Writing people: user, profile and role belong together.

use sqlx::SqliteConnection;

use crate::{
    connect::ports::{NewUser, StoreError},
    domain::{ids::OrganizationId, time::Timestamp},
};

pub(super) async fn insert_organization(
    connection: &mut SqliteConnection,
    id: OrganizationId,
    name: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO organizations (id, name, created_at) VALUES ($1, $2, $3)")
        .bind(id.to_string())
        .bind(name)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// `false`, and nothing written, if the address is taken.
pub(super) async fn insert_user(connection: &mut SqliteConnection, user: &NewUser) -> Result<bool, StoreError> {
    let id = user.id.to_string();
    let inserted = sqlx::query(
        "INSERT INTO users (id, email, password_hash, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email) DO NOTHING",
    )
    .bind(&id)
    .bind(&user.email)
    .bind(&user.password_hash)
    .bind(user.now.0)
    .execute(&mut *connection)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO profiles (id, organization_id) VALUES ($1, $2)")
        .bind(&id)
        .bind(user.organization.to_string())
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO user_roles (user_id, role) VALUES ($1, $2)")
        .bind(&id)
        .bind(user.role.as_str())
        .execute(connection)
        .await?;
    Ok(true)
}
