//! The migrations of PostgreSQL, carried in the binary, with their history in our schema.

use sqlx::{
    PgConnection, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::{
    connect::ports::StoreError,
    store::{MigrationReport, OpenError, migrations},
};

const HISTORY: &str = "wpp_panel._sqlx_migrations";

fn all() -> Vec<Migration> {
    let up = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    vec![
        up(1, "foundation", include_str!("../../../migrations/postgres/0001_foundation.sql")),
        up(2, "servers", include_str!("../../../migrations/postgres/0002_servers.sql")),
        up(3, "events", include_str!("../../../migrations/postgres/0003_events.sql")),
        up(4, "truth", include_str!("../../../migrations/postgres/0004_truth.sql")),
        up(5, "audit", include_str!("../../../migrations/postgres/0005_audit.sql")),
        up(6, "account", include_str!("../../../migrations/postgres/0006_account.sql")),
        up(7, "staff", include_str!("../../../migrations/postgres/0007_staff.sql")),
        up(8, "look", include_str!("../../../migrations/postgres/0008_look.sql")),
        up(9, "guests", include_str!("../../../migrations/postgres/0009_guests.sql")),
        up(10, "alerts", include_str!("../../../migrations/postgres/0010_alerts.sql")),
        up(11, "listing", include_str!("../../../migrations/postgres/0011_listing.sql")),
    ]
}

/// Applies what is missing; the caller has a transaction that does so alone.
pub(super) async fn run(connection: &mut PgConnection) -> Result<MigrationReport, OpenError> {
    let there: bool = sqlx::query_scalar("SELECT to_regnamespace('wpp_panel') IS NOT NULL")
        .persistent(false)
        .fetch_one(&mut *connection)
        .await
        .map_err(StoreError::from)?;
    if !there {
        refuse_half_a_crm(connection).await?;
        // the schema may have been made for us by somebody who may do more than we
        sqlx::query("CREATE SCHEMA wpp_panel").execute(&mut *connection).await.map_err(StoreError::from)?;
    }
    let mut migrator = Migrator::with_migrations(all());
    migrator.dangerous_set_table_name(HISTORY);
    // sqlx's own lock belongs to a session, which a pooler gives to somebody else
    migrator.set_locking(false);
    migrations::apply(connection, &migrator, HISTORY).await
}

/// Some of the tables that we would make are there, but not the one by which a CRM is known.
async fn refuse_half_a_crm(connection: &mut PgConnection) -> Result<(), OpenError> {
    let there: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM unnest(ARRAY['organizations', 'profiles', 'user_roles']) AS name
         WHERE to_regclass('public.' || name) IS NOT NULL AND to_regclass('messenger_integrations') IS NULL",
    )
    .persistent(false)
    .fetch_all(connection)
    .await
    .map_err(StoreError::from)?;
    if there.is_empty() {
        return Ok(());
    }
    Err(OpenError::Tables(format!(
        "there is {} but no messenger_integrations: is this the CRM's database, and is its schema in the search path?",
        there.join(", ")
    )))
}
