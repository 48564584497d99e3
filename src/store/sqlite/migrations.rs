//! The migrations of SQLite, carried in the binary.

use sqlx::{
    SqlSafeStr as _, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::{
    connect::ports::StoreError,
    store::{MigrationReport, OpenError, migrations},
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
        up(4, "truth", include_str!("../../../migrations/sqlite/0004_truth.sql")),
        up(5, "audit", include_str!("../../../migrations/sqlite/0005_audit.sql")),
        up(6, "account", include_str!("../../../migrations/sqlite/0006_account.sql")),
        up(7, "staff", include_str!("../../../migrations/sqlite/0007_staff.sql")),
        up(8, "look", include_str!("../../../migrations/sqlite/0008_look.sql")),
        up(9, "guests", include_str!("../../../migrations/sqlite/0009_guests.sql")),
        up(10, "alerts", include_str!("../../../migrations/sqlite/0010_alerts.sql")),
        up(11, "listing", include_str!("../../../migrations/sqlite/0011_listing.sql")),
    ]
}

/// Applies what is missing: all of it or nothing.
pub(super) async fn run(writer: &SqlitePool) -> Result<MigrationReport, OpenError> {
    // sqlx takes no lock on SQLite; the write lock makes a second process wait and then find everything done
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from)?;
    let report = migrations::apply(&mut *tx, &Migrator::with_migrations(all()), HISTORY).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(report)
}
