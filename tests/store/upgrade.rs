//! What a migration does to what is there.

use std::{collections::BTreeMap, fs, path::Path};

use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqlSafeStr as _, SqliteConnection,
    migrate::{Migration, MigrationType, Migrator},
    postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;
use uuid::Uuid;
use wpp_panel::{
    connect::ports::Session,
    domain::{ids::OrganizationId, state::SessionState},
    store::{Store, open},
};

use crate::{
    harness::{self, Backdoor, Db, Engine, backdoor, entry, postgres_backdoor, sqlite_in},
    support::postgres,
};

const PEOPLE: [(&str, u8, &str); 5] = [
    ("late", 1, "admin"),
    ("first", 1, "admin"),
    ("member", 1, "member"),
    ("only", 2, "member"),
    ("alone", 3, "admin"),
];

/// The migrations of this dialect from `from` on, in their order, until before `to`.
fn migrations(dialect: &str, from: u32, to: u32) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let number = |path: &Path| path.file_name().unwrap().to_str().unwrap()[..4].parse::<u32>().unwrap();
    files.retain(|path| (from..to).contains(&number(path)));
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

async fn run(raw: &dyn Backdoor, statements: &[String]) {
    for sql in statements {
        raw.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

fn id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn organizations(created_at: &str) -> Vec<String> {
    let row = |number: usize| format!("INSERT INTO organizations VALUES ('{}', 'Школа', {created_at})", id(number));
    (1..=3).map(row).collect()
}

#[tokio::test]
async fn the_first_administrator_becomes_the_owner_on_sqlite() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    fs::File::create(&path).unwrap();
    let raw = backdoor(&path).await;
    run(&*raw, &migrations("sqlite", 1, 7)).await;
    run(&*raw, &organizations("1")).await;
    for (number, (name, organization, role)) in PEOPLE.iter().enumerate() {
        let (id, organization) = (id(100 + number), id((*organization).into()));
        let at = if *name == "first" { 1 } else { 2 };
        run(
            &*raw,
            &[
                format!("INSERT INTO users VALUES ('{id}', '{name}@example.org', '$argon2id$', {at})"),
                format!("INSERT INTO profiles VALUES ('{id}', '{organization}')"),
                format!("INSERT INTO user_roles VALUES ('{id}', '{role}')"),
            ],
        )
        .await;
    }
    run(&*raw, &migrations("sqlite", 7, 8)).await;
    let found = raw
        .text(
            "SELECT group_concat(email || ' ' || role, ', ')
             FROM (SELECT email, role FROM users JOIN user_roles ON user_id = id ORDER BY id)",
        )
        .await;
    assert_eq!(found, expected());
}

#[tokio::test]
async fn the_first_administrator_becomes_the_owner_on_postgresql() {
    let database = postgres::fresh().await;
    let raw = postgres_backdoor(&database.url).await;
    run(&*raw, &["CREATE SCHEMA wpp_panel".to_owned()]).await;
    run(&*raw, &migrations("postgres", 1, 7)).await;
    run(&*raw, &organizations("now()")).await;
    for (number, (name, organization, role)) in PEOPLE.iter().enumerate() {
        let (id, organization) = (id(100 + number), id((*organization).into()));
        let at = if *name == "first" { 1 } else { 2 };
        let person = format!("'{id}', '{name}@example.org', '$argon2id$', '{organization}', '{role}', {at}");
        run(&*raw, &[format!("INSERT INTO wpp_panel.users VALUES ({person})")]).await;
    }
    run(&*raw, &migrations("postgres", 7, 8)).await;
    let found = raw.text("SELECT string_agg(email || ' ' || role, ', ' ORDER BY id) FROM wpp_panel.users").await;
    assert_eq!(found, expected());
}

fn expected() -> Option<String> {
    let people = PEOPLE.iter().map(|(name, _, role)| {
        let role = if matches!(*name, "first" | "alone") { "owner" } else { role };
        format!("{name}@example.org {role}")
    });
    Some(people.collect::<Vec<_>>().join(", "))
}

/// The migrations of this dialect until this one, as the program has them.
fn until(dialect: &str, version: u32) -> Migrator {
    let names = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect)).unwrap();
    let mut names: Vec<String> = names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let texts = migrations(dialect, 1, version + 1);
    let all = names.iter().zip(texts).zip(1..).map(|((name, sql), number)| {
        let described = name[5..].trim_end_matches(".sql").to_owned();
        Migration::new(number, described.into(), MigrationType::Simple, AssertSqlSafe(sql).into_sql_str(), false)
    });
    Migrator::with_migrations(all.collect())
}

async fn texts(connection: &mut SqliteConnection, sql: String) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap()
}

