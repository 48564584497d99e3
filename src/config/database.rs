//! Where the data lies.

use std::path::{Path, PathBuf};

use super::{environment::Environment, error::SettingsError, file, given::Given};

/// The database of a demo: thrown away without a thought, never the one of an installation.
pub const DEMO_URL: &str = "sqlite://data/demo.db";

const WANTED: &str = "sqlite://PATH of a file, without parameters, like sqlite://data/wpp-panel.db";

/// A SQLite database in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// For the store: `sqlite://PATH`.
    pub url: String,
    /// The file, relative to the working directory.
    pub path: PathBuf,
}

impl Database {
    pub(super) fn load(environment: &Environment, file: &file::Database, demo: bool) -> Result<Self, SettingsError> {
        let default = file::Database::default();
        let given = Given::pick(environment, "DATABASE_URL", "[database] url", &file.url, &default.url);
        if demo {
            if given.chosen {
                return Err(SettingsError::NotADemo { setting: given.name });
            }
            return Self::parse(DEMO_URL).ok_or_else(|| given.wrong(WANTED));
        }
        // somebody's PostgreSQL address has a password in it
        Self::parse(given.value).ok_or_else(|| given.wrong_secret(WANTED))
    }

    /// Parses `sqlite://PATH`; `None` for anything else, for parameters, and for a database in memory,
    /// which would forget every connection at the next start.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let path = url.strip_prefix("sqlite://")?;
        // sqlx would decode %xx, and then `path` named another file than the one that is opened
        if path.is_empty() || path.ends_with('/') || path.contains(['%', '?']) || path.contains(":memory:") {
            return None;
        }
        Some(Self { url: url.to_owned(), path: PathBuf::from(path) })
    }

    /// The file beside the database that keeps the generated [`SecretKey`](super::SecretKey): `<path>.key`.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".key");
        PathBuf::from(name)
    }

    /// The folder that must exist before the database can be made; `None` if that is the working directory.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty())
    }
}
