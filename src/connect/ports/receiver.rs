//! Who events are passed on to.

use std::time::Duration;

use async_trait::async_trait;

use super::events::WaitingEvent;

/// An event was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// The status, HTTP's or SMTP's, if there was an answer.
    pub status: Option<u16>,
    /// How long the receiver wants to be left alone, if it says so.
    pub retry_after: Option<Duration>,
    /// A few words for the log, without address, key or body.
    pub why: String,
}

/// Another system that gets every event as the platform sent it.
#[async_trait]
pub trait EventReceiver: Send + Sync {
    /// Hands an event over, once; ends within 10 s. The same event may come twice: an answer can be lost.
    async fn hand_over(&self, event: &WaitingEvent) -> Result<(), NotTaken>;
}
