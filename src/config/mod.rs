//! The settings: a struct per section, checked at start. Defaults in the code, `Leptos.toml` over them, the environment
//! over both.

mod address;
mod alerts;
mod crm;
mod database;
mod environment;
mod error;
mod events;
pub mod file;
mod gateway;
mod given;
mod log;
pub mod logging;
mod mail;
mod secret_key;
mod server;
mod site;

use std::{net::SocketAddr, path::Path, time::Duration};

pub use address::HttpAddress;
pub use alerts::Alerts;
pub use crm::Crm;
pub use database::{DEMO_URL, Database, Engine};
pub use environment::{Environment, VARIABLES};
pub use error::SettingsError;
pub use events::Events;
pub use gateway::{Gateway, Platform, Routes};
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use secret_key::SecretKey;
pub use server::Server;
pub use site::Site;

use file::SettingsFile;

/// What the settings are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An installation.
    Real,
    /// A trial with a simulated gateway and data of its own; refuses every setting of an installation.
    Demo,
}

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server listens and what browsers load.
    pub site: Site,
    /// How the server stands among what is around it.
    pub server: Server,
    /// Where the data lies.
    pub database: Database,
    /// `APP_SECRET_KEY`; where it is not set, the key file beside a SQLite database holds.
    pub secret_key: Option<SecretKey>,
    /// `APP_SECRET_KEY_OLD`: the key before, while its secrets are sealed anew.
    pub old_secret_key: Option<SecretKey>,
    /// The gateway; `None` where no credentials are set: see [`Settings::required_gateway`].
    pub gateway: Option<Gateway>,
    /// Every session is asked for at least this often, whether somebody looks or not.
    pub reconcile_every: Duration,
    /// The CRM that calls us with the tokens of its users.
    pub crm: Crm,
    /// What is kept of events.
    pub events: Events,
    /// How alerts go out.
    pub alerts: Alerts,
    /// What is logged.
    pub log: Log,
}

impl Settings {
    /// Reads the file (`config`, or `Leptos.toml` where it exists) and the environment of this process.
    ///
    /// # Errors
    /// [`SettingsError`], one sentence that names the setting.
    pub fn load(config: Option<&Path>, purpose: Purpose) -> Result<Self, SettingsError> {
        Self::from_parts(&SettingsFile::read(config)?, &Environment::of_process()?, purpose)
    }

    /// Puts a file and an environment together.
    ///
    /// # Errors
    /// [`SettingsError`], one sentence that names the setting.
    pub fn from_parts(file: &SettingsFile, environment: &Environment, purpose: Purpose) -> Result<Self, SettingsError> {
        let demo = purpose == Purpose::Demo;
        let database = Database::load(environment, &file.database, demo)?;
        let old_secret_key = secret_key(environment, "APP_SECRET_KEY_OLD")?;
        let secret_key = secret_key(environment, "APP_SECRET_KEY")?;
        if secret_key.is_none() && database.key_file().is_none() {
            return Err(SettingsError::NoSecretKey);
        }
        Ok(Self {
            site: Site::load(environment, &file.package.metadata.leptos, demo)?,
            server: Server::load(environment, &file.server)?,
            database,
            secret_key,
            old_secret_key,
            gateway: Gateway::load(environment, &file.gateway, demo)?,
            reconcile_every: gateway::reconcile_every(environment, &file.gateway)?,
            crm: Crm::load(environment, &file.crm)?,
            events: Events::load(environment, &file.events)?,
            alerts: Alerts::load(environment, &file.alerts)?,
            log: Log::load(environment, &file.log)?,
        })
    }

    /// The gateway, for commands that cannot do without.
    ///
    /// # Errors
    /// [`SettingsError::NoGateway`], which says what to set.
    pub fn required_gateway(&self) -> Result<&Gateway, SettingsError> {
        self.gateway.as_ref().ok_or(SettingsError::NoGateway)
    }

    /// The address for webhooks and links: the one that is set, else `http://` and where the server `bound` to.
    #[must_use]
    pub fn public_url_at(&self, bound: SocketAddr) -> HttpAddress {
        self.server.public_url.clone().unwrap_or_else(|| HttpAddress::of_socket(bound))
    }
}

fn secret_key(environment: &Environment, setting: &str) -> Result<Option<SecretKey>, SettingsError> {
    let Some(text) = environment.get(setting) else { return Ok(None) };
    SecretKey::parse(text).map(Some).ok_or_else(|| SettingsError::WrongSecret {
        setting: setting.to_owned(),
        wanted: "32 bytes in Base64, as `openssl rand -base64 32` prints them",
    })
}
