//! One request for the public keys of the project.

use std::time::Duration;

use reqwest::{Client, StatusCode, Url, header::ACCEPT};

use crate::{domain::secret::Secret, gateway::outward};

use super::{
    jwk::{self, PublicKey},
    verify::TrustError,
};

/// The largest key set that is read, in bytes.
const MAX_BODY: usize = 256 * 1024;

/// Where the keys are. The address may hold a key of the project, so it is never logged.
pub(super) struct Source {
    http: Client,
    url: Url,
    patience: Duration,
}

impl Source {
    /// Prepares the connection; makes none.
    pub fn new(url: &Secret, patience: Duration) -> Result<Self, TrustError> {
        let url = Url::parse(url.expose()).map_err(|_| TrustError::Address)?;
        if outward::is_in_the_clear(&url) {
            tracing::warn!("SUPABASE_JWKS_URL has no https: whoever sits between can let anybody in");
        }
        let http = outward::client(&url).build().map_err(|error| TrustError::Https(outward::causes(&error)))?;
        Ok(Self { http, url, patience })
    }

    /// The keys as they are now; else what is wrong, for the log.
    pub async fn read(&self) -> Result<Vec<PublicKey>, String> {
        let asked = self.http.get(self.url.clone()).header(ACCEPT, "application/json").timeout(self.patience).send();
        let mut response = asked.await.map_err(|error| wrong(&error))?;
        // a redirect is no answer: keys come from the address that was set, or not at all
        if response.status() != StatusCode::OK {
            return Err(format!("status {}", response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| wrong(&error))? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err("an answer over the size limit".to_owned());
            }
            body.extend_from_slice(&chunk);
        }
        jwk::read(&body).ok_or_else(|| "an answer that is no key set".to_owned())
    }
}

fn wrong(error: &reqwest::Error) -> String {
    if error.is_timeout() { "no answer in time".to_owned() } else { outward::causes(error) }
}