/// What this schema has a place for, of a database of today.
async fn fill(old: &mut SqliteConnection, today: &Path) {
    let attach = format!("PRAGMA foreign_keys = OFF; ATTACH '{}' AS today", today.display());
    sqlx::raw_sql(AssertSqlSafe(attach)).execute(&mut *old).await.unwrap();
    let tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%'";
    for table in texts(old, tables.to_owned()).await {
        let columns = format!(
            "SELECT name FROM pragma_table_info('{table}', 'main')
             INTERSECT SELECT name FROM pragma_table_info('{table}', 'today')"
        );
        let columns = texts(old, columns).await.join(", ");
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}");
        sqlx::raw_sql(AssertSqlSafe(copy)).execute(&mut *old).await.unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

/// The same from a database of PostgreSQL, which no other can look into.
async fn fill_postgres(old: &mut PgConnection, today: &str) {
    let run = async |old: &mut PgConnection, sql: String| {
        sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(old).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    };
    // neither foreign keys nor triggers, as a restore has it
    run(old, "SET session_replication_role = replica".to_owned()).await;
    let columns = "SELECT table_schema || '.' || table_name || ' ' || column_name FROM information_schema.columns
                   WHERE table_schema IN ('wpp_panel', 'public') AND table_name NOT LIKE '\\_sqlx%' ORDER BY 1";
    let now = postgres::texts(today, columns).await;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let then: Vec<String> = sqlx::query_scalar(columns).fetch_all(&mut *old).await.unwrap();
    for column in then.iter().filter(|column| now.contains(column)) {
        let (table, column) = column.split_once(' ').unwrap();
        tables.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    for (table, columns) in tables {
        let rows = format!("SELECT COALESCE(json_agg(t), '[]')::TEXT FROM {table} AS t");
        let (columns, rows) = (columns.join(", "), postgres::texts(today, &rows).await.remove(0));
        let copy = format!(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE
             SELECT {columns} FROM json_populate_recordset(NULL::{table}, $rows${rows}$rows$) ON CONFLICT DO NOTHING"
        );
        run(old, copy).await;
    }
}

/// What somebody left in a database.
struct Left {
    organization: OrganizationId,
    session: Session,
    user: Uuid,
    lines: usize,
}

impl Left {
    async fn behind_in(db: &Db) -> Self {
        let organization = db.organization().await;
        let session = db.connected(organization, 0).await;
        db.store.note(&entry(&session, "renamed")).await.unwrap();
        let user = Uuid::new_v4();
        db.raw.run(&db.user_sql(user, organization, "anna@example.org", "$argon2id$x")).await.unwrap();
        if db.engine == Engine::Sqlite {
            let rest = format!(
                "INSERT INTO profiles VALUES ('{user}', '{organization}'); INSERT INTO user_roles VALUES ('{user}', 'admin')"
            );
            db.raw.run(&rest).await.unwrap();
        }
        Self { organization, session, user, lines: db.audit(organization).await.len() }
    }

    async fn is_found_by(&self, store: &dyn Store, raw: &dyn Backdoor, version: u32) {
        let [found] = &store.sessions(self.organization).await.unwrap()[..] else { panic!("{version}: one session") };
        let known = &self.session;
        assert_eq!((found.id, &found.name, &found.account), (known.id, &known.name, &known.account), "{version}");
        assert_eq!((&found.credentials, &found.webhook_key), (&known.credentials, &known.webhook_key), "{version}");
        assert_eq!(found.live.lifecycle.state, SessionState::Connected, "{version}");
        assert_eq!(found.live.phone, known.live.phone, "{version}");
        let anna = store.user_by_email("anna@example.org").await.unwrap();
        assert_eq!(anna.map(|anna| anna.id.0), Some(self.user), "{version}");
        let lines = raw.text("SELECT CAST(count(*) AS TEXT) FROM audit").await;
        assert_eq!(lines, Some(self.lines.to_string()), "{version}");
    }
}

/// Whatever version it was left with, a start brings it up to date with everything that was in it.
#[tokio::test]
async fn data_of_every_schema_of_postgresql_is_there_afterwards() {
    let db = harness::postgres().await;
    let left = Left::behind_in(&db).await;
    let newest = u32::try_from(migrations("postgres", 1, u32::MAX).len()).unwrap();
    // one of its own, since the user of a shared one may not be allowed to pass over foreign keys
    let server = postgres::Server::start();
    for version in 1..=newest {
        let database = postgres::fresh_on(&server.url).await;
        postgres::run(&database.url, "CREATE SCHEMA wpp_panel").await.unwrap();
        let mut old = database.url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
        let mut migrator = until("postgres", version);
        migrator.dangerous_set_table_name("wpp_panel._sqlx_migrations");
        migrator.run_direct(None, &mut old, false).await.unwrap();
        fill_postgres(&mut old, &db.url).await;
        old.close().await.unwrap();

        let store = open(&database.url, db.sealer()).await.unwrap_or_else(|error| panic!("{version}: {error}"));
        left.is_found_by(&*store, &*postgres_backdoor(&database.url).await, version).await;
        store.close().await;
    }
    db.store.close().await;
}

#[tokio::test]
async fn data_of_every_schema_of_sqlite_is_there_afterwards() {
    let folder = TempDir::new().unwrap();
    let today = folder.path().join("data/panel.db");
    let db: Db = sqlite_in(folder).await;
    let left = Left::behind_in(&db).await;
    let newest = u32::try_from(migrations("sqlite", 1, u32::MAX).len()).unwrap();
    for version in 1..=newest {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("old.db");
        let made = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut old = made.connect().await.unwrap();
        until("sqlite", version).run_direct(None, &mut old, false).await.unwrap();
        fill(&mut old, &today).await;
        old.close().await.unwrap();

        let url = format!("sqlite://{}", path.display());
        let store = open(&url, db.sealer()).await.unwrap_or_else(|error| panic!("{version}: {error}"));
        left.is_found_by(&*store, &*backdoor(&path).await, version).await;
        store.close().await;
    }
    db.store.close().await;
}
