//! Where the data lies.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use axum::http::Uri;

use super::{
    environment::Environment,
    error::SettingsError,
    file,
    given::{Given, flag},
};
use crate::domain::secret::Secret;

/// The database of a demo: thrown away without a thought, never the one of an installation.
pub const DEMO_URL: &str = "sqlite://data/demo.db";

const WANTED: &str = "sqlite://PATH of a file, without parameters, like sqlite://data/wpp-panel.db, or \
                      postgres://user:password@host/database";

/// A SQLite database in a file, or one of a PostgreSQL server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// For the store; it may hold a password.
    pub url: Secret,
    /// What it is.
    pub engine: Engine,
    /// Whether secrets are sealed also in tables that a CRM shares.
    pub seal_shared: bool,
}

/// What keeps the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file, relative to the working directory.
    Sqlite(PathBuf),
    /// A server; what may be shown of its address.
    Postgres(String),
}

impl Database {
    pub(super) fn load(environment: &Environment, file: &file::Database, demo: bool) -> Result<Self, SettingsError> {
        let default = file::Database::default();
        let given = Given::pick(environment, "DATABASE_URL", "[database] url", &file.url, &default.url);
        let seal_shared = flag(environment, "APP_SEAL_SHARED", file.seal_shared)?;
        if demo {
            if given.chosen {
                return Err(SettingsError::NotADemo { setting: given.name });
            }
            return Self::parse(DEMO_URL).ok_or_else(|| given.wrong(WANTED));
        }
        // the address of a PostgreSQL server has a password in it
        let database = Self::parse(given.value).ok_or_else(|| given.wrong_secret(WANTED))?;
        Ok(Self { seal_shared, ..database })
    }

    /// Parses the address; `None` for anything else than a file or a PostgreSQL server, for parameters after a file, and
    /// for a database in memory, which would forget every connection at the next start.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let engine = match url.strip_prefix("sqlite://") {
            Some(path) => Engine::Sqlite(file_at(path)?),
            None => Engine::Postgres(server_at(url)?),
        };
        Some(Self { url: Secret::new(url), engine, seal_shared: false })
    }

    /// The file of a SQLite database.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        if let Engine::Sqlite(path) = &self.engine { Some(path) } else { None }
    }

    /// The file beside a SQLite database that keeps the generated [`SecretKey`](super::SecretKey): `<path>.key`.
    /// A server has none: two panels on one server would make two keys.
    #[must_use]
    pub fn key_file(&self) -> Option<PathBuf> {
        let mut name = self.path()?.to_owned().into_os_string();
        name.push(".key");
        Some(PathBuf::from(name))
    }

    /// The key file before, where a key is being changed.
    #[must_use]
    pub fn old_key_file(&self) -> Option<PathBuf> {
        let mut name = self.key_file()?.into_os_string();
        name.push(".old");
        Some(PathBuf::from(name))
    }

    /// The folder that must exist before the database can be made; `None` if that is the working directory.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.path()?.parent().filter(|folder| !folder.as_os_str().is_empty())
    }
}

impl fmt::Display for Database {
    /// Without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.engine {
            Engine::Sqlite(path) => write!(f, "{}", path.display()),
            Engine::Postgres(shown) => f.write_str(shown),
        }
    }
}

fn file_at(path: &str) -> Option<PathBuf> {
    // sqlx would decode %xx, and then `path` named another file than the one that is opened
    let fits = !path.is_empty() && !path.ends_with('/') && !path.contains(['%', '?']) && !path.contains(":memory:");
    fits.then(|| PathBuf::from(path))
}

/// `host:port/database`; a socket's folder is given as a parameter, then the host may be anything.
fn server_at(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    uri.scheme_str().filter(|scheme| matches!(*scheme, "postgres" | "postgresql"))?;
    let authority = uri.authority()?;
    let database = uri.path().trim_start_matches('/');
    if authority.host().is_empty() || database.is_empty() {
        return None;
    }
    let port = authority.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("postgres://{}{port}/{database}", authority.host()))
}
