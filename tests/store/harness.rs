//! A fresh database, and what tests make in it.

use std::{any::Any, sync::Arc, time::Duration};

use async_trait::async_trait;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, PgConnection, Row as _, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;
use wpp_panel::{
    connect::ports::{
        Attempt, AuditEntry, Begun, CredentialMode, Live, NewSession, NewSignIn, Reservation, Reserved, Session,
    },
    domain::{
        ids::{AttemptId, IntegrationId, OrganizationId, UserId},
        lifecycle::Lifecycle,
        secret::Secret,
        state::SessionState,
        time::Timestamp,
    },
    store::{Sealer, Store, open},
};

use crate::support::{migrated, postgres};

pub const NOW: Timestamp = Timestamp(1_800_000_000_000);
pub const KEY: [u8; 32] = [7; 32];

/// A way around the store: what somebody else could do to the database.
#[async_trait]
pub trait Backdoor: Send + Sync {
    async fn run(&self, sql: &str) -> Result<(), sqlx::Error>;
    /// The first column of the first row, which must be text.
    async fn text(&self, sql: &str) -> Option<String>;
}

pub struct Db {
    pub store: Arc<dyn Store>,
    pub raw: Arc<dyn Backdoor>,
    pub engine: Engine,
    /// What the store was opened by.
    pub url: String,
    /// Whether secrets in the shared tables are sealed.
    pub seals: bool,
    _keep: Box<dyn Any + Send + Sync>,
}

/// Whose dialect the backdoor speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

struct SqliteBackdoor(Mutex<SqliteConnection>);

#[async_trait]
impl Backdoor for SqliteBackdoor {
    async fn run(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        sqlx::raw_sql(sql).execute(&mut *self.0.lock().await).await.map(|_| ())
    }

    async fn text(&self, sql: &str) -> Option<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        sqlx::query_scalar::<_, Option<String>>(sql).fetch_optional(&mut *self.0.lock().await).await.unwrap().flatten()
    }
}

struct PostgresBackdoor(Mutex<PgConnection>);

#[async_trait]
impl Backdoor for PostgresBackdoor {
    async fn run(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        sqlx::raw_sql(sql).execute(&mut *self.0.lock().await).await.map(|_| ())
    }

    async fn text(&self, sql: &str) -> Option<String> {
        // unprepared statements give everything as text
        let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_optional(&mut *self.0.lock().await).await.unwrap();
        row.and_then(|row| row.try_get_unchecked(0).unwrap())
    }
}

/// Finds our tables without their schema.
pub async fn postgres_backdoor(url: &str) -> Arc<dyn Backdoor> {
    let options: PgConnectOptions = url.parse().unwrap();
    let connection = options.options([("search_path", "wpp_panel,public")]).connect().await.unwrap();
    Arc::new(PostgresBackdoor(Mutex::new(connection)))
}

/// A fresh PostgreSQL database, with tables of our own making.
pub async fn postgres() -> Db {
    let database = migrated::postgres().await;
    let store = open(&database.url, Sealer::new(KEY)).await.unwrap();
    let raw = postgres_backdoor(&database.url).await;
    let url = database.url.clone();
    Db { store, raw, engine: Engine::Postgres, url, seals: true, _keep: Box::new(database) }
}

/// A fresh PostgreSQL database, with the tables of a CRM that keeps little order: no constraint holds what we rely on, and
/// no type is the one we would take.
pub async fn adopted() -> Db {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let made = || migrated::template(include_str!("postgres/loose.sql"));
    let database = postgres::copy_of(TEMPLATE.get_or_init(made).await).await;
    let store = open(&database.url, Sealer::new(KEY)).await.unwrap();
    let raw = postgres_backdoor(&database.url).await;
    let url = database.url.clone();
    Db { store, raw, engine: Engine::Postgres, url, seals: false, _keep: Box::new(database) }
}

pub async fn backdoor(path: &std::path::Path) -> Arc<dyn Backdoor> {
    let connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    Arc::new(SqliteBackdoor(Mutex::new(connection)))
}

