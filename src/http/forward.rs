//! Posts events on to another system, byte for byte.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use reqwest::{
    Client, Response, Url,
    header::{CONTENT_TYPE, HeaderName, RETRY_AFTER},
};

use crate::{
    connect::{
        ports::{EventReceiver, NotTaken, WaitingEvent},
        webhook_address,
    },
    domain::secret::Secret,
    gateway::outward,
};

/// Marks what we passed on. The webhook refuses it: an address that leads back to us would go round for ever.
pub(super) const PASSED_ON: HeaderName = HeaderName::from_static("x-wpp-panel-passed-on");

/// How long a receiver may take for one event.
const PATIENCE: Duration = Duration::from_secs(10);
/// A common server closes an idle connection after 5 s; a POST that crosses that close fails.
const IDLE: Duration = Duration::from_secs(4);
/// What is read of an answer, so that the connection can be used again.
const ANSWER: usize = 64 * 1024;
/// How long that may take: the status has said it all.
const ANSWER_PATIENCE: Duration = Duration::from_secs(1);

/// Why there is no receiver.
#[derive(Debug, thiserror::Error)]
pub enum ReceiverError {
    /// It is no address.
    #[error("APP_FORWARD_WEBHOOK_URL cannot be read as an address")]
    Address,
    /// HTTPS cannot be used.
    #[error("events cannot be passed on: {0}")]
    Https(String),
}

/// The CRM's own webhook, over HTTP. Shares its connections; make one and keep it.
pub struct HttpReceiver {
    http: Client,
    address: Secret,
}

impl fmt::Debug for HttpReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpReceiver").finish_non_exhaustive()
    }
}

impl HttpReceiver {
    /// A receiver at this address, which may have a query of its own. Asks nothing yet.
    ///
    /// # Errors
    /// [`ReceiverError`]
    pub fn new(address: &Secret) -> Result<Self, ReceiverError> {
        Self::with_patience(address, PATIENCE)
    }

    /// [`HttpReceiver::new`] that waits this long for each event.
    ///
    /// # Errors
    /// [`ReceiverError`]
    pub fn with_patience(address: &Secret, patience: Duration) -> Result<Self, ReceiverError> {
        let url = Url::parse(address.expose()).map_err(|_| ReceiverError::Address)?;
        if outward::is_in_the_clear(&url) {
            tracing::warn!("APP_FORWARD_WEBHOOK_URL has no https: people's messages cross the network in the clear");
        }
        let client = outward::client(&url).timeout(patience).pool_idle_timeout(IDLE);
        let http = client.build().map_err(|error| ReceiverError::Https(outward::causes(&error)))?;
        Ok(Self { http, address: address.clone() })
    }
}

#[async_trait]
impl EventReceiver for HttpReceiver {
    async fn hand_over(&self, event: &WaitingEvent) -> Result<(), NotTaken> {
        let url = webhook_address(self.address.expose(), event.account.as_ref(), event.webhook_key.as_ref());
        let request =
            self.http.post(url).header(CONTENT_TYPE, "application/json").header(PASSED_ON, "1").body(event.raw.clone());
        let response = request.send().await.map_err(|error| no_answer(&error))?;
        let status = response.status();
        let retry_after =
            response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        // whatever the rest of it is
        let _ = tokio::time::timeout(ANSWER_PATIENCE, drain(response)).await;
        if status.is_success() {
            return Ok(());
        }
        Err(NotTaken {
            status: Some(status.as_u16()),
            retry_after: retry_after.map(Duration::from_secs),
            why: format!("status {}", status.as_u16()),
        })
    }
}

async fn drain(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > ANSWER {
            return;
        }
    }
}

fn no_answer(error: &reqwest::Error) -> NotTaken {
    let what = if error.is_timeout() { "no answer in time" } else { "no answer" };
    let why: String = format!("{what}: {}", outward::causes(error)).chars().take(200).collect();
    NotTaken { status: None, retry_after: None, why }
}
