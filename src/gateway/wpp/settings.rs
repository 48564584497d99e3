//! What a client is made of, checked before it exists.

use std::{fmt, str::FromStr, time::Duration};

use reqwest::Url;

use crate::domain::secret::Secret;

/// Where the platform is and how we are known to it.
#[derive(Clone, Debug)]
pub struct WppSettings {
    /// `https://msg.academyos.ru`, or with a path before the API's own. No user name, query or fragment.
    pub base_url: String,
    /// The key or the secret.
    pub credentials: WppCredentials,
    /// Which form the calls have that differ between deployments.
    pub routes: WppRoutes,
}

/// How the platform knows us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WppCredentials {
    /// `WPP_API_KEY`: one key for all accounts.
    GlobalKey(Secret),
    /// `WPP_SECRET`: the platform makes a key for each account when this is shown.
    ClientSecret(Secret),
}

/// `WPP_ROUTES`: the form of "register a webhook" and "stop an account".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WppRoutes {
    /// Finds out which form answers, and remembers it.
    #[default]
    Auto,
    /// `POST /api/webhooks/{number}` and `DELETE /api/accounts/{number}`.
    Plan,
    /// `POST /internal/session/{number}/webhook` and `…/stop`.
    Internal,
}

impl FromStr for WppRoutes {
    type Err = WppSetupError;

    /// Reads `auto`, `plan` or `internal`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "auto" => Ok(Self::Auto),
            "plan" => Ok(Self::Plan),
            "internal" => Ok(Self::Internal),
            _ => Err(WppSetupError::Routes),
        }
    }
}

/// How long and how much. The default is for production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection stands, name look-up and TLS included: 5 s.
    pub connect: Duration,
    /// For a whole call, token and repetition included: 30 s.
    pub total: Duration,
    /// For the body of an answer whose status is an error already: 1 s.
    pub words: Duration,
    /// The longest answer that is read, in bytes: 1 MiB.
    pub body: usize,
    /// How long after its creation a key may be unknown to parts of the platform: 6 s.
    pub race: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(30),
            words: Duration::from_secs(1),
            body: 1024 * 1024,
            race: Duration::from_secs(6),
        }
    }
}

/// Why no client can be made of these settings. Names no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WppSetupError {
    /// The base address is none, or has a part that it may not have.
    BaseUrl(&'static str),
    /// The key or secret is empty or cannot be sent in a header.
    Credentials,
    /// Not `auto`, `plan` or `internal`.
    Routes,
    /// HTTPS cannot be set up, in most cases because the machine has no root certificates.
    Https(String),
}

impl fmt::Display for WppSetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(why) => write!(f, "the WPP base address {why}"),
            Self::Credentials => f.write_str("the WPP key or secret is empty or has characters that no key has"),
            Self::Routes => f.write_str("WPP routes are auto, plan or internal"),
            Self::Https(why) => write!(f, "HTTPS cannot be set up ({why}); is the package ca-certificates installed?"),
        }
    }
}

impl std::error::Error for WppSetupError {}

impl WppSettings {
    /// The base address, if it is one that calls can be appended to.
    pub(super) fn base(&self) -> Result<Url, WppSetupError> {
        let wrong = |why| Err(WppSetupError::BaseUrl(why));
        let Ok(url) = Url::parse(self.base_url.trim()) else { return wrong("is not an address") };
        if !matches!(url.scheme(), "http" | "https") {
            return wrong("must begin with https:// or http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return wrong("must not hold a user name or password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return wrong("must not have a query or a fragment");
        }
        Ok(url)
    }
}

impl WppCredentials {
    /// The text itself, if it can be one: what cannot stand in a header is a slip of copying.
    pub(super) fn checked(&self) -> Result<&Secret, WppSetupError> {
        let (Self::GlobalKey(secret) | Self::ClientSecret(secret)) = self;
        let text = secret.expose();
        let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(secret) } else { Err(WppSetupError::Credentials) }
    }
}
