//! What every HTTP client of ours has in common, whoever it speaks to.

use std::sync::Once;

use reqwest::{Client, ClientBuilder, Url, redirect::Policy};

/// The beginning of a client for this address: our name, ring for TLS, no redirects, and no proxy on the way to this
/// machine. Limits of time are the caller's.
pub fn client(address: &Url) -> ClientBuilder {
    use_ring();
    let mut builder =
        Client::builder().user_agent(concat!("wpp-panel/", env!("CARGO_PKG_VERSION"))).redirect(Policy::none());
    if is_loopback(address) {
        // an operator's HTTP_PROXY is for the world outside, and reads along
        builder = builder.no_proxy();
    }
    if address.scheme() == "http" {
        // without TLS nothing needs roots, and a machine without any must still run the demo
        builder = builder.tls_certs_only([]);
    }
    builder
}

/// Whether what is sent to this address crosses a network that others can read along.
#[must_use]
pub fn is_in_the_clear(address: &Url) -> bool {
    address.scheme() == "http" && !is_loopback(address)
}

/// The causes behind an error, outermost first. The error itself is left out: it names the address.
#[must_use]
pub fn causes(error: &reqwest::Error) -> String {
    let first = std::error::Error::source(error);
    let chain = std::iter::successors(first, |cause| cause.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn is_loopback(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Makes ring the process's cryptography for TLS: reqwest is built without one and would panic when it makes a client.
fn use_ring() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // refused only if somebody has installed one already, and then that one does
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
