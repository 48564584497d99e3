//! Addresses of servers: ours towards the platform, the platform's towards us.

use std::{fmt, net::SocketAddr};

use axum::http::Uri;

/// An `http` or `https` address without user, query, fragment and closing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAddress(String);

impl HttpAddress {
    /// Parses an address that may have a path: a gateway can live under one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // `Uri` drops a fragment without a word
        if text.contains('#') {
            return None;
        }
        let uri: Uri = text.parse().ok()?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        if authority.host().is_empty() || uri.query().is_some() {
            return None;
        }
        // a port that is none passes as an authority
        if authority.as_str() != authority.host() && authority.port_u16().is_none() {
            return None;
        }
        Some(Self(format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/'))))
    }

    /// Parses an address without a path: one under which paths of ours are put.
    #[must_use]
    pub fn parse_origin(text: &str) -> Option<Self> {
        Self::parse(text).filter(Self::is_origin)
    }

    /// The address of a server of this machine, as this machine reaches it.
    #[must_use]
    pub fn of_socket(address: SocketAddr) -> Self {
        let mut address = address;
        // "every address" is one to listen on, not one to call
        if address.ip().is_unspecified() {
            address.set_ip(match address {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        Self(format!("http://{address}"))
    }

    /// The address; paths are appended with their own slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether only this machine reaches it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let uri: Option<Uri> = self.0.parse().ok();
        let host = uri.as_ref().and_then(Uri::host).unwrap_or_default().trim_matches(['[', ']']).to_owned();
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Whether it is reached over TLS: cookies are marked as such then.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    fn is_origin(&self) -> bool {
        self.0.split_once("://").is_some_and(|(_, rest)| !rest.contains('/'))
    }
}

impl fmt::Display for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