/// The session whose events a webhook key proves.
pub async fn by_key(store: &Arc<dyn Store>, key: &Secret) -> Option<Session> {
    let addressee = store.addressee(key, NOW).await.unwrap()?;
    store.session_for_job(addressee.session).await.unwrap()
}

/// A fresh SQLite database in a folder of its own, which goes with it.
pub async fn sqlite() -> Db {
    let folder = TempDir::new().unwrap();
    sqlite_in(folder).await
}

pub async fn sqlite_in(folder: TempDir) -> Db {
    let path = folder.path().join("data/panel.db");
    let url = format!("sqlite://{}", path.display());
    migrated::sqlite_at(&path).await;
    let store = open(&url, Sealer::new(KEY)).await.unwrap();
    Db { store, raw: backdoor(&path).await, engine: Engine::Sqlite, url, seals: true, _keep: Box::new(folder) }
}

impl Db {
    /// The key that the store was opened with.
    pub fn sealer(&self) -> Sealer {
        Sealer::new(KEY)
    }

    pub async fn organization(&self) -> OrganizationId {
        self.organization_with(Uuid::new_v4()).await
    }

    pub async fn organization_with(&self, id: Uuid) -> OrganizationId {
        let id = OrganizationId(id);
        self.store.create_organization(id, "Школа", NOW).await.unwrap();
        id
    }

    /// A new session of the organization, `seconds` after [`NOW`].
    pub async fn added(&self, organization: OrganizationId, seconds: u64) -> Session {
        let new = NewSession { now: NOW.plus(Duration::from_secs(seconds)), ..new_session(organization) };
        created(self.store.reserve(&new, Reservation::Add).await.unwrap())
    }

    /// The same, connected, its attempt ended.
    pub async fn connected(&self, organization: OrganizationId, seconds: u64) -> Session {
        let session = self.added(organization, seconds).await;
        self.saved(&session, &connected_live(&session)).await
    }

    pub async fn saved(&self, session: &Session, live: &Live) -> Session {
        self.store.save_live(session.id, session.revision, live, &[]).await.unwrap().unwrap()
    }

    pub async fn fresh(&self, session: &Session) -> Session {
        self.store.session_for_job(session.id).await.unwrap().unwrap()
    }

    pub async fn primary(&self, organization: OrganizationId) -> Vec<IntegrationId> {
        let sessions = self.store.sessions(organization).await.unwrap();
        sessions.iter().filter(|session| session.is_primary).map(|session| session.id).collect()
    }

