//! Migrating, as far as it is the same for every database.
//!
//! sqlx's run-time `Migrator` with `include_str!`: it keeps checksums and a history that sqlx's own tools read. The
//! `migrate!` macro would bring the whole macro machinery along.

use sqlx::migrate::{Migrate, MigrateError, Migrator};

use super::open::{MigrationReport, OpenError};
use crate::connect::ports::StoreError;

/// Applies what is missing, in the caller's transaction: all of it or nothing.
pub(super) async fn apply<C: Migrate>(
    connection: &mut C,
    migrator: &Migrator,
    history: &str,
) -> Result<MigrationReport, OpenError> {
    let applied = async {
        connection.ensure_migrations_table(history).await?;
        let known = connection.list_applied_migrations(history).await?;
        migrator.run_direct(None, connection, false).await?;
        Ok(known)
    };
    let known = applied.await.map_err(sentence)?;
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
