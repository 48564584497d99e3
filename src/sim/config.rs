//! What a simulator is started with, and why it may not start.

use std::{fmt, io, net::SocketAddr};

use super::settings::Settings;

/// The global key that demo mode and tests use. It opens nothing but a simulator.
pub const DEMO_GLOBAL_KEY: &str = "sim-global-key-demo";
/// The secret for a key per client that demo mode and tests use. It opens nothing but a simulator.
pub const DEMO_CLIENT_SECRET: &str = "sim-client-secret-demo";

/// What a simulator is started with.
#[derive(Clone)]
pub struct SimConfig {
    /// Where to listen; loopback only. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The one key for all organizations; `None` switches that way of holding credentials off.
    pub global_key: Option<String>,
    /// The secret that makes keys per client; `None` switches that way off: `integrations/wpp/create` is then a 404.
    pub client_secret: Option<String>,
    /// The settings to start with, and to come back to at a reset.
    pub settings: Settings,
}

impl Default for SimConfig {
    /// A free port on 127.0.0.1, both ways of holding credentials with the demo values, default [`Settings`].
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            global_key: Some(DEMO_GLOBAL_KEY.to_owned()),
            client_secret: Some(DEMO_CLIENT_SECRET.to_owned()),
            settings: Settings::default(),
        }
    }
}

impl fmt::Debug for SimConfig {
    /// Says which credentials are set, never their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimConfig")
            .field("listen", &self.listen)
            .field("global_key", &self.global_key.is_some())
            .field("client_secret", &self.client_secret.is_some())
            .field("settings", &self.settings)
            .finish()
    }
}

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// A simulator answers for nobody but this machine.
    #[error("the simulator listens on loopback addresses only, and {0} is none; use 127.0.0.1")]
    NotLoopback(SocketAddr),
    /// The address is taken, or may not be used.
    #[error("the simulator cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The settings contradict themselves.
    #[error("the simulator's settings are unusable: {0}")]
    Settings(String),
    /// The client that sends webhooks could not be made.
    #[error("the simulator's webhook client cannot be built: {0}")]
    Client(String),
}
