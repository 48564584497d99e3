//! Copies of the whole file: one that is made while everything goes on, and one that takes its place.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteJournalMode};

use crate::store::{
    copy::CopyError,
    key_check,
    open::{OpenError, private_folder},
    sealer::Sealer,
};

use super::{SqliteStore, file::DatabaseFile, options};

/// Writes a copy of the database at `path` to `to`, of one moment, while others read and write; refuses if `sealer` has
/// another key than it.
///
/// # Errors
/// [`CopyError`]; `to` is there whole or not at all.
pub async fn backup(path: &Path, to: &Path, sealer: Option<&Sealer>) -> Result<(), CopyError> {
    let source = path.display().to_string();
    if !path.is_file() {
        return Err(CopyError::NoSource(source));
    }
    refuse_existing(to)?;
    let part = beside(to, ".part");
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(|error| CopyError::file(folder, &error))?;
    }
    // what a backup that was cut off has left
    remove(&part)?;
    // made by us for its mode: SQLite fills an empty file
    DatabaseFile::prepare(&part)?;
    let copied = copy_into(path, &part, sealer).await;
    let placed = copied.and_then(|()| place(&part, to));
    if placed.is_err() {
        let _ = fs::remove_file(&part);
    }
    placed
}

async fn copy_into(path: &Path, part: &Path, sealer: Option<&Sealer>) -> Result<(), CopyError> {
    let mut source = SqliteConnection::connect_with(&options(path)).await?;
    if let Some(sealer) = sealer {
        let known: Option<String> =
            sqlx::query_scalar("SELECT sealed FROM key_check").fetch_optional(&mut source).await?;
        known.map_or(Ok(()), |sealed| key_check::compare(sealer, &sealed))?;
    }
    sqlx::query("VACUUM INTO $1").bind(part.to_string_lossy().into_owned()).execute(&mut source).await?;
    source.close().await?;
    Ok(())
}

/// Puts a copy of `from`, brought up to date and opened with `sealer` once, in the place of the database at `path`. What
/// was there is kept beside it under the name that is returned.
///
/// # Errors
/// [`CopyError`]; then the database is what it was.
pub async fn restore(from: &Path, path: &Path, sealer: Sealer, replace: bool) -> Result<Option<PathBuf>, CopyError> {
    if !from.is_file() {
        return Err(CopyError::NoSource(from.display().to_string()));
    }
    let exists = path.is_file();
    if exists && !replace {
        return Err(CopyError::Exists(path.display().to_string()));
    }
    let part = beside(path, ".restoring");
    let parts = || side_files(&part).chain([part.clone()]);
    // what a restore that was cut off has left
    parts().try_for_each(|name| remove(&name))?;
    let restored = async {
        try_copy(from, &part, sealer).await?;
        let kept = if exists { Some(set_aside(path).await?) } else { None };
        place(&part, path)?;
        Ok(kept)
    };
    let restored = restored.await;
    if restored.is_err() {
        parts().for_each(|name| drop(fs::remove_file(name)));
    }
    restored
}

/// Whether the copy is whole, ours, of a version that is known, and sealed with this key.
async fn try_copy(from: &Path, part: &Path, sealer: Sealer) -> Result<(), CopyError> {
    DatabaseFile::prepare(part)?;
    // not `fs::copy`, which would also take over who may read it
    let copied = || io::copy(&mut File::open(from)?, &mut OpenOptions::new().write(true).open(part)?);
    copied().map_err(|error| CopyError::file(from, &error))?;
    let mut copy = SqliteConnection::connect_with(&options(part)).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut copy).await?;
    let ours: Option<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE name = 'messenger_integrations'")
            .fetch_optional(&mut copy)
            .await?;
    copy.close().await?;
    if verdict != "ok" || ours.is_none() {
        return Err(CopyError::NoBackup(from.display().to_string()));
    }
    let store = SqliteStore::open(part, sealer).await?;
    crate::store::Store::close(&store).await;
    Ok(())
}

/// Keeps the database under another name, unless some process has it open.
async fn set_aside(path: &Path) -> Result<PathBuf, CopyError> {
    let in_use = |_| CopyError::InUse(path.display().to_string());
    let mode = options(path).journal_mode(SqliteJournalMode::Wal).busy_timeout(std::time::Duration::from_millis(200));
    let mut connection = SqliteConnection::connect_with(&mode).await?;
    // leaving this mode needs the file for oneself, and folds the write-ahead log into it
    sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut connection).await.map_err(in_use)?;
    connection.close().await?;
    let kept = (1..).map(|number: u32| beside(path, &format!(".before-{number}"))).find(|name| !name.exists());
    let kept = kept.unwrap_or_else(|| beside(path, ".before"));
    // a second name, which stays when the copy takes the first: at no moment is there no database
    fs::hard_link(path, &kept).map_err(|error| CopyError::file(&kept, &error))?;
    Ok(kept)
}

fn refuse_existing(to: &Path) -> Result<(), CopyError> {
    if to.exists() { Err(CopyError::Exists(to.display().to_string())) } else { Ok(()) }
}

/// A finished file gets its name when it is on the disk.
fn place(part: &Path, to: &Path) -> Result<(), CopyError> {
    let placed = || -> io::Result<()> {
        File::open(part)?.sync_all()?;
        fs::rename(part, to)?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    };
    placed().map_err(|error| CopyError::file(to, &error))
}

fn remove(path: &Path) -> Result<(), CopyError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CopyError::file(path, &error)),
        _ => Ok(()),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.into();
    name.push(ending);
    name.into()
}

fn side_files(path: &Path) -> impl Iterator<Item = PathBuf> {
    ["-wal", "-shm", "-journal"].into_iter().map(|ending| beside(path, ending))
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Open(OpenError::Store(error.into()))
    }
}
