//! Addresses that somebody typed must not lead into the network that the server stands in: not by name, not by number,
//! and not by a name that is given another number after it was looked at. So the numbers themselves are looked at, each
//! time a connection is made.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

/// Looks names up, and gives out only numbers of the open Internet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenInternet;

impl Resolve for OpenInternet {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<SocketAddr> = found.filter(|address| is_open(address.ip())).collect();
            if open.is_empty() {
                let refused = io::Error::new(io::ErrorKind::PermissionDenied, "it leads into a private network");
                return Err(refused.into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

/// Whether an address may be asked at all, as far as it can be said without looking its name up: a number is no name.
pub(super) fn may_be_asked(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host.parse::<IpAddr>().map_or(!host.is_empty(), is_open)
}

/// Whether an address is one of the open Internet.
pub(super) fn is_open(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_open_v4(address),
        IpAddr::V6(address) => is_open_v6(address),
    }
}

/// The special ranges of RFC 6890 and its successors.
fn is_open_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // shared by the customers of a provider, benchmarks, protocol assignments, the old 6to4 relays
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99))
}

/// Only what is given out to networks, and nothing that has an IPv4 address inside.
fn is_open_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let given_out = (0x2000..0x4000).contains(&first);
    let special = first == 0x2002
        || (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        || (first == 0x3fff && second < 0x1000);
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_not_asked_however_they_are_written() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.192",
            "192.88.99.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "203.0.113.7",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd12::1]",
            "[ff02::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[2001:db8::1]",
            "[::127.0.0.1]",
            "[100::1]",
            "[5f00::1]",
        ] {
            let url = Url::parse(&format!("http://{host}/hook")).unwrap();
            assert!(!may_be_asked(&url), "{host} is {url}");
        }
        for host in [
            "198.51.101.1",
            "8.8.8.8",
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "[2606:4700::1111]",
            "hooks.example.org",
        ] {
            assert!(may_be_asked(&Url::parse(&format!("https://{host}/hook")).unwrap()), "{host}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused() {
        let refused = OpenInternet.resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert_eq!(refused.to_string(), "it leads into a private network");
    }
}
