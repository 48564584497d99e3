//! `Leptos.toml`: what it may say, and the default of everything it may say.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::error::SettingsError;

/// The file that is read if none is named; it may be missing.
pub const DEFAULT_FILE: &str = "Leptos.toml";

/// The whole file. Secrets have no place in it: they come from the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettingsFile {
    /// `[package]`, of which only `metadata.leptos` is read.
    pub package: Package,
    /// `[server]`
    pub server: Server,
    /// `[database]`
    pub database: Database,
    /// `[gateway]`
    pub gateway: Gateway,
    /// `[crm]`
    pub crm: Crm,
    /// `[events]`
    pub events: Events,
    /// `[alerts]`
    pub alerts: Alerts,
    /// `[log]`
    pub log: Log,
}

/// `[package]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    /// `[package.metadata]`
    pub metadata: Metadata,
}

/// `[package.metadata]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// `[package.metadata.leptos]`
    pub leptos: Leptos,
}

/// The site section, under the names of `leptos_config`; keys of its other readers are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Leptos {
    /// The name of the WASM, JavaScript and CSS files.
    pub output_name: String,
    /// The folder that holds what browsers load.
    pub site_root: String,
    /// Where in it the package lies, and the first part of its address.
    pub site_pkg_dir: String,
    /// Where the server listens.
    pub site_addr: String,
    /// The port of `cargo leptos watch`.
    pub reload_port: u16,
}

impl Default for Leptos {
    fn default() -> Self {
        Self {
            output_name: "wpp-panel".to_owned(),
            site_root: "target/site".to_owned(),
            site_pkg_dir: "pkg".to_owned(),
            site_addr: "127.0.0.1:3000".to_owned(),
            reload_port: 3001,
        }
    }
}

/// `[server]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Server {
    /// The address under which the platform and browsers reach the panel; empty: `http://` and the listening address.
    pub public_url: String,
    /// Where `/metrics` is answered; empty: nowhere.
    pub metrics_addr: String,
    /// How long the server goes on after it was asked to stop, in seconds.
    pub drain_seconds: u32,
    /// Whether every client comes through a reverse proxy.
    pub behind_proxy: bool,
}

/// `[database]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Database {
    /// `sqlite://PATH` or `postgres://…`
    pub url: String,
    /// Whether secrets are sealed in tables that a CRM shares.
    pub seal_shared: bool,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite://data/wpp-panel.db".to_owned(), seal_shared: false }
    }
}

/// `[alerts]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alerts {
    /// Where Telegram's bots are.
    pub telegram_url: String,
    /// Whether addresses that somebody typed may lead into private networks.
    pub private_addresses: bool,
    /// Who mails are from.
    pub mail_from: String,
}

impl Default for Alerts {
    fn default() -> Self {
        Self { telegram_url: "https://api.telegram.org".to_owned(), private_addresses: false, mail_from: String::new() }
    }
}

/// `[gateway]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gateway {
    /// The platform's address.
    pub base_url: String,
    /// `auto`, `plan` or `internal`.
    pub routes: String,
    /// Seconds in which every session is asked for at least once.
    pub reconcile_interval: u32,
}

impl Default for Gateway {
    fn default() -> Self {
        Self { base_url: "https://msg.academyos.ru".to_owned(), routes: "auto".to_owned(), reconcile_interval: 300 }
    }
}

/// `[crm]`: a CRM that calls `/functions/v1` with its users' Supabase tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Crm {
    /// Origins whose pages may call: `https://crm.example.org`.
    pub allowed_origins: Vec<String>,
    /// Where the keys of the tokens are published; empty: `SUPABASE_JWT_SECRET` alone.
    pub jwks_url: String,
    /// The `iss` of the tokens; empty: any.
    pub jwt_issuer: String,
    /// Words in `user_roles` that mean administrator.
    pub admin_roles: Vec<String>,
    /// Where events go on to; empty: nowhere.
    pub forward_webhook_url: String,
}

impl Default for Crm {
    fn default() -> Self {
        Self {
            allowed_origins: Vec::new(),
            jwks_url: String::new(),
            jwt_issuer: String::new(),
            admin_roles: vec!["owner".to_owned(), "admin".to_owned()],
            forward_webhook_url: String::new(),
        }
    }
}

/// `[events]`: what is kept of what the platform tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Events {
    /// Days that an event is kept.
    pub keep_days: u32,
    /// Events of a session that are kept, the newest.
    pub keep_per_session: u32,
}

impl Default for Events {
    fn default() -> Self {
        Self { keep_days: 30, keep_per_session: 10_000 }
    }
}

/// `[log]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Log {
    /// `readable` or `json`.
    pub format: String,
    /// Directives in the form of `RUST_LOG`.
    pub filter: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: "readable".to_owned(), filter: "info".to_owned() }
    }
}

impl SettingsFile {
    /// Reads the named file, or [`DEFAULT_FILE`] in the working directory, or, where that is missing, the defaults.
    ///
    /// # Errors
    /// [`SettingsError::Unreadable`] and [`SettingsError::WrongFile`].
    pub fn read(named: Option<&Path>) -> Result<Self, SettingsError> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(SettingsError::Unreadable { path: path.to_owned(), source }),
        }
    }

    /// Parses the text of a file; `path` is for the error alone.
    ///
    /// # Errors
    /// [`SettingsError::WrongFile`]
    pub fn parse(text: &str, path: &Path) -> Result<Self, SettingsError> {
        toml::from_str(text).map_err(|error| SettingsError::WrongFile {
            path: PathBuf::from(path),
            line: error
                .span()
                .and_then(|span| text.get(..span.start))
                .map_or(1, |before| before.matches('\n').count() + 1),
            // the message alone: `Display` would repeat the line, and somebody may have put a secret there
            reason: error.message().to_owned(),
        })
    }
}
