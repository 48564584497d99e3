//! The migrations, carried in the binary.
//!
//! sqlx's run-time `Migrator` with `include_str!`: it keeps checksums and a history that sqlx's own tools read, and
//! PostgreSQL gets the same with its advisory lock. The `migrate!` macro would bring the whole macro machinery along.

use sqlx::{
    SqlSafeStr as _, SqliteConnection, SqlitePool,
    migrate::{Migrate as _, MigrateError, Migration, MigrationType, Migrator},
};

use crate::{
    connect::ports::StoreError,
    store::{MigrationReport, OpenError},
};

const HISTORY: &str = "_sqlx_migrations";

fn all() -> Vec<Migration> {
    let up = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    vec![
        up(1, "foundation", include_str!("../../../migrations/sqlite/0001_foundation.sql")),
        up(2, "servers", include_str!("../../../migrations/sqlite/0002_servers.sql")),
        up(3, "events", include_str!("../../../migrations/sqlite/0003_events.sql")),
    ]
}

/// Applies what is missing: all of it or nothing.
pub(super) async fn run(writer: &SqlitePool) -> Result<MigrationReport, OpenError> {
    // sqlx takes no lock on SQLite; the write lock makes a second process wait and then find everything done
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from)?;
    let report = apply(&mut tx).await.map_err(sentence)?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(report)
}

async fn apply(connection: &mut SqliteConnection) -> Result<MigrationReport, MigrateError> {
    let migrator = Migrator::with_migrations(all());
    connection.ensure_migrations_table(HISTORY).await?;
    let known = connection.list_applied_migrations(HISTORY).await?;
    migrator.run_direct(None, connection, false).await?;
    let news = migrator.iter().filter(|migration| !known.iter().any(|old| old.version == migration.version));
    Ok(MigrationReport {
        applied: news.map(|migration| (migration.version, migration.description.to_string())).collect(),
        version: migrator.iter().map(|migration| migration.version).max().unwrap_or(0),
    })
}

fn sentence(error: MigrateError) -> OpenError {
    match error {
        MigrateError::VersionMissing(version) => OpenError::TooNew(version),
        MigrateError::VersionMismatch(version) => OpenError::Altered(version),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            OpenError::Store(StoreError::from(error))
        }
        other => OpenError::Store(StoreError::Refused(other.to_string())),
    }
}
