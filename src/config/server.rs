//! How the server stands among what is around it.

use std::{net::SocketAddr, time::Duration};

use super::{
    address::HttpAddress,
    environment::Environment,
    error::SettingsError,
    file,
    given::{Given, flag, whole},
};

/// The server section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The address under which the platform and browsers reach the panel, where one is set: see
    /// [`Settings::public_url_at`](super::Settings::public_url_at).
    pub public_url: Option<HttpAddress>,
    /// Where `/metrics` is answered; `None`: nowhere.
    pub metrics_addr: Option<SocketAddr>,
    /// How long the server goes on after it was asked to stop, while `/readyz` says so already.
    pub drain: Duration,
    /// Whether every client comes through a reverse proxy, which says for whom in `X-Forwarded-For`.
    pub behind_proxy: bool,
}

impl Server {
    pub(super) fn load(environment: &Environment, file: &file::Server) -> Result<Self, SettingsError> {
        let drain = whole(environment, "APP_DRAIN_SECONDS", "[server] drain-seconds", file.drain_seconds)
            .within(0..=600, "a whole number of seconds, from 0 to 600")?;
        Ok(Self {
            public_url: public_url(environment, file)?,
            metrics_addr: metrics_addr(environment, file)?,
            drain: Duration::from_secs(drain.into()),
            behind_proxy: flag(environment, "APP_BEHIND_PROXY", file.behind_proxy)?,
        })
    }
}

fn public_url(environment: &Environment, file: &file::Server) -> Result<Option<HttpAddress>, SettingsError> {
    let given = Given::pick(environment, "APP_PUBLIC_URL", "[server] public-url", &file.public_url, "");
    if given.value.is_empty() {
        return Ok(None);
    }
    match HttpAddress::parse_origin(given.value) {
        Some(address) => Ok(Some(address)),
        None => Err(given.wrong("an http or https address without a path, like https://panel.example.org")),
    }
}

fn metrics_addr(environment: &Environment, file: &file::Server) -> Result<Option<SocketAddr>, SettingsError> {
    let given = Given::pick(environment, "APP_METRICS_ADDR", "[server] metrics-addr", &file.metrics_addr, "");
    if given.value.is_empty() {
        return Ok(None);
    }
    given.value.parse().map(Some).map_err(|_| given.wrong("an IP address and a port, like 127.0.0.1:9464"))
}
