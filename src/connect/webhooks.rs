//! Webhooks of adopted sessions: brought to us, and sent back.

use futures_util::{StreamExt as _, stream};

use crate::domain::{account::AccountNumber, ids::IntegrationId, secret::Secret};

use super::{
    Connect, ConnectError, address,
    ports::{Session, StoreError},
    turn::one_server,
};

/// How many are registered at once.
const SIDE_BY_SIDE: usize = 8;
/// Held by whoever moves webhooks.
const LEASE: &str = "job:webhooks";

/// What became of one session's webhook.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The session.
    pub session: IntegrationId,
    /// Its account.
    pub account: Option<AccountNumber>,
    /// Whether the platform sends its events to the new place.
    pub outcome: Result<(), ConnectError>,
}

/// Where events go from now on.
#[derive(Clone, Copy)]
enum Place<'a> {
    Ours,
    Theirs(&'a Secret),
}

impl Connect {
    /// Registers the webhook of every adopted session with us that goes somewhere else; of those that an operator sent
    /// back only if `sent_back_too`. Each is logged and audited. The events must be passed on, or the CRM hears nothing
    /// any more.
    ///
    /// # Errors
    /// [`ConnectError::Store`] if the sessions could not be read, [`ConnectError::Busy`] if another server is at it.
    pub async fn take_webhooks(&self, sent_back_too: bool) -> Result<Vec<Moved>, ConnectError> {
        self.move_webhooks(Place::Ours, || self.parts.store.webhooks_elsewhere(sent_back_too)).await
    }

    /// Registers the webhook of every adopted session that came to us with `receiver` again, each with its account and
    /// key in the query. They stay there until [`Connect::take_webhooks`] is asked for those that were sent back.
    ///
    /// # Errors
    /// As [`Connect::take_webhooks`].
    pub async fn send_webhooks_back(&self, receiver: &Secret) -> Result<Vec<Moved>, ConnectError> {
        self.move_webhooks(Place::Theirs(receiver), || self.parts.store.webhooks_taken()).await
    }

    async fn move_webhooks<F>(
        &self,
        to: Place<'_>,
        which: impl FnOnce() -> F + Send,
    ) -> Result<Vec<Moved>, ConnectError>
    where
        F: Future<Output = Result<Vec<Session>, StoreError>> + Send,
    {
        let moving = async {
            let sessions = which().await?;
            let moved = stream::iter(sessions).map(|session| self.move_webhook(session, to)).buffered(SIDE_BY_SIDE);
            Ok(moved.collect().await)
        };
        one_server(&*self.parts.store, LEASE, moving).await?.unwrap_or(Err(ConnectError::Busy))
    }

    async fn move_webhook(&self, session: Session, to: Place<'_>) -> Moved {
        let outcome = self.register_at(&session, to).await;
        match (&outcome, to) {
            (Ok(()), Place::Ours) => tracing::info!(session = %session.id, "its webhook was brought here"),
            (Ok(()), Place::Theirs(_)) => tracing::info!(session = %session.id, "its webhook was sent back"),
            (Err(error), _) => tracing::info!(session = %session.id, %error, "its webhook stays where it is"),
        }
        Moved { session: session.id, account: session.account, outcome }
    }

    async fn register_at(&self, session: &Session, to: Place<'_>) -> Result<(), ConnectError> {
        let access = session.access().ok_or(ConnectError::Incomplete)?;
        let (url, action, since) = match to {
            Place::Ours => {
                let url = address::ours(&self.parts.public_url, &access.number, &session.webhook_key);
                (url, "take_webhook", Some(self.now()))
            }
            Place::Theirs(receiver) => {
                let url = address::webhook(receiver.expose(), Some(&access.number), Some(&session.webhook_key));
                (url, "send_webhook_back", None)
            }
        };
        self.patiently(|| self.parts.gateway.register_webhook(&access, &url)).await?;
        let audit = self.audit(session, None, action);
        Ok(self.parts.store.note_webhook(session.id, since, &audit).await?)
    }
}
