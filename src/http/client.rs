//! Where a request comes from.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};

use crate::people::Device;

use super::App;

/// The client's address; `None` if it cannot be known. Good enough to slow guessing down, not to let anybody in.
pub(super) struct ClientAddress(pub(super) Option<IpAddr>);

/// What a browser calls itself; `None` if it says nothing.
pub(super) fn agent(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::USER_AGENT)?.to_str().ok().filter(|agent| !agent.is_empty())
}

/// Where a sign-in is made, and with what.
pub(super) fn device(address: Option<IpAddr>, headers: &HeaderMap) -> Device {
    Device { address, agent: agent(headers).map(str::to_owned) }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        Ok(Self(peer.map(|peer| {
            let believed = app.settings.behind_proxy || peer.is_loopback();
            believed.then(|| forwarded_for(&parts.headers)).flatten().unwrap_or(peer)
        })))
    }
}

/// The last entry, which the nearest proxy wrote: everything before it may have been made up by the client.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}
