//! What is around the panel: misspelt variables, the address it listens on and the one that people open, the files for
//! browsers, who can sign in, events that nobody takes. A sentence says what is wrong and what to do.

use std::{io, net::SocketAddr, path::Path};

use crate::{
    config::{Crm, HttpAddress, Settings, VARIABLES},
    connect::ports::StoreError,
    http::{
        probe::{Found, panel_at},
        site::Site,
    },
    store::Backlog,
};

use super::Line;

/// What our variables begin with. Those that only the build reads begin with `OF_THE_BUILD`.
const OURS: [&str; 3] = ["WPP_", "APP_", "SUPABASE_"];
const OF_THE_BUILD: &str = "WPP_PANEL_";
/// Names that are more alike than this, of 1, are meant.
const ALIKE: f64 = 0.8;

/// Variables that look like settings and are none.
#[must_use]
pub fn names_line(names: impl IntoIterator<Item = String>) -> Line {
    let strangers = names.into_iter().filter(|name| {
        let ours = OURS.iter().any(|start| name.starts_with(start)) && !name.starts_with(OF_THE_BUILD);
        ours && !VARIABLES.contains(&name.as_str())
    });
    let mut said: Vec<String> = strangers
        .map(|name| {
            let alike = VARIABLES.into_iter().map(|known| (strsim::jaro_winkler(known, &name), known));
            match alike.max_by(|(one, _), (other, _)| one.total_cmp(other)).filter(|(alike, _)| *alike > ALIKE) {
                Some((_, known)) => format!("{name} is no setting, did you mean {known}?"),
                None => format!("{name} is no setting"),
            }
        })
        .collect();
    said.sort();
    if said.is_empty() { Line::fine("names", "no variable is misspelt") } else { Line::note("names", said.join("; ")) }
}

/// Whether the server can listen where it should, or does so already.
pub async fn listen_line(addr: SocketAddr) -> Line {
    match std::net::TcpListener::bind(addr) {
        Ok(_) => Line::fine("listen", format!("{addr} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            match panel_at(HttpAddress::of_socket(addr).as_str()).await {
                Found::Panel => Line::fine("listen", format!("a panel answers at {addr}")),
                _ => Line::failed(
                    "listen",
                    format!("something else listens on {addr}: end it, or choose another LEPTOS_SITE_ADDR"),
                ),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Line::failed(
            "listen",
            format!("{addr}: {error}; ports below 1024 are for root: take a higher one behind a reverse proxy"),
        ),
        Err(error) => Line::failed(
            "listen",
            format!("{addr}: {error}; LEPTOS_SITE_ADDR must be an address of this machine, 0.0.0.0 for all"),
        ),
    }
}

/// Whether the address that people and the platform open leads here.
pub async fn address_line(settings: &Settings) -> Line {
    let Some(address) = &settings.server.public_url else {
        return Line::note(
            "address",
            "APP_PUBLIC_URL is not set: the platform cannot send events, and states come later, by asking".to_owned(),
        );
    };
    if address.is_loopback() {
        return Line::note(
            "address",
            format!("only this machine reaches {address}: no event arrives, and links lead nowhere else"),
        );
    }
    if !address.is_https() {
        return Line::note(
            "address",
            format!(
                "{address} is not https: passwords and codes can be read along; put a reverse proxy before the panel"
            ),
        );
    }
    match panel_at(address.as_str()).await {
        Found::Panel => Line::fine("address", format!("{address} leads to a panel")),
        // a proxy that has nobody behind it yet
        Found::Other(status @ 502..=504) => Line::note(
            "address",
            format!(
                "{address} answers {status}: right before the first start, else the proxy does not reach {}",
                settings.site.addr
            ),
        ),
        Found::Other(status) => Line::failed(
            "address",
            format!(
                "{address} answers {status} and is no panel: does the reverse proxy lead to {}?",
                settings.site.addr
            ),
        ),
        Found::Nobody(why) => Line::note(
            "address",
            format!(
                "nobody answers at {address} ({why}): right before the first start, else look at name, certificate and proxy"
            ),
        ),
    }
}

/// Whether browsers get style and script.
#[must_use]
pub fn site_line(settings: &Settings) -> Line {
    let root = &settings.site.root;
    let site = if settings.site.root_chosen { Site::load(Path::new(root)) } else { Site::of_binary() };
    let missing = site.missing();
    if missing.is_empty() {
        return Line::fine("site", "style and script are there".to_owned());
    }
    let place = if settings.site.root_chosen { root.as_str() } else { "the binary" };
    let help = "take LEPTOS_SITE_ROOT away, or build anew with `make build`";
    Line::failed("site", format!("{place} has no {}: pages would have no style; {help}", missing.join(", ")))
}

/// Whether anybody can sign in.
#[must_use]
pub fn people_line(any_user: Result<bool, StoreError>, crm: &Crm) -> Line {
    match any_user {
        Ok(true) => Line::fine("people", "somebody can sign in".to_owned()),
        Ok(false) if crm.jwt_secret.is_some() || crm.jwks_url.is_some() => {
            Line::fine("people", "people of the CRM can sign in".to_owned())
        }
        Ok(false) => Line::note(
            "people",
            "nobody can sign in yet: start the panel and open the address that it prints, or `admin create-user`"
                .to_owned(),
        ),
        Err(error) => Line::failed("people", error.to_string()),
    }
}

/// Whether events get where they should.
#[must_use]
pub fn events_line(backlog: Result<Backlog, StoreError>, settings: &Settings) -> Line {
    let forward = settings.crm.forward_webhook_url.as_ref().map(crate::domain::secret::Secret::expose);
    if let (Some(forward), Some(own)) = (forward, &settings.server.public_url)
        && forward.starts_with(&format!("{}/functions/v1/wpp-webhook", own.as_str().trim_end_matches('/')))
    {
        return Line::failed(
            "events",
            "APP_FORWARD_WEBHOOK_URL leads back to this panel: give the address of the CRM's own webhook".to_owned(),
        );
    }
    match backlog {
        Ok(Backlog { dead_events: 0, inbox: (inbox, _), forward: (waiting, _), .. }) => {
            Line::fine("events", format!("{inbox} to believe, {waiting} to pass on, none given up"))
        }
        Ok(Backlog { dead_events, .. }) => Line::note(
            "events",
            format!(
                "{dead_events} were given up: see that APP_FORWARD_WEBHOOK_URL is right, then `admin retry-events`"
            ),
        ),
        Err(error) => Line::failed("events", error.to_string()),
    }
}
