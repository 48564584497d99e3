//! PostgreSQL: several servers on one database, and tables that a CRM shares. One verb per file; `sessions`, `people`,
//! `integrations`, `events` and `together` are the ports.

mod account;
mod adopt;
mod alert_messages;
mod alerts;
mod announce;
mod audit;
mod called_off;
mod client;
mod codes;
mod columns;
mod error;
mod events;
mod guests;
mod history;
mod inbox;
mod integrations;
mod key_check;
mod link;
mod listen;
mod live;
mod migrations;
mod news;
mod numbers;
mod people;
mod promote;
mod read;
mod remove;
mod rename;
mod replace;
mod reserve;
mod rewrap;
mod server;
mod sessions;
mod shape;
mod shared;
mod staff;
mod statements;
mod text;
mod together;
mod users;
mod webhook_key;

use std::time::Duration;

use async_trait::async_trait;
use sqlx::{
    Connection as _, Executor as _, PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::connect::ports::StoreError;

use super::{
    Backlog, MigrationReport, OpenError, Options, Rewrapped, Sealer, Store,
    backlog::{self, BacklogRow},
};
use announce::Announcer;
use server::Server;
use statements::Statements;

pub(super) use error::from_postgres;
pub use listen::LineTimes;

/// How long a caller waits for a connection.
const QUEUE: Duration = Duration::from_secs(5);
/// A connection that was used within this time is not asked whether it is still there.
const FRESH: Duration = Duration::from_secs(1);
/// Connections of one server, besides the one for its signs of life and announcements and the one that listens.
const CONNECTIONS: u32 = 10;

/// Another server may be migrating; that takes no longer.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '60s'; \
                     SET LOCAL client_min_messages = warning";

/// The store on one PostgreSQL database.
pub(super) struct PostgresStore {
    place: Place,
    pool: PgPool,
    server: Server,
    announcer: Announcer,
    line: LineTimes,
    statements: Statements,
    sealer: Sealer,
    /// Whether secrets in the shared tables are sealed.
    seals: bool,
    admin_roles: Vec<String>,
}

impl PostgresStore {
    pub(super) async fn open(url: &str, sealer: Sealer, options: Options) -> Result<Self, OpenError> {
        let place = Place::parse(url)?;
        let mut connection = place.connect().await?;
        let mut tx = place.begin(&mut connection).await?;
        let report = migrations::run(&mut tx).await?;
        key_check::run(&mut tx, &sealer).await?;
        let shape = columns::look(&mut tx).await?;
        place.finish(tx).await?;
        connection.close().await.map_err(StoreError::from)?;
        for (version, name) in &report.applied {
            tracing::info!(version, name, "the database was migrated");
        }

        let seals = options.seal_shared || !shape.adopted;
        let server = Server::start(place.pool(1)).await?;
        let store = Self {
            announcer: Announcer::start(server.pool().clone(), server.id()),
            line: options.line,
            server,
            pool: place.pool(CONNECTIONS),
            statements: Statements::new(shape, place.prepared),
            // what the CRM has written is plain
            sealer: sealer.lenient(),
            seals,
            admin_roles: options.admin_roles,
            place,
        };
        store.adopt_strangers().await?;
        Ok(store)
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn close(&self) {
        self.announcer.finish().await;
        self.server.stop().await;
        self.pool.close().await;
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let mut link = self.link().await?;
        let question = backlog::question!("wpp_panel.");
        let row: BacklogRow = self.statements.rows(question).fetch_one(&mut *link).await?;
        Ok(row.into())
    }

    async fn rewrap(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<Rewrapped, StoreError> {
        self.rewrap_all(progress).await
    }
}

/// Brings the database up to date.
pub(super) async fn migrate(url: &str) -> Result<MigrationReport, OpenError> {
    let place = Place::parse(url)?;
    let mut connection = place.connect().await?;
    let mut tx = place.begin(&mut connection).await?;
    let report = migrations::run(&mut tx).await?;
    place.finish(tx).await?;
    connection.close().await.map_err(StoreError::from)?;
    Ok(report)
}

/// Where the database is, and how it is spoken to.
struct Place {
    options: PgConnectOptions,
    /// Whether connections keep prepared statements: not behind a pooler that shares them by the transaction, for which
    /// the address has `statement-cache-capacity=0`.
    prepared: bool,
}

impl Place {
    fn parse(url: &str) -> Result<Self, OpenError> {
        let options: PgConnectOptions = url.parse().map_err(StoreError::from)?;
        let options =
            if options.get_application_name().is_none() { options.application_name("wpp-panel") } else { options };
        let parameters = url.split_once('?').map_or("", |(_, parameters)| parameters);
        let prepared = !parameters.split('&').any(|parameter| parameter == "statement-cache-capacity=0");
        Ok(Self { options, prepared })
    }

    async fn connect(&self) -> Result<PgConnection, StoreError> {
        let connected = tokio::time::timeout(QUEUE, PgConnection::connect_with(&self.options)).await;
        Ok(connected.map_err(|_| StoreError::Unavailable("no answer".to_owned()))??)
    }

    /// What opening does is done by one server at a time.
    async fn begin<'c>(&self, connection: &'c mut PgConnection) -> Result<Transaction<'c, Postgres>, StoreError> {
        let mut tx = connection.begin_with(BEGIN).await?;
        link::lock(&mut tx, false, "opening").await?;
        Ok(tx)
    }

    async fn finish(&self, mut tx: Transaction<'_, Postgres>) -> Result<(), StoreError> {
        if !self.prepared {
            // sqlx's migrator prepares statements by names that somebody else will use on the same server process
            tx.execute("DEALLOCATE ALL").await?;
        }
        Ok(tx.commit().await?)
    }

    fn pool(&self, size: u32) -> PgPool {
        PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(QUEUE)
            .test_before_acquire(false)
            .before_acquire(|connection, state| {
                Box::pin(async move {
                    if state.idle_for > FRESH {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_lazy_with(self.options.clone())
    }
}
