//! How a command can fail, and what the system is told.

use std::{io, process::ExitCode};

use super::parts::PartsError;
use crate::{
    config::{SettingsError, logging::LoggingError},
    connect::{ConnectError, ports::StoreError},
    people::{admin::AdminError, password::BadPassword},
    store::CopyError,
};

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Logging(#[from] LoggingError),
    #[error(transparent)]
    Parts(#[from] PartsError),
    #[error(transparent)]
    Admin(#[from] AdminError),
    #[error("standard input: {0}")]
    Password(#[from] BadPassword),
    #[error("standard input cannot be read: {0}")]
    Input(io::Error),
    #[error("the result cannot be written: {0}")]
    Output(io::Error),
    #[error("the process cannot start: {0}")]
    Runtime(io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error("{0}")]
    NotReady(String),
    #[error("DATABASE_URL names no SQLite file: PostgreSQL has pg_dump and pg_restore for this")]
    NotAFile,
    #[error(
        "no key is there: set APP_SECRET_KEY, or put the key file beside the database or the copy, with .key behind its name"
    )]
    NoKey,
    #[error("{0}")]
    Connect(#[from] ConnectError),
    #[error("nobody here signs in with {0}: people of the CRM have their passwords there")]
    NoPerson(String),
    #[error("APP_FORWARD_WEBHOOK_URL is not set: without it nobody would hear of events any more")]
    NoReceiver,
    #[error(
        "{0} stored secrets are under a key that is not given, and stay as they are (the log names them): give that key as \
         APP_SECRET_KEY_OLD and run this again"
    )]
    Unreadable(u64),
    /// The report has said it all.
    #[error("the check found something")]
    Check,
    /// The lines have said it all.
    #[error("not all webhooks could be moved")]
    Webhooks,
}

impl Failure {
    /// What the person at the terminal is told; `None` where it was said.
    pub fn sentence(&self) -> Option<String> {
        (!matches!(self, Self::Check | Self::Webhooks)).then(|| self.to_string())
    }

    /// 2 where another command line or input is needed, else 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Password(_) | Self::Admin(AdminError::BadName) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}