    /// `action:session:actor:detail` of every audit line of the organization, oldest first.
    pub async fn audit(&self, organization: OrganizationId) -> Vec<String> {
        let gather = match self.engine {
            Engine::Sqlite => "group_concat",
            Engine::Postgres => "string_agg",
        };
        let lines = self
            .raw
            .text(&format!(
                "SELECT {gather}(line, '|') FROM (
                     SELECT action || ':' || session_id || ':' || COALESCE(CAST(actor AS TEXT), '-') || ':' || detail AS line
                     FROM audit WHERE organization_id = '{organization}' ORDER BY id) AS lines"
            ))
            .await;
        lines.map(|lines| lines.split('|').map(str::to_owned).collect()).unwrap_or_default()
    }

    /// A time in a table that a CRM shares.
    pub fn at(&self, time: Timestamp) -> String {
        match self.engine {
            Engine::Sqlite => time.0.to_string(),
            Engine::Postgres => format!("to_timestamp({} / 1000.0)", time.0),
        }
    }

    /// A row of any provider: primary, with empty settings.
    pub async fn row(&self, organization: OrganizationId, messenger: &str, provider: &str) -> IntegrationId {
        let id = IntegrationId(Uuid::new_v4());
        self.raw.run(&self.row_sql(id, organization, messenger, provider)).await.unwrap();
        id
    }

    /// The statement that makes it.
    pub fn row_sql(&self, id: IntegrationId, organization: OrganizationId, messenger: &str, provider: &str) -> String {
        let at = self.at(Timestamp(1));
        format!(
            "INSERT INTO messenger_integrations
                 (id, organization_id, messenger_type, provider, name, is_primary, settings, created_at, updated_at)
             VALUES ('{id}', '{organization}', '{messenger}', '{provider}', 'n', TRUE, '{{}}', {at}, {at})"
        )
    }

    /// The statement that makes a person of an organization, as far as `users` says it.
    pub fn user_sql(&self, id: Uuid, organization: OrganizationId, email: &str, password_hash: &str) -> String {
        match self.engine {
            Engine::Sqlite => format!(
                "INSERT INTO users (id, email, password_hash, created_at) VALUES ('{id}', '{email}', '{password_hash}', 1)"
            ),
            Engine::Postgres => format!(
                "INSERT INTO users (id, organization_id, email, password_hash, role, created_at)
                 VALUES ('{id}', '{organization}', '{email}', '{password_hash}', 'member', 1)"
            ),
        }
    }

    /// A wpp row that somebody else made: primary, not enabled.
    pub async fn stranger(
        &self,
        organization: OrganizationId,
        name: &str,
        webhook_key: &str,
        settings: &str,
        created_at: Timestamp,
    ) -> IntegrationId {
        let (id, at) = (Uuid::new_v4(), self.at(created_at));
        let insert = format!(
            "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, is_primary,
                                                 is_enabled, webhook_key, settings, created_at, updated_at)
             VALUES ('{id}', '{organization}', 'whatsapp', 'wpp', '{name}', TRUE, FALSE, '{webhook_key}', '{settings}',
                     {at}, {at})"
        );
        self.raw.run(&insert).await.unwrap();
        IntegrationId(id)
    }

    pub async fn sign_in(&self, token_hash: [u8; 32], user: UserId, now: Timestamp, expires_at: Timestamp) {
        let sign_in = NewSignIn { token_hash, user, email: None, address: None, agent: None, now, expires_at };
        self.store.create_sign_in(&sign_in).await.unwrap();
    }

    pub async fn opened(&self, session: &Session, attempt: &Attempt) -> Session {
        match self.store.begin_attempt(session.id, attempt).await.unwrap() {
            Begun::Open(session) => *session,
            other => panic!("{other:?}"),
        }
    }

    pub async fn refuses(&self, sql: &str) {
        let error = self.raw.run(sql).await.expect_err(sql);
        assert!(matches!(error, sqlx::Error::Database(_)), "{sql}: {error}");
    }
}

pub fn new_session(organization: OrganizationId) -> NewSession {
    let id = Uuid::new_v4();
    NewSession {
        id: IntegrationId(id),
        organization,
        by: UserId(Uuid::new_v4()),
        address: None,
        attempt: AttemptId(Uuid::new_v4()),
        webhook_key: Secret::new(format!("webhook-key-of-{id}")),
        mode: CredentialMode::GlobalKey,
        sub_organization: format!("{organization}__wpp__{}", &id.simple().to_string()[..8]),
        now: NOW,
    }
}

pub fn attempt(before: Option<SessionState>) -> Attempt {
    Attempt {
        id: AttemptId(Uuid::new_v4()),
        started_by: UserId(Uuid::new_v4()),
        started_at: NOW,
        asked_at: NOW,
        before,
    }
}

pub fn connected_live(session: &Session) -> Live {
    Live {
        lifecycle: Lifecycle::new(SessionState::Connected),
        first_connected_at: session.live.first_connected_at.or(Some(NOW)),
        attempt: None,
        qr: None,
        ..session.live.clone()
    }
}

pub fn entry(session: &Session, action: &'static str) -> AuditEntry {
    AuditEntry {
        at: NOW,
        organization: session.organization,
        actor: None,
        address: None,
        action,
        session: Some(session.id),
        detail: session.name.clone(),
    }
}

#[track_caller]
pub fn created(reserved: Reserved) -> Session {
    match reserved {
        Reserved::Created(session) => session,
        Reserved::Existing(session) => panic!("{} was there already", session.id),
        Reserved::CalledOff => panic!("it was called off"),
    }
}

#[track_caller]
pub fn existing(reserved: Reserved) -> Session {
    match reserved {
        Reserved::Existing(session) => session,
        Reserved::Created(session) => panic!("{} was made", session.id),
        Reserved::CalledOff => panic!("it was called off"),
    }
}

pub fn account(session: &Session) -> &str {
    session.account.as_ref().map_or("", |number| number.as_str())
}
