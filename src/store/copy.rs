//! Copies of a whole database. Only SQLite has them; PostgreSQL brings its own.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::connect::ports::StoreError;

use super::{open::OpenError, sealer::Sealer, sqlite::copy};

/// Why a copy was not made, or not put in its place.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Nothing to copy.
    #[error("there is no file {0}")]
    NoSource(String),
    /// Nothing is written over by accident.
    #[error("{0} is there already")]
    Exists(String),
    /// Not one of ours, or damaged.
    #[error("{0} is no whole database of this program")]
    NoBackup(String),
    /// A server would go on writing into the file that is moved away.
    #[error("{0} is in use: stop the server first")]
    InUse(String),
    /// The disk.
    #[error("{0}")]
    File(String),
    /// The copy cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl CopyError {
    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Self::File(format!("{}: {error}", path.display()))
    }
}

impl From<StoreError> for CopyError {
    fn from(error: StoreError) -> Self {
        Self::Open(OpenError::Store(error))
    }
}

/// Writes a copy of the SQLite database at `path` to `to`, of one moment, while a server goes on with it. The file has mode
/// 0600, and it is there whole or not at all. `sealer`, if it is given, must have the key of the database.
///
/// # Errors
/// [`CopyError`]
pub async fn backup(path: &Path, to: &Path, sealer: Option<&Sealer>) -> Result<(), CopyError> {
    copy::backup(path, to, sealer).await
}

/// Puts a copy of `from` in the place of the SQLite database at `path`, after it was looked through, brought up to date and
/// opened with `sealer`. A database that is there is kept beside it, if `replace` allows that at all; its new name comes
/// back.
///
/// # Errors
/// [`CopyError`]; then the database is what it was.
pub async fn restore(from: &Path, path: &Path, sealer: Sealer, replace: bool) -> Result<Option<PathBuf>, CopyError> {
    copy::restore(from, path, sealer, replace).await
}
