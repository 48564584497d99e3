//! Opening: the URL picks the database.

use std::{fmt, fs::DirBuilder, io, os::unix::fs::DirBuilderExt as _, path::Path, sync::Arc};

use crate::connect::ports::StoreError;

use super::{
    Store,
    postgres::{self, LineTimes},
    sealer::Sealer,
    sqlite,
};

/// Why the database cannot be opened. No text of it holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The scheme is none that is known.
    #[error("DATABASE_URL must be sqlite://path or postgres://user:password@host/database; {0}")]
    UnknownScheme(String),
    /// The SQLite URL names no file.
    #[error("DATABASE_URL must be sqlite://path with the path of a file, without parameters and not in memory")]
    NoFile,
    /// The secrets in this database were sealed with another key.
    #[error(
        "the secrets in this database were sealed with another key ({sealed_with}) than the one given ({given}): \
         bring back the key file or APP_SECRET_KEY that belongs to this database; if the key is being changed, \
         give the one before as APP_SECRET_KEY_OLD or as the key file with .old behind its name"
    )]
    WrongKey {
        /// The id of the key that the database needs, as far as it can be told.
        sealed_with: String,
        /// The id of the key that was given.
        given: String,
    },
    /// A newer version of the program has been at work here.
    #[error("the database has migration {0}, which this version of the program does not know: use a newer version")]
    TooNew(i64),
    /// A migration that was applied is not the one this program carries.
    #[error("migration {0} of the database differs from the one in this program: it was made by an altered version")]
    Altered(i64),
    /// The tables that a CRM shares are not what they can be; PostgreSQL alone.
    #[error("the tables that the CRM shares cannot be used: {0}")]
    Tables(String),
    /// Everything else.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a migration has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationReport {
    /// The migrations that were applied now, oldest first: number and name.
    pub applied: Vec<(i64, String)>,
    /// The number the database stands at.
    pub version: i64,
}

impl fmt::Display for MigrationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (version, name) in &self.applied {
            writeln!(f, "applied {version:04} {name}")?;
        }
        write!(f, "the database stands at {:04}", self.version)
    }
}

/// What the operator decided about tables that a CRM shares, and how servers hear of each other; only PostgreSQL has such.
#[derive(Clone, Debug)]
pub struct Options {
    /// Words in `user_roles` that mean administrator, lower case.
    pub admin_roles: Vec<String>,
    /// Whether secrets are sealed there too.
    pub seal_shared: bool,
    /// How long the line between servers may be silent.
    pub line: LineTimes,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            admin_roles: vec!["owner".to_owned(), "admin".to_owned()],
            seal_shared: false,
            line: LineTimes::default(),
        }
    }
}

/// [`open_with`] the default options.
///
/// # Errors
/// [`OpenError`], each a sentence for the operator.
pub async fn open(url: &str, sealer: Sealer) -> Result<Arc<dyn Store>, OpenError> {
    open_with(url, sealer, Options::default()).await
}

/// Opens the database that `url` names and brings it up to date, and checks that `sealer` has its key.
///
/// `sqlite://relative/path` or `sqlite:///absolute/path`, taken literally: folder (mode 0700) and file (mode 0600) are made
/// where they are missing. `postgres://user:password@host/database` must be there; the tables that a CRM shares are taken as
/// they are, or made where there are none.
///
/// # Errors
/// [`OpenError`], each a sentence for the operator.
pub async fn open_with(url: &str, sealer: Sealer, options: Options) -> Result<Arc<dyn Store>, OpenError> {
    if is_postgres(url) {
        return Ok(Arc::new(postgres::PostgresStore::open(url, sealer, options).await?));
    }
    Ok(Arc::new(sqlite::SqliteStore::open(sqlite_path(url)?, sealer).await?))
}

/// Brings the database that `url` names up to date; [`open`] does the same.
///
/// # Errors
/// As [`open`], but for the key.
pub async fn migrate(url: &str) -> Result<MigrationReport, OpenError> {
    if is_postgres(url) { postgres::migrate(url).await } else { sqlite::migrate(sqlite_path(url)?).await }
}

fn is_postgres(url: &str) -> bool {
    ["postgres://", "postgresql://"].into_iter().any(|scheme| url.starts_with(scheme))
}

fn sqlite_path(url: &str) -> Result<&Path, OpenError> {
    let Some(path) = url.strip_prefix("sqlite://") else {
        // the rest of the URL may hold a password
        let said = match url.split_once("://") {
            Some((scheme, _)) if scheme.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"+-.".contains(&sign)) => {
                format!("{scheme}:// is not supported")
            }
            _ => "it has no scheme".to_owned(),
        };
        return Err(OpenError::UnknownScheme(said));
    };
    // SQLite itself gives these a meaning
    let special = path.contains('?') || path.starts_with(':') || path.starts_with("file:");
    if path.is_empty() || path.ends_with('/') || special { Err(OpenError::NoFile) } else { Ok(Path::new(path)) }
}

/// Makes a folder and what is above it, mode 0700; one that is there stays as it is.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
