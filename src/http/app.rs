//! What every handler can reach.

use std::{fmt, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    alerts::Alerts,
    connect::{
        Connect, Integrations,
        ports::{Clock, Random},
    },
    metrics::Metrics,
    people::People,
    sim,
};

use super::{bearer::Callers, framing, live::Rooms, site::Site};

/// The settings that the edge needs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people open, without a path: `https://panel.example.org`.
    pub public_url: String,
    /// Whether the WhatsApp behind it is a simulated one.
    pub demo: bool,
    /// Whether cookies are for https only, and with them HSTS: true when `public_url` is https.
    pub secure_cookies: bool,
    /// Whether a reverse proxy stands before the panel and names the client in `X-Forwarded-For`. One on this machine
    /// is believed anyway.
    pub behind_proxy: bool,
    /// How long the server goes on after it was asked to stop, while `/readyz` says so.
    pub drain: Duration,
    /// Origins whose pages may call with a bearer: scheme, host and port, lower case.
    pub allowed_origins: Vec<String>,
    /// Who may show the panel's pages in a frame, as `frame-ancestors` has it; `'none'` unless
    /// [`allow`](Self::allow) found somebody.
    pub frame_ancestors: String,
}

impl Settings {
    /// Settings for this public address: scheme, host and port; a trailing slash is cut off.
    #[must_use]
    pub fn new(public_url: &str, demo: bool) -> Self {
        let public_url = public_url.trim_end_matches('/').to_owned();
        let secure_cookies = public_url.starts_with("https://");
        let (allowed_origins, frame_ancestors) = (Vec::new(), framing::NOBODY.to_owned());
        Self {
            public_url,
            demo,
            secure_cookies,
            behind_proxy: false,
            drain: Duration::ZERO,
            allowed_origins,
            frame_ancestors,
        }
    }

    /// Lets pages of these origins call with a bearer, and show the panel in a frame where they are of its site.
    #[must_use]
    pub fn allow(mut self, origins: Vec<String>) -> Self {
        self.frame_ancestors = framing::ancestors(&self.public_url, &origins);
        self.allowed_origins = origins;
        self
    }

    /// Whether anybody may show the panel's pages in a frame.
    #[must_use]
    pub fn may_be_framed(&self) -> bool {
        self.frame_ancestors != framing::NOBODY
    }
}

/// The state of the router. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The use cases.
    pub connect: Connect,
    /// Who looks at which organization.
    pub rooms: Rooms,
    /// The server was asked to stop: nobody should be sent here any more.
    pub leaving: CancellationToken,
    /// Ends what would never end by itself when the server stops.
    pub stopping: CancellationToken,
    /// Rows of all providers.
    pub integrations: Integrations,
    /// The simulator, in demo mode.
    pub sim: Option<sim::Handle>,
    /// Sign-in and the first run.
    pub people: Arc<People>,
    /// Who is told what dropped.
    pub alerts: Alerts,
    /// Who calls with a bearer.
    pub callers: Arc<Callers>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// For nonces and request ids.
    pub random: Arc<dyn Random>,
    /// What the installation decided.
    pub settings: Arc<Settings>,
    /// Names of the browser's files.
    pub site: Arc<Site>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("settings", &self.settings).finish_non_exhaustive()
    }
}
