//! What can be wrong with a setting: one sentence each, which names the setting and never shows a secret.

use std::{io, path::PathBuf};

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is there, or was asked for, and cannot be read.
    #[error("the settings file {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file is not TOML, or has a key that is not known, or a value of another kind.
    #[error("the settings file {} is wrong in line {line}: {reason}", path.display())]
    WrongFile {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// The parser's words, which name the key.
        reason: String,
    },
    /// A variable is not UTF-8.
    #[error("{setting} is not text in UTF-8")]
    NotText {
        /// The variable.
        setting: &'static str,
    },
    /// A value that cannot be used.
    #[error("{setting} must be {wanted}, not {value:?}")]
    Wrong {
        /// The variable, or the key and its section.
        setting: String,
        /// What it must be, with an example.
        wanted: &'static str,
        /// What it is.
        value: String,
    },
    /// A secret that cannot be used, or a value that may hold one: it is not shown.
    #[error("{setting} must be {wanted}")]
    WrongSecret {
        /// The variable, or the key and its section.
        setting: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// A server database without a key: every panel on it would make its own.
    #[error(
        "APP_SECRET_KEY is missing: with PostgreSQL it must be set, since several servers share what is sealed with it \
         (make one by `openssl rand -base64 32` and keep it)"
    )]
    NoSecretKey,
    /// A gateway is needed and there are no credentials for one.
    #[error(
        "the gateway's credentials are missing: set WPP_API_KEY (one key for all organizations) or WPP_SECRET (a key \
         per connection), or try the panel without a gateway by `wpp-panel serve --demo`"
    )]
    NoGateway,
    /// Demo mode together with a setting of a real installation.
    #[error(
        "--demo works on its own data with a simulated gateway and does not start while {setting} is set: leave \
         {setting} out, or leave --demo out"
    )]
    NotADemo {
        /// The setting that is in the way.
        setting: String,
    },
    /// Demo mode where others could reach it.
    #[error("--demo answers on a loopback address only: {setting} must be like 127.0.0.1:3000, not {value}")]
    DemoInPublic {
        /// The variable, or the key and its section.
        setting: String,
        /// The address.
        value: String,
    },
}
