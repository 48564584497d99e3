//! SQLite: one writer, several readers, in one file. One verb per file; `sessions` and `people` are the ports.

mod account;
mod adopt;
mod alert_messages;
mod alerts;
mod audit;
mod called_off;
mod client;
mod codes;
pub(super) mod copy;
mod events;
mod file;
mod group;
mod guests;
mod history;
mod inbox;
mod integrations;
mod key_check;
mod live;
mod migrations;
mod people;
mod promote;
mod read;
mod remove;
mod rename;
mod replace;
mod reserve;
mod rewrap;
mod sessions;
mod staff;
mod users;
mod webhook_key;

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use sqlx::{
    Connection as _, Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::connect::ports::{StoreError, Together};

use super::{
    Backlog, MigrationReport, OpenError, Rewrapped, Sealer, Store,
    backlog::{self, BacklogRow},
};
use file::DatabaseFile;
use group::Group;

/// How long SQLite waits for another process's lock.
const BUSY: Duration = Duration::from_secs(5);
/// How long a caller waits for a connection.
const QUEUE: Duration = Duration::from_secs(10);
/// Readers share snapshots and hold nobody up; more than a few only cost memory.
const READERS: u32 = 4;

/// The store on one SQLite file.
pub(super) struct SqliteStore {
    writer: SqlitePool,
    reader: SqlitePool,
    sealer: Sealer,
    file: DatabaseFile,
    inbox: Group,
}

impl SqliteStore {
    pub(super) async fn open(path: &Path, sealer: Sealer) -> Result<Self, OpenError> {
        let (file, writer) = writer(path).await?;
        migrations::run(&writer).await?;
        key_check::run(&writer, &sealer).await?;
        let store = Self::with_reader(path, writer, sealer, file);
        store.adopt_strangers().await?;
        Ok(store)
    }

    fn with_reader(path: &Path, writer: SqlitePool, sealer: Sealer, file: DatabaseFile) -> Self {
        let reader = pool(READERS).connect_lazy_with(options(path).read_only(true));
        let inbox = Group::open(writer.clone());
        Self { writer, reader, sealer, file, inbox }
    }

    /// Rows that somebody else made become sessions.
    async fn adopt_strangers(&self) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let adopted = adopt::adopt_all(&mut tx, &self.sealer).await?;
        tx.commit().await?;
        if adopted > 0 {
            tracing::info!(rows = adopted, "rows that were made elsewhere are sessions now");
        }
        Ok(())
    }

    /// A transaction that has the write lock from its first statement on, so that what it reads stays true. Dropped
    /// without a commit it leaves no trace.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// One process has the file.
impl Together for SqliteStore {}

#[async_trait]
impl Store for SqliteStore {
    async fn close(&self) {
        self.reader.close().await;
        // last, so that closing it folds the write-ahead log into the file
        self.writer.close().await;
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let row: BacklogRow = sqlx::query_as(backlog::question!("")).fetch_one(&self.reader).await?;
        Ok(row.into())
    }

    async fn rewrap(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<Rewrapped, StoreError> {
        self.rewrap_all(progress).await
    }
}

/// Brings the file up to date, making it where it is missing.
pub(super) async fn migrate(path: &Path) -> Result<MigrationReport, OpenError> {
    let (_, writer) = writer(path).await?;
    let report = migrations::run(&writer).await;
    writer.close().await;
    report
}

async fn writer(path: &Path) -> Result<(DatabaseFile, SqlitePool), StoreError> {
    let file = DatabaseFile::prepare(path)?;
    // FULL: a session that was shown as connected must survive a power cut
    let options = options(path).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    // a connection that met a file it might not write to takes it for such for ever
    let pool = pool(1).before_acquire(|connection, _| {
        let is_sound = !connection.is_in_transaction() && !MET_READ_ONLY.swap(false, Ordering::Relaxed);
        Box::pin(async move { Ok(is_sound) })
    });
    Ok((file, pool.connect_with(options).await?))
}

/// Whether a write was refused since the file may only be read. One flag for the process: a connection too many is opened
/// anew, and that costs nothing.
static MET_READ_ONLY: AtomicBool = AtomicBool::new(false);

/// Notes that a write was refused since the file may only be read.
pub(super) fn met_read_only() {
    MET_READ_ONLY.store(true, Ordering::Relaxed);
}

fn options(path: &Path) -> SqliteConnectOptions {
    // the file is made by `DatabaseFile` alone, with its mode
    SqliteConnectOptions::new().filename(path).create_if_missing(false).busy_timeout(BUSY).foreign_keys(true)
}

fn pool(size: u32) -> SqlitePoolOptions {
    // connections to a file do not go stale, so nobody asks one that is taken whether it is still there; but where a disk
    // fails SQLite ends a transaction by itself, and sqlx, whose rollback then has nothing to end, counts it as open for ever
    SqlitePoolOptions::new()
        .max_connections(size)
        .test_before_acquire(false)
        .acquire_timeout(QUEUE)
        .max_lifetime(None)
        .idle_timeout(None)
        .before_acquire(|connection, _| {
            let is_sound = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_sound) })
        })
}
