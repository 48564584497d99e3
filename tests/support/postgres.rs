//! PostgreSQL for tests: the server of `TEST_DATABASE_URL`, whose user may make databases, or one that
//! `scripts/postgres.sh` starts for this test program and that goes with it, however it ends.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, OnceLock},
};

use sqlx::{AssertSqlSafe, ConnectOptions as _, postgres::PgConnectOptions};
use uuid::Uuid;

/// A server of its own, for tests that stop it.
pub struct Server {
    /// The address of its first database, as somebody who may do everything.
    pub url: String,
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    // kept so that nobody waits for it before the pipes are closed
    _child: Child,
}

impl Server {
    pub fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/postgres.sh");
        let mut child = Command::new(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        answers.read_line(&mut url).unwrap();
        assert!(url.starts_with("postgres://"), "scripts/postgres.sh has not started a server");
        Self { url: url.trim().to_owned(), pipes: Mutex::new((input, answers)), _child: child }
    }

    /// Like an operator who restarts it: open connections are cut.
    pub fn stop(&self) {
        self.order("stop");
    }

    pub fn start_again(&self) {
        self.order("start");
    }

    fn order(&self, order: &str) {
        let (input, answers) = &mut *self.pipes.lock().unwrap();
        writeln!(input, "{order}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim(), "done", "{order}");
    }
}

/// The address of the server that all tests of this program share.
pub fn shared() -> &'static str {
    static SHARED: OnceLock<(String, Option<Server>)> = OnceLock::new();
    let (url, _) = SHARED.get_or_init(|| match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => (url, None),
        Err(_) => {
            let server = Server::start();
            (server.url.clone(), Some(server))
        }
    });
    url
}

/// An empty database, which goes with this.
pub struct Database {
    /// Its address.
    pub url: String,
    admin: String,
    name: String,
    is_kept: bool,
}

/// An empty database on the shared server.
pub async fn fresh() -> Database {
    fresh_on(shared()).await
}

/// An empty database on the server of `admin`.
pub async fn fresh_on(admin: &str) -> Database {
    made(admin, "template1").await
}

/// A copy of the database of that name on the shared server, where nobody may be connected to it.
pub async fn copy_of(template: &str) -> Database {
    made(shared(), template).await
}

async fn made(admin: &str, template: &str) -> Database {
    let name = format!("wpp_panel_test_{}", Uuid::new_v4().simple());
    let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
    // the quicker way where nothing has to outlive a power cut; before PostgreSQL 15 it was the only one and had no name
    if run(admin, &format!("{create} STRATEGY file_copy")).await.is_err() {
        run(admin, &create).await.unwrap();
    }
    Database { url: with_database(admin, &name), admin: admin.to_owned(), name, is_kept: false }
}

impl Database {
    /// Its name; it does not go with this any more.
    pub fn kept(mut self) -> String {
        self.is_kept = true;
        self.name.clone()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let (admin, drop) = (self.admin.clone(), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        // a test's own runtime may be going down
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            // the server may be gone with its folder already, and then so is the database
            let _ = runtime.block_on(run(&admin, &drop));
        });
        let _ = dropping.join();
    }
}

/// Runs a statement on a connection of its own.
pub async fn run(url: &str, sql: &str) -> Result<(), sqlx::Error> {
    let mut connection = url.parse::<PgConnectOptions>()?.connect().await?;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.map(|_| ())
}

/// The texts that a query answers with, a row each.
pub async fn texts(url: &str, sql: &str) -> Vec<String> {
    let mut connection = url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.unwrap()
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, parameters) = url.split_once('?').map_or((url, None), |(address, rest)| (address, Some(rest)));
    let (server, _) = address.rsplit_once('/').unwrap();
    match parameters {
        Some(parameters) => format!("{server}/{name}?{parameters}"),
        None => format!("{server}/{name}"),
    }
}
