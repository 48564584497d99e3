//! The database file itself.

use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use crate::{connect::ports::StoreError, store::open::private_folder};

/// Which file was opened, to notice when it is no longer the one at its path.
#[derive(Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl DatabaseFile {
    /// Makes folder (0700) and file (0600) where they are missing. SQLite gives its side files the mode of the file.
    pub(super) fn prepare(path: &Path) -> Result<Self, StoreError> {
        let prepared = || {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                private_folder(folder)?;
            }
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
            identity(path)
        };
        match prepared() {
            Ok(identity) => Ok(Self { path: path.to_owned(), identity }),
            Err(error) => Err(StoreError::Unavailable(format!("{}: {error}", path.display()))),
        }
    }

    /// Open handles outlive their file: without this a deleted database would go on taking writes that nobody will
    /// ever see again.
    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        match identity(&self.path) {
            Ok(identity) if identity == self.identity => Ok(()),
            Ok(_) => Err(StoreError::Unavailable(format!("{} was replaced by another file", self.path.display()))),
            Err(error) => Err(StoreError::Unavailable(format!("{}: {error}", self.path.display()))),
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}
